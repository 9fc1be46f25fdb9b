"""Linear algebra to the last digit, for :mod:`analysis.leastsquares`.

Orthogonalisation with scaled columns, an explicit test of rank, and refinement of least-squares
solutions with residuals computed in doubled precision (Bjorck 1967, BIT 7; two-sum after Knuth,
two-product after Dekker). Doubled precision is built from ordinary doubles: ``numpy.longdouble``
means 80 bits on one machine and 64 on the next.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.linalg import qr, solve_triangular

__all__ = [
    "EPS",
    "RANK_TOLERANCE",
    "FitError",
    "inverse_normal",
    "power_of_two",
    "refine",
    "require_rank",
]

EPS = float(np.finfo(float).eps)
#: A column that adds less than this share of its length to the others carries no information.
RANK_TOLERANCE = 1e-13


class FitError(ValueError):
    """The data and model do not determine a fit: no number is returned instead of a bad one."""


def power_of_two(lengths: np.ndarray) -> np.ndarray:
    """Nearest powers of two, so that scaling a column rounds nothing."""
    return np.exp2(np.round(np.log2(np.where(lengths > 0.0, lengths, 1.0))))


def require_rank(matrix: np.ndarray) -> float:
    """Condition number of ``matrix`` with unit columns; FitError if they are dependent."""
    if not np.all(np.isfinite(matrix)):
        raise FitError("the jacobian is not finite where the search ended")
    length = np.linalg.norm(matrix, axis=0)
    dead = np.flatnonzero(length == 0.0)
    if dead.size:
        raise FitError(f"rank: parameters {dead.tolist()} have no effect on the fitted values")
    triangle, order = qr(matrix / length, mode="r", pivoting=True)
    diagonal = np.abs(np.diag(triangle))
    if diagonal[-1] <= RANK_TOLERANCE * diagonal[0]:
        weak = np.flatnonzero(diagonal <= RANK_TOLERANCE * diagonal[0])
        raise FitError(
            f"rank: {len(diagonal)} parameters, but the data determine only "
            f"{len(diagonal) - len(weak)}; not told apart from the others: "
            f"{sorted(int(i) for i in order[weak])}"
        )
    return float(np.linalg.cond(triangle[: len(diagonal)]))


def inverse_normal(jacobian: np.ndarray) -> tuple[np.ndarray, float]:
    """(J'J)^-1 from a QR of the column-scaled Jacobian, and its condition number."""
    condition = require_rank(jacobian)
    size = np.linalg.norm(jacobian, axis=0)
    triangle = np.linalg.qr(jacobian / size, mode="r")
    inverse = solve_triangular(triangle, np.eye(len(size)))
    return (inverse @ inverse.T) / np.outer(size, size), condition


def refine(a, q, r, f, g) -> tuple[np.ndarray, np.ndarray]:
    """Solve s + A b = f, A' s = g for (b, s), refining with residuals in doubled precision.

    With g = 0 this is least squares (s the residuals); with f = 0 and g = -e_j, b is column j of
    (A'A)^-1. Refinement stops when the correction no longer shrinks.
    """

    def solve(top, bottom):
        h = solve_triangular(r, bottom, trans="T")
        projected = q.T @ top - h
        return solve_triangular(r, projected), top - q @ projected

    b, s = solve(f, g)
    last = math.inf
    for _ in range(20):
        db, ds = solve(*_augmented_residual(a, b, s, f, g))
        change = float(np.linalg.norm(db))
        if not change < 0.5 * last:
            break
        b, s, last = b + db, s + ds, change
        if change <= EPS * float(np.linalg.norm(b)):
            break
    return b, s


def _augmented_residual(a, b, s, f, g) -> tuple[np.ndarray, np.ndarray]:
    """(f - s - A b, g - A' s), computed in about 32 digits and then rounded."""
    high, low = _two_sum(f, -s)
    for column, value in zip(a.T, b, strict=True):
        product, error = _two_product(column, np.full_like(column, -value))
        high, carry = _two_sum(high, product)
        low = low + (carry + error)
    bottom = np.empty_like(g)
    for index, column in enumerate(a.T):
        product, error = _two_product(column, s)
        bottom[index] = math.fsum([g[index], *(-product), *(-error)])
    return high + low, bottom


def _two_sum(a, b):
    """Sum and its exact rounding error (Knuth)."""
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


def _two_product(a, b):
    """Product and its exact rounding error (Dekker, Veltkamp splitting)."""
    product = a * b
    a_high, a_low = _split(a)
    b_high, b_low = _split(b)
    return product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low


def _split(a):
    """Two halves of 26 bits each whose sum is ``a``."""
    big = 134217729.0 * a
    high = big - (big - a)
    return high, a - high
