"""The first view of every page: light, still, silent; on a phone it fits and can be read.

Each page is opened once wide and once narrow, and every test looks at what stands there. Times are
recorded by ``benchmarks/page_weights.py``, not tested.
"""

from __future__ import annotations

import pytest
from measure import appearance, first_view
from test_pages import CHAPTERS, PAGES

MOST_BYTES = 250_000
MOST_SHIFT = 0.01
LEAST_LETTERS = 11
NUMBERED = [name for name in CHAPTERS if "appendix" not in name]


@pytest.fixture(scope="module", params=PAGES)
def name(request) -> str:
    """Each page in turn; all tests of a page run before the next."""
    return request.param


@pytest.fixture(scope="module")
def views(name, browser, server):
    """A page open 1280 pixels wide and as wide as a phone: both visits, and how each appeared.

    The first grows quiet while the second loads.
    """
    address = f"{server}/{name}.html"
    with first_view(browser, address) as wide, first_view(browser, address, width=390) as phone:
        yield [(view.visit, view.appeared()) for view in (wide, phone)]


@pytest.fixture(scope="module")
def phone(views):
    """The open page, as wide as a phone."""
    return views[1][0].page


def test_a_page_is_silent_and_asks_nobody_else(views, server):
    for visit, appeared in views:
        assert appeared.status == 200
        assert visit.page.locator("article h1").count() == 1
        assert visit.said == []
        assert [url for url in visit.asked if not url.startswith((server, "data:"))] == []


def test_the_first_view_is_light_and_stands_still(views):
    (_, wide), (_, narrow) = views
    assert wide.bytes <= MOST_BYTES
    assert wide.shift < MOST_SHIFT
    assert narrow.shift < MOST_SHIFT


def test_no_page_scrolls_sideways_on_a_phone(phone):
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_chapter_opens_with_its_answer_and_says_where_it_stands(name, phone):
    place = phone.locator(".chapter-place")
    if name not in NUMBERED:
        return
    expected = f"chapter {NUMBERED.index(name) + 1} of {len(NUMBERED)}"
    assert place.inner_text().strip().split(" · ")[1] == expected
    assert phone.locator(".prev-next-area a").count() >= 1


def test_each_figure_has_one_label_its_data_and_its_code(phone):
    for figure in phone.locator(".audit-figure").all():
        finding = figure.locator(".fig-finding").text_content().strip()
        if figure.is_visible():
            assert figure.locator("svg[role=img]:visible").count() == 1
        shown = figure.locator("svg[role=img]").first
        assert shown.get_attribute("aria-label") == finding
        assert figure.locator("svg [role], svg [aria-label]").count() == 0
        assert figure.locator("details.fig-data table").count() == 1
        assert figure.locator("details.audit-code").count() >= 1
        assert figure.locator(".fig-downloads a[download]").count() == 3
        assert figure.locator("a.fig-spec[download]").count() == 1


def test_letters_in_charts_can_be_read_on_a_phone(phone):
    letters = phone.evaluate(
        """[...document.querySelectorAll('figure svg text')]
        .filter(t => t.textContent.trim() && t.getClientRects().length)
        .map(t => [parseFloat(getComputedStyle(t).fontSize)
            * t.ownerSVGElement.getBoundingClientRect().width
            / t.ownerSVGElement.viewBox.baseVal.width,
            getComputedStyle(t).paintOrder.startsWith('stroke')
            && parseFloat(getComputedStyle(t).strokeWidth) >= 3])"""
    )
    assert [size for size, _ in letters if size < LEAST_LETTERS - 0.05] == []
    # No line runs through a word: its letters have a rim of the ground's colour.
    assert all(rim for _, rim in letters)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("slow", ["book/watch", "book/prediction", "book/appendix/full_ledger"])
def test_a_page_that_arrives_slowly_stands_still(slow, width, browser, slow_server):
    assert appearance(browser, f"{slow_server}/{slow}.html", width=width).shift < MOST_SHIFT


def test_a_page_that_moves_is_seen_to_move(browser, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html><div id=a></div><p>text</p><script>setTimeout(() => {"
        "document.getElementById('a').style.height = '300px'; }, 100)</script>"
    )
    found = appearance(browser, page.as_uri())
    assert found.shift > MOST_SHIFT


# Every page that opens with a drawing; on ``book/believe`` the drawing is the live one.
DRAWN = [name for name in (PAGES[0], *NUMBERED) if name != "book/believe"]
# Where the answer and the key chart's last mark end, and whether words of one drawing overlap.
ENDS = """() => {
  const low = (e) => e.getBoundingClientRect().bottom;
  const svg = [...document.querySelectorAll(".audit-figure svg[role=img]")]
    .find((e) => e.getClientRects().length);
  const marks = [...svg.querySelectorAll(".pt path")].map(low);
  const words = [...svg.querySelectorAll("text:not(.tip)")].filter((t) => t.textContent.trim());
  const seen = new Map(words.map((t) => [t.textContent + t.getAttribute("transform"), t]));
  const boxes = [...seen.values()].map((t) => t.getBoundingClientRect());
  const frame = svg.getBoundingClientRect();
  const named = (wrong) => [...seen.values()].filter((t, i) => wrong(boxes[i], i))
    .map((t) => t.textContent);
  return {
    answer: low(document.querySelector(".answer")), chart: low(svg), mark: Math.max(...marks),
    outside: named((b) => b.left < frame.left - 1 || b.right > frame.right + 1),
    overlaps: named((b, i) => boxes.some((o, j) => j > i && b.left < o.right - 1 &&
      o.left < b.right - 1 && b.top < o.bottom - 3 && o.top < b.bottom - 3)),
  };
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", DRAWN)
def test_the_first_screen_answers_and_shows_it(name, scheme, browser, server):
    for width, height in ((1280, 900), (390, 844)):
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme
        )
        page = context.new_page()
        page.goto(f"{server}/{name}.html", wait_until="load")
        found = page.evaluate(ENDS)
        context.close()
        assert found["answer"] < height
        assert (found["chart"] if width == 1280 else found["mark"]) < height
        assert found["outside"] == []
        assert found["overlaps"] == []


def test_a_mark_says_its_name_when_it_is_touched(browser, server):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{server}/book/time_horizons.html", wait_until="load")
    mark = page.locator(".fig-narrow .pt:has-text('Opus 4.6') path").first
    tip = page.locator(".fig-narrow .pt:has-text('Opus 4.6') .tip").first
    assert not tip.is_visible()
    mark.tap()
    assert tip.is_visible()
    assert "half the time" in tip.text_content()
    context.close()
