"""S-curves in time of scores that have a ceiling, in percent."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from ..arguments import number, one_of
from .least_squares import Curve, FitError, LeastSquaresFit, fit, fit_linear, settle
from .trend import Interval, TrendFit, logit, prepare


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


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class LogisticFit(TrendFit):
    """percent = ceiling / (1 + exp(-rate (t - midpoint))), t and midpoint in years.

    ``given_ceiling`` is None where the ceiling was estimated as well.
    """

    given_ceiling: float | None

    @property
    def ceiling(self) -> float:
        """Score that the curve approaches, percent."""
        return self.parameters.get("ceiling", self.given_ceiling)

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
            reach = self._reach(name, level)
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
    on which scale the scatter is constant: "logit" (the default with a given ceiling: a straight
    line in the log-odds of scores strictly between 0 and the ceiling) or "percent" (with one that
    is estimated: least squares on the scores, 0 and 100 allowed). Needs one observation more than
    the two or three parameters, on as many different days as parameters.

    Raises ValueError naming the argument, FitError where the data do not determine the curve. A fit
    on one scale cannot be compared by AICc with one on the other.
    """
    if scatter is None:
        scatter = "percent" if ceiling is None else "logit"
    one_of("scatter", scatter, ("percent", "logit"))
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
        shape="logistic" if ceiling is not None else "logistic, free ceiling",
        names=("midpoint", "rate", "ceiling")[:count], response=scatter, observed=y, curve=curve,
        result=result, given_ceiling=ceiling, **fields,
    )  # fmt: skip


def _best(curve: Curve, t, values, ceiling) -> LeastSquaresFit:
    """The best of the fits from several starts: lines through the log-odds below some ceilings."""
    tops = [ceiling] if ceiling is not None else values.max() * np.array([1.02, 1.2, 2.0])
    found, problem = [], None
    for top in tops:
        share = np.clip(values / top, 0.02, 0.98)
        b = fit_linear(np.vander(t, 2, increasing=True), np.log(share / (1.0 - share))).parameters
        rate = float(b[1]) if abs(b[1]) > 1e-6 else 1e-6
        start = [-float(b[0]) / rate, rate, top][: 2 if ceiling is not None else 3]
        try:
            found.append(fit(curve, t, values, start, max_evaluations=500))
        except FitError as error:
            problem = error
    if not found:
        raise FitError(f"percents: no S-curve is determined by these data ({problem})")
    return min(found, key=lambda one: one.rss)


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
