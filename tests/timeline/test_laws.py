"""Laws that hold for every input that the live page accepts."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import timeline
from analysis.timeline.model import doublings_time, page_draws
from analysis.timeline.questions.tripwires import doublings_by

BOOK = timeline.book()
KINDS = BOOK.raw["inputs"]
IDS = tuple(BOOK.sets)
#: An input at which the chance never rises (-1) or never falls (+1) as the input grows.
DIRECTION = {"h": 1, "m": 1} | dict.fromkeys(("d", "H", "g", "L", "c", "q", "D", "coder"), -1)
EVENTS = ("AC", "able", "TED", "R3 alone", "R3")


def value(symbol):
    """Any value that the page accepts for an input."""
    low, high = KINDS[symbol]["low"], KINDS[symbol]["high"]
    return st.floats(low, high, allow_nan=False)


@st.composite
def settings_of(draw):
    """A set with some of its inputs anywhere within their bounds."""
    chosen = BOOK.set(draw(st.sampled_from(IDS)))
    symbols = draw(st.sets(st.sampled_from(sorted(chosen.values)), max_size=4))
    return chosen.changed(**{symbol: draw(value(symbol)) for symbol in symbols})


YEARS = st.floats(2026.8, 2060)


@settings(max_examples=150)
@given(settings_of(), YEARS)
def test_all_the_code_comes_first_and_beating_the_experts_last(chosen, year):
    for slow in (False, True):
        found = timeline.bracket(chosen, year, slow_down=slow)
        assert 0 <= found.floor <= found.mark + 1e-9 <= found.ceiling + 2e-9 <= 100 + 1e-6


@settings(max_examples=150)
@given(settings_of(), YEARS, st.data())
def test_every_input_moves_the_chance_one_way(chosen, year, data):
    symbol = data.draw(st.sampled_from(sorted(set(chosen.values) & set(DIRECTION))))
    if symbol == "g" and chosen.values["h"] > 8:
        chosen = chosen.changed(h=8.0)  # below one doubling a slower shape takes less time
    a, b = sorted((data.draw(value(symbol)), data.draw(value(symbol))))
    event = data.draw(st.sampled_from(EVENTS))
    slow = symbol in ("q", "D")
    low, high = (
        timeline.percent(chosen.changed(**{symbol: x}), event, year, slow_down=slow) for x in (a, b)
    )
    if DIRECTION[symbol] > 0:
        low, high = high, low
    assert low >= high - 1e-7


@settings(max_examples=100)
@given(settings_of(), YEARS, st.floats(0, 10), st.sampled_from(EVENTS))
def test_the_chance_never_falls_with_time(chosen, year, later, event):
    for slow in (False, True):
        early, late = (
            timeline.percent(chosen, event, x, slow_down=slow) for x in (year, year + later)
        )
        assert late >= early - 1e-9


@settings(max_examples=60)
@given(settings_of(), YEARS)
def test_a_slow_down_lies_between_both_worlds(chosen, year):
    plain = timeline.percent(chosen, "able", year)
    delayed = timeline.percent(chosen, "able", year - chosen.D) if year - chosen.D > 2020 else 0.0
    slow = timeline.percent(chosen, "able", year, slow_down=True)
    assert slow == pytest.approx((1 - chosen.q) * plain + chosen.q * delayed, abs=1e-9)


@given(st.floats(0, 60), st.floats(0.6, 1.02), st.one_of(st.floats(1, 100), st.just(1e12)))
def test_doublings_take_the_sum_of_their_times(n, g, m):
    """Against the sum over small steps: the pace after x doublings is min(m, g^-x), scaled."""
    steps = 20_000
    x = (np.arange(steps) + 0.5) * n / steps
    r = -math.log(g)
    scale = r / -math.expm1(-r) if abs(r) > 1e-9 else 1.0
    k = math.log(m) / r if r > 1e-12 else math.inf
    slowest = scale * np.exp(-r * np.minimum(x, k))
    expected = float(np.where(x <= k, slowest, 1 / m).sum() * n / steps)
    (found,) = doublings_time(np.array([n]), np.array([g]), m)
    assert found == pytest.approx(expected, rel=2e-3, abs=2e-3)


def test_the_growth_is_smooth_where_the_shape_is_straight():
    n = np.array([20.0])
    around = [
        doublings_time(n, np.array([1 + e]), 10.0)[0] for e in (-1e-8, -1e-10, 0, 1e-10, 1e-8)
    ]
    assert np.ptp(around) < 1e-5


@settings(max_examples=60)
@given(st.floats(0.6, 1.02), st.floats(1, 1e12), st.floats(2026.2, 2045))
def test_doublings_by_a_date_are_the_inverse(g, m, year):
    chosen = BOOK.set("kokotajlo-2026-04").changed(g=g, sg=0, m=m)
    z = page_draws()[:, :64]
    n = doublings_by(chosen.coder, year, z)
    finite = np.isfinite(n) & (n < 500)
    back = doublings_time(n[finite], np.full(int(finite.sum()), g), m)
    days = chosen.coder.d * np.exp(chosen.coder.sd * z[0][finite])
    assert chosen.coder.start + days / 365.25 * back == pytest.approx(year, abs=1e-4)


@pytest.mark.parametrize("change", [{"L": 0}, {"c": 0}])
def test_no_gap_is_the_ceiling(change):
    for one in BOOK.sets.values():
        found = timeline.bracket(one.changed(**change), "2028-12-31")
        assert found.mark == pytest.approx(found.ceiling, abs=1e-9)


def test_a_miss_lowers_only_what_was_given_before():
    for one in BOOK.sets.values():
        plain = timeline.percent(one, "AC", 2029)
        so_far = timeline.percent(one, "AC", BOOK.until)
        given_none = timeline.percent(one, "AC", 2029, given_none_by=BOOK.until)
        assert given_none == pytest.approx(100 * (plain - so_far) / (100 - so_far), abs=1e-9)
        assert timeline.percent(one, "AC", 2026.5, given_none_by=2027.0) == 0
        how = {"slow_down": True, "given_none_by": 2030.0}
        half = timeline.median(one, "AC", **how)
        assert timeline.percent(one, "AC", half, **how) == pytest.approx(50, abs=0.1)
