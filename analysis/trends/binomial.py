"""S-curves of scores that are shares of a known number of tasks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from ..inputs import vector
from ..leastsquares import FitError, fit
from .base import Interval
from .logistic import LogisticFit, curve_of, logistic

__all__ = ["BinomialFit", "binomial"]

#: Predicted shares nearer to 0 or 1 than this count as this near, so that no weight is infinite.
_EDGE = 1e-6


@dataclass(frozen=True, eq=False, kw_only=True)
class BinomialFit(LogisticFit):
    """As :class:`~analysis.trends.LogisticFit`, with scatter that shrinks towards 0 and 100.

    ``dispersion`` is the variance of scores over that of coin tosses at as many tasks: above 1,
    models differ by more than the luck of their tasks.
    """

    shape: str = field(default="quasi-binomial logistic")
    tasks: np.ndarray = field(repr=False)

    @property
    def dispersion(self) -> float:
        """Estimated from Pearson's chi-squared, per degree of freedom."""
        return self.result.residual_sd**2

    @property
    def aicc(self) -> float:
        """Not defined: a quasi-likelihood is no likelihood."""
        return float("nan")

    def interval(self, name: str, *, level: float | None = None, method="wald") -> Interval:
        """Wald interval of one parameter, scaled by the dispersion."""
        if method != "wald":
            raise ValueError(f"method: expected 'wald' for a quasi-likelihood, found {method!r}")
        return super().interval(name, level=level, method=method)

    def _scatter_at(self, mean):
        # A new score is one on as many tasks as the middle one of the data.
        share = np.clip(mean / 100.0, _EDGE, 1.0 - _EDGE)
        middle = float(np.median(self.tasks))
        return 100.0 * np.sqrt(self.dispersion * share * (1.0 - share) / middle)


def binomial(
    dates: Iterable,
    percents: Iterable,
    n_tasks: Iterable,
    *,
    ceiling: float | None = 100.0,
    level: float = 0.95,
) -> BinomialFit:
    """Fit an S-curve by quasi-likelihood: the variance of a score p on n tasks is phi p(1 - p)/n.

    Scores near 0 and 100 count for more than in least squares, since chance moves them less. The
    dispersion phi is estimated, so errors are not those of pure coin tosses. Iteratively reweighted
    least squares; arguments otherwise as :func:`~analysis.trends.logistic`, which gives the start.

    Reference: McCullagh & Nelder (1989), *Generalized Linear Models*, chapter 9.
    """
    first = logistic(dates, percents, ceiling=ceiling, scatter="percent", level=level)
    tasks = vector("n_tasks", n_tasks, length=first.n, positive=True)
    curve, t = curve_of(ceiling), first._years(first.days)
    b = first.result.parameters
    for _ in range(200):
        share = np.clip(curve.value(t, b) / 100.0, _EDGE, 1.0 - _EDGE)
        # On the scale of percents, so that the parameters are those of the least-squares fit.
        weights = tasks / (1e4 * share * (1.0 - share))
        result = fit(
            curve.value, curve.gradient, t, first.observed, b, weights=weights, near=True,
            max_evaluations=500,
        )  # fmt: skip
        moved = np.abs(result.parameters - b) / np.maximum(result.standard_errors, 1e-300)
        b = result.parameters
        if float(moved.max()) < 1e-8 or result.rss <= 1e-20:
            break
    else:
        raise FitError("percents: the reweighting did not settle")
    fields = {name: getattr(first, name) for name in ("level", "origin", "days", "given_ceiling")}
    return _named(ceiling)(
        response="percent", observed=first.observed, curve=curve, result=result, tasks=tasks,
        **fields,
    )  # fmt: skip


@dataclass(frozen=True, eq=False, kw_only=True)
class _FixedBinomialFit(BinomialFit):
    names = ("midpoint", "rate")


def _named(ceiling):
    return BinomialFit if ceiling is None else _FixedBinomialFit
