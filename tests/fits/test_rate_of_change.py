"""Slopes where models repeat and the frontier wanders, and pooled ones: against dense algebra,
statsmodels, known truths.
"""

from functools import partial

import numpy as np
import pytest
from refused import refused
from scipy import optimize, stats
from statsmodels.regression.linear_model import GLS, OLS

from analysis.fits import exponential, kinked, lead, rate_of_change
from analysis.fits.pooling import pool

START = np.datetime64("2024-01-01")
DAYS = np.array([0, 40, 65, 130, 190, 200, 280, 333, 390, 470, 520, 600])
DATES = START + DAYS.astype("timedelta64[D]")
YEARS = (DAYS - DAYS.mean()) / 365.25
NAMES = [f"model {place}" for place in range(len(DAYS))]
SEED = 20240101


def wandering(seed, *, noise=0.2, step=1.0):
    rng = np.random.default_rng(seed)
    steps = step * np.sqrt(np.diff(DAYS) / 365.25) * rng.standard_normal(len(DAYS) - 1)
    return (
        2.0 * YEARS + np.insert(np.cumsum(steps), 0, 0.0) + noise * rng.standard_normal(len(DAYS))
    )


def dense(y, design, ratio):
    """Restricted deviance, estimate and error with the whole covariance matrix."""
    since = (DAYS - DAYS[0]) / 365.25
    gap = since[-1] / (len(y) - 1)
    covariance = np.eye(len(y)) + ratio * np.minimum.outer(since, since) / gap
    fit = GLS(y, design, sigma=covariance).fit()
    spare = len(y) - design.shape[1]
    parts = np.linalg.slogdet(covariance)[1] - np.linalg.slogdet(fit.normalized_cov_params)[1]
    return spare * np.log(fit.scale) + parts, fit.params[-1], fit.bse[-1]


@pytest.mark.parametrize("power", [1, 2])
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_walk_is_the_restricted_likelihood_of_the_whole_covariance(seed, power):
    y, design = wandering(seed), np.vander(YEARS, power + 1, increasing=True)
    best = optimize.minimize_scalar(
        lambda z: dense(y, design, np.exp(z))[0], bounds=(-9.0, 9.0), method="bounded"
    )
    found = rate_of_change(DATES, y, NAMES, power=power)
    ratio = found.walk_share / (1.0 - found.walk_share)
    deviance, value, error = dense(y, design, ratio)
    assert deviance <= min(best.fun, dense(y, design, 0.0)[0]) + 1e-6
    assert found.walk.value == pytest.approx(power * value, rel=1e-6)
    assert found.walk.error == pytest.approx(power * error, rel=1e-6)
    assert found.walk.dof == len(y) - power - 1


def test_one_row_a_model_is_least_squares_and_noise_alone_has_no_walk():
    y = 2.0 * YEARS + 0.3 * np.array([1, -1] * 6)
    found = rate_of_change(DATES, y, NAMES)
    plain = OLS(y, np.vander(YEARS, 2, increasing=True)).fit()
    assert found.walk_share == 0.0
    for estimate in (found.walk, found.by_model):
        assert estimate.interval(0.9).lower == pytest.approx(plain.conf_int(0.1)[1][0], rel=1e-10)
    assert (found.n, found.clusters, found.decides) == (12, 12, "by model")


def test_repeats_of_a_model_count_once():
    y = 2.0 * YEARS + 0.3 * np.random.default_rng(5).standard_normal(12)
    once = rate_of_change(DATES, y, NAMES).by_model
    thrice = rate_of_change(np.repeat(DATES, 3), np.repeat(y, 3), np.repeat(NAMES, 3))
    fresh = rate_of_change(np.repeat(DATES, 3), np.repeat(y, 3), range(36)).by_model
    assert (thrice.clusters, thrice.by_model.dof) == (12, 11)
    bent = rate_of_change(np.repeat(DATES, 3), np.repeat(y, 3), np.repeat(NAMES, 3), power=2)
    assert bent.by_model.dof == 10
    assert fresh.error < 0.65 * once.error
    assert thrice.by_model.error > 0.7 * once.error
    design = np.repeat(np.vander(YEARS, 2, increasing=True), 3, axis=0)
    groups = np.repeat(np.arange(12), 3)
    known = OLS(np.repeat(y, 3), design).fit(
        cov_type="cluster", cov_kwds={"groups": groups}, use_t=True
    )
    assert thrice.by_model.interval(0.95).upper == pytest.approx(known.conf_int(0.05)[1][1])


def test_the_wider_interval_decides():
    found = rate_of_change(DATES, wandering(2, noise=0.05), NAMES)
    assert (found.decides, found.value) == ("walk", found.walk.value)
    for level in (0.9, 0.95):
        wide, other = found.interval(level), found.by_model.interval(level)
        assert wide.upper - wide.lower > other.upper - other.lower


@pytest.mark.parametrize("power", [1, 2])
def test_units_and_origin_do_not_matter(power):
    y = wandering(3)
    here = rate_of_change(DATES, y, NAMES, power=power)
    later = DATES + np.timedelta64(900, "D")
    there = rate_of_change(later[::-1], 1000.0 - 7.0 * y[::-1], NAMES[::-1], power=power)
    assert there.value == pytest.approx(-7.0 * here.value, rel=1e-5)
    assert there.interval(0.9).upper == pytest.approx(-7.0 * here.interval(0.9).lower, rel=1e-5)


Y = wandering(1)
test_bad_input_is_named = refused(
    (lambda: rate_of_change(DATES, Y, NAMES, power=3), "power: expected one of 1, 2, found 3"),
    (lambda: rate_of_change(DATES, Y, NAMES[1:]), "models: expected 12 names, found 11"),
    (lambda: rate_of_change(DATES, Y, None), "models: expected 12 names, found 0"),
    (lambda: lead(DATES, np.exp2(Y), seed=SEED, draws=0.5), "draws: expected a whole number"),
    (lambda: lead(DATES, np.exp2(Y), seed=None), "seed: expected a whole number"),
    (lambda: rate_of_change(DATES, Y, ["a", "b"] * 6), "models: expected 3 different names"),
    (lambda: rate_of_change(DATES[:3], Y[:3], NAMES[:3], power=2), "dates: expected at least 4 "),
    (lambda: lead(DATES[:6], np.exp2(Y[:6]), seed=SEED), "dates: expected at least 7 "),
)


def test_lead_is_that_of_the_fits():
    values = np.exp2(wandering(4))
    lines = [fitter(DATES, values).aicc for fitter in (exponential, kinked)]
    found = lead(DATES[::-1], values[::-1], draws=10, seed=SEED)
    assert found.value == pytest.approx(lines[0] - lines[1], abs=1e-8)


def test_chance_is_uniform_on_straight_walks_and_small_on_a_sharp_bend():
    chances = [
        lead(DATES, np.exp2(wandering(seed, noise=0.0)), draws=400, seed=SEED + seed).chance
        for seed in range(200)
    ]
    assert np.mean(chances) == pytest.approx(0.5, abs=0.08)
    assert 0.01 < np.mean(np.array(chances) <= 0.1) < 0.19
    bent = YEARS + 8.0 * np.maximum(YEARS, 0.0) + 0.05 * np.array([1, -1] * 6)
    assert lead(DATES, np.exp2(bent), draws=400, seed=SEED).chance < 0.01
    assert lead(DATES, np.exp2(9 * YEARS), draws=400, seed=SEED).chance == 1  # but for rounding


# Pooled by random effects


def test_equal_slopes_pool_to_themselves_with_no_spread_and_equal_errors_give_the_plain_mean():
    pooled = pool([2.0, 2.0, 2.0, 2.0], [0.1, 0.2, 0.3, 0.4])
    assert pooled.mean == pytest.approx(2.0)
    assert pooled.tau == pytest.approx(0.0, abs=1e-6)
    y = np.array([1.0, 2.0, 4.0, 7.0, 9.0])
    pooled = pool(y, np.full(5, 0.5), level=0.90)
    half = stats.t.ppf(0.95, 4) * y.std(ddof=1) / np.sqrt(5)
    assert pooled.mean == pytest.approx(y.mean())
    assert pooled.upper - pooled.mean == pytest.approx(half, rel=1e-6)
    assert pooled.tau**2 == pytest.approx(y.var(ddof=1) - 0.25, rel=1e-5)
    assert pooled.predicted_lower < pooled.lower < pooled.upper < pooled.predicted_upper


SHORT, UNEVEN = ([1, 2], [1, 1]), ([1, 2, 3], [1, 1])
HOLED, EXACT = ([1, 2, np.nan], [1, 1, 1]), ([1, 2, 3], [1, 0, 1])
test_bad_slopes_are_named = refused(
    *((partial(pool, *bad), "slopes, standard_e") for bad in (SHORT, UNEVEN, HOLED, EXACT))
)
