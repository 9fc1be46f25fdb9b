"""List what would change each verdict, by the first day on which to look; also as a calendar."""

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.claims.records import records
from analysis.words import day_in_words

from ..cite import edition as editions
from ..cite import forms
from ..ledger import data
from ..markup import pieces, written

#: The calendar, below the site's root.
CALENDAR = "watch.ics"
MONTHS = "|".join(calendar.month_name[1:])
DAY = re.compile(rf"\b(\d{{1,2}}) ({MONTHS}) (\d{{4}})\b")
MONTH = re.compile(rf"(?<!\d )\b({MONTHS}) (\d{{4}})\b")
YEAR_END = re.compile(r"\b(?:end|close) of (\d{4})\b")
YEAR_MIDDLE = re.compile(r"\bmiddle of (\d{4})\b")


def days_in(text: str) -> list[dt.date]:
    """Return every day that a sentence names; a month or year stands for its last day."""
    number = list(calendar.month_name).index
    found = [dt.date(int(y), number(m), int(d)) for d, m, y in DAY.findall(text)]
    months = [(int(year), number(month)) for month, year in MONTH.findall(text)]
    found += [dt.date(*month, calendar.monthrange(*month)[1]) for month in months]
    found += [dt.date(int(year), 12, 31) for year in YEAR_END.findall(text)]
    found += [dt.date(int(year), 6, 30) for year in YEAR_MIDDLE.findall(text)]
    return sorted(found)


def due(text: str, as_of: dt.date) -> dt.date | None:
    """Return the first day named in a sentence in a month after ``as_of``, or None."""
    month = as_of.timetuple()[:2]
    return next((day for day in days_in(text) if day.timetuple()[:2] > month), None)


@dataclass(frozen=True)
class WatchList:
    """Claims by the day on which to look; a notebook shows one fold a day."""

    rows: pd.DataFrame

    def __repr__(self) -> str:
        return f"{len(self.rows)} claims and what would change their verdicts"

    def _repr_html_(self) -> str:
        days = [
            (str(when), list(group.itertuples()))
            for when, group in self.rows.groupby("when", sort=False)
        ]
        return str(pieces("tables/tables.html").watch_list(days))


def watch_list(ev) -> WatchList:
    """Return every claim that says what would change its verdict, the earliest day first.

    Columns: when (words), due (day or None), claim, verdict (today's word), text, href (from a page
    beside the claim's chapter).
    """
    rows = []
    for record in records(ev):
        text = str(record["would_change"] or "").strip()
        if not text:
            continue
        day = due(text, ev.vintage["as_of"])
        rows.append(
            {
                "when": f"By {day_in_words(day)}" if day else "Without a date",
                "due": day,
                "claim": record["id"],
                "verdict": record["word"],
                "text": text,
                "href": record["url"].removeprefix("book/"),
            }
        )
    rows.sort(key=lambda row: (row["due"] or dt.date.max, row["claim"]))
    return WatchList(pd.DataFrame(rows))


def calendar_of(records: Iterable[Mapping[str, Any]], edition: forms.Edition) -> str:
    """Return a calendar (RFC 5545) with a whole-day event for each dated test of a verdict."""
    as_of = dt.date.fromisoformat(edition.as_of)
    days = ((due(str(record["would_change"] or ""), as_of), record) for record in records)
    events = [(day, record) for day, record in days if day]
    facts = {"edition": edition, "events": events, "value": escaped, "full": forms.full}
    return "".join(map(folded, written("tables/watch.ics", **facts).splitlines()))


def escaped(text: str) -> str:
    """Return a text as a calendar's value."""
    return re.sub(r"([\\;,])", r"\\\1", " ".join(text.split()))


def folded(line: str) -> str:
    """Return a line in pieces of at most 75 bytes, as the format asks."""
    pieces, piece = [], ""
    for letter in line:
        if len(f"{piece}{letter}".encode()) > 75:
            pieces.append(piece)
            piece = " "
        piece += letter
    return "\r\n".join([*pieces, piece]) + "\r\n"


def write(app: Any) -> None:
    """Write the calendar into the site's root."""
    content = calendar_of(data.ledger(app).cards, editions.edition_of(app))
    (Path(app.outdir) / CALENDAR).write_bytes(content.encode())
