"""The equations: when AI writes all the code, and how likely an event has come by a date.

An event follows the coder after a share c of the gap G to AI that beats the best experts:
T = T_coder + c G, with G log-normal (median L years, log-SD s). The gap is integrated exactly, so
only the coder's date is drawn. Dates are decimal years, lengths hours, probabilities fractions.

Draws are rows of normal scores, shape (3, N): for the date route the first row is used, for the
length route the rows drive the days per doubling, the task length and the shape.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from scipy.special import ndtr, ndtri

from ..words import DAYS_PER_YEAR

#: The page's draws: a lattice of so many points, made by integer arithmetic in any language.
PAGE, GENERATORS = 4096, (1, 3737, 1727)
#: The shortest task length that can make a coder (AI Futures' code), hours.
FLOOR = 16.0
#: Bounds of the shape (AI Futures' code): what one doubling takes of the last.
SHAPES = (0.6, 1.02)
_STRAIGHT = 1e-9


@lru_cache(maxsize=1)
def page_draws() -> np.ndarray:
    """Return the page's normal scores, shape (3, 4096): quantiles at ((i b mod N) + 1/2)/N."""
    index = np.arange(PAGE, dtype=np.int64)
    table = np.stack([ndtri(((index * b) % PAGE + 0.5) / PAGE) for b in GENERATORS])
    table.flags.writeable = False
    return table


@dataclass(frozen=True)
class Dates:
    """The coder's date from its owner's own quantiles ``knots``, pairs (share, decimal year).

    ln(T - t0) is linear in the normal score between the knots, and the end pieces are prolonged, so
    that every stated point is met exactly. ``stretch`` multiplies all times since ``t0``.
    """

    t0: float
    knots: tuple[tuple[float, float], ...]
    stretch: float = 1.0

    @property
    def scores(self) -> np.ndarray:
        """Normal scores of the knots; shape (K,)."""
        return ndtri([share for share, _ in self.knots])

    @property
    def logs(self) -> np.ndarray:
        """ln(T - t0) at the knots; shape (K,)."""
        return np.log([self.stretch * (year - self.t0) for _, year in self.knots])

    def coder_dates(self, z: np.ndarray) -> np.ndarray:
        """Return the coder's date in every draw of ``z``, shape (3, N): decimal years, (N,)."""
        x, y = self.scores, self.logs
        place = np.searchsorted(x[1:-1], z[0])
        slope = np.diff(y) / np.diff(x)
        return self.t0 + np.exp(y[place] + slope[place] * (z[0] - x[place]))

    @property
    def coder(self) -> float:
        """The median date, a decimal year."""
        return float(self.coder_dates(np.zeros((1, 1)))[0])

    def values(self) -> dict[str, float]:
        """The inputs of this route by symbol."""
        return {"coder": self.coder}

    def changed(self, **values: float) -> Dates:
        """The route with the median at the year ``coder``: all times since t0 stretch alike."""
        if set(values) - {"coder"}:
            raise ValueError(f"input: expected coder on the date route, found {min(values)}")
        if values["coder"] <= self.t0:
            raise ValueError(f"coder: expected a date after {self.t0}, found {values['coder']}")
        factor = (values["coder"] - self.t0) / (self.coder - self.t0)
        return replace(self, stretch=self.stretch * factor)


@dataclass(frozen=True)
class Length:
    """The coder's date from the measured trend: when a task length is reached.

    From the horizon ``h`` at ``start`` to the length ``H``, with ``d`` days for the first doubling,
    each further one ``g`` times as long, and never more than ``m`` times as fast as the first.
    ``sd`` and ``sH`` are log-SDs, ``sg`` an SD.
    """

    d: float
    H: float
    h: float
    start: float
    sd: float = 0.0
    sH: float = 0.0
    g: float = 1.0
    sg: float = 0.0
    m: float = 10.0
    floor: float = FLOOR
    shapes: tuple[float, float] = SHAPES

    def coder_dates(self, z: np.ndarray) -> np.ndarray:
        """Return the coder's date in every draw of ``z``, shape (3, N): decimal years, (N,)."""
        first = math.log2(self.H / self.h) if self.H > 0 else -math.inf
        least = math.log2(self.floor / self.h) if self.floor > 0 else -math.inf
        n = np.maximum(first + (self.sH / math.log(2)) * z[1], max(least, 0.0))
        growth = doublings_time(n, np.clip(self.g + self.sg * z[2], *self.shapes), self.m)
        return self.start + self.d / DAYS_PER_YEAR * np.exp(self.sd * z[0]) * growth

    def values(self) -> dict[str, float]:
        """The inputs of this route by symbol."""
        return {name: getattr(self, name) for name in ("d", "H", "g", "h", "m", "sd", "sH", "sg")}

    def changed(self, **values: float) -> Length:
        """The route with other inputs."""
        for name in sorted(values):
            if name not in self.values():
                raise ValueError(f"input: expected one of {', '.join(self.values())}, found {name}")
        return replace(self, **values)


def doublings_time(n: np.ndarray, g: np.ndarray, m: float) -> np.ndarray:
    """Return how long ``n`` doublings take, in units of the first, each ``g`` times the last.

    With r = -ln g and k = min(n, ln(m)/r) for r > 0 (else n):
    (1 - exp(-r k)) / (1 - exp(-r)) + (n - k)/m; n itself where r is 0.
    """
    r = -np.log(g)
    straight = np.abs(r) < _STRAIGHT
    if straight.any():
        r = np.where(straight, 1.0, r)
    with np.errstate(over="ignore"):
        bent = r > 0
        k = np.minimum(n, np.where(bent, math.log(m) / np.where(bent, r, 1.0), np.inf))
        time = np.expm1(-r * k) / np.expm1(-r) + (n - k) / m
    return np.where(straight, n, time)


def passed(since: np.ndarray, medians: tuple[float, ...], s: float) -> list[float]:
    """Return the share of draws in which an event has come, one for each median of its gap.

    ``since``: years since the coder's date, shape (N,). A gap whose median is 0 is none. The mean
    of Phi((ln(since) - ln(median))/s) over draws, zero where the coder has not come.
    """
    came = since[since > 0]
    logs = np.log(came) / s if any(medians) else came
    counts = (ndtr(logs - math.log(m) / s).sum() if m > 0 else came.size for m in medians)
    return [float(count) / since.size for count in counts]


def slowed(before: float, after: float, q: float) -> float:
    """P with a chance ``q`` of a slow-down, from P without one at the date and D years earlier."""
    return (1 - q) * before + q * after


def given_none(p: float, so_far: float) -> float:
    """P given that nothing had happened by the day of ``so_far``; 0 for a day before that one."""
    return (p - so_far) / (1 - so_far) if p > so_far else 0.0


@dataclass(frozen=True)
class Pace:
    """How many years of progress come in one, A: A - 1 is log-normal, doubles every ``u`` years."""

    year: float
    median: float
    twice: float
    u: float
    report: float

    @property
    def sd(self) -> float:
        """Log-SD of A - 1, from the median and the share given to A >= 2."""
        return -math.log(self.median) / -float(ndtri(self.twice))

    def probability(self, year: float, u: float | None = None) -> float:
        """Return the probability that A is at least 2 at a decimal year."""
        doublings = (year - self.year) / (u or self.u)
        return float(ndtr((math.log(self.median) + math.log(2) * doublings) / self.sd))

    def declared(self, able: float, year: float, u: float | None = None) -> float:
        """P that either branch has come at a year, drawn independently, from that of ``able``."""
        return 1 - (1 - able) * (1 - self.probability(year, u))
