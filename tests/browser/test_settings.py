"""Whatever a browser is set to: no storage, no scripts, keys, high contrast, no motion, paper."""

import pytest
from measure import OF_THE_SCREEN, probe, violations
from playwright.sync_api import expect

CODING = "book/coding.html"
THEME = "document.documentElement.dataset.theme"
GROUND = "getComputedStyle(document.body).backgroundColor"
INK = "getComputedStyle(document.querySelector('figure svg text')).fill"


def choose(page, theme: str) -> None:
    """Press the theme's button, which goes round three settings, until the theme is there."""
    for _ in range(3):
        if page.evaluate(THEME) == theme:
            return
        page.locator("button.theme-switch-button:visible").first.click()
    assert page.evaluate(THEME) == theme


def test_the_button_changes_the_theme_the_charts_follow_and_the_next_page_remembers(visit, server):
    page = visit(CODING, alone=True).page
    first = page.evaluate(INK)
    choose(page, "dark")
    assert page.evaluate(INK) != first
    page.goto(f"{server}/book/index.html", wait_until="load")
    assert page.evaluate(THEME) == "dark"


@pytest.mark.parametrize("storage", ["blocked", "full"])
def test_without_storage_the_page_remembers_and_choices_work(storage, visit):
    page = visit(CODING, before=probe(storage)).page
    choose(page, "dark")
    assert page.evaluate("localStorage.getItem('mode')") == "dark"
    ledger = ("book/appendix/full_ledger", ".ledger-filters input[name=q]")
    for name, box, place, words in (
        ("search", "#find-words", ".find-said", "93"),
        (*ledger, ".ledger-status", "of 77 shown"),
        ("book/believe", "#live-L", "#live-L-refused", "Allowed is"),
    ):
        page = visit(f"{name}.html", before=probe(storage)).page
        page.locator(box).fill("93")
        page.locator(box).blur()
        expect(page.locator(place)).to_contain_text(words)


@pytest.mark.parametrize(
    ("scripts", "opener", "other", "contents"),
    [
        (True, "button.primary-toggle", "a.to-contents", "#pst-primary-sidebar-modal"),
        (False, "a.to-contents", ".sidebar-toggle", "#pst-primary-sidebar"),
    ],
)
def test_a_phone_reaches_the_contents(scripts, opener, other, contents, visit):
    seen = visit(CODING, width=390, scripts=scripts)
    page = seen.page
    assert not page.locator(f"{other}:visible").count()
    page.locator(f"{opener}:visible").first.click()
    link = page.locator(f"{contents} a", has_text="horizons").first
    link.scroll_into_view_if_needed()
    link.click()
    page.wait_for_url("**/time_horizons.html")
    assert seen.width() <= 390


@pytest.mark.parametrize("name", ["book/index", "book/coding"])
def test_charts_and_the_origin_of_each_number_stand_without_scripts(name, visit):
    page = visit(f"{name}.html", scripts=False).page
    figures = page.locator("figure")
    assert figures.count() >= 1
    for figure in figures.all():
        if figure.is_visible():  # a figure that few need stands in a closed fold
            shown = figure.locator("svg[role=img]:visible")
            assert shown.count() == 1
            assert len(shown.get_attribute("aria-label")) > 30
    named = page.evaluate("[...document.querySelectorAll('[data-n]')].map(n => n.dataset.n)")
    assert len(named) > 10
    page.locator(".page-origins a").click()
    page.wait_for_url(f"**/{name}-numbers.html")
    assert page.locator("ul.origins li").first.is_visible()
    listed = page.evaluate("[...document.querySelectorAll('ul.origins li')].map(l => l.id)")
    assert set(listed) == {f"n-{one}" for one in named}
    page.locator("ul.origins a[href*='#code-']").first.click()
    page.wait_for_url(f"**/{name}.html#code-*")


def test_a_dark_page_is_printed_light_without_controls_and_is_dark_again_afterwards(visit):
    page = visit(CODING, scheme="dark").page
    before = [page.evaluate(one) for one in (THEME, GROUND, INK)]
    assert before[0] == "dark"
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.evaluate(THEME) == "light"
    assert page.evaluate(GROUND) in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    assert page.evaluate(INK) != before[2]
    for hidden in (".bd-sidebar-primary", ".fig-tools", ".prev-next-area", ".headerlink"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator("figure svg[role=img]:visible").count() >= 2
    for shown in (".claim-card", ".page-stamp"):
        assert page.locator(shown).first.is_visible(), shown
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert [page.evaluate(one) for one in (THEME, GROUND, INK)] == before


def test_high_contrast_follows_the_system_whatever_the_button_says(visit):
    page = visit(CODING, alone=True, forced_colors="active").page
    looks = []
    for theme in ("light", "dark"):
        choose(page, theme)
        looks.append(page.evaluate(probe("tints")))
    assert looks[0] == looks[1]
    assert looks[0][0] != looks[0][1]


def test_nothing_moves_for_readers_who_ask_for_that(visit):
    page = visit(CODING, reduced_motion="reduce").page
    moving = """[...document.querySelectorAll('*')].filter(e => {
      const s = getComputedStyle(e);
      return s.transitionDuration.split(',').some(d => parseFloat(d) > 0)
        || s.animationName !== 'none' || s.scrollBehavior === 'smooth'; }).length"""
    assert page.evaluate(moving) == 0


@pytest.mark.parametrize("name", ["book/index", "book/coding", "book/appendix/full_ledger"])
def test_each_stop_of_the_tab_key_is_visible_and_named(name, visit):
    page = visit(f"{name}.html").page
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(probe("stop"))
        if stop is None:
            break
        seen.append(stop)
    assert len(seen) > 10
    assert [s["tag"] for s in seen if not (s["ring"] and s["name"] and s["size"] > 1)] == []


def test_axe_finds_no_violation_when_folds_are_open_and_a_number_is_asked(visit):
    for width, scheme, rules in ((1280, "light", None), (390, "dark", OF_THE_SCREEN)):
        page = visit("book/inflection.html", width=width, scheme=scheme).page
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        page.locator("button.origin-toggle").focus()
        page.keyboard.press("Enter")
        page.locator("[data-n]").first.click()
        expect(page.locator(".origin-card")).to_have_count(1)
        assert violations(page, rules) == []
