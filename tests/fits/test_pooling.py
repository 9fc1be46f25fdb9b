"""Random-effects pooling and Wilson's interval: known truths, published values, laws, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.fits.pooling import pool
from analysis.fits.shares import wilson


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


def test_the_interval_of_the_mean_covers_what_it_promises():
    rng = np.random.default_rng(7)
    hits = 0
    for _ in range(400):
        se = rng.uniform(0.2, 0.6, 8)
        y = 1.0 + rng.normal(0, 0.5, 8) + rng.normal(0, se)
        pooled = pool(y, se, level=0.90)
        hits += pooled.lower <= 1.0 <= pooled.upper
    assert 0.86 <= hits / 400 <= 0.94


@pytest.mark.parametrize(
    ("slopes", "errors"),
    [([1, 2], [1, 1]), ([1, 2, 3], [1, 1]), ([1, 2, np.nan], [1, 1, 1]), ([1, 2, 3], [1, 0, 1])],
)
def test_bad_input_is_named(slopes, errors):
    with pytest.raises(ValueError, match="slopes, standard_errors: expected"):
        pool(slopes, errors)


@pytest.mark.parametrize(
    ("share", "n", "lower", "upper"),
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
    [
        (100 * 81 / 263, 263, 25.53, 36.62),
        (100 * 15 / 148, 148, 6.24, 16.05),
        (0.0, 20, 0.0, 16.11),
        (100 * 1 / 29, 29, 0.61, 17.18),
    ],
)
def test_published_intervals(share, n, lower, upper):
    found = wilson(share, n)
    assert found.lower == pytest.approx(lower, abs=0.006)
    assert found.upper == pytest.approx(upper, abs=0.006)


@given(st.floats(0, 100), st.integers(1, 5000))
def test_it_holds_the_share_stays_inside_the_scale_and_mirrors(share, n):
    found, mirrored = wilson(share, n), wilson(100 - share, n)
    assert 0 <= found.lower <= share + 1e-9
    assert share - 1e-9 <= found.upper <= 100
    assert mirrored.lower == pytest.approx(100 - found.upper, abs=1e-7)


@given(st.floats(1, 99), st.integers(2, 500))
def test_more_tasks_narrow_it(share, n):
    few, many = wilson(share, n), wilson(share, 2 * n)
    assert many.upper - many.lower < few.upper - few.lower


@pytest.mark.parametrize(
    ("share", "n", "level", "name"),
    [(101, 10, 0.95, "share"), (-1, 10, 0.95, "share"), (50, 0, 0.95, "n"), (50, 10, 1.0, "level")],
)
def test_a_share_that_is_none_is_named(share, n, level, name):
    with pytest.raises(ValueError, match=f"{name}: expected a number"):
        wilson(share, n, level=level)
