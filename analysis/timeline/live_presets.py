"""What the live page needs of the model: every set as plain numbers.

The page computes probabilities by itself from the formula draws; these are the inputs it starts
from.
"""

from __future__ import annotations

from typing import Any

from .forecast import default_assumptions
from .sets import Assumptions
from .spreads import Choice, LogNormal


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
