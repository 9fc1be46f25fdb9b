"""Values that were each measured with a known error: how much scatter is left between models."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import ndtri

from ..arguments import deviations, number, vector
from .least_squares import FitError, LeastSquaresFit
from .values import logarithms, logit

__all__ = ["log2_errors", "logit_errors", "weighted"]

#: A fit with these standard deviations (None for equal ones), from these parameters (None for none)
FitAt = Callable[[np.ndarray | None, np.ndarray | None], LeastSquaresFit]


def weighted(fit_at: FitAt, errors: Iterable | None) -> tuple[LeastSquaresFit, dict]:
    """The fit, and the fields ``errors``, ``between`` and ``sigma`` of a trend given errors.

    The variance of an observation about the curve is error^2 + between^2. The scatter between
    models is estimated by restricted maximum likelihood, the curve taken as linear near its best
    fit: the smallest sum(ln v + r^2 / v) + ln det(J' V^-1 J). What scatter is then left scales the
    covariance (Knapp & Hartung 2003, Statistics in Medicine 22), so that equal errors give exactly
    the fit, the intervals and the AICc that no errors give.
    """
    plain = fit_at(None, None)
    if errors is None:
        return plain, {}
    errors = deviations("errors", errors, plain.n)
    # Without any error the weights would be infinite at zero scatter.
    floor = max(1e-8, 1e-6 * plain.residual_sd)

    def spread(between: float) -> np.ndarray:
        return np.hypot(errors, max(between, floor))

    def restricted(log_between: float) -> float:
        between = math.exp(log_between)
        try:
            result = fit_at(spread(between), plain.parameters)
        except FitError:
            return math.inf
        inverse = result.covariance / result.residual_sd**2 if result.rss > 0.0 else np.eye(1)
        known = np.isfinite(np.diag(inverse))
        curvature = -np.linalg.slogdet(inverse[np.ix_(known, known)])[1]
        return float(2.0 * np.log(spread(between)).sum() + result.rss + curvature)

    sizes = max(plain.residual_sd, floor) * np.geomspace(0.01, 10.0, 25)
    grid = np.log(np.append(floor, sizes[sizes > floor]))
    place = int(np.argmin([restricted(z) for z in grid]))
    between = 0.0
    if place > 0:
        ends = grid[place - 1], grid[min(place + 1, len(grid) - 1)]
        found = minimize_scalar(restricted, bounds=ends, method="bounded", options={"xatol": 1e-9})
        between = math.exp(float(found.x))
    sigma = spread(between)
    fields = {"errors": errors, "between": between, "sigma": sigma}
    return fit_at(sigma, plain.parameters), fields


def log2_errors(lower: Iterable, upper: Iterable, *, level: float = 0.95) -> np.ndarray:
    """Standard deviations of log2(value) from published intervals of that level.

    (log2 upper - log2 lower) / (2 z): half of the width on the log scale, in normal quantiles.
    """
    low = logarithms("lower", vector("lower", lower))
    high = logarithms("upper", vector("upper", upper, length=len(low)))
    return _half_widths(low, high, level)


def logit_errors(lower: Iterable, upper: Iterable, *, level: float = 0.95) -> np.ndarray:
    """Standard deviations of log-odds from published intervals of scores in percent."""
    low = logit(vector("lower", lower), name="lower")
    high = logit(vector("upper", upper, length=len(low)), name="upper")
    return _half_widths(low, high, level)


def _half_widths(low, high, level) -> np.ndarray:
    level = number("level", level, above=0.0, below=1.0)
    if np.any(high < low):
        index = int(np.flatnonzero(high < low)[0])
        raise ValueError(f"upper: expected at least lower, found less at {index}")
    return (high - low) / (2.0 * float(ndtri(0.5 + level / 2.0)))
