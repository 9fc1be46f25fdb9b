"""Verdicts in the browser: the table of all sentences, and a reader's own standards of evidence."""

import json
import re
from itertools import groupby
from urllib.parse import parse_qs

import pytest

INDEX = "book/index.html"
CODING = "book/coding.html"
LEDGER = "book/appendix/full_ledger.html"
ROWS = "table.ledger tbody tr"
SHOWN = f"{ROWS}:visible"


def chip(page, value, name="verdict"):
    return page.locator(f"label.chip:has(input[name={name}][value='{value}'])")


def test_chips_narrow_the_table_and_their_counts_follow_each_other(visit, entries):
    page = visit(LEDGER).page
    assert page.locator(SHOWN).count() == len(entries) == 71 + 6
    assert page.locator(".ledger-status").get_attribute("role") == "status"
    chip(page, "Misleads").click()
    page.locator("input[name=verdict][value=Open]").focus()
    page.keyboard.press("Space")
    fitting = [r for r in entries if r["word"] in ("Misleads", "Open")]
    assert page.locator(SHOWN).count() == len(fitting)
    assert page.locator(".ledger-status").inner_text() == f"{len(fitting)} of 77 shown"
    moved = [r for r in fitting if r["moved"]]
    assert chip(page, "yes", "moved").locator("b").inner_text() == str(len(moved))
    chip(page, "yes", "moved").click()
    assert page.locator(SHOWN).count() == len(moved) > 0
    # The chips of a row count what the other rows leave, so another verdict can be added.
    holding = [r for r in entries if r["word"] == "Holds" and r["moved"]]
    assert chip(page, "Holds").locator("b").inner_text() == str(len(holding))
    chosen = parse_qs(page.evaluate("location.search.slice(1)"))
    assert chosen == {"verdict": ["Misleads", "Open"], "moved": ["yes"]}
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function("location.search === ''")
    assert page.locator(SHOWN).count() == 77


def test_the_key_of_the_squares_leads_to_a_verdict_back_undoes_a_choice_and_reload_keeps_it(
    visit, entries
):
    page = visit(INDEX).page
    page.locator(".squares-key a", has_text="Open").click()
    page.wait_for_url("**/full_ledger.html?verdict=Open")
    chip(page, "yes", "maker").click()
    page.go_back()
    page.wait_for_function("location.search === '?verdict=Open'")
    opened = [r for r in entries if r["word"] == "Open"]
    assert page.locator(SHOWN).count() == len(opened)
    page.reload(wait_until="load")
    assert page.locator(SHOWN).count() == len(opened)
    assert page.locator("input[name=verdict][value=Open]").is_checked()


def test_search_reads_commas_quotation_marks_and_capitals_alike_and_finds_witnesses(visit, entries):
    page = visit(LEDGER).page
    for words in ("93.9", "93,9", "“reaches 93.9%”", "mythos PREVIEW reaches"):
        page.locator(".ledger-filters input[name=q]").fill(words)
        page.wait_for_function("location.search !== ''")
        assert page.locator(f"{ROWS}[data-id=C23]").is_visible()
        assert page.locator(SHOWN).count() < 10
        page.go_back()
        page.wait_for_function("location.search === ''")
        assert page.locator(SHOWN).count() == 77
    page.locator(".ledger-filters input[name=q]").fill("metr")
    page.wait_for_function("location.search !== ''")
    limits = ((r["id"], one) for r in entries for check in r["checks"] for one in check["limits"])
    named = {name for name, one in limits if one["witness"] == "METR"}
    assert named
    assert named <= {row.get_attribute("data-id") for row in page.locator(SHOWN).all()}


def test_the_table_can_be_sorted_by_verdict_and_back(visit):
    page = visit(f"{LEDGER}?sort=verdict").page
    order = page.eval_on_selector_all(ROWS, "rows => rows.map(r => r.dataset.verdict)")
    assert order[0] == "Holds"
    assert order[-1] == "Definition"
    assert len(set(order)) == len(list(groupby(order)))
    page.locator("select[name=sort]").select_option("")
    assert page.locator(ROWS).first.get_attribute("data-id") == "C01"


def test_nothing_in_an_address_does_harm_and_on_a_phone_no_row_is_wider_than_the_screen(visit):
    page = visit(f"{LEDGER}?q=<img src=x onerror=alert(1)>&verdict=x&sort=y").page
    assert page.locator(".ledger-status").inner_text() == "Nothing fits"
    page = visit(LEDGER, width=390).page
    assert page.locator(f"{ROWS} >> nth=0").bounding_box()["width"] <= 390


def test_without_scripts_it_is_a_plain_table(visit):
    page = visit(LEDGER, scripts=False).page
    assert page.locator(SHOWN).count() == 77
    assert page.locator(".ledger-filters").is_visible() is False
    assert page.locator(".standards").is_visible() is False


def test_the_way_from_a_row_leads_to_its_card(visit, entries):
    page = visit(f"{LEDGER}?q=93.9%25+reaches").page
    page.locator(f"{ROWS}[data-id=C23] a").click()
    page.wait_for_url("**/coding.html*#c23-*")
    wanted = next(r for r in entries if r["id"] == "C23")
    card = page.locator(".claim-card:target")
    card.wait_for()
    assert wanted["sentence"].replace("'", "’") in card.inner_text()
    assert card.bounding_box()["y"] < 400


@pytest.fixture(scope="module")
def table(site):
    """The block of data of the first page."""
    html = (site / INDEX).read_text("utf-8")
    return json.loads(re.search(r'id="standards-data">(.*?)</script>', html, re.S)[1])


def moved(table, key):
    """Ids of the findings that another choice moves."""
    pairs = zip(table["ids"], table["letters"]["|set"], table["letters"][key], strict=True)
    changed = {name for name, ours, theirs in pairs if ours != theirs}
    return [name for name in table["findings"] if name in changed]


def test_squares_key_and_list_follow_a_choice_and_back_undoes_it(visit, site, table):
    seen = visit((site / INDEX).as_uri(), width=390)  # works from disk
    page = seen.page
    # The reader of a screen hears the count only.
    assert page.locator(".squares-whole [role=status]").count() == 1
    assert page.locator(".standards-moved [role=status]").count() == 0
    before = page.locator(".squares-key").inner_text()
    page.locator("#standards > summary").click()
    page.get_by_label("figures that only the maker measured").check()
    wanted = moved(table, "maker|set")
    assert page.evaluate("location.search") == "?leave=maker"
    assert page.locator(".standards-moved tbody tr").count() == len(wanted) > 0
    shown = page.eval_on_selector_all(":is(.square, .pair).moved", "m => m.map(e => e.dataset.id)")
    assert set(shown) == set(wanted)
    square = page.locator(f":is(.square, .pair)[data-id={wanted[0]}] .tip")
    letter = table["letters"]["maker|set"][table["ids"].index(wanted[0])]
    why = table["why"][wanted[0]][letter]
    assert square.text_content().endswith(f"{table['words'][letter]}: {why}")
    status = page.locator(".standards-said [role=status]")
    assert f"of {len(table['findings'])} findings get" in status.inner_text()
    counts = page.eval_on_selector_all(
        ".squares-key li:not([hidden]) b", "m => m.map(e => Number(e.textContent))"
    )
    assert sum(counts) == len(table["findings"])
    page.go_back()
    page.wait_for_function("location.search === ''")
    assert page.locator(".squares-key").inner_text() == before
    assert page.locator(":is(.square, .pair).moved").count() == 0
    assert why not in square.text_content()
    assert seen.width() <= 390


def test_a_choice_stands_in_the_address_and_goes_along_to_chapters_and_back(visit, site, table):
    page = visit(f"{(site / INDEX).as_uri()}?leave=maker,later&strict=2").page
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


def test_citations_always_give_ours(visit):
    page = visit(f"{CODING}?leave=maker").page
    page.locator(".claim-card[data-id=C23] .cite-open").click()
    assert "leave=" not in page.locator(".cite-panel[open]").text_content()


@pytest.mark.parametrize("query", ["?leave=x,toString&strict=toString", "?strict=3", "?leave="])
def test_an_address_without_sense_is_ours(query, visit):
    assert visit(f"{INDEX}{query}").page.locator(":is(.square, .pair).moved").count() == 0


def test_a_square_is_a_fingers_width_and_tells_its_sentence_on_focus(visit, entries):
    page = visit(INDEX, width=390).page
    square = page.locator(".square[data-id=C23]")
    box = square.bounding_box()
    assert box["width"] >= 24
    assert box["height"] >= 24
    square.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    wanted = next(one["sentence"] for one in entries if one["id"] == "C23")
    assert wanted.replace("'", "’") in square.locator(".tip").inner_text()
    tip = square.locator(".tip").bounding_box()
    assert tip["width"] > 100
    assert tip["x"] + tip["width"] <= 390
