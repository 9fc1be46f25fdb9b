"""How far horizons would move with other tasks and other runs: hierarchical bootstrap, sensitivity.

One draw resamples families, then tasks within each drawn family, then runs of each drawn task, all
with replacement, as METR does (Kwa, West et al. 2025, arXiv:2503.14499). Families and tasks are
drawn once for all models, so that ratios between models are paired; runs are drawn for each model.

No draw is made run by run: counts of tasks are multinomial, those of successes binomial. Weights
stay those of the full sample, as METR's. All draws are fitted together
(:func:`analysis.horizons.solve`).
"""

import contextlib
import os
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import repeat

import numpy as np

from ..arguments import MOST_DRAWS, count, number, one_of
from ..fits.least_squares import FitError
from ..fits.trend import Interval
from .fitting import LINKS, PENALTY, HorizonFit, fit, solve, task_weights
from .tallies import Tally

#: Draws times tasks that are handled at once; fixed, so that results do not depend on memory.
_BLOCK = 1_000_000
#: Draws times tasks that are refitted at once: few enough for the cache, and for one thread each.
_CACHE = 1 << 16
#: Families of METR's suite that hold the RE-Bench tasks.
RE_BENCH_PREFIX = "ai_rd_"


@dataclass(frozen=True, eq=False)
class Bootstrap:
    """Resampled horizons, minutes: ``point`` (models, reliabilities), ``horizons`` with draws last.

    A draw in which a model solved nothing counts as 0, one in which it solved everything as
    infinite.
    """

    models: tuple[str, ...]
    reliabilities: tuple[float, ...]
    point: np.ndarray = field(repr=False)
    horizons: np.ndarray = field(repr=False)

    def draws(self, model: str, reliability: float = 0.5) -> np.ndarray:
        """All resampled horizons of a model, in minutes."""
        return self.horizons[self._index(model, reliability)]

    def interval(self, model: str, reliability: float = 0.5, *, level=0.95) -> Interval:
        """Percentile interval of a horizon, in minutes; ValueError for no level."""
        level = number("level", level, above=0.0, below=1.0)
        return self._percentiles(self.draws(model, reliability), level)

    def ratio(self, model: str, to: str, reliability: float = 0.5) -> float:
        """Horizon of ``model`` over that of ``to``."""
        one, other = (self.point[self._index(name, reliability)] for name in (model, to))
        return float(one / other)

    def ratio_interval(self, model: str, to: str, reliability: float = 0.5) -> Interval:
        """95% interval of :meth:`ratio`, both horizons from the same tasks in each draw."""
        with np.errstate(all="ignore"):
            ratios = self.draws(model, reliability) / self.draws(to, reliability)
        return self._percentiles(ratios, 0.95)

    def share_above(self, model: str, minutes: float, reliability: float = 0.5) -> float:
        """Share of draws with a horizon above ``minutes``."""
        return float(np.mean(self.draws(model, reliability) > minutes))

    def _percentiles(self, values: np.ndarray, level: float) -> Interval:
        tails = (0.5 - level / 2.0, 0.5 + level / 2.0)
        values = values[~np.isnan(values)]
        # Interpolating between two infinite draws would give nan.
        method = "linear" if np.isfinite(values).all() else "nearest"
        lower, upper = np.quantile(values, tails, method=method)
        return Interval(float(lower), float(upper), level)

    def _index(self, model: str, reliability: float) -> tuple[int, int]:
        place = self.models.index(one_of("model", model, self.models))
        known = self.reliabilities
        return place, known.index(one_of("reliability", reliability, known))


def bootstrap(
    tallies: Sequence[Tally],
    *,
    reliabilities: Sequence[float] = (0.5, 0.8),
    draws: int = 1000,
    seed: int,
    penalty: float = PENALTY,
) -> Bootstrap:
    """Resample families, tasks and runs ``draws`` times and refit every model each time.

    Raises ValueError for options out of range and for models without a fitted curve. Percentile
    intervals cover what varies between tasks and runs, not what would change with another way to
    choose tasks, grade runs or measure human time.
    """
    models = tuple(tally.model for tally in tallies)
    if not models or len(set(models)) < len(models):
        raise ValueError(f"tallies: expected different models, found {', '.join(models) or 'none'}")
    reliabilities = tuple(number("reliabilities", p, above=0.0, below=1.0) for p in reliabilities)
    if not reliabilities:
        raise ValueError("reliabilities: expected at least one, found none")
    count("draws", draws, 2, MOST_DRAWS)
    count("seed", seed, 0)
    fits = tuple(fit(tally, penalty=penalty) for tally in tallies)
    point = np.array([[one.horizon(p) for p in reliabilities] for one in fits])
    tasks, families = _suite(tallies)
    shared = np.random.default_rng([seed, 0])
    own = [np.random.default_rng([seed, 1, zlib.crc32(model.encode())]) for model in models]
    column = {task: index for index, task in enumerate(tasks)}
    odds = np.log(reliabilities) - np.log1p(-np.array(reliabilities))
    resamplers = [
        _Resampler(tally, one, np.array([column[task] for task in tally.tasks]), len(tasks))
        for tally, one in zip(tallies, fits, strict=True)
    ]
    found = np.empty((len(models), len(reliabilities), draws))
    block = max(1, _BLOCK // len(tasks))
    # Models share nothing but the drawn tasks, so the number of threads changes no digit.
    with ThreadPoolExecutor(min(len(models), os.cpu_count() or 1)) as threads:
        for low in range(0, draws, block):
            part = found[:, :, low : low + block]
            copies = _copies(shared, families, part.shape[2])
            # A list, so that what goes wrong in a thread is raised here.
            list(threads.map(_Resampler.run, resamplers, repeat(copies), own, repeat(odds), part))
    return Bootstrap(models, reliabilities, point, found)


def _suite(tallies) -> tuple[list[str], list[np.ndarray]]:
    """All tasks of all models, family by family, and the columns of each family."""
    family_of: dict[str, str] = {}
    for tally in tallies:
        for task, family in zip(tally.tasks, tally.families, strict=True):
            if (first := family_of.setdefault(task, family)) != family:
                found = f"{task!r} in {first!r} and {family!r}"
                raise ValueError(f"tallies: expected one family for each task, found {found}")
    # Sorted, so that the order of rows and models does not change the draws.
    tasks = sorted(family_of, key=lambda task: (family_of[task], task))
    names = np.array([family_of[task] for task in tasks], dtype=object)
    return tasks, [np.flatnonzero(names == name) for name in sorted(set(names))]


def _copies(rng, families, draws: int) -> np.ndarray:
    """How often each task comes up in each draw."""
    copies = np.zeros((draws, sum(map(len, families))), dtype=np.int64)
    drawn = rng.multinomial(len(families), np.full(len(families), 1.0 / len(families)), size=draws)
    for times, columns in zip(drawn.T, families, strict=True):
        size = len(columns)
        copies[:, columns] = rng.multinomial(size * times, np.full(size, 1.0 / size))
    return copies


class _Resampler:
    """Draws the runs of one model and refits it; arrays have one entry per task of the suite."""

    def __init__(self, tally: Tally, point: HorizonFit, places: np.ndarray, n_tasks: int) -> None:
        self.point = point
        share = tally.successes / tally.runs
        weights, x = task_weights(tally, point.weighting), np.log2(tally.minutes)
        # Tasks that this model never ran weigh nothing, at whatever length.
        self.weights, self.x = np.zeros(n_tasks), np.full(n_tasks, x.min())
        self.weights[places], self.x[places] = weights, x
        open_tasks = (share > 0.0) & (share < 1.0)
        self.places, self.share = places[open_tasks], share[open_tasks]
        self.runs = tally.runs[open_tasks]
        # Sums over successes: their weight, their weight times x, their number. Tasks that were
        # always or never solved come out as they did, and need no random numbers.
        worth = np.column_stack([weights / tally.runs, weights / tally.runs * x, np.ones_like(x)])
        self.worth = worth[open_tasks]
        self.sure = np.zeros((n_tasks, 4))
        self.sure[places, :3] = worth * (tally.successes * (share == 1.0))[:, None]
        self.sure[places, 3] = tally.runs

    def run(self, copies, rng, odds, minutes) -> None:
        """Write horizons (reliabilities by draws) into ``minutes``, some draws at a time.

        As many as fit the processor's cache; the draws are the same however they are cut.
        """
        rows = max(1, _CACHE // copies.shape[1])
        for low in range(0, len(copies), rows):
            part = slice(low, low + rows)
            ran = copies[part, self.places] * self.runs
            wins = rng.binomial(ran, self.share).astype(float)
            minutes[:, part] = self._horizons(copies[part].astype(float), wins, odds)

    def _horizons(self, copies, wins, odds) -> np.ndarray:
        sums = copies @ self.sure
        ran, sums = sums[:, 3], sums[:, :3] + wins @ self.worth
        nothing, everything = sums[:, 2] == 0.0, sums[:, 2] == ran
        mixed = ~(nothing | everything)
        minutes = np.full((len(odds), len(copies)), np.nan)
        minutes[:, nothing] = 0.0
        minutes[:, everything & ~nothing] = np.inf
        point = self.point
        (intercept, slope), good = solve(
            copies[mixed] * self.weights, sums[mixed, :2], self.x, point.penalty,
            (point.intercept, point.slope),
        )  # fmt: skip
        with np.errstate(all="ignore"):
            fitted = np.exp2((odds[:, None] - intercept) / slope)
        # A curve that does not fall: reliable at every length or at none.
        flat = slope >= 0.0
        at_shortest = intercept + slope * self.x.min()
        fitted[:, flat] = np.where(at_shortest[flat] >= odds[:, None], np.inf, 0.0)
        fitted[:, ~good & ~flat] = np.nan
        minutes[:, mixed] = fitted
        return minutes


def sensitivity(tally: Tally) -> dict[str, float]:
    """Return the horizon of a model under other choices of analysis, in minutes by choice.

    Choices: fewer tasks, equal weights, other link functions. One that leaves nothing to leave out,
    or no falling curve, is omitted.
    """
    kept = {
        "without RE-Bench": ~np.char.startswith(tally.families.astype(str), RE_BENCH_PREFIX),
        "without tasks under a minute": tally.minutes >= 1.0,
    }
    choices = [
        (choice, tally.only(keep), {})
        for choice, keep in kept.items()
        if not keep.all() and len(np.unique(tally.minutes[keep])) > 1
    ]
    choices.append(("equal weights", tally, {"weighting": "equal"}))
    choices += [(f"{link} link", tally, {"link": link}) for link in LINKS if link != "logit"]
    found = {}
    for choice, one, options in choices:
        with contextlib.suppress(FitError):
            found[choice] = fit(one, **options).horizon()
    return found
