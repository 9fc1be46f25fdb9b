"""The least-squares core: certified digits, laws, and refusals instead of bad fits."""

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from refused import refused

from analysis import fits
from analysis.fits import growth, least_squares
from analysis.fits.broken_line import KINKED
from analysis.fits.growth import PACE
from analysis.fits.least_squares import Curve, FitError, fit, fit_linear
from analysis.fits.scores import s_curve
from tests.nist.certified import PROBLEMS, digits

#: Seven digits, but for one set: in Wampler5 the noise is ten thousand times that of Wampler3.
BAR = {"Wampler5": 5.5}
#: The residuals of Lanczos1 are of the size of the rounding of its model (1e-13 of values near 1),
#: so two digits of their size are all that double precision holds.
ROUNDED = {"Lanczos1": 2.0}


DECAY = Curve(
    lambda x, b: b[0] * np.exp(-b[1] * x),
    lambda x, b: np.column_stack([np.exp(-b[1] * x), -b[0] * x * np.exp(-b[1] * x)]),
)


X = np.linspace(0.0, 4.0, 12)
LINE = np.column_stack([np.ones_like(X), X])
NOISE = np.array([3, -1, 4, -1, 5, -9, 2, -6, 5, -3, 5, -8]) * 1e-2


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem["name"])
def test_certified_digits(problem):
    for row in digits(problem):
        assert row.parameters >= BAR.get(row.name, 7.0), row
        assert row.standard_errors >= ROUNDED.get(row.name, 7.0), row
        assert row.rss >= ROUNDED.get(row.name, 7.0), row


CURVES = {
    "kinked": (KINKED, [1.0, 0.5, 2.0, 0.3]),
    "pace": (PACE, [1.0, 2.0, 0.15]),
    "pace, nearly straight": (PACE, [1.0, 2.0, 1e-4]),
    "to 80": (s_curve(80.0), [0.2, 1.7]),
    "free ceiling": (s_curve(None), [0.2, 1.7, 90.0]),
}


@pytest.mark.parametrize(("curve", "b"), CURVES.values(), ids=CURVES)
def test_gradients_are_the_derivatives_of_their_curves(curve, b):
    t, b = np.linspace(-1.2, 1.4, 15), np.array(b)
    for index, column in enumerate(curve.gradient(t, b).T):
        step = np.zeros_like(b)
        step[index] = 1e-5
        numeric = (curve.value(t, b + step) - curve.value(t, b - step)) / 2e-5
        np.testing.assert_allclose(column, numeric, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("module", [fits, least_squares, growth])
def test_examples_in_docstrings_are_true(module):
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0


@given(st.floats(-6, 6), st.floats(-6, 6), st.permutations(range(12)))
@settings(max_examples=40, deadline=None)
def test_neither_units_nor_order_matter(log_x, log_y, order):
    unit_x, unit_y = 10.0**log_x, 10.0**log_y
    y = DECAY.value(X, [3.0, 0.7]) + NOISE
    here = fit(DECAY, X, y, [2.0, 0.5])
    there = fit(DECAY, X[order] * unit_x, y[order] * unit_y, [2 * unit_y, 0.5 / unit_x])
    units = np.array([unit_y, 1.0 / unit_x])
    np.testing.assert_allclose(there.parameters, here.parameters * units, rtol=1e-9)
    np.testing.assert_allclose(there.standard_errors, here.standard_errors * units, rtol=1e-8)


TWICE, FLAT = np.column_stack([LINE[:, 0], LINE]), np.column_stack([np.ones_like(X), 0.0 * X])
TWICE_BENT = Curve(lambda x, b: TWICE @ b, lambda x, b: TWICE)
FALLING = DECAY.value(X, [3.0, 0.7]) + NOISE
test_what_the_data_do_not_determine_and_what_is_not_found_is_an_error = refused(
    (lambda: fit(TWICE_BENT, X, 1.0 + X + NOISE, [0.0] * 3), "3 parameters, but .* only 2"),
    (lambda: fit_linear(TWICE, 1.0 + X), "determine only 2"),
    (lambda: fit_linear(FLAT, 1.0 + X), "2 parameters, but the data determine only 1"),
    (lambda: fit(DECAY, X, FALLING, [30.0, 3.0], max_evaluations=2), "no convergence after 2 eval"),
    # The best S-curve through values that grow for ever is further off than any search goes.
    (
        lambda: fit(s_curve(None), X, np.exp(1.3 * X), [1.0, 1.0, 2.0], max_evaluations=500),
        "after 500",
    ),
    (lambda: fit(DECAY, X, FALLING, [1.0, -1e6]), "the search broke down"),
    error=FitError,
)


HOLED = np.where(X > 3, np.nan, X)
test_bad_input_is_named = refused(
    (lambda: fit(DECAY, X, HOLED, [2, 1]), "y: expected finite numbers, found nan"),
    (lambda: fit(DECAY, X[:2], X[:2], [2, 1]), "y: expected at least 3 observations for 2 par"),
    (lambda: fit(DECAY, X, X, []), "start: expected a non-empty list"),
    (lambda: fit(DECAY, X, X, ["a", "b"]), "start: expected numbers"),
    (lambda: fit_linear([[1, 0], [1, 1]], [1.0, 2.0]), "at least 3 observations for 2 parameters"),
)
