"""Laws of the model, on the unconditional probability, over random sets of assumptions."""

import numpy as np
from assumed import BOOK
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import timeline
from analysis.timeline.draws import scores
from analysis.timeline.model import doublings_needed

ROUNDING = 1e-12


def between(low, high):
    return st.floats(low, high, allow_nan=False)


SETS = st.builds(
    lambda **values: BOOK.base.replace("random", **values),
    h0=st.tuples(between(0.5, 50), between(0, 1)),
    d=st.tuples(between(20, 500), between(0, 0.6)),
    H=st.tuples(between(1, 1e6), between(0, 4)),
    k=st.tuples(between(0.5, 3), between(0, 0.4)),
    a=st.tuples(between(-0.15, 0.15), between(0, 0.1)),
    f=st.tuples(between(-1, 1), between(0, 0.6)),
    rho=between(0.5, 0.99),
    L=st.tuples(between(0, 6), between(0, 1.2)),
    p=between(0, 0.9),
    w=between(0, 1),
)
EVENTS = st.sampled_from(["AC", "R2", "R3", "R4"])
YEARS = between(2026, 2060)
FACTORS = between(1, 4)


def p(chosen, event, year):
    return timeline.probability(chosen, event, year, draws=512, assumptions=BOOK)


@settings(max_examples=150)
@given(chosen=SETS, event=EVENTS, year=YEARS, factor=FACTORS, extra=between(0, 0.3))
def test_easier_is_never_less_likely(chosen, event, year, factor, extra):
    """Shorter d, H and L, lower rho and p, and a higher h0 never lower P."""
    base = p(chosen, event, year) - ROUNDING
    assert p(chosen.replace(d={"median": chosen.d.median / factor}), event, year) >= base
    assert p(chosen.replace(H={"median": chosen.H.median / factor}), event, year) >= base
    assert p(chosen.replace(h0={"median": chosen.h0.median * factor}), event, year) >= base
    assert p(chosen.replace(L={"median": chosen.L.median / factor}), event, year) >= base
    assert p(chosen.replace(rho=max(0.01, chosen.rho - extra)), event, year) >= base
    assert p(chosen.replace(p=chosen.p / factor), event, year) >= base


@settings(max_examples=100)
@given(chosen=SETS, event=EVENTS, extra=between(0, 0.3))
def test_faster_pace_is_never_slower_beyond_one_doubling(chosen, event, extra):
    z = scores(512)
    definition = BOOK.definition(event)
    far = doublings_needed(chosen, definition, z) >= 1
    before = timeline.model.growth_years(chosen, definition, z)
    for name, change in (("a", extra), ("f", 3 * extra)):
        spread = getattr(chosen, name)
        faster = chosen.replace(**{name: {"mean": spread.mean + change}})
        after = timeline.model.growth_years(faster, definition, z)
        assert (after[far] <= before[far] * (1 + 1e-9)).all()


@settings(max_examples=100)
@given(chosen=SETS, year=YEARS)
def test_weaker_events_are_never_less_likely(chosen, year):
    values = [p(chosen, event, year) for event in ("R2", "R3", "R4")]
    assert values[0] >= values[1] - ROUNDING
    assert values[1] >= values[2] - ROUNDING


@settings(max_examples=100)
@given(chosen=SETS)
def test_dates_keep_their_order_in_every_draw(chosen):
    z = scores(512)
    dates = []
    for event in ("R2", "R3", "R4"):
        definition = BOOK.definition(event)
        gap = definition.gap * chosen.L.at(z[0])
        dates.append(timeline.model.growth_years(chosen, definition, z) + gap)
    assert (dates[0] <= dates[1] * (1 + 1e-12)).all()
    assert (dates[1] <= dates[2] * (1 + 1e-12)).all()


@settings(max_examples=100)
@given(chosen=SETS, event=EVENTS, year=YEARS, later=between(0, 20))
def test_probability_rises_with_the_date_within_its_bounds(chosen, event, year, later):
    first, second = p(chosen, event, year), p(chosen, event, year + later)
    assert 0 <= first <= second + ROUNDING
    assert second <= (1 - chosen.p) * chosen.w + ROUNDING


@settings(max_examples=50)
@given(year=YEARS, later=between(0, 20))
def test_r1_rises_with_the_date(year, later):
    first = timeline.probability("sceptic", "R1", year, assumptions=BOOK)
    assert 0 <= first <= timeline.probability("sceptic", "R1", year + later, assumptions=BOOK) <= 1


@settings(max_examples=60)
@given(chosen=SETS, event=EVENTS, share=between(0.05, 0.95))
def test_median_is_where_the_probability_crosses(chosen, event, share):
    options = {"draws": 512, "assumptions": BOOK}
    year = timeline.median(chosen, event, share=share, **options)
    if year is None:
        assert timeline.probability(chosen, event, 3000.0, **options) <= share + 1e-8
    else:
        assert timeline.probability(chosen, event, year + 2e-5, **options) >= share - ROUNDING
        before = max(chosen.origin, year - 2e-5)
        assert timeline.probability(chosen, event, before, **options) <= share + ROUNDING


def test_a_net_drag_over_many_doublings_takes_forever_without_a_warning():
    chosen = BOOK.base.replace(H=1e12, a=-60, f=0)
    assert p(chosen, "R3", 2900.0) == 0
    assert timeline.median(chosen, "R3", draws=512, assumptions=BOOK) is None


def test_growth_has_a_limit_when_each_doubling_is_shorter():
    chosen = BOOK.base.replace(h0=8, d=365.25, H=1e12, a=0.1, f=0)
    years = timeline.model.growth_years(chosen, BOOK.definition("AC"), scores(16))
    assert (years < 1 / (1 - np.exp(-0.1))).all()
