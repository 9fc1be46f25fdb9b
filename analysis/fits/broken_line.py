"""One change of pace: two exponentials that meet at a knot, the knot found exactly."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

import numpy as np

from .dates import DAYS_PER_YEAR, as_date
from .errors import weighted
from .least_squares import LeastSquaresFit, fit_linear
from .orthogonal import FitError, inverse_normal
from .profile import critical_rss
from .trend import Curve, Interval, TrendFit, reciprocal
from .values import logarithms, prepare

__all__ = ["KinkedFit", "best_knot", "kink_gradient", "kink_value", "kinked"]


def kink_value(t, b):
    """The curve at ``t`` (years) for b = level at the knot, slopes before and after, knot."""
    return b[0] + b[1] * np.minimum(t - b[3], 0.0) + b[2] * np.maximum(t - b[3], 0.0)


def kink_gradient(t, b):
    """Derivatives of :func:`kink_value` by the four parameters, one row a date."""
    before = t < b[3]
    return np.column_stack(
        [
            np.ones_like(t),
            np.minimum(t - b[3], 0.0),
            np.maximum(t - b[3], 0.0),
            np.where(before, -b[1], -b[2]),
        ]
    )


@dataclass(frozen=True, eq=False, kw_only=True)
class KinkedFit(TrendFit):
    """log2(value) = level_at_knot + slope (t - knot), with one slope before and one after."""

    shape: ClassVar[str] = "kinked"
    names: ClassVar[tuple[str, ...]] = ("at_knot", "before", "after", "knot")
    reach: tuple[float, float] = field(repr=False)

    @property
    def knot(self) -> dt.date:
        """Day of the change."""
        return as_date(self.origin + DAYS_PER_YEAR * self.parameters["knot"])

    @property
    def doubling_days_before(self) -> float:
        """Days per doubling before the knot."""
        return _days(self.parameters["before"])

    @property
    def doubling_days_after(self) -> float:
        """Days per doubling after the knot."""
        return _days(self.parameters["after"])

    def doubling_days_interval(self, side: str, *, level: float | None = None) -> Interval:
        """Profile interval of the doubling time; ``side`` is "before" or "after"."""
        if side not in ("before", "after"):
            raise ValueError(f"side: expected 'before' or 'after', found {side!r}")
        return reciprocal(self.interval(side, level=level).scaled(1.0 / DAYS_PER_YEAR))

    def knot_interval(self, *, level: float | None = None) -> tuple[dt.date, dt.date]:
        """First and last day at which a knot fits nearly as well (profile likelihood).

        The likelihood of a knot is not smooth, so the level is approximate. The interval never
        leaves the span in which a knot was looked for.
        """
        found = self.interval("knot", level=level)
        return tuple(
            as_date(self.origin + DAYS_PER_YEAR * end) for end in (found.lower, found.upper)
        )

    def interval(self, name: str, *, level: float | None = None, method="profile") -> Interval:
        """As :meth:`TrendFit.interval`; profiles here run over every day as a possible knot.

        For a fixed knot the curve is linear, so the values of a slope that fit well enough form an
        interval in closed form; the answer is the union over knots.
        """
        if method != "profile" or name not in self.names:
            return super().interval(name, level=level, method=method)
        level = self._level(level)
        critical = critical_rss(self.rss, self.dof, level)
        knots, rss, estimates, variances = self._by_knot
        if name == "knot":
            inside = knots[rss <= critical]
            return Interval(float(inside.min()), float(inside.max()), level)
        room = critical - rss
        index = self.names.index(name)
        good = room >= 0.0
        half = np.sqrt(variances[good, index] * room[good])
        middle = estimates[good, index]
        # The estimate itself is known to more digits than those that normal equations give.
        ends = np.concatenate([middle - half, middle + half, [self.parameters[name]]])
        return Interval(float(ends.min()), float(ends.max()), level)

    @cached_property
    def _by_knot(self):
        """Knots day by day, with rss, estimates and unscaled variances of the linear part."""
        low, high = self.reach
        best = self.parameters["knot"]
        count = max(2, math.ceil((high - low) * DAYS_PER_YEAR) + 1)
        knots = np.unique(np.append(np.linspace(low, high, count), best))
        sigma = np.broadcast_to(self.sigma, self.n)
        x = _design(self._years(self.days), knots) / sigma[:, None]
        y = self.observed / sigma
        normal = np.linalg.inv(np.swapaxes(x, 1, 2) @ x)
        b = np.einsum("kij,kni,n->kj", normal, x, y)
        rest = y - np.einsum("kni,ki->kn", x, b)
        rss = np.einsum("kn,kn->k", rest, rest)
        # The minimum itself is known to more digits than normal equations give.
        rss[knots == best] = self.rss
        return knots, rss, b, np.diagonal(normal, axis1=1, axis2=2)


def kinked(
    dates: Iterable, values: Iterable, *, errors: Iterable | None = None, level: float = 0.95
) -> KinkedFit:
    """Fit two exponentials that meet at a knot: continuous, piecewise linear in log2(value).

    The knot is free between the second and the last but one different day, so that each side keeps
    two days, and is found exactly: between two neighbouring days the best knot is where two
    separate lines cross, if they cross there, else one of the two days (Hudson 1966, JASA 61).
    Needs at least six observations on five different days. The knot counts as a parameter in AICc.
    Arguments and errors as :func:`~analysis.fits.exponential`.
    """
    days, t, values, origin, level = prepare(
        dates, values, name="values", level=level, least=6, distinct=5
    )
    y = logarithms("values", values)
    distinct = np.unique(t)

    def fit_at(sigma, _):
        knot = best_knot(t, y, sigma)
        return _with_knot(t, y, knot, fit_linear(_design(t, knot), y, sigma=sigma), sigma)

    result, known = weighted(fit_at, errors)
    return KinkedFit(
        response="log2", level=level, origin=origin, days=days, observed=y,
        curve=Curve(kink_value, kink_gradient), result=result,
        reach=(float(distinct[1]), float(distinct[-2])), **known,
    )  # fmt: skip


def _design(t, knot) -> np.ndarray:
    """Columns of the curve for a given knot, or one matrix for each of an array of knots."""
    after = t - np.asarray(knot)[..., None]
    return np.stack([np.ones_like(after), np.minimum(after, 0.0), np.maximum(after, 0.0)], axis=-1)


def _rss(t, y, knots, sigma=None) -> np.ndarray:
    """Residual sum of squares for each knot."""
    x = _design(t, knots)
    if sigma is not None:
        x, y = x / sigma[:, None], y / sigma
    q = np.linalg.qr(x).Q
    rest = y - (q @ (np.swapaxes(q, 1, 2) @ y)[:, :, None])[:, :, 0]
    return np.einsum("kn,kn->k", rest, rest)


def best_knot(t, y, sigma=None) -> float:
    """Knot of the best continuous piecewise line, between the second and last but one day.

    ``t`` (centred on its mean) and ``y`` are at least six observations on five different days, in
    any order. A knot adds the column max(t - knot, 0) to the straight line; what that column
    explains of the line's residuals is taken from their sum of squares. Sums over the days after a
    knot give this for all candidates at once, and those within rounding of the best are then
    compared by their own fits. A tie goes to the earlier knot. With standard deviations ``sigma``
    all candidates are compared by their own fits.
    """
    order = np.argsort(t, kind="stable")
    t, y = t[order], y[order]
    sigma = None if sigma is None else sigma[order]
    last = np.append(np.flatnonzero(np.diff(t) > 0.0), len(t) - 1)
    # Knots on a day, and where the lines before and after a gap between two days cross.
    days, gaps = last[1:-1], last[1:-2]
    crossings = _crossings(t, y, gaps, np.ones_like(t) if sigma is None else sigma**-2)
    inside = (crossings > t[gaps]) & (crossings < t[gaps + 1])
    knots = np.append(t[days], crossings[inside])
    first_after = np.append(days, gaps[inside]) + 1
    by_date = np.argsort(knots, kind="stable")
    knots, first_after = knots[by_date], first_after[by_date]
    if sigma is None:
        gain = _gains(t, y, knots, first_after)
        knots = knots[gain >= gain.max() - 1e-7 * abs(gain.max())]
    if len(knots) > 1:
        knots = knots[[np.argmin(_rss(t, y, knots, sigma))]]
    return float(knots[0])


def _crossings(t, y, gaps, w) -> np.ndarray:
    """Where separate lines through the points up to and after each gap meet; nan if parallel."""
    ends = gaps + 1
    sums = [np.append(0.0, np.cumsum(part)) for part in (w, w * t, w * y, w * t * t, w * t * y)]
    before = [part[ends] for part in sums]
    after = [part[-1] - part[ends] for part in sums]
    (level0, slope0), (level1, slope1) = (_lines(*side) for side in (before, after))
    with np.errstate(divide="ignore", invalid="ignore"):
        return (level1 - level0) / (slope0 - slope1)


def _lines(n, t, y, tt, ty):
    """Levels at zero and slopes of least-squares lines, from their sums."""
    slope = (ty - t * y / n) / (tt - t * t / n)
    return y / n - slope * t / n, slope


def _gains(t, y, knots, first_after) -> np.ndarray:
    """How much less the residual sum of squares is with each knot than with a straight line."""
    n, spread = len(t), float(t @ t)
    rest = y - y.mean()
    rest = rest - t * (float(t @ rest) / spread)

    def after(part):
        return np.append(np.cumsum(part[::-1])[::-1], 0.0)[first_after]

    count, s1, s2 = after(np.ones_like(t)), after(t), after(t * t)
    explains = after(t * rest) - knots * after(rest)
    size = s2 - 2.0 * knots * s1 + count * knots**2
    size -= (s1 - count * knots) ** 2 / n + (s2 - knots * s1) ** 2 / spread
    return explains**2 / size


def _with_knot(t, y, knot, linear: LeastSquaresFit, sigma=None) -> LeastSquaresFit:
    """Add the knot as fourth parameter; its covariance is that of the curve linearised there."""
    b = np.append(linear.parameters, knot)
    dof = len(y) - 4
    sd = math.sqrt(linear.rss / dof)
    try:
        slopes = kink_gradient(t, b)
        unscaled, condition = inverse_normal(slopes if sigma is None else slopes / sigma[:, None])
    except FitError:
        # Equal slopes: the knot may be anywhere and the line is all that is known.
        unscaled, condition = np.full((4, 4), np.nan), linear.condition
        unscaled[:3, :3] = linear.covariance / linear.residual_sd**2
    return dataclasses.replace(
        linear,
        parameters=b,
        covariance=unscaled * sd**2,
        standard_errors=sd * np.sqrt(np.diag(unscaled)),
        residual_sd=sd,
        dof=dof,
        at_bound=np.zeros(4, dtype=bool),
        condition=condition,
        message="solved for every interval between days",
    )


def _days(per_year: float) -> float:
    return DAYS_PER_YEAR / per_year if per_year != 0.0 else math.inf
