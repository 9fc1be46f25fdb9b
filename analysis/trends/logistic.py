"""S-curves of scores that have a ceiling."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from ..inputs import number
from ..leastsquares import FitError, fit, fit_linear
from .base import Curve, Interval, TrendFit, logit, prepare
from .dates import DAYS_PER_YEAR, as_date

__all__ = ["LogisticFit", "logistic"]


def _share(t, b):
    """1 / (1 + exp(-rate (t - midpoint))), without overflow."""
    z = b[1] * (t - b[0])
    decay = np.exp(-np.abs(z))
    return np.where(z >= 0.0, 1.0, decay) / (1.0 + decay)


def _bend(t, b):
    share = _share(t, b)
    return share * (1.0 - share)


def _free_value(t, b):
    return b[2] * _share(t, b)


def _free_gradient(t, b):
    bend = b[2] * _bend(t, b)
    return np.column_stack([-b[1] * bend, (t - b[0]) * bend, _share(t, b)])


_FREE = Curve(_free_value, _free_gradient)


def _fixed(ceiling: float) -> Curve:
    def gradient(t, b):
        bend = ceiling * _bend(t, b)
        return np.column_stack([-b[1] * bend, (t - b[0]) * bend])

    return Curve(lambda t, b: ceiling * _share(t, b), gradient)


def curve_of(ceiling: float | None) -> Curve:
    """The S-curve in percent with this ceiling, or with the ceiling as third parameter."""
    return _FREE if ceiling is None else _fixed(ceiling)


_STRAIGHT = Curve(
    value=lambda t, b: b[1] * (t - b[0]),
    gradient=lambda t, b: np.column_stack([np.full_like(t, -b[1]), t - b[0]]),
)


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

    def _to_data(self, value):
        # Log-odds are those of score / ceiling.
        share = 0.01 * self.ceiling if self.response == "logit" else 1.0
        return share * super()._to_data(value)

    def midpoint_interval(self, *, level: float | None = None):
        """Profile interval of :attr:`midpoint` as dates; None for an end without limit."""
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
    level: float = 0.95,
) -> LogisticFit:
    """Fit an S-curve to scores in percent.

    ``ceiling`` is the score that cannot be passed, or None to estimate it as well. ``scatter`` says
    on which scale the scatter is constant: "logit" (on the log-odds: a straight line there, every
    score strictly between 0 and the ceiling, which must be given) or "percent" (least squares on
    the scores, 0 and 100 allowed). It is "logit" where the ceiling is given, since scores crowd
    together near their limits, and "percent" where it is estimated. Needs at least one observation
    more than the two or three parameters, on as many different days as parameters.

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
        start = [-line.parameters[0] / line.parameters[1], line.parameters[1]]
        result = fit(_STRAIGHT.value, _STRAIGHT.gradient, t, y, start, near=True)
        return _build(response="logit", observed=y, curve=_STRAIGHT, result=result, **common)
    curve = curve_of(ceiling)
    if ceiling is not None:
        starts = [_start(t, values, ceiling)]
    else:
        tops = values.max() * np.array([1.02, 1.2, 2.0])
        starts = [[*_start(t, values, top), top] for top in tops]
    result, problem = None, None
    for start in starts:
        try:
            found = fit(curve.value, curve.gradient, t, values, start, max_evaluations=500)
        except FitError as error:
            problem = error
            continue
        if result is None or found.rss < result.rss:
            result = found
    if result is None:
        raise FitError(f"percents: no S-curve is determined by these data ({problem})")
    return _build(response="percent", observed=values, curve=curve, result=result, **common)


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
