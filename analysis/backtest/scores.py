"""Scores of forecasts: coverage, skill, and which trend foretold better, if that can be told."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv

from ..arguments import number, one_of
from .forecasts import NAIVE, Forecast

#: Shapes are ranked only with at least this many forecasts scored.
LEAST_SCORED = 8
#: Resamples behind the interval of a difference, and its ends: a 90% interval.
DRAWS, TAILS = 2000, (0.5 - 0.90 / 2, 0.5 + 0.90 / 2)


@dataclass(frozen=True)
class Coverage:
    """How many of ``n`` observations fell inside, and a Jeffreys interval of the share."""

    level: float
    inside: int
    n: int
    lower: float
    upper: float

    @property
    def share(self) -> float:
        """Observed share."""
        return self.inside / self.n


def coverage(forecasts: Sequence[Forecast], level: float) -> Coverage:
    """Count how many observations fell inside, with a 95% Jeffreys interval.

    The interval treats forecasts as independent; those of one series are not quite.
    """
    if not forecasts:
        raise ValueError("forecasts: expected at least one, found none")
    level = number("level", level, above=0.0, below=1.0)
    n = len(forecasts)
    k = sum(forecast.inside(level) for forecast in forecasts)
    lower = 0.0 if k == 0 else float(betaincinv(k + 0.5, n - k + 0.5, 0.025))
    upper = 1.0 if k == n else float(betaincinv(k + 0.5, n - k + 0.5, 0.975))
    return Coverage(level, k, n, lower, upper)


@dataclass(frozen=True)
class Score:
    """All ``n`` forecasts of one shape, pooled over series.

    ``ninety`` counts the observations in the 90% interval, ``runaway`` forecasts of infinity.
    """

    shape: str
    n: int
    ninety: Coverage
    runaway: int


def summary(forecasts: Iterable[Forecast]) -> tuple[Score, ...]:
    """Pool forecasts by shape, the baseline first, then in the order of first appearance."""
    found = [
        Score(shape, len(rows), coverage(rows, 0.9), sum(math.isinf(f.crps) for f in rows))
        for shape, rows in _by_shape(forecasts).items()
    ]
    return tuple(sorted(found, key=lambda score: score.shape != NAIVE))


@dataclass(frozen=True)
class Difference:
    """Mean CRPS of ``shape`` minus that of the last value, on the ``n`` targets of both.

    ``verdict`` is "better" (its interval lies below zero), "worse", or "cannot tell".
    """

    shape: str
    n: int
    benchmarks: int
    mean: float
    lower: float
    upper: float
    verdict: str


def difference(forecasts: Iterable[Forecast], shape: str, *, seed: int) -> Difference:
    """Compare a shape to the last value by paired differences, with a bootstrap in two stages.

    Benchmarks are redrawn first, each with all of its series, since series on the same tasks, or of
    the same runs, are not independent; then, within each series, blocks of neighbouring targets
    (cube root of their number long), since these share most of their training data. Of a single
    benchmark only the second stage is left. With fewer than :data:`LEAST_SCORED` targets in common
    the verdict is "cannot tell" whatever the numbers say.
    """
    by_shape = _by_shape(forecasts)
    for name in (shape, NAIVE):
        one_of("shape", name, by_shape)
    base = {(f.series, f.origin, f.target, f.observed): f.crps for f in by_shape[NAIVE]}
    gaps: dict[str, dict[str, list[float]]] = {}
    for f in by_shape[shape]:
        naive = base.get((f.series, f.origin, f.target, f.observed))
        if naive is not None:
            gap = 0.0 if f.crps == naive else f.crps - naive
            gaps.setdefault(f.benchmark, {}).setdefault(f.series, []).append(gap)
    rows = [row for series in gaps.values() for row in series.values()]
    n = sum(map(len, rows))
    mean = math.fsum(gap for row in rows for gap in row) / n if n else math.nan
    lower = upper = mean
    if math.isfinite(mean):
        found = _means(gaps, np.random.default_rng(seed))
        lower, upper = (float(np.quantile(found, tail)) for tail in TAILS)
    verdict = "cannot tell"
    if n >= LEAST_SCORED and (upper < 0.0 or lower > 0.0):
        verdict = "better" if upper < 0.0 else "worse"
    return Difference(shape, n, len(gaps), mean, lower, upper, verdict)


def rank(forecasts: Iterable[Forecast], *, seed: int) -> tuple[Difference, ...]:
    """Every shape against the last value, best first; those that cannot be told last."""
    forecasts = list(forecasts)
    names = [name for name in _by_shape(forecasts) if name != NAIVE]
    found = [difference(forecasts, name, seed=seed) for name in names]
    order = {"better": 0, "worse": 1, "cannot tell": 2}
    return tuple(sorted(found, key=lambda d: (order[d.verdict], d.mean)))


def _means(gaps: dict[str, dict[str, list[float]]], rng) -> np.ndarray:
    """Means over benchmarks drawn with replacement, their series drawn anew by blocks."""
    totals = np.array(
        [sum(_block_sums(np.array(row), rng) for row in one.values()) for one in gaps.values()]
    )
    sizes = np.array([sum(map(len, one.values())) for one in gaps.values()])
    picks = rng.integers(0, len(sizes), (DRAWS, len(sizes)))
    # Each pick takes the blocks of a draw of its own, so that a benchmark drawn twice differs.
    takes = rng.integers(0, DRAWS, picks.shape) if len(sizes) > 1 else np.arange(DRAWS)[:, None]
    return totals[picks, takes].sum(axis=1) / sizes[picks].sum(axis=1)


def _block_sums(row: np.ndarray, rng) -> np.ndarray:
    """Sums of moving-block resamples of one series."""
    n = len(row)
    size = max(1, round(n ** (1.0 / 3.0)))
    starts = rng.integers(0, n, (DRAWS, math.ceil(n / size)))
    # Blocks wrap round, so that every forecast is drawn equally often.
    index = (starts[:, :, None] + np.arange(size)) % n
    return row[index.reshape(DRAWS, -1)[:, :n]].sum(axis=1)


def _by_shape(forecasts: Iterable[Forecast]) -> dict[str, list[Forecast]]:
    found: dict[str, list[Forecast]] = {}
    for forecast in forecasts:
        found.setdefault(forecast.shape, []).append(forecast)
    if not found:
        raise ValueError("forecasts: expected at least one, found none")
    return found
