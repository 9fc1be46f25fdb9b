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
    """One shape in a comparison; ``delta`` is its AICc above the best eligible one."""

    shape: str
    k: int
    aicc: float
    delta: float
    weight: float
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
    difference: float
    verdict: str

    def between(self, shape: str, other: str) -> float:
        """AICc of ``other`` minus AICc of ``shape``: positive when ``shape`` is the better one."""
        found = {row.shape: row for row in self.rows}
        for name in (shape, other):
            if name not in found:
                raise ValueError(f"shape: expected one of {', '.join(found)}, found {name!r}")
        return found[other].aicc - found[shape].aicc


def compare(
    fits: Iterable[TrendFit],
    *,
    tie_below: float = 4.0,
    decides_above: float = 10.0,
    spare: int = 4,
) -> Comparison:
    """Compare fits of the same data by AICc.

    A shape is eligible with n >= k + ``spare``, k counting the variance. A difference below
    ``tie_below`` is a tie, up to ``decides_above`` it leans, above it decides. Akaike weights are
    over the eligible shapes. Raises ValueError if the fits are not of the same observations on the
    same scale.

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
    eligible = [fit for fit in fits if fit.n >= fit.k + spare]
    least = min((fit.aicc for fit in eligible), default=math.nan)
    total = math.fsum(_weight(fit.aicc - least) for fit in eligible)
    rows = [
        Compared(
            shape=fit.shape,
            k=fit.k,
            aicc=fit.aicc,
            delta=_difference(fit.aicc, least),
            weight=_weight(fit.aicc - least) / total if fit in eligible else 0.0,
            eligible=fit in eligible,
        )
        for fit in fits
    ]
    rows.sort(key=lambda row: (not row.eligible, row.aicc, row.k))
    if len(eligible) < 2:
        best = eligible[0].shape if eligible else None
        return Comparison(first.n, tuple(rows), best, None, math.nan, "cannot tell")
    difference = _difference(rows[1].aicc, rows[0].aicc)
    verdict = (
        "tie" if difference < tie_below
        else "leans" if difference <= decides_above
        else "decides"
    )  # fmt: skip
    return Comparison(first.n, tuple(rows), rows[0].shape, rows[1].shape, difference, verdict)


def _difference(one: float, other: float) -> float:
    """one - other, with two fits that are both exact counted as equal."""
    return 0.0 if one == other else one - other


def _weight(delta: float) -> float:
    return 1.0 if math.isnan(delta) else math.exp(-0.5 * delta)


def _same_data(one: TrendFit, other: TrendFit) -> bool:
    if one.n != other.n:
        return False
    order, other_order = (np.lexsort((fit.observed, fit.days)) for fit in (one, other))
    return np.array_equal(one.days[order], other.days[other_order]) and np.array_equal(
        one.observed[order], other.observed[other_order]
    )
