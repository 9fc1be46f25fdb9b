"""Forecasts: rolling origin, frozen origin, and the baseline."""

from __future__ import annotations

import contextlib
import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, stdtr

from .. import fits
from ..arguments import vector
from ..fits.dates import as_date, day_numbers

__all__ = ["NAIVE", "SHAPES", "Forecast", "crps", "frozen", "rolling"]

NAIVE = "last value"
#: Observations of a fit on the recent past only.
RECENT = 6


def _recent(dates, values):
    return fits.exponential(dates[-RECENT:], values[-RECENT:])


#: Trend families: name, fitter, and the observations needed to be tried (k + 4 as in comparisons).
SHAPES: dict[str, tuple[Callable, int]] = {
    "exponential": (fits.exponential, 7),
    "recent exponential": (_recent, 7),
    "quadratic": (fits.quadratic, 8),
    "changing pace": (fits.changing_pace, 8),
    "kinked": (fits.kinked, 9),
}


@dataclass(frozen=True)
class Forecast:
    """One forecast and what came. Numbers are in doublings of the value or of its odds.

    ``pseudo`` marks a series for which it is not known when each figure became public, so that the
    origin may have known less than is assumed here.
    """

    series: str
    benchmark: str
    shape: str
    origin: dt.date
    target: dt.date
    days_ahead: float
    n: int
    mean: float
    scale: float
    dof: int
    observed: float
    crps: float
    pit: float
    pseudo: bool

    def inside(self, level: float) -> bool:
        """Whether the observation lies in the central interval of this level."""
        return abs(self.pit - 0.5) <= level / 2.0


def rolling(
    dates: Iterable,
    values: Iterable,
    *,
    known: Iterable | None = None,
    series: str = "",
    benchmark: str = "",
    bounded: bool = False,
    shapes: Sequence[str] = tuple(SHAPES),
) -> tuple[Forecast, ...]:
    """Forecast every observation from those known before it became known.

    ``known`` are the days on which the figures became public; without it the dates stand in and
    the forecasts are ``pseudo`` real time. ``bounded`` values are percentages and are forecast as
    odds; those at 0 or 100 have none and are left out. A trend that cannot be fitted at an origin
    gives no forecast there; one that foretells infinity is scored as infinitely wrong.
    """
    days, y, known_days, pseudo = _prepare(dates, values, known, bounded)
    found = []
    # What became known on one day is forecast by the same fits.
    for day in np.unique(known_days):
        train, targets = np.flatnonzero(known_days < day), np.flatnonzero(known_days == day)
        found += _forecasts(days, y, train, targets, day, (series, benchmark), shapes, pseudo)
    return tuple(found)


def frozen(
    dates: Iterable,
    values: Iterable,
    cutoff,
    *,
    known: Iterable | None = None,
    series: str = "",
    benchmark: str = "",
    bounded: bool = False,
    shapes: Sequence[str] = tuple(SHAPES),
) -> tuple[Forecast, ...]:
    """Fit once to what was known by ``cutoff`` (the end of that day), score all that came later.

    What came later became known after the cutoff and is dated after everything that was fitted;
    late figures of old models are no forecasts.
    """
    days, y, known_days, pseudo = _prepare(dates, values, known, bounded)
    end = float(day_numbers("cutoff", [cutoff])[0])
    train = np.flatnonzero(known_days <= end)
    if not len(train):
        return ()
    targets = np.flatnonzero((known_days > end) & (days > days[train].max()))
    return tuple(_forecasts(days, y, train, targets, end, (series, benchmark), shapes, pseudo))


def _prepare(dates, values, known, bounded):
    days = day_numbers("dates", dates)
    values = vector("values", values, length=len(days))
    known_days = days if known is None else day_numbers("known", known)
    if len(known_days) != len(days):
        raise ValueError(f"known: expected {len(days)} dates, found {len(known_days)}")
    if bounded:
        if np.any((values < 0.0) | (values > 100.0)):
            raise ValueError("values: expected percentages with bounded=True")
        use = (values > 0.0) & (values < 100.0)
        days, values, known_days = days[use], values[use], known_days[use]
        values = values / (100.0 - values)
    elif np.any(values <= 0.0):
        index = int(np.flatnonzero(values <= 0.0)[0])
        raise ValueError(f"values: expected positive numbers, found {values[index]} at {index}")
    return days, np.log2(values), known_days, known is None


def _forecasts(days, y, train, targets, origin, names, shapes, pseudo) -> list[Forecast]:
    """Forecasts of the targets by every shape that the training set allows, and the baseline."""
    train = train[np.argsort(days[train], kind="stable")]
    targets = targets[np.argsort(days[targets], kind="stable")]
    n = len(train)
    found: list[Forecast] = []
    if n < min(SHAPES[shape][1] for shape in shapes) or not len(targets):
        return found
    known, at, seen = (days[train], y[train]), days[targets], y[targets]
    made, dates = as_date(origin), [as_date(day) for day in at]
    ahead = (at - days[train[-1]]).tolist()
    distributions = [(NAIVE, _walk(*known, at))]
    for shape in shapes:
        if n >= SHAPES[shape][1]:
            # A fitter refuses data that do not determine its curve; then there is no forecast.
            with contextlib.suppress(ValueError):
                fit = SHAPES[shape][0](_dates(known[0]), np.exp2(known[1]))
                distributions.append((shape, fit.distribution(_dates(at))))
    for shape, (means, scales, dof) in distributions:
        lost = ~(np.isfinite(means) & (scales > 0.0))
        with np.errstate(invalid="ignore"):
            scores = np.where(lost, math.inf, crps(means, scales, dof, seen))
            pits = np.where(lost, means < seen, stdtr(dof, (seen - means) / scales))
        columns = (dates, ahead, *(part.tolist() for part in (means, scales, seen, scores, pits)))
        found += [
            Forecast(*names, shape, made, day, gap, n, mean, scale, dof, value, score, pit, pseudo)
            for day, gap, mean, scale, value, score, pit in zip(*columns, strict=True)
        ]
    return found


def _walk(days, y, targets):
    """Random walk without drift; a step counts per root of its days, at least one."""
    steps = np.diff(y) / np.sqrt(np.maximum(np.diff(days), 1.0))
    size = math.sqrt(float(steps @ steps) / len(steps))
    ahead = np.maximum(targets - days[-1], 1.0)
    return np.full(len(targets), y[-1]), size * np.sqrt(ahead), len(steps)


def _dates(days: np.ndarray) -> np.ndarray:
    return np.round(days * 86_400_000_000).astype("int64").astype("datetime64[us]")


def crps(mean, scale, dof: int, observed):
    """Continuous ranked probability score of a Student t forecast, in the unit of the values.

    scale (z (2F(z) - 1) + 2 f(z) (dof + z^2)/(dof - 1)
           - 2 sqrt(dof)/(dof - 1) B(1/2, dof - 1/2) / B(1/2, dof/2)^2)

    with z = (observed - mean) / scale. Infinite for one degree of freedom. Numbers or arrays.
    """
    z = (np.asarray(observed, dtype=float) - mean) / scale
    if dof <= 1:
        return np.full(z.shape, math.inf)[()]
    at_zero = -0.5 * math.log(dof) - betaln(0.5, dof / 2.0)
    density = np.exp(at_zero - (dof + 1) / 2.0 * np.log1p(z * z / dof))
    spread = math.sqrt(dof) * np.exp(betaln(0.5, dof - 0.5) - 2.0 * betaln(0.5, dof / 2.0))
    return scale * (
        z * (2.0 * stdtr(dof, z) - 1.0) + 2.0 * (density * (dof + z * z) - spread) / (dof - 1.0)
    )
