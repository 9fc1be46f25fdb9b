"""Horizons: METR's published figures from the ground, independent routes, laws, refusals."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from refused import refused
from scipy.optimize import minimize
from scipy.stats import norm

from analysis import evidence, horizons
from analysis.horizons import FitError, fit, solve, tallies, task_weights
from analysis.horizons.bootstrap import bootstrap
from analysis.horizons.tallies import Tally

EV = evidence.load()
SUITE = tallies.read(EV.tasks)
MODELS = [tally.model for tally in SUITE]
DRAWS, SEED = 400, 20260504
FOUND = bootstrap(SUITE, draws=DRAWS, seed=SEED)


def rows(*lines):
    """Tallies from (model, task, family, minutes, runs, successes) tuples."""
    return tallies.read(pd.DataFrame(lines, columns=tallies.COLUMNS))


def simulated(seed=7, tasks=60, families=12, intercept=2.0, slope=-0.6, runs=6):
    rng = np.random.default_rng(seed)
    minutes = np.round(2.0 ** rng.uniform(-3, 11, tasks), 3)
    chance = 1 / (1 + np.exp(-(intercept + slope * np.log2(minutes))))
    return Tally(
        "simulated",
        np.array([f"t{i}" for i in range(tasks)], dtype=object),
        np.array([f"f{i % families}" for i in range(tasks)], dtype=object),
        minutes,
        np.full(tasks, runs),
        rng.binomial(runs, chance),
    )


def sums(successes, x):
    return successes @ np.stack([np.ones_like(x), x], axis=1)


# What METR publishes


@pytest.mark.parametrize("tally", SUITE, ids=MODELS)
def test_published_horizons_within_a_tenth_of_a_percent_and_scores_to_six_decimals(tally):
    def published(what):
        (value,) = EV.rows(f"metr_th_1_1_{what}", model=tally.model)["value"]
        return value

    found = fit(tally)
    for what, reliability in (("p50", 0.5), ("p80", 0.8)):
        assert found.horizon(reliability) == pytest.approx(published(what), rel=1e-3)
    assert round(found.score, 6) == pytest.approx(published("score"), abs=1e-12)


# Independent routes


@pytest.mark.parametrize("link", horizons.LINKS)
@pytest.mark.parametrize("penalty", [1e-5, 0.1])
def test_agrees_with_a_general_optimiser_on_single_runs(link, penalty):
    tally = simulated()
    x = np.repeat(np.log2(tally.minutes), tally.runs)
    y = np.concatenate([[1] * s + [0] * (n - s) for s, n in zip(tally.successes, tally.runs)])  # noqa: B905
    w = np.repeat(task_weights(tally) / tally.runs, tally.runs)
    chance = {
        "logit": lambda e: 1 / (1 + np.exp(-e)),
        "probit": norm.cdf,
        "cloglog": lambda e: 1 - np.exp(-np.exp(e)),
    }[link]

    def objective(b):
        p = np.clip(chance(b[0] + b[1] * x), 1e-15, 1 - 1e-15)
        return -np.sum(w * (y * np.log(p) + (1 - y) * np.log(1 - p))) + penalty / 2 * b[1] ** 2

    best = minimize(
        objective, [0.5, -0.3], method="Nelder-Mead",
        options={"xatol": 1e-10, "fatol": 1e-15, "maxiter": 4000},
    )  # fmt: skip
    found = fit(tally, link=link, penalty=penalty)
    assert found.intercept == pytest.approx(best.x[0], abs=1e-6)
    assert found.slope == pytest.approx(best.x[1], abs=1e-6)
    at_horizon = found.intercept + found.slope * math.log2(found.horizon(0.7))
    assert chance(at_horizon) == pytest.approx(0.7, abs=1e-9)


def test_batched_bootstrap_agrees_with_resampling_run_by_run():
    tally = simulated(tasks=36, families=9, runs=4)
    fast = np.log2(bootstrap([tally], draws=4000, seed=1).draws("simulated"))
    weights = task_weights(tally) / tally.runs
    x = np.log2(tally.minutes)
    rng = np.random.default_rng(2)
    names = sorted(set(tally.families))
    members = {name: np.flatnonzero(tally.families == name) for name in names}
    outcomes = [
        np.array([1] * s + [0] * (n - s)) for s, n in zip(tally.successes, tally.runs, strict=True)
    ]
    trials, wins = np.zeros((800, 36)), np.zeros((800, 36))
    for draw in range(800):
        for family in rng.choice(len(names), len(names)):
            pool = members[names[family]]
            for task in rng.choice(pool, len(pool)):
                sampled = rng.choice(outcomes[task], tally.runs[task])
                trials[draw, task] += weights[task] * tally.runs[task]
                wins[draw, task] += weights[task] * sampled.sum()
    (a, b), good = solve(trials, sums(wins, x), x, horizons.PENALTY, (2.0, -0.6))
    assert good.all()
    slow = -a / b
    error = np.hypot(fast.std() / math.sqrt(len(fast)), slow.std() / math.sqrt(len(slow)))
    assert abs(fast.mean() - slow.mean()) < 4 * error
    assert fast.std() == pytest.approx(slow.std(), rel=4 / math.sqrt(2 * len(slow)))


def test_many_data_sets_at_once_are_fitted_as_each_alone():
    tally = simulated(tasks=120, families=120, runs=2)
    rng, x = np.random.default_rng(4), np.log2(tally.minutes)
    trials = rng.exponential(size=(100, 120)) * (rng.random((100, 120)) < 0.4)
    # The last rows hold little but certain outcomes: flat, steep and all but separated.
    trials[95:, 8:] = 0.0
    share = tally.successes / tally.runs
    won = sums(trials * share, x)
    (a, b), good = solve(trials, won, x, 1e-5, (2.0, -0.6))
    assert good.sum() >= 95
    for i in range(100):
        (one_a, one_b), alone = solve(trials[i : i + 1], won[i : i + 1], x, 1e-5, (2.0, -0.6))
        assert alone[0] == good[i]
        if good[i]:
            assert a[i] == pytest.approx(one_a[0], rel=1e-8, abs=1e-8)
            assert b[i] == pytest.approx(one_b[0], rel=1e-8, abs=1e-8)


def test_a_model_that_ran_some_of_the_tasks_does_not_see_the_others():
    few = SUITE[1].only(SUITE[1].minutes < 500.0)
    few = Tally("few", few.tasks, few.families, few.minutes, few.runs, few.successes)
    together = bootstrap([few, SUITE[3]], draws=1500, seed=2)
    alone = bootstrap([few], draws=1500, seed=3)
    assert together.point[0, 0] == pytest.approx(fit(few).horizon(), rel=1e-12)
    # Other families make other draws, not other fits: much the same quartiles.
    for share in (0.25, 0.5, 0.75):
        one, other = (np.quantile(found.draws("few"), share) for found in (together, alone))
        assert one == pytest.approx(other, rel=0.12)


# Laws


@given(st.floats(-8, 8), st.permutations(range(60)), st.integers(1, 30))
@settings(max_examples=25, deadline=None)
def test_the_unit_scales_the_horizon_and_order_and_more_runs_of_the_same_share_change_nothing(
    doublings, order, times
):
    one, unit = simulated(), 2.0**doublings
    minutes, runs, successes = one.minutes * unit, one.runs * times, one.successes * times
    arrays = (one.tasks, one.families, minutes, runs, successes)
    here, there = fit(one), fit(Tally(one.model, *(array[order] for array in arrays)))
    assert there.horizon() == pytest.approx(unit * here.horizon(), rel=1e-9)
    assert there.slope == pytest.approx(here.slope, rel=1e-9)


def test_intervals_nest_and_hold_the_estimate():
    for model in MODELS:
        inner, outer = FOUND.interval(model, level=0.5), FOUND.interval(model)
        assert outer.lower < inner.lower < inner.upper < outer.upper
        assert outer.lower < fit(SUITE[MODELS.index(model)]).horizon() < outer.upper


# Models without a curve

NOTHING, EVERYTHING, SPLIT, RISING = (
    rows(*(("m", f"t{i}", "f", 2.0**i, runs, wins(i)) for i in range(6)))[0]
    for runs, wins in (
        *((4, lambda i: 0), (4, lambda i: 4), (4, lambda i: 4 * (i < 3))),
        (10, lambda i: i),
    )
)


def test_a_model_that_solved_what_is_short_and_nothing_else_has_a_horizon_by_the_penalty():
    assert 4.0 < fit(SPLIT).horizon() < 8.0


test_why_there_is_no_horizon_is_said = refused(
    (lambda: fit(NOTHING).horizon(), "no horizon, solved nothing"),
    (lambda: fit(EVERYTHING).horizon(), "no horizon, solved everything"),
    (lambda: fit(RISING).horizon(), "longer tasks were solved more often"),
    (lambda: fit(SPLIT, penalty=0), "length may separate solved from unsolved"),
    error=FitError,
)


def test_draws_without_a_curve_count_as_zero_or_infinite():
    few = rows(("m", "a", "f", 1.0, 2, 1), ("m", "b", "g", 8.0, 2, 1), ("m", "c", "h", 64.0, 2, 0))
    draws = bootstrap(few, draws=500, seed=1).draws("m")
    assert not np.isnan(draws).any()
    assert (draws == 0.0).any()
    assert np.isinf(draws).any()


# Bad input


test_bad_options_are_named = refused(
    (lambda: fit(SUITE[0], penalty=-1.0), "penalty: expected a number between 0"),
    (lambda: fit(SUITE[0], weighting="runs"), "weighting: expected one of family, equal"),
    (lambda: fit(SUITE[0], link="loglog"), "link: expected one of logit, probit, cloglog"),
    (lambda: fit(SUITE[0]).horizon(1.0), "reliability: expected a number between 0"),
    (lambda: bootstrap([], seed=1), "tallies: expected different models, found none"),
    (lambda: bootstrap([SUITE[0], SUITE[0]], seed=1), "tallies: expected different models"),
    (lambda: bootstrap(SUITE, seed=-1), "seed: expected a whole number of at least 0, found -1"),
    (lambda: bootstrap(SUITE, seed=1, draws=1), "draws: expected a whole number of at least 2"),
    (lambda: bootstrap(SUITE, seed=1, draws=10.0), "draws: expected a whole number of at least 2"),
    (lambda: FOUND.interval("o1", level=95), "level: expected a number between 0"),
    (lambda: bootstrap(SUITE, seed=1, reliabilities=[]), "reliabilities: expected at least one"),
    (lambda: bootstrap(SUITE, seed=1, reliabilities=[0]), "reliabilities: expected a number"),
    (lambda: bootstrap([NOTHING], seed=1), "no horizon, solved nothing"),
    (lambda: FOUND.interval("GPT-6"), "model: expected one of GPT-4 0314"),
    (lambda: FOUND.interval("o1", 0.9), r"reliability: expected one of 0\.5, 0\.8, found 0\.9"),
)


# The random draws


@pytest.mark.parametrize("cores", [1, 3, None])
def test_threads_change_no_digit(monkeypatch, cores):
    monkeypatch.setattr("analysis.horizons.bootstrap.os.cpu_count", lambda: cores)
    again = bootstrap(SUITE, draws=DRAWS, seed=SEED)
    np.testing.assert_array_equal(again.horizons, FOUND.horizons)


def test_models_do_not_disturb_each_other():
    turned = bootstrap(SUITE[::-1], draws=DRAWS, seed=SEED)
    for model in FOUND.models:
        np.testing.assert_allclose(turned.draws(model), FOUND.draws(model), rtol=1e-9)
