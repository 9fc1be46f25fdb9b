"""What the evidence refuses beyond form: faults of the kinds that fact checks have found.

A source whose title is an address; a row that is dated before its value was public; an access that
claims more than was read; a quotation without its source's words at hand; a superseded row that a
check uses without a reason; a number in prose that its row no longer has: for these the seal lists
in ``repeats.csv`` each number that a claim's prose repeats from one row of its checks.
"""

import datetime as dt
import operator
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from . import quotations
from .csv_files import Content, Problem, near_to, short
from .schema import TABLES, former

Row = Mapping[str, Any]
Contents = Mapping[str, Content]
ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$|^[\w.-]+\.(?:com|org|net|ai|io|dev|gov|edu)/\S*$")
#: A file in a public repository: its owner before the slash.
FILE_OF = re.compile(r"(?<![\w./-])([\w.-]+)/[\w.-]+@")
NOT_THE_AUTHORS = re.compile(r"stored cop|second-hand|mirror|account", re.I)
#: Kinds of date to how many days before it a value may have been public.
EARLY = {"announcement": 0, "paper": 0, "submission": 0, "release": 31}
#: Two readings of one model are the same if they differ by less than this share.
SAME = 0.01
REPEATS = "repeats.csv"
NUMBER = re.compile(r"(?<![\w.,/:@-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w/]|\.\d)")
ANY = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
PROSE = ("essay", "primary", "differs", "would_change")
COLUMNS = ("value", "value_from", "lower", "upper")
#: Whole numbers below this equal too many rows by chance.
LEAST_WHOLE = 20
CURE = "(or delete this line, if the text means something else)"


def check(contents: Contents, documents: Mapping[str, Any]) -> Iterator[Problem]:
    """Return the faults between rows or texts; what could not be read is not asked about."""
    yield from early_readings(contents)
    claims, article = documents.get("claims") or [], documents.get("article")
    for fault in quotations.article_faults(claims, article):
        yield Problem("claims", 0, *fault)
    if complete(contents):
        records = rows_by_record(contents)
        yield from named_rows(contents, claims, records)
        yield from repeat_faults(contents, claims, records)


def complete(contents: Contents) -> bool:
    """Say whether every table could be read."""
    return all(path in contents for table in TABLES for path in table.paths)


def row_faults(path: str, row: Row, sources: Mapping[str, Row]) -> Iterator[tuple[str, str, str]]:
    """Faults inside one row: column, expected, found."""
    if path == "sources.csv" and ADDRESS.match(row["title"] or ""):
        yield "title", "a title, or the page in our words", short(row["title"])
    known, day, kind = map(row.get, ("known_from", "date", "date_kind"))
    if known and day and kind and known < (since := day - dt.timedelta(EARLY[kind])):
        yield "known_from", f"a day from {since} on, for {kind} {day}", str(known)
    if row.get("access") == "primary" and "seen_in" in row:
        yield from too_high(row, sources.get(row.get("source"), {}))
    if path in ("findings.csv", "qualitative.csv"):
        yield from own_faults(row)
        second, reports = row["access"] == "second-hand", row["reports"]
        if second != (reports is not None):
            wanted = "how many reports were read" if second else "nothing: it was not second-hand"
            yield "reports", wanted, short(reports)


def too_high(row: Row, source: Row) -> Iterator[tuple[str, str, str]]:
    """An access "primary" where a copy or another's report was read."""
    seen = row["seen_in"] or ""
    if found := NOT_THE_AUTHORS.search(seen):
        yield "access", f"no primary where seen_in has {found[0]!r}", "primary"
    own = f"{source.get('url')} {source.get('repository')}".lower()
    for owner in FILE_OF.findall(seen):
        if owner.lower() not in own:
            wanted = f"copy, or {owner} in the field repository of the source"
            yield "access", wanted, "primary"


def early_readings(contents: Contents) -> Iterator[Problem]:
    """METR's readings dated before their value stood in a file of METR's.

    The newest file of the time on or before ``known_from`` must have the value.
    """
    files: dict[tuple[str, str], list[tuple[dt.date, float]]] = {}
    old, new = (contents.get(f"series/time_horizon{end}.csv") for end in ("_vintages", "s"))
    for _, row in old.rows if old else ():
        if found := former(row["series"] or ""):
            files.setdefault((found[1], row["model"]), []).append((found[0], row["value"]))
    for line, row in new.rows if new else ():
        known, value = row["known_from"], row["value"]
        if known is None or value is None:
            continue
        stood = [one for one in files.get((row["series"], row["model"]), ()) if one[0] <= known]
        if stood and abs(max(stood)[1] - value) > SAME * abs(value):
            wanted = f"a day on which METR's file had {value:g}, not {max(stood)[1]:g}"
            yield Problem("series/time_horizons.csv", line, "known_from", wanted, str(known))


def named_rows(
    contents: Contents, claims: Sequence[Row], records: Mapping[str, Row]
) -> Iterator[Problem]:
    """Ids that name no row, and superseded rows that a check uses without a reason."""
    for path, columns in (("superseded.csv", ("record", "by")), ("checked.csv", ("record",))):
        for line, row in contents[path].rows:
            for column in columns:
                if row[column] not in records:
                    wanted = f"the id of an evidence row{near_to(str(row[column]), records)}"
                    yield Problem(path, line, column, wanted, short(str(row[column])))
    used: dict[str, str] = {}
    for claim in claims:
        for row in rows_of(claim, records):
            used.setdefault(row["record"], claim.get("id", "?"))
    for line, row in contents["superseded.csv"].rows:
        if row["record"] in used and not row["still_used"]:
            wanted = f"why {used[row['record']]} still uses {row['record']}"
            yield Problem("superseded.csv", line, "still_used", wanted, "nothing")


def typed_numbers(text: str) -> list[str]:
    """Return the numbers typed into a text that are no small whole numbers and no years."""
    found = NUMBER.findall(text)
    return [one for one in found if "." in one or LEAST_WHOLE <= plain(one) < 1900 or "," in one]


def plain(typed: str) -> float:
    """Return a typed number's value."""
    return float(typed.replace(",", ""))


def fits(typed: str, value: float | None) -> bool:
    """Say whether a value, rounded as finely as the typed number, is that number."""
    half = 0.5 * 10 ** -len(typed.partition(".")[2])
    return value is not None and abs(abs(value) - plain(typed)) <= half * (1 + 1e-9)


def slipped(one: str, other: str) -> bool:
    """Say whether two typed numbers differ in one sign alone."""
    return len(one) == len(other) and sum(map(operator.ne, one, other)) == 1


def rows_by_record(contents: Contents) -> dict[str, Row]:
    """Return the rows of all tables of evidence by their record."""
    tables = (one for one in contents.values() if {"record", "source"} <= one.columns.keys())
    return {row["record"]: row for one in tables for _, row in one.rows}


def leaves(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Give what stands at the ends of a document: place (keys by dots, entries in []), value."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from leaves(item, f"{place}.{name}".lstrip("."))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            names = item if isinstance(item, Mapping) else {}
            yield from leaves(item, f"{place}[{names.get('id', names.get('name', number))}]")
    else:
        yield place, value


def rows_of(claim: Row, records: Mapping[str, Row]) -> list[Row]:
    """Return the rows that a claim's checks name by their record or their series."""
    names = {value for _, value in leaves(claim.get("checks")) if isinstance(value, str)}
    return [row for name, row in records.items() if name in names or row.get("series") in names]


def write_repeats(data_dir: Path, claims: Iterable[Row], contents: Contents) -> None:
    """Write ``repeats.csv``: each number of a claim's prose that one row alone of the claim has."""
    records, found = rows_by_record(contents), []
    for claim in claims:
        rows = rows_of(claim, records)
        known = {(r["record"], c): r[c] for r in rows for c in COLUMNS if r.get(c) is not None}
        for key in PROSE:
            for typed in dict.fromkeys(typed_numbers(str(claim.get(key) or ""))):
                same = [place for place, value in known.items() if fits(typed, value)]
                if len({record for record, _ in same}) == 1:
                    found.append((f"{claim['id']}.{key}", typed, *same[0]))
    table = pd.DataFrame(found, columns=["place", "typed", "record", "column"])
    table.to_csv(Path(data_dir) / REPEATS, index=False, lineterminator="\n")


def repeat_faults(
    contents: Contents, claims: Sequence[Row], records: Mapping[str, Row]
) -> Iterator[Problem]:
    """Texts that still say a number which their row no longer has."""
    texts = {f"{c.get('id')}.{key}": str(c.get(key) or "") for c in claims for key in PROSE}
    listed = {(row["place"], row["typed"]) for _, row in contents[REPEATS].rows}
    for line, row in contents[REPEATS].rows:
        place, typed, record = row["place"], row["typed"], row["record"]
        if typed is None:
            continue  # no number, which the reader has told
        now, value = typed_numbers(texts.get(place, "")), records.get(record, {}).get(row["column"])
        if typed not in now:  # the text was changed: unless that is a slip, the next seal drops it
            new = (one for one in now if slipped(one, typed) and (place, one) not in listed)
            typed = next(new, None) if fits(typed, value) else None
        if typed and not fits(typed, value):
            has = "none" if value is None else f"{value:g}"
            wanted = f"{has} in {place}, as {record} has it {CURE}"
            yield Problem(REPEATS, line, "typed", wanted, repr(typed))


def own_faults(row: Row) -> Iterator[tuple[str, str, str]]:
    """Numbers of a finding that its own words do not have: column, expected, found."""
    texts = f"{row['figure']} {row['finding']} {row.get('unit_detail') or ''}"
    typed = ANY.findall(re.sub(r"(?<=\d)k\b", "000", texts))
    for column in COLUMNS:
        value = row.get(column)
        if column in ("lower", "upper") and len(ANY.findall(row["figure"] or "")) < 2:
            continue  # the ends stand in their columns alone
        if value is not None and not any(fits(one, value) for one in typed):
            yield column, "a number that figure or finding has too", f"{value:g}"
