"""The schema of the evidence, read from ``data/schema``: what every table and document must hold.

``tables.json`` lists the tables in the words of Frictionless Table Schema, with the own keys
``name``, ``title``, ``description``, ``paths``, ``unitRanges`` and ``rising`` (columns whose values
may not fall from one to the next); every other file is a JSON Schema. Nothing here says what a
column is: change the JSON, not the code.
"""

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import vocabulary
from ..arguments import one_of

PACKAGE = Path(__file__).resolve().parents[1]
#: The data beside the package in a checkout, inside it once installed.
DATA = PACKAGE.parent / "data"
if not (DATA / "schema").is_dir():
    DATA = PACKAGE / "_data"
VINTAGE = re.compile(r"metr_vintage_(\d{4}_\d{2}_\d{2})_th_(1|1_\d)_(p50|p80)")


@dataclass(frozen=True)
class Field:
    """One column: its type, what it means, and which values are allowed.

    ``type`` is one of string, number, integer, boolean, date. ``pattern`` is a regular expression
    for the whole cell.
    """

    name: str
    type: str
    description: str = ""
    required: bool = False
    enum: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None


@dataclass(frozen=True)
class Table:
    """One kind of file. ``paths`` are relative to ``data/``; all files of a table share columns.

    ``key`` are the columns that tell rows apart; ``references`` are triples of a column, a table
    and the column of that table which must hold the same value; ``descriptor`` is the Table Schema
    as written, empty for a table described in code.
    """

    name: str
    title: str
    description: str
    paths: tuple[str, ...]
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ("record",)
    references: tuple[tuple[str, str, str], ...] = ()
    descriptor: Mapping[str, Any] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)


def former(series: str) -> tuple[dt.date, str] | None:
    """The day and the present name of a series of METR's as one of its files had it on that day."""
    if not (found := VINTAGE.fullmatch(series)):
        return None
    suite = "1_0" if found[2] == "1" else found[2]
    return dt.date(*map(int, found[1].split("_"))), f"metr_th_{suite}_{found[3]}"


def document(name: str) -> Any:
    """A file of ``data/schema`` by its name without ending, parsed; OSError when there is none."""
    text = (DATA / "schema" / f"{name}.json").read_text("utf-8")
    return json.loads(text, object_hook=worded)


def worded(part: dict[str, Any]) -> dict[str, Any]:
    """A part of a schema; its keyword ``words``, a list of the vocabulary, adds to its ``enum``."""
    if isinstance(part.get("words"), str):
        words = getattr(vocabulary, part.pop("words"))
        part["enum"] = [*part.get("enum", ()), *words]
    return part


def resource_name(path: str) -> str:
    """The name of a file in the Data Package: the path without the ending of a table."""
    stem = path.rsplit(".", 1)[0] if path.endswith(".csv") else path.replace(".", "-")
    return stem.replace("/", "-").replace("_", "-")


def field_of(column: Mapping[str, Any]) -> Field:
    """A column from its Table Schema descriptor."""
    limits = dict(column.get("constraints", {}))
    limits["enum"] = tuple(limits.get("enum", ()))
    return Field(column["name"], column["type"], column.get("description", ""), **limits)


def table_of(one: Mapping[str, Any]) -> Table:
    """A table from its descriptor."""
    return Table(
        **{name: one[name] for name in ("name", "title", "description")},
        paths=tuple(one["paths"]),
        fields=tuple(map(field_of, one["fields"])),
        key=tuple(one["primaryKey"]),
        references=tuple(
            (key["fields"][0], OWNERS[key["reference"]["resource"]], key["reference"]["fields"][0])
            for key in one.get("foreignKeys", ())
        ),
        descriptor=one,
    )


DESCRIPTORS = document("tables")
#: The table to which a resource belongs.
OWNERS = {resource_name(path): one["name"] for one in DESCRIPTORS for path in one["paths"]}
TABLES = tuple(map(table_of, DESCRIPTORS))


def table(name: str) -> Table:
    """The table of that name; ValueError when there is none."""
    known = {one.name: one for one in TABLES}
    return known[one_of("table", name, known)]
