"""Random-effects pooling: known truths, published values, laws, bad input."""

from functools import partial

import numpy as np
import pytest
from refused import refused
from scipy import stats

from analysis.fits.pooling import pool


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


SHORT, UNEVEN = ([1, 2], [1, 1]), ([1, 2, 3], [1, 1])
HOLED, EXACT = ([1, 2, np.nan], [1, 1, 1]), ([1, 2, 3], [1, 0, 1])
test_bad_input_is_named = refused(
    *((partial(pool, *bad), "slopes, standard_e") for bad in (SHORT, UNEVEN, HOLED, EXACT))
)
