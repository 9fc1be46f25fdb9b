"""How fast something changes where models repeat and the frontier wanders.

Least squares takes the scatter of every observation about the line for independent. Two things are
wrong with that. Rows of one model share what the model is; and what one model reaches the next one
starts from, so that a good or a bad year is carried on, as in a random walk. The first makes
intervals of a slope somewhat too short, the second makes them far too short. Each is allowed for by
a fit of its own, and the wider of the two intervals decides:

by model    ordinary least squares. Where a model has several rows, the larger of its error and of
            that clustered by model, with the correction for few clusters that is usual (CR1:
            statsmodels) and as many degrees of freedom as there are models, less the power.
walk        the same curve plus a random walk from date to date plus independent noise. The share of
            the walk is estimated by restricted maximum likelihood (REML), and n less the number of
            coefficients are the degrees of freedom. With no walk at all it is least squares again.

References: Angrist & Pischke (2009), *Mostly Harmless Econometrics*, section 8.1, for the larger of
two errors; Cameron & Miller (2015), Journal of Human Resources 50, 317-372; Harvey (1989),
*Forecasting, Structural Time Series Models and the Kalman Filter*; Harville (1977), Journal of the
American Statistical Association 72, 320-338.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import optimize

from ..arguments import one_of, vector
from .least_squares import fit_linear
from .trend import Interval, prepare, student

#: Level at which the wider of the two intervals is chosen; it then serves at every level.
DECIDING_LEVEL = 0.95
#: Variance of the walk over a mean gap between rows, as a multiple of the noise: looked at first.
_RATIOS = np.concatenate([[0.0], np.logspace(-4.0, 4.0, 65)])


@dataclass(frozen=True)
class Estimate:
    """A number with its standard error and the degrees of freedom of Student's t."""

    value: float
    error: float
    dof: int

    def reach(self, level: float) -> float:
        """Return half the width of the central interval of this level (between 0 and 1)."""
        return student(level, self.dof) * self.error

    def interval(self, level: float) -> Interval:
        """Return the central interval of this level (between 0 and 1)."""
        return Interval(self.value - self.reach(level), self.value + self.reach(level), level)


@dataclass(frozen=True)
class RateOfChange:
    """One number from two fits, in units of y a year (power 1) or a year squared (power 2).

    ``walk_share`` is the part of the variance over a mean gap between rows that the walk takes up,
    from 0 (noise alone) to 1. ``n`` counts rows, ``clusters`` the models behind them.
    """

    by_model: Estimate
    walk: Estimate
    walk_share: float
    n: int
    clusters: int

    @property
    def decides(self) -> str:
        """Which fit has the wider 95% interval: "walk" or "by model"."""
        walk, by_model = (one.reach(DECIDING_LEVEL) for one in (self.walk, self.by_model))
        return "walk" if walk > by_model else "by model"

    @property
    def deciding(self) -> Estimate:
        """The fit that decides."""
        return self.walk if self.decides == "walk" else self.by_model

    @property
    def value(self) -> float:
        """The estimate of the fit that decides."""
        return self.deciding.value

    def interval(self, level: float) -> Interval:
        """Return the interval that decides."""
        return self.deciding.interval(level)


def rate_of_change(
    dates: Iterable, y: Iterable, models: Sequence[Hashable], *, power: int = 1
) -> RateOfChange:
    """Fit how ``y`` changes: its slope (power 1), or the change of its slope (power 2).

    ``dates`` as everywhere in :mod:`analysis.fits`; ``y`` on the scale on which change is to be
    straight (log2 of values, log-odds of scores, points of a gap); ``models`` names what each row
    was measured on. With power 2 the number is twice the quadratic term: how much the slope gains
    in a year. Needs power + 2 rows, and as many models and different days as power + 2.

    Raises ValueError naming the argument for bad input, FitError where the data do not determine
    the curve.

    >>> days = ["2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01", "2025-01-01"]
    >>> found = rate_of_change(days, [0.0, 1.1, 1.9, 3.2, 3.9], list("abcde"))
    >>> round(found.by_model.value, 2), found.n, found.clusters
    (3.95, 5, 5)
    """
    power = int(one_of("power", power, (1, 2)))
    least = power + 2
    t, y, _ = prepare(dates, y, name="y", scale=vector, least=least, distinct=least)
    groups = _codes(models, len(y), least)
    design = np.vander(t, power + 1, increasing=True)
    design[:, -1] /= power  # the last coefficient is then the number
    walk, share = _walk(t, y, design)
    by_model = _by_model(y, design, groups)
    return RateOfChange(by_model, walk, share, len(y), int(groups.max()) + 1)


def _codes(models, n: int, least: int) -> np.ndarray:
    """Numbers from 0 for the models of n rows, which must be ``least`` different ones."""
    models = list(models) if isinstance(models, Iterable) else []
    if len(models) != n:
        raise ValueError(f"models: expected {n} names, found {len(models)}")
    codes, names = pd.factorize(pd.Series(models, dtype=object))
    if (codes < 0).any() or len(names) < least:
        raise ValueError(f"models: expected {least} different names or more, found {len(names)}")
    return codes


def _by_model(y, design, groups) -> Estimate:
    """The last coefficient, with its error clustered by model where models have several rows."""
    n, columns = design.shape
    fit, clusters = fit_linear(design, y), int(groups.max()) + 1
    errors, dof = fit.standard_errors, n - columns
    if clusters < n:
        # Imported here: few callers have repeats, and all would wait for it.
        from statsmodels.regression.linear_model import OLS

        robust = OLS(y, design).fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
        # With few groups the clustered error is too small by chance as often as by right.
        errors, dof = np.maximum(errors, robust.bse), clusters - max(columns - 1, 1)
    return Estimate(float(fit.parameters[-1]), float(errors[-1]), dof)


def _walk(t, y, design) -> tuple[Estimate, float]:
    """The estimate with a walk, and the walk's share of the variance.

    The covariance of the rows is I + ratio K. In the directions of K's eigenvectors it is diagonal
    whatever the ratio, so each ratio costs one weighted least-squares fit.
    """
    n, columns = design.shape
    since = t - t.min()
    gap = since.max() / (n - 1)
    # An unknown start is the same as an unknown intercept, and keeps K from being singular.
    size, turn = np.linalg.eigh((np.minimum.outer(since, since) + since.max()) / gap)
    size, seen, turned = np.maximum(size, 0.0), turn.T @ (y - y.mean()), turn.T @ design

    def weighted(ratio):
        root = np.sqrt(1.0 + np.multiply.outer(ratio, size))
        return turned / root[..., None], seen / root, root

    def parts(ratio):
        x, z, root = weighted(ratio)
        q, r = np.linalg.qr(x)
        rest = z - (q @ (np.swapaxes(q, -1, -2) @ z[..., None]))[..., 0]
        return q, r, root, rest, np.maximum((rest * rest).sum(axis=-1), 1e-300)

    def deviance(ratio):
        _, r, root, _, rss = parts(ratio)
        factors = np.abs(np.diagonal(r, axis1=-2, axis2=-1))
        spread = np.log(root).sum(axis=-1) + np.log(factors).sum(axis=-1)
        return (n - columns) * np.log(rss) + 2.0 * spread

    def slope_of_deviance(log_ratio):
        ratio = math.exp(log_ratio)
        q, _, root, rest, rss = parts(ratio)
        pulls = 1.0 - (q * q).sum(axis=-1) - (n - columns) * rest * rest / rss
        return float((ratio * size / root**2 * pulls).sum())

    values = deviance(_RATIOS)
    best = int(np.argmin(values))
    ratio = float(_RATIOS[best])
    if best > 0:
        # Where its slope is nothing is known to the last digits, where it is least to half of them.
        ends = np.log(_RATIOS[[max(best - 1, 1), min(best + 1, len(_RATIOS) - 1)]])
        if slope_of_deviance(ends[0]) < 0 < slope_of_deviance(ends[1]):
            ratio = math.exp(optimize.brentq(slope_of_deviance, *ends, xtol=1e-14, rtol=1e-14))
    fit = fit_linear(*weighted(ratio)[:2])
    value, error = float(fit.parameters[-1]), float(fit.standard_errors[-1])
    return Estimate(value, error, n - columns), ratio / (1.0 + ratio)
