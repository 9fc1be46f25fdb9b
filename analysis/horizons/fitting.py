"""Time horizons from task tallies: the task length that a model masters at a given reliability.

The chance of success is modelled as falling with the time t that a skilled human needs,

    P(success) = F(intercept + slope log2 t),        F the logistic function unless stated,

fitted by weighted, slightly penalised maximum likelihood. The horizon at reliability p is the t at
which P(success) = p, in minutes. As METR does (Kwa, West et al. 2025, arXiv:2503.14499), each run
weighs 1 / (runs of its task x sqrt(tasks in its family)), scaled to sum to 1, so that neither many
attempts at one task nor large families of like tasks dominate; and the slope carries a ridge
penalty: the objective is

    - sum(w [y ln P + (1 - y) ln(1 - P)]) + penalty / 2 slope^2.

METR's penalty was 0.1 until March 2026; it is 0.00001 since, which is as good as none.

A horizon is a statement about these tasks: half of the tasks of that length, not all work of that
length. Where it lies beyond the longest task it is an extrapolation.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from scipy.optimize import root
from scipy.special import expit, log_ndtr, logit, ndtr, ndtri

from ..arguments import number, one_of
from ..fits.least_squares import FitError
from .tallies import Tally

#: METR's ridge penalty on the slope since March 2026.
PENALTY = 1e-5
#: Longest step of the search, in log-odds at the longest task.
LONGEST_STEP = 8.0
#: A search is done once a step is this small, relative to the log-odds that it moves.
FINE = 1e-6
#: Steps after which a search has failed.
MOST_STEPS = 200
#: Shares of the weight: curvature that is added to every step, and the least that determines a fit.
DAMPING, DETERMINED = 1e-12, 1e-9
#: By link: the chance p of success, its derivative over p (1 - p), and the inverse of the chance.
LINKS = {
    "logit": (expit, np.ones_like, logit),
    "probit": (
        ndtr,
        lambda eta: np.exp(-0.5 * eta**2 - log_ndtr(eta) - log_ndtr(-eta)) / math.sqrt(2 * math.pi),
        ndtri,
    ),
    "cloglog": (
        lambda eta: -np.expm1(-np.exp(eta)),
        lambda eta: np.exp(eta) / -np.expm1(-np.exp(eta)),
        lambda p: np.log(-np.log1p(-p)),
    ),
}
#: Slopes of the objective that count as none, for links other than the logit.
LEVEL = 1e-11
WEIGHTINGS = ("family", "equal")
#: Why a model has no horizon, by :attr:`HorizonFit.solved`.
NO_HORIZON = {
    "none": "solved nothing",
    "all": "solved everything",
    "rising": "longer tasks were solved more often",
}


@dataclass(frozen=True)
class HorizonFit:
    """A fitted curve of success against length.

    ``score`` is the weighted share of successes. ``solved`` is "some" where a falling curve was
    fitted; "none" or "all" where every run ended alike; "rising" where longer tasks were solved
    more often. Only the first has horizons.
    """

    tally: Tally
    slope: float
    intercept: float
    score: float
    solved: str
    penalty: float
    link: str
    weighting: str

    model = property(attrgetter("tally.model"), doc="The model.")

    @property
    def n_tasks(self) -> int:
        """Number of tasks."""
        return len(self.tally.tasks)

    @property
    def n_runs(self) -> int:
        """Number of runs over all tasks."""
        return int(self.tally.runs.sum())

    def horizon(self, reliability: float = 0.5) -> float:
        """Minutes of human time at which success has this probability.

        Raises FitError where the runs show no falling curve.
        """
        reliability = number("reliability", reliability, above=0.0, below=1.0)
        if self.solved != "some":
            raise FitError(f"{self.model}: no horizon, {NO_HORIZON[self.solved]}")
        inverse = LINKS[self.link][2]
        doublings = (float(inverse(reliability)) - self.intercept) / self.slope
        return math.inf if doublings > 1023.0 else 2.0**doublings


def fit(
    tally: Tally, *, penalty: float = PENALTY, weighting: str = "family", link: str = "logit"
) -> HorizonFit:
    """Fit the success curve of one model.

    ``weighting`` is "family" (METR's) or "equal" (each task the same), ``link`` a key of
    :data:`LINKS`. Raises ValueError for options out of range and FitError when no curve is
    determined, as with ``penalty=0`` and tasks that length separates perfectly.
    """
    penalty = 0.0 if penalty == 0 else number("penalty", penalty, above=0.0)
    one_of("link", link, LINKS)
    weights = task_weights(tally, weighting)
    x = np.log2(tally.minutes)
    share = tally.successes / tally.runs
    score = float(weights @ share)
    slope = intercept = math.nan
    if not tally.successes.any():
        solved = "none"
    elif np.array_equal(tally.successes, tally.runs):
        solved = "all"
    else:
        intercept, slope = _curve(tally.model, weights, share, x, penalty, link)
        solved = "some" if slope < 0.0 else "rising"
    return HorizonFit(tally, slope, intercept, score, solved, penalty, link, weighting)


def task_weights(tally: Tally, weighting: str = "family") -> np.ndarray:
    """Weight of each task (all its runs together), summing to 1.

    "family": 1 / sqrt(tasks in the family); "equal": the same for every task.
    """
    if one_of("weighting", weighting, WEIGHTINGS) == "equal":
        return np.full(len(tally.tasks), 1.0 / len(tally.tasks))
    _, place, size = np.unique(tally.families, return_inverse=True, return_counts=True)
    weights = 1.0 / np.sqrt(size[place])
    return weights / weights.sum()


def solve(
    trials: np.ndarray,
    won: np.ndarray,
    x: np.ndarray,
    penalty: float,
    start: np.ndarray | Sequence,
) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
    """Penalised weighted logistic fits of many data sets at once, by damped Newton steps.

    ``trials`` are weights, one row per data set and one column per task in ``x`` (log2 minutes);
    ``won`` are the sums of the weights of successes and of those times ``x``. ``start`` is
    (intercept, slope) for all, or one row each. Returns ``((intercepts, slopes), converged)``.

    The objective is convex, so a step is too long exactly if the slope along it has turned
    positive; half of it is then taken back.
    """
    count = len(trials)
    at = np.array(np.broadcast_to(np.asarray(start, dtype=float), (count, 2)))
    converged, rows = np.zeros(count, dtype=bool), np.arange(count)
    step, downhill = np.zeros((count, 2)), np.full(count, -np.inf)
    powers = np.stack([np.ones_like(x), x, x * x], axis=1)
    reach, weight = max(1.0, float(np.abs(x).max())), trials.sum(axis=1)
    for _ in range(MOST_STEPS):
        here = at[rows]
        p = expit(here[:, :1] + here[:, 1:] * x)
        expected = trials * p
        gradient = expected @ powers[:, :2] - won
        gradient[:, 1] += penalty * here[:, 1]
        h00, h01, h11 = ((expected * (1.0 - p)) @ powers).T
        newton = _newton(gradient, h00, h01, h11 + penalty, DAMPING * weight)
        size = np.abs(newton[:, 0]) + reach * np.abs(newton[:, 1])
        newton *= np.minimum(1.0, LONGEST_STEP / np.maximum(size, LONGEST_STEP))[:, None]
        far = (gradient * step).sum(axis=1) > 0.5 * np.abs(downhill)
        at[rows] += np.where(far[:, None], -0.5 * step, newton)
        step = np.where(far[:, None], 0.5 * step, newton)
        downhill = np.where(far, 0.5 * downhill, (gradient * newton).sum(axis=1))
        # The error left is of the order of the square of the last step.
        scale = 1.0 + np.abs(at[rows, 0]) + reach * np.abs(at[rows, 1])
        done = ~far & (size <= FINE * scale)
        if done.any():
            # Rounding stops a search that runs away where every outcome is all but certain.
            converged[rows[done]] = (h00 > DETERMINED * weight)[done]
            more = ~done
            rows, trials, won, weight = rows[more], trials[more], won[more], weight[more]
            step, downhill = step[more], downhill[more]
            if not len(rows):
                break
    return (at[:, 0], at[:, 1]), converged


def _newton(gradient, h00, h01, h11, damping) -> np.ndarray:
    """Newton steps, one row each.

    Where nearly every outcome is certain no curvature is left but the damping, and the step leads
    straight downhill; elsewhere the damping is too small to be felt.
    """
    h00, h11 = h00 + damping, h11 + damping
    g0, g1 = gradient.T
    determinant = h00 * h11 - h01 * h01
    return np.stack([h01 * g1 - h11 * g0, h01 * g0 - h00 * g1], axis=1) / determinant[:, None]


def _curve(model, weights, share, x, penalty, link) -> tuple[float, float]:
    """Intercept and slope of one data set, FitError where it does not determine them.

    For links other than the logit both slopes of the objective are brought to zero from the
    logit's coefficients, which other links come near to at about 0.6 of their size.
    """
    score = float(weights @ share)
    design = np.column_stack([np.ones_like(x), x])
    won = ((weights * share) @ design)[None]
    (a, b), converged = solve(weights[None], won, x, penalty, (float(logit(score)), 0.0))
    found, good = np.array([a[0], b[0]]), bool(converged[0])
    if good and link != "logit":
        chance, pull, _ = LINKS[link]

        def slopes(b):
            off = weights * (share - chance(design @ b)) * pull(design @ b)
            return off @ design - penalty * np.array([0.0, b[1]])

        with np.errstate(all="ignore"):
            search = root(slopes, 0.6 * found, tol=1e-12)
            p = chance(design @ search.x)
        found = search.x
        good = np.abs(search.fun).max() < LEVEL and weights @ (p * (1.0 - p)) > DETERMINED
    if not good:
        why = f"length may separate solved from unsolved tasks (penalty {penalty:g})"
        raise FitError(f"{model}: no convergence; {why}")
    return float(found[0]), float(found[1])
