"""Looking up in a real browser: the search, and where a number comes from, shown at the number."""

import re

import pytest
from measure import Visit
from playwright.sync_api import expect

PAGE = "book/coding.html"
NUMBER = "[data-n=mythos]"
CARD = ".origin-card"


@pytest.fixture(scope="module")
def search(browser, site):
    """The search open from disk."""
    seen = Visit(browser.new_context(viewport={"width": 1280, "height": 900}))
    yield seen.open((site / "search.html").as_uri()).page
    assert seen.said == []


def find(search, words):
    """Type words; return what is said of them and the hits of each group as (heading, text)."""
    said = search.locator(".find-said")
    for typed, answer in (("", re.compile("^$")), (words, re.compile("Nothing|place"))):
        search.locator("#find-words").fill(typed)
        expect(said).to_have_text(answer)
    return said.inner_text(), groups_of(search)


def groups_of(page):
    """Return the hits that a page shows, by the heading of their group."""
    return {
        group.locator("h2").inner_text().split(" (")[0]: [
            (li.locator("a, b").first.inner_text(), li.locator("p").inner_text())
            for li in group.locator("li").all()
        ]
        for group in page.locator("#search-results > section").all()
    }


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
def test_numbers_ids_and_words_are_found_with_their_sentence(words, group, shown, search, site):
    _, groups = find(search, words)
    assert group in groups
    assert any(shown in text for _, text in groups[group])
    order = ["Claims", "Rows of the data", "Pages"]
    assert list(groups) == [name for name in order if name in groups]
    for link in search.locator("#search-results a").all()[:5]:
        path, _, place = link.get_attribute("href").partition("#")
        assert not place or f'id="{place}"' in (site / path).read_text("utf-8")


def test_an_id_finds_its_own_row_or_claim_first_and_leads_to_it(search, visit):
    assert find(search, "swe-0553")[1]["Rows of the data"][0][0] == "swe-0553"
    page = visit("search.html?q=C23").page
    page.locator(".find-said", has_text="“C23”").wait_for()
    assert "C23: " in groups_of(page)["Claims"][0][0]
    page.locator("#search-results a").first.click()
    page.wait_for_url("**/coding.html#c23-*")
    assert page.locator(".claim-card:target").count() == 1


def test_a_number_is_not_found_inside_another(search):
    for words, text in ((w, t) for w in ("3.9", "53.9", "0%") for t in find(search, w)[1].values()):
        for _, sentence in text:
            assert f"9{words}" not in sentence or f" {words}" in f" {sentence}"


@pytest.mark.parametrize(
    "words", ["constructor", "__proto__", "toString zzqq", "(((", "<b>x", "\\"]
)
def test_words_that_trip_scripts_do_no_harm_and_nobody_is_told_to_mind_the_spelling(words, search):
    said, _ = find(search, words)
    assert "spel" not in said
    assert "Nothing here" not in said or "Looked through" in said


def test_it_fits_a_phone_and_goes_by_keys(visit, site):
    seen = visit((site / "search.html").as_uri() + "?q=kernel", width=390)
    page = seen.page
    page.locator(".find-said", has_text="“kernel”").wait_for()
    assert seen.width() <= 390
    assert page.evaluate("document.activeElement.id") == "find-words"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('#search-results') !== null")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Erdos")
    page.locator(".find-said", has_text="Erdos").wait_for()


def test_hovering_shows_the_origin_and_leaving_takes_it_away(visit, server):
    page = visit("about:blank", alone=True).page
    page.clock.install()
    page.goto(f"{server}/{PAGE}")
    page.locator(NUMBER).first.hover()
    page.locator(CARD).wait_for()
    assert "swe" in page.locator(CARD).inner_text()
    page.locator(CARD).hover()
    page.clock.run_for(2000)
    assert page.locator(CARD).count() == 1  # it stays while the pointer is on it
    page.mouse.move(5, 5)
    expect(page.locator(CARD)).to_have_count(0)


def test_a_tap_pins_it_escape_or_a_tap_elsewhere_closes_it_and_its_link_opens_the_code(visit):
    page = visit(PAGE, width=390).page
    number = page.locator(NUMBER).first
    number.click()
    page.locator(CARD).wait_for()
    box = page.locator(CARD).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.keyboard.press("Escape")
    assert page.locator(CARD).count() == 0
    number.click()
    page.locator("article h1").click()
    assert page.locator(CARD).count() == 0
    number.click()
    page.locator(f"{CARD} a[href*='#code-']").click()
    listing = page.locator(":target").first
    assert listing.is_visible()
    assert "numbers(" in listing.inner_text()


def test_numbers_are_no_stops_for_the_tab_key_until_asked(visit):
    page = visit(PAGE).page
    stops = "document.querySelectorAll('.pasted-text[tabindex]').length"
    assert page.evaluate(stops) == 0
    toggle = page.locator("button.origin-toggle")
    toggle.focus()
    assert toggle.bounding_box()["width"] > 100  # it shows itself to the keyboard
    page.keyboard.press("Enter")
    assert page.evaluate(stops) > 20
    for _ in range(5):  # the citation's button may stand between
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.n") is not None:
            break
    assert page.evaluate("document.activeElement.dataset.n") is not None
    page.keyboard.press("Enter")
    expect(page.locator(CARD)).to_have_count(1)
    assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.origin-card') !== null")
    page.keyboard.press("Escape")
    assert page.locator(CARD).count() == 0
    assert page.evaluate("document.activeElement.dataset.n") is not None
    toggle.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(stops) == 0
