"""Time horizons from task tallies: the task length that a model masters at a given reliability.

The chance of success is modelled as falling with the time t that a skilled human needs,

    P(success) = F(intercept + slope log2 t),        F the logistic function unless stated,

fitted by weighted, slightly penalised maximum likelihood. The horizon at reliability p is the t at
which P(success) = p, in minutes. As METR does (Kwa, West et al. 2025, arXiv:2503.14499), each run
weighs 1 / (runs of its task x sqrt(tasks in its family)), scaled to sum to 1, so that neither many
attempts at one task nor large families of like tasks dominate; and the slope carries a ridge
penalty: the objective is

    - sum(w [y ln P + (1 - y) ln(1 - P)]) + penalty / 2 slope^2.

METR's penalty was 0.1 until March 2026, which flattens curves and lengthens the horizons of strong
models; it is 0.00001 since, which is as good as none.

A horizon is a statement about these tasks: half of the tasks of that length, not all work of that
length. Where it lies beyond the longest task it is an extrapolation.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, log_ndtr, ndtr, ndtri

from ..arguments import number
from ..fits.least_squares import FitError
from .tallies import Tally

__all__ = ["LINKS", "PENALTY", "Bound", "HorizonFit", "fit", "solve", "sums", "task_weights"]

#: METR's ridge penalty on the slope since March 2026.
PENALTY = 1e-5
#: Longest step of the search, in log-odds at the longest task.
LONGEST_STEP = 8.0
#: A search is done once a step is this small, relative to the log-odds that it moves.
FINE, ROUGH = 1e-6, 1e-3
#: Lengths that stand for all of them in the first part of a search over many data sets.
LENGTHS = 32
#: Multiplications in a product of matrices up to which OpenBLAS stays in one thread.
ONE_THREAD = 1 << 18
LINKS = ("logit", "probit", "cloglog")
WEIGHTINGS = ("family", "equal")


@dataclass(frozen=True)
class Bound:
    """Where a horizon lies when no curve can be fitted: below ``upper`` or above ``lower``."""

    lower: float
    upper: float
    level: float


@dataclass(frozen=True)
class HorizonFit:
    """A fitted curve of success against length.

    ``score`` is the weighted share of successes. ``solved`` is "some" where a falling curve was
    fitted; "none" or "all" where every run ended alike; "rising" where longer tasks were solved
    more often. Only the first has horizons, the next two have a :meth:`bound`.
    """

    model: str
    slope: float
    intercept: float
    score: float
    solved: str
    penalty: float
    link: str
    weighting: str
    n_tasks: int
    n_runs: int
    n_families: int
    shortest: float
    longest: float
    lengths: tuple[tuple[float, int], ...]

    def horizon(self, reliability: float = 0.5) -> float:
        """Minutes of human time at which success has this probability.

        Raises FitError where the runs show no falling curve.
        """
        reliability = number("reliability", reliability, above=0.0, below=1.0)
        if self.solved != "some":
            raise FitError(f"{self.model}: no horizon, {_REASONS[self.solved]}")
        return _minutes((_quantile(self.link, reliability) - self.intercept) / self.slope)

    def probability(self, minutes):
        """Chance of success at a task of this length (a number or an array)."""
        x = np.log2(np.asarray(minutes, dtype=float))
        return _probability(self.link, self.intercept + self.slope * x)

    def bound(self, reliability: float = 0.5, *, level: float = 0.95) -> Bound:
        """One-sided bound on the horizon of a model that solved nothing, or everything.

        Assumes only that longer tasks are not easier and that runs are independent. If the horizon
        were h or more, each run on tasks up to h would succeed with at least the reliability p, and
        N such runs would all fail with a chance of at most (1 - p)^N. The bound is the shortest h
        for which that falls to 1 - level; likewise from below, with p^N, for a model that solved
        everything. An end without limit is 0 or infinite.
        """
        reliability = number("reliability", reliability, above=0.0, below=1.0)
        level = number("level", level, above=0.0, below=1.0)
        if self.solved not in ("none", "all"):
            raise FitError(f"{self.model}: a bound is for models that solved nothing or everything")
        chance = 1.0 - reliability if self.solved == "none" else reliability
        need = math.log1p(-level) / math.log(chance)
        order = self.lengths if self.solved == "none" else self.lengths[::-1]
        runs, reached = 0, None
        for minutes, count in order:
            runs += count
            if runs >= need:
                reached = minutes
                break
        if self.solved == "none":
            return Bound(0.0, math.inf if reached is None else reached, level)
        return Bound(0.0 if reached is None else reached, math.inf, level)


_REASONS = {
    "none": "it solved nothing",
    "all": "it solved everything",
    "rising": "it did not solve shorter tasks more often than longer ones",
}


def fit(
    tally: Tally,
    *,
    penalty: float = PENALTY,
    weighting: str = "family",
    link: str = "logit",
) -> HorizonFit:
    """Fit the success curve of one model.

    ``weighting`` is "family" (METR's) or "equal" (each task the same). ``link`` is "logit",
    "probit", or "cloglog" (success 1 - exp(-exp(.)), which leaves 0 slowly and nears 1 fast).
    Raises ValueError for options out of range and FitError when no curve is determined, as with
    ``penalty=0`` and tasks that length separates perfectly.
    """
    penalty = _penalty(penalty)
    if link not in LINKS:
        raise ValueError(f"link: expected one of {', '.join(LINKS)}, found {link!r}")
    weights = task_weights(tally, weighting)
    x = np.log2(tally.minutes)
    share = tally.successes / tally.runs
    score = float(weights @ share)
    solved = "some"
    slope = intercept = math.nan
    if not tally.successes.any():
        solved = "none"
    elif np.array_equal(tally.successes, tally.runs):
        solved = "all"
    elif link == "logit":
        start = np.array([[math.log(score / (1.0 - score)), 0.0]])
        (intercept, slope), good = solve(
            weights[None], sums((weights * share)[None], x), x, penalty, start
        )
        intercept, slope, good = float(intercept[0]), float(slope[0]), bool(good[0])
    else:
        intercept, slope, good = _scoring(weights, share, x, penalty, link)
    if solved == "some":
        if not good:
            raise FitError(
                f"{tally.model}: no convergence; length may separate solved from unsolved tasks "
                f"(penalty {penalty:g})"
            )
        if slope >= 0.0:
            solved = "rising"
    lengths, place = np.unique(tally.minutes, return_inverse=True)
    counts = np.bincount(place, weights=tally.runs)
    return HorizonFit(
        model=tally.model,
        slope=slope,
        intercept=intercept,
        score=score,
        solved=solved,
        penalty=penalty,
        link=link,
        weighting=weighting,
        n_tasks=tally.n_tasks,
        n_runs=tally.n_runs,
        n_families=len(set(tally.families)),
        shortest=float(lengths[0]),
        longest=float(lengths[-1]),
        lengths=tuple(zip(map(float, lengths), map(int, counts), strict=True)),
    )


def task_weights(tally: Tally, weighting: str = "family") -> np.ndarray:
    """Weight of each task (all its runs together), summing to 1.

    "family": 1 / sqrt(tasks in the family); "equal": the same for every task.
    """
    if weighting not in WEIGHTINGS:
        raise ValueError(f"weighting: expected one of {', '.join(WEIGHTINGS)}, found {weighting!r}")
    if weighting == "equal":
        return np.full(tally.n_tasks, 1.0 / tally.n_tasks)
    _, place, size = np.unique(tally.families, return_inverse=True, return_counts=True)
    weights = 1.0 / np.sqrt(size[place])
    return weights / weights.sum()


def sums(successes: np.ndarray, x: np.ndarray) -> np.ndarray:
    """All that :func:`solve` needs of successes: their weight, and their weight times ``x``."""
    return successes @ np.stack([np.ones_like(x), x], axis=1)


def solve(
    trials: np.ndarray,
    won: np.ndarray,
    x: np.ndarray,
    penalty: float,
    start: np.ndarray | Sequence,
) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
    """Penalised weighted logistic fits of many data sets at once, by damped Newton steps.

    ``trials`` are weights, one row per data set and one column per task in ``x`` (log2 minutes);
    ``won`` are the :func:`sums` of the weights of successes. ``start`` is (intercept, slope) for
    all, or one row each. Returns ``((intercepts, slopes), converged)``.

    Many data sets on many tasks are fitted first as if their tasks had one of a few lengths
    (:func:`_few_lengths`). That is cheap and lands so near that one or two steps on the tasks
    themselves finish the search; those alone decide what converged.
    """
    count = len(trials)
    at = np.array(np.broadcast_to(np.asarray(start, dtype=float), (count, 2)))
    if count >= 2 * LENGTHS and len(x) >= 3 * LENGTHS:
        lengths, shares = _few_lengths(x)
        few = np.empty((count, LENGTHS))
        # In pieces that the linear algebra library does in one thread: here its own threads take
        # longer to meet than to work, and they would be in the way of other models'.
        rows = max(1, ONE_THREAD // shares.size)
        for low in range(0, count, rows):
            np.matmul(trials[low : low + rows], shares, out=few[low : low + rows])
        _descend(few, won, lengths, penalty, at, ROUGH, 12)
    converged = _descend(trials, won, x, penalty, at, FINE, 200)
    return (at[:, 0], at[:, 1]), converged


def _few_lengths(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A few lengths, and the share of each task that goes to each of them (tasks by lengths).

    The chance of success is a smooth function of length, so between Chebyshev points it is known
    from its values at them: sums over tasks become sums over these points, with the weights of
    barycentric interpolation (Berrut & Trefethen 2004, SIAM Review 46). Shares may be negative.
    """
    angle = np.linspace(0.0, math.pi, LENGTHS)
    low, high = float(x.min()), float(x.max())
    points = 0.5 * (low + high) - 0.5 * (high - low) * np.cos(angle)
    signs = np.where(np.arange(LENGTHS) % 2 == 0, 1.0, -1.0)
    signs[[0, -1]] *= 0.5
    gap = x[:, None] - points
    on_point = np.abs(gap) < 1e-13 * (high - low)
    gap[on_point] = 1.0
    shares = signs / gap
    hit = on_point.any(axis=1)
    shares[hit] = on_point[hit]
    return points, shares / shares.sum(axis=1, keepdims=True)


def _descend(trials, won, x, penalty, at, tolerance, most) -> np.ndarray:
    """Newton steps from ``at`` (changed in place); returns which rows converged.

    The objective is convex, so a step is too long exactly if the slope along it has turned
    positive; it is then halved. That needs no objective values: the slope comes with the gradient
    that the next step needs anyway. A row is done once a step is below ``tolerance``: the error
    left is of the order of its square.
    """
    count = len(trials)
    step, downhill = np.zeros((count, 2)), np.full(count, -np.inf)
    converged = np.zeros(count, dtype=bool)
    active = np.arange(count)
    reach = max(1.0, float(np.abs(x).max()))
    powers = np.stack([np.ones_like(x), x, x * x], axis=1)
    weight = trials.sum(axis=1)
    # In place, since the time goes into moving these arrays.
    room, more_room = np.empty_like(trials), np.empty_like(trials)
    for _ in range(most):
        here = at[active]
        p, expected = room[: len(active)], more_room[: len(active)]
        np.multiply.outer(-here[:, 1], x, out=p)
        p -= here[:, :1]
        with np.errstate(over="ignore"):
            np.exp(p, out=p)
        p += 1.0
        np.reciprocal(p, out=p)
        np.multiply(trials if len(active) == count else trials[active], p, out=expected)
        gradient = expected @ powers[:, :2] - won[active]
        gradient[:, 1] += penalty * here[:, 1]
        along = (gradient * step[active]).sum(axis=1)
        far = along > 0.5 * np.abs(downhill[active])
        go = ~far
        if far.any():
            back = active[far]
            step[back] *= 0.5
            downhill[back] *= 0.5
            at[back] -= step[back]
            if not go.any():
                continue
            gradient = gradient[go]
        forward = active[go]
        np.subtract(1.0, p, out=p)
        expected *= p
        h00, h01, h11 = (expected @ powers)[go].T
        h11 = h11 + penalty
        g0, g1 = gradient.T
        new = np.empty_like(gradient)
        with np.errstate(all="ignore"):
            det = h01 * h01 - h00 * h11
            new[:, 0] = (h11 * g0 - h01 * g1) / det
            new[:, 1] = (h00 * g1 - h01 * g0) / det
        # Where nearly every outcome is certain no curvature is left: go straight downhill.
        flat = ~np.isfinite(new).all(axis=1)
        if flat.any():
            new[flat] = -gradient[flat]
        size = np.abs(new[:, 0]) + reach * np.abs(new[:, 1])
        if size.max() > LONGEST_STEP:
            new *= np.minimum(1.0, LONGEST_STEP / np.maximum(size, 1e-300))[:, None]
        step[forward] = new
        downhill[forward] = (gradient * new).sum(axis=1)
        moved = at[forward] + new
        at[forward] = moved
        scale = 1.0 + np.abs(moved[:, 0]) + reach * np.abs(moved[:, 1])
        done = (size <= tolerance * scale) & ~flat
        # Rounding stops a search that runs away where every outcome is all but certain.
        converged[forward[done]] = h00[done] > 1e-9 * weight[forward[done]]
        go[go] = ~done
        active = active[far | go]
        if not len(active):
            break
    return converged


def _scoring(weights, share, x, penalty, link) -> tuple[float, float, bool]:
    """Fisher scoring with step halving, for links other than the logit."""
    b = np.zeros(2)
    design = np.column_stack([np.ones_like(x), x])

    def objective(b):
        won, lost = _log_chances(link, design @ b)
        return -float(weights @ (share * won + (1.0 - share) * lost)) + 0.5 * penalty * b[1] ** 2

    with np.errstate(all="ignore"):
        value = objective(b)
        for _ in range(200):
            eta = design @ b
            p, density = _probability(link, eta), _density(link, eta)
            variance = np.maximum(p * (1.0 - p), 1e-300)
            score = design.T @ (weights * (share - p) * density / variance)
            score[1] -= penalty * b[1]
            information = design.T @ (design * (weights * density**2 / variance)[:, None])
            information[1, 1] += penalty
            try:
                step = np.linalg.solve(information, score)
            except np.linalg.LinAlgError:
                return *map(float, b), False
            factor = 1.0
            while factor > 1e-10:
                trial = objective(b + factor * step)
                if trial <= value + 1e-15 * abs(value):
                    break
                factor *= 0.5
            else:
                return *map(float, b), float(np.abs(step).max()) < 1e-6
            b, value = b + factor * step, trial
            if not np.all(np.isfinite(b)):
                return *map(float, b), False
            if float(np.abs(factor * step).max()) < 1e-11 * (1.0 + float(np.abs(b).max())):
                return *map(float, b), True
    return *map(float, b), False


def _probability(link: str, eta):
    if link == "logit":
        return expit(eta)
    return ndtr(eta) if link == "probit" else -np.expm1(-np.exp(eta))


def _density(link: str, eta):
    if link == "probit":
        return np.exp(-0.5 * eta**2) / math.sqrt(2.0 * math.pi)
    return np.exp(eta - np.exp(eta))


def _log_chances(link: str, eta):
    """Logarithms of the chances of success and of failure."""
    if link == "probit":
        return log_ndtr(eta), log_ndtr(-eta)
    return np.log(-np.expm1(-np.exp(eta))), -np.exp(eta)


def _quantile(link: str, p: float) -> float:
    if link == "logit":
        return math.log(p / (1.0 - p))
    return float(ndtri(p)) if link == "probit" else math.log(-math.log1p(-p))


def _minutes(doublings: float) -> float:
    return math.inf if doublings > 1023.0 else 2.0**doublings


def _penalty(penalty) -> float:
    if penalty == 0:
        return 0.0
    return number("penalty", penalty, above=0.0)
