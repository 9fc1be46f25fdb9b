"""Linear algebra to the last digit, for :mod:`analysis.fits.least_squares`.

Orthogonalisation with scaled columns, an explicit test of rank, and refinement of least-squares
solutions with residuals computed in doubled precision (Bjorck 1967, BIT 7; two-sum after Knuth,
two-product after Dekker). Doubled precision is built from ordinary doubles: ``numpy.longdouble``
means 80 bits on one machine and 64 on the next.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.linalg import qr

__all__ = ["EPS", "RANK_TOLERANCE", "Factors", "FitError", "inverse_normal", "power_of_two"]

EPS = float(np.finfo(float).eps)
#: Columns whose directions differ by no more than this carry the same information.
RANK_TOLERANCE = 1e-13
#: Below this condition number the variances need no refinement to have eleven digits.
WELL_CONDITIONED = 1e5


class FitError(ValueError):
    """The data and model do not determine a fit: no number is returned instead of a bad one."""


class Factors:
    """QR of a matrix with columns of about unit length; FitError if they are dependent."""

    def __init__(self, a: np.ndarray) -> None:
        if not np.all(np.isfinite(a)):
            raise FitError("the jacobian is not finite where the search ended")
        self.a = a
        self.q, self.r = np.linalg.qr(a)
        length = np.sqrt(np.einsum("ij,ij->j", self.r, self.r))
        dead = np.flatnonzero(length == 0.0)
        if dead.size:
            raise FitError(f"rank: parameters {dead.tolist()} have no effect on the fitted values")
        singular = np.linalg.svd(self.r / length, compute_uv=False)
        if singular[-1] <= RANK_TOLERANCE * singular[0]:
            raise FitError(_dependence(a / length))
        self.condition = float(singular[0] / singular[-1])
        self.r_inverse = inverse_triangle(self.r)

    def solve(self, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Least-squares solution b of a b = y, and the residuals y - a b, refined."""
        b, s = self._refine(y[:, None], np.zeros((len(self.r), 1)))
        return b[:, 0], s[:, 0]

    def inverse(self) -> np.ndarray:
        """(a'a)^-1, refined where that matters."""
        if self.condition < WELL_CONDITIONED:
            return self.r_inverse @ self.r_inverse.T
        k = len(self.r)
        inverse = self._refine(np.zeros((len(self.a), k)), -np.eye(k))[0]
        return (inverse + inverse.T) / 2.0

    def _refine(self, f: np.ndarray, g: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Solve s + A b = f, A' s = g for (b, s), one column for each right-hand side.

        With g = 0 this is least squares (s the residuals); with f = 0 and g = -1, b is (A'A)^-1.
        Residuals are formed in doubled precision, and refinement stops when the correction no
        longer shrinks.
        """
        b, s = self._solve(f, g)
        last = math.inf
        for _ in range(20):
            db, ds = self._solve(*_augmented_residual(self.a, b, s, f, g))
            change = float(np.linalg.norm(db))
            if not change < 0.5 * last:
                break
            b, s, last = b + db, s + ds, change
            if change <= EPS * float(np.linalg.norm(b)):
                break
        return b, s

    def _solve(self, f, g):
        h = self.r_inverse.T @ g
        projected = self.q.T @ f - h
        return self.r_inverse @ projected, f - self.q @ projected


def inverse_normal(jacobian: np.ndarray) -> tuple[np.ndarray, float]:
    """(J'J)^-1 by way of the column-scaled Jacobian, and the condition number of that."""
    size = power_of_two(np.linalg.norm(jacobian, axis=0))
    factors = Factors(jacobian / size)
    return factors.r_inverse @ factors.r_inverse.T / np.outer(size, size), factors.condition


def inverse_triangle(r: np.ndarray) -> np.ndarray:
    """Inverse of an upper triangle by back substitution.

    Row by row here, since the triangles are small: a threaded library call takes longer to start
    than these take to finish.
    """
    inverse = np.eye(len(r))
    for i in range(len(r) - 1, -1, -1):
        inverse[i] = (inverse[i] - r[i, i + 1 :] @ inverse[i + 1 :]) / r[i, i]
    return inverse


def power_of_two(lengths: np.ndarray) -> np.ndarray:
    """Nearest powers of two, so that scaling a column rounds nothing."""
    usable = np.isfinite(lengths) & (lengths > 0.0)
    return np.exp2(np.round(np.log2(np.where(usable, lengths, 1.0))))


def _dependence(unit: np.ndarray) -> str:
    """Say how many parameters are determined, and which of them are not."""
    triangle, order = qr(unit, mode="r", pivoting=True)
    diagonal = np.abs(np.diag(triangle))
    weak = np.flatnonzero(diagonal <= 10.0 * RANK_TOLERANCE * diagonal[0])
    weak = weak if weak.size else np.array([len(diagonal) - 1])
    return (
        f"rank: {len(diagonal)} parameters, but the data determine only "
        f"{len(diagonal) - len(weak)}; not told apart from the others: "
        f"{sorted(int(i) for i in order[weak])}"
    )


def _augmented_residual(a, b, s, f, g) -> tuple[np.ndarray, np.ndarray]:
    """(f - s - A b, g - A' s), computed in about 32 digits and then rounded."""
    high, low = _two_sum(f, -s)
    for column, values in zip(a.T, b, strict=True):
        product, error = _two_product(column[:, None], -values)
        high, carry = _two_sum(high, product)
        low = low + (carry + error)
    bottom = np.empty_like(g)
    for j in range(g.shape[1]):
        product, error = _two_product(a, s[:, j, None])
        for i in range(g.shape[0]):
            bottom[i, j] = math.fsum([g[i, j], *(-product[:, i]), *(-error[:, i])])
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
