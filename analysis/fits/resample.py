"""Intervals and comparisons by refitting: bootstrap and leave-one-out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.special import gammaln

from ..arguments import deviations, number, vector
from .dates import day_numbers
from .least_squares import FitError
from .trend import Interval, TrendFit

__all__ = ["LeftOut", "Resampled", "leave_one_out", "resampled"]

Fitter = Callable[..., TrendFit]


@dataclass(frozen=True, eq=False)
class Resampled:
    """Bootstrap draws of a statistic; ``failed`` draws had no fit and are left out."""

    estimate: float
    interval: Interval
    draws: np.ndarray = field(repr=False)
    failed: int


def resampled(
    fitter: Fitter,
    dates: Iterable,
    values: Iterable,
    statistic: Callable[[TrendFit], float],
    *,
    errors: Iterable | None = None,
    draws: int = 999,
    seed: int,
    scheme: str = "residual",
    level: float = 0.95,
) -> Resampled:
    """Percentile bootstrap of ``statistic(fitter(dates, values))``.

    "residual" keeps the dates and redraws residuals about the curve (inflated for the fitted
    parameters); "pairs" redraws observations. ``errors`` are the values' standard deviations of
    measurement, as the fits take them: a residual is then redrawn in units of its own scatter, and
    a redrawn observation keeps its error. Give rates rather than doubling times: a rate may
    pass through zero, a doubling time jumps there. More than one draw in ten without a fit raises
    FitError, for then the interval would be that of the fortunate draws.
    """
    if scheme not in ("residual", "pairs"):
        raise ValueError(f"scheme: expected 'residual' or 'pairs', found {scheme!r}")
    for name, value, least in (("draws", draws, 10), ("seed", seed, 0)):
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
            raise ValueError(
                f"{name}: expected a whole number of at least {least}, found {value!r}"
            )
    level = number("level", level, above=0.0, below=1.0)
    dates, values = _arrays(dates, values)
    known = _known(errors, len(values))
    first = fitter(dates, values, **known)
    rng = np.random.default_rng(seed)
    residuals = first.result.residuals / first.sigma * math.sqrt(first.n / first.dof)
    found = np.full(draws, np.nan)
    for draw in range(draws):
        pick = rng.integers(0, first.n, first.n)
        if scheme == "pairs":
            new_dates, new_values = dates[pick], values[pick]
            new_known = {name: given[pick] for name, given in known.items()}
        else:
            new_dates, new_known = dates, known
            new_values = _inside(first, first.result.fitted + first.sigma * residuals[pick])
        try:
            found[draw] = statistic(fitter(new_dates, new_values, **new_known))
        except ValueError:
            continue
    good = found[np.isfinite(found)]
    if len(good) < 0.9 * draws:
        raise FitError(f"{draws - len(good)} of {draws} draws have no fit")
    ends = np.quantile(good, (0.5 - level / 2.0, 0.5 + level / 2.0))
    interval = Interval(float(ends[0]), float(ends[1]), level)
    return Resampled(float(statistic(first)), interval, good, draws - len(good))


@dataclass(frozen=True)
class LeftOut:
    """How well a shape foretells the points it has not seen.

    ``score`` is the sum of log predictive densities (on the response scale, higher is better),
    ``behind`` its distance to the best shape with standard error ``behind_error``.
    """

    shape: str
    n: int
    score: float
    behind: float
    behind_error: float


def leave_one_out(
    fitters: Sequence[Fitter],
    dates: Iterable,
    values: Iterable,
    *,
    errors: Iterable | None = None,
) -> tuple[LeftOut, ...]:
    """Leave-one-out comparison of shapes on the same data, best first.

    Every point is predicted by a fit without it, with Student's t for curve and scatter, the
    point's own standard deviation of measurement included where ``errors`` are given. A
    difference of less than about two of its standard errors says nothing. Unlike AICc this needs no
    count of parameters, but it too treats the points as independent.
    """
    dates, values = _arrays(dates, values)
    if len(fitters) < 2:
        raise ValueError(f"fitters: expected at least 2, found {len(fitters)}")
    known = _known(errors, len(values))
    names, scores, responses = [], [], set()
    for fitter in fitters:
        whole = fitter(dates, values, **known)
        names.append(whole.shape)
        responses.add(whole.response)
        column = np.empty(len(values))
        for i in range(len(values)):
            rest = np.arange(len(values)) != i
            without = fitter(dates[rest], values[rest], **{k: v[rest] for k, v in known.items()})
            own = {name: given[i : i + 1] for name, given in known.items()}
            mean, scale, dof = without.distribution(dates[i : i + 1], **own)
            column[i] = _log_density(whole.observed[i], mean[0], scale[0], dof)
        scores.append(column)
    if len(responses) > 1:
        raise ValueError(f"fitters: expected one response scale, found {sorted(responses)}")
    totals = [float(column.sum()) for column in scores]
    best = int(np.argmax(totals))
    rows = []
    for name, column, total in zip(names, scores, totals, strict=True):
        gap = scores[best] - column
        error = float(gap.std(ddof=1)) * math.sqrt(len(gap))
        rows.append(LeftOut(name, len(gap), total, float(gap.sum()), error))
    return tuple(sorted(rows, key=lambda row: row.behind))


def _log_density(y, mean, scale, dof) -> float:
    if not (math.isfinite(mean) and scale > 0.0):
        return -math.inf
    z = (y - mean) / scale
    return float(
        gammaln((dof + 1) / 2)
        - gammaln(dof / 2)
        - 0.5 * math.log(dof * math.pi)
        - math.log(scale)
        - (dof + 1) / 2 * math.log1p(z * z / dof)
    )


def _inside(fit: TrendFit, y: np.ndarray) -> np.ndarray:
    values = fit._to_data(y)
    return np.clip(values, 0.0, 100.0) if fit.response == "percent" else values


def _known(errors: Iterable | None, length: int) -> dict[str, np.ndarray]:
    """The fits' argument ``errors``, where there are any."""
    return {} if errors is None else {"errors": deviations("errors", errors, length)}


def _arrays(dates, values) -> tuple[np.ndarray, np.ndarray]:
    days = day_numbers("dates", dates)
    values = vector("values", values, length=len(days))
    exact = np.round(days * 86_400_000_000).astype("int64").astype("datetime64[us]")
    return exact, values
