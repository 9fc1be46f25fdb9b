"""What every fitted trend has in common: checked input, scatter, AICc, intervals, predictions."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

import numpy as np
from scipy.optimize import brentq
from scipy.special import stdtrit

from ..arguments import number, one_of, vector
from ..words import DAYS_PER_YEAR
from .dates import as_date, day_numbers
from .least_squares import Curve, FitError, LeastSquaresFit, fit


def logarithms(name: str, values: np.ndarray) -> np.ndarray:
    """Return log2 of positive values; ValueError naming the first that is not."""
    return np.log2(vector(name, values, positive=True))


def prepare(dates, values, *, name="values", scale=logarithms, least: int, distinct: int):
    """Check dates and values; return years since the mean date, values, and a trend's fields.

    ``scale`` takes name and values, refuses those that have no place on the scale of the fit, and
    returns the others on it. The fields are ``days`` and ``origin`` of a :class:`TrendFit`. Raises
    ValueError naming the argument, with fewer than ``least`` observations on ``distinct`` days
    among other things.
    """
    days = day_numbers("dates", dates)
    values = vector(name, values, length=len(days))
    if len(days) < least:
        raise ValueError(f"dates: expected at least {least} observations, found {len(days)}")
    different = len(np.unique(days))
    if different < distinct:
        raise ValueError(f"dates: expected at least {distinct} different days, found {different}")
    scaled = scale(name, values)
    if np.all(values == values[0]):
        found = f"{len(values)} times {values[0]}"
        raise ValueError(f"{name}: expected values that differ, found {found}")
    origin = math.fsum(days) / len(days)
    return (days - origin) / DAYS_PER_YEAR, scaled, {"days": days, "origin": origin}


def logit(percent, *, name: str = "percent"):
    """Return the natural log-odds of a percentage, or of each of an array.

    Raises ValueError for 0 and 100, which have none, and for what lies beyond.
    """
    try:
        share = np.asarray(percent, dtype=float) / 100.0
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: expected percentages, found {percent!r:.80}") from error
    bad = ~((share > 0.0) & (share < 1.0))
    if bad.any():
        index = int(np.flatnonzero(bad)[0])
        place = f" at {index}" if share.ndim else ""
        raise ValueError(
            f"{name}: expected percentages strictly between 0 and 100, which have log-odds, "
            f"found {100.0 * share.flat[index]:g}{place}"
        )
    return np.log(share) - np.log1p(-share)


@dataclass(frozen=True)
class Interval:
    """A confidence interval; an end is infinite where the data set no limit."""

    lower: float
    upper: float
    level: float

    def __str__(self) -> str:
        return f"{self.level:.0%} interval {self.lower:.4g} to {self.upper:.4g}"


def student(level: float, dof: int) -> float:
    """Return the two-sided quantile of Student's t: a central interval of this level is -+ it."""
    return float(stdtrit(dof, 0.5 + level / 2.0))


@dataclass(frozen=True, eq=False)
class Prediction:
    """Central values and intervals for new observations, arrays as long as the dates asked for.

    Values and intervals of scores end at 0 and 100 percent.
    """

    value: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    level: float


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class TrendFit:
    """A curve fitted by least squares to dated values, with its ``names`` of parameters.

    ``response`` names the scale on which scatter is constant: "log2" (doublings), "percent" or
    "logit"; numbers are on it unless they say otherwise. ``origin`` is the mean date in days since
    1970.
    """

    shape: str
    names: tuple[str, ...]
    response: str
    origin: float
    days: np.ndarray
    observed: np.ndarray
    curve: Curve
    result: LeastSquaresFit

    def __repr__(self) -> str:
        first, last = as_date(self.days.min()), as_date(self.days.max())
        return f"{self.shape}: {self._summary()}; n = {self.n}, {first} to {last}"

    def _summary(self) -> str:
        """The estimates, each with its standard error."""
        errors = self.standard_errors
        return ", ".join(f"{k} {v:.4g} (+- {errors[k]:.2g})" for k, v in self.parameters.items())

    dof = property(attrgetter("result.dof"), doc="Degrees of freedom left for the scatter.")
    rss = property(attrgetter("result.rss"), doc="Residual sum of squares.")
    scatter = property(attrgetter("result.residual_sd"), doc="Standard deviation about the curve.")

    @property
    def n(self) -> int:
        """Number of observations."""
        return len(self.days)

    @property
    def k(self) -> int:
        """Number of estimated quantities, the variance of the scatter included."""
        return len(self.names) + 1

    @property
    def aicc(self) -> float:
        """n ln(rss / n) + 2k + 2k(k + 1) / (n - k - 1), the least-squares form of AICc.

        The constant n (ln 2 pi + 1), the same for all curves on the same data, is left out, as in
        Burnham & Anderson (2002, section 2.2). Infinite when n <= k + 1.
        """
        n, k = self.n, self.k
        if n <= k + 1:
            return math.inf
        lack = n * math.log(self.rss / n) if self.rss > 0.0 else -math.inf
        return lack + 2.0 * k + 2.0 * k * (k + 1) / (n - k - 1)

    @cached_property
    def parameters(self) -> dict[str, float]:
        """Fitted parameters by name (t in years since ``origin``)."""
        return dict(zip(self.names, map(float, self.result.parameters), strict=True))

    @cached_property
    def standard_errors(self) -> dict[str, float]:
        """Standard errors of :attr:`parameters`."""
        return dict(zip(self.names, map(float, self.result.standard_errors), strict=True))

    def interval(self, name: str, *, level: float = 0.95) -> Interval:
        """Return the profile-likelihood interval of one parameter.

        All values at which refitting the others raises the residual sum of squares by a factor of
        at most 1 + F / dof, with F the quantile of F(1, dof) (Bates & Watts 1988). For a straight
        line that is Student's interval; elsewhere it follows the curvature, and a side on which
        the data set no limit is infinite. Raises ValueError for an unknown name or level.
        """
        level = number("level", level, above=0.0, below=1.0)
        return Interval(*self._profile(one_of("name", name, self.names), level), level)

    def _profile(self, name: str, level: float) -> tuple[float, float]:
        """Ends of the profile interval of one parameter; of a straight line Student's interval."""
        if self.curve.linear:
            reach = self._reach(name, level)
            return self.parameters[name] - reach, self.parameters[name] + reach
        return profile_interval(
            self.curve, self._years(self.days), self.observed, self.result.parameters,
            self.names.index(name), critical=self._critical_rss(level),
            step=self._reach(name, level),
        )  # fmt: skip

    def _reach(self, name: str, level: float) -> float:
        """Half of Student's interval of a parameter."""
        return student(level, self.dof) * self.standard_errors[name]

    def _critical_rss(self, level: float) -> float:
        """The largest residual sum of squares that a value inside the interval may have.

        The likelihood-ratio interval for Gaussian scatter of unknown size, exact for linear models.
        """
        return self.rss * (1.0 + student(level, self.dof) ** 2 / self.dof)

    def distribution(self, dates: Iterable) -> tuple[np.ndarray, np.ndarray, int]:
        """Return (mean, scale, dof) of new observations: Student's t on the response scale.

        Past a vertical asymptote the mean is infinite and the scale nan.
        """
        t, b = self._years(day_numbers("dates", dates)), self.result.parameters
        known = np.isfinite(np.diag(self.result.covariance))
        with np.errstate(all="ignore"):
            mean = self.curve.value(t, b)
            slope = self.curve.gradient(t, b)[:, known]
            covariance = self.result.covariance[np.ix_(known, known)]
            variance = np.einsum("ij,jk,ik->i", slope, covariance, slope)
            scale = np.sqrt(variance + self.scatter**2)
        return mean, np.where(np.isfinite(mean), scale, np.nan), self.dof

    def predict(self, dates: Iterable, *, level: float = 0.95) -> Prediction:
        """Return values expected on ``dates`` with prediction intervals, in units of the data."""
        level = number("level", level, above=0.0, below=1.0)
        mean, scale, dof = self.distribution(dates)
        # Past a vertical asymptote the curve has no value, and no interval either.
        reach = student(level, dof) * np.where(np.isfinite(mean), scale, 0.0)
        return Prediction(*map(self._to_data, (mean, mean - reach, mean + reach)), level)

    def _to_data(self, value: np.ndarray) -> np.ndarray:
        """Values of the response scale in the units of the data."""
        with np.errstate(over="ignore"):
            return np.exp2(value)

    def _years(self, days: np.ndarray) -> np.ndarray:
        return (days - self.origin) / DAYS_PER_YEAR


def profile_interval(curve, x, y, best, index, *, critical, step) -> tuple[float, float]:
    """Return the ends of the interval of parameter ``index`` of a curve fitted to ``y`` at ``x``.

    It holds every value at which the residual sum of squares, with the others refitted from
    ``best``, is at most ``critical``; an end is infinite where the profile never rises enough.
    ``step`` is how far off the ends would be if the curve were a straight line.
    """
    best = np.asarray(best, dtype=float)
    centre, others = float(best[index]), np.arange(len(best)) != index
    # Data on the curve to the last digit: the interval is the point.
    if critical <= 1e-23 * float(y @ y) or step <= 1e-12 * abs(centre):
        return centre, centre

    def one_side(sign: int) -> float:
        rest, seen = best[others], {}

        def excess(at: float) -> float:
            # Remembered, for a second search from other values might end elsewhere.
            nonlocal rest
            if at not in seen:
                part = Curve(
                    lambda x, free: curve.value(x, np.insert(free, index, at)),
                    lambda x, free: curve.gradient(x, np.insert(free, index, at))[:, others],
                )
                try:
                    found = fit(part, x, y, rest, max_evaluations=300)
                    rest, seen[at] = found.parameters, found.rss - critical
                except FitError:
                    seen[at] = math.inf
            return seen[at]

        if not excess(centre) <= 0.0:
            raise FitError(f"parameter {index}: the curve does not fit best at {centre}")
        inside, outside = centre, centre + sign * step
        for _ in range(20):
            if excess(outside) > 0.0:
                return brentq(excess, inside, outside, xtol=1e-10 * step, rtol=1e-12)
            inside, outside = outside, outside + 3.0 * (outside - centre)
        return sign * math.inf

    return one_side(-1), one_side(+1)
