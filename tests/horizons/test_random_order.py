"""The order of the bootstrap's random draws, frozen digit by digit: families, tasks, runs.

A change here moves every interval that the book prints, without any evidence having changed.
"""

import numpy as np
import pytest

from analysis import evidence
from analysis.horizons import tallies
from analysis.horizons.bootstrap import bootstrap

SUITE = tallies.read(evidence.load().tasks)
DRAWS, SEED = 400, 20260504
FOUND = bootstrap(SUITE, draws=DRAWS, seed=SEED)
#: By model: 95% intervals at 50% and at 80%, and the first, second and last draw at 50%, minutes.
PINNED = {
    "GPT-4 0314": (
        (1.99098006, 8.29504042, 0.375436851, 2.63958748),
        (5.02585929, 6.79643521, 8.13277883),
    ),
    "o1": (
        (22.3379923, 67.8518046, 2.91839006, 17.6395497),
        (53.3750429, 38.6673679, 48.2281439),
    ),
    "GPT-5.2": (
        (195.917672, 871.625198, 31.1110271, 122.774467),
        (389.413136, 322.803318, 178.026518),
    ),
    "Claude Opus 4.6": (
        (301.537901, 3661.48743, 25.8183727, 162.149374),
        (485.722032, 749.926885, 274.039052),
    ),
}


@pytest.mark.parametrize("model", PINNED)
def test_a_fixed_seed_gives_these_digits(model):
    ends, draws = PINNED[model]
    found = [FOUND.interval(model, p) for p in (0.5, 0.8)]
    assert [end for i in found for end in (i.lower, i.upper)] == pytest.approx(ends, rel=1e-8)
    assert FOUND.draws(model)[[0, 1, -1]] == pytest.approx(draws, rel=1e-8)


def test_tasks_are_drawn_once_for_all_models():
    ratio = FOUND.ratio_interval("Claude Opus 4.6", "GPT-5.2")
    assert (ratio.lower, ratio.upper) == pytest.approx((0.979423603, 8.02737514), rel=1e-8)


@pytest.mark.parametrize("cores", [1, 3, None])
def test_threads_change_no_digit(monkeypatch, cores):
    monkeypatch.setattr("analysis.horizons.bootstrap.os.cpu_count", lambda: cores)
    again = bootstrap(SUITE, draws=DRAWS, seed=SEED)
    np.testing.assert_array_equal(again.horizons, FOUND.horizons)


def test_models_do_not_disturb_each_other():
    turned = bootstrap(SUITE[::-1], draws=DRAWS, seed=SEED)
    for model in FOUND.models:
        np.testing.assert_allclose(turned.draws(model), FOUND.draws(model), rtol=1e-9)


def test_another_seed_gives_other_draws():
    other = bootstrap(SUITE, draws=DRAWS, seed=SEED + 1)
    assert np.isclose(other.horizons, FOUND.horizons).mean() < 0.01
