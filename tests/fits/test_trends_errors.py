"""Trends of values that were each measured with a known error."""

import math
from functools import partial

import numpy as np
import pytest

from analysis import fits
from analysis.fits.broken_line import kink_value
from analysis.fits.pace import pace_value

DAYS = np.array([0, 61, 130, 210, 260, 333, 390, 470, 555, 600, 701, 760, 850, 905, 1000])
DATES = np.datetime64("2023-01-15") + DAYS.astype("timedelta64[D]")
NOISE = np.random.default_rng(20260504).standard_normal(len(DAYS))
YEARS = (DAYS - DAYS.mean()) / 365.25

GROWTH = np.exp2


def s_curve(t, b):
    return (b[2] if len(b) == 3 else 100.0) / (1.0 + np.exp(-b[1] * (t - b[0])))


#: Fit, true curve on its response scale, true parameters, and from that scale to the data.
CASES = {
    "exponential": (fits.exponential, np.polynomial.polynomial.polyval, [1.0, 2.4], GROWTH),
    "quadratic": (fits.quadratic, np.polynomial.polynomial.polyval, [1.0, 2.4, 0.6], GROWTH),
    "kinked": (fits.kinked, kink_value, [2.0, 1.0, 4.0, 0.1], GROWTH),
    "superexponential": (fits.superexponential, pace_value, [1.0, 2.0, 0.15], GROWTH),
    "decelerating": (fits.decelerating, pace_value, [1.0, 2.0, -0.2], GROWTH),
    "logistic, log-odds": (
        fits.logistic, lambda t, b: b[1] * (t - b[0]), [0.1, 2.5],
        lambda z: 100.0 / (1.0 + np.exp(-z)),
    ),
    "logistic, points": (
        partial(fits.logistic, scatter="percent"), s_curve, [0.1, 2.5], lambda y: y,
    ),
    "logistic, free ceiling": (
        partial(fits.logistic, ceiling=None), s_curve, [-0.3, 3.5, 90.0], lambda y: y,
    ),
}  # fmt: skip


def curve(case):
    """(fit, true values on the response scale, size of a small error there, truth, to the data)."""
    fitter, value, truth, to_data = CASES[case]
    y = value(YEARS, truth)
    return fitter, y, 1.0 if "points" in case or "free" in case else 0.1, np.array(truth), to_data


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("error", [0.0, 0.5])
def test_equal_errors_give_the_plain_fit_intervals_and_aicc(case, error):
    fitter, y, unit, _, to_data = curve(case)
    values = to_data(y + unit * NOISE)
    plain = fitter(DATES, values)
    found = fitter(DATES, values, errors=[error * unit] * 15)
    assert found.result.parameters == pytest.approx(plain.result.parameters, rel=1e-6)
    assert found.scatter == pytest.approx(plain.scatter, rel=1e-6)
    assert found.aicc == pytest.approx(plain.aicc, abs=1e-6)
    assert found.r_squared == pytest.approx(plain.r_squared, rel=1e-6)
    for name in plain.names:
        one, two = plain.interval(name), found.interval(name)
        assert (two.lower, two.upper) == pytest.approx((one.lower, one.upper), rel=1e-5)
    ahead, same = plain.predict(["2026-06-01"]), found.predict(["2026-06-01"])
    assert (same.lower, same.upper) == (
        pytest.approx(ahead.lower, rel=1e-5), pytest.approx(ahead.upper, rel=1e-5)
    )  # fmt: skip
    # What the errors do not explain is left as scatter between models.
    assert math.hypot(found.between, error * unit) == pytest.approx(plain.scatter, rel=1e-3)


@pytest.mark.parametrize("case", CASES)
def test_a_point_measured_badly_counts_for_little(case):
    fitter, y, unit, truth, to_data = curve(case)
    y = y + 1e-3 * unit * NOISE
    y[4] += 8.0 * unit
    errors = np.full(15, 1e-3 * unit)
    errors[4] = 80.0 * unit
    found = fitter(DATES, to_data(y), errors=errors).result.parameters
    size = np.maximum(np.abs(truth), 1.0)
    assert np.abs((found - truth) / size).max() < 2e-3
    fooled = fitter(DATES, to_data(y)).result.parameters
    assert np.abs((fooled - truth) / size).max() > 1e-2


def test_weights_are_those_of_a_general_optimiser():
    from scipy.optimize import minimize

    errors = np.linspace(0.05, 0.6, 15)
    y = 1.0 + 2.4 * YEARS + np.hypot(errors, 0.3) * NOISE
    found = fits.exponential(DATES, np.exp2(y), errors=errors)

    def restricted(b):
        variance = errors**2 + b[2] ** 2
        design = np.column_stack([np.ones(15), YEARS])
        rest = y - design @ b[:2]
        normal = design.T @ (design / variance[:, None])
        return (np.log(variance) + rest**2 / variance).sum() + np.linalg.slogdet(normal)[1]

    best = minimize(restricted, [0.0, 1.0, 0.5], method="Nelder-Mead",
                    options={"xatol": 1e-10, "fatol": 1e-12, "maxiter": 5000}).x  # fmt: skip
    assert [found.intercept, found.per_year, found.between] == pytest.approx(
        [best[0], best[1], abs(best[2])], abs=1e-5
    )


@pytest.mark.parametrize("case", ["exponential", "kinked", "logistic, log-odds"])
def test_scatter_between_models_is_recovered_and_intervals_hold_the_truth(case):
    fitter, y, _, truth, to_data = curve(case)
    rng = np.random.default_rng(11)
    between, inside = [], 0
    for _ in range(60):
        errors = rng.uniform(0.05, 0.5, 15)
        seen = y + np.hypot(errors, 0.4) * rng.standard_normal(15)
        fit = fitter(DATES, to_data(seen), errors=errors)
        between.append(fit.between**2)
        ends = fit.interval(fit.names[1])
        inside += ends.lower <= truth[1] <= ends.upper
    standard = np.std(between) / math.sqrt(60)
    assert np.mean(between) == pytest.approx(0.16, abs=3 * standard)
    assert inside >= 52


def test_errors_as_large_as_the_scatter_leave_none_between():
    values = np.exp2(2.4 * YEARS + 0.4 * NOISE)
    for fitter in (fits.exponential, fits.kinked, fits.changing_pace):
        assert fitter(DATES, values, errors=[2.0] * 15).between == 0.0
    assert fits.exponential(DATES, values).between is None


def test_errors_from_published_intervals():
    assert fits.log2_errors([1.0], [2.0**3.919928], level=0.95)[0] == pytest.approx(1.0)
    low, high = (100 / (1 + math.exp(z)) for z in (1.959964, -1.959964))
    assert fits.logit_errors([low], [high])[0] == pytest.approx(1.0)
    with pytest.raises(ValueError, match="upper: expected at least lower, found less at 1"):
        fits.log2_errors([1.0, 4.0], [2.0, 3.0])
    with pytest.raises(ValueError, match="lower: expected finite positive numbers"):
        fits.log2_errors([0.0], [2.0])
    with pytest.raises(ValueError, match=r"upper: expected percentages strictly.*found 100 at 0"):
        fits.logit_errors([90.0], [100.0])


@pytest.mark.parametrize("case", CASES)
def test_bad_errors_are_named(case):
    fitter, y, _, _, to_data = curve(case)
    values = to_data(y + 0.05 * NOISE)
    for bad, message in (
        ([1, 1, -1, *[1] * 12], "expected none below 0, found -1"),
        ([1, 1], "expected 15 numbers, found 2"),
        ([math.nan] * 15, "expected finite numbers, found nan"),
        ("small", "expected numbers"),
    ):
        with pytest.raises(ValueError, match=f"errors: {message}"):
            fitter(DATES, values, errors=bad)


# Refitting with errors

VALUES = GROWTH(2.4 * YEARS + 0.2 * NOISE)
ONE_POOR = np.where(np.arange(15) == 14, 5.0, 0.05)  # the last point was hardly measured


def per_year(fit):
    return fit.per_year


@pytest.mark.parametrize("scheme", ["residual", "pairs"])
def test_equal_errors_leave_the_bootstrap_as_it_is(scheme):
    options = {"seed": 4, "draws": 30, "scheme": scheme}
    plain = fits.resampled(fits.exponential, DATES, VALUES, per_year, **options)
    found = fits.resampled(fits.exponential, DATES, VALUES, per_year, errors=[0.05] * 15, **options)
    assert found.draws == pytest.approx(plain.draws, rel=1e-6)


@pytest.mark.parametrize("scheme", ["residual", "pairs"])
def test_a_poorly_measured_point_does_not_widen_the_bootstrap(scheme):
    values = VALUES * np.where(np.arange(15) == 14, 2.0**6, 1.0)
    options = {"seed": 4, "draws": 60, "scheme": scheme}
    plain = fits.resampled(fits.exponential, DATES, values, per_year, **options)
    found = fits.resampled(fits.exponential, DATES, values, per_year, errors=ONE_POOR, **options)
    assert found.interval.lower < 2.4 < found.interval.upper
    width, wide = (np.ptp([one.interval.lower, one.interval.upper]) for one in (found, plain))
    assert width < 0.4 * wide


def test_leave_one_out_predicts_each_point_with_its_own_error():
    shapes = [fits.exponential, fits.quadratic]
    plain = fits.leave_one_out(shapes, DATES, VALUES)
    found = fits.leave_one_out(shapes, DATES, VALUES, errors=[0.05] * 15)
    for one, other in zip(found, plain, strict=True):
        assert (one.shape, one.score) == (other.shape, pytest.approx(other.score, abs=1e-5))
    # A wild value is a surprise to a fit that thinks it exact, and none to one that knows better.
    wild = VALUES * np.where(np.arange(15) == 14, 2.0**6, 1.0)
    unaware, aware = (
        fits.leave_one_out(shapes, DATES, wild, errors=e)[0].score for e in ([0.05] * 15, ONE_POOR)
    )
    assert aware > unaware + 10


def test_a_new_observation_is_as_uncertain_as_its_measurement():
    fit = fits.exponential(DATES, VALUES, errors=[0.05] * 15)
    day = DATES[-1:]
    usual, known = fit.distribution(day), fit.distribution(day, errors=[0.05])
    assert known[1] == pytest.approx(usual[1], rel=1e-9)
    assert fit.distribution(day, errors=[3.0])[1] > 3.0 * fit.result.residual_sd
    with pytest.raises(ValueError, match="errors: expected none below 0"):
        fit.distribution(day, errors=[-1.0])
    with pytest.raises(ValueError, match="errors: expected none, for the values fitted have none"):
        fits.exponential(DATES, VALUES).distribution(day, errors=[0.1])
    for refit in (
        lambda e: fits.resampled(fits.exponential, DATES, VALUES, per_year, seed=1, errors=e),
        lambda e: fits.leave_one_out([fits.exponential] * 2, DATES, VALUES, errors=e),
    ):
        with pytest.raises(ValueError, match="errors: expected 15 numbers, found 2"):
            refit([0.1, 0.2])
