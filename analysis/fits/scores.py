"""S-curves in time of scores that have a ceiling, in percent or as shares of a number of tasks."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, xlogy

from ..arguments import number, vector
from .dates import DAYS_PER_YEAR, as_date
from .least_squares import Curve, FitError, LeastSquaresFit, fit, fit_linear, result_at, settle
from .trend import Interval, TrendFit, logit, prepare, profile_interval, student

__all__ = ["BinomialFit", "LogisticFit", "binomial", "logistic"]

#: Predicted shares nearer to 0 or 1 than this count as this near, so that no weight is infinite.
_EDGE = 1e-6


# The curves: b = midpoint, rate and, where it is estimated, ceiling


def s_curve(ceiling: float | None) -> Curve:
    """Return the S-curve in percent with this ceiling, or with the ceiling as third parameter."""
    rates = through_rates(ceiling)

    def by_rates(b):
        return [-b[0] * b[1], *b[1:]]

    def gradient(t, b):
        columns = rates.gradient(t, by_rates(b))
        columns[:, 1] -= b[0] * columns[:, 0]
        columns[:, 0] *= -b[1]
        return columns

    return Curve(lambda t, b: rates.value(t, by_rates(b)), gradient)


def through_rates(ceiling: float | None) -> Curve:
    """Return the same curve with the log-odds on the mean date instead of the midpoint.

    A curve whose rate is zero has such log-odds but no midpoint, so searches and profiles that
    pass through a rate of zero run along this one.
    """

    def value(t, b):
        return (b[2] if ceiling is None else ceiling) * expit(b[0] + b[1] * t)

    def gradient(t, b):
        share = expit(b[0] + b[1] * t)
        bend = (b[2] if ceiling is None else ceiling) * share * (1.0 - share)
        columns = [bend, t * bend, share]
        return np.column_stack(columns if ceiling is None else columns[:2])

    return Curve(value, gradient)


#: The log-odds of the curve: a straight line.
STRAIGHT = Curve(
    value=lambda t, b: b[1] * (t - b[0]),
    gradient=lambda t, b: np.column_stack([np.full_like(t, -b[1]), t - b[0]]),
)


# Scores in percent


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class LogisticFit(TrendFit):
    """percent = ceiling / (1 + exp(-rate (t - midpoint))), t and midpoint in years.

    ``given_ceiling`` is None where the ceiling was estimated as well.
    """

    shape: str
    given_ceiling: float | None

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters that were estimated."""
        return ("midpoint", "rate", "ceiling") if self.given_ceiling is None else _GIVEN

    def _summary(self) -> str:
        text = f"log-odds grow by {self.rate:.4g} a year ({self.interval('rate')})"
        if self.given_ceiling is not None:
            return f"{text} to a given ceiling of {self.ceiling:.4g}%"
        return f"{text} to a ceiling of {self.ceiling:.4g}% ({self.interval('ceiling')})"

    @property
    def ceiling(self) -> float:
        """Score that the curve approaches, percent."""
        return self.parameters.get("ceiling", self.given_ceiling)

    @property
    def midpoint(self) -> dt.date | None:
        """Day on which the curve reaches half of its ceiling."""
        return as_date(self.origin + DAYS_PER_YEAR * self.parameters["midpoint"])

    @property
    def rate(self) -> float:
        """Growth of the log-odds (of score / ceiling) a year."""
        return self.parameters["rate"]

    def rate_interval(self, *, level: float | None = None) -> Interval:
        """Return the profile interval of :attr:`rate`."""
        return self.interval("rate", level=level)

    def _profile(self, name, level):
        if name == "rate" and self.response == "logit":
            # A straight line in the log-odds, so that Student's interval is the profile.
            reach = student(level, self.dof) * self.standard_errors["rate"]
            return self.rate - reach, self.rate + reach
        if name == "midpoint":
            low, high = self._profile("rate", level)
            if low <= 0.0 <= high:
                # Flat curves fit well enough, and their midpoint is anywhere (Fieller 1954).
                return -math.inf, math.inf
        curve, best = self.curve, np.array(self.result.parameters)
        if name == "rate":
            curve = through_rates(self.given_ceiling)
            best[0] *= -best[1]
        return self._profile_along(curve, best, name, level)

    def _to_data(self, value):
        # Log-odds are those of score / ceiling.
        return (
            self.ceiling * expit(value) if self.response == "logit" else np.clip(value, 0.0, 100.0)
        )


_GIVEN = ("midpoint", "rate")


def logistic(
    dates: Iterable,
    percents: Iterable,
    *,
    ceiling: float | None = 100.0,
    scatter: str | None = None,
    level: float = 0.95,
) -> LogisticFit:
    """Fit an S-curve to scores in percent.

    ``ceiling`` is the score that cannot be passed, or None to estimate it as well. ``scatter`` says
    on which scale the scatter is constant: "logit" (on the log-odds: a straight line there, every
    score strictly between 0 and the ceiling, which must be given) or "percent" (least squares on
    the scores, 0 and 100 allowed). It is "logit" where the ceiling is given, since scores crowd
    together near their limits, and "percent" where it is estimated. Needs at least one observation
    more than the two or three parameters, on as many different days as parameters.

    Raises ValueError naming the argument, FitError where the data do not determine the curve. A fit
    on one scale cannot be compared by AICc with one on the other.
    """
    if scatter is None:
        scatter = "percent" if ceiling is None else "logit"
    if scatter not in ("percent", "logit"):
        raise ValueError(f"scatter: expected 'percent' or 'logit', found {scatter!r}")
    if ceiling is not None:
        ceiling = number("ceiling", ceiling, above=0.0)
    elif scatter == "logit":
        raise ValueError("ceiling: expected a number with scatter='logit', found None")
    count = 3 if ceiling is None else 2
    t, values, fields = prepare(
        dates, percents, name="percents", level=level, least=count + 1, distinct=count
    )
    _check_percents(values, ceiling, scatter)
    if scatter == "logit":
        curve, y = STRAIGHT, logit(100.0 * values / ceiling)
        level_, rate = fit_linear(np.vander(t, 2, increasing=True), y).parameters
        if rate == 0.0:
            raise FitError("percents: expected a slope that is not zero")
        result = settle(curve, t, y, np.array([-level_ / rate, rate]))
    else:
        curve, y = s_curve(ceiling), values
        result = _best(curve, t, values, ceiling)
        _check_rise(t, curve, result, ceiling)
    return LogisticFit(
        shape="logistic" if ceiling is not None else "logistic, free ceiling", response=scatter,
        observed=y, curve=curve, result=result, given_ceiling=ceiling, **fields,
    )  # fmt: skip


def _best(curve: Curve, t, values, ceiling) -> LeastSquaresFit:
    """The best of the fits from several starts."""
    tops = [ceiling] if ceiling is not None else values.max() * np.array([1.02, 1.2, 2.0])
    found, problem = [], None
    for top in tops:
        start = [*_start(t, values, top), top][: 2 if ceiling is not None else 3]
        try:
            found.append(fit(curve, t, values, start, max_evaluations=500))
        except FitError as error:
            problem = error
    if not found:
        raise FitError(f"percents: no S-curve is determined by these data ({problem})")
    return min(found, key=lambda one: one.rss)


def _start(t, values, ceiling) -> list[float]:
    """Line through the log-odds, with scores pulled inside the ceiling."""
    share = np.clip(values / ceiling, 0.02, 0.98)
    b = fit_linear(np.vander(t, 2, increasing=True), np.log(share / (1.0 - share))).parameters
    rate = float(b[1]) if abs(b[1]) > 1e-6 else 1e-6
    return [-float(b[0]) / rate, rate]


def _check_percents(values, ceiling, scatter) -> None:
    top = 100.0 if ceiling is None else ceiling
    if scatter == "logit":
        bad, kind = (values <= 0.0) | (values >= top), f"strictly between 0 and {top:g}"
    else:
        bad, kind = (values < 0.0) | (values > 100.0), "between 0 and 100"
    if bad.any():
        index = int(np.flatnonzero(bad)[0])
        hint = "; scatter='percent' takes scores of 0 and 100" if scatter == "logit" else ""
        raise ValueError(
            f"percents: expected scores {kind}, found {values[index]} at {index}{hint}"
        )


def _check_rise(t, curve: Curve, result, ceiling: float | None) -> None:
    """Refuse a curve that is flat at all but one day: it jumps, and any steep rate fits as well."""
    top = result.parameters[2] if ceiling is None else ceiling
    share = curve.value(t, result.parameters) / top
    rising = len(np.unique(t[share * (1.0 - share) > 1e-7]))
    if rising < 2:
        raise FitError(
            "percents: expected scores that show the rise on at least 2 days, found a jump between "
            f"0 and {top:g} with {rising}; no rate is determined"
        )


# Scores as shares of tasks


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class BinomialFit(LogisticFit):
    """As :class:`LogisticFit`, with scatter that shrinks towards 0 and 100.

    Intervals hold all values at which refitting the others raises the deviance by at most
    dispersion * F, with F the quantile of F(1, dof): the likelihood-ratio interval, scaled by the
    dispersion since that is estimated (McCullagh & Nelder 1989, section 9.2.3).
    """

    tasks: np.ndarray

    @property
    def dispersion(self) -> float:
        """Variance of scores over that of coin tosses at as many tasks (Pearson, per dof).

        Above 1, models differ by more than the luck of their tasks.
        """
        return self.result.residual_sd**2

    @property
    def aicc(self) -> float:
        """Not defined: a quasi-likelihood is no likelihood."""
        return math.nan

    @property
    def deviance(self) -> float:
        """Twice the log quasi-likelihood that the curve falls short of the scores themselves."""
        roots = _deviance_roots(self.curve, self.observed, self.tasks)
        return float((roots.value(self._years(self.days), self.result.parameters) ** 2).sum())

    def _profile_along(self, curve, best, name, level):
        reach = student(level, self.dof)
        return profile_interval(
            _deviance_roots(curve, self.observed, self.tasks),
            self._years(self.days),
            np.zeros(self.n),
            best,
            self.names.index(name),
            critical=self.deviance + self.dispersion * reach**2,
            step=reach * self.standard_errors[name],
        )

    def _scatter_at(self, mean):
        # A new score is one on as many tasks as the middle one of the data.
        share = _inside(mean)
        middle = float(np.median(self.tasks))
        return 100.0 * np.sqrt(self.dispersion * share * (1.0 - share) / middle)


def _inside(percent):
    return np.clip(percent / 100.0, _EDGE, 1.0 - _EDGE)


def _deviance_roots(curve: Curve, percents, tasks) -> Curve:
    """Signed roots of each score's part of the deviance.

    As residuals their sum of squares is the deviance, so that the search for least squares serves.
    """
    seen = percents / 100.0

    def parts(t, b):
        share = _inside(curve.value(t, b))
        spread, off = share * (1.0 - share), share - seen
        lost = xlogy(seen, seen / share) + xlogy(1.0 - seen, (1.0 - seen) / (1.0 - share))
        # Close to a score its part is a parabola, which rounding would hide in the logarithms.
        roots = np.where(
            np.abs(off) < 1e-5 * spread, off * np.sqrt(tasks / spread),
            np.sign(off) * np.sqrt(2.0 * tasks * np.maximum(lost, 0.0)),
        )  # fmt: skip
        return roots, spread, off

    def gradient(t, b):
        roots, spread, off = parts(t, b)
        level = roots == 0.0
        by_share = np.where(
            level, np.sqrt(tasks / spread), tasks * off / (spread * np.where(level, 1.0, roots))
        )
        return by_share[:, None] * curve.gradient(t, b) / 100.0

    return Curve(lambda t, b: parts(t, b)[0], gradient)


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
    dispersion phi is estimated, so errors are not those of pure coin tosses. Arguments and errors
    otherwise as :func:`logistic`, whose curve is where the search for the smallest deviance starts.

    Reference: McCullagh & Nelder (1989), *Generalized Linear Models*, chapter 9.
    """
    if ceiling is not None and not number("ceiling", ceiling, above=0.0) <= 100.0:
        raise ValueError(f"ceiling: expected at most 100, the share of all tasks, found {ceiling}")
    first = logistic(dates, percents, ceiling=ceiling, scatter="percent", level=level)
    tasks = vector("n_tasks", n_tasks, length=first.n, positive=True)
    t, observed, curve = first._years(first.days), first.observed, first.curve
    result = _least_deviance(t, observed, tasks, first)
    _check_rise(t, curve, result, ceiling)
    fields = {field.name: getattr(first, field.name) for field in dataclasses.fields(first)}
    fields |= {"shape": "quasi-binomial logistic", "tasks": tasks, "result": result}
    return BinomialFit(**fields)


def _least_deviance(t, observed, tasks, first: LogisticFit) -> LeastSquaresFit:
    """The curve of least deviance, its covariance by Fisher scoring's weights."""
    roots = _deviance_roots(through_rates(first.given_ceiling), observed, tasks)
    # Counted from the size that a root can have, against which an exact fit is told.
    size = np.sqrt(tasks)
    start = np.array(first.result.parameters)
    start[0] *= -start[1]
    try:
        counted = Curve(lambda t, b: size + roots.value(t, b), roots.gradient)
        b = fit(counted, t, size, start, max_evaluations=500).parameters
        if b[1] == 0.0:
            raise FitError("the rate is zero")
        b = np.append(-b[0] / b[1], b[1:])
        fitted, slopes = first.curve.value(t, b), first.curve.gradient(t, b)
        share = _inside(fitted)
        # On the scale of percents, so that the parameters are those of the least-squares fit.
        weights = tasks / (1e4 * share * (1.0 - share))
        return result_at(b, observed, fitted, slopes, weights=weights)
    except FitError as error:
        raise FitError(f"percents: no S-curve is determined by these data ({error})") from error
