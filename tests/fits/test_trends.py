"""Trends: known truths, laws, and refusals."""

import datetime as dt
import math
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import fits as trends
from analysis.fits import FitError, Interval

START = np.datetime64("2023-01-15")
DAYS = np.array([0, 61, 130, 210, 260, 333, 390, 470, 555, 600, 701, 760, 850, 905, 1000])
NOISE = np.random.default_rng(20260504).standard_normal(len(DAYS))


def dates(days=DAYS, start=START):
    return [(start + np.timedelta64(int(day), "D")).item() for day in days]


def years(days=DAYS):
    return (np.asarray(days) - np.mean(days)) / 365.25


SHAPES = [
    trends.exponential,
    trends.quadratic,
    trends.kinked,
    trends.superexponential,
    trends.decelerating,
    trends.changing_pace,
]


# Known truths


def test_exact_line_is_recovered():
    fit = trends.exponential(dates(), 3.0 * 2.0 ** (DAYS / 120.0))
    assert fit.doubling_days == pytest.approx(120.0, rel=1e-12)
    assert fit.factor_per_year == pytest.approx(2.0 ** (365.25 / 120.0))
    assert fit.r_squared == pytest.approx(1.0)
    assert fit.date_of(3.0) == dates()[0]
    assert fit.predict([dates()[4]]).value[0] == pytest.approx(3.0 * 2.0 ** (260 / 120.0))


def test_exact_parabola_is_recovered():
    t = years()
    fit = trends.quadratic(dates(), 2.0 ** (1.0 + 2.0 * t + 0.3 * t**2))
    assert fit.acceleration == pytest.approx(0.6, rel=1e-10)
    assert fit.acceleration_interval().lower == pytest.approx(0.6, rel=1e-6)


@given(st.floats(90.0, 880.0), st.floats(0.3, 2.0), st.floats(2.5, 6.0))
@settings(max_examples=40, deadline=None)
def test_exact_kink_is_recovered(knot, before, after):
    t = (DAYS - knot) / 365.25
    fit = trends.kinked(dates(), 2.0 ** (1 + before * np.minimum(t, 0) + after * np.maximum(t, 0)))
    assert fit.doubling_days_before == pytest.approx(365.25 / before, rel=1e-8)
    assert fit.doubling_days_after == pytest.approx(365.25 / after, rel=1e-8)
    assert abs((fit.knot - dates()[0]).days - knot) <= 0.5001


def test_knot_is_the_best_of_a_fine_grid():
    y = 1 + 1.2 * np.minimum(years(), 0.1) + 3.0 * np.maximum(years() - 0.1, 0) + 0.3 * NOISE
    fit = trends.kinked(dates(), 2.0**y)
    t = years()
    best = min(
        np.linalg.lstsq(
            np.column_stack([np.ones_like(t), t, np.maximum(t - knot, 0)]), y, rcond=None
        )[1][0]
        for knot in np.linspace(t[1], t[-2], 4001)
    )
    assert fit.rss <= best + 1e-12
    assert fit.rss == pytest.approx(best, rel=1e-4)


@given(st.floats(-0.25, 0.25), st.floats(60.0, 400.0))
@settings(max_examples=40, deadline=None)
def test_exact_change_of_pace_is_recovered(a, first):
    # Doubling number n takes first * e^(-a n) days: build the curve from that sentence.
    total = DAYS[-1] / first
    if a * total >= 0.9:
        first = DAYS[-1] * a / 0.9
    size = -math.expm1(-a) / a if abs(a) > 1e-9 else 1.0
    n = DAYS / first if abs(a) < 1e-9 else -np.log1p(-a * size * DAYS / first) / a
    fit = trends.changing_pace(dates(), 5.0 * 2.0**n)
    assert fit.a == pytest.approx(a, abs=1e-6)
    assert fit.doubling_days_at(dates()[0]) == pytest.approx(first, rel=1e-6)
    sided = trends.superexponential if a >= 0 else trends.decelerating
    assert sided(dates(), 5.0 * 2.0**n).a == pytest.approx(a, abs=1e-6)


def test_doublings_shorten_by_the_stated_share_and_end_in_infinity():
    fit = trends.superexponential(dates([0, 100, 190, 271, 344]), [1.0, 2.0, 4.0, 8.0, 16.0])
    assert fit.shorter_by == pytest.approx(0.1, abs=0.002)
    assert fit.doubling_days_at(dates([100])[0]) == pytest.approx(90.0, rel=0.01)
    # All doublings together take 100 / (1 - 0.9) days.
    assert abs((fit.end - dates([1000])[0]).days) < 40
    assert fit.predict([fit.end + dt.timedelta(days=1)]).value[0] == math.inf
    with pytest.raises(ValueError, match="date: expected one before the curve's end"):
        fit.doubling_days_at("2040-01-01")


def test_the_wrong_sign_of_change_is_the_straight_line_and_flagged():
    t = years()
    faster = 2.0 ** (1.0 + 2.0 * t + 0.3 * t**2)
    fit = trends.decelerating(dates(), faster)
    line = trends.exponential(dates(), faster)
    assert fit.at_bound
    assert fit.a == 0.0
    assert fit.rss == pytest.approx(line.rss, rel=1e-9)
    assert fit.doubling_days_at(dates()[0]) == pytest.approx(line.doubling_days, rel=1e-6)
    with pytest.raises(ValueError, match="expected a parameter inside its bounds"):
        fit.interval("a")


@given(st.floats(-0.8, 0.8), st.floats(1.2, 6.0), st.floats(55.0, 100.0))
@settings(max_examples=40, deadline=None)
def test_exact_logistic_is_recovered(midpoint, rate, ceiling):
    scores = ceiling / (1.0 + np.exp(-rate * (years() - midpoint)))
    given_top = trends.logistic(dates(), scores, ceiling=ceiling)
    assert given_top.rate == pytest.approx(rate, rel=1e-7)
    assert given_top.parameters["midpoint"] == pytest.approx(midpoint, abs=1e-7)
    free = trends.logistic(dates(), scores, ceiling=None)
    assert free.ceiling == pytest.approx(ceiling, rel=1e-5)
    on_odds = trends.logistic(dates(), scores * 0.99, ceiling=ceiling * 0.99, scatter="logit")
    assert on_odds.rate == pytest.approx(rate, rel=1e-7)
    assert free.odds_factor_per_year == pytest.approx(math.exp(rate), rel=1e-3)
    assert free.years_10_to_90 == pytest.approx(2 * math.log(9) / rate, rel=1e-3)


# Laws


@given(st.integers(2, 40), st.integers(-20000, 20000))
@settings(max_examples=30, deadline=None)
def test_stretched_dates_stretch_the_doubling_time(factor, shift):
    values = 2.0 ** (DAYS / 150.0 + 0.4 * NOISE)
    here = trends.exponential(dates(), values)
    there = trends.exponential(dates(DAYS * factor, START + np.timedelta64(shift, "D")), values)
    assert there.doubling_days == pytest.approx(factor * here.doubling_days, rel=1e-10)
    assert there.aicc == pytest.approx(here.aicc, rel=1e-9)
    for end in ("lower", "upper"):
        assert getattr(there.doubling_days_profile, end) == pytest.approx(
            factor * getattr(here.doubling_days_profile, end), rel=1e-9
        )


@pytest.mark.parametrize("shape", SHAPES)
def test_units_of_the_values_do_not_matter(shape):
    values = 2.0 ** (DAYS / 150.0 + 0.4 * NOISE)
    here, there = shape(dates(), values), shape(dates(), 60.0 * values)
    assert there.rss == pytest.approx(here.rss, rel=1e-8)
    later = ["2026-07-01"]
    assert there.predict(later).upper[0] == pytest.approx(60 * here.predict(later).upper[0])


@pytest.mark.parametrize("shape", SHAPES)
def test_order_does_not_matter(shape):
    values = 2.0 ** (DAYS / 150.0 + 0.4 * NOISE)
    here, there = shape(dates(), values), shape(dates()[::-1], values[::-1])
    for name in here.names:
        assert there.parameters[name] == pytest.approx(here.parameters[name], rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("shape", SHAPES)
def test_intervals_widen_as_noise_grows(shape):
    def width(noise):
        fit = shape(dates(), 2.0 ** (years() + 0.2 * years() ** 2 + noise * NOISE))
        end = fit.predict(["2026-01-01"])
        return float(np.log2(end.upper / end.lower)[0]), fit.scatter

    quiet, middle, loud = width(0.02), width(0.08), width(0.32)
    assert quiet < middle < loud


def test_intervals_nest_by_level():
    fit = trends.exponential(dates(), 2.0 ** (DAYS / 150.0 + 0.4 * NOISE))
    ends = [fit.interval("per_year", level=level) for level in (0.5, 0.9, 0.95, 0.99)]
    for inner, outer in pairwise(ends):
        assert outer.lower < inner.lower < fit.per_year < inner.upper < outer.upper


def test_profile_of_a_line_is_students_interval():
    # The general profile search, told nothing of linearity, must find the closed form.
    fit = trends.exponential(dates(), 2.0 ** (DAYS / 150.0 + 0.4 * NOISE))
    from analysis.fits.profile import critical_rss, profile_interval

    lower, upper = profile_interval(
        fit.curve, years(), fit.observed, fit.result.parameters, 1,
        critical=critical_rss(fit.rss, fit.dof, 0.95), step=fit.standard_errors["per_year"],
    )  # fmt: skip
    exact = fit.interval("per_year", method="wald")
    assert (lower, upper) == pytest.approx((exact.lower, exact.upper), rel=1e-7)


def test_profile_agrees_with_wald_where_scatter_is_small():
    scores = 95 / (1 + np.exp(-3.0 * (years() - 0.1))) + 0.01 * NOISE
    fit = trends.logistic(dates(), scores, ceiling=None)
    for name in fit.names:
        one, two = fit.interval(name), fit.interval(name, method="wald")
        assert one.lower == pytest.approx(two.lower, abs=0.02 * (two.upper - two.lower))
        assert one.upper == pytest.approx(two.upper, abs=0.02 * (two.upper - two.lower))


def test_an_undetermined_ceiling_has_no_upper_limit():
    # Only the lower half of the S is seen.
    scores = 100 / (1 + np.exp(-2.0 * (years() - 2.4))) + 0.8 * NOISE
    scores = np.clip(scores, 0, 100)
    found = trends.logistic(dates(), scores, ceiling=None).ceiling_interval()
    assert found.unbounded
    assert found.upper == math.inf


def test_growth_that_may_be_zero_has_an_unbounded_doubling_time():
    fit = trends.exponential(dates(), 2.0 ** (0.05 * years() + NOISE))
    assert fit.per_year_interval.lower < 0 < fit.per_year_interval.upper
    assert fit.doubling_days_profile.unbounded
    assert fit.doubling_days_profile.upper == math.inf
    assert fit.doubling_days_profile.lower == pytest.approx(365.25 / fit.per_year_interval.upper)
    assert fit.doubling_days_wald.unbounded


def test_reciprocal_of_rates():
    assert trends.reciprocal(Interval(0.5, 2.0, 0.9)) == Interval(0.5, 2.0, 0.9)
    assert trends.reciprocal(Interval(-2.0, -0.5, 0.9)) == Interval(-2.0, -0.5, 0.9)
    assert trends.reciprocal(Interval(-1.0, 4.0, 0.9)) == Interval(0.25, math.inf, 0.9)
    assert trends.reciprocal(Interval(-1.0, 0.0, 0.9)).unbounded


def test_falling_values_halve():
    fit = trends.exponential(dates(), 2.0 ** (-DAYS / 100.0 + 0.1 * NOISE))
    assert fit.doubling_days == pytest.approx(-100.0, rel=0.02)
    assert fit.doubling_days_profile.lower < fit.doubling_days < fit.doubling_days_profile.upper


def test_kink_intervals_hold_the_estimate_and_the_knot():
    y = 1 + 1.2 * np.minimum(years(), 0.1) + 3.0 * np.maximum(years() - 0.1, 0) + 0.1 * NOISE
    fit = trends.kinked(dates(), 2.0**y)
    first, last = fit.knot_interval()
    assert first <= fit.knot <= last
    for side, value in (("before", fit.doubling_days_before), ("after", fit.doubling_days_after)):
        found = fit.doubling_days_interval(side)
        assert found.lower < value < found.upper
    with pytest.raises(ValueError, match="side: expected 'before' or 'after'"):
        fit.doubling_days_interval("later")


@pytest.mark.parametrize("ceiling", [100.0, 80.0])
def test_scores_scatter_on_the_log_odds_unless_the_ceiling_is_estimated(ceiling):
    scores = ceiling / (1 + np.exp(-2 * years() - 0.3 * NOISE))
    fit = trends.logistic(dates(), scores, ceiling=ceiling)
    assert (fit.response, trends.logistic(dates(), scores, ceiling=None).response) == (
        "logit", "percent",
    )  # fmt: skip
    slope = float(np.polyfit(years(), np.log(scores / (ceiling - scores)), 1)[0])
    assert fit.rate == pytest.approx(slope, rel=1e-9)
    late = fit.predict(["2035-01-01"])
    assert ceiling - 1.0 < late.lower[0] < late.value[0] < late.upper[0] < ceiling
    found = trends.resampled(
        lambda d, v: trends.logistic(d, v, ceiling=ceiling), dates(), scores,
        lambda one: one.rate, draws=50, seed=1,
    )  # fmt: skip
    assert found.interval.lower < slope < found.interval.upper


def test_scores_are_predicted_inside_their_range():
    scores = np.clip(100 / (1 + np.exp(-3 * years())) + 5 * NOISE, 0, 100)
    later = trends.logistic(dates(), scores, scatter="percent").predict(
        ["2028-01-01", "2020-01-01"]
    )
    assert np.all(later.lower >= 0.0)
    assert np.all(later.upper <= 100.0)
    assert later.dates == (dt.date(2028, 1, 1), dt.date(2020, 1, 1))


def test_prediction_adds_scatter_to_the_curve():
    fit = trends.exponential(dates(), 2.0 ** (DAYS / 150.0 + 0.4 * NOISE))
    at = fit.predict([dates()[7]])
    half = float(np.log2(at.upper / at.lower)[0]) / 2
    from scipy.stats import t as student_t

    h = 1 / 15 + years()[7] ** 2 / np.sum(years() ** 2)
    expected = student_t.ppf(0.975, 13) * fit.scatter * math.sqrt(1 + h)
    assert half == pytest.approx(expected, rel=1e-9)


def test_every_way_to_write_a_date_is_the_same():
    values = 2.0 ** (DAYS / 150.0 + 0.4 * NOISE)
    plain = dates()
    expected = trends.exponential(plain, values).doubling_days
    for same in (
        [day.isoformat() for day in plain],
        np.array(plain, dtype="datetime64[D]"),
        pd.Series(pd.to_datetime(plain)),
        pd.to_datetime(plain),
        [dt.datetime.combine(day, dt.time()) for day in plain],
        tuple(pd.Timestamp(day) for day in plain),
    ):
        assert trends.exponential(same, values).doubling_days == expected


# Comparison


def test_a_true_line_is_not_beaten_by_richer_curves():
    values = 2.0 ** (DAYS / 150.0 + 0.4 * NOISE)
    found = trends.compare([shape(dates(), values) for shape in SHAPES[:4]])
    assert found.best == "exponential"
    assert found.verdict in ("tie", "leans")
    assert sum(row.weight for row in found.rows) == pytest.approx(1.0)
    assert found.rows[0].delta == 0.0


def test_too_few_observations_cannot_tell():
    few = slice(0, 6)
    values = 2.0 ** (DAYS / 150.0 + 0.4 * NOISE)
    fits = [shape(dates()[few], values[few]) for shape in (trends.exponential, trends.quadratic)]
    found = trends.compare(fits)
    assert found.verdict == "cannot tell"
    assert [row.eligible for row in found.rows] == [False, False]
    assert found.best is None


def test_only_fits_of_the_same_data_are_compared():
    values = 2.0 ** (DAYS / 150.0 + 0.4 * NOISE)
    one = trends.exponential(dates(), values)
    with pytest.raises(ValueError, match="fits: expected all of the same data, found others at 1"):
        trends.compare([one, trends.quadratic(dates(), 2 * values)])
    scores = trends.logistic(dates(), np.clip(50 + 30 * years() + NOISE, 1, 99), scatter="percent")
    with pytest.raises(ValueError, match="expected all on the scale 'log2', found 'percent'"):
        trends.compare([one, scores])
    with pytest.raises(ValueError, match="fits: expected at least 2, found 1"):
        trends.compare([one])
    with pytest.raises(ValueError, match="expected different shapes"):
        trends.compare([one, one])
    with pytest.raises(ValueError, match="shape: expected one of"):
        trends.compare([one, trends.quadratic(dates(), values)]).between("cubic", "exponential")


# Bad input

GOOD = list(2.0 ** (DAYS / 150.0 + 0.4 * NOISE))


def spoiled(value, at=3):
    return [*GOOD[:at], value, *GOOD[at + 1 :]]


BAD_VALUES = [
    (spoiled(math.nan), "expected finite numbers, found nan at 3"),
    (spoiled(math.inf), "expected finite numbers, found inf at 3"),
    (spoiled("many"), "expected numbers"),
    (GOOD[:-1], "expected 15 numbers, found 14"),
    ([5.0] * 15, "expected values that differ, found 15 times 5.0"),
]


@pytest.mark.parametrize("shape", [*SHAPES, trends.logistic])
@pytest.mark.parametrize(("values", "message"), BAD_VALUES, ids=[m for _, m in BAD_VALUES])
def test_bad_values_are_named(shape, values, message):
    name = "percents" if shape is trends.logistic else "values"
    with pytest.raises(ValueError, match=f"{name}: {message}"):
        shape(dates(), values)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("value", [0.0, -1.0])
def test_growth_needs_positive_values(shape, value):
    with pytest.raises(
        ValueError, match=f"values: expected finite positive numbers, found {value}"
    ):
        shape(dates(), spoiled(value))


BAD_DATES = [
    ([2023.0 + 0.1 * i for i in range(15)], "expected dates, found float64 such as"),
    ([*dates()[:3], None, *dates()[4:]], "expected a date, found None at 3"),
    ([*dates()[:3], "soon", *dates()[4:]], "expected an ISO date, found 'soon' at 3"),
    (pd.Series(pd.to_datetime([None, *dates()[1:]])), "expected dates, found none at 0"),
    ([], "expected a non-empty list"),
    ("2024-01-01", "expected a list of dates, found the single value"),
    ([dates()[0]] * 15, "different days, found 1"),
]


@pytest.mark.parametrize("shape", [*SHAPES, trends.logistic])
@pytest.mark.parametrize(("bad", "message"), BAD_DATES, ids=[m for _, m in BAD_DATES])
def test_bad_dates_are_named(shape, bad, message):
    values = np.linspace(10.0, 90.0, 15)
    with pytest.raises(ValueError, match=f"dates: .*{message}"):
        shape(bad, values)


@pytest.mark.parametrize("shape", [*SHAPES, trends.logistic])
def test_too_few_points_are_refused(shape):
    for count in (1, 2):
        with pytest.raises(
            ValueError, match=f"dates: expected at least . observations, found {count}"
        ):
            shape(dates()[:count], GOOD[:count])


@pytest.mark.parametrize("level", [0.0, 1.0, 95, "0.9", math.nan, None])
def test_levels_are_shares(level):
    with pytest.raises(ValueError, match="level: expected a number between 0"):
        trends.exponential(dates(), GOOD, level=level)


def test_scores_outside_their_range_are_named():
    scores = list(np.linspace(5.0, 99.0, 15))
    with pytest.raises(ValueError, match="percents: expected scores between 0 and 100, found 101"):
        trends.logistic(dates(), [*scores[:-1], 101.0], scatter="percent")
    with pytest.raises(ValueError, match=r"strictly between 0 and 100, found 0\.0 at 0; scatter"):
        trends.logistic(dates(), [0.0, *scores[1:]])
    with pytest.raises(ValueError, match="strictly between 0 and 90, found 92"):
        trends.logistic(dates(), scores, ceiling=90.0, scatter="logit")
    with pytest.raises(ValueError, match="ceiling: expected a number"):
        trends.logistic(dates(), scores, ceiling=-5)
    with pytest.raises(ValueError, match="ceiling: expected a number with scatter='logit'"):
        trends.logistic(dates(), scores, ceiling=None, scatter="logit")
    with pytest.raises(ValueError, match="scatter: expected 'percent' or 'logit'"):
        trends.logistic(dates(), scores, scatter="log")
    with pytest.raises(ValueError, match="ceiling: expected a free one"):
        trends.logistic(dates(), scores).ceiling_interval()


@pytest.mark.filterwarnings("error")
def test_log_odds_are_of_scores_strictly_inside():
    assert trends.logit(50.0) == 0.0
    assert trends.logit([20.0, 80.0]).tolist() == pytest.approx([-math.log(4), math.log(4)])
    for bad, found in ((0.0, "found 0$"), (100.0, "found 100$"), (math.nan, "found nan$")):
        with pytest.raises(ValueError, match=f"percent: expected percentages strictly.*{found}"):
            trends.logit(bad)
    with pytest.raises(ValueError, match="found 100 at 1"):
        trends.logit([50.0, 100.0])
    with pytest.raises(ValueError, match="percent: expected percentages, found 'half'"):
        trends.logit("half")


def test_unknown_names_are_named():
    fit = trends.exponential(dates(), GOOD)
    with pytest.raises(ValueError, match="name: expected one of intercept, per_year"):
        fit.interval("slope")
    with pytest.raises(ValueError, match="method: expected 'profile' or 'wald'"):
        fit.interval("per_year", method="bootstrap")
    with pytest.raises(ValueError, match="value: expected a number between 0"):
        fit.date_of(-1)


def test_exponential_growth_has_no_ceiling():
    with pytest.raises(FitError, match="no S-curve is determined"):
        trends.logistic(dates(), 0.5 * 2.0 ** (DAYS / 150.0), ceiling=None)


@given(
    st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=0, max_size=12),
    st.lists(st.one_of(st.none(), st.dates(), st.integers(), st.text(max_size=4)), max_size=12),
)
@settings(max_examples=300, deadline=None)
def test_any_input_gives_a_fit_or_a_value_error(values, days):
    for shape in (trends.exponential, trends.kinked, trends.logistic):
        try:
            fit = shape(days, values)
        except ValueError:
            continue
        assert fit.scatter >= 0.0
        assert all(math.isfinite(value) for value in fit.parameters.values())
