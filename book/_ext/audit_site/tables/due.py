"""List what would change each verdict, by the first day on which to look."""

import calendar
import datetime as dt
import re

import pandas as pd

from analysis.claims.records import records
from analysis.words import day_in_words

from ..markup import Shown, pieces

MONTHS = list(calendar.month_name)
#: A day, a month, or what stands for one: "4 May 2028", "March 2027", "end of 2027".
NAMED = re.compile(
    rf"\b(?:(\d{{1,2}}) )?({'|'.join(MONTHS[1:])}) (\d{{4}})\b"
    r"|\b(end|close|middle) of (\d{4})\b"
)


def days_in(text: str) -> list[dt.date]:
    """Return every day that a sentence names; a month or year stands for its last day."""
    found = []
    for day, month, year, part, whole in NAMED.findall(text):
        if part:
            found.append(dt.date(int(whole), *((6, 30) if part == "middle" else (12, 31))))
        else:
            at = int(year), MONTHS.index(month)
            found.append(dt.date(*at, int(day or calendar.monthrange(*at)[1])))
    return sorted(found)


def due(text: str, as_of: dt.date) -> dt.date | None:
    """Return the first day named in a sentence in a month after ``as_of``, or None."""
    month = as_of.timetuple()[:2]
    return next((day for day in days_in(text) if day.timetuple()[:2] > month), None)


def to_watch(ev) -> pd.DataFrame:
    """Return every claim that says what would change its verdict, the earliest day first.

    Columns: when (words), due (day or None), claim, verdict (today's word), text, href (from a page
    beside the claim's chapter).
    """
    rows = [
        {
            "when": f"By {day_in_words(day)}" if day else "Without a date",
            "due": day,
            "claim": record["id"],
            "verdict": record["word"],
            "text": text,
            "href": record["url"].removeprefix("book/"),
        }
        for record in records(ev)
        if (text := str(record["would_change"] or "").strip())
        for day in [due(text, ev.vintage["as_of"])]
    ]
    rows.sort(key=lambda row: (row["due"] or dt.date.max, row["claim"]))
    return pd.DataFrame(rows)


def watch_list(rows: pd.DataFrame) -> Shown:
    """Return the claims of :func:`to_watch`, one fold a day."""
    days = [(when, list(of.itertuples())) for when, of in rows.groupby("when", sort=False)]
    said = f"{len(rows)} claims and what would change their verdicts"
    return Shown(said, str(pieces("tables/tables.html").watch_list(days)))
