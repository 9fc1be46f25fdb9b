"""Least squares with known digits: one fitter for any model, one for linear models.

:func:`fit` minimises a (weighted) sum of squared residuals of any differentiable model, given its
exact Jacobian. :func:`fit_linear` solves linear models to the last digits that the data determine.
Both return a :class:`LeastSquaresFit`, or raise: a fit that did not converge, or whose parameters
the data cannot tell apart, is a :class:`FitError` and never a number.

Standard errors come from the Jacobian that the caller supplies. Finite differences give standard
errors with as little as half a correct digit on certified problems, so they are used here for one
thing only: to notice that a supplied Jacobian does not belong to its model.

Notation: n observations, k parameters b, residuals r = y - f(x, b), weights w.

* rss = sum(w r^2); dof = n - k; residual_sd = sqrt(rss / dof)
* covariance = residual_sd^2 (J' W J)^-1, or (J' W J)^-1 when the sigmas are known exactly
* log_likelihood: Gaussian, at the maximum-likelihood variance rss / n

References: Bates & Watts (1988), *Nonlinear Regression Analysis and Its Applications*, for the
relative-offset criterion; Bjorck (1967), BIT 7, for the refinement of least-squares solutions;
Burnham & Anderson (2002), *Model Selection and Multimodel Inference*, for AICc; NIST Statistical
Reference Datasets for the certified problems that the tests hold this module to.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ..arguments import vector
from .descent import active, polish, search
from .orthogonal import EPS, Factors, FitError, inverse_normal, power_of_two

__all__ = ["FitError", "LeastSquaresFit", "aicc", "fit", "fit_linear", "lre"]

#: Largest accepted relative offset (Bates & Watts): the step still to go, in standard errors.
OFFSET_TOLERANCE = 1e-6
#: Residuals below this share of the data count as an exact fit.
EXACT = 1e-11

Model = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True, eq=False)
class LeastSquaresFit:
    """A fitted model.

    ``parameters``, ``standard_errors`` and ``at_bound`` have length k, ``covariance`` is k by k,
    ``fitted`` and ``residuals`` (observed minus fitted, unweighted) have length n. A parameter that
    lies on one of its bounds is flagged in ``at_bound``; it was held there, so its own standard
    error is nan and those of the others are conditional on it. ``condition`` is the condition
    number of the weighted Jacobian after scaling its columns to unit length.
    """

    parameters: np.ndarray
    standard_errors: np.ndarray
    covariance: np.ndarray
    residual_sd: float
    rss: float
    dof: int
    n: int
    log_likelihood: float
    fitted: np.ndarray
    residuals: np.ndarray
    at_bound: np.ndarray
    condition: float
    evaluations: int
    message: str

    @property
    def k(self) -> int:
        """Number of model parameters (the variance not counted)."""
        return len(self.parameters)


def aicc(log_likelihood: float, n: int, k: int) -> float:
    """Return -2 log L + 2k + 2k(k + 1) / (n - k - 1); infinite when n <= k + 1.

    ``k`` counts every estimated number, the residual variance included.
    """
    if n <= k + 1:
        return math.inf
    return -2.0 * log_likelihood + 2.0 * k + 2.0 * k * (k + 1) / (n - k - 1)


def lre(computed: float, certified: float) -> float:
    """Return the number of correct digits, min(15, -log10(|c - t| / |t|)).

    The log relative error of ``computed`` against the certified value. Where the certified value
    is zero the absolute error is used. Never below 0.
    """
    if not math.isfinite(computed):
        return 0.0
    error = abs(computed - certified)
    if certified != 0.0:
        error /= abs(certified)
    return 15.0 if error == 0.0 else min(15.0, max(0.0, -math.log10(error)))


def fit(
    model: Model,
    jacobian: Model,
    x: np.ndarray | Sequence,
    y: np.ndarray | Sequence,
    start: np.ndarray | Sequence,
    *,
    sigma: np.ndarray | Sequence | None = None,
    weights: np.ndarray | Sequence | None = None,
    absolute: bool = False,
    bounds: tuple | None = None,
    scale: str | np.ndarray | Sequence = "jac",
    max_evaluations: int = 5000,
    near: bool = False,
) -> LeastSquaresFit:
    """Fit ``y = model(x, parameters)`` by weighted nonlinear least squares.

    ``model(x, b)`` returns n values and ``jacobian(x, b)`` the n by k matrix of its derivatives.
    ``x`` is handed to both unchanged as an array; its first axis has length n. Give either
    ``sigma`` (standard deviations) or ``weights`` (1 / sigma^2, up to a constant); with
    ``absolute`` they are taken as known and the residual scatter does not rescale the covariance.
    ``bounds`` is ``(lower, upper)``, each a number or k numbers. ``scale`` is the typical size of
    each parameter, or "jac" to read it off the Jacobian at every step. With ``near`` the start is
    taken to be close: plain Gauss-Newton steps are tried first, and the search only if they fail.

    Raises ``ValueError`` for bad input and :class:`FitError` when the search does not converge,
    when the Jacobian does not belong to the model, or when the parameters are not determined.

    >>> import numpy as np
    >>> x = np.array([0.0, 1.0, 2.0, 3.0, 4.0])
    >>> y = 3.0 * np.exp(-0.5 * x)
    >>> result = fit(
    ...     lambda x, b: b[0] * np.exp(b[1] * x),
    ...     lambda x, b: np.stack([np.exp(b[1] * x), b[0] * x * np.exp(b[1] * x)], axis=1),
    ...     x, y, [1.0, -0.1],
    ... )
    >>> [round(float(b), 9) for b in result.parameters]
    [3.0, -0.5]
    """
    x, y = np.asarray(x), vector("y", y)
    if np.issubdtype(x.dtype, np.integer):
        x = x.astype(float)
    b0 = vector("start", start)
    n, k = len(y), len(b0)
    if x.ndim == 0 or x.shape[0] != n:
        raise ValueError(f"x: expected a first axis of length {n} as y has, found {x.shape}")
    if np.issubdtype(x.dtype, np.number) and not np.all(np.isfinite(x)):
        raise ValueError("x: expected finite numbers, found nan or infinity")
    root_weights = _root_weights(n, sigma, weights, absolute)
    _enough(n, k, absolute)
    lower, upper = _bounds(bounds, b0)
    if not isinstance(scale, str):
        scale = vector("scale", scale, length=k, positive=True)
    elif scale != "jac":
        raise ValueError(f"scale: expected 'jac' or {k} positive numbers, found {scale!r}")

    def residuals(b):
        with np.errstate(all="ignore"):
            return (np.asarray(model(x, b), dtype=float) - y) * root_weights

    def derivative(b):
        with np.errstate(all="ignore"):
            return np.asarray(jacobian(x, b), dtype=float) * root_weights[:, None]

    _check_shapes(model, jacobian, x, b0, n, k)
    # Data that lie on the curve leave nothing but rounding to measure the offset against.
    floor = EXACT * float(np.linalg.norm(y * root_weights))

    def settled(b, offset):
        return offset <= OFFSET_TOLERANCE or float(np.linalg.norm(residuals(b))) <= floor

    b, free, offset, evaluations = b0, np.ones(k, dtype=bool), math.inf, 0
    if near:
        b, offset = polish(residuals, derivative, b0, free, lower, upper)
    if not near or not settled(b, offset) or np.any((b <= lower) | (b >= upper)):
        _check_jacobian(residuals, derivative, b0, lower, upper)
        b, evaluations = search(residuals, derivative, b0, (lower, upper), scale, max_evaluations)
        b, free = active(residuals, derivative, b, lower, upper)
        b, offset = polish(residuals, derivative, b, free, lower, upper)
    weighted = residuals(b)
    if not np.all(np.isfinite(weighted)):
        raise FitError("the model is not finite where the search ended")
    unscaled, condition = np.zeros((k, k)), 1.0
    if free.any():
        part, condition = inverse_normal(derivative(b)[:, free])
        unscaled[np.ix_(free, free)] = part
    unscaled[~free, :] = unscaled[:, ~free] = np.nan
    if not settled(b, offset):
        raise FitError(
            f"no convergence after {evaluations} evaluations: the remaining step is {offset:.2g} "
            f"standard errors (expected below {OFFSET_TOLERANCE:g}) at parameters {b.tolist()}; "
            "try other starting values or bounds"
        )
    held = f"; held at a bound: {np.flatnonzero(~free).tolist()}" if not free.all() else ""
    return _result(
        b, y, -weighted / root_weights, root_weights, unscaled, absolute, ~free, condition,
        evaluations, f"converged, remaining step {offset:.1g} standard errors{held}",
    )  # fmt: skip


def fit_linear(
    design: np.ndarray | Sequence,
    y: np.ndarray | Sequence,
    *,
    sigma: np.ndarray | Sequence | None = None,
    weights: np.ndarray | Sequence | None = None,
    absolute: bool = False,
) -> LeastSquaresFit:
    """Fit ``y = design @ b`` by (weighted) linear least squares.

    ``design`` is n by k, with a column of ones where an intercept is wanted. The columns are scaled
    by powers of two and orthogonalised by Householder reflections; solution and variances are then
    refined with residuals in doubled precision, so that the answer is that of the matrix as given,
    on every machine. Errors as for :func:`fit`.

    >>> fit_linear([[1, 0], [1, 1], [1, 2]], [1.0, 3.0, 5.0]).parameters.tolist()
    [1.0, 2.0]
    """
    matrix = np.asarray(design, dtype=float)
    y = vector("y", y)
    n = len(y)
    if matrix.ndim != 2 or matrix.shape[0] != n or matrix.shape[1] == 0:
        raise ValueError(f"design: expected {n} rows and at least 1 column, found {matrix.shape}")
    if not np.all(np.isfinite(matrix)):
        raise ValueError("design: expected finite numbers, found nan or infinity")
    k = matrix.shape[1]
    root_weights = _root_weights(n, sigma, weights, absolute)
    _enough(n, k, absolute)
    weighted = matrix * root_weights[:, None]
    size = power_of_two(np.linalg.norm(weighted, axis=0))
    factors = Factors(weighted / size)
    b, residual = factors.solve(y * root_weights)
    unscaled = factors.inverse() / np.outer(size, size)
    return _result(
        b / size, y, residual / root_weights, root_weights, unscaled, absolute,
        np.zeros(k, dtype=bool), factors.condition, 1, "solved",
    )  # fmt: skip


def _result(
    b, y, residuals, root_weights, unscaled, absolute, at_bound, condition, evaluations, message
) -> LeastSquaresFit:
    n, k = len(y), len(b)
    dof = n - k
    rss = math.fsum((residuals * root_weights) ** 2)
    residual_sd = math.sqrt(rss / dof) if dof > 0 else math.nan
    log_weights = 2.0 * math.fsum(np.log(root_weights))
    if absolute:
        log_likelihood = -0.5 * (rss + n * math.log(2.0 * math.pi) - log_weights)
        covariance = unscaled
    else:
        variance = rss / n
        log_likelihood = (
            -0.5 * (n * (math.log(2.0 * math.pi * variance) + 1.0) - log_weights)
            if variance > 0.0
            else math.inf
        )
        covariance = unscaled * residual_sd**2
    return LeastSquaresFit(
        parameters=b,
        standard_errors=np.sqrt(np.diag(covariance)),
        covariance=covariance,
        residual_sd=residual_sd,
        rss=rss,
        dof=dof,
        n=n,
        log_likelihood=log_likelihood,
        fitted=y - residuals,
        residuals=residuals,
        at_bound=at_bound,
        condition=condition,
        evaluations=evaluations,
        message=message,
    )


# Input


def _root_weights(n, sigma, weights, absolute) -> np.ndarray:
    if sigma is not None and weights is not None:
        raise ValueError("sigma, weights: expected one of the two, found both")
    if sigma is not None:
        return 1.0 / vector("sigma", sigma, length=n, positive=True)
    if weights is not None:
        return np.sqrt(vector("weights", weights, length=n, positive=True))
    if absolute:
        raise ValueError("absolute: expected sigma or weights with it, found neither")
    return np.ones(n)


def _enough(n: int, k: int, absolute: bool) -> None:
    need = k if absolute else k + 1
    if n < need:
        raise ValueError(f"y: expected at least {need} observations for {k} parameters, found {n}")


def _bounds(bounds, start) -> tuple[np.ndarray, np.ndarray]:
    k = len(start)
    if bounds is None:
        return np.full(k, -np.inf), np.full(k, np.inf)
    try:
        lower, upper = (np.broadcast_to(np.asarray(side, dtype=float), (k,)) for side in bounds)
    except (TypeError, ValueError) as error:
        raise ValueError(f"bounds: expected (lower, upper) for {k} parameters") from error
    for index in range(k):
        if not lower[index] < upper[index]:
            raise ValueError(
                f"bounds: expected lower < upper, found {lower[index]}, {upper[index]} at {index}"
            )
        if not lower[index] <= start[index] <= upper[index]:
            raise ValueError(
                f"start: expected a value in [{lower[index]}, {upper[index]}], "
                f"found {start[index]} at {index}"
            )
    return lower, upper


def _check_shapes(model, jacobian, x, b, n, k) -> None:
    with np.errstate(all="ignore"):
        value, slope = np.asarray(model(x, b)), np.asarray(jacobian(x, b))
    if value.shape != (n,):
        raise ValueError(f"model: expected {n} values, found shape {value.shape}")
    if slope.shape != (n, k):
        raise ValueError(f"jacobian: expected shape {(n, k)}, found {slope.shape}")
    if not np.all(np.isfinite(value)):
        raise ValueError("start: expected finite model values there, found nan or infinity")
    if not np.all(np.isfinite(slope)):
        raise ValueError("start: expected a finite jacobian there, found nan or infinity")


def _check_jacobian(residuals, derivative, b, lower, upper) -> None:
    """Compare each column with central differences of several widths; one must agree to 2%."""
    exact = derivative(b)
    for index in range(len(b)):
        size = max(abs(b[index]), 1e-8)
        best, reference = math.inf, float(np.linalg.norm(exact[:, index]))
        for relative in (1e-3, 1e-5, 1e-7):
            above, below = b.copy(), b.copy()
            above[index] = min(b[index] + relative * size, upper[index])
            below[index] = max(b[index] - relative * size, lower[index])
            values = residuals(above), residuals(below)
            width = above[index] - below[index]
            column = (values[0] - values[1]) / width
            if not np.all(np.isfinite(column)):
                return
            noise = 4.0 * EPS * max(float(np.linalg.norm(v)) for v in values) / width
            gap = float(np.linalg.norm(column - exact[:, index])) - noise
            best = min(best, gap / max(reference, float(np.linalg.norm(column)), 1e-300))
        if best > 0.02:
            raise FitError(
                f"jacobian: column {index} is not the derivative of the model "
                f"(differs by {100 * best:.0f}% from central differences at the start)"
            )
