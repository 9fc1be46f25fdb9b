"""The live model in a real browser: equal to the package, usable, quiet, from disk."""

from __future__ import annotations

import live_page
import numpy as np
import pytest
from playwright.sync_api import expect

from analysis import timeline
from analysis.timeline import live_presets

KNOWN = timeline.default_assumptions()
EVENTS = ("R2", "R3", "R4")
YEARS = [2028.0, 2029.0]
SPREAD = ("h0", "d", "H", "k", "a", "f", "L")


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> str:
    return live_page.write_page(tmp_path_factory.mktemp("live")).as_uri()


@pytest.fixture
def opened(visit, address):
    """Open the page: ``opened(hash="#d=90", width=390)`` gives the visit, already drawn."""

    def start(hash: str = "", **options):
        seen = visit(**options)
        seen.page.goto(address + hash, wait_until="load")
        return seen

    return start


def settings(count: int) -> list[dict]:
    """The named sets, then settings drawn over the inputs' whole bounds."""
    rows = [{k: v for k, v in row.items() if k != "set"} for row in live_presets.presets()]
    draw = np.random.default_rng(20260504)
    while len(rows) < count:
        rows.append(
            {
                "h0": 10 ** draw.uniform(0, 2),
                "d": draw.uniform(40, 400),
                "H": 10 ** draw.uniform(0, 6),
                "k": draw.uniform(0.5, 4),
                "a": draw.uniform(-0.15, 0.25),
                "f": draw.uniform(-1, 1.5),
                "L": draw.choice([0.0, draw.uniform(0.05, 6)]),
                "h0_spread": draw.uniform(0, 1),
                "d_spread": draw.uniform(0, 0.6),
                "H_spread": draw.uniform(0, 4.5),
                "k_spread": draw.uniform(0, 0.5),
                "a_spread": draw.choice([0.0, draw.uniform(0, 0.15)]),
                "f_spread": draw.uniform(0, 1),
                "L_spread": draw.uniform(0, 1.2),
                "rho": draw.uniform(0.5, 0.99),
                "p": draw.uniform(0, 0.9),
                "w": draw.uniform(0.05, 1),
                "origin": KNOWN.base.origin,
            }
        )
    return [{key: float(value) for key, value in row.items()} for row in rows]


def in_python(row: dict, event: str) -> list[float]:
    values = {n: [row[n], row[f"{n}_spread"]] for n in SPREAD}
    chosen = KNOWN.base.replace("s", **values, **{n: row[n] for n in ("rho", "p", "w", "origin")})
    return [
        timeline.probability(chosen, event, year, draws="page", assumptions=KNOWN) for year in YEARS
    ]


def in_browser(page, rows: list[dict]) -> np.ndarray:
    """Probabilities, shape (settings, events, years), by the page's own pure function."""
    return np.array(
        page.evaluate(
            """([rows, events, years]) => {
              const data = JSON.parse(document.querySelector(".live-data").textContent);
              return rows.map((row) => events.map((name) =>
                timelineModel.probabilities(row, data.definitions[name], years)));
            }""",
            [rows, list(EVENTS), YEARS],
        )
    )


def test_equal_to_the_package_on_the_same_draws(opened):
    rows = settings(220)
    found = in_browser(opened().page, rows)
    ours = np.array([[in_python(row, event) for event in EVENTS] for row in rows])
    assert found.shape == (220, 3, 2)
    assert ours.max() > 0.5
    assert np.abs(found - ours).max() < 1e-9


def test_every_named_set_shows_its_own_numbers(opened):
    seen = opened()
    page_ = seen.page
    for row in live_presets.presets():
        page_.get_by_role("button", name=row["set"], exact=True).click()
        page_.wait_for_function(
            "name => document.querySelector('.live-pill[aria-pressed=true]').textContent === name",
            arg=row["set"],
        )
        shown = [float(s.get_attribute("data-value")) for s in page_.locator(".live-p").all()]
        plain = {k: v for k, v in row.items() if k != "set"}
        assert shown == pytest.approx(in_python(plain, "R3"), abs=1e-7)
    assert "60%" in page_.locator("output[aria-live=polite]").inner_text()
    assert seen.said == []
    assert [url for url in seen.asked if not url.startswith("file:")] == []


def test_a_set_of_a_person_says_whose_inputs_and_what_they_stated(opened):
    page_ = opened().page
    page_.get_by_role("button", name="Kokotajlo, Apr 2026").click()
    about = page_.locator(".live-about:visible")
    # The page is drawn with the browser's next frame: wait for it.
    expect(about).to_contain_text("not his forecast")
    expect(about).to_contain_text("Daniel Kokotajlo has stated himself")
    expect(about).to_contain_text("even odds by May 2028")


def test_a_slider_moves_by_key_and_the_address_holds_the_setting(opened):
    page_ = opened().page
    page_.locator("#live-d-range").focus()
    page_.keyboard.press("ArrowRight")
    page_.wait_for_function("() => location.hash.includes('d=121')")
    assert page_.locator("#live-d").input_value() == "121"
    assert "121 days" in page_.locator("#live-d-range").get_attribute("aria-valuetext")
    again = opened(page_.evaluate("location.hash")).page
    assert again.locator("#live-d").input_value() == "121"
    assert again.locator(".live-p").first.get_attribute("data-value") == page_.locator(
        ".live-p"
    ).first.get_attribute("data-value")
    page_.locator(".live-reset").click()
    page_.wait_for_function("() => document.querySelector('#live-d').value === '120'")


@pytest.mark.parametrize(
    ("hash", "days"),
    [
        ("#d=1000000", "400"),
        ("#d=nonsense", "120"),
        ("#from=no-such-set&d=90", "90"),
        ("#x", "120"),
    ],
)
def test_hostile_addresses_are_bounded(opened, hash, days):
    seen = opened(hash)
    assert seen.page.locator("#live-d").input_value() == days
    assert seen.said == []


def test_an_unfit_number_is_refused_and_said(opened):
    page_ = opened().page
    field = page_.locator("#live-d")
    field.fill("5")
    assert field.get_attribute("aria-invalid") == "true"
    assert page_.locator("#live-d-words").inner_text() == "from 40 to 400"
    field.blur()
    assert field.input_value() == "120"


def test_without_scripts_the_table_of_sets_stands_instead(opened):
    page_ = opened(scripts=False).page
    assert not page_.locator(".live-form").is_visible()
    text = page_.locator(".live-table").inner_text()
    assert "Kokotajlo, Apr 2026" in text
    assert "30% / 60%" in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone(opened, scheme):
    page_ = opened(width=390, scheme=scheme).page
    assert page_.evaluate("document.documentElement.scrollWidth") <= 390
    assert page_.locator(".live-chart svg").get_attribute("aria-label").startswith("Probability")
