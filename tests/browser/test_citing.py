"""Citing in a real browser: one click copies, the keyboard suffices, a script is not needed."""

import json
import re
from dataclasses import replace

import pytest
from audit_site.cite import edition as contents
from measure import probe, violations
from site_project import ROOT

from analysis import evidence
from analysis.claims import ledger

CODING = "book/coding.html"
CLAIM = "c23-swe-bench-verified-2026"
# A click copies when the browser may write to the clipboard; this reads what it wrote.
SPY = "window.copied = []; navigator.clipboard.writeText = async (text) => { copied.push(text); };"


@pytest.fixture(scope="module")
def stamped(site) -> str:
    """The content hash at the foot of a page."""
    return re.search(r"content <code>([0-9a-f]+)</code>", (site / CODING).read_text("utf-8"))[1]


@pytest.fixture(scope="module")
def edition(stamped) -> contents.Edition:
    """The project's edition with the site's own hash, so that one test alone speaks of its age."""
    return replace(contents.edition(ROOT), content=stamped)


def claim_cited(name: str) -> contents.Citable:
    record = evidence.load().claim(name)
    return contents.of_claim({**record, "url": ledger.address(record)})


@pytest.fixture(scope="module")
def claim() -> contents.Citable:
    return claim_cited("C23")


def card_button(page):
    return page.locator(f"[id='{CLAIM}'] .cite-open")


@pytest.mark.parametrize("from_disk", [True, False])
def test_one_click_at_a_claim_copies_what_the_command_line_prints_and_each_form_has_its_button(
    from_disk, visit, site, claim, edition
):
    page = visit((site / CODING).as_uri() if from_disk else CODING, before=SPY).page
    card_button(page).click()
    page.wait_for_function("window.copied.length === 1")
    panel = page.locator(".cite-panel[open]")
    assert panel.locator(".cite-status").inner_text() == "Copied: APA."
    for n, form in enumerate(contents.FORMATS, 2):
        panel.locator(f".cite-form:has([data-form='{form}']) .cite-copy").click()
        page.wait_for_function("n => window.copied.length === n", arg=n)
        assert panel.locator(".cite-status").inner_text().startswith("Copied: ")
    forms = [contents.formatted(claim, edition, form) for form in contents.FORMATS]
    assert page.evaluate("window.copied") == [contents.apa(claim, edition), *forms]


def test_without_a_clipboard_the_older_way_copies_or_selects(visit, claim, edition):
    gone = "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
    page = visit(CODING, before=gone).page
    card_button(page).click()
    page.wait_for_function("getSelection().toString().length > 0")
    assert page.evaluate("getSelection().toString()") == contents.apa(claim, edition)
    status = page.locator(".cite-panel[open] .cite-status").inner_text()
    assert re.fullmatch(r"(Copied: APA\.|Selected: APA\. Copy it with Ctrl\+C\.)", status)


def test_a_sections_button_is_quiet_until_it_is_wanted_and_the_keyboard_opens_and_closes_the_box(
    visit, stamped
):
    page = visit(CODING).page
    button = page.locator("#coding-reporter > .cite-open")
    seen = "b => getComputedStyle(b).opacity"
    assert button.evaluate(seen) == "0"
    page.locator("#coding-reporter > :is(h2, h3)").hover()
    assert button.evaluate(seen) == "1"
    page.mouse.move(2, 2)
    assert button.evaluate(seen) == "0"
    button.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert button.evaluate(seen) == card_button(page).evaluate(seen) == "1"
    page.keyboard.press("Enter")
    assert page.get_by_role("dialog", name="Citation").count() == 1
    inside = "document.querySelector('.cite-panel[open]').contains(document.activeElement)"
    assert page.evaluate(inside)
    page.keyboard.press("Tab")
    assert page.evaluate(inside)
    page.keyboard.press("Escape")
    assert page.locator(".cite-panel[open]").count() == 0
    assert page.evaluate("document.activeElement.classList.contains('cite-open')")
    assert not read_aloud(page, stamped)


def read_aloud(page, stamped: str) -> list[str]:
    """The signs of a citation that a reader of the page's text reads."""
    text = page.locator(".bd-article").aria_snapshot()
    assert "Coding" in text
    return [sign for sign in (stamped, "@inbook", "BibTeX", "container-title") if sign in text]


def test_without_scripts_a_link_leads_to_how_to_cite_and_all_citations(visit, stamped):
    page = visit(CODING, scripts=False).page
    assert page.locator(".cite-panel").count() == 0
    assert not read_aloud(page, stamped)
    card_button(page).click()
    page.wait_for_url("**/how_to_cite.html#how-to-cite-claim")
    assert page.locator("a[href$='citations.bib']").count() >= 1


def test_on_a_published_site_the_readers_address_is_filled_in(visit, site, edition):
    """Where the build knows no address, the one that the reader is at is the right one."""
    page = visit("about:blank", alone=True).page

    def answer(route):
        path = site / route.request.url.split("audit.example/x/")[1].partition("?")[0]
        route.fulfill(path=path)

    page.route("http://audit.example/**", answer)
    page.goto(f"http://audit.example/x/{CODING}?from=mail", wait_until="load")
    card_button(page).click()
    texts = page.locator(".cite-panel[open] .cite-text").all_inner_texts()
    wanted = f"{edition.base or 'http://audit.example/x'}/{CODING}#{CLAIM}"
    assert len(texts) == len(contents.FORMATS)
    assert all(text.count(wanted) == 1 for text in texts)


def test_the_site_is_of_these_sources(stamped):
    assert stamped == contents.content_hash(ROOT), "the site is older than the sources: make book"


def test_all_citations_of_a_page_are_what_the_package_writes(site, edition, visit):
    """Every form beside every heading and card of a chapter equals the command line's."""
    text = (site / CODING).read_text("utf-8")
    known = contents.headings(ROOT)
    found = json.loads(re.search(r'id="cite_texts">(.*?)</script>', text, re.S)[1])["items"]
    assert sorted(re.findall(r'data-cite="([^"]+)"', text)) == sorted(found)
    assert {"coding", "coding-reporter", "C21", "C22", "C23", "C24"} <= set(found)
    cited = {name: known[name] for name in found if name in known}
    assert len(cited) >= 8
    cited |= {name: claim_cited(name) for name in found if name not in known and name[0] == "C"}
    assert visit(CODING).page.evaluate(probe("cited"), list(cited)) == {
        name: {form: contents.formatted(item, edition, form) for form in contents.FORMATS}
        for name, item in cited.items()
    }


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_buttons_are_large_enough_and_the_open_box_fits_without_an_accessibility_fault(
    width, scheme, visit
):
    page = visit(CODING, before=SPY, width=width, scheme=scheme).page
    places = page.evaluate(probe("buttons"))
    assert len(places) >= 14
    for wide, high, right, below, above in places:
        assert min(wide, high) >= 24
        assert right <= width
        assert below < 0 < above  # a heading's on its line, a page's on the line above
    card_button(page).click()
    page.wait_for_function("window.copied.length === 1")
    box = page.locator(".cite-panel[open]").bounding_box()
    assert min(box["x"], box["y"]) >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= 900
    assert violations(page, inside=".cite-panel[open]") == []


@pytest.mark.parametrize("name", ["index", "coding", "appendix/about"])
def test_nothing_covers_the_button_of_a_page_or_its_words(name, visit):
    seen = visit(f"book/{name}.html", width=390)
    for width in (390, 1280):
        seen.turn(width, "light")
        assert seen.page.evaluate(probe("covered")) is False


def test_on_a_touch_screen_every_button_shows(visit):
    page = visit(CODING, width=390, has_touch=True, is_mobile=True).page
    shown = "[...document.querySelectorAll('.cite-open')].map(b => getComputedStyle(b).opacity)"
    assert set(page.evaluate(shown)) == {"1"}
