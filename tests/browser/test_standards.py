"""A reader's own standards of evidence: squares, tally, moved verdicts, address, chapters, Back."""

from __future__ import annotations

import json
import re

import pytest

INDEX = "book/index.html"
CODING = "book/coding.html"


@pytest.fixture(scope="module")
def table(site):
    """The block of data of the first page."""
    html = (site / INDEX).read_text("utf-8")
    return json.loads(re.search(r'id="standards-data">(.*?)</script>', html, re.S)[1])


@pytest.fixture(scope="module")
def ledger(site):
    return json.loads((site / "claims.json").read_text("utf-8"))


def moved(table, key):
    """Ids of the findings that another choice moves."""
    pairs = zip(table["ids"], table["letters"]["|set"], table["letters"][key], strict=True)
    changed = {name for name, ours, theirs in pairs if ours != theirs}
    return [name for name in table["findings"] if name in changed]


def test_as_set_with_nothing_left_out_the_letters_are_the_ledger(table, ledger):
    parts = ("claims", "comparisons", "groups")
    ours = {one["id"]: one["word"] for part in parts for one in ledger[part]}
    letters = zip(table["ids"], table["letters"]["|set"], strict=True)
    assert {name: table["words"][letter] for name, letter in letters} == ours
    assert len(table["letters"]) == 24


def test_every_verdict_that_a_choice_moves_has_its_reason(table):
    for key, letters in table["letters"].items():
        for name, ours, theirs in zip(table["ids"], table["letters"]["|set"], letters, strict=True):
            if ours != theirs:
                assert table["why"][name][theirs], (key, name)
    told = " ".join(text for why in table["why"].values() for text in why.values())
    assert re.search(r"\b(?:qual|swe|sval|hor|said|fc)-\d", told) is None


@pytest.mark.parametrize("width", [1280, 390])
def test_squares_key_and_list_follow_a_choice_and_back_undoes_it(width, visit, site, table):
    seen = visit(width=width)
    page = seen.page
    page.goto((site / INDEX).as_uri(), wait_until="load")  # works from disk
    before = page.locator(".squares-key").inner_text()
    page.locator("#standards > summary").click()
    page.get_by_label("figures that only the maker measured").check()
    wanted = moved(table, "maker|set")
    assert page.evaluate("location.search") == "?leave=maker"
    assert page.locator(".standards-moved tbody tr").count() == len(wanted) > 0
    shown = page.eval_on_selector_all(":is(.square, .pair).moved", "m => m.map(e => e.dataset.id)")
    assert set(shown) == set(wanted)
    status = page.locator(".standards-said [role=status]")
    assert status.inner_text().endswith(f"of {len(table['findings'])} move.")
    counts = page.eval_on_selector_all(
        ".squares-key li:not([hidden]) b", "m => m.map(e => Number(e.textContent))"
    )
    assert sum(counts) == len(table["findings"])
    page.go_back()
    page.wait_for_function("location.search === ''")
    assert page.locator(".squares-key").inner_text() == before
    assert page.locator(":is(.square, .pair).moved").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.said == []


def test_a_choice_stands_in_the_address_and_goes_along_to_chapters_and_back(visit, site, table):
    page = visit().page
    page.goto(f"{(site / INDEX).as_uri()}?leave=maker,later&strict=2", wait_until="load")
    assert page.locator("#standards").get_attribute("open") is not None
    assert page.get_by_label("twice as strict").is_checked()
    assert page.locator(".standards-moved tbody tr").count() == len(
        moved(table, "maker,later|twice")
    )
    page.locator(".square[data-id=C23]").click()
    page.wait_for_url("**/coding.html?leave=maker,later&strict=2#c23-*")
    banner = page.locator(".standards-banner")
    assert banner.inner_text().startswith("Read under your standards: ")
    card = page.locator(".claim-card[data-id=C23]")
    assert "Under your standards: " in card.inner_text()
    assert "Holds with a caveat" in card.locator(".claim-head").inner_text()  # ours stays
    page.reload(wait_until="load")
    assert banner.is_visible()
    banner.get_by_text("Back to ours").click()
    page.wait_for_url(re.compile(r"coding\.html(#.*)?$"))
    assert page.locator(".standards-banner").is_visible() is False
    assert page.locator(".yours:visible").count() == 0


def test_citations_always_give_ours(visit, server):
    page = visit().page
    page.goto(f"{server}/{CODING}?leave=maker", wait_until="load")
    page.locator(".claim-card[data-id=C23] .cite-open").click()
    assert "leave=" not in page.locator(".cite-panel[open]").text_content()


@pytest.mark.parametrize("query", ["?leave=x,toString&strict=toString", "?strict=3", "?leave="])
def test_an_address_without_sense_is_ours(query, visit, server):
    seen = visit()
    seen.page.goto(f"{server}/{INDEX}{query}", wait_until="load")
    assert seen.page.locator(":is(.square, .pair).moved").count() == 0
    assert seen.said == []


def test_the_reader_of_a_screen_hears_the_count_only(visit, server):
    page = visit().page
    page.goto(f"{server}/{INDEX}", wait_until="load")
    assert page.locator(".squares-whole [role=status]").count() == 1
    assert page.locator(".standards-moved [role=status]").count() == 0


def test_a_square_is_a_fingers_width_and_tells_its_sentence_on_focus(visit, server, ledger):
    page = visit(width=390).page
    page.goto(f"{server}/{INDEX}", wait_until="load")
    square = page.locator(".square[data-id=C23]")
    box = square.bounding_box()
    assert box["width"] >= 24
    assert box["height"] >= 24
    square.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    wanted = next(one for one in ledger["claims"] if one["id"] == "C23")["sentence"]
    assert wanted.replace("'", "’") in square.locator(".tip").inner_text()
    tip = square.locator(".tip").bounding_box()
    assert tip["width"] > 100
    assert tip["x"] + tip["width"] <= 390
