"""The named sets: what one person or model published on one day, read from the assumptions.

The length route starts from METR's record lines: where the fit on the evidence at hand differs from
the hours that the assumptions record, the start moves by the mean ratio of the logarithms.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..arguments import number
from ..fits import exponential
from ..horizons.readings import records
from ..once import once
from ..words import year_of
from .model import Dates, Length, Pace

#: Inputs that both routes share.
GAP = ("L", "s", "c", "q", "D")
#: Those that are shares, and those that may not be zero.
SHARES, POSITIVE = ("c", "q"), ("s", "h", "m", "g")
_FEWEST = 3  # points of a line; an earlier state of the evidence may have none
_SAME = 1e-6  # a ratio this close to 1 is the rounding of the recorded value


@dataclass(frozen=True)
class ParameterSet:
    """One person's or model's inputs of one day: a route to the coder, then the gap.

    ``L`` years and ``s`` (log-SD) are the gap to AI that beats the best experts, ``c`` the share of
    it until AI does the research alone, ``q`` and ``D`` chance and years of a slow-down. ``about``
    is the set's entry in the assumptions.
    """

    id: str
    name: str
    coder: Dates | Length
    L: float
    s: float
    c: float
    q: float
    D: float
    newest: bool = False
    about: Mapping[str, Any] = field(default_factory=dict, compare=False, hash=False, repr=False)

    @property
    def route(self) -> str:
        """ "dates" or "length"."""
        return "dates" if isinstance(self.coder, Dates) else "length"

    @property
    def short(self) -> str:
        """The owner as charts name them: a surname, or the name of a model."""
        return self.name.split(",")[0]

    @property
    def values(self) -> dict[str, float]:
        """Every input by symbol, those of the route first."""
        return self.coder.values() | {name: getattr(self, name) for name in GAP}

    def changed(self, **values: float) -> ParameterSet:
        """The set with other inputs; ValueError names one that it does not have or cannot be."""
        for name, value in values.items():
            most, words = (1, " to 1") if name in SHARES else (math.inf, "")
            if not 0 <= number(name, value) <= most or (value == 0 and name in POSITIVE):
                least = "above" if name in POSITIVE else "from"
                raise ValueError(f"{name}: expected a number {least} 0{words}, found {value!r}")
        own = {name: value for name, value in values.items() if name in GAP}
        other = {name: value for name, value in values.items() if name not in GAP}
        coder = self.coder.changed(**other) if other else self.coder
        return replace(self, coder=coder, **own)


@dataclass(frozen=True)
class Line:
    """A record line at one reliability: hours on the start's day, days per doubling, points."""

    name: str
    reliability: float
    h: float
    d: float
    n: int


@dataclass(frozen=True)
class Book:
    """The assumptions as the model uses them, for one state of the evidence."""

    raw: Mapping[str, Any]
    sets: Mapping[str, ParameterSet]
    pace: Pace
    start: float
    until: float
    lines: tuple[Line, ...]
    reliability: Mapping[float, float]

    @property
    def newest(self) -> tuple[ParameterSet, ...]:
        """The newest set of each person: the only ones in the headline."""
        return tuple(one for one in self.sets.values() if one.newest)

    @property
    def by(self) -> tuple[str, ...]:
        """The two dates, as ISO days."""
        return tuple(day.isoformat() for day in self.raw["by"])

    def set(self, chosen: str | ParameterSet) -> ParameterSet:
        """A set by its id or name; ValueError in one line, also of what became of an old one."""
        if isinstance(chosen, ParameterSet):
            return chosen
        wanted = str(chosen).lower()
        for one in self.sets.values():
            if wanted in (one.id, one.name.lower()):
                return one
        for row in self.raw["withdrawn"]["sets"]:
            if wanted in (row["id"], row["name"].lower()):
                raise ValueError(f"set: {row['name']} was withdrawn. {row['became']}")
        raise ValueError(f"set: expected one of {', '.join(self.sets)}, found {chosen!r}")

    def event(self, name: str) -> str:
        """An event's id; ValueError in one line, also of what became of an old one."""
        for known in self.raw["events"]:
            if str(name).lower() == known.lower():
                return known
        for old, became in self.raw["withdrawn"]["events"].items():
            if str(name).upper() == old:
                raise ValueError(f"event: {old} was withdrawn. {became}")
        raise ValueError(f"event: expected one of {', '.join(self.raw['events'])}, found {name!r}")

    def variant(self, chosen: str | ParameterSet, change: Mapping[str, float]) -> ParameterSet:
        """A set with a change as the assumptions write one; ``reliability`` sets the start."""
        values = {name: one for name, one in change.items() if name != "slow_down"}
        if "reliability" in values:
            values["h"] = self.reliability[values.pop("reliability")]
        return self.set(chosen).changed(**values)


def start_of(day: dt.date) -> float:
    """The decimal year of the start of a day: the end of the day before."""
    return year_of(day - dt.timedelta(days=1))


def fitted_lines(raw: Mapping[str, Any], ev: Any) -> list[Line]:
    """Refit every line of the assumptions, at each reliability that METR measures.

    Least squares of the logarithm on the date, through METR's records
    (:func:`analysis.horizons.readings.records`).
    """
    series = dict(map(tuple, raw["series"]))
    found = []
    for row in raw["lines"]:
        for reliability, _ in row["h"]:
            frame = records(ev, series[reliability], row["since"])
            if len(frame) < _FEWEST:
                continue
            hours = frame["value"].to_numpy(dtype=float) / 60
            fit = exponential(list(frame["date"].dt.date), hours)
            start = float(fit.predict([raw["start"]]).value[0])
            found.append(Line(row["name"], reliability, start, fit.doubling_days, len(frame)))
    return found


def start_ratio(raw: Mapping[str, Any], lines: list[Line], reliability: float) -> float:
    """How far the start has moved from where the assumptions have it, at a reliability."""
    recorded = {row["name"]: dict(map(tuple, row["h"])) for row in raw["lines"]}
    measured = {line.reliability for line in lines}
    if not measured:
        return 1.0
    near = min(measured, key=lambda one: abs(one - reliability))
    those = [line for line in lines if line.reliability == near]
    ratio = math.exp(
        sum(math.log(line.h / recorded[line.name][near]) for line in those) / len(those)
    )
    return 1.0 if abs(ratio - 1) < _SAME else ratio


@once
def book(ev: Any) -> Book:
    """Read the assumptions of the evidence (the project's own by default), once for each state."""
    raw = ev.assumptions
    lines = fitted_lines(raw, ev)
    start = start_of(raw["start"])
    hours = {share: h * start_ratio(raw, lines, share) for share, h in raw["reliability"]["h"]}
    common = {name: one["value"] for name, one in raw["inputs"].items() if "value" in one}
    common["h"] = hours[raw["reliability"]["used"]]
    sets = {row["id"]: _set(row, common, start) for row in raw["sets"]}
    pace = raw["pace"]
    return Book(
        raw=raw,
        sets=sets,
        pace=Pace(start_of(pace["day"]), *map(pace.get, ("median", "twice", "u", "report"))),
        start=start,
        until=year_of(raw["evidence_until"]),
        lines=tuple(lines),
        reliability=hours,
    )


def _set(row: Mapping[str, Any], common: Mapping[str, float], start: float) -> ParameterSet:
    """One set of the assumptions; ValueError names the set and what does not fit."""
    if ("knots" in row) == ("length" in row):
        raise ValueError(f"{row['id']}: expected knots or a length, found both or neither")
    if "knots" in row:
        knots = tuple((float(share), float(year)) for share, year in row["knots"])
        t0 = row.get("t0", start_of(row["day"]))
        shares, years = zip(*knots, strict=True)
        rising = list(shares) == sorted(set(shares)) and list(years) == sorted(set(years))
        if len(knots) < 2 or not rising or not 0 < shares[0] < shares[-1] < 1 or years[0] <= t0:
            raise ValueError(f"{row['id']}: expected knots that rise from {t0:.2f} on")
        coder: Dates | Length = Dates(t0, knots)
    else:
        coder = Length(**row["length"], h=common["h"], m=common["m"], start=start)
    return ParameterSet(
        id=row["id"],
        name=row["name"],
        coder=coder,
        newest=row.get("newest", False),
        about=row,
        **{name: row["values"].get(name, common.get(name)) for name in GAP},
    )
