"""Every page, opened once on a phone and once wide: light, still, silent, to be read by everybody.

On the phone it comes dark from a server, as if nothing had been loaded before; wide it comes light,
one page of each kind of script from disk with the network off, the others as the phone's page made
wide. Each test looks at what stands there, and the last ones change it.
"""

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
#: Pages that load scripts of their own, and one that loads what all do.
SCRIPTED = ["book/believe", "book/appendix/full_ledger", "search", "book/coding"]


class View:
    """A page as it came to a phone, dark; :meth:`turn` shows it on another screen."""

    def __init__(self, name: str, visit: Visit):
        self.name, self.visit, self.page = name, visit, visit.page

    def turn(self, screen: dict[str, int], scheme: str) -> None:
        """Show the page on a screen, and wait until its scripts have followed."""
        self.page.set_viewport_size(screen)
        self.page.emulate_media(color_scheme=scheme)
        theme = "s => document.documentElement.dataset.theme === s"
        self.page.wait_for_function(theme, arg=scheme)


@pytest.fixture(scope="module", params=[*PAGES, "search"])
def view(request, phone, server) -> View:
    """Each page in turn; all tests of a page run before the next."""
    phone.page.set_viewport_size(PHONE)
    phone.page.emulate_media(color_scheme="dark", reduced_motion="no-preference")
    return View(request.param, phone.open(f"{server}/{request.param}.html"))


@pytest.fixture(scope="module")
def phone(browser) -> Visit:
    """A phone that keeps nothing of what it loaded."""
    return Visit(browser.new_context(viewport=PHONE, color_scheme="dark"), cold=True)


def assert_silent(visit: Visit, own: str) -> None:
    """Assert that an open page says nothing, stores nothing and asks nobody but its own."""
    assert visit.page.locator("h1:visible").count() == 1
    assert visit.page.locator("article h1").count() == 1
    assert visit.said == []
    assert [url for url in visit.asked if not url.startswith((own, "data:"))] == []
    assert visit.page.context.cookies() == []
    if not visit.page.url.endswith("search.html"):
        assert not [url for url in visit.asked if "search_index" in url]


def test_a_page_is_silent_asks_nobody_else_and_stands_still(view, server):
    assert view.visit.shift() < MOST_SHIFT
    assert view.visit.answers[0].status == 200
    assert_silent(view.visit, server)


@pytest.mark.parametrize("name", SCRIPTED)
def test_from_disk_without_a_network_it_is_the_same(name, visit, site):
    seen = visit((site / f"{name}.html").as_uri(), offline=True)
    assert seen.shift() < MOST_SHIFT
    assert_silent(seen, "file:")


def test_the_first_view_is_light(view):
    if view.name == "search":
        return
    answers = [answer for answer in view.visit.answers if answer.status == 200]
    assert answers[0].headers["content-encoding"] == "gzip"  # as `make serve` sends it
    sent = sum(answer.request.sizes()["responseBodySize"] for answer in answers)
    plain = {answer.url: len(answer.body()) for answer in answers}
    assert 20_000 < sent <= MOST_BYTES
    assert sum(plain.values()) < MOST_BYTES_PLAIN, sorted(plain.items())


def test_each_figure_has_one_label_its_data_and_its_code_and_a_chapter_its_number(view):
    assert view.page.evaluate(probe("figures")) == []
    if view.name in NUMBERED:
        place = view.page.locator(".chapter-place").inner_text()
        expected = f"chapter {NUMBERED.index(view.name) + 1} of {len(NUMBERED)}"
        assert place.strip().split(" · ")[1] == expected
        assert view.page.locator(".prev-next-area a").count() >= 1


def assert_first_screen(view: View, height: int, end: str) -> None:
    """Assert that the letters of charts can be read, and that answer and drawing stand in sight."""
    letters = view.page.evaluate(probe("letters"))
    assert [size for size, _ in letters if size < LEAST_LETTERS - 0.05] == []
    assert all(rim for _, rim in letters)
    if view.name in DRAWN:
        found = view.page.evaluate(probe("ends"))
        assert found["answer"] < height
        assert found[end] < height
        assert found["outside"] == []
        assert found["overlaps"] == []


def test_on_a_phone_the_first_screen_answers_and_shows_it(view):
    assert_first_screen(view, PHONE["height"], "mark")


def test_a_dark_page_is_dark(view):
    assert view.page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert view.page.evaluate(probe("light")) == []


def test_with_the_server_gone_a_page_asks_for_nothing_more(view):
    page, asked = view.page, len(view.visit.asked)
    page.context.set_offline(True)
    folds = page.evaluate_handle("[...document.querySelectorAll('article details:not([open])')]")
    folds.evaluate("(all) => all.forEach((fold) => { fold.open = true; })")
    for part in (1 / 2, 1):
        page.evaluate("part => scrollTo(0, part * document.body.scrollHeight)", part)
        view.visit.frames()
    folds.evaluate("(all) => { all.forEach((fold) => { fold.open = false; }); scrollTo(0, 0); }")
    page.context.set_offline(False)
    icon = "/_static/favicon.svg"  # browsers ask for it when they like
    assert [url for url in view.visit.asked[asked:] if not url.endswith(icon)] == []


def test_no_page_scrolls_sideways_on_a_phone_at_320_pixels_or_with_letters_twice_as_large(view):
    page, width = view.page, "document.documentElement.scrollWidth"
    assert page.evaluate(width) <= 390
    page.set_viewport_size({"width": 320, "height": 844})
    narrow = page.evaluate(width)
    page.set_viewport_size(PHONE)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%', 'important')")
    large = page.evaluate(width)
    page.evaluate("document.documentElement.style.removeProperty('font-size')")
    view.visit.frames()
    assert narrow <= 320
    assert large <= 390


def test_on_a_wide_screen_the_first_screen_answers_and_shows_it(view):
    view.turn(WIDE, "light")
    assert_first_screen(view, WIDE["height"], "chart")


def test_axe_finds_no_violation(view, known):
    """WCAG 2.2 AA: all rules wide and light, those that a screen can break dark on the phone.

    The first page is asked on all four screens. What is asked is cut: the last test of a page.
    """
    view.page.emulate_media(reduced_motion="reduce")
    asked = SCREENS if view.name == PAGES[0] else [SCREENS[0], SCREENS[-1]]
    for scheme, width in asked:
        view.turn(WIDE if width > 390 else PHONE, scheme)
        rules = None if scheme == "light" else OF_THE_SCREEN
        assert violations(view.page, rules, known=known[width]) == [], (scheme, width)


@pytest.fixture(scope="module")
def known() -> dict[int, list[str]]:
    """The kinds of words whose contrast has been asked, by width."""
    return {1280: [], 390: []}


def test_axe_sees_a_violation(visit):
    page = visit("search.html").page
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x><button></button>')")
    assert {line.split(":")[0] for line in violations(page)} == {"image-alt", "button-name"}
    small = "<button style=width:8px;height:8px;padding:0;border:0>a</button>"
    scrolls = "<div style=height:9px;overflow:auto>" + "<p>a" * 9
    bad = f"{small}{small}<p style=color:#ddd>pale</p>{scrolls}"
    page.evaluate(
        "bad => document.querySelector('article').insertAdjacentHTML('beforeend', bad)", bad
    )
    found = {line.split(":")[0] for line in violations(page, OF_THE_SCREEN)}
    assert found == {"color-contrast", *OF_THE_SCREEN}


def test_pages_that_arrive_slowly_stand_still(browser, slow_server):
    """Three kinds of page come at the same time, two to a phone and one to a wide screen."""
    coming = []
    for name, size in (
        ("book/watch", PHONE),
        ("book/appendix/full_ledger", PHONE),
        ("book/prediction", WIDE),
    ):
        visit = Visit(browser.new_context(viewport=size))
        coming.append((name, visit.open(f"{slow_server}/{name}.html", wait="commit")))
    shifts = {}
    for name, visit in coming:
        visit.page.wait_for_load_state("load")
        shifts[name, visit.page.viewport_size["width"]] = visit.shift()
        visit.page.context.close()
    assert len(shifts) == 3
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
