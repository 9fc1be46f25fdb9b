"""Reading one CSV file under its table of :mod:`.schema`, with every fault found at once.

The reader runs at each load; checks across files are in :mod:`.rules`. Our own files have one form
to the byte. Those of strangers come from spreadsheets: what these habitually do is understood where
it can mean one thing only, and else told by its name.
"""

import csv
import datetime as dt
import difflib
import io
import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ..words import UNSEEN, visible
from .schema import Field, Table

#: The longest text a cell may hold; longer ones are prose that belongs on a page.
LONGEST_CELL = 1500
csv.field_size_limit(2**31 - 1)  # so that a longer one is told as such, with its row and column
#: What a typed cell looks like and what is asked for. ASCII alone: other scripts have digits that
#: look like these or like others.
SHAPES = {
    "number": (r"[+-]?((\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?|nan|inf|infinity)", "a number"),
    "integer": (r"[+-]?\d+", "a whole number"),
    "date": (r"(19|2[01])\d{2}-\d{2}-\d{2}", "a day as YYYY-MM-DD from 1900 to 2199"),
    "boolean": (r"true|false", "true or false"),
}
#: What parts the cells of a row, as a person calls it.
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
#: The line by which a spreadsheet is told what parts the cells; some write it.
SEPARATOR_LINE = re.compile(r'\A"?sep=(.?)"?(?=\n|\Z)', re.I)
#: Spaces that look like the one of the space bar and are none.
OTHER_SPACES = re.compile(r"[^\S \n\t]")
DECIMAL_COMMA = re.compile(r"([+-]?)(\d+),(\d+)", re.ASCII)


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of the data.

    ``file`` is relative to the data folder; ``row`` is the line as an editor counts it, 0 where the
    whole file is meant; ``column`` may be empty. ``kind`` is "data", or "stale seal" (cured by
    ``python -m analysis seal``).
    """

    file: str
    row: int
    column: str
    expected: str
    found: str
    kind: str = "data"

    def __str__(self) -> str:
        place = (self.file, str(self.row or ""), self.column)
        text = f"{':'.join(filter(None, place))}: expected {self.expected}, found {self.found}"
        return visible(text)


@dataclass(frozen=True)
class Content:
    """A file's rows as typed values: a list for each of its ``columns``, and each row's line."""

    columns: dict[str, list[Any]]
    lines: list[int]

    @cached_property
    def rows(self) -> list[tuple[int, dict[str, Any]]]:
        """Line and cells by column of each row."""
        cells = zip(*self.columns.values(), strict=True)
        named = (dict(zip(self.columns, row, strict=True)) for row in cells)
        return list(zip(self.lines, named, strict=True))


def plain(text: str) -> str:
    """A text in the form that all which look like it share: letters composed, spaces ordinary."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


def seen(text: str) -> str:
    """A text as it is; ValueError(what was expected) where a sign of it cannot be seen."""
    if found := UNSEEN.search(text):
        raise ValueError(f"signs that can be seen, not U+{ord(found[0]):04X}")
    return text


def ours(text: str) -> str:
    """A text of our own files as it is; ValueError(what was expected) if it has other signs."""
    if found := OTHER_SPACES.search(seen(text)):
        raise ValueError(f"ordinary spaces, not U+{ord(found[0]):04X}")
    if not unicodedata.is_normalized("NFC", text):
        raise ValueError("composed letters (NFC)")
    return text


def theirs(text: str) -> str:
    """A stranger's text in the plain form; ValueError as :func:`seen`."""
    return plain(seen(text))


def pointed(text: str) -> str:
    """A stranger's number with a decimal comma, written with a point; other cells as they are.

    Raises ValueError(what was expected) where the comma may as well part thousands.
    """
    text = theirs(text)
    if found := DECIMAL_COMMA.fullmatch(text):
        sign, whole, part = found.groups()
        if len(part) == 3 and whole.strip("0"):
            raise ValueError("a number with a decimal point (the comma may part thousands)")
        return f"{sign}{whole}.{part}"
    return text


def short(value: Any) -> str:
    """A value for an error message: as code has it, a text quoted and cut after 60 characters."""
    long = isinstance(value, str) and len(value) > 60
    return repr(value[:57] + "..." if long else value)


def near_to(word: Any, known: Any) -> str:
    """A hint in brackets at the likeliest meant of the known words; empty when none is near."""
    near = difflib.get_close_matches(str(word), sorted(map(str, known)), n=1)
    return f" (near: {near[0]})" if near else ""


def typed(kind: str, text: str) -> Any:
    """The value of a cell that is no plain text; ValueError(what was expected)."""
    shape, expected = SHAPES[kind]
    if not re.fullmatch(shape, text, re.ASCII | re.I if kind == "number" else re.ASCII):
        comma = kind == "number" and "," in text
        raise ValueError("a number with a decimal point" if comma else expected)
    if kind == "date":
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise ValueError("a day of the calendar") from None
    value = {"boolean": "true".__eq__, "integer": int, "number": float}[kind](text)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("a finite number")
    if kind == "integer" and abs(value) >= 10**15:
        raise ValueError("a whole number of at most 15 digits")
    return value


def cell_reader(field: Field, sign: str, *, stranger: bool) -> Callable[[str], Any]:
    """A function from a cell's text to its value; it raises ValueError(what was expected).

    Where another ``sign`` than the comma parts a stranger's cells, numbers may have one.
    """
    form = theirs if stranger else ours
    if stranger and field.type == "number" and sign != ",":
        form = pointed
    pattern = re.compile(field.pattern) if field.pattern else None
    allowed = frozenset(field.enum)

    def read(text: str) -> Any:
        text = form(text)
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


def read_text(path: Path, name: str, *, stranger: bool = False) -> tuple[str | None, list[Problem]]:
    """A file's text, or None with the reason why it cannot be read as UTF-8.

    Line ends are LF: our own files must have them, those of a ``stranger`` are given them.
    """

    def refused(line: int, expected: str, found: str) -> tuple:
        return None, [Problem(name, line, "", expected, found)]

    try:
        raw = path.read_bytes()
    except (OSError, ValueError) as error:  # a name with a zero byte is a ValueError
        return refused(0, "a readable file", getattr(error, "strerror", None) or "none")
    if not raw.strip():
        return refused(0, "a file with content", "an empty file")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return refused(0, "UTF-8 text", "UTF-16: save it as CSV UTF-8")
    if raw.startswith(b"\xef\xbb\xbf"):
        if not stranger:
            return refused(1, "UTF-8 without a byte order mark", "a byte order mark")
        raw = raw[3:]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return refused(line, "UTF-8 text", f"byte 0x{raw[error.start]:02x}, not UTF-8")
    if stranger:
        text = text.replace("\r\n", "\n") if "\n" in text else text.replace("\r", "\n")
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        return refused(line, "lines that end in LF", "a carriage return")
    return text, []


def separator(text: str, wanted: Sequence[str]) -> str:
    """What parts the cells: what the first line says, or the sign by which it has wanted names."""
    said = SEPARATOR_LINE.match(text)
    if said and said[1] in SEPARATORS:
        return said[1]
    lines = SEPARATOR_LINE.sub("", text).split("\n")
    line = next((one for one in lines if one.strip()), "")

    def names(sign: str) -> int:
        return len({cell.strip().strip('"') for cell in line.split(sign)} & set(wanted))

    return max(SEPARATORS, key=names)  # the first of equals: commas


def rows_of(text: str, sign: str, path: str) -> tuple[list[tuple[int, list[str]]], list[Problem]]:
    """The rows of a CSV text with their lines, and where it ceases to be one.

    Lines are counted as an editor counts them, whatever stands before or inside a row.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    rows, line = [], 1
    try:
        for cells in reader:
            rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        wanted, found = "a CSV row", str(error)
        if "end of data" in found:
            wanted, found = "a quote that is closed again", "none up to the end of the file"
        return rows, [Problem(path, line, "", wanted, found)]
    return rows, []


def header_faults(
    header: list[str],
    rows: list[tuple[int, list[str]]],
    wanted: Sequence[str],
    *,
    stranger: bool,
    others: bool,
) -> Iterator[tuple[str, str, str]]:
    """Missing, repeated and unknown columns, those without a name; for our own files their order.

    A stranger's column without a name may stand if none of its cells holds anything; with
    ``others`` all columns but the wanted may be anything.
    """
    full = {place for _, cells in rows for place, cell in enumerate(cells) if cell}
    for name in wanted:
        if name not in header:
            yield name, "this column", "none"
        elif (times := header.count(name)) > 1:
            yield name, "the column once", f"{times} times"
    for place, name in enumerate([] if others else header):
        if name and name not in wanted:
            yield name, "a column of the schema", "an unknown column"
        elif not name and (place in full or not stranger):
            yield "", f"a name for column {place + 1}", "none"
    if not stranger and sorted(header) == sorted(wanted) and header != list(wanted):
        place = next(i for i, name in enumerate(wanted) if header[i] != name)
        yield header[place], f"{wanted[place]} as column {place + 1}", f"{header[place]} there"


def swallowed(cell: str, place: int, cells: int, sign: str) -> bool:
    """Say whether a cell holds the end of its own row and the beginning of another.

    A quote that was left open takes all in up to the next one, which may stand in the same column.
    """
    first, *_, last = cell.split("\n")
    return cells > 1 and (first.count(sign), last.count(sign)) == (cells - 1 - place, place)


def read_table(
    data_dir: Path, path: str, table: Table, *, stranger: bool = False, others: bool = False
) -> tuple[Content | None, list[Problem]]:
    """Read ``data_dir / path``. Content is None when the file or its header cannot be used.

    A ``stranger`` is not one of our files; with ``others`` it may have columns that are not read.
    """
    text, problems = read_text(Path(data_dir) / path, path, stranger=stranger)
    if text is None:
        return None, problems

    def told(line: int, expected: str, found: str, column: str = "") -> None:
        problems.append(Problem(path, line, column, expected, found))

    sign = separator(text, table.columns)
    if stranger:
        text = SEPARATOR_LINE.sub("", text)
    elif sign != ",":
        found = f"{SEPARATORS[sign]}: a spreadsheet in another language"
        return None, [Problem(path, 1, "", "cells separated by commas", found)]
    elif not text.endswith("\n"):
        told(text.count("\n") + 1, "a last line that ends in LF", "a cut-off file")
    rows, wrong = rows_of(text, sign, path)
    problems += wrong
    if stranger:  # blank rows are none
        rows = [row for row in rows if any(cell.strip() for cell in row[1])]
    if not rows:
        return None, problems or [Problem(path, 1, "", "a header", "none")]
    (top, header), *rows = rows
    if stranger:
        header = [plain(name).strip() for name in header]
    faults = header_faults(header, rows, table.columns, stranger=stranger, others=others)
    if wrong := [Problem(path, top, *fault) for fault in faults]:
        return None, problems + wrong
    readers = [
        (header.index(field.name), field.name, cell_reader(field, sign, stranger=stranger))
        for field in table.fields
    ]
    columns: dict[str, list[Any]] = {name: [] for name in table.columns}
    lines: list[int] = []
    for line, cells in rows:
        if len(cells) != len(header):
            told(line, f"{len(header)} cells", f"{len(cells)} cells")
            continue
        lines.append(line)
        for place, cell in enumerate(cells):
            if "\n" in cell and swallowed(cell, place, len(cells), sign):
                told(line, "a quote that is closed again", "rows inside it", header[place])
        for place, name, read in readers:
            try:
                columns[name].append(read(cells[place]))
            except ValueError as error:
                told(line, str(error), short(cells[place]), name)
                columns[name].append(None)
    if not lines and not problems:
        told(top + 1, "at least one row", "none")
    return Content(columns, lines), problems
