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
    raw, pace = known.raw, known.pace
    clark = _stated(ev, known, raw["people"][0]["record"])
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
            **{name: getattr(pace, name) for name in ("year", "median", "sd", "u", "report")},
            "bounds": raw["pace"]["u_bounds"],
            "stated": _stated(ev, known, raw["pace"]["record"]),
            "twice": 100 * pace.twice,
        },
        "declared": _stated(ev, known, raw["pace"]["declared"]),
        "sets": [_set(one, known, ev) for one in known.sets.values()],
        "essay": [{"by": day, "percent": percent} for day, percent in clark["percent"].items()],
        "opens_on": raw["opens_on"],
        "withdrawn": {
            "sets": [dict(row) for row in raw["withdrawn"]["sets"]],
            "first_version": {row["id"]: row["old"] for row in raw["withdrawn"]["first_version"]},
        },
    }


def _stated(ev: Any, known: Book, record: str) -> dict[str, Any]:
    """What a row states: by whom, when, source, ``percent`` by day, ``median`` year if any."""
    row = ev.find(record)
    shares = {day: row.get(f"p_by_{day[:4]}") for day in known.by}
    middle = row.get("q50")
    return {
        "by": row.get("forecaster", row.get("party")),
        "day": f"{row['date']:%Y-%m-%d}",
        "percent": {day: 100 * float(share) for day, share in shares.items() if pd.notna(share)},
        "median": None if pd.isna(middle) else float(middle),
        "source": row["source"],
    }


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


#: How a chance may have been stated.
SAID = ("about", "perhaps")


def _set(one: ParameterSet, known: Book, ev: Any) -> dict[str, Any]:
    """One preset: inputs, knots, condition, what it gives, and what its owner has stated.

    ``about`` marks a stated chance that only follows from a date, ``perhaps`` one said with it.
    """
    people = {person["record"]: person for person in known.raw["people"]}
    made: dict[str, Any] = {
        **{name: getattr(one, name) for name in ("id", "name", "short", "newest", "values")},
        **{name: one.about[name] for name in ("owner", "condition")},
        "day": one.about["day"].isoformat(),
        "own": [
            {"event": said["event"]}
            | {how: bool(people.get(said["record"], {}).get(how)) for how in SAID}
            | _stated(ev, known, said["record"])
            for said in one.about["own"]
            if ev.find(said["record"]) is not None
        ],
        "gives": {
            day: {
                how: list(vars(bracket(one, day, slow_down=slow, ev=ev)).values())
                for how, slow in (("plain", False), ("slow", True))
            }
            for day in known.by
        },
    }
    if isinstance(route := one.coder, Dates):
        made["knots"] = {"t0": route.t0, "z": route.scores.tolist(), "y": route.logs.tolist()}
    return made
