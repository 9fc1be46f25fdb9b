"""The search in a real browser: numbers, ids, accents, words that trip scripts, keys, phones."""

from __future__ import annotations

from urllib.parse import quote

import pytest


def find(page, site, words):
    """Search from disk; return what is said and the hits of each group as (heading, text)."""
    page.goto((site / "search.html").as_uri() + f"?q={quote(words)}", wait_until="load")
    page.locator(".find-said", has_text="“").wait_for()
    groups = {}
    for group in page.locator("#search-results > section").all():
        name = group.locator("h2").inner_text().split(" (")[0]
        groups[name] = [
            (li.locator("a, b").first.inner_text(), li.locator("p").inner_text())
            for li in group.locator("li").all()
        ]
    return page.locator(".find-said").inner_text(), groups


@pytest.mark.parametrize(
    ("words", "group", "shown"),
    [
        ("60%", "Claims", "60"),
        ("93.9", "Claims", "93.9"),
        ("93,9", "Claims", "93.9"),
        ("2,294", "Pages", "2,294"),
        ("2294", "Pages", "2,294"),
        ("swe-0553", "Rows of the data", "93.9%"),
        ("C23", "Claims", ""),
        ("Erdos", "Claims", "Erd"),
        ("SCAFFOLD", "Pages", "caffold"),
        ('"hidden tests"', "Pages", "hidden tests"),
    ],
)
def test_numbers_ids_and_words_are_found_with_their_sentence(words, group, shown, visit, site):
    seen = visit()
    _, groups = find(seen.page, site, words)
    assert group in groups
    assert any(shown in text for _, text in groups[group])
    assert seen.said == []
    order = ["Claims", "Rows of the data", "Pages"]
    assert list(groups) == [name for name in order if name in groups]
    link = seen.page.locator("#search-results a").first
    target = link.get_attribute("href")
    link.click()
    seen.page.wait_for_load_state()
    assert seen.page.url.endswith(target)
    assert seen.page.locator(f"[id='{target.partition('#')[2]}']").count() == 1


def test_an_id_finds_its_own_claim_and_row_first(visit, site):
    page = visit().page
    assert "C23: " in find(page, site, "C23")[1]["Claims"][0][0]
    assert find(page, site, "swe-0553")[1]["Rows of the data"][0][0] == "swe-0553"


def test_a_number_is_not_found_inside_another(visit, site):
    page = visit().page
    for words, text in (
        (w, t) for w in ("3.9", "53.9", "0%") for t in find(page, site, w)[1].values()
    ):
        for _, sentence in text:
            assert f"9{words}" not in sentence or f" {words}" in f" {sentence}"


@pytest.mark.parametrize(
    "words", ["constructor", "__proto__", "toString zzqq", "(((", "<b>x", "\\"]
)
def test_words_that_trip_scripts_do_no_harm_and_nobody_is_told_to_mind_the_spelling(
    words, visit, site
):
    seen = visit()
    page = seen.page
    page.goto((site / "search.html").as_uri() + f"?q={quote(words)}", wait_until="load")
    said = page.locator(".find-said").inner_text()
    assert "Nothing" in said or "place" in said
    assert "spel" not in said
    if "Nothing here" in said:
        assert "Looked through" in said
    assert seen.said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_and_goes_by_keys(scheme, visit, site):
    seen = visit(width=390, scheme=scheme)
    page = seen.page
    find(page, site, "kernel")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.activeElement.id") == "find-words"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('#search-results') !== null")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Erdos")
    page.locator(".find-said", has_text="Erdos").wait_for()
    assert seen.said == []


def test_only_the_search_page_loads_the_index(visit, server):
    seen = visit()
    seen.page.goto(f"{server}/book/coding.html", wait_until="networkidle")
    assert not [url for url in seen.asked if "search_index" in url]
