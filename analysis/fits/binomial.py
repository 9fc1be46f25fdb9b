"""S-curves of scores that are shares of a known number of tasks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from scipy.special import xlogy

from ..arguments import number, vector
from .least_squares import FitError, LeastSquaresFit, fit
from .logistic import LogisticFit, check_rise, logistic
from .profile import profile_interval
from .scurves import curve_of, through_rates
from .trend import Curve, Interval, student

__all__ = ["BinomialFit", "binomial"]

#: Predicted shares nearer to 0 or 1 than this count as this near, so that no weight is infinite.
_EDGE = 1e-6


@dataclass(frozen=True, eq=False, kw_only=True)
class BinomialFit(LogisticFit):
    """As :class:`~analysis.fits.LogisticFit`, with scatter that shrinks towards 0 and 100.

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

    def interval(self, name: str, *, level: float | None = None, method="profile") -> Interval:
        """Confidence interval of one parameter.

        "profile": all values at which refitting the others raises the deviance by at most
        dispersion * F, with F the quantile of F(1, dof): the likelihood-ratio interval, scaled by
        the dispersion since that is estimated (McCullagh & Nelder 1989, section 9.2.3 for the
        quasi-likelihood ratio). "wald": estimate -+ t standard errors, scaled likewise.
        """
        return super().interval(name, level=level, method=method)

    @property
    def deviance(self) -> float:
        """Twice the log quasi-likelihood that the curve falls short of the scores themselves."""
        return float((self._signed_roots(self.curve, self.result.parameters)[0] ** 2).sum())

    def _profile_along(self, curve, best, name, level):
        # Signed roots of the deviance are residuals whose sum of squares is the deviance, so that
        # the search for least squares serves.
        roots = Curve(
            lambda t, b: self._signed_roots(curve, b)[0],
            lambda t, b: self._signed_roots(curve, b)[1],
        )
        reach = student(level, self.dof)
        return profile_interval(
            roots,
            self._years(self.days),
            np.zeros(self.n),
            best,
            self.names.index(name),
            critical=self.deviance + self.dispersion * reach**2,
            step=reach * self.standard_errors[name],
        )

    def _signed_roots(self, curve: Curve, b) -> tuple[np.ndarray, np.ndarray]:
        """Signed roots of each score's part of the deviance, and their derivatives by ``b``."""
        t = self._years(self.days)
        share = np.clip(curve.value(t, b) / 100.0, _EDGE, 1.0 - _EDGE)
        seen = self.observed / 100.0
        spread, off = share * (1.0 - share), share - seen
        # Close to a score its part is a parabola, which rounding would hide in the logarithms.
        near = np.abs(off) < 1e-5 * spread
        parts = xlogy(seen, seen / share) + xlogy(1.0 - seen, (1.0 - seen) / (1.0 - share))
        roots = np.where(
            near, off * np.sqrt(self.tasks / spread),
            np.sign(off) * np.sqrt(2.0 * self.tasks * np.maximum(parts, 0.0)),
        )  # fmt: skip
        by_share = np.where(
            near,
            np.sqrt(self.tasks / spread),
            self.tasks * off / (spread * np.where(near, 1, roots)),
        )
        return roots, by_share[:, None] * curve.gradient(t, b) / 100.0

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
    least squares; arguments otherwise as :func:`~analysis.fits.logistic`, which gives the start.

    Reference: McCullagh & Nelder (1989), *Generalized Linear Models*, chapter 9.
    """
    if ceiling is not None and not number("ceiling", ceiling, above=0.0) <= 100.0:
        raise ValueError(f"ceiling: expected at most 100, the share of all tasks, found {ceiling}")
    first = logistic(dates, percents, ceiling=ceiling, scatter="percent", level=level)
    tasks = vector("n_tasks", n_tasks, length=first.n, positive=True)
    curve, t = curve_of(ceiling), first._years(first.days)
    try:
        result = _reweighted(curve, through_rates(ceiling), t, first, tasks)
    except FitError as error:
        raise FitError(f"percents: no S-curve is determined by these data ({error})") from error
    check_rise(t, curve, result, ceiling)
    fields = {name: getattr(first, name) for name in ("level", "origin", "days", "given_ceiling")}
    return _named(ceiling)(
        response="percent", observed=first.observed, curve=curve, result=result, tasks=tasks,
        **fields,
    )  # fmt: skip


def _reweighted(curve: Curve, search: Curve, t, first: LogisticFit, tasks) -> LeastSquaresFit:
    """Iteratively reweighted least squares along ``search``, which passes a rate of zero."""
    b = np.array(first.result.parameters)
    b[0] *= -b[1]
    for _ in range(60):
        share = np.clip(search.value(t, b) / 100.0, _EDGE, 1.0 - _EDGE)
        # On the scale of percents, so that the parameters are those of the least-squares fit.
        weights = tasks / (1e4 * share * (1.0 - share))
        options = {"weights": weights, "near": True, "max_evaluations": 500}
        result = fit(search.value, search.gradient, t, first.observed, b, **options)
        moved = np.abs(result.parameters - b) / np.maximum(result.standard_errors, 1e-300)
        b = result.parameters
        if float(moved.max()) < 1e-8 or result.rss <= 1e-20:
            break
    else:
        raise FitError("the reweighting did not settle")
    if b[1] == 0.0:
        raise FitError("the rate is zero")
    there = np.append([-b[0] / b[1]], b[1:])
    return fit(curve.value, curve.gradient, t, first.observed, there, **options)


@dataclass(frozen=True, eq=False, kw_only=True)
class _FixedBinomialFit(BinomialFit):
    names = ("midpoint", "rate")


def _named(ceiling):
    return BinomialFit if ceiling is None else _FixedBinomialFit
