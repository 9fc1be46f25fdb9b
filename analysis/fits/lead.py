"""How far a bent curve leads a straight line, and how often chance gives such a lead.

A frontier that wanders bends now and then without any change of pace. A lead in AICc, which takes
the scatter for independent, is therefore judged by what the same comparison gives on random walks
with a constant drift, seen on the same days. Its size and its drift change nothing there: residual
sums of squares scale with the one, and both shapes take up the other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..arguments import number
from .broken_line import lowest_rss
from .trend import logarithms, prepare

__all__ = ["Lead", "lead"]

#: Shapes and the number of their parameters, the variance of the scatter included.
PARAMETERS = {"kinked": 5, "quadratic": 4}
STRAIGHT = 3


@dataclass(frozen=True)
class Lead:
    """``value``: AICc of the straight line minus that of the shape, positive if the shape leads.

    ``chance`` is the share of ``draws`` straight random walks on the same days that give a lead at
    least as large, and ``error`` its standard error.
    """

    shape: str
    value: float
    chance: float
    n: int
    draws: int

    @property
    def error(self) -> float:
        """Standard error of :attr:`chance` from the number of draws."""
        return math.sqrt(self.chance * (1.0 - self.chance) / self.draws)


def lead(
    dates: Iterable, values: Iterable, shape: str = "kinked", *, draws: int = 4000, seed: int
) -> Lead:
    """Compare a shape, "kinked" or "quadratic", with a straight line in log2(value).

    ``values`` are positive and of one instrument. Needs the shape's parameters and two observations
    more, on five different days. Raises ValueError naming the argument.
    """
    if shape not in PARAMETERS:
        raise ValueError(f"shape: expected one of {', '.join(PARAMETERS)}, found {shape!r}")
    draws = int(number("draws", draws, above=0.0))
    least = PARAMETERS[shape] + 2
    t, values, _ = prepare(dates, values, name="values", level=0.5, least=least, distinct=5)
    order = np.argsort(t, kind="stable")
    t, y = t[order], logarithms("values", values)[order]
    steps = np.random.default_rng(seed).standard_normal((draws, len(t) - 1))
    walks = np.cumsum(steps * np.sqrt(np.diff(t)), axis=1)
    found = _leads(t, np.vstack([y - y.mean(), np.insert(walks, 0, 0.0, axis=1)]), shape)
    return Lead(shape, float(found[0]), float(np.mean(found[1:] >= found[0])), len(t), draws)


def _leads(t: np.ndarray, rows: np.ndarray, shape: str) -> np.ndarray:
    """The lead in every row of ``rows``, values on the days ``t`` in order."""
    n = len(t)
    line = _rss(np.vander(t, 2), rows)
    bent = lowest_rss(t, rows) if shape == "kinked" else _rss(np.vander(t, 3), rows)
    return n * np.log(line / bent) + _penalty(n, STRAIGHT) - _penalty(n, PARAMETERS[shape])


def _rss(design: np.ndarray, rows: np.ndarray) -> np.ndarray:
    q = np.linalg.qr(design).Q
    rest = rows - (rows @ q) @ q.T
    return np.einsum("dn,dn->d", rest, rest)


def _penalty(n: int, k: int) -> float:
    return 2.0 * k + 2.0 * k * (k + 1) / (n - k - 1)
