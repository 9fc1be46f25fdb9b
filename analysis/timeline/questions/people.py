"""Who has stated a number for the primary event, and what their own inputs give instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ... import evidence
from ...words import year_of
from ..forecast import Bracket, bracket, percent
from ..sets import Book, book

#: A stated median date within so many years of the date counts as 50% on it.
_ON_THE_DATE = 0.1


@dataclass(frozen=True)
class Cause:
    """One named reason of a difference: the change, what the set then gives, points explained."""

    words: str
    gives: float
    points: float


@dataclass(frozen=True)
class Person:
    """One statement about the primary event, per cent, beside what the inputs of its owner give.

    ``says`` is None where the statement only bounds a number; ``about`` marks a number that follows
    from a stated date, ``perhaps`` one that its owner hedged. ``causes`` explain ``says - gives``
    in part; ``rest`` is what they leave, and ``month`` what a month more or less of the date itself
    moves.
    """

    record: str
    name: str
    day: str
    words: str
    says: float | None
    says_2027: float | None
    about: bool
    perhaps: bool
    model: bool
    access: str
    gives: Bracket | None = None
    causes: tuple[Cause, ...] = ()
    rest: float | None = None
    month: float | None = None
    why: str = ""


def stated(row: Mapping[str, Any], year: float) -> float | None:
    """The per cent that a row states by the end of 2028; a median on that date counts as 50."""
    if pd.notna(row["p_by_2028"]):
        return 100 * float(row["p_by_2028"])
    if pd.notna(row["q50"]) and abs(float(row["q50"]) - year) <= _ON_THE_DATE:
        return 50.0
    return None


def people(ev: Any = None) -> list[Person]:
    """Everybody of the assumptions with a statement about the event itself, the essay's first."""
    ev = ev or evidence.load()
    known = book(ev)
    entries = known.raw["people"]
    return [_person(ev, known, row) for row in entries if ev.find(row["record"]) is not None]


def counted_rows(ev: Any, kind: str) -> dict[str, Mapping[str, Any]]:
    """The newest row of each forecaster of a kind that states a number for the event, by record.

    The essay's author is left out: it is his number that the others are held against.
    """
    known = book(ev)
    year, essay = year_of(known.by[-1]), known.raw["people"][0]["record"]
    rows = ev.forecasts.sort_values("date", kind="stable")
    rows = rows[(rows["kind"] == kind) & (rows["closeness"] == "same")]
    author = rows[rows["record"] == essay]
    found = {surname(row): row for _, row in rows.iterrows() if stated(row, year) is not None}
    his = {surname(row) for _, row in author.iterrows()}
    return {row["record"]: row for name, row in found.items() if name not in his}


def surname(row: Mapping[str, Any]) -> str:
    """How charts name a forecaster."""
    return str(row["forecaster"]).split(" (")[0].split()[-1]


def name_of(ev: Any, row: Mapping[str, Any]) -> str:
    """A forecaster's name as pages print it: the assumptions may spell it better than the row."""
    spelt = {one["record"]: one["name"] for one in book(ev).raw["people"] if "name" in one}
    return str(spelt.get(row["record"], row["forecaster"].split(" (")[0]))


def _person(ev: Any, known: Book, entry: Mapping[str, Any]) -> Person:
    row = ev.find(entry["record"])
    day = known.by[-1]
    says = stated(row, year_of(day))
    chosen = entry.get("set")
    causes: list[Cause] = []
    rest = month = gives = None
    if chosen:
        gives = bracket(chosen, day, ev=ev)
        last, current = gives.mark, known.set(chosen)
        for cause in entry.get("causes", ()):
            current = known.variant(current, cause["change"])
            now = percent(current, "able", day, ev=ev)
            causes.append(Cause(cause["words"], now, now - last))
            last = now
        rest = None if says is None else says - last
        month = last - percent(current, "able", year_of(day) - 1 / 12, ev=ev)
    return Person(
        record=entry["record"],
        name=name_of(ev, row),
        day=f"{row['date']:%Y-%m-%d}",
        words=entry["words"],
        says=says,
        says_2027=100 * float(row["p_by_2027"]) if pd.notna(row["p_by_2027"]) else None,
        about=entry.get("about", False),
        perhaps=entry.get("perhaps", False),
        model=row["kind"] == "model",
        access=str(row["access"]),
        gives=gives,
        causes=tuple(causes),
        rest=rest,
        month=month,
        why=entry.get("why", ""),
    )
