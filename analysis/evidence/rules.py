"""Checks that need more than one cell: keys, references, order, ranges by unit, dates, guards."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from .csv_files import Content, Problem, short
from .fields import Table
from .schema import SERIES, SOURCES, TABLES

RANGES = {
    "percent": (0.0, 100.0),
    "points": (0.0, 100.0),
    "percentile": (0.0, 100.0),
    "fraction": (0.0, 1.0),
    "minutes": (0.0, None),
    "factor": (0.0, None),
    "cycles": (0.0, None),
    "microseconds": (0.0, None),
}
UNDATED = ("model release only", "unknown")


def check(
    contents: Mapping[str, Content],
    documents: Mapping[str, Any],
    tables: Sequence[Table] = TABLES,
) -> list[Problem]:
    """All faults across cells, rows and files. ``contents`` maps a path to its rows."""
    problems: list[Problem] = []
    for table in tables:
        files = [(path, contents[path]) for path in table.paths if path in contents]
        problems += list(key_problems(table, files))
        problems += list(repeated_rows(table, files))
        problems += list(reference_problems(table, files, contents, tables))
        for path, content in files:
            problems += list(row_problems(path, content))
            problems += list(late_dates(table, path, content, documents.get("vintage")))
    measured = next(table for table in tables if table.name == SERIES.name)
    series = [(path, contents[path]) for path in measured.paths if path in contents]
    problems += list(unit_problems(series, contents))
    problems += list(source_problems(contents, documents.get("sources") or {}))
    problems += list(guard_problems(contents, documents))
    problems += list(cited_problems(documents))
    return problems


def column_values(contents: Mapping[str, Content], table: Table, column: str) -> set[Any]:
    return {
        value
        for path in table.paths
        if path in contents
        for value in contents[path].columns[column]
    }


def key_problems(table: Table, files) -> Iterator[Problem]:
    """Keys that stand twice, also in two files of one table."""
    seen: dict[tuple, str] = {}
    for path, content in files:
        keys = zip(*(content.columns[name] for name in table.key), strict=True)
        for line, key in zip(content.lines, keys, strict=True):
            if None in key:
                continue
            if key in seen:
                text = " + ".join(map(str, key))
                yield Problem(
                    path, line, table.key[-1], "a key of its own", f"{text}, also at {seen[key]}"
                )
            else:
                seen[key] = f"{path}:{line}"


def repeated_rows(table: Table, files) -> Iterator[Problem]:
    """Rows that say the same under two identifiers."""
    if table.key != ("record",):
        return
    names = [name for name in table.columns if name != "record"]
    seen: dict[tuple, str] = {}
    for path, content in files:
        rows = zip(*(content.columns[name] for name in names), strict=True)
        for line, row in zip(content.lines, rows, strict=True):
            if row in seen:
                yield Problem(
                    path, line, "record", "a row of its own", f"the same as at {seen[row]}"
                )
            seen.setdefault(row, f"{path}:{line}")


def reference_problems(
    table: Table, files, contents, tables: Sequence[Table] = TABLES
) -> Iterator[Problem]:
    """Values that must stand in another table and do not."""
    by_name = {t.name: t for t in tables}
    for column, other, other_column in table.references:
        target = by_name[other]
        if not all(path in contents for path in target.paths):
            continue
        known = column_values(contents, target, other_column)
        for path, content in files:
            values = content.columns[column]
            for line, value in zip(content.lines, values, strict=True):
                if value and value not in known:
                    near = difflib.get_close_matches(str(value), sorted(map(str, known)), n=1)
                    hint = f" (near: {near[0]})" if near else ""
                    yield Problem(
                        path,
                        line,
                        column,
                        f"a {other_column} of {target.paths[0]}{hint}",
                        short(str(value)),
                    )


def row_problems(path: str, content: Content) -> Iterator[Problem]:
    """Order of an interval, ranges by unit, and rules inside one row."""
    columns = content.columns
    for place, line in enumerate(content.lines):
        row = {name: values[place] for name, values in columns.items()}
        lower, value, upper = row.get("lower"), row.get("value"), row.get("upper")
        if lower is not None and upper is not None and lower > upper:
            yield Problem(path, line, "lower", f"at most upper = {upper:g}", f"{lower:g}")
        elif "series" in row or "fit" in row:
            if lower is not None and value is not None and value < lower:
                yield Problem(path, line, "value", f"at least lower = {lower:g}", f"{value:g}")
            if upper is not None and value is not None and value > upper:
                yield Problem(path, line, "value", f"at most upper = {upper:g}", f"{value:g}")
        if "series" in row:
            yield from observation_problems(path, line, row)
        elif "n_successes" in row:
            runs, successes = row["n_runs"], row["n_successes"]
            if runs is not None and successes is not None and successes > runs:
                yield Problem(path, line, "n_successes", f"at most n_runs = {runs}", str(successes))
        elif "q50" in row:
            for group in (
                ("p_by_2027", "p_by_2028", "p_by_2030"),
                ("q10", "q25", "q50", "q75", "q90"),
            ):
                known = [(name, row[name]) for name in group if row[name] is not None]
                for (first, a), (second, b) in pairwise(known):
                    if a > b:
                        yield Problem(path, line, second, f"at least {first} = {a:g}", f"{b:g}")


def observation_problems(path: str, line: int, row: Mapping[str, Any]) -> Iterator[Problem]:
    low, high = RANGES.get(row["unit"], (None, None))
    for name in ("value", "lower", "upper"):
        value = row[name]
        if value is None:
            continue
        if low is not None and value < low:
            yield Problem(path, line, name, f"at least {low:g} {row['unit']}", f"{value:g}")
        if high is not None and value > high:
            yield Problem(path, line, name, f"at most {high:g} {row['unit']}", f"{value:g}")
    basis = row["known_basis"]
    if basis and (row["known_from"] is None) != (basis in UNDATED):
        expected = "no day" if basis in UNDATED else "a day"
        found = str(row["known_from"]) if row["known_from"] else "none"
        yield Problem(path, line, "known_from", f"{expected} for basis '{basis}'", found)


def late_dates(table: Table, path: str, content: Content, vintage: Any) -> Iterator[Problem]:
    """Days after the day on which the evidence ends."""
    if not isinstance(vintage, Mapping) or not isinstance(vintage.get("as_of"), dt.date):
        return
    as_of = vintage["as_of"]
    for field in table.fields:
        if field.type != "date":
            continue
        for line, day in zip(content.lines, content.columns[field.name], strict=True):
            if day is not None and day > as_of:
                yield Problem(path, line, field.name, f"a day up to as_of = {as_of}", str(day))


def unit_problems(files, contents) -> Iterator[Problem]:
    """A series has one unit, the unit of its instruments."""
    instruments = contents.get("instruments.csv")
    units = {}
    if instruments is not None:
        units = dict(
            zip(instruments.columns["instrument"], instruments.columns["unit"], strict=True)
        )
    first: dict[str, tuple[str, str]] = {}
    for path, content in files:
        columns = content.columns
        rows = zip(
            content.lines, columns["series"], columns["unit"], columns["instrument"], strict=True
        )
        for line, series, unit, instrument in rows:
            if unit is None or series is None:
                continue
            have, where = first.setdefault(series, (unit, f"{path}:{line}"))
            if unit != have:
                yield Problem(path, line, "unit", f"{have}, as at {where}", short(str(unit)))
            elif instrument in units and unit != units[instrument]:
                yield Problem(
                    path,
                    line,
                    "unit",
                    f"{units[instrument]}, as the instrument {instrument}",
                    short(str(unit)),
                )


def source_problems(contents, sources: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
    """sources.csv is the index of sources.bib, entry by entry."""
    path = SOURCES.paths[0]
    content = contents.get(path)
    if content is None or not sources:
        return
    columns = content.columns
    for place, (line, key) in enumerate(zip(content.lines, columns["key"], strict=True)):
        entry = sources.get(key)
        if entry is None:
            yield Problem(path, line, "key", "an entry of sources.bib", short(str(key)))
            continue
        pairs = (
            ("type", "type"),
            ("title", "title"),
            ("organization", "publisher"),
            ("year", "year"),
            ("url", "url"),
        )
        for column, name in pairs:
            value = columns[column][place]
            have = "" if value is None else str(value)
            if have != str(entry[name]):
                yield Problem(
                    path,
                    line,
                    column,
                    f"{short(str(entry[name]))}, as sources.bib has",
                    short(have),
                )
    for key in sources:
        if key not in set(columns["key"]):
            yield Problem(path, 0, "key", f"a row for {key} of sources.bib", "none")


def guard_problems(contents, documents) -> Iterator[Problem]:
    """A correction whose guard no longer holds is out of date: the source was repaired."""
    corrections = documents.get("corrections")
    if not isinstance(corrections, list):
        return
    rows: dict[str, tuple[Content, int]] = {}
    for content in contents.values():
        for place, name in enumerate(content.columns.get("record", ())):
            rows.setdefault(name, (content, place))
    sources = documents.get("sources") or {}
    for item in corrections:
        if not isinstance(item, Mapping) or not isinstance(item.get("guard"), Mapping):
            continue
        name, guard = f"{item.get('id')} guard", item["guard"]
        if item.get("source") not in sources:
            yield Problem(
                "corrections.yml",
                0,
                f"{item.get('id')} source",
                "a key of sources.bib",
                short(str(item.get("source"))),
            )
        if guard.get("record") not in rows:
            yield Problem(
                "corrections.yml", 0, name, "a record of the data", short(str(guard.get("record")))
            )
            continue
        content, place = rows[guard["record"]]
        column = guard.get("column")
        if column not in content.columns:
            yield Problem("corrections.yml", 0, name, "a column of that record", short(str(column)))
            continue
        have = content.columns[column][place]
        if have != guard.get("equals"):
            yield Problem(
                "corrections.yml",
                0,
                name,
                f"{guard['record']} {column} = {guard.get('equals')} (drop the "
                "correction if the source was repaired)",
                short(str(have)),
            )


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


def cited_problems(documents: Mapping[str, Any]) -> Iterator[Problem]:
    """Sources that the model's assumptions, the thresholds or the ledger cite and nobody lists."""
    sources = documents.get("sources") or {}
    if not sources:
        return
    for name, path in (
        ("assumptions", "assumptions.yml"),
        ("thresholds", "thresholds.yml"),
        ("claims", "claims"),
    ):
        for place, key in cited(documents.get(name)):
            if key not in sources:
                near = difflib.get_close_matches(key, list(sources), n=1)
                hint = f" (near: {near[0]})" if near else ""
                yield Problem(path, 0, place, f"a key of sources.bib{hint}", short(key))
