"""What the evidence refuses beyond form: faults of the kinds that fact checks have found.

A source whose title is an address; a row that is dated before its value was public; an access that
claims more than was read; a quotation without its source's words at hand; a superseded row that a
check uses without a reason; a number in prose that its row no longer has.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from . import quotations, repeats
from .csv_files import Content, Problem, short
from .schema import TABLES

Row = Mapping[str, Any]
Contents = Mapping[str, Content]
ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$|^[\w.-]+\.(?:com|org|net|ai|io|dev|gov|edu)/\S*$")
#: A file in a public repository: its owner before the slash.
FILE_OF = re.compile(r"(?<![\w./-])([\w.-]+)/[\w.-]+@")
NOT_THE_AUTHORS = re.compile(r"stored cop|second-hand|mirror|account", re.I)
#: Kinds of date that are the day on which the value itself came out.
OWN_DAY = ("announcement", "paper")
VINTAGE = re.compile(r"metr_vintage_(\d{4})_(\d{2})_(\d{2})_th_(1|1_\d)_(p50|p80)")
#: Two readings of one model are the same if they differ by less than this share.
SAME = 0.01


def check(contents: Contents, documents: Mapping[str, Any]) -> list[Problem]:
    """Return the faults of these kinds; what could not be read is not asked about."""
    problems: list[Problem] = []
    sources = documents.get("sources") or {}
    known = known_quotations(contents.get("quotations.csv"))
    for path, content in contents.items():
        for line, row in content.rows:
            faults = [*row_faults(path, row, sources), *quotations.unchecked(row, known)]
            problems += [Problem(path, line, *fault) for fault in faults]
    problems += early_readings(contents)
    claims, article = documents.get("claims") or [], documents.get("article")
    for fault in quotations.article_faults(claims, article):
        problems.append(Problem("claims", 0, *fault))
    if all(path in contents for table in TABLES for path in table.paths):
        problems += superseded_faults(contents, claims)
        for line, *fault in repeats.faults(contents["repeats.csv"], claims, contents):
            problems.append(Problem("repeats.csv", line, *fault))
    return problems


def known_quotations(content: Content | None) -> dict[str, str]:
    """Return the words of each quotation whose source's words were read, with the source."""
    rows = content.rows if content else ()
    return {" ".join(quotations.words(row["words"])): row["source"] for _, row in rows}


def row_faults(path: str, row: Row, sources: Mapping[str, Row]) -> Iterator[tuple[str, str, str]]:
    """Faults inside one row: column, expected, found."""
    if path == "sources.csv" and ADDRESS.match(row["title"] or ""):
        yield "title", "a title, or the page in our words", short(row["title"])
    if (
        row.get("known_from")
        and row.get("date_kind") in OWN_DAY
        and row["known_from"] < row["date"]
    ):
        yield "known_from", f"a day from {row['date']} on, when it came out", str(row["known_from"])
    if row.get("access") == "primary" and "seen_in" in row:
        yield from too_high(row, sources.get(row.get("source"), {}))
    if path in ("findings.csv", "qualitative.csv"):
        yield from repeats.own_faults(row)


def too_high(row: Row, source: Row) -> Iterator[tuple[str, str, str]]:
    """An access "primary" where a copy or another's report was read."""
    seen = row["seen_in"] or ""
    if found := NOT_THE_AUTHORS.search(seen):
        yield "access", f"no primary where seen_in has {found[0]!r}", "primary"
    own = f"{source.get('url', '')} {source.get('repository', '')}".lower()
    for owner in FILE_OF.findall(seen):
        if owner.lower() not in own:
            wanted = f"copy, or {owner} in the field repository of the source"
            yield "access", wanted, "primary"


def early_readings(contents: Contents) -> Iterator[Problem]:
    """METR's readings dated before their value stood in a file of METR's.

    The newest file of the time on or before ``known_from`` must have the value.
    """
    files: dict[tuple[str, str, str], list[tuple[dt.date, float]]] = {}
    old = contents.get("series/time_horizon_vintages.csv")
    new = contents.get("series/time_horizons.csv")
    for _, row in old.rows if old else ():
        if found := VINTAGE.fullmatch(row["series"] or ""):
            day = dt.date(*map(int, found.groups()[:3]))
            suite = "1_0" if found[4] == "1" else found[4]
            key = (suite, found[5], row["model"])
            files.setdefault(key, []).append((day, row["value"]))
    for line, row in new.rows if new else ():
        suite = re.fullmatch(r"metr_th_(1_\d)_(p50|p80)", row["series"] or "")
        known = row["known_from"]
        if not suite or known is None:
            continue
        stood = [one for one in files.get((*suite.groups(), row["model"]), ()) if one[0] <= known]
        if stood and off(max(stood)[1], row["value"]):
            wanted = f"a day on which METR's file had {row['value']:g}, not {max(stood)[1]:g}"
            yield Problem("series/time_horizons.csv", line, "known_from", wanted, str(known))


def off(stood: float, value: float | None) -> bool:
    """Say whether a value is another reading than the one that stood."""
    return value is not None and abs(stood - value) > SAME * abs(value)


def superseded_faults(contents: Contents, claims: Sequence[Row]) -> Iterator[Problem]:
    """Superseded rows that are not there, and those that a check uses without a reason."""
    records, series = repeats.rows_by(contents)
    used: dict[str, str] = {}
    for claim in claims:
        checks = claim.get("checks") or []
        named = [*repeats.named_in(checks, records)]
        for name in repeats.named_in(checks, series):
            named += [row["record"] for row in series[name]]
        for record in named:
            used.setdefault(record, claim.get("id", "?"))
    for line, row in contents["superseded.csv"].rows:
        for column in ("record", "by"):
            if row[column] not in records:
                wanted = "the id of an evidence row"
                yield Problem("superseded.csv", line, column, wanted, short(row[column]))
        if row["record"] in used and not row["still_used"]:
            wanted = f"why {used[row['record']]} still uses {row['record']}"
            yield Problem("superseded.csv", line, "still_used", wanted, "nothing")
