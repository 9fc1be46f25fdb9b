"""Checks that need more than one cell: keys, references, order, ranges by unit, dates, guards."""

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import Any

from ..words import MONTHS, month_of, year_of
from . import quotations, refusals
from .csv_files import Content, Problem, near_to, short
from .schema import TABLES, Table

Row = Mapping[str, Any]
#: Path to rows.
Contents = Mapping[str, Content]
#: What is wrong in a row: column, expected, found.
Fault = tuple[str, str, str]
UNDATED = ("model release only", "unknown")
#: Where a document names sources.
CITED = re.compile(r"(^|\.)(source|sources(\[\d+\])?)$")
#: Columns of a forecast by the share whose year they hold.
QUANTILES = {0.1: "q10", 0.25: "q25", 0.5: "q50", 0.75: "q75", 0.9: "q90"}
MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)}) \d{{4}}\b")


def check(
    contents: Contents, documents: Mapping[str, Any], tables: Sequence[Table] = TABLES
) -> list[Problem]:
    """All faults across cells, rows and files.

    ``contents`` maps a path to its rows, ``documents`` a name to what YAML holds; a table or
    document with faults of its own may be missing, and what it would decide is then not asked.
    """
    problems: list[Problem] = []
    said = contents.get("quotations.csv")
    listed = (path for table in tables if table.name == "sources" for path in table.paths)
    rows = chain.from_iterable(contents[path].rows for path in listed if path in contents)
    sources = {row["key"]: row for _, row in rows}
    built = documents["vintage"]["built"] if "vintage" in documents else dt.date.max
    quoted = {" ".join(quotations.words(row["words"])) for _, row in said.rows} if said else set()
    for table in tables:
        files = {path: contents[path] for path in table.paths if path in contents}
        problems += repeats(table, files)
        problems += reference_problems(table, files, contents, tables)
        for path, content in files.items():
            for line, row in content.rows:
                faults = row_faults(table, row, built), refusals.row_faults(path, row, sources)
                found = chain(*faults, quotations.unchecked(row, quoted))
                problems += [Problem(path, line, *fault) for fault in found]
        if table.name == "series":
            problems += unit_problems(files, contents.get("instruments.csv"))
    problems += document_faults(documents)
    problems += guard_problems(contents, documents.get("corrections", ()))
    problems += forecast_problems(documents.get("assumptions"), contents)
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
        place = paths[0] if len(paths) == 1 else paths[0].rpartition("/")[0] + "/*.csv"
        for path, content in files.items():
            for line, row in content.rows:
                value = row[column]
                if value and value not in known:
                    wanted = f"a {other_column} of {place}{near_to(str(value), known)}"
                    yield Problem(path, line, column, wanted, short(str(value)))


def row_faults(table: Table, row: Row, built: dt.date) -> Iterator[Fault]:
    """Values that fall where they may not, days after the build, and observations out of range."""
    for group in table.descriptor.get("rising", ()):
        known = [(name, row[name]) for name in group if row.get(name) is not None]
        for (first, a), (second, b) in pairwise(known):
            if a > b:
                yield second, f"at least {first} = {a:g}", f"{b:g}"
    for name, value in row.items():
        if isinstance(value, dt.date) and value > built:
            yield name, f"a day up to built = {built}", str(value)
    if table.name != "series":
        return
    low, high = table.descriptor["unitRanges"].get(row["unit"], (None, None))
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


def unit_problems(files: Contents, instruments: Content | None) -> Iterator[Problem]:
    """A series has one unit, the unit of its instruments."""
    path, rows = "instruments.csv", instruments.rows if instruments else ()
    known = {("instrument", row["instrument"]): (row["unit"], f"{path}:{n}") for n, row in rows}
    for path, content in files.items():
        for line, row in content.rows:
            unit = row["unit"]
            if unit is None or row["series"] is None:
                continue
            known.setdefault(("series", row["series"]), (unit, f"{path}:{line}"))
            for owner in ("series", "instrument"):
                have, where = known.get((owner, row[owner]), (unit, ""))
                if unit != have:
                    wanted = f"{have}, as the {owner} {row[owner]} at {where}"
                    yield Problem(path, line, "unit", wanted, short(unit))
                    break


def document_faults(documents: Mapping[str, Any]) -> Iterator[Problem]:
    """The days are in order; a threshold keeps the bounds that stand beside it."""
    if vintage := documents.get("vintage"):
        kinds = vintage["read_up_to"]
        first = min((kind["day"] for kind in kinds if kind["counts"]), default="none")
        newest = max(kind["day"] for kind in kinds)
        for column, right, expected in (
            (
                "as_of",
                vintage["as_of"] == first,
                f"{first}, the first day that counts in read_up_to",
            ),
            ("published", vintage["published"] <= vintage["as_of"], "a day up to as_of"),
            ("built", vintage["built"] >= newest, f"a day from {newest}, the newest text's, on"),
        ):
            if not right:
                yield Problem("vintage.yml", 0, column, expected, str(vintage[column]))
    entries = documents.get("thresholds", {})
    for name, entry in entries.items():
        (low, high), value = entry["bounds"], entry["value"]
        strict, lax = (entry.get(key, value) for key in ("strict", "lax"))
        for key, number in (("value", value), ("strict", strict), ("lax", lax)):
            if not low <= number <= high:
                bounds = f"a number between {low:g} and {high:g}"
                yield Problem("thresholds.yml", 0, f"{name}.{key}", bounds, f"{number:g}")
        if value != (passed := sorted((strict, value, lax))[1]):
            ends = f"{min(strict, lax):g} to {max(strict, lax):g}"
            own = f"its own {'strict' if passed == strict else 'lax'} moved along"
            wanted = f"a number from {ends}, or {own}"
            yield Problem("thresholds.yml", 0, f"{name}.value", wanted, f"{value:g}")
        if (ends := entries.get(entry.get("end"), entry)["value"]) < value:
            wanted = f"at least {name} = {value:g}, whose band it ends"
            yield Problem("thresholds.yml", 0, entry["end"], wanted, f"{ends:g}")


def guard_problems(contents: Contents, corrections: Sequence[Row]) -> Iterator[Problem]:
    """A correction whose guard no longer holds is out of date: the source was repaired."""
    rows, whole = refusals.rows_by_record(contents), refusals.complete(contents)
    ids = [item["id"] for item in corrections]
    for name, guard in ((item["id"], item["guard"]) for item in corrections):
        if ids.count(name) > 1:
            yield Problem("corrections.yml", 0, f"[{name}].id", "an id of its own", "it twice")
        row, column = rows.get(guard["record"]), guard["column"]
        if row is None and not whole:
            continue  # it may stand in the table that could not be read
        found = "no such row" if row is None else row.get(column, "no such column")
        if found != guard["equals"]:
            wanted = f"{guard['record']} {column} = {guard['equals']}"
            wanted += " (drop the correction if the source was repaired)"
            yield Problem("corrections.yml", 0, f"[{name}].guard", wanted, short(str(found)))


def stated(said: Row) -> list[tuple[float, float]]:
    """Pairs of a share and its decimal year in a result that the arithmetic must come near."""
    if "median" in said:
        return [(said.get("share", 0.5), said["median"])]
    years = said.get("years", [year_of(said["by"])] if "by" in said else [])
    percents = said.get("percents", [said["percent"]] if "percent" in said else [])
    return [(percent / 100, year) for percent, year in zip(percents, years, strict=False)]


def forecast_problems(assumptions: Row | None, contents: Contents) -> Iterator[Problem]:
    """Dates and chances in the model, and months in its words, that their row no longer has."""
    if not assumptions:
        return
    rows = refusals.rows_by_record(contents)
    said = [(f"checks[{one['name']}]", one, stated(one)) for one in assumptions["checks"]]
    for one in assumptions["sets"]:
        for line in one["inputs"]:
            knots = one.get("knots", ()) if line["input"] == "coder" else ()
            said.append((f"sets[{one['id']}].{line['input']}", line, knots))
    for place, value in refusals.leaves(assumptions) if refusals.complete(contents) else ():
        if place.endswith(".record") and value not in rows:
            wanted = f"the id of an evidence row{near_to(value, rows)}"
            yield Problem("assumptions.yml", 0, place, wanted, short(value))
    for place, entry, pairs in said:
        record = entry.get("record")
        row = rows.get(record, {})
        for share, year in pairs:
            for column, typed in ((QUANTILES.get(share), year), (f"p_by_{year - 1:g}", share)):
                has = row.get(column)
                if has is not None and not math.isclose(has, typed):
                    wanted = f"{has:g}, as {record} has it in {column}"
                    yield Problem("assumptions.yml", 0, place, wanted, f"{typed:g}")
        typed = MONTH.findall(entry.get("words", ""))
        years = {column: row[column] for column in QUANTILES.values() if row.get(column)}
        if row and typed and typed != [month_of(year) for year in years.values()]:
            has = ", ".join(f"{month_of(year)} ({column})" for column, year in years.items())
            wanted = f"{has or 'no month'}, as {record} has it"
            yield Problem("assumptions.yml", 0, f"{place}.words", wanted, ", ".join(typed))


def cited_problems(documents: Mapping[str, Any], sources: Row) -> Iterator[Problem]:
    """Sources that the assumptions, corrections or the ledger cite and nobody lists."""
    for name in ("assumptions", "corrections", "claims"):
        for place, key in refusals.leaves(documents.get(name)):
            if sources and CITED.search(place) and isinstance(key, str) and key not in sources:
                file = name if name == "claims" else f"{name}.yml"
                wanted = f"a key of sources.csv{near_to(key, sources)}"
                yield Problem(file, 0, place, wanted, short(key))
