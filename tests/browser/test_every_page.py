"""Every page, opened once on a phone and once wide: light, still, silent, to be read by everybody.

On the phone it comes dark from a server, as if nothing had been loaded before; wide it comes light,
one page of each kind of script from disk with the network off, the others as the phone's page made
wide. Each test looks at what stands there, and the last ones change it.
"""

from dataclasses import dataclass

import pytest
from measure import CHAPTERS, OF_THE_SCREEN, PAGES, SCREENS, Visit, probe, violations

MOST_BYTES = 250_000
#: The same from a server that does not compress: text, styles, scripts and fonts.
MOST_BYTES_PLAIN = 350_000
MOST_SHIFT = 0.01
LEAST_LETTERS = 11
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}
NUMBERED = [name for name in CHAPTERS if "appendix" not in name]
# Every page that opens with a drawing; on ``book/believe`` the drawing is the live one.
DRAWN = [name for name in (PAGES[0], *NUMBERED) if name != "book/believe"]


@dataclass(frozen=True)
class Views:
    """A page open on both screens, and how far it shifted there."""

    name: str
    phone: Visit
    wide: Visit
    shifts: tuple[float, float]


@pytest.fixture(scope="module")
def screens(browser):
    """A phone, dark, and a wide screen, light, without a network."""
    phone = browser.new_context(viewport=PHONE, color_scheme="dark")
    wide = browser.new_context(viewport=WIDE, color_scheme="light", offline=True)
    return Visit(phone, cold=True), Visit(wide, cold=True)


@pytest.fixture(scope="module", params=[*PAGES, "search"])
def views(request, screens, server, site) -> Views:
    """Each page in turn; all tests of a page run before the next.

    The wide view grows quiet while the other loads.
    """
    name, (phone, wide) = request.param, screens
    phone.page.set_viewport_size(PHONE)
    wide.open((site / f"{name}.html").as_uri())
    phone.open(f"{server}/{name}.html")
    return Views(name, phone, wide, (phone.shift(), wide.shift()))


def test_a_page_is_silent_and_asks_nobody_else(views, server):
    assert views.phone.answers[0].status == 200
    for visit, own in ((views.phone, server), (views.wide, "file:")):
        assert visit.page.locator("h1:visible").count() == 1
        assert visit.page.locator("article h1").count() == 1
        assert visit.said == []
        assert [url for url in visit.asked if not url.startswith((own, "data:"))] == []
        assert visit.page.context.cookies() == []
        if views.name != "search":
            assert not [url for url in visit.asked if "search_index" in url]


def test_the_first_view_is_light_and_stands_still(views):
    assert views.phone.answers[0].headers["content-encoding"] == "gzip"  # as `make serve` sends it
    answers = [answer for answer in views.phone.answers if answer.status == 200]
    sent = sum(answer.request.sizes()["responseBodySize"] for answer in answers)
    plain = {answer.url: len(answer.body()) for answer in answers}
    if views.name != "search":
        assert 20_000 < sent <= MOST_BYTES
        assert sum(plain.values()) < MOST_BYTES_PLAIN, sorted(plain.items())
    assert max(views.shifts) < MOST_SHIFT


def test_each_figure_has_one_label_its_data_and_its_code_and_a_chapter_its_number(views):
    assert views.phone.page.evaluate(probe("figures")) == []
    if views.name in NUMBERED:
        place = views.phone.page.locator(".chapter-place").inner_text()
        expected = f"chapter {NUMBERED.index(views.name) + 1} of {len(NUMBERED)}"
        assert place.strip().split(" · ")[1] == expected
        assert views.phone.page.locator(".prev-next-area a").count() >= 1


def test_letters_in_charts_can_be_read(views):
    for visit in (views.phone, views.wide):
        letters = visit.page.evaluate(probe("letters"))
        assert [size for size, _ in letters if size < LEAST_LETTERS - 0.05] == []
        assert all(rim for _, rim in letters)


def test_the_first_screen_answers_and_shows_it(views):
    if views.name not in DRAWN:
        return
    for visit, screen, end in ((views.wide, WIDE, "chart"), (views.phone, PHONE, "mark")):
        found = visit.page.evaluate(probe("ends"))
        assert found["answer"] < screen["height"]
        assert found[end] < screen["height"]
        assert found["outside"] == []
        assert found["overlaps"] == []


def test_a_dark_page_is_dark(views):
    assert views.phone.page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert views.phone.page.evaluate(probe("light")) == []


def test_with_the_server_gone_a_page_asks_for_nothing_more(views):
    page, asked = views.phone.page, len(views.phone.asked)
    page.context.set_offline(True)
    folds = page.evaluate_handle("[...document.querySelectorAll('article details:not([open])')]")
    folds.evaluate("(all) => all.forEach((fold) => { fold.open = true; })")
    for part in (1 / 2, 1):
        page.evaluate("part => scrollTo(0, part * document.body.scrollHeight)", part)
        views.phone.frames()
    folds.evaluate("(all) => { all.forEach((fold) => { fold.open = false; }); scrollTo(0, 0); }")
    page.context.set_offline(False)
    icon = "/_static/favicon.svg"  # browsers ask for it when they like
    assert [url for url in views.phone.asked[asked:] if not url.endswith(icon)] == []


def test_no_page_scrolls_sideways_on_a_phone_at_320_pixels_or_with_letters_twice_as_large(views):
    page, width = views.phone.page, "document.documentElement.scrollWidth"
    assert page.evaluate(width) <= 390
    page.set_viewport_size({"width": 320, "height": 844})
    narrow = page.evaluate(width)
    page.set_viewport_size(PHONE)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%', 'important')")
    large = page.evaluate(width)
    page.evaluate("document.documentElement.style.removeProperty('font-size')")
    views.phone.frames()
    assert narrow <= 320
    assert large <= 390


def test_axe_finds_no_violation(views):
    """WCAG 2.2 AA: all rules wide and light, those that a screen can break dark on the phone.

    The first page is asked on all four screens.
    """
    screens = SCREENS if views.name == PAGES[0] else [SCREENS[0], SCREENS[-1]]
    for scheme, width in screens:
        visit, rules = views.wide, None if scheme == "light" else OF_THE_SCREEN
        if width == 390:
            visit = views.phone
        visit.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        visit.page.wait_for_function(
            "s => document.documentElement.dataset.theme === s", arg=scheme
        )
        found = violations(visit.page, rules, known=visit.known)
        own = "dark" if width == 390 else "light"
        visit.page.emulate_media(color_scheme=own, reduced_motion="no-preference")
        assert found == [], (scheme, width)


def test_axe_sees_a_violation(visit):
    page = visit("search.html").page
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x><button></button>')")
    assert {line.split(":")[0] for line in violations(page)} == {"image-alt", "button-name"}
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=color:#ddd>pale</p>')")
    assert {line.split(":")[0] for line in violations(page, OF_THE_SCREEN)} == {"color-contrast"}


def test_pages_that_arrive_slowly_stand_still(browser, slow_server):
    """Three kinds of page come at the same time, on a wide screen and on a phone."""
    coming = []
    for size in (PHONE, WIDE):
        for name in ("book/watch", "book/prediction", "book/appendix/full_ledger"):
            context = browser.new_context(viewport=size)
            visit = Visit(context).open(f"{slow_server}/{name}.html", wait="commit")
            coming.append((name, visit))
    shifts = {}
    for name, visit in coming:
        visit.page.wait_for_load_state("load")
        shifts[name, visit.page.viewport_size["width"]] = visit.shift()
        visit.page.context.close()
    assert len(shifts) == 6
    assert {which: shift for which, shift in shifts.items() if shift >= MOST_SHIFT} == {}


def test_a_page_that_moves_is_seen_to_move(browser, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html><div id=a></div><p>text</p><script>requestAnimationFrame(() => setTimeout("
        "() => { document.getElementById('a').style.height = '300px'; }, 100))</script>"
    )
    context = browser.new_context(viewport=WIDE)
    assert Visit(context).open(page.as_uri()).shift() > MOST_SHIFT
    context.close()


def test_a_mark_says_its_name_when_it_is_touched(visit):
    page = visit("book/time_horizons.html", width=390, has_touch=True).page
    mark = page.locator(".fig-narrow .pt:has-text('Opus 4.6') path").first
    tip = page.locator(".fig-narrow .pt:has-text('Opus 4.6') .tip").first
    assert not tip.is_visible()
    mark.tap()
    assert tip.is_visible()
    assert "half the time" in tip.text_content()
