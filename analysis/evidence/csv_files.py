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
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ..words import UNSEEN, visible
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
#: Spaces that look like the one of the space bar and are none.
OTHER_SPACES = re.compile(r"[^\S \n\t]")
#: What parts the cells of a row, as a person calls it.
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
#: The line by which a spreadsheet is told what parts the cells; some write it.
SEPARATOR_LINE = re.compile(r'\A"?sep=(.?)"?(?=\n|\Z)', re.I)
DECIMAL_COMMA = re.compile(r"([+-]?)(\d+),(\d+)", re.ASCII)


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of the data.

    ``file`` is relative to the data folder; ``row`` is the line as an editor counts it, 0 where the
    whole file is meant; ``column`` may be empty. ``kind`` is "data", "stale seal" (cured by
    ``python -m analysis seal``) or "frictionless" (found by that validator only).
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


def short(value: str) -> str:
    """A cell for an error message: quoted, cut after 60 characters."""
    return repr(value if len(value) <= 60 else value[:57] + "...")


def near_to(word: str, known: Any) -> str:
    """A hint in brackets at the likeliest meant of the known words; empty when none is near."""
    near = difflib.get_close_matches(word, sorted(map(str, known)), n=1)
    return f" (near: {near[0]})" if near else ""


def typed(kind: str, text: str) -> Any:
    """The value of a cell that is no plain text; ValueError(what was expected)."""
    shape, expected = SHAPES[kind]
    if kind == "number" and text.lower().lstrip("+-") in ("nan", "inf", "infinity"):
        raise ValueError("a finite number")
    if not re.fullmatch(shape, text, re.ASCII):
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
    return value


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


def read_text(path: Path, name: str, *, stranger: bool = False) -> tuple[str | None, list[Problem]]:
    """A file's text, or None with the reason why it cannot be read as UTF-8.

    Line ends are LF: our own files must have them, those of a ``stranger`` are given them.
    """

    def refused(line: int, expected: str, found: str, column: str = "") -> tuple:
        return None, [Problem(name, line, column, expected, found)]

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
    csv_file = stranger or path.suffix == ".csv"
    unseen = UNSEEN.search(text)
    if unseen or (csv_file and not stranger and (unseen := OTHER_SPACES.search(text))):
        line = text.count("\n", 0, unseen.start()) + 1
        column = column_at(text, unseen.start()) if csv_file else ""
        sign = f"the character U+{ord(unseen[0]):04X}"
        wanted = "ordinary spaces" if unseen[0].isspace() else "signs that can be seen"
        return refused(line, wanted, sign, column)
    if not stranger and not unicodedata.is_normalized("NFC", text):
        lines = enumerate(text.split("\n"), start=1)
        line = next((n for n, one in lines if not unicodedata.is_normalized("NFC", one)), 0)
        return refused(line, "composed letters (NFC)", "a letter and its mark apart")
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


def header_problems(
    name: str, line: int, header: list[str], wanted: Sequence[str], *, others: bool
) -> list[Problem]:
    """Missing, unknown, repeated or swapped columns; with ``others`` unknown ones may stand."""
    found = [Problem(name, line, c, "this column", "none") for c in wanted if c not in header]
    for column in dict.fromkeys(header):
        if column not in wanted:
            if others:
                continue
            if not column:
                place = header.index("") + 1
                found.append(Problem(name, line, "", f"a name for column {place}", "none"))
                continue
            found.append(Problem(name, line, column, "a column of the schema", "an unknown column"))
        if (times := header.count(column)) > 1:
            found.append(Problem(name, line, column, "the column once", f"{times} times"))
    if not found and not others and header != list(wanted):
        place = next(i for i, name_there in enumerate(header) if name_there != wanted[i])
        have, want = header[place], wanted[place]
        found.append(Problem(name, line, have, f"{want} as column {place + 1}", f"{have} there"))
    return found


def swallowed(cell: str, place: int, cells: int, sign: str) -> bool:
    """Say whether a cell holds the end of its own row and the beginning of another.

    A quote that was left open takes all in up to the next one, which may stand in the same column.
    """
    first, *_, last = cell.split("\n")
    return cells > 1 and (first.count(sign), last.count(sign)) == (cells - 1 - place, place)


def pointed(cell: str) -> str:
    """A number with a decimal comma, written with a point; other cells as they are.

    Raises ValueError(what was expected) where the comma may as well part thousands.
    """
    if found := DECIMAL_COMMA.fullmatch(cell):
        sign, whole, part = found.groups()
        if len(part) == 3 and whole.strip("0"):
            raise ValueError("a number with a decimal point (the comma may part thousands)")
        return f"{sign}{whole}.{part}"
    return cell


class Grid:
    """The cells of a CSV text: ``header`` with its line, ``rows`` as (line, cells), ``problems``.

    Lines are counted as an editor counts them, whatever stands before or inside a row.
    """

    def __init__(self, text: str, path: str, wanted: Sequence[str], *, stranger: bool) -> None:
        self.path, self.stranger = path, stranger
        self.problems: list[Problem] = []
        self.sign = self.separated_by(text, wanted)
        if stranger:
            text = SEPARATOR_LINE.sub("", text)
        elif not text.endswith("\n"):
            self.told(text.count("\n") + 1, "a last line that ends in LF", "a cut-off file")
        rows = self.read(text)
        self.line, self.header = rows[0] if rows else (1, [])
        self.rows = rows[1:]
        if not self.header and not self.problems:
            self.told(1, "a header", "none")
        if stranger:
            self.header = [plain(name).strip() for name in self.header]
            self.leave_nameless_out()

    def told(self, line: int, expected: str, found: str, column: str = "") -> None:
        self.problems.append(Problem(self.path, line, column, expected, found))

    def separated_by(self, text: str, wanted: Sequence[str]) -> str:
        """What parts the cells: the sign by which the first line holds most of the wanted names.

        A file of our own that parts them otherwise than by commas is told so.
        """
        said = SEPARATOR_LINE.match(text) if self.stranger else None
        if said and said[1] in SEPARATORS:
            return said[1]
        lines = SEPARATOR_LINE.sub("", text).split("\n")
        line = next((one for one in lines if one.strip()), "")

        def names(sign: str) -> int:
            return len({cell.strip().strip('"') for cell in line.split(sign)} & set(wanted))

        sign = max(SEPARATORS, key=names)  # the first of equals: commas
        if sign != "," and not self.stranger:
            habit = f"{SEPARATORS[sign]}: a spreadsheet in another language"
            self.told(1, "cells separated by commas", habit)
        return sign

    def read(self, text: str) -> list[tuple[int, list[str]]]:
        """The rows with their lines up to the first that is none; blank ones of strangers not."""
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=self.sign, strict=True)
        rows, line = [], 1
        try:
            for cells in reader:
                if not self.stranger or any(cell.strip() for cell in cells):
                    rows.append((line, cells))
                line = reader.line_num + 1
        except csv.Error as error:
            begins = sum(len(one) + 1 for one in text.split("\n", line - 1)[: line - 1])
            limit = "limit" in str(error)
            column = column_at(text, begins + csv.field_size_limit()) if limit else ""
            if "end of data" in str(error):
                self.told(line, "a quote that is closed again", "none up to the end of the file")
            else:
                self.told(line, "a CSV row" if line > 1 else "a CSV header", str(error), column)
        return rows

    def leave_nameless_out(self) -> None:
        """Drop the columns without a name that hold nothing, as spreadsheets add them."""
        full = {place for _, cells in self.rows for place, cell in enumerate(cells) if cell}
        kept = [place for place, name in enumerate(self.header) if name or place in full]
        if len(kept) < len(self.header):
            width = len(self.header)
            self.header = [self.header[place] for place in kept]
            self.rows = [
                (line, [cells[place] for place in kept] if len(cells) == width else cells)
                for line, cells in self.rows
            ]


def read_table(
    data_dir: Path, path: str, table: Table, *, stranger: bool = False, others: bool = False
) -> tuple[Content | None, list[Problem]]:
    """Read ``data_dir / path``. Content is None when the file or its header cannot be used.

    A ``stranger`` is not one of our files; with ``others`` it may have columns that are not read.
    """
    text, problems = read_text(Path(data_dir) / path, path, stranger=stranger)
    if text is None:
        return None, problems
    grid = Grid(text, path, table.columns, stranger=stranger)
    if any(one.row <= grid.line for one in grid.problems):
        return None, grid.problems
    wrong = header_problems(path, grid.line, grid.header, table.columns, others=others)
    if wrong:
        return None, grid.problems + wrong
    commas = stranger and grid.sign != ","
    readers = []
    for field in table.fields:
        read, number = cell_reader(field), field.type == "number"
        readers.append((grid.header.index(field.name), field.name, read, commas and number))
    columns: dict[str, list[Any]] = {name: [] for name in table.columns}
    lines: list[int] = []
    width = len(grid.header)
    for line, cells in grid.rows:
        if len(cells) != width:
            grid.told(line, f"{width} cells", f"{len(cells)} cells")
            continue
        for place, cell in enumerate(cells):
            if "\n" in cell and swallowed(cell, place, width, grid.sign):
                grid.told(
                    line, "a quote that is closed again", "rows inside it", grid.header[place]
                )
        for place, name, read, comma in readers:
            cell = plain(cells[place]) if stranger else cells[place]
            try:
                columns[name].append(read(pointed(cell) if comma else cell))
            except ValueError as error:
                grid.told(line, str(error), short(cell), name)
                columns[name].append(None)
        lines.append(line)
    if not lines and not grid.problems:
        grid.told(grid.line + 1, "at least one row", "none")
    return Content(columns, lines), grid.problems
