"""WCAG 2.2 AA by axe-core on every page, light and dark, wide and on a phone; motion and print."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from test_pages import PAGES

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SCREENS = [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)]
LEAST_LETTERS = 11


@pytest.fixture(scope="module")
def screens(browser):
    """One open page a screen; the policy is lifted there, for axe must be put into the page."""
    contexts = [
        browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
        )
        for scheme, width in SCREENS
    ]
    yield [(screen, context.new_page()) for screen, context in zip(SCREENS, contexts, strict=True)]
    for context in contexts:
        context.close()


def violations(page) -> list[str]:
    """Return what axe finds on the open page, a line each.

    It does not look into charts: axe cannot tell on what ground their letters stand. Their colours
    are tested in ``test_charts.py``, their label, data and letters' size below.
    """
    options = {"runOnly": {"type": "tag", "values": TAGS}}
    context = {"exclude": [[".audit-figure svg g"]]}
    found = Axe().run(page, context=context, options=options).response["violations"]
    return [f"{v['id']}: {node['html'][:120]}" for v in found for node in v["nodes"]]


@pytest.mark.parametrize("name", [*PAGES, "search"])
def test_axe_finds_no_violation(name, screens, server):
    found = {}
    for screen, page in screens:
        page.goto(f"{server}/{name}.html", wait_until="load")
        found[screen] = violations(page)
    assert {screen: lines for screen, lines in found.items() if lines} == {}


def test_axe_finds_no_violation_when_folds_are_open_and_a_number_is_asked(screens, server):
    for _, page in screens:
        page.goto(f"{server}/book/coding.html", wait_until="load")
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        page.locator("button.origin-toggle.at-title").focus()
        page.keyboard.press("Enter")
        page.locator("[data-n=said_end]").first.click()
        assert page.locator(".origin-card").count() == 1
        assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_each_figure_has_one_label_its_data_and_its_code(name, visit, server):
    page = visit(width=390).page
    page.goto(f"{server}/{name}.html", wait_until="load")
    for figure in page.locator(".audit-figure").all():
        finding = figure.locator(".fig-finding").inner_text().strip()
        shown = figure.locator("svg[role=img]:visible")
        assert shown.count() == 1
        assert shown.get_attribute("aria-label") == finding
        assert figure.locator("svg [role], svg [aria-label]").count() == 0
        assert figure.locator("details.fig-data table").count() == 1
        assert figure.locator("details.audit-code").count() == 1
        assert figure.locator(".fig-downloads a[download]").count() == 2


@pytest.mark.parametrize("name", PAGES)
def test_letters_in_charts_can_be_read_on_a_phone(name, visit, server):
    page = visit(width=390).page
    page.goto(f"{server}/{name}.html", wait_until="load")
    sizes = page.evaluate(
        """[...document.querySelectorAll('figure svg text')]
        .filter(t => t.textContent.trim() && t.getClientRects().length)
        .map(t => parseFloat(getComputedStyle(t).fontSize)
            * t.ownerSVGElement.getBoundingClientRect().width
            / t.ownerSVGElement.viewBox.baseVal.width)"""
    )
    assert [size for size in sizes if size < LEAST_LETTERS - 0.05] == []


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
