"""Scores with a ceiling, and the records of a series."""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from refused import refused
from scipy.stats import f

from analysis import fits
from analysis.fits import FitError

DAYS = np.array([0, 61, 130, 210, 260, 333, 390, 470, 555, 600, 701, 760, 850, 905, 1000])
DATES = np.datetime64("2023-01-15") + DAYS.astype("timedelta64[D]")
NOISE = np.random.default_rng(20260504).standard_normal(len(DAYS))
YEARS = (DAYS - DAYS.mean()) / 365.25


# Scores in percent


@given(st.floats(-0.8, 0.8), st.floats(1.2, 6.0), st.floats(55.0, 100.0))
@settings(max_examples=15, deadline=None)
def test_exact_logistic_is_recovered(midpoint, rate, ceiling):
    exact = ceiling / (1.0 + np.exp(-rate * (YEARS - midpoint)))
    given_top = fits.logistic(DATES, exact, ceiling=ceiling)
    assert given_top.rate == pytest.approx(rate, rel=1e-7)
    assert given_top.parameters["log_odds"] == pytest.approx(-rate * midpoint, abs=1e-7)
    free = fits.logistic(DATES, exact, ceiling=None)
    assert free.ceiling == pytest.approx(ceiling, rel=1e-5)
    assert free.rate == pytest.approx(rate, rel=1e-3)


def test_an_undetermined_ceiling_has_no_upper_limit():
    # Only the lower half of the S is seen.
    seen = np.clip(100 / (1 + np.exp(-2.0 * (YEARS - 2.4))) + 0.8 * NOISE, 0, 100)
    found = fits.logistic(DATES, seen, ceiling=None).interval("ceiling")
    assert found.upper == math.inf
    with pytest.raises(FitError, match="no S-curve is determined"):
        fits.logistic(DATES, 0.5 * 2.0 ** (DAYS / 150.0), ceiling=None)


@pytest.mark.parametrize("ceiling", [100.0, 80.0])
def test_scores_scatter_on_the_log_odds_unless_the_ceiling_is_estimated(ceiling):
    seen = ceiling / (1 + np.exp(-2 * YEARS - 0.3 * NOISE))
    fit = fits.logistic(DATES, seen, ceiling=ceiling)
    assert (fit.response, fits.logistic(DATES, seen, ceiling=None).response) == (
        "logit", "percent",
    )  # fmt: skip
    slope = float(np.polyfit(YEARS, np.log(seen / (ceiling - seen)), 1)[0])
    assert fit.rate == pytest.approx(slope, rel=1e-9)
    late = fit.predict(["2035-01-01"])
    assert ceiling - 1.0 < late.lower[0] < late.value[0] < late.upper[0] < ceiling
    wide = np.clip(seen + 5 * NOISE, 0, 100)
    points = fits.logistic(DATES, wide, ceiling=ceiling, scatter="percent")
    later = points.predict(["2028-01-01", "2020-01-01"])
    assert later.lower.min() >= 0.0
    assert later.upper.max() <= 100.0


SEEN = list(np.linspace(5.0, 99.0, 15))
HIGH, ZERO = [*SEEN[:-1], 101.0], [0.0, *SEEN[1:]]
fitted = partial(fits.logistic, DATES)
test_scores_outside_their_range_are_named = refused(
    (lambda: fitted(HIGH, scatter="percent"), "percents: expected scores between 0 and 10"),
    (lambda: fitted(ZERO), r"strictly between 0 and 100, found 0\.0 at 0; scatter"),
    (lambda: fitted(SEEN, ceiling=90.0, scatter="logit"), "strictly between 0 and 90, found 92"),
    (lambda: fitted(SEEN, ceiling=-5), "ceiling: expected a number"),
    (lambda: fitted(SEEN, ceiling=None, scatter="logit"), "ceiling: expected a number with scat"),
    (lambda: fitted(SEEN, scatter="log"), "scatter: expected one of percent, logit"),
    (lambda: fitted(SEEN).interval("ceiling"), "name: expected one of log_odds, rate, found 'ce"),
)


def test_log_odds_are_of_scores_strictly_inside():
    assert fits.logit([50.0, 20.0, 80.0]).tolist() == pytest.approx([0, -math.log(4), math.log(4)])


test_what_is_no_share_is_named = refused(
    (lambda: fits.logit(0.0), "percent: expected percentages.*strictly.*found 0$"),
    (lambda: fits.logit(math.nan), "percent: expected percentages.*strictly.*found nan$"),
    (lambda: fits.logit("half"), "percent: expected percentages.*found 'half'"),
    (lambda: fits.logit([50.0, 100.0]), "percent: expected percentages.*found 100 at 1"),
)


def test_profile_of_a_free_ceiling_is_that_of_a_grid_of_given_ones():
    share = 0.8 / (1 + np.exp(-4.0 * (YEARS + 0.4)))
    base = np.random.default_rng(9).binomial(400, share) / 4
    found = fits.logistic(DATES, base, ceiling=None)
    ends = found.interval("ceiling", level=0.9)
    assert ends.lower < found.ceiling < ends.upper < 100.0
    loss = found.scatter**2 * f.ppf(0.9, 1, found.dof)
    for end in (ends.lower, ends.upper):
        given = fits.logistic(DATES, base, ceiling=end, scatter="percent")
        assert given.rss - found.rss == pytest.approx(loss, rel=1e-4)


@pytest.mark.parametrize(
    "jump", [[0] * 7 + [100] * 8, [0] * 7 + [50] + [100] * 7, [0] * 14 + [100]]
)
@pytest.mark.parametrize("ceiling", [100.0, None])
def test_scores_that_jump_from_nothing_to_everything_have_no_rate(jump, ceiling):
    with pytest.raises(FitError, match=r"^percents: "):
        fits.logistic(DATES, jump, ceiling=ceiling, scatter="percent")


# Records


def test_running_records():
    days = ["2024-01-01", "2024-01-01", "2024-03-01", "2024-02-01", "2024-04-01", "2024-04-01"]
    values = [3.0, 5.0, 5.0, 4.0, 9.0, 9.0]
    assert fits.running_records(days, values).tolist() == [
        False, True, False, False, True, False,
    ]  # fmt: skip
    falling = fits.running_records(days, [-v for v in values], lowest=True)
    assert falling.tolist() == fits.running_records(days, values).tolist()
