"""Trends under other assumptions: outliers, shares of tasks, refitting, records."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import fits
from analysis.fits import FitError

DAYS = np.array([0, 61, 130, 210, 260, 333, 390, 470, 555, 600, 701, 760, 850, 905, 1000])
DATES = np.datetime64("2023-01-15") + DAYS.astype("timedelta64[D]")
NOISE = np.random.default_rng(20260504).standard_normal(len(DAYS))
VALUES = 2.0 ** (DAYS / 150.0 + 0.4 * NOISE)
YEARS = (DAYS - DAYS.mean()) / 365.25


# Outliers


def test_a_wild_point_does_not_move_the_median_slope():
    calm = fits.robust(DATES, VALUES)
    wild = VALUES.copy()
    wild[3] *= 1000.0
    moved = fits.robust(DATES, wild)
    assert moved.doubling_days == pytest.approx(calm.doubling_days, rel=0.06)
    assert abs(fits.exponential(DATES, wild).doubling_days / calm.doubling_days - 1) > 0.2
    assert calm.doubling_days_interval.lower < 150 < calm.doubling_days_interval.upper


def test_robust_is_exact_on_exact_data():
    found = fits.robust(DATES, 2.0 ** (DAYS / 80.0))
    assert found.doubling_days == pytest.approx(80.0)
    with pytest.raises(ValueError, match="dates: expected at least 5 observations, found 4"):
        fits.robust(DATES[:4], VALUES[:4])


# Shares of tasks


def scores(rng, tasks, midpoint=0.1, rate=2.5, ceiling=100.0):
    share = ceiling / 100 / (1 + np.exp(-rate * (YEARS - midpoint)))
    return 100.0 * rng.binomial(tasks, share) / tasks


@pytest.mark.parametrize("ceiling", [100.0, 80.0, None])
def test_exact_shares_are_recovered(ceiling):
    top = 90.0 if ceiling is None else ceiling
    exact = top / (1 + np.exp(-2.5 * (YEARS - 0.1)))
    found = fits.binomial(DATES, exact, [500] * 15, ceiling=ceiling)
    assert found.rate == pytest.approx(2.5, rel=1e-6)
    assert found.ceiling == pytest.approx(top, rel=1e-6)


def test_coin_tosses_have_a_dispersion_of_one():
    rng = np.random.default_rng(5)
    found = [
        fits.binomial(DATES, scores(rng, 400), [400] * 15).dispersion for _ in range(60)
    ]  # fmt: skip
    assert np.mean(found) == pytest.approx(1.0, abs=4 * np.std(found) / math.sqrt(60))


def test_more_tasks_weigh_more():
    base = scores(np.random.default_rng(6), 400)
    base[-1] = 40.0
    light, heavy = np.full(15, 400.0), np.full(15, 400.0)
    light[-1], heavy[-1] = 4.0, 40000.0
    assert fits.binomial(DATES, base, light).rate > fits.binomial(DATES, base, heavy).rate


def test_equals_the_generalised_linear_model():
    from statsmodels.api import GLM, families

    base = np.clip(scores(np.random.default_rng(7), 400), 0.25, 99.75)
    found = fits.binomial(DATES, base, [400] * 15)
    model = GLM(
        base / 100,
        np.column_stack([np.ones(15), YEARS]),
        family=families.Binomial(),
        freq_weights=np.full(15, 400.0),
    ).fit(tol=1e-12)
    assert found.rate == pytest.approx(model.params[1], rel=1e-6)
    assert -found.rate * found.parameters["midpoint"] == pytest.approx(model.params[0], abs=1e-6)


def glm_deviance(percents, columns, **options):
    """Deviance of statsmodels' binomial regression without its own intercept."""
    from statsmodels.api import GLM, families

    model = GLM(
        percents / 100, columns, family=families.Binomial(), freq_weights=np.full(15, 40.0),
        **options,
    )  # fmt: skip
    return model.fit(tol=1e-13).deviance


@pytest.mark.parametrize("rate", [2.5, 0.6])
@pytest.mark.parametrize("level", [0.5, 0.95])
def test_profile_ends_are_where_constrained_regressions_lose_as_much(rate, level):
    from scipy.stats import f

    base = scores(np.random.default_rng(7), 40, rate=rate)
    found = fits.binomial(DATES, base, [40] * 15, level=level)
    assert found.deviance == pytest.approx(
        glm_deviance(base, np.column_stack([np.ones(15), YEARS])), rel=1e-9
    )
    loss = found.dispersion * f.ppf(level, 1, found.dof)
    rates, midpoints = found.interval("rate"), found.interval("midpoint")
    for end in (rates.lower, rates.upper):
        kept = glm_deviance(base, np.ones((15, 1)), offset=end * YEARS)
        assert kept - found.deviance == pytest.approx(loss, rel=1e-6)
    for end in (midpoints.lower, midpoints.upper):
        kept = glm_deviance(base, (YEARS - end)[:, None])
        assert kept - found.deviance == pytest.approx(loss, rel=1e-6)
    # Skewed where the scores are few, and not the same as the symmetric interval.
    wald = found.interval("rate", method="wald")
    assert rates.upper - found.rate > wald.upper - found.rate


def test_rates_that_include_zero_have_no_longest_doubling_and_no_midpoint():
    flat = scores(np.random.default_rng(7), 40, rate=0.1)
    found = fits.binomial(DATES, flat, [40] * 15)
    rates, times = found.interval("rate"), found.odds_doubling_days_interval()
    assert rates.lower < 0.0 < rates.upper
    assert times.unbounded
    assert times.upper == math.inf
    assert times.lower == pytest.approx(365.25 * math.log(2) / rates.upper)
    assert found.midpoint_interval() == (None, None)
    steep = fits.binomial(DATES, scores(np.random.default_rng(7), 40), [40] * 15)
    times = steep.odds_doubling_days_interval()
    assert times.lower < steep.odds_doubling_days < times.upper < math.inf
    # The same holds for scores with scatter in points or in log-odds.
    for scatter in ("percent", "logit"):
        fit = fits.logistic(DATES, np.clip(flat, 1, 99), scatter=scatter)
        assert fit.odds_doubling_days_interval().unbounded
        assert fit.interval("midpoint") == fits.Interval(-math.inf, math.inf, 0.95)


def test_profile_of_a_free_ceiling_is_that_of_a_grid_of_given_ones():
    from scipy.stats import f

    base = scores(np.random.default_rng(9), 400, midpoint=-0.4, rate=4.0, ceiling=80.0)
    found = fits.binomial(DATES, base, [400] * 15, ceiling=None, level=0.9)
    ends = found.interval("ceiling")
    assert ends.lower < found.ceiling < ends.upper < 100.0
    loss = found.dispersion * f.ppf(0.9, 1, found.dof)
    for end in (ends.lower, ends.upper):
        given = fits.binomial(DATES, base, [400] * 15, ceiling=end)
        assert given.deviance - found.deviance == pytest.approx(loss, rel=1e-4)


@pytest.mark.parametrize(
    "jump", [[0] * 7 + [100] * 8, [0] * 7 + [50] + [100] * 7, [0] * 14 + [100]]
)
@pytest.mark.parametrize("ceiling", [100.0, None])
def test_scores_that_jump_from_nothing_to_everything_have_no_rate(jump, ceiling):
    with pytest.raises(FitError, match=r"^percents: "):
        fits.logistic(DATES, jump, ceiling=ceiling, scatter="percent")
    with pytest.raises(FitError, match=r"^percents: "):
        fits.binomial(DATES, jump, [400] * 15, ceiling=ceiling)


def test_prediction_intervals_close_towards_the_ceiling():
    found = fits.binomial(DATES, scores(np.random.default_rng(8), 400), [400] * 15)
    middle, late = found.predict([DATES[7]]), found.predict(["2027-06-01"])
    assert (late.upper - late.lower)[0] < (middle.upper - middle.lower)[0]
    with pytest.raises(ValueError, match="method: expected 'profile' or 'wald'"):
        found.interval("rate", method="bootstrap")
    with pytest.raises(ValueError, match="ceiling: expected at most 100"):
        fits.binomial(DATES, found.observed, [400] * 15, ceiling=120.0)
    with pytest.raises(ValueError, match="fits: expected likelihoods"):
        fits.compare([found, fits.logistic(DATES, found.observed)])
    with pytest.raises(ValueError, match="n_tasks: expected finite positive"):
        fits.binomial(DATES, found.observed, [0] * 15)


# Refitting


@pytest.mark.parametrize("scheme", ["residual", "pairs"])
def test_bootstrap_is_near_students_interval(scheme):
    plain = fits.exponential(DATES, VALUES)
    found = fits.resampled(
        fits.exponential, DATES, VALUES, lambda f: f.per_year, seed=3, scheme=scheme, draws=400
    )
    exact = plain.per_year_interval
    assert found.estimate == plain.per_year
    width = exact.upper - exact.lower
    assert found.interval.lower == pytest.approx(exact.lower, abs=0.25 * width)
    assert found.interval.upper == pytest.approx(exact.upper, abs=0.25 * width)
    again = fits.resampled(
        fits.exponential, DATES, VALUES, lambda f: f.per_year, seed=3, scheme=scheme, draws=400
    )
    assert again.interval == found.interval
    assert found.failed == 0


def test_bootstrap_refuses_to_speak_for_the_fortunate_draws():
    def moody(dates, values):
        if values[0] != VALUES[0]:
            raise FitError("no")
        return fits.exponential(dates, values)

    with pytest.raises(FitError, match="draws have no fit"):
        fits.resampled(moody, DATES, VALUES, lambda f: f.per_year, seed=1, draws=50)
    for bad, message in (
        ({"seed": -1}, "seed: expected a whole number"),
        ({"seed": 1, "draws": 5}, "draws: expected a whole number of at least 10"),
        ({"seed": 1, "scheme": "wild"}, "scheme: expected 'residual' or 'pairs'"),
        ({"seed": 1, "level": 2}, "level: expected a number"),
    ):
        with pytest.raises(ValueError, match=message):
            fits.resampled(fits.exponential, DATES, VALUES, lambda f: f.per_year, **bad)


def test_leave_one_out_prefers_the_true_shape():
    bent = 2.0 ** (2 * YEARS + 1.5 * np.maximum(YEARS, 0) * 2 + 0.15 * NOISE)
    found = fits.leave_one_out(
        [fits.exponential, fits.quadratic, fits.kinked], DATES, bent
    )  # fmt: skip
    assert found[0].behind == 0.0
    assert found[-1].shape == "exponential"
    assert found[-1].behind > 2 * found[-1].behind_error
    assert all(row.n == 15 for row in found)
    straight = fits.leave_one_out([fits.exponential, fits.kinked], DATES, VALUES)
    assert straight[0].shape == "exponential"
    with pytest.raises(ValueError, match="fitters: expected at least 2"):
        fits.leave_one_out([fits.exponential], DATES, VALUES)
    with pytest.raises(ValueError, match="fitters: expected one response scale"):
        fits.leave_one_out(
            [fits.exponential, fits.logistic], DATES, 50 + 30 * np.tanh(YEARS) + NOISE
        )


def test_distribution_is_what_predictions_are_made_of():
    fit = fits.kinked(DATES, VALUES)
    mean, scale, dof = fit.distribution(["2026-06-01"])
    at = fit.predict(["2026-06-01"])
    from scipy.stats import t as student_t

    low, high = student_t.interval(0.95, dof, mean[0], scale[0])
    assert np.log2(at.lower[0]) == pytest.approx(low, rel=1e-9)
    assert np.log2(at.upper[0]) == pytest.approx(high, rel=1e-9)


# Records


def test_running_records():
    days = ["2024-01-01", "2024-01-01", "2024-03-01", "2024-02-01", "2024-04-01", "2024-04-01"]
    values = [3.0, 5.0, 5.0, 4.0, 9.0, 9.0]
    assert fits.running_records(days, values).tolist() == [
        False, True, False, False, True, False,
    ]  # fmt: skip
    assert fits.running_records(days, values, ties=True).tolist() == [
        False, True, True, False, True, True,
    ]  # fmt: skip
    falling = fits.running_records(days, [-v for v in values], lowest=True)
    assert falling.tolist() == fits.running_records(days, values).tolist()


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
@settings(max_examples=50, deadline=None)
def test_records_only_rise_and_start_with_the_first_day(values):
    days = np.datetime64("2024-01-01") + np.arange(len(values)).astype("timedelta64[D]")
    mask = fits.running_records(days, values)
    assert mask[0]
    chosen = np.array(values)[mask]
    assert np.all(np.diff(chosen) > 0)
    assert chosen[-1] == max(values)
