"""What every fitted trend has in common: scatter, AICc, intervals, predictions."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

import numpy as np
from scipy.special import stdtrit

from ..arguments import deviations, number
from .dates import DAYS_PER_YEAR, as_date, day_numbers
from .least_squares import LeastSquaresFit, aicc
from .profile import critical_rss, profile_interval

__all__ = ["Curve", "Interval", "Prediction", "TrendFit", "reciprocal", "student"]


@dataclass(frozen=True)
class Interval:
    """A confidence interval; ``unbounded`` when an end is infinite (or would need to be)."""

    lower: float
    upper: float
    level: float

    @property
    def unbounded(self) -> bool:
        """Whether the data leave one side open."""
        return not (math.isfinite(self.lower) and math.isfinite(self.upper))

    def scaled(self, factor: float) -> Interval:
        """The interval of ``factor`` times the quantity (factor positive)."""
        return Interval(self.lower * factor, self.upper * factor, self.level)


@dataclass(frozen=True, eq=False)
class Prediction:
    """Central values and prediction intervals, arrays as long as ``dates``.

    The interval is for a new observation: it holds the uncertainty of the curve and the scatter.
    Values and intervals of scores end at 0 and 100 percent.
    """

    dates: tuple[dt.date | None, ...]
    value: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    level: float


@dataclass(frozen=True)
class Curve:
    """A mean curve on the response scale: ``value(t, b)`` and ``gradient(t, b)``, t in years."""

    value: Callable[[np.ndarray, np.ndarray], np.ndarray]
    gradient: Callable[[np.ndarray, np.ndarray], np.ndarray]
    linear: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class TrendFit:
    """A curve fitted by least squares to dated values.

    ``response`` names the scale on which scatter is constant: "log2" (doublings), "percent" or
    "logit". ``origin`` is the mean date in days since 1970. ``level`` is the default of every
    interval. The numbers below are on the response scale unless they say otherwise.

    If the values were given with ``errors`` of measurement, ``between`` is the scatter of true
    values about the curve beyond what the errors explain (it may be zero); each observation counts
    for 1 / ``sigma``^2, sigma^2 = error^2 + between^2, and sums of squares are weighted so. Such
    errors must be independent of each other. Most of the published uncertainty of horizons on one
    task set is not: it comes from the choice of tasks, moves all models together, and so widens the
    level of a trend rather than its slope. Used here, it only shifts weight between points.
    """

    shape: ClassVar[str] = "trend"
    names: ClassVar[tuple[str, ...]] = ()

    response: str
    level: float
    origin: float = field(repr=False)
    days: np.ndarray = field(repr=False)
    observed: np.ndarray = field(repr=False)
    curve: Curve = field(repr=False)
    result: LeastSquaresFit = field(repr=False)
    errors: np.ndarray | None = field(default=None, repr=False)
    between: float | None = None
    sigma: np.ndarray | float = field(default=1.0, repr=False)

    @property
    def n(self) -> int:
        """Number of observations."""
        return self.result.n

    @property
    def k(self) -> int:
        """Number of estimated quantities, the variance of the scatter included."""
        return self.result.k + 1

    @property
    def dof(self) -> int:
        """Degrees of freedom left for the scatter."""
        return self.result.dof

    @property
    def rss(self) -> float:
        """Residual sum of squares."""
        return self.result.rss

    @property
    def scatter(self) -> float:
        """Standard deviation of observations about the curve, sqrt(rss / dof).

        Where the values have errors: of an observation measured as well as the middle one.
        """
        if self.errors is None:
            return self.result.residual_sd
        usual = math.hypot(self.between, float(np.median(self.errors)))
        return self.result.residual_sd * usual

    @property
    def r_squared(self) -> float:
        """Share of the variance that the curve explains."""
        weights = np.broadcast_to(self.sigma, self.n) ** -2.0
        centred = self.observed - np.average(self.observed, weights=weights)
        return 1.0 - self.rss / float(weights @ centred**2)

    @property
    def aicc(self) -> float:
        """n ln(rss / n) + 2k + 2k(k + 1) / (n - k - 1), the least-squares form of AICc.

        The constant n (ln 2 pi + 1), the same for all curves on the same data, is left out, as in
        Burnham & Anderson (2002, section 2.2). Weights, where the values have errors, are taken as
        known up to their scale.
        """
        log_likelihood = -0.5 * self.n * math.log(self.rss / self.n) if self.rss > 0 else math.inf
        log_likelihood -= float(np.log(np.broadcast_to(self.sigma, self.n)).sum())
        return aicc(log_likelihood, self.n, self.k)

    @cached_property
    def parameters(self) -> dict[str, float]:
        """Fitted parameters by name (t in years since ``origin``)."""
        return dict(zip(self.names, map(float, self.result.parameters), strict=True))

    @cached_property
    def standard_errors(self) -> dict[str, float]:
        """Standard errors of :attr:`parameters`."""
        return dict(zip(self.names, map(float, self.result.standard_errors), strict=True))

    def interval(self, name: str, *, level: float | None = None, method="profile") -> Interval:
        """Confidence interval of one parameter.

        "profile": all values at which refitting the others raises the residual sum of squares by a
        factor of at most 1 + F / dof, with F the quantile of F(1, dof) (Bates & Watts 1988). It is
        exact where the curve is a straight line and follows the curvature where it is not; a side
        on which the data set no limit is infinite. "wald": estimate -+ t standard errors.
        """
        level = self._level(level)
        if name not in self.names:
            raise ValueError(f"name: expected one of {', '.join(self.names)}, found {name!r}")
        if method not in ("profile", "wald"):
            raise ValueError(f"method: expected 'profile' or 'wald', found {method!r}")
        if self.result.at_bound[self.names.index(name)]:
            raise ValueError(
                f"name: expected a parameter inside its bounds, found {name!r} held at "
                f"{self.parameters[name]}"
            )
        if method == "wald" or self.curve.linear:
            centre, error = self.parameters[name], self.standard_errors[name]
            # No standard error: the data say nothing of it (the knot between two equal slopes).
            reach = student(level, self.dof) * (math.inf if math.isnan(error) else error)
            return Interval(centre - reach, centre + reach, level)
        lower, upper = self._profile(name, level)
        return Interval(lower, upper, level)

    def _profile(self, name: str, level: float) -> tuple[float, float]:
        """Ends of the profile interval of one parameter."""
        return self._profile_along(self.curve, self.result.parameters, name, level)

    def _profile_along(self, curve: Curve, best, name: str, level: float) -> tuple[float, float]:
        """The ends by a search along ``curve``, which fits best with ``best``."""
        sigma = np.broadcast_to(self.sigma, self.n)
        return profile_interval(
            Curve(
                lambda t, b: curve.value(t, b) / sigma,
                lambda t, b: curve.gradient(t, b) / sigma[:, None],
            ),
            self._years(self.days),
            self.observed / sigma,
            best,
            self.names.index(name),
            critical=critical_rss(self.rss, self.dof, level),
            step=student(level, self.dof) * self.standard_errors[name],
            held=self.result.at_bound,
        )

    def distribution(
        self, dates: Iterable, *, errors: Iterable | None = None
    ) -> tuple[np.ndarray, np.ndarray, int]:
        """(mean, scale, dof) of new observations on ``dates``: Student's t on the response scale.

        The scale holds the uncertainty of the curve and the scatter. Past a vertical asymptote the
        mean is infinite and the scale nan. ``errors`` are those with which the new observations
        are measured, where those of the fit have errors too (default: as :attr:`scatter`).
        """
        t, b = self._years(day_numbers("dates", dates)), self.result.parameters
        known = np.isfinite(np.diag(self.result.covariance))
        with np.errstate(all="ignore"):
            mean = self.curve.value(t, b)
            slope = self.curve.gradient(t, b)[:, known]
            covariance = self.result.covariance[np.ix_(known, known)]
            variance = np.einsum("ij,jk,ik->i", slope, covariance, slope)
            scatter = (
                self._scatter_at(mean) if errors is None else self._scatter_of(errors, len(mean))
            )
            scale = np.sqrt(variance + scatter**2)
        return mean, np.where(np.isfinite(mean), scale, np.nan), self.dof

    def predict(self, dates: Iterable, *, level: float | None = None) -> Prediction:
        """Values expected on ``dates`` with prediction intervals, in the units of the data."""
        level = self._level(level)
        days = day_numbers("dates", dates)
        mean, scale, dof = self.distribution(dates)
        # Past a vertical asymptote the curve has no value, and no interval either.
        reach = student(level, dof) * np.where(np.isfinite(mean), scale, 0.0)
        return Prediction(
            dates=tuple(as_date(day) for day in days),
            value=_inside(self.response, self._to_data(mean)),
            lower=_inside(self.response, self._to_data(mean - reach)),
            upper=_inside(self.response, self._to_data(mean + reach)),
            level=level,
        )

    def _to_data(self, value: np.ndarray) -> np.ndarray:
        """Values of the response scale in the units of the data."""
        return _to_data(self.response, value)

    def _scatter_at(self, mean: np.ndarray) -> np.ndarray | float:
        """Standard deviation of a new observation about the curve."""
        return self.scatter

    def _scatter_of(self, errors: Iterable, length: int) -> np.ndarray:
        """Standard deviation about the curve of observations measured with these errors."""
        if self.errors is None:
            raise ValueError("errors: expected none, for the values fitted have none")
        return self.result.residual_sd * np.hypot(
            self.between, deviations("errors", errors, length)
        )

    def _level(self, level: float | None) -> float:
        return self.level if level is None else number("level", level, above=0.0, below=1.0)

    def _years(self, days: np.ndarray) -> np.ndarray:
        return (days - self.origin) / DAYS_PER_YEAR


def student(level: float, dof: int) -> float:
    """Two-sided quantile of Student's t: a central interval of this level is -+ it."""
    return float(stdtrit(dof, 0.5 + level / 2.0))


def reciprocal(interval: Interval) -> Interval:
    """Doubling times of an interval of rates.

    Rates from r1 > 0 to r2 are times from 1/r2 to 1/r1. Rates that include zero reach times
    without limit: from 1/r2 to infinity (and, past it, shrinking). If all rates are negative, the
    times are negative: halving times.
    """
    low, high = interval.lower, interval.upper
    if low > 0.0 or high < 0.0:
        return Interval(1.0 / high, 1.0 / low, interval.level)
    return Interval(1.0 / high if high > 0.0 else math.inf, math.inf, interval.level)


def _to_data(response: str, value: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        if response == "log2":
            return np.exp2(value)
        if response == "logit":
            return 100.0 / (1.0 + np.exp(-value))
        return value


def _inside(response: str, value: np.ndarray) -> np.ndarray:
    return np.clip(value, 0.0, 100.0) if response == "percent" else value
