"""Checks that need more than one cell: keys, references, order, ranges by unit, dates, guards."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from . import refusals
from .csv_files import Content, Problem, near_to, short
from .schema import SOURCES, TABLES, Table

Row = Mapping[str, Any]
#: Path to rows.
Contents = Mapping[str, Content]
#: What is wrong in a row: column, expected, found.
Fault = tuple[str, str, str]
UNDATED = ("model release only", "unknown")
RISING = (("p_by_2027", "p_by_2028", "p_by_2030"), ("q10", "q25", "q50", "q75", "q90"))
#: Columns of sources.csv and what sources.bib calls the same.
INDEXED = {name: name for name in ("type", "title", "year", "url")} | {"organization": "publisher"}


def check(
    contents: Contents, documents: Mapping[str, Any], tables: Sequence[Table] = TABLES
) -> list[Problem]:
    """All faults across cells, rows and files.

    ``contents`` maps a path to its rows, ``documents`` a name to what YAML holds; a table or
    document with faults of its own may be missing, and what it would decide is then not asked.
    """
    problems: list[Problem] = []
    vintage, sources = documents.get("vintage"), documents.get("sources") or {}
    for table in tables:
        files = {path: contents[path] for path in table.paths if path in contents}
        problems += repeats(table, files)
        problems += reference_problems(table, files, contents, tables)
        for path, content in files.items():
            for line, row in content.rows:
                faults = [*row_faults(table, row), *late_dates(table, row, vintage)]
                problems += [Problem(path, line, *fault) for fault in faults]
        if table.name == "series":
            problems += unit_problems(files, contents.get("instruments.csv"))
    problems += source_problems(contents.get(SOURCES.paths[0]), sources)
    problems += document_faults(documents)
    problems += guard_problems(contents, documents.get("corrections", ()))
    problems += cited_problems(documents, sources)
    problems += refusals.check(contents, documents)
    return problems


def repeats(table: Table, files: Contents) -> Iterator[Problem]:
    """Keys that stand twice, also in two files of one table; rows that say the same twice."""
    seen: dict[tuple, str] = {}
    same: dict[tuple, str] = {}
    for path, content in files.items():
        for line, row in content.rows:
            here = f"{path}:{line}"
            key = tuple(row[name] for name in table.key)
            if None not in key and (first := seen.setdefault(key, here)) != here:
                text = f"{' + '.join(map(str, key))}, also at {first}"
                yield Problem(path, line, table.key[-1], "a key of its own", text)
            if table.key != ("record",):
                continue
            rest = tuple(value for name, value in row.items() if name != "record")
            if (first := same.setdefault(rest, here)) != here:
                yield Problem(path, line, "record", "a row of its own", f"the same as at {first}")


def reference_problems(
    table: Table, files: Contents, contents: Contents, tables: Sequence[Table]
) -> Iterator[Problem]:
    """Values that must stand in another table and do not."""
    by_name = {t.name: t for t in tables}
    for column, other, other_column in table.references:
        paths = by_name[other].paths
        if not all(path in contents for path in paths):
            continue
        known = {value for path in paths for value in contents[path].columns[other_column]}
        for path, content in files.items():
            for line, row in content.rows:
                value = row[column]
                if value and value not in known:
                    wanted = f"a {other_column} of {paths[0]}{near_to(str(value), known)}"
                    yield Problem(path, line, column, wanted, short(str(value)))


def row_faults(table: Table, row: Row) -> Iterator[Fault]:
    """Order of an interval, then what holds inside a row of this table."""
    lower, value, upper = row.get("lower"), row.get("value"), row.get("upper")
    if lower is not None and upper is not None and lower > upper:
        yield "lower", f"at most upper = {upper:g}", f"{lower:g}"
    elif table.name in ("series", "fits") and value is not None:
        if lower is not None and value < lower:
            yield "value", f"at least lower = {lower:g}", f"{value:g}"
        if upper is not None and value > upper:
            yield "value", f"at most upper = {upper:g}", f"{value:g}"
    if table.name in ROW_RULES:
        yield from ROW_RULES[table.name](table, row)


def observation_faults(table: Table, row: Row) -> Iterator[Fault]:
    """Ranges by unit, and a day of publication where the basis gives one."""
    low, high = (table.descriptor or {})["unitRanges"].get(row["unit"], (None, None))
    for name in ("value", "lower", "upper"):
        value = row[name]
        if value is not None and low is not None and value < low:
            yield name, f"at least {low:g} {row['unit']}", f"{value:g}"
        if value is not None and high is not None and value > high:
            yield name, f"at most {high:g} {row['unit']}", f"{value:g}"
    basis = row["known_basis"]
    if basis and (row["known_from"] is None) != (basis in UNDATED):
        wanted = "no day" if basis in UNDATED else "a day"
        yield "known_from", f"{wanted} for basis '{basis}'", str(row["known_from"] or "none")


def tally_faults(_: Table, row: Row) -> Iterator[Fault]:
    """No more successes than runs."""
    runs, successes = row["n_runs"], row["n_successes"]
    if runs is not None and successes is not None and successes > runs:
        yield "n_successes", f"at most n_runs = {runs}", str(successes)


def forecast_faults(_: Table, row: Row) -> Iterator[Fault]:
    """Probabilities and quantiles that rise."""
    for group in RISING:
        known = [(name, row[name]) for name in group if row[name] is not None]
        for (first, a), (second, b) in pairwise(known):
            if a > b:
                yield second, f"at least {first} = {a:g}", f"{b:g}"


ROW_RULES = {"series": observation_faults, "tasks": tally_faults, "forecasts": forecast_faults}


def late_dates(table: Table, row: Row, vintage: Row | None) -> Iterator[Fault]:
    """Days after the day of the build."""
    built = vintage["built"] if vintage else dt.date.max
    for field in table.fields:
        if field.type == "date" and row[field.name] is not None and row[field.name] > built:
            yield field.name, f"a day up to built = {built}", str(row[field.name])


def unit_problems(files: Contents, instruments: Content | None) -> Iterator[Problem]:
    """A series has one unit, the unit of its instruments."""
    units = {row["instrument"]: row["unit"] for _, row in instruments.rows} if instruments else {}
    first: dict[str, tuple[str, str]] = {}
    for path, content in files.items():
        for line, row in content.rows:
            unit, instrument = row["unit"], row["instrument"]
            if unit is None or row["series"] is None:
                continue
            have, where = first.setdefault(row["series"], (unit, f"{path}:{line}"))
            own = units.get(instrument, unit)
            if unit != have or unit != own:
                wanted = f"{have}, as at {where}"
                wanted = wanted if unit != have else f"{own}, as the instrument {instrument}"
                yield Problem(path, line, "unit", wanted, short(str(unit)))


def source_problems(content: Content | None, sources: Mapping[str, Row]) -> Iterator[Problem]:
    """sources.csv is the index of sources.bib, entry by entry."""
    path = SOURCES.paths[0]
    if content is None or not sources:
        return
    for line, row in content.rows:
        entry = sources.get(row["key"])
        if entry is None:
            yield Problem(path, line, "key", "an entry of sources.bib", short(str(row["key"])))
            continue
        for column, name in INDEXED.items():
            have = "" if row[column] is None else str(row[column])
            if have != str(entry[name]):
                wanted = f"{short(str(entry[name]))}, as sources.bib has"
                yield Problem(path, line, column, wanted, short(have))
    for key in sources.keys() - set(content.columns["key"]):
        yield Problem(path, 0, "key", f"a row for {key} of sources.bib", "none")


def document_faults(documents: Mapping[str, Any]) -> Iterator[Problem]:
    """The days are in order; a threshold keeps the bounds that stand beside it."""
    if vintage := documents.get("vintage"):
        days = [kind["day"] for kind in vintage["read_up_to"]]
        counted = [kind["day"] for kind in vintage["read_up_to"] if kind["counts"]]
        wanted = {}
        if not counted or vintage["as_of"] != min(counted):
            first = f", {min(counted)}" if counted else ""
            wanted["as_of"] = f"the earliest day of read_up_to that counts{first}"
        if vintage["published"] > vintage["as_of"]:
            wanted["published"] = "a day up to as_of"
        if vintage["built"] < max(days):
            wanted["built"] = "a day from that of the newest text on"
        for column, expected in wanted.items():
            yield Problem("vintage.yml", 0, column, expected, str(vintage[column]))
    for name, entry in documents.get("thresholds", {}).items():
        low, high = entry["bounds"]
        if not low <= entry["value"] <= high:
            bounds = f"a number between {low:g} and {high:g}"
            yield Problem("thresholds.yml", 0, name, bounds, f"{entry['value']:g}")


def guard_problems(contents: Contents, corrections: Sequence[Row]) -> Iterator[Problem]:
    """A correction whose guard no longer holds is out of date: the source was repaired."""
    rows, _ = refusals.rows_by(contents)
    ids = [item["id"] for item in corrections]
    for place, item in enumerate(corrections):
        where, guard = f"[{item['id']}].guard", item["guard"]
        record, column, equals = guard["record"], guard["column"], guard["equals"]
        row = rows.get(record, {})
        if item["id"] in ids[:place]:
            fault = (f"[{item['id']}].id", "an id of its own", "the id twice")
        elif record not in rows:
            fault = (where, "a record of the data", short(record))
        elif column not in row:
            fault = (where, "a column of that record", short(column))
        elif row[column] != equals:
            cure = "(drop the correction if the source was repaired)"
            fault = (where, f"{record} {column} = {equals} {cure}", short(str(row[column])))
        else:
            continue
        yield Problem("corrections.yml", 0, *fault)


def cited(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every key that a YAML document cites as ``source`` or ``sources``, with its place."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            here = f"{place}.{name}" if place else str(name)
            if name in ("source", "sources"):
                for key in [item] if isinstance(item, str) else item or []:
                    if isinstance(key, str):
                        yield here, key
            else:
                yield from cited(item, here)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            label = item.get("id", number) if isinstance(item, Mapping) else number
            yield from cited(item, f"{place}[{label}]")


def cited_problems(documents: Mapping[str, Any], sources: Row) -> Iterator[Problem]:
    """Sources that the assumptions, corrections or the ledger cite and nobody lists."""
    for name in ("assumptions", "corrections", "claims"):
        for place, key in cited(documents.get(name)):
            if sources and key not in sources:
                file = name if name == "claims" else f"{name}.yml"
                wanted = f"a key of sources.bib{near_to(key, sources)}"
                yield Problem(file, 0, place, wanted, short(key))
