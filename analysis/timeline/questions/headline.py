"""H1: does the evidence give about 60% by the end of 2028?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...words import iso_of
from ..forecast import assumptions_of, probability


@dataclass(frozen=True)
class Headline:
    """The verdict and the numbers it rests on; probabilities are fractions.

    ``lo`` and ``hi`` span the sets other than the article's own on the primary definition by the
    last date; ``values`` is one probability a set; ``ranges[definition][date]`` is (lo, hi) over
    the same sets, for every definition of the event and every date.
    """

    verdict: str
    definition: str
    by: str
    lo: float
    hi: float
    values: dict[str, float]
    ranges: dict[str, dict[str, tuple[float, float]]]


def verdict_of(
    values: Mapping[str, float],
    supported: float = 55.0,
    contradicted: float = 5.0,
    share: float = 0.5,
) -> str:
    """The rule on one probability a set (fractions); the two thresholds are percentages.

    Supported if at least that ``share`` of the sets reaches ``supported``; contradicted if all stay
    at or below ``contradicted``; not supported if none reaches ``supported``; else open.
    """
    if not values:
        raise ValueError("values: expected at least one set, found none")
    reached = [p >= supported / 100 for p in values.values()]
    if sum(reached) >= share * len(reached):
        return "supported"
    if all(p <= contradicted / 100 for p in values.values()):
        return "contradicted"
    return "open" if any(reached) else "not supported"


def headline(ev: Any) -> Headline:
    """H1 computed from the evidence's assumptions and thresholds."""
    known = assumptions_of(ev)
    days: list[dt.date] = list(known.raw["by"])
    names = [name for name in known.sets if name != known.article_set]
    events = [
        name for name, row in known.raw["definitions"].items() if not row.get("calibration_only")
    ]
    ranges: dict[str, dict[str, tuple[float, float]]] = {}
    values: dict[str, float] = {}
    for event in events:
        ranges[event] = {}
        for day in days:
            by_set = {name: probability(name, event, day, assumptions=known) for name in names}
            ranges[event][str(iso_of(day))] = (min(by_set.values()), max(by_set.values()))
            if event == known.primary and day == days[-1]:
                values = by_set
    return Headline(
        verdict=verdict_of(
            values,
            ev.limits["headline_supported"],
            ev.limits["headline_contradicted"],
            ev.limits["sets_share"],
        ),
        definition=known.primary,
        by=str(iso_of(days[-1])),
        lo=min(values.values()),
        hi=max(values.values()),
        values=values,
        ranges=ranges,
    )
