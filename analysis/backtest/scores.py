"""Scores of forecasts: coverage, and which trend foretold better, if that can be told."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import betaincinv

from ..arguments import number, one_of
from .forecasts import NAIVE

#: Shapes are ranked only with at least this many forecasts scored.
LEAST_SCORED = 8
#: Resamples behind the interval of a difference, and its ends: a 90% interval.
DRAWS, TAILS = 2000, (0.5 - 0.90 / 2, 0.5 + 0.90 / 2)
#: What is forecast, and from when: two shapes are compared where these agree.
TARGET = ["series", "origin", "target", "observed"]


@dataclass(frozen=True)
class Coverage:
    """How many of ``n`` observations fell inside, and a Jeffreys interval of the share."""

    inside: int
    n: int
    lower: float
    upper: float

    @property
    def share(self) -> float:
        """Observed share."""
        return self.inside / self.n


def coverage(forecasts: pd.DataFrame, level: float) -> Coverage:
    """Count observations inside the central interval of a level, with a 95% Jeffreys interval.

    The interval treats forecasts as independent; those of one series are not quite.
    """
    if forecasts.empty:
        raise ValueError("forecasts: expected at least one, found none")
    level = number("level", level, above=0.0, below=1.0)
    n, k = len(forecasts), int(((forecasts["pit"] - 0.5).abs() <= level / 2.0).sum())
    lower = 0.0 if k == 0 else float(betaincinv(k + 0.5, n - k + 0.5, 0.025))
    upper = 1.0 if k == n else float(betaincinv(k + 0.5, n - k + 0.5, 0.975))
    return Coverage(k, n, lower, upper)


@dataclass(frozen=True)
class Difference:
    """Mean CRPS of ``shape`` minus that of the last value, on the ``n`` targets of both.

    ``verdict`` is "better" (its interval lies below zero), "worse", or "cannot tell".
    """

    shape: str
    n: int
    mean: float
    lower: float
    upper: float
    verdict: str


def difference(forecasts: pd.DataFrame, shape: str, *, seed: int) -> Difference:
    """Compare a shape to the last value by paired differences, with a bootstrap in two stages.

    Benchmarks are redrawn first, each with all of its series, since series on the same tasks, or of
    the same runs, are not independent; then, within each series, blocks of neighbouring targets
    (cube root of their number long), since these share most of their training data. Of a single
    benchmark only the second stage is left. With fewer than :data:`LEAST_SCORED` targets in common
    the verdict is "cannot tell" whatever the numbers say.
    """
    for name in (shape, NAIVE):
        one_of("shape", name, forecasts["shape"].unique().tolist())
    naive = forecasts[forecasts["shape"] == NAIVE].drop_duplicates(TARGET)
    both = forecasts[forecasts["shape"] == shape].merge(
        naive[[*TARGET, "crps"]], on=TARGET, suffixes=("", "_naive")
    )
    # Two scores that are infinite do not differ.
    same = both["crps"] == both["crps_naive"]
    both["gap"] = (both["crps"] - both["crps_naive"]).mask(same, 0.0)
    n = len(both)
    mean = math.fsum(both["gap"]) / n if n else math.nan
    lower = upper = mean
    if math.isfinite(mean):
        found = _means(both, np.random.default_rng(seed))
        lower, upper = (float(np.quantile(found, tail)) for tail in TAILS)
    verdict = "cannot tell"
    if n >= LEAST_SCORED and (upper < 0.0 or lower > 0.0):
        verdict = "better" if upper < 0.0 else "worse"
    return Difference(shape, n, mean, lower, upper, verdict)


def rank(forecasts: pd.DataFrame, *, seed: int) -> tuple[Difference, ...]:
    """Every shape against the last value, best first; those that cannot be told last."""
    names = [name for name in forecasts["shape"].unique() if name != NAIVE]
    found = [difference(forecasts, name, seed=seed) for name in names]
    order = {"better": 0, "worse": 1, "cannot tell": 2}
    return tuple(sorted(found, key=lambda d: (order[d.verdict], d.mean)))


def _means(both: pd.DataFrame, rng) -> np.ndarray:
    """Means over benchmarks drawn with replacement, their series drawn anew by blocks."""
    benchmarks = [rows for _, rows in both.groupby("benchmark", sort=False)]
    totals = np.array(
        [
            sum(
                _block_sums(row.to_numpy(), rng)
                for _, row in rows.groupby("series", sort=False)["gap"]
            )
            for rows in benchmarks
        ]
    )
    sizes = np.array([len(rows) for rows in benchmarks])
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
