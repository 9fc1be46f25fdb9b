"""Which series of the evidence can be backtested, and what each trend would have foretold."""

import contextlib
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.special import betaln, stdtr

from .. import fits
from ..arguments import one_of
from ..fits.dates import as_date, day_numbers

NAIVE = "last value"
#: Observations that a series needs: seven to fit the first line, and one to score it.
LEAST = 8
#: Observations of a fit on the recent past only.
RECENT = 6
#: Series in which less is better.
LOWER_IS_BETTER = ("nanogpt_speedrun", "anthropic_takehome_cycles", "gpu_mode_nvfp4")
#: Not backtested: earlier states of series that are here in their last state; parts of the score of
#: a series that is here whole; and the mean score that METR's horizons are computed from.
LEFT_OUT_PREFIXES = ("metr_vintage_", "mlebench_main_", "mlebench_testset_")
LEFT_OUT_SUFFIXES = ("_score", "_rejected")
#: Units of scores with a ceiling, to the factor that makes them percent.
BOUNDED_UNITS = {"percent": 1.0, "points": 1.0, "percentile": 1.0, "fraction": 100.0}


#: Trend families: name, fitter, and the observations needed to be tried (k + 4 as in comparisons).
SHAPES: dict[str, tuple[Callable, int]] = {
    "exponential": (fits.exponential, 7),
    "recent exponential": (lambda t, y: fits.exponential(t[-RECENT:], y[-RECENT:]), 7),
    "quadratic": (fits.quadratic, 8),
    "changing pace": (fits.changing_pace, 8),
    "kinked": (fits.kinked, 9),
}


@dataclass(frozen=True, eq=False)
class EligibleSeries:
    """A series to be backtested: ``frame`` has ``date``, ``value`` and ``known_from``.

    Series of one ``benchmark`` are of the same tasks, of parts of them, or of the same runs.
    ``bounded`` values are percentages and are forecast as odds.
    """

    name: str
    benchmark: str
    bounded: bool
    frame: pd.DataFrame = field(repr=False)

    @cached_property
    def pseudo(self) -> bool:
        """Whether some day of publication is not known; the dates then stand in for all."""
        return bool(self.frame["known_from"].isna().any())


def eligible(ev, *, selection: str = "records") -> tuple[EligibleSeries, ...]:
    """Series of the evidence with at least :data:`LEAST` observations.

    ``selection`` is "records" (the running best by date) or "all" (every model, whatever its
    score). Human baselines are left out, and scores of 0 and 100, which have no odds. Speedups and
    other factors without a ceiling are taken as they are.
    """
    one_of("selection", selection, ("records", "all"))
    found, benchmarks = [], ev.instruments.set_index("instrument")["benchmark"]
    # A forecast is made from the values that stood, not from later corrections of them.
    for name, frame in ev.seen_from(ev.vintage["published"]).series.groupby("series", sort=True):
        if name.startswith(LEFT_OUT_PREFIXES) or name.endswith(LEFT_OUT_SUFFIXES):
            continue
        frame = frame[~frame["human_baseline"].fillna(False).astype(bool) & frame["value"].notna()]
        frame = frame[frame["date"].notna()].sort_values(["date", "record"])
        if len(frame) < LEAST:
            continue
        if selection == "records":
            lowest = name.startswith(LOWER_IS_BETTER)
            frame = frame[fits.running_records(frame["date"], frame["value"], lowest=lowest)]
        unit = frame["unit"].iloc[0]
        bounded = unit in BOUNDED_UNITS
        frame = frame.assign(value=frame["value"] * BOUNDED_UNITS.get(unit, 1.0))
        frame = frame[(frame["value"] > 0.0) & ((frame["value"] < 100.0) | (not bounded))]
        if len(frame) >= LEAST:
            benchmark = benchmarks[frame["instrument"].iloc[0]]
            found.append(EligibleSeries(name, benchmark, bounded, frame))
    return tuple(found)


#: What is told of a forecast, see :func:`rolling_over`.
COLUMNS = (
    *("series", "benchmark", "shape", "origin", "target", "days_ahead", "n"),
    *("mean", "scale", "dof", "observed", "crps", "pit", "pseudo"),
)


def rolling_over(series: Iterable[EligibleSeries]) -> pd.DataFrame:
    """Forecast every observation from those known before it became known.

    One row a forecast. ``mean``, ``scale`` and ``observed`` are in doublings of the value or of its
    odds, ``n`` observations were fitted, ``pit`` is where the observation fell in the forecast.
    ``pseudo`` marks a series whose days of publication are not known: less may have been known.

    A trend that cannot be fitted at an origin gives no forecast there; one that foretells infinity
    is scored as infinitely wrong.
    """
    found = []
    for one in series:
        days, y, known = _columns(one)
        # What became known on one day is forecast by the same fits.
        for day in np.unique(known):
            train, targets = np.flatnonzero(known < day), np.flatnonzero(known == day)
            found += _forecasts(one, days, y, train, targets, day)
    return pd.DataFrame(found, columns=COLUMNS)


def frozen_at(series: Iterable[EligibleSeries], cutoff) -> pd.DataFrame:
    """Fit once to what was known by ``cutoff`` (the end of that day), score all that came later.

    What came later became known after the cutoff and is dated after everything that was fitted;
    late figures of old models are no forecasts. Columns as :func:`rolling_over`.
    """
    found, end = [], float(day_numbers("cutoff", [cutoff])[0])
    for one in series:
        days, y, known = _columns(one)
        train = np.flatnonzero(known <= end)
        if len(train):
            targets = np.flatnonzero((known > end) & (days > days[train].max()))
            found += _forecasts(one, days, y, train, targets, end)
    return pd.DataFrame(found, columns=COLUMNS)


def _columns(one: EligibleSeries) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Days, values in doublings (of the odds), and the days on which they became public."""
    days, values = day_numbers("dates", one.frame["date"]), one.frame["value"].to_numpy(float)
    known = days if one.pseudo else day_numbers("known", one.frame["known_from"])
    return days, np.log2(values / (100.0 - values) if one.bounded else values), known


def _forecasts(one, days, y, train, targets, origin) -> list[tuple]:
    """Forecasts of the targets by every shape that the training set allows, and the baseline."""
    train = train[np.argsort(days[train], kind="stable")]
    targets = targets[np.argsort(days[targets], kind="stable")]
    n = len(train)
    found: list[tuple] = []
    if n < min(least for _, least in SHAPES.values()) or not len(targets):
        return found
    known, at, seen = (days[train], y[train]), days[targets], y[targets]
    made, dates = pd.Timestamp(as_date(origin)), [pd.Timestamp(as_date(day)) for day in at]
    ahead = (at - days[train[-1]]).tolist()
    distributions = [(NAIVE, _walk(*known, at))]
    for shape, (fitter, least) in SHAPES.items():
        if n >= least:
            # A fitter refuses data that do not determine its curve; then there is no forecast.
            with contextlib.suppress(ValueError):
                fit = fitter(_dates(known[0]), np.exp2(known[1]))
                distributions.append((shape, fit.distribution(_dates(at))))
    for shape, (means, scales, dof) in distributions:
        lost = ~(np.isfinite(means) & (scales > 0.0))
        with np.errstate(invalid="ignore"):
            scores = np.where(lost, math.inf, crps(means, scales, dof, seen))
            pits = np.where(lost, means < seen, stdtr(dof, (seen - means) / scales))
        columns = (dates, ahead, *(part.tolist() for part in (means, scales, seen, scores, pits)))
        head = (one.name, one.benchmark, shape, made)
        found += [
            (*head, day, gap, n, mean, scale, dof, value, score, pit, one.pseudo)
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
