"""Doublings that shorten or lengthen by a constant share: super-exponential and decelerating.

If the first doubling takes d days and each takes e^-a of the one before, n doublings take
d (1 - e^(-a n)) / (1 - e^-a) days. Turned round, and with b doublings a year on the mean date,

    log2(value) = intercept - ln(1 - a b t) / a,        a straight line with slope b when a = 0.

With a > 0 the curve reaches infinity when a b t = 1; with a < 0 it flattens for ever.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from scipy.optimize import minimize_scalar

from ..leastsquares import FitError, fit
from .base import Curve, Interval, TrendFit, logarithms, prepare
from .dates import DAYS_PER_YEAR, as_date, day_numbers

__all__ = ["PaceFit", "changing_pace", "decelerating", "superexponential"]

_SMALL = 1e-3


def _phi(u):
    """-ln(1 - u) / u, continuous at 0; nan where the curve has no value."""
    u = np.asarray(u, dtype=float)
    series = 1.0 + u * (1 / 2 + u * (1 / 3 + u * (1 / 4 + u * (1 / 5 + u / 6))))
    safe = np.where(np.abs(u) < _SMALL, 0.5, u)
    return np.where(np.abs(u) < _SMALL, series, -np.log1p(-safe) / safe)


def _phi_slope(u):
    """Derivative of :func:`_phi`."""
    series = 1 / 2 + u * (2 / 3 + u * (3 / 4 + u * (4 / 5 + u * (5 / 6 + u * 6 / 7))))
    safe = np.where(np.abs(u) < _SMALL, 0.5, u)
    return np.where(np.abs(u) < _SMALL, series, (safe / (1.0 - safe) + np.log1p(-safe)) / safe**2)


def _value(t, b):
    u = b[1] * b[2] * t
    with np.errstate(all="ignore"):
        return np.where(u < 1.0, b[0] + b[1] * t * _phi(u), np.inf)


def _gradient(t, b):
    u = b[1] * b[2] * t
    with np.errstate(all="ignore"):
        return np.column_stack([np.ones_like(t), t / (1.0 - u), (b[1] * t) ** 2 * _phi_slope(u)])


_CURVE = Curve(_value, _gradient)


@dataclass(frozen=True, eq=False, kw_only=True)
class PaceFit(TrendFit):
    """Each doubling takes e^-a of the time of the last.

    ``shape`` is "superexponential" (a >= 0), "decelerating" (a <= 0) or "changing pace" (a free).
    If ``at_bound``, the data prefer the other sign and the curve is the straight line.
    """

    names: ClassVar[tuple[str, ...]] = ("intercept", "per_year", "a")
    shape: str = field(default="changing pace")

    @property
    def a(self) -> float:
        """Log change of pace per doubling; positive when doublings get shorter."""
        return self.parameters["a"]

    @property
    def shorter_by(self) -> float:
        """Share by which each doubling is shorter than the one before, 1 - e^-a."""
        return -math.expm1(-self.a)

    @property
    def at_bound(self) -> bool:
        """Whether ``a`` was held at zero."""
        return bool(self.result.at_bound[2])

    def shorter_by_interval(self, *, level: float | None = None) -> Interval:
        """Profile interval of :attr:`shorter_by`."""
        found = self.interval("a", level=level)
        return Interval(-math.expm1(-found.lower), -math.expm1(-found.upper), found.level)

    def doubling_days_at(self, date) -> float:
        """Days that the doubling which starts on ``date`` takes; infinite if it never ends."""
        t = float(self._years(day_numbers("date", [date]))[0])
        left = 1.0 - self.a * self.parameters["per_year"] * t
        if left <= 0.0:
            raise ValueError(f"date: expected one before the curve's end {self.end}, found {date}")
        size = 1.0 if abs(self.a) < 1e-12 else self.shorter_by / self.a
        return DAYS_PER_YEAR * left * size / self.parameters["per_year"]

    @property
    def end(self) -> dt.date | None:
        """Day on which the curve reaches infinity; None if it never does."""
        rate = self.a * self.parameters["per_year"]
        return as_date(self.origin + DAYS_PER_YEAR / rate) if rate > 0.0 else None


def superexponential(dates: Iterable, values: Iterable, *, level: float = 0.95) -> PaceFit:
    """Fit growth in which each doubling is a constant share shorter than the one before.

    Least squares on log2(value). Needs at least four observations on four different days.
    Arguments and errors as :func:`~analysis.trends.exponential`; data that grow by so much faster
    than any such curve that it would reach infinity inside them raise FitError.
    """
    return _pace(dates, values, level, "superexponential", 0.0, np.inf)


def decelerating(dates: Iterable, values: Iterable, *, level: float = 0.95) -> PaceFit:
    """Fit growth in which each doubling is a constant share longer than the one before.

    As :func:`superexponential` with the opposite sign of ``a``.
    """
    return _pace(dates, values, level, "decelerating", -np.inf, 0.0)


def changing_pace(dates: Iterable, values: Iterable, *, level: float = 0.95) -> PaceFit:
    """As :func:`superexponential`, with the sign of ``a`` left to the data."""
    return _pace(dates, values, level, "changing pace", -np.inf, np.inf)


def _pace(dates, values, level, shape, lowest, highest) -> PaceFit:
    days, t, values, origin, level = prepare(
        dates, values, name="values", level=level, least=4, distinct=4
    )
    y = logarithms("values", values)
    start = _search(t, y, lowest, highest)
    result = fit(
        _value, _gradient, t, y, start,
        bounds=([-np.inf, -np.inf, lowest], [np.inf, np.inf, highest]), near=True,
        max_evaluations=300,
    )  # fmt: skip
    return PaceFit(
        shape=shape, response="log2", level=level, origin=origin, days=days, observed=y,
        curve=_CURVE, result=result,
    )  # fmt: skip


def _search(t, y, lowest, highest) -> np.ndarray:
    """Best start over c = a b: for a given c the curve is a straight line in t phi(c t).

    c is searched between the two values at which the curve would reach infinity at the first or
    the last observation, on a scale that stretches towards both.
    """
    first, last = float(t.min()), float(t.max())
    above = y - y.mean()

    def line(z):
        """(slopes, rss) for an array of z; the sign of z is the sign of c."""
        c = np.tanh(z) / np.where(z > 0.0, last, -first)
        x = t * _phi(np.multiply.outer(c, t))
        x = x - x.mean(axis=-1, keepdims=True)
        slope = (x @ above) / np.einsum("...i,...i->...", x, x)
        rest = above - slope[..., None] * x
        return c, slope, np.einsum("...i,...i->...", rest, rest)

    grid = np.linspace(-6.0, 6.0, 121)
    c, slope, rss = line(grid)
    with np.errstate(divide="ignore", invalid="ignore"):
        a = c / slope
    allowed = np.where((a >= lowest) & (a <= highest), rss, np.inf)
    if np.isfinite(allowed).any():
        place = int(np.argmin(allowed))
        if place in (0, len(grid) - 1):
            raise FitError("values: they bend so sharply that the curve would be infinite in them")
        low, high = grid[max(place - 1, 0)], grid[min(place + 1, len(grid) - 1)]
        z = minimize_scalar(
            lambda z: float(line(np.array([z]))[2][0]),
            bounds=(low, high),
            method="bounded",
            options={"xatol": 1e-7},
        ).x
        for candidate in (z, grid[place]):
            c, slope, _ = (float(part[0]) for part in line(np.array([candidate])))
            if slope != 0.0 and lowest <= c / slope <= highest:
                x = t * _phi(c * t)
                return np.array([y.mean() - slope * x.mean(), slope, c / slope])
    slope = float(line(np.zeros(1))[1][0])
    return np.array([y.mean(), slope, 0.0])
