"""Regression in which observations of one group share an unknown offset (a random intercept).

    y = X b + u(group) + e,   u ~ N(0, tau^2),   e ~ N(0, sigma^2)

The variances are estimated by restricted maximum likelihood (REML), profiled down to one number:
the share of the variance that lies between groups, ``tau^2 / (tau^2 + sigma^2)``. That share is
found on a fixed grid and then refined, so the result depends on the data alone. A share of exactly
zero is a legitimate answer: then groups explain nothing and the fit is ordinary least squares.

Reference: Harville (1977), Journal of the American Statistical Association 72, 320-338.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import optimize
from scipy.special import chdtri

from ..arguments import number, vector
from .least_squares import FitError
from .trend import Interval, student

__all__ = ["RandomIntercept", "random_intercept"]

#: Between-group shares of the variance at which the likelihood is looked at before refining.
_GRID = np.concatenate([[0.0], np.linspace(0.0125, 0.9875, 79)])


@dataclass(frozen=True, eq=False)
class RandomIntercept:
    """A fitted model; ``names`` label the columns of X, ``sd`` values are in the unit of y.

    ``between_sd`` is tau, ``within_sd`` sigma. ``dof`` is groups minus columns, the cautious
    choice for slopes that are carried by differences between groups.
    """

    names: tuple[str, ...]
    coefficients: dict[str, float]
    standard_errors: dict[str, float]
    between_sd: float
    within_sd: float
    between_upper: float
    covariance: np.ndarray = field(repr=False)
    n: int
    groups: int
    dof: int
    level: float

    def interval(self, name: str, *, level: float | None = None) -> Interval:
        """Return Student's t interval of a coefficient. Raises ValueError for an unknown name."""
        if name not in self.names:
            raise ValueError(f"name: expected one of {', '.join(self.names)}, found {name!r}")
        level = self.level if level is None else number("level", level, above=0.0, below=1.0)
        reach = student(level, self.dof) * self.standard_errors[name]
        return Interval(self.coefficients[name] - reach, self.coefficients[name] + reach, level)

    def predict(
        self, columns: dict[str, Sequence[float]], *, level: float | None = None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return (mean, lower, upper) for a new observation of a group not seen before.

        Raises ValueError when ``columns`` are not those of the fit.
        """
        if tuple(columns) != self.names[1:]:
            raise ValueError(f"columns: expected {self.names[1:]}, found {tuple(columns)}")
        level = self.level if level is None else number("level", level, above=0.0, below=1.0)
        given = [vector(name, values) for name, values in columns.items()]
        design = np.column_stack([np.ones_like(given[0]), *given])
        mean = design @ np.array([self.coefficients[name] for name in self.names])
        variance = np.einsum("ij,jk,ik->i", design, self.covariance, design)
        sd = np.sqrt(variance + self.between_sd**2 + self.within_sd**2)
        reach = student(level, self.dof) * sd
        return mean, mean - reach, mean + reach


def random_intercept(
    y: Sequence[float],
    columns: dict[str, Sequence[float]],
    groups: Sequence[Hashable],
    *,
    level: float = 0.95,
) -> RandomIntercept:
    """Fit ``y`` on ``columns`` (a constant is added, named "constant") with an offset a group.

    ``groups`` names each observation's group; a group of one is allowed. Also gives the upper end
    of tau's profile-likelihood interval (``between_upper``, at ``level``).

    Raises ValueError where lengths differ, a value is not finite, or there are not more groups
    than coefficients; FitError where the columns cannot be told apart.
    """
    response = vector("y", y)
    names = ("constant", *columns)
    given = [vector(name, values, length=len(response)) for name, values in columns.items()]
    design = np.column_stack([np.ones_like(response), *given])
    if len(groups) != len(response):
        raise ValueError(f"groups: expected {len(response)} names, found {len(groups)}")
    labels = {group: index for index, group in enumerate(dict.fromkeys(groups))}
    dof = len(labels) - len(names)
    if dof < 1:
        raise ValueError(
            f"groups: expected more than the {len(names)} coefficients, found {len(labels)}"
        )
    if np.linalg.matrix_rank(design) < len(names):
        raise FitError(f"columns: expected independent ones, found {', '.join(columns)}")
    # Away from the mean the squares of large values would leave no digit for their differences.
    mean = response.mean()
    problem = _Problem(response - mean, design, np.array([labels[group] for group in groups]))
    share = problem.best_share()
    b, triangle, rss, _ = problem.solve(share)
    inverse = np.linalg.inv(triangle)
    covariance = rss / problem.spare * inverse @ inverse.T
    tau, sigma = problem.deviations(share)
    errors = np.sqrt(np.diag(covariance))
    return RandomIntercept(
        names=names,
        coefficients=dict(zip(names, map(float, [b[0] + mean, *b[1:]]), strict=True)),
        standard_errors=dict(zip(names, map(float, errors), strict=True)),
        between_sd=tau,
        within_sd=sigma,
        between_upper=problem.upper(share, level),
        covariance=covariance,
        n=len(response),
        groups=len(labels),
        dof=dof,
        level=level,
    )


class _Problem:
    """The restricted likelihood of one data set as a function of the between-group share."""

    def __init__(self, y: np.ndarray, design: np.ndarray, place: np.ndarray) -> None:
        self.both, self.place = np.column_stack([y, design]), place
        self.totals = self.sums(self.both)
        self.sizes = np.bincount(place).astype(float)
        self.spare = len(y) - design.shape[1]

    def sums(self, columns: np.ndarray) -> np.ndarray:
        """Sums over each group."""
        return np.column_stack([np.bincount(self.place, column) for column in columns.T])

    def solve(self, share: float) -> tuple[np.ndarray, np.ndarray, float, float]:
        """(b, triangular factor, rss, log determinant of the restricted likelihood) at one share.

        Within a group of m the covariance is I + ratio J; taking off the share
        1 - 1/sqrt(1 + ratio m) of the group's mean makes it the identity.
        """
        ratio = share / (1 - share)
        pull = (1 - 1 / np.sqrt(1 + ratio * self.sizes)) / self.sizes
        both = self.both - (pull[:, None] * self.totals)[self.place]
        y, x = both[:, 0], both[:, 1:]
        q, r = np.linalg.qr(x)
        b = np.linalg.solve(r, q.T @ y)
        rest = y - x @ b
        spread = float(np.log1p(ratio * self.sizes).sum() + 2 * np.log(np.abs(np.diag(r))).sum())
        return b, r, float(rest @ rest), spread

    def deviance(self, share: float) -> float:
        """-2 times the restricted log-likelihood, sigma profiled out, but for a constant."""
        _, _, rss, spread = self.solve(share)
        return self.spare * math.log(rss) + spread

    def slope(self, share: float) -> float:
        """The derivative of the deviance by the ratio of variances, at one share."""
        shrunk = 1 + share / (1 - share) * self.sizes
        b, r, rss, _ = self.solve(share)
        totals = self.totals / shrunk[:, None]
        rest = totals[:, 0] - totals[:, 1:] @ b
        trace = float((self.sizes / shrunk).sum())
        trace -= float(((totals[:, 1:] @ np.linalg.inv(r)) ** 2).sum())
        return trace - self.spare * float(rest @ rest) / rss

    def best_share(self) -> float:
        """The share of least deviance, found where the derivative is zero.

        The values themselves are flat there, and tell the place to half of their digits only.
        """
        values = [self.deviance(share) for share in _GRID]
        best = int(np.argmin(values))
        low, high = _GRID[max(best - 1, 0)], _GRID[min(best + 1, len(_GRID) - 1)]
        if not self.slope(low) < 0 < self.slope(high):
            return float(_GRID[best])
        return float(optimize.brentq(self.slope, low, high, xtol=1e-15))

    def deviations(self, share: float) -> tuple[float, float]:
        """Tau and sigma at one share."""
        sigma = math.sqrt(self.solve(share)[2] / self.spare)
        return sigma * math.sqrt(share / (1 - share)), sigma

    def given(self, tau: float, sigma: float) -> float:
        """-2 times the restricted log-likelihood at both standard deviations."""
        ratio = (tau / sigma) ** 2
        _, _, rss, spread = self.solve(ratio / (1 + ratio))
        return self.spare * math.log(sigma**2) + rss / sigma**2 + spread

    def upper(self, share: float, level: float) -> float:
        """The largest tau that the restricted likelihood ratio does not reject, sigma profiled."""
        tau, sigma = self.deviations(share)
        limit = self.given(tau, sigma) + float(chdtri(1, 1 - level))
        low, high = math.log(sigma) - 2, math.log(sigma) + 2

        def excess(at: float) -> float:
            best = optimize.minimize_scalar(
                lambda z: self.given(at, math.exp(z)), bounds=(low, high), method="bounded"
            )
            return float(best.fun) - limit

        top = max(tau, sigma)
        while excess(top) <= 0:
            top *= 2
            if top > 1e6 * sigma:
                return math.inf
        return float(optimize.brentq(excess, tau, top, xtol=1e-9 * sigma))
