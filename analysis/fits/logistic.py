"""S-curves of scores that have a ceiling."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from ..arguments import number
from .dates import DAYS_PER_YEAR, as_date
from .errors import weighted
from .least_squares import FitError, fit, fit_linear
from .scurves import STRAIGHT, curve_of, through_rates
from .trend import Curve, Interval, TrendFit, reciprocal, student
from .values import logit, prepare

__all__ = ["LogisticFit", "logistic"]

#: Days in a year times ln 2: over a rate of log-odds a year it is the days of one doubling.
_DOUBLING = DAYS_PER_YEAR * math.log(2.0)


@dataclass(frozen=True, eq=False, kw_only=True)
class LogisticFit(TrendFit):
    """percent = ceiling / (1 + exp(-rate (t - midpoint))), t and midpoint in years.

    ``ceiling_free`` tells whether the ceiling was fitted or given.
    """

    names: ClassVar[tuple[str, ...]] = ("midpoint", "rate", "ceiling")
    shape: str = field(default="logistic")
    given_ceiling: float | None = None

    @property
    def ceiling_free(self) -> bool:
        """Whether the ceiling is an estimate."""
        return self.given_ceiling is None

    @property
    def ceiling(self) -> float:
        """Score that the curve approaches, percent."""
        return self.parameters["ceiling"] if self.ceiling_free else self.given_ceiling

    @property
    def midpoint(self) -> dt.date | None:
        """Day on which the curve reaches half of its ceiling."""
        return as_date(self.origin + DAYS_PER_YEAR * self.parameters["midpoint"])

    @property
    def rate(self) -> float:
        """Growth of the log-odds (of score / ceiling) a year."""
        return self.parameters["rate"]

    @property
    def odds_factor_per_year(self) -> float:
        """Factor by which the odds of success grow in a year."""
        return math.exp(self.rate)

    @property
    def years_10_to_90(self) -> float:
        """Years from 10% to 90% of the ceiling, 2 ln 9 / rate."""
        return 2.0 * math.log(9.0) / self.rate

    @property
    def odds_doubling_days(self) -> float:
        """Days in which the odds double; negative when they fall, infinite when flat."""
        return _DOUBLING / self.rate if self.rate != 0.0 else math.inf

    def odds_doubling_days_interval(self, *, level: float | None = None) -> Interval:
        """Profile interval of :attr:`odds_doubling_days`, formed in rate space.

        Where the rates include zero, the interval includes infinity and is ``unbounded``.
        """
        return reciprocal(self.interval("rate", level=level).scaled(1.0 / _DOUBLING))

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
        share = 0.01 * self.ceiling if self.response == "logit" else 1.0
        return share * super()._to_data(value)

    def midpoint_interval(self, *, level: float | None = None):
        """Profile interval of :attr:`midpoint` as dates; None for an end without limit.

        It has no limit on either side where the rates that fit well enough include zero.
        """
        found = self.interval("midpoint", level=level)
        ends = (found.lower, found.upper)
        return tuple(as_date(self.origin + DAYS_PER_YEAR * end) for end in ends)

    def rate_interval(self, *, level: float | None = None) -> Interval:
        """Profile interval of :attr:`rate`."""
        return self.interval("rate", level=level)

    def ceiling_interval(self, *, level: float | None = None) -> Interval:
        """Profile interval of :attr:`ceiling`; unbounded where the data set no limit."""
        if not self.ceiling_free:
            raise ValueError(f"ceiling: expected a free one, found it given as {self.ceiling}")
        return self.interval("ceiling", level=level)


def logistic(
    dates: Iterable,
    percents: Iterable,
    *,
    ceiling: float | None = 100.0,
    scatter: str | None = None,
    errors: Iterable | None = None,
    level: float = 0.95,
) -> LogisticFit:
    """Fit an S-curve to scores in percent.

    ``ceiling`` is the score that cannot be passed, or None to estimate it as well. ``scatter`` says
    on which scale the scatter is constant: "logit" (on the log-odds: a straight line there, every
    score strictly between 0 and the ceiling, which must be given) or "percent" (least squares on
    the scores, 0 and 100 allowed). It is "logit" where the ceiling is given, since scores crowd
    together near their limits, and "percent" where it is estimated. Needs at least one observation
    more than the two or three parameters, on as many different days as parameters.

    ``errors`` are the standard deviations with which the scores were measured, in points where the
    scatter is "percent", else in log-odds (see :func:`~analysis.fits.logit_errors`).

    A free ceiling that the data do not determine raises FitError. A fit on one scale cannot be
    compared by AICc with one on the other.
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
    days, t, values, origin, level = prepare(
        dates, percents, name="percents", level=level, least=count + 1, distinct=count
    )
    _check_percents(values, ceiling, scatter)
    shape = "logistic" if ceiling is not None else "logistic, free ceiling"
    common = {
        "shape": shape, "level": level, "origin": origin, "days": days, "given_ceiling": ceiling,
    }  # fmt: skip
    if scatter == "logit":
        y = logit(100.0 * values / ceiling)
        line = fit_linear(np.vander(t, 2, increasing=True), y)
        if line.parameters[1] == 0.0:
            raise FitError("percents: expected a slope that is not zero")
        flat = [-line.parameters[0] / line.parameters[1], line.parameters[1]]

        def along(sigma, start):
            start = flat if start is None else start
            return fit(STRAIGHT.value, STRAIGHT.gradient, t, y, start, sigma=sigma, near=True)

        result, known = weighted(along, errors)
        return _build(
            response="logit", observed=y, curve=STRAIGHT, result=result, **common, **known
        )
    curve = curve_of(ceiling)
    if ceiling is not None:
        starts = [_start(t, values, ceiling)]
    else:
        tops = values.max() * np.array([1.02, 1.2, 2.0])
        starts = [[*_start(t, values, top), top] for top in tops]

    def best(sigma, start):
        return _best(curve, t, values, sigma, starts if start is None else [start])

    result, known = weighted(best, errors)
    check_rise(t, curve, result, ceiling)
    return _build(
        response="percent", observed=values, curve=curve, result=result, **common, **known
    )


def _best(curve: Curve, t, values, sigma, starts):
    """The best of the fits from several starts."""
    result, problem = None, None
    for start in starts:
        try:
            found = fit(
                curve.value, curve.gradient, t, values, start, sigma=sigma, max_evaluations=500
            )
        except FitError as error:
            problem = error
            continue
        if result is None or found.rss < result.rss:
            result = found
    if result is None:
        raise FitError(f"percents: no S-curve is determined by these data ({problem})")
    return result


def check_rise(t, curve: Curve, result, ceiling: float | None) -> None:
    """Refuse a curve that is flat at all but one day: it jumps, and any steep rate fits as well."""
    top = result.parameters[2] if ceiling is None else ceiling
    share = curve.value(t, result.parameters) / top
    rising = len(np.unique(t[share * (1.0 - share) > 1e-7]))
    if rising < 2:
        raise FitError(
            "percents: expected scores that show the rise on at least 2 days, found a jump between "
            f"0 and {top:g} with {rising}; no rate is determined"
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class _FixedCeilingFit(LogisticFit):
    names: ClassVar[tuple[str, ...]] = ("midpoint", "rate")


def _build(*, given_ceiling, **fields) -> LogisticFit:
    kind = LogisticFit if given_ceiling is None else _FixedCeilingFit
    return kind(given_ceiling=given_ceiling, **fields)


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
