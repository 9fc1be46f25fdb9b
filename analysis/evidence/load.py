"""The evidence in memory: every file of ``data/``, typed, checked and cached.

``load()`` is strict: data that do not meet :mod:`analysis.evidence.schema` raise
:class:`EvidenceError`, which lists all problems at once.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd

from ..arguments import decimal, moment, one_of
from .csv_files import Content, Problem, near_to, read_table
from .rules import check
from .schema import DATA, TABLES, Table, former
from .yaml_files import read_documents

OPERATORS = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}
#: A condition on a number or a day, such as ">= 2023-01-01".
CONDITION = re.compile(r"^(>=|<=|>|<)\s*(.+)$")
#: Types of a column that may be empty, and of one that is always filled.
PANDAS_TYPES = {
    "string": ("object", "object"),
    "date": ("object", "object"),
    "number": ("float64", "float64"),
    "integer": ("Int64", "int64"),
    "boolean": ("boolean", "bool"),
}
#: Days to add to a date that is only known to a period, so that "known by" never runs ahead.
PERIODS = {
    "month": pd.offsets.MonthEnd(0),
    "quarter": pd.offsets.QuarterEnd(0),
    "year": pd.offsets.YearEnd(0),
}
#: What of a row a file of METR's as it stood on a day gives.
THEN = ["value", "lower", "upper", "known_from", "known_basis", "seen_in", "source"]
#: Tables whose rows are evidence with a record id of their own.
RECORD_TABLES = tuple(
    one.name
    for one in TABLES
    if one.key == ("record",) and "source" in one.columns and one.name != "article_points"
)


class EvidenceError(ValueError):
    """The data cannot be used. ``problems`` lists every fault found, the message the first 20."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        lines = [f"  {problem}" for problem in problems]
        if len(lines) > 20:
            lines[20:] = [f"  and {len(lines) - 20} more"]
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__("\n".join([f"{count} in the data", *lines]))


@dataclass(frozen=True)
class Evidence:
    """All evidence. Tables are pandas frames with the columns of :mod:`analysis.evidence.schema`.

    Text columns hold "" where a cell is empty; numbers hold NaN or ``pd.NA``; dates are
    ``datetime64`` with ``NaT``. ``sources`` maps a key to title, url, publisher, year and type;
    ``claims`` lists the ledger in article order; ``thresholds`` are the entries of the rule that
    the methods page halves and doubles, ``limits`` the values of all; the rest is parsed YAML.
    """

    series: pd.DataFrame
    instruments: pd.DataFrame
    findings: pd.DataFrame
    qualitative: pd.DataFrame
    forecasts: pd.DataFrame
    horizon_forecasts: pd.DataFrame
    fits: pd.DataFrame
    tasks: pd.DataFrame
    article_points: pd.DataFrame
    statements: pd.DataFrame
    quotations: pd.DataFrame
    checked: pd.DataFrame
    superseded: pd.DataFrame
    repeats: pd.DataFrame
    sources: dict[str, dict[str, Any]]
    thresholds: dict[str, dict[str, Any]]
    limits: dict[str, float]
    assumptions: Any
    corrections: Any
    tripwires: Any
    labels: dict[str, dict[str, str]]
    claims: list[dict[str, Any]]
    vintage: dict[str, Any]
    article: dict[str, Any]
    #: all series ids of the data, also those that have no row left after ``known_by``
    series_ids: tuple[str, ...]

    def __repr__(self) -> str:
        size = f"{len(self.series)} readings, {len(self.claims)} claims and comparisons"
        return f"Evidence as of {self.vintage['as_of']}: {size}"

    def rows(self, series_id: str, **where: Any) -> pd.DataFrame:
        """Rows of one series, sorted by date, then record.

        ``where`` keeps rows whose column has that value, one of a list, or meets a condition
        (:data:`CONDITION`). ValueError names the nearest id when the series is unknown, and the
        columns when a column is.
        """
        if series_id not in self.series_ids:
            hint = near_to(series_id, self.series_ids)
            raise ValueError(f"series_id: expected a series of the data{hint}, found {series_id!r}")
        if ("sorted", series_id) not in self.kept:  # every check asks for them
            rows = self.series[self.series["series"] == series_id]
            self.kept["sorted", series_id] = rows.sort_values(["date", "record"], kind="stable")
        frame = self.kept["sorted", series_id].copy(deep=False)
        for column, wanted in where.items():
            found = meets(frame[one_of("where", column, frame.columns)], wanted)
            frame = frame[found.fillna(False).astype(bool)]
        return frame

    @cached_property
    def kept(self) -> dict[Any, Any]:
        """Results that were worked out from this evidence once, for whoever asks again."""
        return {}

    @cached_property
    def places(self) -> dict[str, tuple[str, int]]:
        """Where each record stands: table name and position in it."""
        return {
            record: (name, position)
            for name in RECORD_TABLES
            for position, record in enumerate(getattr(self, name)["record"])
        }

    def find(self, record_id: str) -> pd.Series | None:
        """A row of any table of evidence by its record id; None when it is not (yet) known."""
        place = self.places.get(record_id)
        return None if place is None else getattr(self, place[0]).iloc[place[1]]

    def row(self, record_id: str) -> pd.Series:
        """A row of any table of evidence by its record id; ValueError when there is none."""
        if (row := self.find(record_id)) is None:
            hint = near_to(record_id, self.places)
            raise ValueError(
                f"record_id: expected the id of an evidence row{hint}, found {record_id!r}"
            )
        return row

    def claim(self, claim_id: str) -> dict[str, Any]:
        """One claim of the ledger by its id; ValueError when there is none."""
        found = next((claim for claim in self.claims if claim.get("id") == claim_id), None)
        if found is None:
            raise ValueError(f"claim_id: expected a claim C01 to C71, found {claim_id!r}")
        return found

    def known_by(self, day: dt.date | str) -> Evidence:
        """Only what was public by that day: ``known_from``, else the last day that a date may mean.

        A reading of METR's that came to its present value later has the value that stood then. A
        row without any date stays out.
        """
        limit, series = moment("day", day), self.series
        known = series["known_from"].fillna(series["date"])
        cut = {"series": with_former(series, known <= limit)}
        for name in ("findings", "qualitative", "forecasts", "horizon_forecasts", "fits"):
            frame = getattr(self, name)
            days = frame["date"].copy()  # the last day that each may mean
            for precision, offset in PERIODS.items():
                chosen = (frame["date_precision"] == precision) & days.notna()
                days[chosen] = days[chosen] + offset
            cut[name] = frame[days <= limit]
        return replace(self, **cut)

    def seen_from(self, day: dt.date | str) -> Evidence:
        """Readings with the values that stood on that day, and all that came to be known later."""
        stood = self.known_by(day).series
        later = self.series[~self.series["record"].isin(stood["record"])]
        return replace(self, series=pd.concat([stood, later], ignore_index=True))


def meets(column: pd.Series, wanted: Any) -> pd.Series:
    """Which rows of a column have a value, one of a list, or meet a condition on it."""
    meant = partial(moment, column.name) if column.dtype.kind == "M" else None
    if isinstance(wanted, (list, tuple, set, frozenset)):
        return column.isin(list(map(meant, wanted) if meant else wanted))
    if isinstance(wanted, str) and (found := CONDITION.match(wanted)):
        return OPERATORS[found[1]](column, (meant or decimal)(found[2]))
    return column == (meant(wanted) if meant else wanted)


def with_former(series: pd.DataFrame, public: pd.Series) -> pd.DataFrame:
    """The public rows, and for METR's later readings the values of its newest file by then.

    The file of the time stands in a series of its own (:func:`former`); the day on which a value
    was known is that of the first file with it.
    """
    kept = series[public]
    files = {name: found for name in kept["series"].unique() if (found := former(name))}
    old = kept[kept["series"].isin(files)].copy()
    if old.empty:
        return kept
    old["now"] = old["series"].map(lambda name: files[name][1])
    old["day"] = old["series"].map(lambda name: files[name][0])
    values = ["now", "model", "value"]
    old["known_from"] = old.groupby(values)["known_from"].transform("min")
    newest = old[old["day"] == old.groupby("now")["day"].transform("max")]
    late = series[~public & series["series"].isin(newest["now"])].drop(columns=THEN)
    then = newest[["now", "model", *THEN]].rename(columns={"now": "series"})
    shared = late.merge(then, on=["series", "model"])[list(series.columns)]
    return pd.concat([kept, shared], ignore_index=True)


def frame(table: Table, contents: Mapping[str, Content]) -> pd.DataFrame:
    """The table's files as one typed frame."""
    out = {}
    for field in table.fields:
        values = [value for path in table.paths for value in contents[path].columns[field.name]]
        column = pd.Series(values, dtype=PANDAS_TYPES[field.type][field.required])
        if field.type == "date":
            column = pd.to_datetime(column).astype("datetime64[ns]")
        out[field.name] = column
    return pd.DataFrame(out)


def sources_of(
    contents: Mapping[str, Content], tables: Sequence[Table] = TABLES
) -> dict[str, dict[str, str]]:
    """Key to title, url, publisher, year and type, and repository where there is one."""
    found, paths = {}, (path for one in tables if one.name == "sources" for path in one.paths)
    for _, row in (line for path in paths for line in contents[path].rows):
        entry = {"title": row["title"], "url": row["url"], "publisher": row["organization"]}
        entry |= {"year": str(row["year"] or ""), "type": row["type"]}
        found[row["key"]] = entry | ({"repository": row["repository"]} if row["repository"] else {})
    return found


def assemble(
    contents: Mapping[str, Content], documents: dict[str, Any], tables: Sequence[Table] = TABLES
) -> Evidence:
    """The evidence from rows and documents that have been checked."""
    frames = {one.name: frame(one, contents) for one in tables if one.name != "sources"}
    entries = documents["thresholds"]
    rule = {name: entry for name, entry in entries.items() if not entry.get("fixed")}
    return Evidence(
        **frames,
        **documents | {"thresholds": rule},
        sources=sources_of(contents, tables),
        limits={name: entry["value"] for name, entry in entries.items()},
        series_ids=tuple(sorted(set(frames["series"]["series"]))),
    )


def read_tables(
    data_dir: Path, tables: Sequence[Table] = TABLES, outside: Container[str] = ()
) -> tuple[dict[str, Content], list[Problem]]:
    """Every table file that can be read, by path, and the faults of all cells.

    Paths named in ``outside`` do not stand in the folder.
    """
    contents, problems = {}, []
    for table, path in ((one, path) for one in tables for path in one.paths):
        stranger = path in outside
        content, wrong = read_table(
            Path() if stranger else data_dir, path, table, stranger=stranger
        )
        contents |= {path: content} if content else {}
        problems += wrong
    return contents, problems


def examine(
    data_dir: Path,
    *,
    add: Sequence[Path | str] = (),
    sources: Sequence[Path | str] = (),
    as_of: dt.date | None = None,
    limits: Sequence[tuple[str, float]] = (),
) -> tuple[Evidence | None, list[Problem]]:
    """Read and check a data folder: all faults, and the evidence where there are none.

    ``add`` are further files of observations, ``sources`` of sources; ``as_of`` moves the day up to
    which texts were read; ``limits`` are thresholds and other values of them. EvidenceError where
    there is no folder, ValueError for a threshold that is not there.
    """
    if not data_dir.is_dir():
        raise EvidenceError([Problem(str(data_dir), 0, "", "a folder of data", "none")])
    more = {"series": add, "sources": sources}
    extra = {name: tuple(Path(one).as_posix() for one in files) for name, files in more.items()}
    tables = [replace(one, paths=(*one.paths, *extra.get(one.name, ()))) for one in TABLES]
    contents, problems = read_tables(data_dir, tables, {*chain(*extra.values())})
    documents, wrong = read_documents(data_dir)
    if as_of is not None and "vintage" in documents:
        documents["vintage"] = moved_on(documents["vintage"], as_of)
    for name, value in limits if "thresholds" in documents else ():
        documents["thresholds"][one_of("threshold", name, documents["thresholds"])]["value"] = value
    problems += [*wrong, *check(contents, documents, tables)]
    return None if problems else assemble(contents, documents, tables), problems


def read(data_dir: Path, **how: Any) -> Evidence:
    """Return the evidence of a data folder as :func:`examine`; EvidenceError lists all faults."""
    evidence, problems = examine(data_dir, **how)
    if evidence is None:
        raise EvidenceError(problems)
    return evidence


def moved_on(vintage: dict[str, Any], as_of: dt.date) -> dict[str, Any]:
    """The vintage as if texts had been read up to a later day; ValueError for an earlier one."""
    if as_of < vintage["as_of"]:
        raise ValueError(f"as_of: expected a day from {vintage['as_of']} on, found {as_of}")
    reach = [
        {**kind, "day": max(as_of, kind["day"])} if kind["counts"] else kind
        for kind in vintage["read_up_to"]
    ]
    latest = max(vintage["built"], *(kind["day"] for kind in reach))
    return {**vintage, "as_of": as_of, "built": latest, "read_up_to": reach}


@lru_cache(maxsize=4)
def cached(data_dir: Path) -> Evidence:
    return read(data_dir)


def load(data_dir: Path | str | None = None) -> Evidence:
    """The evidence of ``data/`` (or of another folder), read once per process."""
    return cached(DATA if data_dir is None else Path(data_dir).resolve())
