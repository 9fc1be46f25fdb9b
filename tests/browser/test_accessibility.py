"""WCAG 2.2 AA by axe-core on every page, light and dark, wide and on a phone; motion and print."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from test_pages import PAGES

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SCREENS = [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)]


# Colours follow the scheme and the layout follows the width: two screens show all four of them,
# two at a time. The first page is asked on all, ``benchmarks/page_weights.py`` asks every page on
# all, inside charts too.
BOTH = [SCREENS[0], SCREENS[3]]
# Rows and code that are folded away, which axe leaves out but takes long to, and the inside of
# charts: axe cannot tell on what ground their letters stand. Their colours are tested in
# ``test_charts.py``, their label, data and letters' size in ``test_first_views.py``; folds are
# opened below.
UNSEEN = "details:not([open]) :is(table, pre) > *, .audit-figure svg g"
RUN = """async ([unseen, options]) => {
  document.querySelectorAll(unseen).forEach(part => part.remove());
  const found = (await axe.run(document, options)).violations;
  return found.flatMap(v => v.nodes.map(node => `${v.id}: ${node.html.slice(0, 120)}`));
}"""

# Boxes of the text whose ground is light; a mark of a few pixels may be.
LIGHT = """() => [...document.querySelectorAll(".bd-article *")].filter((e) => {
  const [red, green, blue, alpha = 1] =
    getComputedStyle(e).backgroundColor.match(/[\\d.]+/g).map(Number);
  const box = e.getBoundingClientRect();
  return alpha > 0.5 && red + green + blue > 480 && box.width > 60 && box.height > 20;
}).map((e) => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def screens(browser):
    """One open page a screen; the policy is lifted there, for axe must be put into the page."""
    contexts = [
        browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
        )
        for scheme, width in SCREENS
    ]
    yield {screen: context.new_page() for screen, context in zip(SCREENS, contexts, strict=True)}
    for context in contexts:
        context.close()


def violations(page) -> list[str]:
    """Return what axe finds on the open page, a line each."""
    page.evaluate(Axe().axe_script)
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    return page.evaluate(RUN, [UNSEEN, options])


@pytest.mark.parametrize("name", [*PAGES, "search"])
def test_axe_finds_no_violation_and_a_dark_page_is_dark(name, screens, site):
    found = {}
    for screen in SCREENS if name == "book/index" else BOTH:
        screens[screen].goto((site / f"{name}.html").as_uri(), wait_until="load")
        if screen[0] == "dark":
            assert screens[screen].evaluate(LIGHT) == []
        found[screen] = violations(screens[screen])
    assert {screen: lines for screen, lines in found.items() if lines} == {}


@pytest.mark.parametrize("screen", BOTH)
def test_axe_finds_no_violation_when_folds_are_open_and_a_number_is_asked(screen, screens, server):
    page = screens[screen]
    page.goto(f"{server}/book/coding.html", wait_until="load")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    page.locator("button.origin-toggle.at-title").focus()
    page.keyboard.press("Enter")
    page.locator("[data-n=mythos]").first.click()
    assert page.locator(".origin-card").count() == 1
    assert violations(page) == []


def test_axe_sees_a_violation(screens, server):
    page = screens[SCREENS[0]]
    page.goto(f"{server}/search.html", wait_until="load")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x><button></button>')")
    assert {line.split(":")[0] for line in violations(page)} == {"image-alt", "button-name"}


@pytest.mark.parametrize("name", ["book/index", "book/coding", "book/appendix/full_ledger"])
def test_each_stop_of_the_tab_key_is_visible_and_named(name, visit, server):
    page = visit().page
    page.goto(f"{server}/{name}.html", wait_until="load")
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """(() => { const e = document.activeElement;
              if (e === document.body) return null;
              const s = getComputedStyle(e), host = e.closest('label') || e;
              const h = getComputedStyle(host);
              const ring = [s, h].some(c =>
                (c.outlineStyle !== 'none' && parseFloat(c.outlineWidth) > 0)
                || c.boxShadow !== 'none');
              const name = e.getAttribute('aria-label') || e.innerText || e.title
                || (e.labels && e.labels.length && e.labels[0].innerText)
                || e.placeholder || e.textContent;
              const box = host.getBoundingClientRect();
              return {tag: e.outerHTML.slice(0, 90), ring, name: (name || '').trim(),
                      size: box.width * box.height}; })()"""
        )
        if stop is None:
            break
        seen.append(stop)
    assert len(seen) > 10
    assert [s["tag"] for s in seen if not (s["ring"] and s["name"] and s["size"] > 1)] == []


def test_nothing_moves_for_readers_who_ask_for_that(browser, server):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{server}/book/coding.html", wait_until="load")
    moving = page.evaluate(
        """[...document.querySelectorAll('*')].filter(e => {
          const s = getComputedStyle(e);
          return s.transitionDuration.split(',').some(d => parseFloat(d) > 0)
            || s.animationName !== 'none' || s.scrollBehavior === 'smooth'; }).length"""
    )
    context.close()
    assert moving == 0


def test_paper_shows_the_text_and_the_charts_and_no_controls(visit, server):
    page = visit().page
    page.goto(f"{server}/book/coding.html", wait_until="load")
    page.emulate_media(media="print")
    for hidden in (".bd-sidebar-primary", ".fig-tools", ".prev-next-area", ".headerlink"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator("figure svg[role=img]:visible").count() >= 2
    assert page.locator(".claim-card").first.is_visible()
