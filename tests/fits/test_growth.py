"""Trends of growth: known truths, laws, comparison, and refusals."""

import datetime as dt
import math
import re
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from refused import refused
from scipy.stats import f
from scipy.stats import t as student_t

from analysis import evidence
from analysis import fits as trends
from analysis.fits.trend import profile_interval

START = np.datetime64("2023-01-15")
DAYS = np.array([0, 61, 130, 210, 260, 333, 390, 470, 555, 600, 701, 760, 850, 905, 1000])
NOISE = np.random.default_rng(20260504).standard_normal(len(DAYS))


def dates(days=DAYS, start=START):
    return [(start + np.timedelta64(int(day), "D")).item() for day in days]


def years(days=DAYS):
    return (np.asarray(days) - np.mean(days)) / 365.25


SHAPES = [getattr(trends, name) for name in ("exponential", "linear", "quadratic", "kinked",
                                             "changing_pace")]  # fmt: skip
GOOD = list(2.0 ** (DAYS / 150.0 + 0.4 * NOISE))


# Known truths


def test_exact_line_and_parabola_are_recovered():
    fit = trends.exponential(dates(), 3.0 * 2.0 ** (DAYS / 120.0))
    assert fit.doubling_days == pytest.approx(120.0, rel=1e-12)
    assert fit.per_year == pytest.approx(365.25 / 120.0)
    assert fit.date_of(3.0) == dates()[0]
    assert fit.predict([dates()[4]]).value[0] == pytest.approx(3.0 * 2.0 ** (260 / 120.0))
    old = trends.exponential(dates(start=np.datetime64("1969-01-15")), 2.0 ** (DAYS / 120.0))
    assert old.doubling_days == pytest.approx(120.0, rel=1e-12)
    fit = trends.quadratic(dates(), 2.0 ** (1.0 + 2.0 * years() + 0.3 * years() ** 2))
    assert fit.parameters["half_acceleration"] == pytest.approx(0.3, rel=1e-10)
    assert fit.interval("half_acceleration").lower == pytest.approx(0.3, rel=1e-6)


def test_growth_by_equal_amounts_is_told_from_growth_by_factors():
    added, doubled = 5.0 + DAYS / 30.0, 2.0 ** (DAYS / 150.0)
    fit = trends.linear(dates(), added)
    assert fit.predict(["2026-01-15"]).value[0] == pytest.approx(5.0 + 1096 / 30.0)
    assert fit.parameters["share"] == pytest.approx(365.25 / 30.0 / added.mean())
    for values, better, worse in (
        (added, trends.linear, trends.exponential),
        (doubled, trends.exponential, trends.linear),
    ):
        noisy = values * 2.0 ** (0.1 * NOISE)
        assert better(dates(), noisy).aicc < worse(dates(), noisy).aicc - 4


@given(st.floats(90.0, 880.0), st.floats(0.3, 2.0), st.floats(2.5, 6.0))
@settings(max_examples=40, deadline=None)
def test_exact_kink_is_recovered(knot, before, after):
    t = (DAYS - knot) / 365.25
    fit = trends.kinked(dates(), 2.0 ** (1 + before * np.minimum(t, 0) + after * np.maximum(t, 0)))
    assert fit.parameters["before"] == pytest.approx(before, rel=1e-8)
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
    assert fit.parameters["a"] == pytest.approx(a, abs=1e-6)
    assert fit.predict(dates()[:1]).value[0] == pytest.approx(5.0, rel=1e-6)
    # All doublings together take first / (1 - e^-a) days.
    if a > 0.05:
        assert fit.predict(dates([first / (1 - math.exp(-a)) + 2])).value[0] == math.inf


@pytest.mark.parametrize(
    ("suite", "since", "n", "days"),
    [
        ("1_1", "2023-01-01", 14, 128.744),
        ("1_1", "2019-01-01", 17, 187.778),
        ("1_0", "2023-01-01", 14, 175.603),
        ("1_0", "2019-01-01", 17, 201.15),
    ],
)
def test_metrs_published_doubling_times_to_three_decimals(suite, since, n, days):
    rows = evidence.load().rows(f"metr_th_{suite}_p50")
    rows = rows[
        rows["record_then"].fillna(False) & (rows["value"] <= 960) & (rows["date"] >= since)
    ]
    fit = trends.exponential(rows["date"], rows["value"])
    assert (fit.n, round(fit.doubling_days, 3)) == (n, days)
    assert fit.doubling_days_profile.lower < days < fit.doubling_days_profile.upper


# Laws


@pytest.mark.parametrize("shape", SHAPES)
def test_units_of_the_values_do_not_matter(shape):
    here, there = shape(dates(), GOOD), shape(dates(), [60.0 * one for one in GOOD])
    assert there.rss == pytest.approx(here.rss, rel=1e-8)
    later = ["2026-07-01"]
    assert there.predict(later).upper[0] == pytest.approx(60 * here.predict(later).upper[0])


def test_profile_of_a_line_is_students_interval():
    # The general profile search, told nothing of linearity, must find the closed form.
    fit = trends.exponential(dates(), GOOD)
    lower, upper = profile_interval(
        fit.curve, years(), fit.observed, fit.result.parameters, 1,
        critical=fit.rss * (1 + f.ppf(0.8, 1, fit.dof) / fit.dof),
        step=fit.standard_errors["per_year"],
    )  # fmt: skip
    exact = fit.interval("per_year", level=0.8)
    assert (lower, upper) == pytest.approx((exact.lower, exact.upper), rel=1e-7)


def test_growth_that_may_be_zero_has_an_unbounded_doubling_time():
    fit = trends.exponential(dates(), 2.0 ** (0.05 * years() + NOISE))
    rates = fit.interval("per_year")
    assert rates.lower < 0 < rates.upper
    assert fit.doubling_days_profile.upper == math.inf
    assert fit.doubling_days_profile.lower == pytest.approx(365.25 / rates.upper)

    falling = trends.exponential(dates(), 2.0 ** (-DAYS / 100.0 + 0.1 * NOISE))
    assert falling.doubling_days == pytest.approx(-100.0, rel=0.02)
    ends = falling.doubling_days_profile
    assert ends.lower < falling.doubling_days < ends.upper


def test_prediction_adds_scatter_to_the_curve():
    fit = trends.exponential(dates(), GOOD)
    at = fit.predict([dates()[7]])
    half = float(np.log2(at.upper / at.lower)[0]) / 2
    h = 1 / 15 + years()[7] ** 2 / np.sum(years() ** 2)
    expected = student_t.ppf(0.975, 13) * fit.scatter * math.sqrt(1 + h)
    assert half == pytest.approx(expected, rel=1e-9)


def test_every_way_to_write_a_date_is_the_same():
    plain = dates()
    expected = trends.exponential(plain, GOOD).doubling_days
    for same in (
        [day.isoformat() for day in plain],
        np.array(plain, dtype="datetime64[D]"),
        pd.Series(pd.to_datetime(plain)),
        pd.to_datetime(plain),
        [dt.datetime.combine(day, dt.time()) for day in plain],
        tuple(pd.Timestamp(day) for day in plain),
        [f"{day - dt.timedelta(days=1)}T22:00-02:00" for day in plain],
    ):
        assert trends.exponential(same, GOOD).doubling_days == expected


@pytest.mark.parametrize(
    ("shape", "says"),
    [
        (trends.exponential, r"exponential: doubling in 1[45]\d\.\d days \(95% interval 1\d\d"),
        (trends.quadratic, r"quadratic: intercept .*, half_acceleration -?[\d.]+ \(\+- [\d.]+\)"),
        (trends.kinked, r"kinked: at_knot .*, knot "),
    ],
)
def test_a_fit_shows_itself_in_one_line(shape, says):
    shown = repr(shape(dates(), GOOD))
    assert re.fullmatch(f"{says}.*; n = 15, 2023-01-15 to 2025-10-11", shown), shown


# Bad input


def spoiled(rows, value):
    return [*rows[:3], value, *rows[4:]]


RISING = np.linspace(10.0, 90.0, 15)
BAD = [
    *((dates(), values, f"(values|percents): {told}") for values, told in (
        (spoiled(GOOD, -1.0), "expected .*, found -1.0"),
        (spoiled(GOOD, math.nan), "expected finite numbers, found nan at 3"),
        (spoiled(GOOD, math.inf), "expected finite numbers, found inf at 3"),
        (spoiled(GOOD, "many"), "expected numbers, found 'many' at 3"),
        (pd.Series(spoiled(GOOD, "many")), "expected numbers, found 'many' at 3"),
        ([0.0] * 15, "expected (finite positive numbers|scores strictly .*), found 0.0 at 0"),
        (GOOD[:-1], "expected 15 numbers, found 14"),
        ([5.0] * 15, "expected values that differ, found 15 times 5.0"),
    )),
    *((days, RISING[: len(days) if len(days) < 3 else 15], f"dates: .*{told}") for days, told in (
        ([2023.0 + 0.1 * i for i in range(15)], "expected a date, found 2023.0 at 0"),
        (spoiled(dates(), None), "expected a date, found None at 3"),
        (spoiled(dates(), "soon"), "expected a date, found 'soon' at 3"),
        (pd.Series(pd.to_datetime([None, *dates()[1:]])), "expected a date, found NaT at 0"),
        ([], "expected a non-empty list"),
        (dates()[:1], "expected at least . observations, found 1"),
        (dates()[:2], "expected at least . observations, found 2"),
        ("2024-01-01", "expected a list of dates, found the single value"),
        # pandas would read the clock for the first of these, numpy wrap round for the next.
        (spoiled(dates(), "now"), "expected a date, found 'now' at 3"),
        (spoiled(dates(), np.datetime64(10**6, "Y")), "expected a date, found"),
        (spoiled(dates(), ["2024-01-01"]), "expected a"),
        ([dates()[0]] * 15, "different days, found 1"),
    )),
]  # fmt: skip


@pytest.mark.parametrize("shape", [*SHAPES, trends.logistic])
@pytest.mark.parametrize(("days", "values", "message"), BAD, ids=[told for *_, told in BAD])
def test_bad_dates_and_values_are_named(shape, days, values, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        shape(days, values)


LINE = trends.exponential(dates(), GOOD)
test_what_is_asked_of_a_fit_is_a_name_a_value_or_a_share = refused(
    (lambda: LINE.interval("slope"), "name: expected one of intercept, per_year"),
    (lambda: LINE.date_of(-1), "value: expected a number between 0"),
    *(
        (partial(LINE.interval, "per_year", level=one), "level: expected a number between")
        for one in (0.0, 1.0, 95, "0.9", math.nan, None)
    ),
)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_shape_that_made_the_values_leads_also_where_both_may_wander(seed):
    t = np.arange(0, 1500, 50)
    noise = np.exp2(0.1 * np.random.default_rng(seed).standard_normal(len(t)))
    days = np.datetime64("2022-01-01") + t
    assert trends.factors_lead(days, np.exp2(t / 150) * noise) > 4
    assert trends.factors_lead(days, (1 + t / 150) * noise) < -4
