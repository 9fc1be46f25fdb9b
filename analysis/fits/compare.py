"""Which shape fits better, if the data can tell."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from .trend import TrendFit

__all__ = ["Compared", "Comparison", "compare"]


@dataclass(frozen=True)
class Compared:
    """One shape in a comparison; ``eligible`` with enough observations for its parameters."""

    shape: str
    k: int
    aicc: float
    eligible: bool


@dataclass(frozen=True)
class Comparison:
    """All shapes, best first; the verdict is about the first against the second eligible one.

    ``verdict`` is "tie", "leans", "decides", or "cannot tell" when fewer than two are eligible.
    """

    n: int
    rows: tuple[Compared, ...]
    best: str | None
    runner_up: str | None
    verdict: str

    def between(self, shape: str, other: str) -> float:
        """Return AICc of ``other`` minus that of ``shape``: positive if ``shape`` is better."""
        found = {row.shape: row.aicc for row in self.rows}
        for name in (shape, other):
            if name not in found:
                raise ValueError(f"shape: expected one of {', '.join(found)}, found {name!r}")
        return found[other] - found[shape]


def compare(
    fits: Iterable[TrendFit],
    *,
    tie_below: float = 4.0,
    decides_above: float = 10.0,
    spare: int = 4,
) -> Comparison:
    """Compare fits of the same data by AICc.

    A shape is eligible with n >= k + ``spare``, k counting the variance. A difference below
    ``tie_below`` is a tie, up to ``decides_above`` it leans, above it decides. Raises ValueError if
    the fits are not of the same observations on the same scale.

    Reference: Burnham & Anderson (2002), chapter 2.
    """
    fits = list(fits)
    if len(fits) < 2:
        raise ValueError(f"fits: expected at least 2, found {len(fits)}")
    first = fits[0]
    for index, other in enumerate(fits):
        if other.response != first.response:
            raise ValueError(
                f"fits: expected all on the scale {first.response!r}, "
                f"found {other.response!r} at {index}"
            )
        if not _same_data(first, other):
            raise ValueError(f"fits: expected all of the same data, found others at {index}")
        if math.isnan(other.aicc):
            raise ValueError(f"fits: expected likelihoods, found {other.shape!r} at {index}")
    names = [fit.shape for fit in fits]
    if len(set(names)) < len(names):
        raise ValueError(f"fits: expected different shapes, found {', '.join(names)}")
    rows = [Compared(fit.shape, fit.k, fit.aicc, fit.n >= fit.k + spare) for fit in fits]
    rows.sort(key=lambda row: (not row.eligible, row.aicc, row.k))
    able = [row for row in rows if row.eligible]
    if len(able) < 2:
        best = able[0].shape if able else None
        return Comparison(first.n, tuple(rows), best, None, "cannot tell")
    # Two fits that are both exact are equal.
    equal = able[0].aicc == able[1].aicc
    difference = 0.0 if equal else able[1].aicc - able[0].aicc
    verdict = "decides"
    if difference <= decides_above:
        verdict = "tie" if difference < tie_below else "leans"
    return Comparison(first.n, tuple(rows), able[0].shape, able[1].shape, verdict)


def _same_data(one: TrendFit, other: TrendFit) -> bool:
    if one.n != other.n:
        return False
    order, other_order = (np.lexsort((fit.observed, fit.days)) for fit in (one, other))
    return np.array_equal(one.days[order], other.days[other_order]) and np.array_equal(
        one.observed[order], other.observed[other_order]
    )
