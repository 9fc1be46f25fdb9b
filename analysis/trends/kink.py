"""One change of pace: two exponentials that meet at a knot, the knot found exactly."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import ClassVar

import numpy as np

from ..leastsquares import LeastSquaresFit, fit_linear
from ..orthogonal import FitError, inverse_normal
from .base import Curve, Interval, TrendFit, logarithms, prepare, reciprocal
from .dates import DAYS_PER_YEAR, as_date
from .profile import critical_rss

__all__ = ["KinkedFit", "kinked"]


def _value(t, b):
    return b[0] + b[1] * np.minimum(t - b[3], 0.0) + b[2] * np.maximum(t - b[3], 0.0)


def _gradient(t, b):
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
        return Interval(float((middle - half).min()), float((middle + half).max()), level)

    @cached_property
    def _by_knot(self):
        """Knots day by day, with rss, estimates and unscaled variances of the linear part."""
        low, high = self.reach
        best = self.parameters["knot"]
        count = max(2, math.ceil((high - low) * DAYS_PER_YEAR) + 1)
        knots = np.unique(np.append(np.linspace(low, high, count), best))
        x = _design(self._years(self.days), knots)
        normal = np.linalg.inv(np.swapaxes(x, 1, 2) @ x)
        b = np.einsum("kij,kni,n->kj", normal, x, self.observed)
        rest = self.observed - np.einsum("kni,ki->kn", x, b)
        rss = np.einsum("kn,kn->k", rest, rest)
        # The minimum itself is known to more digits than normal equations give.
        rss[knots == best] = self.rss
        return knots, rss, b, np.diagonal(normal, axis1=1, axis2=2)


def kinked(dates: Iterable, values: Iterable, *, level: float = 0.95) -> KinkedFit:
    """Fit two exponentials that meet at a knot: continuous, piecewise linear in log2(value).

    The knot is free between the second and the last but one different day, so that each side keeps
    two days, and is found exactly: between two neighbouring days the best knot is where two
    separate lines cross, if they cross there, else one of the two days (Hudson 1966, JASA 61).
    Needs at least six observations on five different days. The knot counts as a parameter in AICc.
    Arguments and errors as :func:`~analysis.trends.exponential`.
    """
    days, t, values, origin, level = prepare(
        dates, values, name="values", level=level, least=6, distinct=5
    )
    y = logarithms("values", values)
    distinct = np.unique(t)
    candidates = list(distinct[1:-1])
    for low, high in pairwise(distinct[1:-1]):
        crossing = _crossing(t, y, low)
        if low < crossing < high:
            candidates.append(crossing)
    candidates = np.sort(candidates)
    # A tie goes to the earlier knot.
    knot = float(candidates[np.argmin(_rss(t, y, candidates))])
    linear = fit_linear(_design(t, knot), y)
    return KinkedFit(
        response="log2", level=level, origin=origin, days=days, observed=y,
        curve=Curve(_value, _gradient), result=_with_knot(t, y, knot, linear),
        reach=(float(distinct[1]), float(distinct[-2])),
    )  # fmt: skip


def _design(t, knot) -> np.ndarray:
    """Columns of the curve for a given knot, or one matrix for each of an array of knots."""
    after = t - np.asarray(knot)[..., None]
    return np.stack([np.ones_like(after), np.minimum(after, 0.0), np.maximum(after, 0.0)], axis=-1)


def _rss(t, y, knots) -> np.ndarray:
    """Residual sum of squares for each knot."""
    q = np.linalg.qr(_design(t, knots)).Q
    rest = y - (q @ (np.swapaxes(q, 1, 2) @ y)[:, :, None])[:, :, 0]
    return np.einsum("kn,kn->k", rest, rest)


def _crossing(t, y, last_before) -> float:
    """Where separate lines through the points up to and after a day meet; nan if parallel."""
    (a0, a1), (b0, b1) = (_line(t[side], y[side]) for side in (t <= last_before, t > last_before))
    return (b0 - a0) / (a1 - b1) if a1 != b1 else math.nan


def _line(t, y) -> tuple[float, float]:
    middle = t.mean()
    away = t - middle
    slope = float(away @ y) / float(away @ away)
    return float(y.mean()) - slope * float(middle), slope


def _with_knot(t, y, knot, linear: LeastSquaresFit) -> LeastSquaresFit:
    """Add the knot as fourth parameter; its covariance is that of the curve linearised there."""
    b = np.append(linear.parameters, knot)
    dof = len(y) - 4
    sd = math.sqrt(linear.rss / dof)
    try:
        unscaled, condition = inverse_normal(_gradient(t, b))
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
