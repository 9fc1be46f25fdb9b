"""What you would have to believe: the live page's starting values, and the model read backwards."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np
import pandas as pd

from ... import timeline
from ...timeline import live_presets
from ...timeline.questions import attribution, inverse
from ...timeline.sets import Definition, Demonstration
from ...timeline.spreads import Z80
from ...words import month_of, sig8, year_of

MONTH_HOURS, YEAR_HOURS = 167.0, 2000.0  # one work-month, one work-year
# What the browser tests hold the page to: points from a converged run, from this gap in years up.
PAGE_WITHIN, PAGE_GAP = 0.6, 0.5
INPUTS = ("h0", "d", "a", "f", "k", "H", "rho", "L", "p", "w")
CLOSENESS = {
    "same": "the same event as R3",
    "weaker": "a weaker event than R3",
    "stronger": "a stronger event than R3",
}
# Settings of published values that reach the article's number, each a set with two beliefs changed.
# The hours of the second are the shortest published requirement.
WAYS = (
    {
        "id": "even-odds-no-gap",
        "name": "published spread, no gap, half the tries enough",
        "from": "published spread",
        "values": {"rho": 0.5, "L": {"median": 0}},
    },
    {
        "id": "work-month-no-gap",
        "name": "straight line, a work-month enough, no gap",
        "from": "straight line",
        "values": {"H": "shortest", "L": {"median": 0}},
    },
)
TARGETS = {"2027-12-31": "30% by the end of 2027", "2028-12-31": "60% by the end of 2028"}


def own_words(row: dict[str, Any]) -> str:
    """One published statement of a set's author, as a phrase; ``row`` is one of ``own``."""
    if "median" in row:
        said = f"even odds by {month_of(row['median'])}"
    else:
        said = f"{100 * row['probability']:.2g}% by the end of {row['by'].year}"
    if row.get("computed"):
        said += ", computed from the published code"
    return f"{row['event']}, {CLOSENESS[row['closeness']]}: {said}"


def panel(ev) -> dict[str, Any]:
    """Everything the live page starts from, as plain values ready for JSON.

    {origin, inputs, definitions, demonstration, sets, ways, article, already, primary, version,
    as_of}. ``sets`` hold the exact inputs of every named set, its texts, what its author has
    stated, and ``shown[definition]``: probabilities (fractions) by the article's two dates on
    converged draws, with ``contradicted``, the definitions under which the set gives too much to
    something that had not happened.
    """
    known = timeline.assumptions_of(ev)
    raw = known.raw
    events = {
        name: event
        for name, event in known.definitions.items()
        if not raw["definitions"][name].get("calibration_only")
    }
    numbers = {row["set"]: row for row in live_presets.presets(assumptions=known)}
    days = [row["by"] for row in raw["article"]]
    sets = []
    for row in raw["sets"]:
        values = dict(numbers[row["name"]])
        name = values.pop("set")
        sets.append(
            {
                "id": row["id"],
                "name": name,
                "person": row.get("person"),
                "article": bool(row.get("article")),
                "about": row["about"],
                "sources": row.get("sources", []),
                "values": values,
                "own": [
                    {
                        "words": own_words(own),
                        "published": own["published"].isoformat(),
                        "source": own["source"],
                    }
                    for own in row.get("own", [])
                ],
                "shown": {
                    event: [timeline.probability(name, event, d, assumptions=known) for d in days]
                    for event in events
                },
                "median": timeline.median(name, known.primary, assumptions=known),
                "contradicted": [
                    event
                    for event in events
                    if timeline.already(name, event, assumptions=known)["contradicted"]
                ],
            }
        )
    first = next(name for name, e in events.items() if isinstance(e, Demonstration))
    return sig8(
        {
            "origin": known.base.origin,
            "inputs": {
                name: {k: raw["parameters"][name][k] for k in ("name", "unit", "reason", "sources")}
                for name in INPUTS
            },
            "definitions": {
                name: {
                    "event": event.event,
                    "multiplier": event.multiplier,
                    "reliability": event.reliability,
                    "gap": event.gap,
                    "w": event.w,
                    "reason": raw["definitions"][name]["reason"],
                }
                for name, event in events.items()
                if isinstance(event, Definition)
            },
            "demonstration": {
                "name": first,
                "event": events[first].event,
                "probabilities": [
                    timeline.probability(sets[0]["name"], first, day, assumptions=known)
                    for day in days
                ],
            },
            "sets": sets,
            "ways": ways(ev),
            "article": [
                {"by": row["by"].isoformat(), "year": year_of(row["by"]), "said": p}
                for row in raw["article"]
                for p in [row["probability"]]
            ],
            "already": {
                "by": raw["already"]["date"].isoformat(),
                "year": year_of(raw["already"]["date"]),
                "above": raw["already"]["above"],
            },
            "primary": known.primary,
            "version": str(ev.vintage["version"]),
            "as_of": ev.vintage["as_of"].isoformat(),
        }
    )


def ways(ev) -> list[dict[str, Any]]:
    """The settings of ``WAYS``: {id, name, from (id of the set), values, shown}.

    ``values`` as in :func:`.live_presets.presets`; ``shown`` are the probabilities of the
    primary event by the article's two dates (fractions, converged draws).
    """
    known = timeline.assumptions_of(ev)
    ids = {row["name"]: row["id"] for row in known.raw["sets"]}
    rows = []
    for way in WAYS:
        changes = dict(way["values"])
        if changes.get("H") == "shortest":
            changes["H"] = {"median": thresholds(ev)[0]["hours"]}
        chosen = known.set(way["from"]).replace(way["name"], **changes)
        only = dataclasses.replace(known, sets={way["name"]: chosen})
        values = live_presets.presets(assumptions=only)[0]
        values.pop("set")
        rows.append(
            {
                "id": way["id"],
                "name": way["name"],
                "from": ids[way["from"]],
                "values": values,
                "shown": [
                    timeline.probability(chosen, known.primary, row["by"], assumptions=known)
                    for row in known.raw["article"]
                ],
            }
        )
    return rows


def needed(ev) -> pd.DataFrame:
    """Task length that gives the article's two numbers on R3, reading by reading.

    Columns: label, hours (median), lower, upper (its central 80%, hours), before (percent already
    given to the event before the first of the two years).
    """
    known = timeline.assumptions_of(ev)
    rows = [
        {
            "label": row["name"],
            "hours": row["hours"],
            "lower": row["hours"] * math.exp(-Z80 * row["sigma"]),
            "upper": row["hours"] * math.exp(Z80 * row["sigma"]),
            "before": 100 * row["before"],
        }
        for row in inverse.inverse_table(assumptions=known)
    ]
    return pd.DataFrame(rows)


def taken_alone(ev, *, by: str = "2028-12-31") -> pd.DataFrame:
    """The article's set with one group of assumptions at a time at the published spread.

    Columns: label, value (percent, R3 by ``by``); the first row is the article's set unchanged,
    the last the published spread.
    """
    known = timeline.assumptions_of(ev)
    start, end = known.raw["steps"]["from"], known.raw["steps"]["to"]

    def percent(name: str) -> float:
        return 100 * timeline.probability(name, known.primary, by, assumptions=known)

    rows = [{"label": "nothing: the article's own", "value": percent(start)}]
    for group in attribution.groups_of(known):
        step = attribution.steps(
            start, end, known.primary, by, groups=[group], draws=2**16, assumptions=known
        )[0]
        rows.append({"label": group.name, "value": 100 * step.after})
    rows.append({"label": "all of them: the published spread", "value": percent(end)})
    return pd.DataFrame(rows)


def contours(
    ev,
    *,
    days: np.ndarray | None = None,
    reliabilities: tuple[float, ...] = (0.5, 0.8, 0.9, 0.99),
) -> pd.DataFrame:
    """Where the article's set gives 30% and 60%: required task length over doubling time.

    Everything but doubling time, task length (median) and reliability stays as in the article's
    set: no gap, nothing that never comes, a straight line. Columns: days, hours, line (the
    reliability in words), target (which of the two numbers).
    """
    known = timeline.assumptions_of(ev)
    grid = np.arange(60.0, 241.0, 5.0) if days is None else np.asarray(days, dtype=float)
    frames = []
    for row in known.raw["article"]:
        found = pd.DataFrame(
            inverse.requirement_map(
                known.article_set,
                known.primary,
                row["by"],
                row["probability"],
                grid,
                reliabilities,
                assumptions=known,
            )
        )
        frames.append(found.assign(target=TARGETS[row["by"].isoformat()]))
    table = pd.concat(frames, ignore_index=True).dropna(subset=["hours"])
    words = [f"{100 * rho:.0f}% reliable" for rho in table["reliability"]]
    return table.assign(line=words)[["days", "hours", "line", "target", "reliability"]]


def both(table: pd.DataFrame, days: float, reliability: float) -> float:
    """Hours that meet both targets at a doubling time: the lower of the two contours there.

    Interpolates the logarithm of :func:`contours` over days. Raises ValueError outside of it.
    """
    chosen = table[table["reliability"] == reliability]
    if chosen.empty or not chosen["days"].min() <= days <= chosen["days"].max():
        raise ValueError(
            f"days, reliability: expected a point on the map, found {days!r}, {reliability!r}"
        )
    return min(
        float(np.exp(np.interp(days, group["days"], np.log(group["hours"]))))
        for _, group in chosen.groupby("target")
    )


def lines_of(ev) -> list[dict[str, Any]]:
    """METR's trend lines as the assumptions record them, refitted: {name, h0 (hours), d (days)}."""
    from ...timeline.refit import fitted_lines

    raw = ev.assumptions
    return [
        {"name": name, "h0": line.h0, "d": line.d} for name, line in fitted_lines(raw, ev).items()
    ]


def thresholds(ev) -> list[dict[str, Any]]:
    """Published task lengths for automated coding: {name, hours}, from the choices, longest last.

    Only those with a source; the pooled value and the one stated at another reliability are left
    out.
    """
    axis = next(a for a in ev.assumptions["choices"]["axes"] if a["name"] == "requirement")
    rows = [
        {"name": option["name"], "hours": float(option["values"]["H"][0])}
        for option in axis["options"]
        if option.get("sources") and "stated at" not in option["name"]
    ]
    return sorted(rows, key=lambda row: row["hours"])


def hours_on_published_spread(ev, *, by: str = "2028-12-31") -> float | None:
    """Median task length with which the published spread itself reaches the article's number."""
    known = timeline.assumptions_of(ev)
    target = next(r["probability"] for r in known.raw["article"] if r["by"].isoformat() == by)
    return inverse.required_median("published spread", known.primary, by, target, assumptions=known)


def with_changes(ev, name: str, *, by: str = "2028-12-31", **values: Any) -> float:
    """Probability of R3 (percent) in a set with some values changed, on converged draws."""
    known = timeline.assumptions_of(ev)
    chosen = known.set(name).replace(**values)
    return 100 * timeline.probability(chosen, known.primary, by, assumptions=known)


def doublings_beyond(ev, hours: float) -> float:
    """Doublings from the longest task length that METR's line rests on to ``hours``."""
    if not hours > 0:
        raise ValueError(f"hours: expected a length above 0, found {hours!r}")
    return math.log2(hours / longest_measured(ev))


def longest_measured(ev) -> float:
    """Hours beyond which METR's readings are left out of its lines."""
    return max(row["at_most"] for row in ev.assumptions["lines"]) / 60
