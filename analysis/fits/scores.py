"""S-curves in time of scores that have a ceiling, in percent."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.special import expit

from ..arguments import number, one_of
from .growth import powers
from .least_squares import Curve, FitError, LeastSquaresFit, fit, fit_linear
from .trend import TrendFit, logit, prepare


def s_curve(ceiling: float | None) -> Curve:
    """Return the S-curve in percent with this ceiling, or with the ceiling as third parameter.

    The first two are the log-odds of score / ceiling on the mean date, and their growth a year. The
    date at which half is reached would do worse: a flat curve has none.
    """

    def value(t, b):
        return (b[2] if ceiling is None else ceiling) * expit(b[0] + b[1] * t)

    def gradient(t, b):
        share = expit(b[0] + b[1] * t)
        bend = (b[2] if ceiling is None else ceiling) * share * (1.0 - share)
        columns = [bend, t * bend, share]
        return np.column_stack(columns if ceiling is None else columns[:2])

    return Curve(value, gradient)


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class LogisticFit(TrendFit):
    """percent = ceiling / (1 + exp(-log_odds - rate t)), t in years since the mean date.

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
) -> LogisticFit:
    """Fit an S-curve to scores in percent.

    A quarter is 25; 0.25 is taken for a quarter of one. ``ceiling`` is the score that cannot be
    passed, or None to estimate it as well. ``scatter`` says on which scale the scatter is constant:
    "logit" (the default with a given ceiling: a straight line in the log-odds of scores strictly
    between 0 and the ceiling) or "percent" (with one that is estimated: least squares on the
    scores, 0 and 100 allowed). Needs one observation more than the two or three parameters, on as
    many different days as parameters.

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
    how = {"name": "percents", "scale": partial(_within, ceiling=ceiling, scatter=scatter)}
    t, values, fields = prepare(dates, percents, **how, least=count + 1, distinct=count)
    if scatter == "logit":
        curve, y = powers(2), logit(100.0 * values / ceiling)
        result = fit_linear(curve.gradient(t, ()), y)
    else:
        curve, y = s_curve(ceiling), values
        result = _best(curve, t, values, ceiling)
        _check_rise(t, curve, result, ceiling)
    return LogisticFit(
        shape="logistic" if ceiling is not None else "logistic, free ceiling",
        names=("log_odds", "rate", "ceiling")[:count], response=scatter, observed=y, curve=curve,
        result=result, given_ceiling=ceiling, **fields,
    )  # fmt: skip


def _best(curve: Curve, t, values, ceiling) -> LeastSquaresFit:
    """The best of the fits from several starts: lines through the log-odds below some ceilings."""
    tops = [ceiling] if ceiling is not None else values.max() * np.array([1.02, 1.2, 2.0])
    found, problem = [], None
    for top in tops:
        share = np.clip(values / top, 0.02, 0.98)
        line = fit_linear(powers(2).gradient(t, ()), np.log(share / (1.0 - share))).parameters
        start = [*line, *([top] if ceiling is None else [])]
        try:
            found.append(fit(curve, t, values, start, max_evaluations=500))
        except FitError as error:
            problem = error
    if not found:
        raise FitError(f"percents: no S-curve is determined by these data ({problem})")
    return min(found, key=lambda one: one.rss)


def _within(name: str, values: np.ndarray, *, ceiling, scatter) -> np.ndarray:
    """Scores that lie where the scale of their scatter has a place for them."""
    top = 100.0 if ceiling is None else ceiling
    if scatter == "logit":
        bad, kind = (values <= 0.0) | (values >= top), f"strictly between 0 and {top:g}"
    else:
        bad, kind = (values < 0.0) | (values > 100.0), "between 0 and 100"
    if bad.any():
        index = int(np.flatnonzero(bad)[0])
        hint = "; scatter='percent' takes scores of 0 and 100" if scatter == "logit" else ""
        raise ValueError(f"{name}: expected scores {kind}, found {values[index]} at {index}{hint}")
    return values


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
