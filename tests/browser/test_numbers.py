"""The origin of a number, shown at the number: mouse, finger, keyboard."""

from playwright.sync_api import expect

PAGE = "book/coding.html"
NUMBER = "[data-n=mythos]"
CARD = ".origin-card"


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
