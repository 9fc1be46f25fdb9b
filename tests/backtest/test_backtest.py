"""Backtests: scores that are right, origins that know no more than they should, honest verdicts."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from refused import refused
from scipy.integrate import quad
from scipy.stats import t as student_t

from analysis import backtest, evidence
from analysis.backtest import NAIVE, forecasts

EV = evidence.load()
DAYS = np.arange(0, 900, 45)
DATES = np.datetime64("2023-01-01") + DAYS.astype("timedelta64[D]")
RNG = np.random.default_rng(11)
VALUES = 2.0 ** (DAYS / 120.0 + 0.3 * RNG.standard_normal(len(DAYS)))


def made(dates, values, *, known=None, series="s", bounded=False):
    """A series to be backtested, of arrays."""
    days = pd.to_datetime(pd.Series(np.asarray(dates)))
    published = pd.Series(pd.NaT, days.index) if known is None else pd.to_datetime(pd.Series(known))
    frame = pd.DataFrame({"date": days, "value": values, "known_from": published})
    return backtest.EligibleSeries(series, "", bounded, frame)


def rolling(dates, values, **options):
    return backtest.rolling_over([made(dates, values, **options)])


def frozen(dates, values, cutoff, **options):
    return backtest.frozen_at([made(dates, values, **options)], cutoff)


@pytest.fixture
def line_alone(monkeypatch):
    """Only a straight line is fitted."""
    monkeypatch.setattr(forecasts, "SHAPES", {"exponential": backtest.SHAPES["exponential"]})


def of(found, shape):
    return found[found["shape"] == shape]


def steady(n=20, seed=0, noise=0.3):
    rng = np.random.default_rng(seed)
    days = np.sort(rng.choice(1200, n, replace=False))
    dates = np.datetime64("2023-01-01") + days.astype("timedelta64[D]")
    return dates, 2.0 ** (days / 120.0 + noise * rng.standard_normal(n))


@given(st.floats(-3, 3), st.floats(0.1, 5.0), st.integers(2, 40), st.floats(-8, 8))
@settings(max_examples=40, deadline=None)
def test_crps_is_the_integral_that_defines_it(mean, scale, dof, observed):
    """The square of the distance between the forecast and the step at what came, by quadrature."""
    z = (observed - mean) / scale
    below = quad(lambda x: student_t.cdf(x, dof) ** 2, -math.inf, z, epsabs=1e-10)[0]
    above = quad(lambda x: student_t.sf(x, dof) ** 2, z, math.inf, epsabs=1e-10)[0]
    found = backtest.crps(mean, scale, dof, observed)
    assert found == pytest.approx(scale * (below + above), rel=1e-6)
    assert backtest.crps(0, 1, 1, 0) == math.inf


def test_no_forecast_knows_its_own_future():
    found = rolling(DATES, VALUES)
    changed = VALUES.copy()
    changed[12:] *= 50.0
    other = rolling(DATES, changed)
    assert (found["origin"] <= found["target"]).all()
    before, numbers = found["target"] <= DATES[12], ["mean", "scale"]
    assert before.any()
    pd.testing.assert_frame_equal(found.loc[before, numbers], other.loc[before, numbers])
    assert set(of(found, "kinked")["n"]) == set(range(9, 20))
    assert of(found, "exponential")["n"].min() == 7
    assert found["pseudo"].all()


def test_only_publication_decides_what_was_known():
    # Everything is published on the last day: no origin knew enough to forecast anything.
    late = [DATES[-1]] * len(DATES)
    assert rolling(DATES, VALUES, known=late).empty
    # The first ten are published together, then one by one.
    known = [max(day, DATES[9]) for day in DATES]
    found = rolling(DATES, VALUES, known=known)
    assert not found["pseudo"].any()
    assert found["n"].min() == 10


def test_order_of_rows_does_not_matter():
    pick = RNG.permutation(len(DATES))
    one = rolling(DATES, VALUES)
    two = rolling(DATES[pick], VALUES[pick])
    assert one["target"].equals(two["target"])
    np.testing.assert_allclose(one["crps"], two["crps"], rtol=1e-7)


def test_odds_of_bounded_scores():
    odds = 2.0 ** ((DAYS - 450) / 120.0)
    percents = 100 * odds / (1 + odds)
    exponential = of(rolling(DATES, percents, bounded=True), "exponential")
    assert len(exponential)
    np.testing.assert_allclose(exponential["mean"], exponential["observed"], atol=1e-6)


def test_frozen_forecasts_all_that_came_later():
    cutoff = dt.date(2024, 9, 30)
    found = frozen(DATES, VALUES, cutoff)
    later = [d for d in DATES if d.item() > cutoff]
    assert list(of(found, "exponential")["target"]) == later
    assert set(found["origin"]) == {pd.Timestamp(cutoff)}
    for day in (dt.date(2030, 1, 1), dt.date(2023, 2, 1), dt.date(2020, 1, 1)):
        assert frozen(DATES, VALUES, day).empty


def test_frozen_fits_leave_late_figures_of_old_models_alone():
    # The third value is published last; the last two are new.
    known = [*DATES[:2], DATES[-1], *DATES[3:]]
    lines = of(frozen(DATES, VALUES, DATES[-3].item(), known=known), "exponential")
    assert list(lines["target"]) == list(DATES[-2:])
    assert set(lines["n"]) == {len(DATES) - 3}


def test_a_true_trend_is_calibrated_and_beats_the_last_value(line_alone):
    found = pd.concat(rolling(*steady(seed=seed), series=f"s{seed}") for seed in range(40))
    line = of(found, "exponential")
    assert len(line) == len(of(found, NAIVE)) == 40 * 13
    for level in (0.5, 0.9):
        counted = backtest.coverage(line, level)
        assert counted.lower <= level <= counted.upper
    assert line["pit"].mean() == pytest.approx(0.5, abs=0.05)
    assert backtest.rank(found, seed=1)[0].verdict == "better"


def test_few_forecasts_cannot_tell(line_alone):
    found = rolling(*steady(n=13, seed=3))
    gap = backtest.difference(found, "exponential", seed=1)
    assert gap.n == 6
    assert gap.verdict == "cannot tell"


def forecast(shape, crps, day=1, series="s", pit=0.5, benchmark=""):
    made, numbers = pd.Timestamp("2025-01-01"), (float(day), 9, 0.0, 1.0, 7, 0.0, crps, pit)
    return (series, benchmark, shape, made, made + pd.Timedelta(days=day), *numbers, True)


def difference(rows, shape):
    found = pd.DataFrame(rows, columns=forecasts.COLUMNS)
    return backtest.difference(found, shape, seed=1)


def test_a_forecast_of_infinity_loses():
    rows = [forecast(NAIVE, 1.0, day) for day in range(10)]
    rows += [forecast("wild", math.inf if day == 4 else 0.1, day) for day in range(10)]
    gap = difference(rows, "wild")
    assert (gap.verdict, gap.mean) == ("worse", math.inf)


def test_paired_differences_use_common_targets_only():
    rows = [forecast(NAIVE, 1.0, day) for day in range(20)]
    rows += [forecast("line", 0.5, day) for day in range(5, 20)]
    gap = difference(rows, "line")
    assert gap.n == 15
    assert (gap.mean, gap.lower, gap.upper, gap.verdict) == (-0.5, -0.5, -0.5, "better")
    assert difference(rows, "line") == gap


def test_benchmarks_that_differ_widen_the_interval_and_series_of_one_count_once():
    def rows(benchmarks):
        found = []
        for place, benchmark in enumerate(benchmarks):
            names = {"series": f"s{place}", "benchmark": benchmark}
            found += [forecast(NAIVE, 1.0, day, **names) for day in range(10)]
            gap = 0.5 if place % 2 else -0.9
            found += [forecast("line", 1.0 + gap, day, **names) for day in range(10)]
        return difference(found, "line")

    apart, together = rows("abcdefgh"), rows("aacceegg")
    assert apart.n == together.n == 80
    assert apart.mean == together.mean == pytest.approx(-0.2)
    # Eight benchmarks at -0.9 or 0.5: the error of their mean is 0.7 over the root of eight.
    assert apart.upper - apart.lower == pytest.approx(2 * 1.645 * 0.7 / 8**0.5, rel=0.15)
    assert apart.verdict == "cannot tell"
    # Pairs that cancel within each benchmark leave nothing between them.
    assert together.verdict == "better"


def test_jeffreys_interval():
    rows = [forecast("line", 1.0, day, pit=0.5 if day < 8 else 0.999) for day in range(10)]
    rows = pd.DataFrame(rows, columns=forecasts.COLUMNS)
    found = backtest.coverage(rows, 0.9)
    assert (found.inside, found.n, found.share) == (8, 10, 0.8)
    # Brown, Cai & DasGupta: the quantiles of Beta(8.5, 2.5).
    assert (found.lower, found.upper) == pytest.approx((0.4982, 0.9558), abs=2e-3)
    everything = backtest.coverage(rows[:8], 0.9)
    assert everything.upper == 1.0


NONE = frozen(DATES, VALUES, "2020-01-01")
test_bad_input_is_named = refused(
    (lambda: backtest.coverage(NONE, 0.9), "forecasts: expected at least one"),
    (lambda: difference([forecast("a", 1.0)], "b"), "shape: expected one of a, found 'b'"),
    (lambda: frozen(DATES, VALUES, "soon"), "cutoff: expected a date"),
    (lambda: backtest.eligible(EV, selection="best"), "selection: expected one of records, all"),
)
