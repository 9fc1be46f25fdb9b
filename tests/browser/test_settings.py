"""Whatever a browser is set to: no storage, no scripts, high contrast, large letters, paper."""

from __future__ import annotations

import pytest
from test_first_views import PAGES

BLOCKED = """for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { configurable: true,
    get() { throw new DOMException("blocked", "SecurityError"); } });
}"""
FULL = """Storage.prototype.setItem = () => {
  throw new DOMException("full", "QuotaExceededError");
};"""
THEME = "document.documentElement.dataset.theme"
GROUND = "getComputedStyle(document.body).backgroundColor"
INK = "getComputedStyle(document.querySelector('figure svg text')).fill"
#: What the page's own files weigh beside its text: styles, scripts, fonts.
MOST_BESIDE = 215_000


@pytest.mark.parametrize("storage", [BLOCKED, FULL], ids=["blocked", "full"])
def test_without_storage_the_theme_is_remembered_by_the_page(storage, visit, server):
    seen = visit(scheme="light")
    page = seen.page
    page.add_init_script(storage)
    page.goto(f"{server}/book/coding.html", wait_until="load")
    for _ in range(2):
        page.locator("button.theme-switch-button:visible").first.click()
        if page.evaluate(THEME) == "dark":
            break
    assert page.evaluate(THEME) == "dark"
    assert page.evaluate("localStorage.getItem('mode')") == "dark"
    assert seen.said == []


@pytest.mark.parametrize("storage", [BLOCKED, FULL], ids=["blocked", "full"])
@pytest.mark.parametrize("name", ["search", "book/appendix/full_ledger", "book/believe"])
def test_without_storage_pages_with_choices_work(storage, name, visit, server):
    seen = visit()
    seen.page.add_init_script(storage)
    seen.page.goto(f"{server}/{name}.html", wait_until="networkidle")
    box = seen.page.locator("main input:visible").first
    box.focus()
    seen.page.keyboard.press("1")
    seen.page.wait_for_timeout(300)
    assert seen.said == []


def test_where_storage_works_it_is_used(visit, server):
    page = visit(scheme="light").page
    page.goto(f"{server}/book/coding.html", wait_until="load")
    page.evaluate("localStorage.setItem('mode', 'dark')")
    page.goto(f"{server}/book/index.html", wait_until="load")
    assert page.evaluate(THEME) == "dark"


def test_without_scripts_a_phone_reaches_the_contents(visit, server):
    page = visit(width=390, scripts=False).page
    page.goto(f"{server}/book/coding.html", wait_until="load")
    page.locator("a.to-contents").click()
    link = page.locator("#pst-primary-sidebar a", has_text="horizons").first
    link.scroll_into_view_if_needed()
    link.click()
    page.wait_for_url("**/time_horizons.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not page.locator(".sidebar-toggle:visible").count()


def test_with_scripts_the_contents_open_as_ever(visit, server):
    page = visit(width=390).page
    page.goto(f"{server}/book/coding.html", wait_until="load")
    assert not page.locator("a.to-contents:visible").count()
    page.locator("button.primary-toggle:visible").first.click()
    link = page.locator("#pst-primary-sidebar-modal a", has_text="horizons").first
    link.wait_for()
    link.click()
    page.wait_for_url("**/time_horizons.html")


def test_a_dark_page_is_printed_light_and_dark_again_afterwards(visit, server):
    page = visit(scheme="dark").page
    page.goto(f"{server}/book/coding.html", wait_until="load")
    before = [page.evaluate(one) for one in (THEME, GROUND, INK)]
    assert before[0] == "dark"
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.evaluate(THEME) == "light"
    assert page.evaluate(GROUND) in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    assert page.evaluate(INK) != before[2]
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert [page.evaluate(one) for one in (THEME, GROUND, INK)] == before


def test_high_contrast_follows_the_system_whatever_the_button_says(browser, server):
    looks = []
    for mode in ("light", "dark"):
        context = browser.new_context(forced_colors="active", color_scheme="light")
        page = context.new_page()
        page.add_init_script(f"localStorage.setItem('mode', '{mode}')")
        page.goto(f"{server}/book/coding.html", wait_until="load")
        assert page.evaluate(THEME) == mode
        looks.append(
            page.evaluate(
                """() => { const tint = (name) => { const box = document.createElement("div");
                box.style.cssText = `forced-color-adjust:none;color:var(${name})`;
                document.body.append(box); return getComputedStyle(box).color; };
                return ["--ink", "--ground", "--link", "--line", "--chart-ink", "--chart-ground"]
                  .map(tint); }"""
            )
        )
        context.close()
    assert looks[0] == looks[1]
    assert looks[0][0] != looks[0][1]


@pytest.mark.parametrize("name", [*PAGES, "search"])
def test_no_page_scrolls_sideways_at_320_pixels_or_with_letters_twice_as_large(name, visit, server):
    page = visit(width=320).page
    page.goto(f"{server}/{name}.html", wait_until="load")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 390, "height": 900})
    page.add_style_tag(content="html { font-size: 200% !important }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("name", ["book/coding", "book/believe", "book/appendix/full_ledger"])
def test_what_a_page_loads_beside_its_text_is_light_without_compression(name, visit, server):
    page = visit().page
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{server}/{name}.html", wait_until="networkidle")
    beside = {one.url: len(one.body()) for one in answers if not one.url.endswith(".html")}
    assert sum(beside.values()) < MOST_BESIDE, sorted(beside.items(), key=lambda one: -one[1])[:5]
