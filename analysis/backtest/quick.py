"""The forecasts of :mod:`analysis.fits` without the rest of a fit.

A backtest refits every trend at every origin and asks each fit for one thing, the distribution of
the next value. These functions give it from plain arrays: lines and parabolas from sums over
orthogonal columns, the kink by :func:`~analysis.fits.broken_line.best_knot`, the changing pace by
solving for the single parameter that is not linear. Where the data are close to not determining the
curve they return None, and the careful fitter is asked instead; so the answer, a refusal included,
is that of :mod:`analysis.fits` to rounding.

Each takes ``days`` (ascending) and ``y`` (log2 of the values), and ``at``, the days asked for; each
returns (mean, scale, degrees of freedom) as :meth:`TrendFit.distribution` does, or None.
"""

from __future__ import annotations

import math

import numpy as np

from ..fits.broken_line import best_knot, kink_gradient, kink_value
from ..fits.dates import DAYS_PER_YEAR
from ..fits.pace import GRID, best_pace, line_at_pace, lines_by_pace, pace_gradient, pace_value

__all__ = ["changing_pace", "kinked", "line", "parabola"]

#: Columns this close to dependent, or curves this close to their data, go to the careful fitter.
DEPENDENT = 1e-6
EXACT = 1e-18


def line(days, y, at):
    """One exponential."""
    t, ahead = _years(days, at)
    spread = float(t @ t)
    if days[0] == days[-1]:
        return None
    slope = float(t @ y) / spread
    level = float(y.sum()) / len(y)
    rest = y - level - slope * t
    variance = _variance(rest, y, 2)
    if variance is None:
        return None
    scale = np.sqrt(variance * (1.0 + 1.0 / len(y) + ahead**2 / spread))
    return level + slope * ahead, scale, len(y) - 2


def parabola(days, y, at):
    """A parabola in log2, on columns made orthogonal."""
    t, ahead = _years(days, at)
    if _different(days) < 3:
        return None
    squares = t * t
    n, spread, third = len(y), float(squares.sum()), float((squares * t).sum())

    def bend(u):
        return u * u - spread / n - third / spread * u

    column = bend(t)
    size = float(column @ column)
    if size < DEPENDENT * float(squares @ squares):
        return None
    level, slope, half = float(y.sum()) / n, float(t @ y) / spread, float(column @ y) / size
    rest = y - level - slope * t - half * column
    variance = _variance(rest, y, 3)
    if variance is None:
        return None
    curve = bend(ahead)
    scale = np.sqrt(variance * (1.0 + 1.0 / n + ahead**2 / spread + curve**2 / size))
    return level + slope * ahead + half * curve, scale, n - 3


def kinked(days, y, at):
    """Two exponentials that meet at a knot."""
    if _different(days) < 5 or _constant(y):
        return None
    t, ahead = _years(days, at)
    knot = best_knot(t, y)
    away = t - knot
    design = np.column_stack([np.ones_like(t), np.minimum(away, 0.0), np.maximum(away, 0.0)])
    q, r = np.linalg.qr(design)
    if _dependent(r):
        return None
    b = np.append(np.linalg.solve(r, q.T @ y), knot)
    return _curve(kink_value, kink_gradient, b, t, y, ahead)


def changing_pace(days, y, at):
    """Each doubling a constant share shorter, or longer, than the one before.

    For a given c = a b the curve is a straight line in t phi(c t). Its best c lies between the
    neighbours of the best point of a grid, where the derivative of the residual sum of squares is
    zero.
    """
    if _different(days) < 4 or _constant(y):
        return None
    t, ahead = _years(days, at)
    above = y - y.mean()
    paces, _, rss = lines_by_pace(t, above, GRID)
    place = int(np.argmin(rss))
    if place in (0, len(paces) - 1):
        return None

    c = best_pace(t, above, paces[place - 1], paces[place + 1])
    if c is None:
        return None
    slope, column, _ = line_at_pace(t, above, c)
    if abs(slope) < 1e-9:
        return None
    b = np.array([y.mean() - slope * column.mean(), slope, c / slope])
    return _curve(pace_value, pace_gradient, b, t, y, ahead)


def _curve(value, gradient, b, t, y, ahead):
    """Forecasts of a curve at its least-squares solution, by its gradient there."""
    k = len(b)
    variance = _variance(y - value(t, b), y, k)
    if variance is None:
        return None
    slope = gradient(t, b)
    size = np.sqrt(np.einsum("ij,ij->j", slope, slope))
    if not np.all(np.isfinite(size) & (size > 0.0)):
        return None
    r = np.linalg.qr(slope / size, mode="r")
    if _dependent(r):
        return None
    mean = value(ahead, b)
    with np.errstate(all="ignore"):
        reach = np.linalg.solve(r.T, (gradient(ahead, b) / size).T)
        scale = np.sqrt(variance * (1.0 + np.einsum("ij,ij->j", reach, reach)))
    return mean, np.where(np.isfinite(mean), scale, np.nan), len(y) - k


def _years(days, at):
    """Years since the mean day, of the observations and of the days asked for."""
    origin = float(days.sum()) / len(days)
    return (days - origin) / DAYS_PER_YEAR, (at - origin) / DAYS_PER_YEAR


def _different(days) -> int:
    """How many different days, of ascending ones."""
    return 1 + int(np.count_nonzero(np.diff(days)))


def _constant(y) -> bool:
    return bool(np.all(y == y[0]))


def _variance(rest, y, k):
    """Variance about the curve; None where nothing is left but rounding."""
    rss = float(rest @ rest)
    if not math.isfinite(rss) or rss <= EXACT * max(float(y @ y), 1e-300):
        return None
    return rss / (len(y) - k)


def _dependent(triangle) -> bool:
    diagonal = np.abs(np.diag(triangle))
    return not float(diagonal.min()) > DEPENDENT * float(diagonal.max())
