"""The equations: from one set of assumptions and one definition to a probability by a date.

With r = a + f/10 and odds(q) = q/(1-q), the doublings still needed are

    n = max(0, log2(m H / h0) + k ln odds(rho)),

they take d/365.25 * lambda(n, r) years with lambda(n, r) = (1 - exp(-r n)) / (1 - exp(-r)), and
the event follows after a gap c L. It never happens with probability 1 - (1-p) w. Hence

    P(x) = (1-p) w E[ Phi( (ln(x - origin - g) - ln(c L)) / sigma_L ) ],

zero where x - origin - g <= 0. The mean runs over six variables; never, w and the gap are exact.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.special import ndtr

from ..words import DAYS_PER_YEAR
from .draws import COLUMNS, scores
from .sets import Definition, ParameterSet
from .spreads import LogNormal

_STRAIGHT = 1e-9  # below this |r| the doublings all take the same time
_FIXED = 1e-9  # a log-SD below this is no spread
_BLOCK = 2**15  # draws worked on at a time: a block stays in the processor's cache


def doublings_needed(chosen: ParameterSet, definition: Definition, z: np.ndarray) -> np.ndarray:
    """Doublings n from today's horizon to the required one; shape (N,), z of shape (6, N)."""
    reliability = definition.reliability_in(chosen)
    log_odds = np.log(reliability / (1 - reliability))
    h0, _, H, k, _, _ = (getattr(chosen, name) for name in COLUMNS)
    needed = definition.multiplier * H.at(z[2]) / h0.at(z[0])
    n = np.log2(needed, out=needed)
    if log_odds != 0:
        n += k.at(z[3]) * log_odds
    return np.maximum(n, 0, out=n)


def rates(chosen: ParameterSet, z: np.ndarray) -> np.ndarray:
    """Log speed-up per doubling r = a + f/10; shape (N,)."""
    return chosen.a.at(z[4]) + chosen.f.at(z[5]) / 10


def doubling_times(n: np.ndarray, r: np.ndarray) -> np.ndarray:
    """lambda(n, r): how long n doublings take, in units of the first; n where r is 0."""
    straight = np.abs(r) < _STRAIGHT
    if straight.all():
        return n
    r = np.where(straight, 1.0, r)
    with np.errstate(over="ignore"):  # a net drag over very many doublings takes forever
        return np.where(straight, n, np.expm1(-r * n) / np.expm1(-r))


def growth_years(chosen: ParameterSet, definition: Definition, z: np.ndarray) -> np.ndarray:
    """Years g from the origin until the required horizon is reached; shape (N,)."""
    g = np.empty(z.shape[1])
    for start in range(0, g.size, _BLOCK):
        part = z[:, start : start + _BLOCK]
        n = doublings_needed(chosen, definition, part)
        pace = chosen.d.at(part[1]) / DAYS_PER_YEAR
        g[start : start + _BLOCK] = pace * doubling_times(n, rates(chosen, part))
    return g


def log_time(years: np.ndarray) -> np.ndarray:
    """ln of a time, minus infinity where it is not positive; same shape."""
    with np.errstate(divide="ignore"):
        return np.log(np.maximum(years, 0.0))


def share_passed(log_years: np.ndarray, gap: LogNormal) -> np.ndarray:
    """Probability that a gap is over after exp(``log_years``): the exact integral over it."""
    if gap.median == 0:
        return (log_years > -np.inf).astype(float)
    excess = log_years - np.log(gap.median)
    if gap.sigma < _FIXED:
        return (excess > 0).astype(float)
    return ndtr(excess / gap.sigma)  # Phi of minus infinity is 0


def mean_share_passed(since: np.ndarray | float, g: np.ndarray, gap: LogNormal) -> float:
    """Mean over draws of the probability that growth and gap are over ``since`` years after."""
    total = 0.0
    for start in range(0, g.size, _BLOCK):
        total += float(share_passed(log_time(since - g[start : start + _BLOCK]), gap).sum())
    return total / g.size


def gap_of(chosen: ParameterSet, definition: Definition) -> LogNormal:
    """The gap of a definition: c L, with the spread of L."""
    return LogNormal(definition.gap * chosen.L.median, chosen.L.sigma)


def able_share(chosen: ParameterSet, definition: Definition) -> float:
    """Share of worlds in which the event ever happens: (1-p) w, the limit of P."""
    return (1 - chosen.p) * chosen.w * definition.w


@lru_cache(maxsize=24)
def cached_growth(
    chosen: ParameterSet, definition: Definition, draws: int | str, seed: int
) -> np.ndarray:
    """As :func:`growth_years` on :func:`~analysis.timeline.draws.scores`; read-only, cached."""
    g = growth_years(chosen, definition, scores(draws, seed))
    g.flags.writeable = False
    return g
