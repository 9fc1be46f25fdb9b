"""Reading one CSV file under its table of :mod:`.schema`, with every fault found at once.

The reader runs at each load, over strangers' files too; checks across files are in :mod:`.rules`.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from .schema import Field, Table

#: The longest text a cell may hold; longer ones are prose that belongs on a page.
LONGEST_CELL = 1500
#: What a typed cell looks like and what is asked for. ASCII alone: other scripts have digits that
#: look like these or like others.
SHAPES = {
    "number": (r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", "a number"),
    "integer": (r"[+-]?\d+", "a whole number"),
    "date": (r"\d{4}-\d{2}-\d{2}", "a day as YYYY-MM-DD"),
    "boolean": (r"true|false", "true or false"),
}
#: Signs that show as nothing or turn text around: control characters, joiners, overrides.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of the data.

    ``file`` is relative to the data folder; ``row`` is the line as an editor counts it, the header
    being 1, and 0 where the whole file is meant; ``column`` may be empty. ``kind`` is "data",
    "stale seal" (the checksums do not fit the files; ``python -m analysis seal`` cures it) or
    "frictionless" (found by that validator only).
    """

    file: str
    row: int
    column: str
    expected: str
    found: str
    kind: str = "data"

    def __str__(self) -> str:
        place = (self.file, str(self.row or ""), self.column)
        return f"{':'.join(filter(None, place))}: expected {self.expected}, found {self.found}"


@dataclass(frozen=True)
class Content:
    """A file's rows as typed values: ``columns`` maps a name to a list, ``lines`` gives the line
    of each row in the file."""

    columns: dict[str, list[Any]]
    lines: list[int]

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def rows(self) -> list[tuple[int, dict[str, Any]]]:
        """Line and cells by column of each row."""
        cells = zip(*self.columns.values(), strict=True)
        named = (dict(zip(self.columns, row, strict=True)) for row in cells)
        return list(zip(self.lines, named, strict=True))


def short(value: str) -> str:
    """A cell for an error message: quoted, cut after 60 characters."""
    return repr(value if len(value) <= 60 else value[:57] + "...")


def typed(kind: str, text: str) -> Any:
    """The value of a cell that is no plain text; ValueError(what was expected)."""
    shape, expected = SHAPES[kind]
    if kind == "number" and text.lower().lstrip("+-") in ("nan", "inf", "infinity"):
        raise ValueError("a finite number")
    if not re.fullmatch(shape, text, re.ASCII):
        raise ValueError(expected)
    if kind == "boolean":
        return text == "true"
    if kind == "integer":
        return int(text)
    if kind == "date":
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise ValueError("a day of the calendar") from None
    if not math.isfinite(float(text)):
        raise ValueError("a finite number")
    return float(text)


def cell_reader(field: Field) -> Callable[[str], Any]:
    """A function from a cell's text to its value; it raises ValueError(what was expected)."""
    pattern = re.compile(field.pattern) if field.pattern else None
    allowed = frozenset(field.enum)

    def read(text: str) -> Any:
        if not text:
            if field.required:
                raise ValueError("a value")
            return "" if field.type == "string" else None
        if len(text) > LONGEST_CELL:
            raise ValueError(f"at most {LONGEST_CELL} characters")
        if text != text.strip():
            raise ValueError("no space at either end")
        if allowed and text not in allowed:
            raise ValueError("one of " + ", ".join(field.enum))
        if pattern and not pattern.fullmatch(text):
            raise ValueError(f"text like {field.pattern}")
        value = text if field.type == "string" else typed(field.type, text)
        if field.minimum is not None and value < field.minimum:
            raise ValueError(f"at least {field.minimum:g}")
        if field.maximum is not None and value > field.maximum:
            raise ValueError(f"at most {field.maximum:g}")
        return value

    return read


def read_text(path: Path, name: str) -> tuple[str | None, list[Problem]]:
    """A file's text, or None with the reason why it cannot be read as UTF-8."""

    def refused(line: int, expected: str, found: str, column: str = "") -> tuple:
        return None, [Problem(name, line, column, expected, found)]

    try:
        raw = path.read_bytes()
    except OSError as error:
        return refused(0, "a readable file", error.strerror or "none")
    if raw.startswith(b"\xef\xbb\xbf"):
        return refused(1, "UTF-8 without a byte order mark", "a byte order mark")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return refused(line, "UTF-8 text", f"byte 0x{raw[error.start]:02x}, not UTF-8")
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        return refused(line, "lines that end in LF", "a carriage return")
    if unseen := UNSEEN.search(text):
        line = text.count("\n", 0, unseen.start()) + 1
        column = column_at(text, unseen.start()) if path.suffix == ".csv" else ""
        sign = f"the character U+{ord(unseen[0]):04X}"
        return refused(line, "signs that can be seen", sign, column)
    return text, []


def column_at(text: str, place: int) -> str:
    """The column of a CSV text in which the sign at ``place`` stands; empty where there is none."""
    limit = csv.field_size_limit(len(text) + 1)
    try:
        rows = list(csv.reader(io.StringIO(text[: place + 1], newline="")))
    except csv.Error:
        return ""
    finally:
        csv.field_size_limit(limit)
    header, last = rows[0], rows[-1]
    return header[len(last) - 1] if len(rows) > 1 and len(last) <= len(header) else ""


def header_problems(name: str, header: list[str], wanted: Sequence[str]) -> list[Problem]:
    """Missing, unknown, repeated or swapped columns."""
    found = [Problem(name, 1, c, "this column", "none") for c in wanted if c not in header]
    for column in dict.fromkeys(header):
        if column not in wanted:
            found.append(Problem(name, 1, column, "a column of the schema", "an unknown column"))
        if (times := header.count(column)) > 1:
            found.append(Problem(name, 1, column, "the column once", f"{times} times"))
    if not found and header != list(wanted):
        place = next(i for i, name_there in enumerate(header) if name_there != wanted[i])
        have, want = header[place], wanted[place]
        found.append(Problem(name, 1, have, f"{want} as column {place + 1}", f"{have} there"))
    return found


def read_table(data_dir: Path, path: str, table: Table) -> tuple[Content | None, list[Problem]]:
    """Read ``data_dir / path``. Content is None when the file or its header cannot be used."""
    text, problems = read_text(Path(data_dir) / path, path)
    if text is None:
        return None, problems

    def told(line: int, expected: str, found: str, column: str = "") -> None:
        problems.append(Problem(path, line, column, expected, found))

    if not text.endswith("\n"):
        told(text.count("\n") + 1, "a last line that ends in LF", "a cut-off file")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
    except csv.Error as error:
        told(1, "a CSV header", str(error))
        return None, problems
    if wrong := header_problems(path, header, table.columns):
        return None, problems + wrong
    readers = [(field.name, cell_reader(field)) for field in table.fields]
    columns: dict[str, list[Any]] = {name: [] for name in table.columns}
    lines: list[int] = []
    line = reader.line_num + 1
    try:
        for cells in reader:
            if len(cells) != len(readers):
                told(line, f"{len(readers)} cells", f"{len(cells)} cells")
            else:
                for (name, read), cell in zip(readers, cells, strict=True):
                    try:
                        columns[name].append(read(cell))
                    except ValueError as error:
                        told(line, str(error), short(cell), name)
                        columns[name].append(None)
                lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        begins = sum(len(one) + 1 for one in text.split("\n", line - 1)[: line - 1])
        column = column_at(text, begins + csv.field_size_limit()) if "limit" in str(error) else ""
        told(line, "a CSV row", str(error), column)
    if not lines:
        told(2, "at least one row", "none")
    return Content(columns, lines), problems
