"""Wilson's interval: published values, laws, bad input."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.fits.shares import wilson


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
def test_bad_input_is_named(share, n, level, name):
    with pytest.raises(ValueError, match=f"{name}: expected a number"):
        wilson(share, n, level=level)
