"""What the live page starts from: every set as plain numbers, with its owner's own statements.

The page computes by itself, by the same equations on the same draws; nothing here is drawn.
"""

from typing import Any

import pandas as pd

from .. import evidence
from .forecast import bracket
from .model import Dates
from .sets import Book, ParameterSet, book


def presets(ev: Any = None) -> dict[str, Any]:
    """Everything the live page needs of the model, ready for JSON; chances are per cent.

    {start, by {day: year}, primary, events, inputs, reliability {per cent: hours}, pace, declared,
    sets, essay, opens_on, withdrawn}.
    """
    ev = ev or evidence.load()
    known = book(ev)
    raw = known.raw
    clark = ev.find(raw["people"][0]["record"])
    return {
        "start": known.start,
        "by": {day: float(int(day[:4]) + 1) for day in known.by},
        "primary": next(name for name, row in raw["events"].items() if row.get("primary")),
        "events": [
            {"id": name, "name": row["name"], "must": row["must"]}
            for name, row in raw["events"].items()
        ],
        "inputs": [_input(symbol, known) for symbol in raw["inputs"]],
        "reliability": {f"{100 * share:g}": hours for share, hours in known.reliability.items()},
        "pace": {
            **{n: getattr(known.pace, n) for n in ("year", "median", "sd", "u", "report")},
            "bounds": raw["pace"]["u_bounds"],
            "stated": _stated(ev, raw["pace"]["record"]),
            "twice": 100 * known.pace.twice,
        },
        "declared": _stated(ev, raw["pace"]["declared"]),
        "sets": [_set(one, known, ev) for one in known.sets.values()],
        "essay": [
            {"by": day, "percent": percent} for day, percent in _percents(clark, known).items()
        ],
        "opens_on": raw["opens_on"],
        "withdrawn": {
            "events": dict(raw["withdrawn"]["events"]),
            "sets": [dict(row) for row in raw["withdrawn"]["sets"]],
            "first_version": {row["id"]: row["old"] for row in raw["withdrawn"]["first_version"]},
        },
    }


def _stated(ev: Any, record: str) -> dict[str, Any]:
    """Who stated what stands beside an event, when, and the date of even odds if there is one."""
    row = ev.find(record)
    middle = row.get("q50", None)
    return {
        "by": row.get("forecaster", row.get("party")),
        "day": f"{row['date']:%Y-%m-%d}",
        "median": None if pd.isna(middle) else float(middle),
        "source": row["source"],
    }


def _percents(row: Any, known: Book) -> dict[str, float]:
    """The chances in per cent that a row states, by day."""
    stated = {day: row[f"p_by_{day[:4]}"] for day in known.by}
    return {day: 100 * float(share) for day, share in stated.items() if pd.notna(share)}


def _input(symbol: str, known: Book) -> dict[str, Any]:
    """One input of the page: its bounds, and what named sets have for it."""
    row = known.raw["inputs"][symbol]
    marks = []
    for one in known.sets.values():
        if symbol in one.values and "value" not in row and symbol != "h":
            lines = [r for r in one.about["inputs"] if symbol in r["input"].split(", ")]
            mark = {"letter": one.name[0], "value": one.values[symbol]}
            marks.append(mark | {"ours": any(line.get("ours") for line in lines)})
    return {"id": symbol, "low": row["low"], "high": row["high"], "marks": marks}


def _set(one: ParameterSet, known: Book, ev: Any) -> dict[str, Any]:
    """One preset: inputs, knots, condition, own statements, and what it gives."""
    made: dict[str, Any] = {
        "id": one.id,
        "name": one.name,
        "owner": one.about["owner"],
        "short": one.short,
        "day": one.about["day"].isoformat(),
        "newest": one.newest,
        "values": one.values,
        "condition": one.about["condition"],
        "own": _own(one, known, ev),
        "gives": {
            day: {
                "plain": list(vars(bracket(one, day, ev=ev)).values()),
                "slow": list(vars(bracket(one, day, slow_down=True, ev=ev)).values()),
            }
            for day in known.by
        },
    }
    if isinstance(one.coder, Dates):
        route = one.coder
        made["knots"] = {"t0": route.t0, "z": route.scores.tolist(), "y": route.logs.tolist()}
    return made


def _own(one: ParameterSet, known: Book, ev: Any) -> list[dict[str, Any]]:
    """What a set's owner has stated: event, day, source, ``percent`` by day, ``median`` year.

    ``about`` marks a chance that only follows from a stated date.
    """
    dated = {person["record"] for person in known.raw["people"] if person.get("about")}
    return [
        {
            "event": entry["event"],
            "about": entry["record"] in dated,
            "day": f"{row['date']:%Y-%m-%d}",
            "percent": _percents(row, known),
            "median": float(row["q50"]) if pd.notna(row["q50"]) else None,
            "source": row["source"],
        }
        for entry in one.about["own"]
        if (row := ev.find(entry["record"])) is not None
    ]
