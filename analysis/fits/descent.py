"""The search behind :func:`.least_squares.fit`: trust region, bounds, Gauss-Newton polish.

Functions take ``residuals(b)`` and ``derivative(b)`` (weighted residuals and their Jacobian) and
return parameters; judging what they found is the caller's part.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import least_squares

from .orthogonal import RANK_TOLERANCE, FitError, inverse_triangle, power_of_two

__all__ = ["active", "polish", "search"]


def search(residuals, derivative, start, bounds, scale, most) -> tuple[np.ndarray, int]:
    """Trust-region search (Branch, Coleman & Li 1999, as in scipy) to the last digit it can do."""
    with np.errstate(all="ignore"):
        try:
            found = least_squares(
                residuals, start, jac=derivative, bounds=bounds, method="trf", x_scale=scale,
                ftol=1e-15, xtol=1e-15, gtol=1e-15, max_nfev=most,
            )  # fmt: skip
        except (ValueError, np.linalg.LinAlgError) as error:
            raise FitError(f"the search broke down: {error}") from error
    return found.x, int(found.nfev)


def active(residuals, derivative, b, lower, upper) -> tuple[np.ndarray, np.ndarray]:
    """Put on its bound each parameter that the next step would carry far beyond it.

    The search approaches bounds from inside and never touches them. Returns the parameters and
    which of them are free.
    """
    free = np.ones(len(b), dtype=bool)
    if not (np.isfinite(lower) | np.isfinite(upper)).any():
        return b, free
    for _ in range(len(b)):
        slope = derivative(b)[:, free]
        if not np.all(np.isfinite(slope)):
            break
        step = np.zeros_like(b)
        size = power_of_two(np.linalg.norm(slope, axis=0))
        step[free] = -np.linalg.lstsq(slope / size, residuals(b), rcond=None)[0] / size
        gap = np.where(step < 0.0, b - lower, upper - b)
        out = free & (gap <= np.maximum(1e-3 * np.abs(step), 1e-12 * np.abs(b))) & (step != 0.0)
        if not out.any():
            break
        b = np.where(out, np.where(step < 0.0, lower, upper), b)
        free &= ~out
    return b, free


def polish(residuals, derivative, b, free, lower, upper) -> tuple[np.ndarray, float]:
    """Gauss-Newton steps to the last digit; also the relative offset that is left.

    The relative offset compares the part of the residuals that the model could still explain with
    the part that it cannot, each per degree of freedom (Bates & Watts 1981). It goes on shrinking
    long after the sum of squares has stopped to move, so the steps are judged by it.
    """
    r = residuals(b)
    n, k = len(r), int(free.sum())
    if k == 0 or not np.all(np.isfinite(r)):
        return b, 0.0
    best, smallest = b, math.inf
    for _ in range(100):
        slope, rss = derivative(b)[:, free], float(r @ r)
        size = np.linalg.norm(slope, axis=0)
        if not np.all(np.isfinite(slope)) or np.any(size == 0.0):
            break
        q, triangle = np.linalg.qr(slope / size)
        tangent = q.T @ r
        explained = float(tangent @ tangent)
        spread = math.sqrt(max(rss - explained, 0.0) / max(n - k, 1))
        offset = math.sqrt(explained / k) / max(spread, 1e-300)
        if not offset < smallest:
            break
        best, smallest = b, offset
        diagonal = np.abs(np.diag(triangle))
        if diagonal.min() <= RANK_TOLERANCE * diagonal.max():
            break
        step = np.zeros_like(b)
        step[free] = -(inverse_triangle(triangle) @ tangent) / size
        b = np.clip(b + step, lower, upper)
        r = residuals(b)
        if not float(r @ r) <= rss * (1.0 + 1e-12):
            break
    return best, smallest
