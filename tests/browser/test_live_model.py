"""The live model in a real browser: equal to the package, usable, quiet, from disk."""

from pathlib import Path

import live_page
import numpy as np
import pytest
import yaml
from measure import probe
from playwright.sync_api import expect

from analysis import timeline

KNOWN = timeline.book()
EVENTS = ("AC", "able", "TED", "pace", "R3", "R3 alone")
DAYS = tuple(KNOWN.by)
YEARS = [float(day[:4]) + 1 for day in DAYS]


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> str:
    return live_page.write_page(tmp_path_factory.mktemp("live")).as_uri()


@pytest.fixture
def opened(visit, address):
    """Open the page: ``opened("?set=...", width=390)`` gives the visit, already drawn."""

    def start(query: str = "", **options):
        seen = visit(address + query, **options)
        if options.get("scripts", True):
            seen.page.wait_for_selector(".live-model[data-ready]")
        return seen

    return start


def changed(count: int) -> list:
    """The named sets, then sets with inputs drawn over the form's bounds."""
    draw = np.random.default_rng(20261128)
    rows = [*KNOWN.sets.values()]
    while len(rows) < count:
        one = rows[draw.integers(len(KNOWN.sets))]
        new = {"L": draw.uniform(0.05, 8), "s": draw.uniform(0.3, 3), "c": draw.uniform(0, 1)}
        new |= {"q": draw.uniform(0, 1), "D": draw.uniform(0, 4)}
        if one.route == "dates":
            new["coder"] = draw.uniform(2027, 2045)
        else:
            new |= {"d": draw.uniform(30, 400), "H": 10 ** draw.uniform(1.3, 6)}
            new |= {"g": draw.uniform(0.61, 1.02), "m": 10 ** draw.uniform(0, 3)}
        rows.append(one.changed(**new))
    return rows


def test_equal_to_the_package_on_the_same_draws(opened):
    """In per cent, shape (sets, events, dates, 2): without a slow-down and with one."""
    sets = changed(120)
    paces = np.random.default_rng(20261129).uniform(0.1, 5, len(sets)).tolist()
    rows = [[one.id, {**one.values, "u": u}] for one, u in zip(sets, paces, strict=True)]
    found = 100 * np.array(opened().page.evaluate(probe("chances"), [rows, YEARS, EVENTS]))

    def ours(one, u):
        return [
            [[timeline.percent(one, event, day, slow_down=slow, u=u) for slow in (False, True)]
             for day in DAYS]
            for event in EVENTS
        ]  # fmt: skip

    known = np.array([ours(one, u) for one, u in zip(sets, paces, strict=True)])
    assert found.shape == (120, len(EVENTS), 2, 2)
    assert known.max() > 70
    assert np.abs(found - known).max() < 1e-2  # per cent: 1e-4 of a probability


def test_the_few_dates_that_the_curve_is_drawn_from_stand_for_all(opened):
    apart = opened().page.evaluate(probe("thinned"))
    assert len(apart) == 12 * len(KNOWN.sets)
    assert max(apart) < 0.004  # less than a pixel of the curve


def assert_shown(page, chosen, event):
    shown = [100 * float(p.get_attribute("data-value")) for p in page.locator(".live-p").all()]
    known = [timeline.percent(chosen, event, day) for day in DAYS]
    assert shown == pytest.approx(known, abs=1e-2)


def test_every_named_set_shows_its_own_numbers(opened):
    for one in KNOWN.sets.values():
        page = opened(f"?set={one.id}").page
        assert_shown(page, one, "able")
        assert one.short in page.locator("[data-about]:visible").inner_text()


def test_what_the_essay_and_a_person_say_is_said_of_the_chosen_event(opened):
    page = opened("?set=kokotajlo-2026-08").page
    assert page.locator(".live-clark:visible").count() == len(DAYS)
    about = page.locator("[data-about]:visible")
    # He has named a date and no chance.
    expect(about).to_contain_text("said even odds around December 2028")
    page.locator(".live-event").select_option("AC")
    expect(about).to_contain_text("said even odds in November 2027")
    page.locator(".live-event").select_option("R3")
    expect(about).to_contain_text("has stated no number for this event")
    expect(page.locator(".live-clark:visible")).to_have_count(0)
    assert page.locator(".live-chart circle.article").count() == 0


@pytest.mark.parametrize("event", ["pace", "R3"])
def test_the_pace_of_research_is_an_event_with_what_others_say_of_it(opened, event):
    page = opened(f"?event={event}").page
    start = page.locator("[data-set][aria-pressed=true]").get_attribute("data-set")
    assert_shown(page, start, event)
    said = KNOWN.raw["pace"]
    words = {"pace": f"{100 * said['twice']:.0f}%", "R3": "July 2032"}[event]
    assert words in page.locator(f".live-about[data-event={event}]:visible").inner_text()
    # A pace that is not the set's own shows no owner of a set beside it.
    assert page.locator("[data-about]:visible").count() == (event == "R3")
    inputs = {one.get_attribute("data-input") for one in page.locator("[data-input]:visible").all()}
    assert ("coder" in inputs) == (event == "R3")
    assert "u" in inputs
    page.locator("#live-u").fill("1 year")
    page.locator("#live-u").blur()
    page.wait_for_function("() => new URLSearchParams(location.search).get('u') === '1'")


def test_what_is_typed_is_read_bounded_or_put_back(opened):
    page = opened().page

    def typed(*each, into="L"):
        for words in each:
            page.locator(f"#live-{into}").fill(words)
            page.locator(f"#live-{into}").blur()

    length = "() => new URLSearchParams(location.search).get('L') === '%s'"
    for words in ("0,5", "0.5", " 0,50 ", "6 months", "0,5 years"):
        typed("5 years", words)
        page.wait_for_function(length % 0.5)
        expect(page.locator("#live-L")).to_have_value("6 months")
    for words in ("1e9", "99999"):
        typed("5 years", words)
        expect(page.locator("#live-L-refused")).to_contain_text("Allowed is")
        page.wait_for_function(length % 20)
    before = page.locator("#live-coder").input_value()
    typed("soon", into="coder")
    expect(page.locator("#live-coder-refused")).to_contain_text("could not be read")
    expect(page.locator("#live-coder")).to_have_value(before)
    page.get_by_role("button", name="Lifland", exact=True).click()
    expect(page.locator("#live-coder-refused")).to_be_empty()
    typed("15 March 2029", into="coder")
    expect(page.locator("#live-coder")).to_have_value("Mar 2029")


def test_my_number_says_what_gives_it_and_use_applies_it(opened):
    page = opened("?set=kokotajlo-2026-08").page
    items = page.locator(".live-mine li")
    expect(items).to_have_count(3)
    needs = {need.input: need.value for need in timeline.needs(KNOWN.set("kokotajlo-2026-08"))}
    items.first.get_by_role("button", name="use").click()
    page.wait_for_function("() => new URLSearchParams(location.search).has('coder')")
    used = float(page.evaluate("new URLSearchParams(location.search).get('coder')"))
    assert used == pytest.approx(needs["coder"], abs=0.01)
    expect(page.locator(".live-p").last).to_have_text("60%")
    page.goto(page.url.split("?")[0] + "?set=greenblatt-2026-04")
    expect(page.locator(".live-mine")).to_contain_text("whatever it is, ")


def test_the_setting_survives_contents_reload_and_back(opened):
    page = opened().page
    page.get_by_role("button", name="Lifland", exact=True).click()
    page.wait_for_function("() => location.search.includes('lifland')")
    page.locator(".live-slow").check()
    page.wait_for_function("() => location.search.includes('slow=1')")
    page.evaluate("location.hash = 'after'")
    page.reload()
    page.wait_for_selector(".live-model[data-ready]")
    assert page.locator(".live-slow").is_checked()
    page.go_back()  # from the place on the page
    page.go_back()  # the last change
    expect(page.locator(".live-slow")).not_to_be_checked()
    expect(page.get_by_role("button", name="Lifland", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )


def test_a_slider_leaves_one_step(opened):
    page = opened(alone=True).page  # a browser counts no more than fifty steps
    page.locator("[data-input=L] input[type=range]").focus()
    before = page.evaluate("history.length")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("() => new URLSearchParams(location.search).has('L')")
    assert page.evaluate("history.length") - before <= 3


OF_VERSION_1 = yaml.safe_load((Path(__file__).parent / "version_1.yml").read_text("utf-8"))


@pytest.mark.parametrize("old", OF_VERSION_1, ids=lambda old: old["address"].partition("&h0")[0])
def test_an_address_of_version_1_is_told_what_its_inputs_gave(opened, old):
    page = opened(f"#{old['address']}").page
    expect(page.locator(".live-old")).to_contain_text(old["words"])
    assert page.evaluate("location.hash") == ""
    if "shares" in old:
        found = page.evaluate(probe("version_1"), old["address"])
        assert found == pytest.approx([float(share) for share in old["shares"]], abs=1e-9)


def test_hostile_addresses_are_bounded(opened):
    for query in ("?L=nonsense", "?set=none&L=1e99", "?my=abc&by=1", "?event=__proto__"):
        assert "NaN" not in opened(query).page.locator(".live-model").inner_text()


def test_without_scripts_the_table_of_sets_stands_instead(opened):
    page = opened(scripts=False).page
    assert not page.locator(".live-form").is_visible()
    text = page.locator(".live-table").inner_text()
    assert all(one.name in text for one in KNOWN.sets.values())
