"""Other people's models as a check: given their inputs, this one must come near their results."""

from __future__ import annotations

from typing import Any

from ..words import iso_of
from .forecast import default_assumptions, median, probability
from .sets import Assumptions


def calibration_table(*, assumptions: Assumptions | None = None) -> list[dict[str, Any]]:
    """One record for each published result in the assumptions.

    {name, quantity, published, low, high, ours, within, source}: ``quantity`` is "median", "25%
    point" or "by <date>"; dates are decimal years, probabilities fractions; ``low`` and ``high``
    bound what counts as near.
    """
    known = assumptions or default_assumptions()
    records: list[dict[str, Any]] = []

    def add(
        case: dict[str, Any],
        quantity: str,
        published: float,
        low: float,
        high: float,
        ours: float | None,
    ) -> None:
        records.append(
            {
                "name": case["name"],
                "quantity": quantity,
                "published": published,
                "low": low,
                "high": high,
                "ours": ours,
                "within": ours is not None and low <= ours <= high,
                "source": case["source"],
            }
        )

    for case in known.raw["calibration"]:
        base = known.set(case["set"]) if "set" in case else known.base
        chosen = base.replace(case["name"], **case["values"])
        event = case["definition"]
        points = [{"share": 0.5, **case["median"]}] if "median" in case else []
        for point in points + list(case.get("quantiles", [])):
            share, published, near = point["share"], point["published"], point["within"]
            name = "median" if share == 0.5 else f"{100 * share:.0f}% point"
            ours = median(chosen, event, share=share, assumptions=known)
            add(case, name, published, published - near, published + near, ours)
        if "by" in case:
            row = case["by"]
            ours = probability(chosen, event, row["date"], assumptions=known)
            name = f"by {iso_of(row['date'])}"
            add(case, name, row["published"], row["low"], row["high"], ours)
    return records
