"""One change of pace: two exponentials that meet at a knot, and how often chance gives one.

A frontier that wanders bends now and then without any change of pace. A lead in AICc, which takes
the scatter for independent, is therefore judged by what the same comparison gives on random walks
with a constant drift, seen on the same days. Its size and its drift change nothing there: residual
sums of squares scale with the one, and both shapes take up the other.
"""

import dataclasses
import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..arguments import MOST_DRAWS, count
from ..words import DAYS_PER_YEAR
from .dates import as_date
from .growth import days_per_doubling
from .least_squares import Curve, FitError, LeastSquaresFit, fit_linear, result_at
from .trend import TrendFit, prepare

#: Parameters of the bent and of the straight line, the variance of the scatter included.
BENT, STRAIGHT = 5, 3
#: How far what is exact may lie off a curve, as a share of its largest value.
ROUNDING = 1e-13


def _value(t, b):
    """The curve at ``t`` (years) for b = level at the knot, slopes before and after, knot."""
    return b[0] + b[1] * np.minimum(t - b[3], 0.0) + b[2] * np.maximum(t - b[3], 0.0)


def _gradient(t, b):
    by_knot = np.where(t < b[3], -b[1], -b[2])
    return np.column_stack([_design(t, b[3]), by_knot])


def _design(t, knot) -> np.ndarray:
    """Columns of the curve for a given knot, or one matrix for each of an array of knots."""
    after = t - np.asarray(knot)[..., None]
    return np.stack([np.ones_like(after), np.minimum(after, 0.0), np.maximum(after, 0.0)], axis=-1)


KINKED = Curve(_value, _gradient)


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class KinkedFit(TrendFit):
    """log2(value) = level_at_knot + slope (t - knot), with one slope before and one after."""

    @property
    def knot(self) -> dt.date:
        """Day of the change."""
        return as_date(self.origin + DAYS_PER_YEAR * self.parameters["knot"])

    @property
    def doubling_days_after(self) -> float:
        """Days per doubling after the knot."""
        return days_per_doubling(self.parameters["after"])

    def _profile(self, name: str, level: float) -> tuple[float, float]:
        # For a fixed knot the curve is linear, so the values of a slope that fit well enough form
        # an interval in closed form; the answer is the union over every day as a possible knot.
        knots, rss, estimates, variances = self._by_knot
        room = self._critical_rss(level) - rss
        good = room >= 0.0
        if name == "knot":
            return float(knots[good].min()), float(knots[good].max())
        index = self.names.index(name)
        half = np.sqrt(variances[good, index] * room[good])
        middle = estimates[good, index]
        # The estimate itself is known to more digits than those that normal equations give.
        ends = np.concatenate([middle - half, middle + half, [self.parameters[name]]])
        return float(ends.min()), float(ends.max())

    @cached_property
    def _by_knot(self):
        """Knots day by day, with rss, estimates and unscaled variances of the linear part."""
        t, best = self._years(self.days), self.parameters["knot"]
        low, high = np.unique(t)[[1, -2]]
        count = max(2, math.ceil((high - low) * DAYS_PER_YEAR) + 1)
        knots = np.unique(np.append(np.linspace(low, high, count), best))
        x = _design(t, knots)
        normal = np.linalg.inv(np.swapaxes(x, 1, 2) @ x)
        b = np.einsum("kij,kni,n->kj", normal, x, self.observed)
        rest = self.observed - np.einsum("kni,ki->kn", x, b)
        rss = np.einsum("kn,kn->k", rest, rest)
        # The minimum itself is known to more digits than normal equations give.
        rss[knots == best] = self.rss
        return knots, rss, b, np.diagonal(normal, axis1=1, axis2=2)


def kinked(dates: Iterable, values: Iterable) -> KinkedFit:
    """Fit two exponentials that meet at a knot: continuous, piecewise linear in log2(value).

    The knot is free between the second and the last but one different day, and is found exactly:
    on a day, or where two separate lines cross between two days (Hudson 1966, JASA 61). Needs at
    least six observations on five different days. The knot counts as a parameter in AICc.
    Arguments and errors as :func:`~analysis.fits.exponential`.
    """
    t, y, fields = prepare(dates, values, least=6, distinct=5)
    order = np.argsort(t, kind="stable")
    knot = float(_best(t[order], y[order][None])[1][0])
    result = _with_knot(t, y, knot, fit_linear(_design(t, knot), y))
    return KinkedFit(
        shape="kinked", names=("at_knot", "before", "after", "knot"), response="log2", observed=y,
        curve=KINKED, result=result, **fields,
    )  # fmt: skip


def _best(t: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Residual sum of squares and knot of the best bent line in every row (draws by days).

    ``t`` are years in order. A knot lies on a day, or where the separate lines before and after a
    gap cross inside it: their residuals are then those of the bent line.
    """
    last = np.append(np.flatnonzero(np.diff(t) > 0.0), len(t) - 1)
    on, before_gap = last[1:-1], last[1:-2, None]
    q = np.linalg.qr(_design(t, t[on])).Q
    rest = rows.T - q @ (q.swapaxes(1, 2) @ rows.T)
    before = np.arange(len(t)) <= before_gap
    (level0, slope0, rss0), (level1, slope1, rss1) = (_lines(t, rows, p) for p in (before, ~before))
    with np.errstate(divide="ignore", invalid="ignore"):
        cross = (level1 - level0) / (slope0 - slope1)
    inside = (cross > t[before_gap]) & (cross < t[before_gap + 1])
    between = np.where(inside, rss0 + rss1, np.inf)
    rss = np.concatenate([np.einsum("knd,knd->kd", rest, rest), between])
    knots = np.concatenate([np.tile(t[on, None], len(rows)), cross])
    best, every = np.argmin(rss, axis=0), np.arange(len(rows))
    return rss[best, every], knots[best, every]


def _lines(t, rows, parts):
    """Levels at zero, slopes and residual sums of squares, each parts by draws, of lines through
    what every row has on the days of every part (parts by days, true or false)."""
    size = parts.sum(axis=1, keepdims=True)
    centre, middle = parts @ t[:, None] / size, parts @ rows.T / size
    away = np.where(parts, t - centre, 0.0)
    slope = away @ rows.T / (away * away).sum(axis=1, keepdims=True)
    line = middle[:, None] + away[:, :, None] * slope[:, None]
    rest = np.where(parts[:, :, None], rows.T - line, 0.0)
    return middle - slope * centre, slope, np.einsum("knd,knd->kd", rest, rest)


def _with_knot(t, y, knot, linear: LeastSquaresFit) -> LeastSquaresFit:
    """Add the knot as fourth parameter; its covariance is that of the curve linearised there."""
    b = np.append(linear.parameters, knot)
    try:
        return result_at(b, y, linear.fitted, _gradient(t, b))
    except FitError:
        # Equal slopes: the knot may be anywhere and the line is all that is known.
        covariance = np.full((4, 4), np.nan)
        covariance[:3, :3] = linear.covariance * (linear.dof / (linear.dof - 1))
        return dataclasses.replace(linear, parameters=b, covariance=covariance)


@dataclass(frozen=True)
class Lead:
    """``value``: AICc of the straight line minus that of the bent one, positive if it leads.

    ``chance`` is the share of straight random walks on the same days with a lead at least as large.
    """

    value: float
    chance: float
    n: int


def lead(dates: Iterable, values: Iterable, *, draws: int = 4000, seed: int) -> Lead:
    """Compare a bent line (:func:`kinked`) with a straight one in log2(value).

    ``values`` are positive and of one instrument. Needs seven observations on five different days.
    Raises ValueError naming the argument.
    """
    draws, seed = count("draws", draws, 1, MOST_DRAWS), count("seed", seed, 0)
    t, y, _ = prepare(dates, values, least=BENT + 2, distinct=5)
    order = np.argsort(t, kind="stable")
    t, y = t[order], y[order]
    steps = np.random.default_rng(seed).standard_normal((draws, len(t) - 1))
    walks = np.cumsum(steps * np.sqrt(np.diff(t)), axis=1)
    rows, n = np.vstack([y - y.mean(), np.insert(walks, 0, 0.0, axis=1)]), len(t)
    q = np.linalg.qr(np.vander(t, 2)).Q
    rest = rows - (rows @ q) @ q.T
    line = np.einsum("dn,dn->d", rest, rest)
    penalties = [2.0 * k + 2.0 * k * (k + 1) / (n - k - 1) for k in (STRAIGHT, BENT)]
    # Of what is straight but for rounding no shape is better.
    rounding = n * (ROUNDING * np.abs(y).max()) ** 2
    line, bent = (np.maximum(rss, rounding) for rss in (line, _best(t, rows)[0]))
    found = n * np.log(line / bent) + penalties[0] - penalties[1]
    return Lead(float(found[0]), float(np.mean(found[1:] >= found[0])), n)
