"""Profile-likelihood intervals of one parameter of a curve fitted by least squares."""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import brentq, least_squares
from scipy.special import fdtri

from .orthogonal import FitError

__all__ = ["critical_rss", "profile_interval"]


def critical_rss(rss: float, dof: int, level: float) -> float:
    """Largest residual sum of squares that a value inside the interval may have.

    rss (1 + F / dof) with F the quantile of F(1, dof): for Gaussian scatter of unknown size this is
    the likelihood-ratio interval with its small-sample calibration, exact for linear models.
    """
    return rss * (1.0 + float(fdtri(1, dof, level)) / dof)


def profile_interval(curve, x, y, best, index, *, critical, step, held=None) -> tuple[float, float]:
    """Ends of the interval of parameter ``index``; infinite where the profile never rises enough.

    ``curve.value(x, b)`` and ``curve.gradient(x, b)`` are the curve and its Jacobian, ``best`` the
    parameters at the minimum. The interval holds every value of the parameter at which the residual
    sum of squares, with the others refitted, is at most ``critical``. ``step`` is where its ends
    would be if the curve were a straight line. Parameters flagged in ``held`` stay where they are.
    """
    value, gradient = curve.value, curve.gradient
    best = np.asarray(best, dtype=float)
    others = np.arange(len(best)) != index
    if held is not None:
        others &= ~np.asarray(held)
    # Data on the curve to the last digit: the interval is the point.
    if critical <= 1e-23 * float(y @ y) or step <= 1e-12 * abs(best[index]):
        return float(best[index]), float(best[index])

    def one_side(sign: int) -> float:
        rest, seen = best[others], {}

        def excess(at: float) -> float:
            # Remembered, for a second search from other values might end elsewhere.
            nonlocal rest
            if at not in seen:
                rss, rest = _profile_rss(value, gradient, x, y, best, others, at, rest, index)
                seen[at] = rss - critical
            return seen[at]

        if not excess(float(best[index])) <= 0.0:
            raise FitError(f"parameter {index}: the curve does not fit best at {best[index]}")
        inside, outside = float(best[index]), float(best[index]) + sign * step
        for _ in range(20):
            if excess(outside) > 0.0:
                return brentq(excess, inside, outside, xtol=1e-10 * step, rtol=1e-12)
            inside, outside = outside, outside + 3.0 * (outside - float(best[index]))
        return sign * math.inf

    return one_side(-1), one_side(+1)


def _profile_rss(value, gradient, x, y, best, others, at, rest, index):
    """Smallest rss with parameter ``index`` fixed, and where the others then are."""
    full = best.copy()
    full[index] = at

    def residuals(free):
        full[others] = free
        return value(x, full) - y

    def jacobian(free):
        full[others] = free
        return gradient(x, full)[:, others]

    with np.errstate(all="ignore"):
        if not others.any():
            rest = residuals(rest)
            return (float(rest @ rest) if np.all(np.isfinite(rest)) else math.inf), best[others]
        if not np.all(np.isfinite(residuals(rest))):
            rest = best[others]
            if not np.all(np.isfinite(residuals(rest))):
                return math.inf, rest
        try:
            found = least_squares(
                residuals, rest, jac=jacobian, x_scale="jac", ftol=1e-13, xtol=1e-13, gtol=1e-13,
                max_nfev=300,
            )  # fmt: skip
        except (ValueError, np.linalg.LinAlgError):
            return math.inf, rest
    return 2.0 * float(found.cost), found.x
