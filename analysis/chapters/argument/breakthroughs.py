"""Breakthrough ideas: where a decade of efficiency came from, and what AI is measured to do."""

from __future__ import annotations

import math

import pandas as pd

from ...evidence.records import number

WHOLE, EXPLAINED, SMALL_ALL, SMALL_TRIED = "qual-096", "qual-097", "qual-034", "qual-098"


def powers_of_ten(factor: float) -> float:
    """A factor as powers of ten: 1,000 is 3. Raises ValueError unless it is above 0."""
    if not factor > 0:
        raise ValueError(f"factor: expected a number above 0, found {factor!r}")
    return math.log10(factor)


def decomposition(ev) -> pd.DataFrame:
    """Gundlach et al. (2025): where the gain in training efficiency from 2012 to 2023 came from.

    Columns label, factor (times), value (powers of ten), share (percent of the whole's powers of
    ten), text. The last two rows are upper bounds, so the change of method that grows with scale
    carries at least what is left. Factors multiply, so only their powers of ten add up to a whole.
    """
    parts = {
        "estimated gain in all": (WHOLE, ""),
        "accounted for in the study": (EXPLAINED, ""),
        "all small innovations together": (SMALL_ALL, "under "),
        "of these, tried out by the authors": (SMALL_TRIED, "under "),
    }
    whole = powers_of_ten(number(ev, WHOLE))
    rows = []
    for label, (record, bound) in parts.items():
        factor = number(ev, record)
        rows.append(
            {
                "label": label,
                "factor": factor,
                "value": powers_of_ten(factor),
                "share": 100 * powers_of_ten(factor) / whole,
                "text": f"{bound}×{factor:,.0f}",
            }
        )
    return pd.DataFrame(rows)


def left_to_scale(ev) -> float:
    """The least factor that what grows with scale must carry, of the part accounted for."""
    return number(ev, EXPLAINED) / number(ev, SMALL_ALL)


def perspiration(ev) -> pd.DataFrame:
    """The article's 99% beside what one laboratory measured: label, value (percent), series."""
    claim = ev.claim("C48")
    rows = [
        ("the saying: the part that is toil", claim["figures"][0]["value"], "article, an aphorism"),
        ("measured: AI leads", number(ev, "qual-056"), "Anthropic, August 2026"),
        ("measured: AI does alone", number(ev, "qual-055"), "Anthropic, August 2026"),
    ]
    return pd.DataFrame(rows, columns=["label", "value", "series"])
