"""What to watch: the frozen expectations as the chapter shows them, and how they are scored."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from ...timeline.questions import tripwires
from ...words import day_in_words

ORDER = ("sceptic", "straight line", "a 60% path", "on course for 2028")
# Hours at which the drawn axis ends: ten years of work. What lies beyond is drawn up to the edge.
EDGE = 20000.0


def hours_words(hours: float) -> str:
    """Hours with two or three figures: "4.2", "27", "1,700"."""
    if hours < 9.95:
        return f"{hours:.1f}"
    if hours < 100:
        return f"{hours:.0f}"
    digits = math.floor(math.log10(hours)) - 1
    return f"{round(hours, -digits):,.0f}"


def percent_words(percent: float) -> str:
    """Per cent in whole numbers: "41%", "under 1%", "over 99%"; only a true nothing is "0%"."""
    if 0 < percent < 1:
        return "under 1%"
    return "over 99%" if 99 < percent < 100 else f"{percent:.0f}%"


def observables(ev) -> dict[str, Mapping[str, Any]]:
    """The observables of the tripwires by id."""
    return {row["id"]: row for row in ev.tripwires["observables"]}


def expected(ev, observable: str) -> dict[tuple[str, str], Mapping[str, Any]]:
    """The frozen lines of one observable by (ISO day, path). ValueError for an unknown one."""
    if observable not in observables(ev):
        known = ", ".join(observables(ev))
        raise ValueError(f"observable: expected one of {known}, found {observable!r}")
    return {
        (row["by"], row["path"]): row
        for row in ev.tripwires["expected"]
        if row["observable"] == observable
    }


def readings(ev, observable: str) -> pd.DataFrame:
    """What each path expects of a reading, for the chart in minutes.

    Columns: label (the date in words), series (the path), value, lower, upper (minutes; the middle
    missing and the upper end cut off beyond ``EDGE``), in the order of dates and ``ORDER``.
    """
    edge = 60 * EDGE
    rows = []
    lines = expected(ev, observable)
    for day in ev.tripwires["dates"]:
        for path in ORDER:
            row = lines[day.isoformat(), path]
            middle, high = 60 * row["middle"], 60 * (row["high"] or math.inf)
            rows.append(
                {
                    "label": day_in_words(day),
                    "series": path,
                    "value": middle if middle < edge else None,
                    "lower": 60 * row["low"],
                    "upper": min(high, edge),
                }
            )
    return pd.DataFrame(rows)


def expectation_words(row: Mapping[str, Any]) -> str:
    """One expectation as a reader can score it: "27 to 130 h", "over 2,200 h", "41%"."""
    if "probability" in row:
        return percent_words(100 * row["probability"])
    low = hours_words(row["low"])
    if row["high"] is None:
        return f"over {low} h"
    return f"{low} to {hours_words(row['high'])} h"


def score_sheet(ev) -> pd.DataFrame:
    """The table to score later: date, what, one column a path, came (what the check says today).

    ``date`` and the expectations are words. ``came`` is "ahead" while the date has not passed, else
    what was observed.
    """
    scored = tripwires.check(ev)
    names = {key: row["name"] for key, row in observables(ev).items()}
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for row in scored:
        key = row["by"], row["observable"]
        line = rows.setdefault(
            key, {"date": day_in_words(row["by"]), "what": names[row["observable"]]}
        )
        line[row["path"]] = expectation_words(row)
        line["came"] = observed_words(row)
    return pd.DataFrame(rows.values())


def observed_words(row: Mapping[str, Any]) -> str:
    """What the check saw: "ahead", "not measured", "17 h", "happened" or "did not happen"."""
    if isinstance(row["observed"], float):
        return f"{hours_words(row['observed'])} h"
    return str(row["outcome"])


def with_reading(ev, by: dt.date, hours: float):
    """A copy of the evidence on the day after ``by`` in which METR has read so many hours.

    For showing how the check scores; the row is the newest one of the series with another value,
    released a month before ``by``. Nothing is written.
    """
    frame = ev.rows(observables(ev)["horizon-50"]["series"])
    row = frame.iloc[[-1]].assign(
        record="zz-example",
        value=60 * float(hours),
        date=pd.Timestamp(by) - pd.Timedelta(days=30),
    )
    series = pd.concat([ev.series, row], ignore_index=True)
    return replace(ev, series=series, vintage={**ev.vintage, "as_of": by + dt.timedelta(days=1)})


def examples(ev, by: dt.date, readings: Iterable[float]) -> pd.DataFrame:
    """How single readings by one date would be scored: hours, and one column a path.

    A cell is "hit", "miss: below" or "miss: above", straight from :func:`tripwires.check`.
    """
    rows = []
    for hours in readings:
        line: dict[str, Any] = {"hours": f"{hours_words(hours)} h"}
        for row in tripwires.check(with_reading(ev, by, hours)):
            if row["by"] == by.isoformat() and row["observable"] == "horizon-50":
                line[row["path"]] = "hit" if row["hit"] else f"miss: {row['outcome']}"
        rows.append(line)
    return pd.DataFrame(rows)


def odds(ev, observable: str, first: str = "a 60% path", second: str = "straight line"):
    """What an event, or its absence, does to the odds between two paths, date by date.

    Columns: date (words), p_first, p_second (per cent), came, not_came: the factor by which the
    odds of the first against the second change (infinite where the second ruled it out).
    """
    lines = expected(ev, observable)
    rows = []
    for day in ev.tripwires["dates"]:
        p, q = (lines[day.isoformat(), path]["probability"] for path in (first, second))
        rows.append(
            {
                "date": day_in_words(day),
                "p_first": 100 * p,
                "p_second": 100 * q,
                "came": p / q if q else math.inf,
                "not_came": (1 - p) / (1 - q) if q < 1 else math.inf,
            }
        )
    return pd.DataFrame(rows)


def overlap(ev, first: str, second: str, observable: str = "horizon-50") -> pd.DataFrame:
    """How two paths' intervals of a reading lie: date, ratio (first middle over second), apart.

    ``apart`` is True where the 80% intervals do not touch.
    """
    lines = expected(ev, observable)
    rows = []
    for day in ev.tripwires["dates"]:
        one, other = (lines[day.isoformat(), path] for path in (first, second))
        high_one, high_other = (row["high"] or math.inf for row in (one, other))
        rows.append(
            {
                "date": day_in_words(day),
                "ratio": one["middle"] / other["middle"],
                "apart": one["low"] > high_other or other["low"] > high_one,
            }
        )
    return pd.DataFrame(rows)
