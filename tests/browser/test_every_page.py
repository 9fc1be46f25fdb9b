"""Every page, opened once on a phone and once wide: light, still, silent, to be read by everybody.

On the phone it comes dark from a server, as if nothing had been loaded before; wide it comes light,
one page of each kind of script from disk with the network off, the others as the phone's page made
wide. Each test looks at what stands there, and the last ones change it.
"""

import pytest
from measure import BESIDE, CHAPTERS, HEIGHTS, OF_THE_SCREEN, PAGES, Visit, probe, violations

MOST_BYTES = 250_000
#: The same from a server that does not compress: text, styles, scripts and fonts.
MOST_BYTES_PLAIN = 350_000
MOST_SHIFT = 0.01
LEAST_LETTERS = 11
SCREENS = [(1280, "light"), (390, "dark"), (1280, "dark"), (390, "light")]
PHONE, WIDE = ({"width": width, "height": height} for width, height in HEIGHTS.items())
NUMBERED = [name for name in CHAPTERS if "appendix" not in name]
# Every page that opens with a drawing; on ``book/believe`` the drawing is the live one.
DRAWN = [name for name in (PAGES[0], *NUMBERED) if name != "book/believe"]
#: Pages that load scripts of their own, and one that loads what all do.
SCRIPTED = ["book/believe", "book/appendix/full_ledger", "search", "book/coding"]


@pytest.fixture(scope="module", params=[*PAGES, "search"])
def name(request) -> str:
    """Each page in turn; all tests of a page run before the next."""
    return request.param


@pytest.fixture(scope="module")
def view(name, phone, server) -> Visit:
    """The page as it came to a phone, dark."""
    phone.page.set_viewport_size(PHONE)
    phone.page.emulate_media(color_scheme="dark", reduced_motion="no-preference")
    return phone.open(f"{server}/{name}.html")


@pytest.fixture(scope="module")
def phone(browser) -> Visit:
    """A phone that keeps nothing of what it loaded."""
    return Visit(browser.new_context(viewport=PHONE, color_scheme="dark"), cold=True)


def assert_silent(seen: Visit, own: str) -> None:
    """Assert that a page stands still, says and stores nothing and asks nobody but its own."""
    assert seen.shift() < MOST_SHIFT
    assert seen.page.locator("h1:visible").count() == 1
    assert seen.page.locator("article h1").count() == 1
    assert seen.said == []
    assert [url for url in seen.asked if not url.startswith((own, "data:"))] == []
    assert seen.page.context.cookies() == []
    if not seen.page.url.endswith("search.html"):
        assert not [url for url in seen.asked if "search_index" in url]


def test_a_page_is_silent_asks_nobody_else_and_stands_still(view, server):
    assert view.answers[0].status == 200
    assert_silent(view, server)


@pytest.mark.parametrize("scripted", SCRIPTED)
def test_from_disk_without_a_network_it_is_the_same(scripted, visit, site):
    assert_silent(visit((site / f"{scripted}.html").as_uri(), offline=True), "file:")


def test_the_first_view_is_light(view, name):
    if name == "search":
        return
    answers = [answer for answer in view.answers if answer.status == 200]
    assert answers[0].headers["content-encoding"] == "gzip"  # as `make serve` sends it
    sent = sum(answer.request.sizes()["responseBodySize"] for answer in answers)
    plain = {answer.url: len(answer.body()) for answer in answers}
    assert 20_000 < sent <= MOST_BYTES
    assert sum(plain.values()) < MOST_BYTES_PLAIN, sorted(plain.items())


def test_each_figure_has_one_label_its_data_and_its_code_and_a_chapter_its_number(view, name):
    assert view.page.evaluate(probe("figures")) == []
    if name in NUMBERED:
        place = view.page.locator(".chapter-place").inner_text()
        expected = f"chapter {NUMBERED.index(name) + 1} of {len(NUMBERED)}"
        _, shown, minutes = place.strip().split(" · ")
        assert shown == expected
        # Folds are closed here, and their words not seen.
        seen = len(view.page.locator("article.bd-article").inner_text().split())
        assert 0 < int(minutes.split()[0]) <= 1 + seen / 200
        assert view.page.locator(".prev-next-area a").count() >= 1


def test_a_dark_page_is_dark(view):
    assert view.page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert view.page.evaluate(probe("light")) == []


def test_with_the_server_gone_a_page_asks_for_nothing_more(view):
    page, asked = view.page, len(view.asked)
    page.context.set_offline(True)
    folds = page.evaluate_handle("[...document.querySelectorAll('article details:not([open])')]")
    folds.evaluate("(all) => all.forEach((fold) => { fold.open = true; })")
    for part in (1 / 2, 1):
        page.evaluate("part => scrollTo(0, part * document.body.scrollHeight)", part)
        view.frames()
    folds.evaluate("(all) => { all.forEach((fold) => { fold.open = false; }); scrollTo(0, 0); }")
    page.context.set_offline(False)
    icon = "/_static/favicon.svg"  # browsers ask for it when they like
    assert [url for url in view.asked[asked:] if not url.endswith(icon)] == []


def test_no_page_scrolls_sideways_on_a_phone_at_320_pixels_or_with_letters_twice_as_large(view):
    page = view.page
    assert view.width() <= 390
    page.set_viewport_size({"width": 320, "height": 844})
    narrow = view.width()
    page.set_viewport_size(PHONE)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%', 'important')")
    large = view.width()
    page.evaluate("document.documentElement.style.removeProperty('font-size')")
    view.frames()
    assert narrow <= 320
    assert large <= 390


@pytest.mark.parametrize(
    ("width", "scheme", "end"), [(390, "dark", "mark"), (1280, "light", "chart")]
)
def test_the_first_screen_answers_and_shows_it_in_letters_that_can_be_read(
    width, scheme, end, view, name
):
    view.turn(width, scheme)
    letters = view.page.evaluate(probe("letters"))
    assert [size for size, _ in letters if size < LEAST_LETTERS - 0.05] == []
    assert all(rim for _, rim in letters)
    if name in DRAWN:
        found = view.page.evaluate(probe("ends"))
        assert max(found["answer"], found[end]) < HEIGHTS[width]
        assert found["outside"] == found["overlaps"] == []


def test_axe_finds_no_violation(view, name, known):
    """WCAG 2.2 AA: all rules wide and light, those that a screen can break dark on the phone.

    The first page is asked on all four screens. What is asked is cut: the last test of a page.
    """
    view.page.emulate_media(reduced_motion="reduce")
    for width, scheme in SCREENS if name == PAGES[0] else SCREENS[:2]:
        view.turn(width, scheme)
        rules = None if scheme == "light" else OF_THE_SCREEN
        assert violations(view.page, rules, known=known[width]) == [], (scheme, width)


@pytest.fixture(scope="module")
def known() -> dict[int, list[str]]:
    """The kinds of words whose contrast has been asked, by width."""
    return {1280: [], 390: []}


def test_axe_sees_a_violation(visit):
    page = visit("search.html").page
    bad = "<img src=data:,><button></button><p><a href=. aria-label=one>other</a>"
    page.evaluate("bad => document.body.insertAdjacentHTML('beforeend', bad)", bad)
    found = {line.split(":")[0] for line in violations(page)}
    assert found == {"image-alt", "button-name", *BESIDE}
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
    pages = {"book/watch": PHONE, "book/appendix/full_ledger": PHONE, "book/prediction": WIDE}
    coming = [
        Visit(browser.new_context(viewport=size)).open(f"{slow_server}/{slow}.html", wait="commit")
        for slow, size in pages.items()
    ]
    for seen in coming:
        seen.page.wait_for_load_state("load")
        assert seen.shift() < MOST_SHIFT, seen.page.url
        seen.page.context.close()


def test_a_page_that_moves_is_seen_to_move(browser, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html><div id=a></div><p>text</p><script>requestAnimationFrame(() => setTimeout("
        "() => { document.getElementById('a').style.height = '300px'; }, 100))</script>"
    )
    context = browser.new_context(viewport=WIDE)
    seen = Visit(context).open(page.as_uri())
    seen.page.wait_for_function("document.getElementById('a').style.height")
    assert seen.shift() > MOST_SHIFT
    context.close()


def test_a_mark_says_its_name_when_it_is_touched(visit):
    page = visit("book/time_horizons.html", width=390, has_touch=True).page
    mark = page.locator(".fig-narrow .pt:has-text('Opus 4.6') path").first
    tip = page.locator(".fig-narrow .pt:has-text('Opus 4.6') .tip").first
    assert not tip.is_visible()
    mark.tap()
    assert tip.is_visible()
    assert "half the time" in tip.text_content()
