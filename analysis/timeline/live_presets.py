"""What the live page needs of the model: presets as plain numbers, and its sampled curve.

The page computes probabilities by itself from the formula draws; these are the inputs it starts
from and the values its tests compare with.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .draws import GAP_GENERATOR, PAGE, lattice, scores
from .forecast import Event, Set, default_assumptions
from .model import able_share, gap_of, growth_years
from .sets import Assumptions, Definition
from .spreads import Choice, LogNormal

_EVERY = 32


def presets(*, assumptions: Assumptions | None = None) -> list[dict[str, Any]]:
    """Every set as numbers: {set, h0, h0_spread, d, d_spread, ..., rho, L, L_spread, p, w, origin}.

    Spreads are log-SDs (h0, d, H, k, L) or SDs (a, f). Raises ValueError for a set with a value
    that is a choice of a few: the page has no input for it.
    """
    known = assumptions or default_assumptions()
    rows = []
    for name, chosen in known.sets.items():
        row: dict[str, Any] = {"set": name}
        for parameter in ("h0", "d", "H", "k", "a", "f", "L"):
            spread = getattr(chosen, parameter)
            if isinstance(spread, Choice):
                raise ValueError(f"{name}: {parameter}: expected a value with a spread")
            row[parameter] = spread.centre
            is_log = isinstance(spread, LogNormal)
            row[f"{parameter}_spread"] = spread.sigma if is_log else spread.sd
        row |= {key: getattr(chosen, key) for key in ("rho", "p", "w", "origin")}
        rows.append(row)
    return rows


def sampled_curve(
    set: Set, definition: Event, *, assumptions: Assumptions | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """The page's curve: 128 sampled dates (decimal years, rising) and the probability by each.

    Gaps are sampled from a seventh lattice column, the 4,096 dates sorted, and the middle one of
    every 32 kept. The two numbers beside the curve do not come from it: their gap is exact.
    """
    known = assumptions or default_assumptions()
    chosen, event = known.set(set), known.definition(definition)
    if not isinstance(event, Definition):
        raise ValueError(f"definition: expected one of AC, R2, R3, R4, found {event.name!r}")
    gap = gap_of(chosen, event).at(lattice(GAP_GENERATOR))
    dates = np.sort(chosen.origin + growth_years(chosen, event, scores("page")) + gap)
    kept = np.arange(_EVERY // 2, PAGE, _EVERY)
    return dates[kept], able_share(chosen, event) * (kept + 0.5) / PAGE
