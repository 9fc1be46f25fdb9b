"""Whatever is handed to a trend: a fit with sound numbers, or a ValueError that says what is wrong.

Never another exception, a silent nan, or a warning (every warning is an error in these tests).
"""

import contextlib
import math
import re
from functools import partial

import numpy as np
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from analysis import fits
from analysis.fits import FitError

NAMES = ("exponential", "quadratic", "kinked", "changing_pace", "logistic")
FITS = {name: getattr(fits, name) for name in NAMES} | {
    "logistic, points": partial(fits.logistic, scatter="percent"),
    "logistic, free ceiling": partial(fits.logistic, ceiling=None),
}
#: An argument, a colon, what was expected; or, of a curve that is not determined, what the data do.
SAYS = re.compile(r"^(dates|values|percents): .*(expected|no S-curve|they bend)", re.S)


def sound(fit) -> None:
    """Estimates are numbers, intervals hold them, and predictions are ordered."""
    assert all(math.isfinite(value) for value in fit.parameters.values())
    assert math.isfinite(fit.scatter)
    # One parameter of each fit, since profiles take their time.
    place = fit.n % len(fit.names)
    name, value = fit.names[place], fit.parameters[fit.names[place]]
    # With a free ceiling a profile takes seconds on wild data; it has tests of its own.
    if "ceiling" not in fit.names:
        with contextlib.suppress(FitError):
            ends = fit.interval(name)
            assert ends.lower <= value <= ends.upper, (name, ends)
    ahead = fit.predict(["2027-01-01"])
    assert ahead.lower[0] <= ahead.value[0] <= ahead.upper[0]


def attempt(fitter, *arguments, **options):
    """The fit, or None after a ValueError with a proper message."""
    try:
        return fitter(*arguments, **options)
    except ValueError as error:
        message = str(error)
    assert SAYS.search(message), message
    return None


# Series such as people have: ties, repeated rows, steps, flat stretches, in any order

offsets = st.lists(st.integers(0, 1500), min_size=2, max_size=12)
levels = st.one_of(
    st.floats(0.001, 99.999), st.integers(0, 100).map(float), st.sampled_from([5.0, 50.0, 95.0])
)


@st.composite
def series(draw):
    at = draw(offsets)
    values = draw(st.lists(levels, min_size=len(at), max_size=len(at)))
    if draw(st.booleans()):
        again = draw(st.integers(0, len(at) - 1))
        at, values = [*at, at[again]], [*values, values[again]]
    return np.datetime64("2022-01-01") + np.array(at).astype("timedelta64[D]"), np.array(values)


@pytest.mark.parametrize("name", FITS)
def test_series_give_a_sound_fit_in_any_order(name):
    # These two are searched for over seconds on wild data.
    examples = {"logistic, free ceiling": 2, "changing_pace": 3}.get(name, 12)

    @given(series(), st.randoms(use_true_random=False))
    @settings(max_examples=examples, phases=[Phase.generate])
    def holds(given_series, random):
        dates, values = given_series
        fit = attempt(FITS[name], dates, values)
        order = list(range(len(dates)))
        random.shuffle(order)
        other = attempt(FITS[name], dates[order], values[order])
        assert (fit is None) == (other is None)
        assume(fit is not None)
        sound(fit)
        assert other.rss == pytest.approx(fit.rss, rel=1e-6, abs=1e-9)

    holds()
