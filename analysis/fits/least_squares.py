"""Least squares: one fitter for linear models, one for curves with an exact Jacobian.

Notation: n observations, k parameters b, residuals r = y - f(x, b), Jacobian J;
rss = sum(r^2), dof = n - k, residual_sd = sqrt(rss / dof), covariance = residual_sd^2 (J'J)^-1.

A fit that did not converge, or whose parameters the data cannot tell apart, is a :class:`FitError`
and never a number.

Reference: Bates & Watts (1988), *Nonlinear Regression Analysis and Its Applications*, for the
relative offset. The tests hold this module to the certified problems of NIST's Statistical
Reference Datasets.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize
from scipy.linalg import lapack

from ..arguments import vector

#: Largest accepted relative offset (Bates & Watts): the step still to go, in standard errors.
OFFSET_TOLERANCE = 1e-6
#: Residuals below this share of the data count as an exact fit.
EXACT = 1e-11
#: Columns whose directions differ by no more than this carry the same information.
RANK_TOLERANCE = 1e-13

Function = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Curve:
    """A model: ``value(x, b)`` of length n and its exact Jacobian ``gradient(x, b)``, n by k."""

    value: Function
    gradient: Function
    linear: bool = False


class FitError(ValueError):
    """The data and model do not determine a fit: no number is returned instead of a bad one."""


@dataclass(frozen=True, eq=False)
class LeastSquaresFit:
    """A fitted model.

    ``parameters`` have length k, ``covariance`` is k by k, ``fitted`` values have length n.
    """

    parameters: np.ndarray
    covariance: np.ndarray
    rss: float
    fitted: np.ndarray
    evaluations: int = 1

    @property
    def dof(self) -> int:
        """Degrees of freedom left for the scatter."""
        return len(self.fitted) - len(self.parameters)

    @property
    def residual_sd(self) -> float:
        """Standard deviation about the model, for an observation of weight one."""
        return math.sqrt(self.rss / self.dof)

    @property
    def standard_errors(self) -> np.ndarray:
        """Standard errors of the parameters."""
        return np.sqrt(np.diag(self.covariance))


def fit_linear(design: np.ndarray | Sequence, y: np.ndarray | Sequence) -> LeastSquaresFit:
    """Fit ``y = design @ b`` by linear least squares (QR, and one step of refinement).

    ``design`` is n by k, with a column of ones where an intercept is wanted. Raises ValueError
    naming the argument for bad input, FitError where columns cannot be told apart.

    >>> fit_linear([[1, 0], [1, 1], [1, 2]], [1.0, 3.0, 5.0]).parameters.round(12).tolist()
    [1.0, 2.0]
    """
    matrix, y = np.asarray(design, dtype=float), vector("y", y)
    _enough(len(y), matrix.shape[1])
    q, inverse = _orthogonal(matrix)
    b = inverse @ (q.T @ y)
    b = b + inverse @ (q.T @ (y - matrix @ b))
    return result_at(b, y, matrix @ b, matrix, inverse=inverse)


def fit(
    curve: Curve,
    x: np.ndarray,
    y: np.ndarray | Sequence,
    start: np.ndarray | Sequence,
    *,
    max_evaluations: int = 5000,
) -> LeastSquaresFit:
    """Fit ``y = curve.value(x, b)`` by nonlinear least squares from ``start``.

    scipy's trust region (Branch, Coleman & Li 1999) searches, Gauss-Newton steps finish. These are
    judged by the relative offset, the part of the residuals that the model could still explain
    against the part that it cannot, for the sum of squares stops to move long before it. Raises
    ValueError for bad input and FitError when the search does not arrive or the parameters are not
    determined.

    >>> decay = Curve(
    ...     lambda x, b: b[0] * np.exp(b[1] * x),
    ...     lambda x, b: np.stack([np.exp(b[1] * x), b[0] * x * np.exp(b[1] * x)], axis=1),
    ... )
    >>> x = np.array([0.0, 1.0, 2.0, 3.0, 4.0])
    >>> fit(decay, x, 3.0 * np.exp(-0.5 * x), [1.0, -0.1]).parameters.round(9).tolist()
    [3.0, -0.5]
    """
    y, start = vector("y", y), vector("start", start)
    _enough(len(y), len(start))
    with np.errstate(all="ignore"):
        try:
            found = optimize.least_squares(
                lambda b: curve.value(x, b) - y, start, jac=lambda b: curve.gradient(x, b),
                x_scale="jac", ftol=1e-15, xtol=1e-15, gtol=1e-15, max_nfev=max_evaluations,
            )  # fmt: skip
        except (ValueError, np.linalg.LinAlgError) as error:
            raise FitError(f"the search broke down: {error}") from error
    best = b = found.x
    evaluations, smallest, kept = int(found.nfev), math.inf, None
    with np.errstate(all="ignore"):
        for _ in range(100):
            rest = y - curve.value(x, b)
            try:
                q, inverse = _orthogonal(curve.gradient(x, b))
            except FitError:
                break
            tangent = q.T @ rest
            explained, rss = float(tangent @ tangent), float(rest @ rest)
            spread = math.sqrt(max(rss - explained, 0.0) / (len(y) - len(b)))
            offset = math.sqrt(explained / len(b)) / max(spread, 1e-300)
            if not offset < smallest:
                break
            best, smallest, b, kept = b, offset, b + inverse @ tangent, inverse
        fitted, slopes = curve.value(x, best), curve.gradient(x, best)
        result = result_at(best, y, fitted, slopes, evaluations=evaluations, inverse=kept)
    # Data that lie on the curve leave nothing but rounding to measure the offset against.
    if smallest > OFFSET_TOLERANCE and math.sqrt(result.rss) > EXACT * float(np.linalg.norm(y)):
        raise FitError(
            f"no convergence after {evaluations} evaluations: the remaining step is {smallest:.2g} "
            f"standard errors (expected below {OFFSET_TOLERANCE:g}) at parameters {best.tolist()}"
        )
    return result


def result_at(b, y, fitted, slopes, *, evaluations=1, inverse=None) -> LeastSquaresFit:
    """The fit whose solution is ``b``, with ``fitted`` values and Jacobian ``slopes`` there.

    ``inverse`` is that of the Jacobian's R, where it is known. Raises FitError where the Jacobian
    does not determine the parameters.
    """
    rss = math.fsum((y - fitted) ** 2)
    if inverse is None:
        inverse = _orthogonal(slopes)[1]
    return LeastSquaresFit(
        parameters=b, covariance=inverse @ inverse.T * (rss / (len(y) - len(b))), rss=rss,
        fitted=fitted, evaluations=evaluations,
    )  # fmt: skip


def _orthogonal(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Q and the inverse of R; FitError where the columns do not determine the parameters."""
    if not np.all(np.isfinite(matrix)):
        raise FitError("the model or its jacobian is not finite where the search ended")
    q, r = np.linalg.qr(matrix)
    length = np.linalg.norm(r, axis=0)
    singular = np.linalg.svd(r / np.where(length > 0.0, length, 1.0), compute_uv=False)
    if not singular[-1] > RANK_TOLERANCE * singular[0]:
        rank = int(np.count_nonzero(singular > RANK_TOLERANCE * singular[0]))
        raise FitError(f"rank: {len(r)} parameters, but the data determine only {rank}")
    return q, lapack.dtrtrs(r, np.eye(len(r)))[0]


def _enough(n: int, k: int) -> None:
    if n <= k:
        raise ValueError(f"y: expected at least {k + 1} observations for {k} parameters, found {n}")
