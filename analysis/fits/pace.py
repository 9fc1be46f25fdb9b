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
from scipy.optimize import brentq, minimize_scalar

from .dates import DAYS_PER_YEAR, as_date, day_numbers
from .errors import weighted
from .least_squares import FitError, fit
from .trend import Curve, Interval, TrendFit
from .values import logarithms, prepare

__all__ = [
    "GRID",
    "PaceFit",
    "best_pace",
    "changing_pace",
    "decelerating",
    "line_at_pace",
    "lines_by_pace",
    "pace_gradient",
    "pace_value",
    "phi",
    "phi_slope",
    "superexponential",
]

_SMALL = 1e-3
_TINY = 1e-300
#: Where the search for c looks first: c is tanh(z) times the value at which the curve would reach
#: infinity at the last observation (z > 0) or the first.
GRID = np.linspace(-6.0, 6.0, 121)


def phi(u):
    """-ln(1 - u) / u, continuous at 0; nan where the curve has no value."""
    u = np.asarray(u, dtype=float)
    away = np.where(u == 0.0, _TINY, u)
    return -np.log1p(-away) / away


def phi_slope(u):
    """Derivative of :func:`phi`."""
    series = 1 / 2 + u * (2 / 3 + u * (3 / 4 + u * (4 / 5 + u * (5 / 6 + u * 6 / 7))))
    safe = np.where(np.abs(u) < _SMALL, 0.5, u)
    return np.where(np.abs(u) < _SMALL, series, (safe / (1.0 - safe) + np.log1p(-safe)) / safe**2)


def pace_value(t, b):
    """The curve at ``t`` (years) for b = level and doublings a year on the mean date, and a."""
    u = b[1] * b[2] * t
    with np.errstate(all="ignore"):
        return np.where(u < 1.0, b[0] + b[1] * t * phi(u), np.inf)


def pace_gradient(t, b):
    """Derivatives of :func:`pace_value` by the three parameters, one row a date."""
    u = b[1] * b[2] * t
    with np.errstate(all="ignore"):
        return np.column_stack([np.ones_like(t), t / (1.0 - u), (b[1] * t) ** 2 * phi_slope(u)])


_CURVE = Curve(pace_value, pace_gradient)


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


def superexponential(
    dates: Iterable, values: Iterable, *, errors: Iterable | None = None, level: float = 0.95
) -> PaceFit:
    """Fit growth in which each doubling is a constant share shorter than the one before.

    Least squares on log2(value). Needs at least four observations on four different days.
    Arguments and errors as :func:`~analysis.fits.exponential`; data that grow by so much faster
    than any such curve that it would reach infinity inside them raise FitError.
    """
    return _pace(dates, values, errors, level, "superexponential", 0.0, np.inf)


def decelerating(
    dates: Iterable, values: Iterable, *, errors: Iterable | None = None, level: float = 0.95
) -> PaceFit:
    """Fit growth in which each doubling is a constant share longer than the one before.

    As :func:`superexponential` with the opposite sign of ``a``.
    """
    return _pace(dates, values, errors, level, "decelerating", -np.inf, 0.0)


def changing_pace(
    dates: Iterable, values: Iterable, *, errors: Iterable | None = None, level: float = 0.95
) -> PaceFit:
    """As :func:`superexponential`, with the sign of ``a`` left to the data."""
    return _pace(dates, values, errors, level, "changing pace", -np.inf, np.inf)


def _pace(dates, values, errors, level, shape, lowest, highest) -> PaceFit:
    days, t, values, origin, level = prepare(
        dates, values, name="values", level=level, least=4, distinct=4
    )
    y = logarithms("values", values)

    def fit_at(sigma, start):
        start = _search(t, y, lowest, highest) if start is None else start
        return fit(
            pace_value, pace_gradient, t, y, start, sigma=sigma,
            bounds=([-np.inf, -np.inf, lowest], [np.inf, np.inf, highest]), near=True,
            max_evaluations=300,
        )  # fmt: skip

    result, known = weighted(fit_at, errors)
    return PaceFit(
        shape=shape, response="log2", level=level, origin=origin, days=days, observed=y,
        curve=_CURVE, result=result, **known,
    )  # fmt: skip


def lines_by_pace(t, above, z):
    """Straight lines in t phi(c t) for an array of z: (c, slopes, residual sums of squares).

    ``above`` is log2 of the values less its mean, and the sign of z is the sign of c.
    """
    c = np.tanh(z) / np.where(z > 0.0, float(t.max()), -float(t.min()))
    x = t * phi(np.multiply.outer(c, t))
    x = x - x.mean(axis=-1, keepdims=True)
    slope = (x @ above) / np.einsum("...i,...i->...", x, x)
    rest = above - slope[..., None] * x
    return c, slope, np.einsum("...i,...i->...", rest, rest)


def line_at_pace(t, above, c):
    """The straight line in t phi(c t) for one c: (slope, its column, residuals)."""
    column = -np.log1p(-c * t) / c if c != 0.0 else t
    away = column - float(column.sum()) / len(t)
    slope = float(away @ above) / float(away @ away)
    return slope, column, above - slope * away


def best_pace(t, above, low, high) -> float | None:
    """The c between ``low`` and ``high`` at which the residual sum of squares is stationary.

    None if its derivative has the same sign at both.
    """
    reach = float(np.abs(t).max())

    def steepness(c):
        slope, column, rest = line_at_pace(t, above, c)
        if abs(c) * reach < _SMALL:
            return slope * float((rest * t * t) @ phi_slope(c * t))
        # The derivative of the column, t^2 phi'(c t), in numbers that are there already.
        return slope * float(rest @ (t / (1.0 - c * t) - column)) / c

    if not steepness(low) * steepness(high) < 0.0:
        return None
    return float(brentq(steepness, low, high, xtol=1e-15, rtol=1e-14))


def _lowest(t, above, low, high) -> float:
    """The c with the smallest residual sum of squares between ``low`` and ``high``."""
    c = best_pace(t, above, low, high)
    if c is not None:
        return c

    def rss(c):
        rest = line_at_pace(t, above, c)[2]
        return float(rest @ rest)

    options = {"xatol": 1e-9 * (high - low)}
    return float(minimize_scalar(rss, bounds=(low, high), method="bounded", options=options).x)


def _search(t, y, lowest, highest) -> np.ndarray:
    """Best start over c = a b: for a given c the curve is a straight line in t phi(c t).

    c is searched between the two values at which the curve would reach infinity at the first or
    the last observation, on a scale that stretches towards both.
    """
    above = y - y.mean()
    c, slope, rss = lines_by_pace(t, above, GRID)
    with np.errstate(divide="ignore", invalid="ignore"):
        a = c / slope
    allowed = np.where((a >= lowest) & (a <= highest), rss, np.inf)
    if np.isfinite(allowed).any():
        place = int(np.argmin(allowed))
        if place in (0, len(GRID) - 1):
            raise FitError("values: they bend so sharply that the curve would be infinite in them")
        low, high = GRID[max(place - 1, 0)], GRID[min(place + 1, len(GRID) - 1)]
        c = _lowest(t, above, *lines_by_pace(t, above, np.array([low, high]))[0])
        for candidate in (c, float(lines_by_pace(t, above, GRID[[place]])[0][0])):
            slope, column, _ = line_at_pace(t, above, candidate)
            if slope != 0.0 and lowest <= candidate / slope <= highest:
                return np.array([y.mean() - slope * column.mean(), slope, candidate / slope])
    slope = float(lines_by_pace(t, above, np.zeros(1))[1][0])
    return np.array([y.mean(), slope, 0.0])
