"""Random intercepts against closed forms, a second implementation, and known truth."""

from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.fits.least_squares import FitError, fit_linear
from analysis.fits.random_intercept import random_intercept
from tests.nist.certified import lre


def sample(seed, *, sizes, between, within, slope=1.5):
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(len(sizes)), sizes)
    x = rng.uniform(-1, 1, len(groups))
    offsets = rng.normal(0, between, len(sizes))
    y = 2 + slope * x + offsets[groups] + rng.normal(0, within, len(groups))
    return y, x, groups


def test_balanced_groups_give_the_variances_of_analysis_of_variance():
    # Without a slope REML equals the mean squares: within = MSW, between = (MSB - MSW) / m.
    y = np.array([[5.0, 6.0, 7.0], [9.0, 9.5, 11.5], [1.0, 2.5, 2.5], [6.0, 4.5, 4.5]])
    m, k = y.shape[1], y.shape[0]
    inside = ((y - y.mean(1, keepdims=True)) ** 2).sum() / (k * (m - 1))
    outside = m * y.mean(1).var(ddof=1)
    fit = random_intercept(y.ravel(), {}, np.repeat(np.arange(k), m).tolist())
    assert fit.within_sd**2 == pytest.approx(inside, rel=1e-11)
    assert fit.between_sd**2 == pytest.approx((outside - inside) / m, rel=1e-11)
    assert fit.coefficients["constant"] == pytest.approx(y.mean())
    assert fit.standard_errors["constant"] ** 2 == pytest.approx(outside / (k * m), rel=1e-6)


def nist_sets():
    """(name, y, groups, certified mean squares between and within, digits that doubles hold)."""
    path = Path(__file__).parents[1] / "nist" / "anova" / "sets.yml"
    sets = yaml.safe_load(path.read_text(encoding="utf-8"))
    for name, one in sets["observed"].items():
        yield name, np.array(one["y"]), one["between"], one["within"], 9
    centres = np.array(sets["patterned"]["centres"])
    for name, one in sets["patterned"]["sets"].items():
        n, offset = one["replicates"], one["offset"]
        steps = np.append(0, np.resize([-1, 1], n - 1))
        tenths = np.round(10 * centres)[:, None] + steps
        # One division, so that each value is the double nearest to the decimal.
        values = (10 * offset + tenths) / 10
        yield name, values, one["between"], one["within"], {1: 13, 10**6: 8, 10**12: 3.5}[offset]


#: SmLs03 and SmLs06 are as SmLs09 without its offset, and slow.
CERTIFIED = [one for one in nist_sets() if one[0] not in ("SmLs03", "SmLs06")]


@pytest.mark.parametrize(
    ("name", "y", "between", "within", "bar"), CERTIFIED, ids=[one[0] for one in CERTIFIED]
)
def test_certified_analyses_of_variance(name, y, between, within, bar):
    # Where MSB > MSW, REML's tau^2 of balanced groups of m is (MSB - MSW) / m.
    k, m = y.shape
    fit = random_intercept(y.ravel(), {}, np.repeat(np.arange(k), m).tolist())
    assert lre(fit.within_sd**2, within) >= bar
    assert lre(fit.between_sd**2, (between - within) / m) >= bar
    assert lre(fit.coefficients["constant"], y.mean()) >= 13


def test_unbalanced_groups_agree_with_statsmodels():
    from statsmodels.regression.mixed_linear_model import MixedLM

    y, x, groups = sample(3, sizes=[1, 2, 3, 7, 4, 5, 2, 6], between=1.2, within=0.6)
    ours = random_intercept(y, {"x": x}, groups.tolist())
    theirs = MixedLM(y, np.column_stack([np.ones_like(x), x]), groups).fit(reml=True)
    assert ours.coefficients["x"] == pytest.approx(theirs.fe_params[1], rel=1e-5)
    # Theirs also carries the uncertainty of the variances, which adds a fraction of a per cent.
    assert ours.standard_errors["x"] == pytest.approx(theirs.bse_fe[1], rel=1e-2)
    assert ours.within_sd**2 == pytest.approx(theirs.scale, rel=1e-3)
    assert ours.between_sd**2 == pytest.approx(float(theirs.cov_re[0, 0]), rel=1e-3)


def test_groups_that_differ_less_than_chance_leave_ordinary_least_squares():
    y = np.array([1.0, 3.0, 3.1, 1.1, 0.9, 3.2, 3.0, 1.0])  # each pair has the same mean
    x = np.arange(8.0)
    fit = random_intercept(y, {"x": x}, [0, 0, 1, 1, 2, 2, 3, 3])
    plain = fit_linear(np.column_stack([np.ones(8), x]), y)
    assert fit.between_sd == 0.0
    assert fit.coefficients["x"] == pytest.approx(plain.parameters[1])
    assert fit.standard_errors["x"] == pytest.approx(plain.standard_errors[1])
    assert fit.between_upper > 0


def test_the_upper_limit_of_the_spread_holds_as_often_as_it_promises():
    held = [
        random_intercept(y, {"x": x}, g.tolist()).between_upper >= 0.8
        for y, x, g in (sample(s, sizes=[3] * 10, between=0.8, within=0.5) for s in range(60))
    ]
    assert np.mean(held) >= 0.9  # 0.96 over 600 such samples; the limit is asymptotic


def test_a_new_group_is_predicted_with_all_three_variances():
    y, x, groups = sample(5, sizes=[3] * 12, between=1.0, within=0.4)
    fit = random_intercept(y, {"x": x}, groups.tolist())
    mean, lower, upper = fit.predict({"x": [0.0, 3.0]})
    assert mean[0] == pytest.approx(fit.coefficients["constant"])
    assert (upper - lower)[1] > (upper - lower)[0] > 2 * fit.between_sd
    with pytest.raises(ValueError, match="columns: expected"):
        fit.predict({"z": [0.0]})


@settings(deadline=None, max_examples=20)
@given(st.floats(-50, 50), st.floats(0.1, 20))
def test_shifting_and_scaling_the_response_moves_only_what_it_should(shift, factor):
    y, x, groups = sample(9, sizes=[2, 3, 4, 2, 5], between=0.7, within=0.5)
    before = random_intercept(y, {"x": x}, groups.tolist())
    after = random_intercept(shift + factor * y, {"x": x}, groups.tolist())
    assert after.coefficients["x"] == pytest.approx(factor * before.coefficients["x"], rel=1e-8)
    assert after.between_sd == pytest.approx(factor * before.between_sd, rel=1e-8)


def test_bad_input_is_named():
    y, x = [1.0, 2.0, 4.0, 3.0], [0.0, 1.0, 2.0, 3.0]
    with pytest.raises(ValueError, match="groups: expected more than the 2 coefficients"):
        random_intercept(y, {"x": x}, ["a", "a", "b", "b"])
    with pytest.raises(ValueError, match="groups: expected 4 names, found 3"):
        random_intercept(y, {"x": x}, ["a", "b", "c"])
    with pytest.raises(FitError, match="columns: expected independent ones"):
        random_intercept(y, {"x": x, "twice": [2 * v for v in x]}, ["a", "b", "c", "d"])
    with pytest.raises(ValueError, match="x: expected finite numbers"):
        random_intercept(y, {"x": [0.0, np.nan, 1.0, 2.0]}, ["a", "b", "c", "d"])
    fit = random_intercept(y, {"x": x}, ["a", "b", "c", "d"])
    with pytest.raises(ValueError, match="name: expected one of constant, x"):
        fit.interval("slope")
