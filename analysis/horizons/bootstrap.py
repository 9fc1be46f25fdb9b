"""How far horizons would move with other tasks and other runs: hierarchical bootstrap, sensitivity.

One draw resamples families, then tasks within each drawn family, then runs of each drawn task, all
with replacement, as METR does (Kwa, West et al. 2025, arXiv:2503.14499). Families and tasks are
drawn once for all models, so that ratios between models are paired; runs are drawn for each model.

No draw is made run by run. Drawing a family of s tasks c times draws s c tasks uniformly from it,
so task counts are multinomial; and m copies of a task with n runs each have as many successes as
m n runs, so success counts are binomial. Weights stay those of the full sample, as METR's. All
draws are then fitted together (:func:`analysis.horizons.solve`).
"""

from __future__ import annotations

import math
import os
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from ..arguments import number
from ..fits.trend import Interval
from .fitting import ONE_THREAD, PENALTY, HorizonFit, fit, solve, sums, task_weights
from .tallies import Tally

__all__ = ["Bootstrap", "Variant", "bootstrap", "sensitivity"]

#: Draws times tasks that are handled at once; fixed, so that results do not depend on memory.
_BLOCK = 1_000_000
#: Draws times tasks that are refitted at once: few enough for the cache, and for one thread each.
_CACHE = ONE_THREAD // 4
#: Families of METR's suite that hold the RE-Bench tasks.
RE_BENCH_PREFIX = "ai_rd_"
#: Beyond this an interval gains nothing and memory runs out.
MOST_DRAWS = 1_000_000


@dataclass(frozen=True, eq=False)
class Bootstrap:
    """Resampled horizons.

    ``point`` has one row per model and one column per reliability, in minutes; ``horizons`` has
    shape (models, reliabilities, draws). A draw in which a model solved nothing counts as a horizon
    of 0, one in which it solved everything as infinite.
    """

    models: tuple[str, ...]
    reliabilities: tuple[float, ...]
    level: float
    seed: int
    fits: tuple[HorizonFit, ...] = field(repr=False)
    point: np.ndarray = field(repr=False)
    horizons: np.ndarray = field(repr=False)

    def draws(self, model: str, reliability: float = 0.5) -> np.ndarray:
        """All resampled horizons of a model, in minutes."""
        return self.horizons[self._place(model, reliability)]

    def interval(self, model: str, reliability: float = 0.5, *, level=None) -> Interval:
        """Percentile interval of a horizon, in minutes."""
        return self._percentiles(self.draws(model, reliability), level)

    def ratio(self, model: str, to: str, reliability: float = 0.5) -> float:
        """Horizon of ``model`` over that of ``to``."""
        return float(
            self.point[self._place(model, reliability)] / self.point[self._place(to, reliability)]
        )

    def ratio_interval(
        self, model: str, to: str, reliability: float = 0.5, *, level=None
    ) -> Interval:
        """Percentile interval of :meth:`ratio`, both horizons from the same tasks in each draw."""
        with np.errstate(all="ignore"):
            ratios = self.draws(model, reliability) / self.draws(to, reliability)
        return self._percentiles(ratios, level)

    def share_above(self, model: str, minutes: float, reliability: float = 0.5) -> float:
        """Share of draws with a horizon above ``minutes``."""
        return float(np.mean(self.draws(model, reliability) > minutes))

    def _percentiles(self, values: np.ndarray, level) -> Interval:
        level = self.level if level is None else number("level", level, above=0.0, below=1.0)
        tails = (0.5 - level / 2.0, 0.5 + level / 2.0)
        values = values[~np.isnan(values)]
        # Interpolating between two infinite draws would give nan.
        ends = [
            np.quantile(values, tail, method="linear" if np.isfinite(values).all() else "nearest")
            for tail in tails
        ]
        return Interval(float(ends[0]), float(ends[1]), level)

    def _place(self, model: str, reliability: float) -> tuple[int, int]:
        if model not in self.models:
            raise ValueError(f"model: expected one of {', '.join(self.models)}, found {model!r}")
        if reliability not in self.reliabilities:
            known = ", ".join(map(str, self.reliabilities))
            raise ValueError(f"reliability: expected one of {known}, found {reliability!r}")
        return self.models.index(model), self.reliabilities.index(reliability)


def bootstrap(
    tallies: Sequence[Tally],
    *,
    reliabilities: Sequence[float] = (0.5, 0.8),
    draws: int = 1000,
    seed: int,
    penalty: float = PENALTY,
    level: float = 0.95,
) -> Bootstrap:
    """Resample families, tasks and runs ``draws`` times and refit every model each time.

    The same ``seed`` gives the same draws. Raises ValueError for options out of range and for
    models without a fitted curve (see :attr:`~analysis.horizons.HorizonFit.solved`).

    Percentile intervals of this kind cover what varies between tasks and runs, not what would
    change with another way to choose tasks, grade runs or measure human time.
    """
    tallies = tuple(tallies)
    if not tallies:
        raise ValueError("tallies: expected at least one, found none")
    models = tuple(tally.model for tally in tallies)
    if len(set(models)) < len(models):
        raise ValueError(f"tallies: expected different models, found {', '.join(models)}")
    reliabilities = tuple(number("reliabilities", p, above=0.0, below=1.0) for p in reliabilities)
    if not reliabilities:
        raise ValueError("reliabilities: expected at least one, found none")
    for name, value, least in (("draws", draws, 2), ("seed", seed, 0)):
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
            raise ValueError(
                f"{name}: expected a whole number of at least {least}, found {value!r}"
            )
    if draws > MOST_DRAWS:
        raise ValueError(f"draws: expected at most {MOST_DRAWS:,}, found {draws:,}")
    level = number("level", level, above=0.0, below=1.0)
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
            work = [
                threads.submit(resampler.run, copies, copies.astype(float), rng, odds, part[index])
                for index, (resampler, rng) in enumerate(zip(resamplers, own, strict=True))
            ]
            for one in work:
                one.result()
    return Bootstrap(models, reliabilities, level, int(seed), fits, point, found)


def _suite(tallies) -> tuple[list[str], list[np.ndarray]]:
    """All tasks of all models, family by family, and the columns of each family."""
    family_of: dict[str, str] = {}
    for tally in tallies:
        for task, family in zip(tally.tasks, tally.families, strict=True):
            if family_of.setdefault(task, family) != family:
                raise ValueError(
                    f"tallies: expected one family for each task, found {task!r} in "
                    f"{family_of[task]!r} and {family!r}"
                )
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
        if size == 1:
            copies[:, columns[0]] = times
        else:
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

    def run(self, copies, copies_float, rng, odds, minutes) -> None:
        """Write horizons (reliabilities by draws) into ``minutes``, some draws at a time.

        As many as fit the processor's cache; the draws are the same however they are cut.
        """
        rows = max(1, _CACHE // copies.shape[1])
        for low in range(0, len(copies), rows):
            part = slice(low, low + rows)
            ran = copies[part, self.places] * self.runs
            wins = rng.binomial(ran, self.share).astype(float)
            minutes[:, part] = self._horizons(copies_float[part], wins, odds)

    def _horizons(self, copies, wins, odds) -> np.ndarray:
        sums = copies @ self.sure
        ran = sums[:, 3]
        sums = sums[:, :3] + wins @ self.worth
        nothing, everything = sums[:, 2] == 0.0, sums[:, 2] == ran
        mixed = ~(nothing | everything)
        minutes = np.full((len(odds), len(copies)), np.nan)
        minutes[:, nothing] = 0.0
        minutes[:, everything & ~nothing] = np.inf
        if not mixed.any():
            return minutes
        trials = copies * self.weights
        (intercept, slope), good = solve(
            trials if mixed.all() else trials[mixed],
            sums[mixed, :2],
            self.x,
            self.point.penalty,
            (self.point.intercept, self.point.slope),
        )
        with np.errstate(all="ignore"):
            fitted = np.exp2((odds[:, None] - intercept) / slope)
        # A curve that does not fall: reliable at every length or at none.
        flat = slope >= 0.0
        at_shortest = intercept + slope * self.x.min()
        fitted[:, flat] = np.where(at_shortest[flat] >= odds[:, None], np.inf, 0.0)
        fitted[:, ~good & ~flat] = np.nan
        minutes[:, mixed] = fitted
        return minutes


@dataclass(frozen=True)
class Variant:
    """The horizon of one model under one choice of analysis, in minutes.

    ``change`` is the horizon over that of the standard analysis, minus one. ``detail`` names what
    was left out where that is not clear from the choice.
    """

    model: str
    choice: str
    reliability: float
    horizon: float
    change: float
    detail: str = ""


def sensitivity(
    tallies: Sequence[Tally], *, reliability: float = 0.5, penalty: float = PENALTY
) -> tuple[Variant, ...]:
    """What choices of analysis do to each horizon.

    Choices: the standard analysis; without the RE-Bench tasks (families that start with
    ``ai_rd_``); without tasks under one minute; equal weights; other link functions; and the
    lowest and the highest horizon with one family left out. A choice that leaves nothing to fit is
    omitted.
    """
    reliability = number("reliability", reliability, above=0.0, below=1.0)
    found = []
    for tally in tallies:
        standard = fit(tally, penalty=penalty).horizon(reliability)

        def add(choice, horizon, detail="", tally=tally, standard=standard):
            change = horizon / standard - 1.0
            found.append(Variant(tally.model, choice, reliability, horizon, change, detail))

        add("standard", standard)
        rebench = np.array([family.startswith(RE_BENCH_PREFIX) for family in tally.families])
        for choice, drop in (
            ("without RE-Bench", rebench),
            ("without tasks under a minute", tally.minutes < 1.0),
        ):
            if drop.any() and len(np.unique(tally.minutes[~drop])) > 1:
                kept = fit(tally.only(~drop), penalty=penalty)
                if kept.solved == "some":
                    add(choice, kept.horizon(reliability), f"{int(drop.sum())} tasks")
        equal = fit(tally, penalty=penalty, weighting="equal")
        if equal.solved == "some":
            add("equal weights", equal.horizon(reliability))
        for link in ("probit", "cloglog"):
            add(f"{link} link", fit(tally, penalty=penalty, link=link).horizon(reliability))
        left_out = _leave_one_family_out(tally, penalty, reliability)
        if left_out:
            for choice, pick in (("lowest", min), ("highest", max)):
                horizon, family = pick(left_out)
                add(f"one family left out, {choice}", horizon, family)
    return tuple(found)


def _leave_one_family_out(tally: Tally, penalty: float, reliability: float):
    """(horizon, family left out) for every family whose absence leaves a falling curve."""
    weights, share = task_weights(tally), tally.successes / tally.runs
    names = sorted(set(tally.families))
    trials = np.stack([np.where(tally.families == name, 0.0, weights) for name in names])
    total = trials.sum(axis=1, keepdims=True)
    usable = total[:, 0] > 0.0
    if not usable.any():
        return []
    trials = trials[usable] / total[usable]
    standard = fit(tally, penalty=penalty)
    (intercept, slope), good = solve(
        trials, sums(trials * share, np.log2(tally.minutes)), np.log2(tally.minutes), penalty,
        (standard.intercept, standard.slope),
    )  # fmt: skip
    odds = math.log(reliability / (1.0 - reliability))
    kept = [name for name, use in zip(names, usable, strict=True) if use]
    return [
        (float(2.0 ** ((odds - intercept[i]) / slope[i])), kept[i])
        for i in np.flatnonzero(good & (slope < 0.0))
    ]
