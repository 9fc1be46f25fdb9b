"""The ways in which ``mutations`` spoils a file: one small function a kind, all from one seed."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from random import Random

from analysis.evidence.schema import TABLES

BY_PATH = {path: table for table in TABLES for path in table.paths}
HOSTILE = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "'; DROP TABLE series; --",
    "!!python/object/apply:os.system ['true']",
    "../../../../etc/passwd",
    "{0.__class__.__mro__}",
    "%s%s%s%n",
    "${jndi:ldap://example.org/a}",
    "__import__('os').system('true')",
    "\u202egnp.exe",
    "javascript:alert(1)",
    "`$(touch here)`",
    "9" * 400,
)
CONTROLS = ("\x00", "\x07", "\x1b[2J", "\u202e", "\u2028", "\x85", "\u200b", "\ufeff")


@dataclass(frozen=True)
class Mutant:
    """A spoilt file: its new bytes (None: no file), what was done, whether it must be refused."""

    file: str
    content: bytes | None
    note: str
    must_refuse: bool = False
    cell: bool = False


@dataclass(frozen=True)
class Kind:
    """A way to spoil a file."""

    name: str
    make: Callable[[Random, str, bytes], Mutant]


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


def bytes_of(rows: list[list[str]], **options: object) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n", **options).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue().encode("utf-8")


def pick(rng: Random, name: str, rows: list[list[str]], *types: str) -> tuple[int, int]:
    """A cell that is not empty, of one of the types if the table has such a column."""
    fields = BY_PATH[name].fields
    columns = [i for i, f in enumerate(fields) if not types or f.type in types]
    columns = columns or list(range(len(fields)))
    for _ in range(200):
        row, column = rng.randrange(1, len(rows)), rng.choice(columns)
        if rows[row][column]:
            return row, column
    return row, column


def with_cell(rng, file, rows, row, column, change, strict) -> Mutant:
    """A file in which one cell is another; it must be refused if that is ``strict``."""
    before, after = rows[row][column], change(rng, rows[row][column])
    rows[row][column] = after
    note = f"{rows[0][column]}: {before[:40]!r} to {after[:40]!r}"
    return Mutant(file, bytes_of(rows), note, strict and before != after, cell=True)


def cell_kind(
    name: str, change: Callable[[Random, str], str], *types: str, must_refuse: bool = False
) -> Kind:
    """A kind that changes the text of one cell."""

    def make(rng: Random, file: str, content: bytes) -> Mutant:
        rows = rows_of(content)
        row, column = pick(rng, file, rows, *types)
        strict = must_refuse and (not types or BY_PATH[file].fields[column].type in types)
        return with_cell(rng, file, rows, row, column, change, strict)

    return Kind(name, make)


def column_kind(
    name: str, columns: tuple[str, ...], change: Callable[[Random, str], str], *, strict: bool
) -> Kind:
    """A kind that changes a cell of certain columns; another kind of slip where there are none."""

    def make(rng: Random, file: str, content: bytes) -> Mutant:
        rows = rows_of(content)
        there = [i for i, c in enumerate(rows[0]) if c in columns]
        full = [(r, i) for i in there for r in range(1, len(rows)) if rows[r][i]]
        if not full:
            return truncated(rng, file, content)
        return with_cell(rng, file, rows, *rng.choice(full), change, strict)

    return Kind(name, make)


def rows_kind(name: str, change: Callable[[Random, list[list[str]]], str], strict: bool) -> Kind:
    """A kind that changes whole rows or columns in place and returns what it did."""

    def make(rng: Random, file: str, content: bytes) -> Mutant:
        rows = rows_of(content)
        before = [list(row) for row in rows]
        note = change(rng, rows)
        return Mutant(file, bytes_of(rows), note, strict and rows != before)

    return Kind(name, make)


def digit(rng: Random, text: str) -> str:
    places = [i for i, c in enumerate(text) if c.isdigit()]
    if not places:
        return text + "7"
    place = rng.choice(places)
    return text[:place] + rng.choice("0123456789") + text[place + 1 :]


def scaled(rng: Random, text: str) -> str:
    try:
        return f"{float(text) * rng.choice((0.01, 100.0)):g}"
    except ValueError:
        return text


def year_shift(rng: Random, text: str) -> str:
    return f"{int(text[:4]) + rng.choice((-1, 1))}{text[4:]}" if text[:4].isdigit() else text


def bad_day(rng: Random, text: str) -> str:
    year, month, day = [*text.split("-"), "1", "1"][:3]
    return rng.choice(
        (f"{day}/{month}/{year}", f"{year}-13-01", f"{year}-02-30", f"{year[2:]}-{month}-{day}",
         f"{year}{month}{day}", "yesterday", "0", f"{text}T00:00:00", "2999-01-01")
    )  # fmt: skip


def bad_number(rng: Random, text: str) -> str:
    return rng.choice(
        ("nearly all", "NaN", "inf", "-inf", "1e999", "1,5", "12%", "0x1f", "１２", "1_000", "−3")
    )


def double_row(rng: Random, rows: list[list[str]]) -> str:
    row = rng.randrange(1, len(rows))
    rows.insert(rng.randrange(1, len(rows)), list(rows[row]))
    return f"row {row} twice"


def drop_row(rng: Random, rows: list[list[str]]) -> str:
    return f"without {rows.pop(rng.randrange(1, len(rows)))[0]}"


def shuffle_rows(rng: Random, rows: list[list[str]]) -> str:
    body = rows[1:]
    rng.shuffle(body)
    rows[1:] = body
    return "rows in another order"


def swap(rng: Random, rows: list[list[str]], which: str) -> str:
    a, b = rng.sample(range(len(rows[0])), 2)
    chosen = {"headers": rows[:1], "columns": rows}.get(which) or [rng.choice(rows[1:])]
    for row in chosen:
        row[a], row[b] = row[b], row[a]
    return f"{which} {rows[0][a]} and {rows[0][b]} swapped"


def column_gone(rng: Random, rows: list[list[str]]) -> str:
    column = rng.randrange(len(rows[0]))
    name = rows[0][column]
    for row in rows:
        del row[column]
    return f"without column {name}"


def column_new(rng: Random, rows: list[list[str]]) -> str:
    for number, row in enumerate(rows):
        row.append("extra" if number == 0 else "1")
    return "an extra column"


def ragged(rng: Random, rows: list[list[str]]) -> str:
    row = rows[rng.randrange(1, len(rows))]
    if rng.random() < 0.5:
        row.append("more")
    else:
        row.pop()
    return "a cell too many or too few"


def truncated(rng: Random, file: str, content: bytes) -> Mutant:
    place = rng.randrange(len(content) - 1)
    # Whole rows that are left are a table; that some are gone is seen by the checksums alone.
    whole = b"\n" in content[max(place - 1, 0) : place + 1]
    strict = file.endswith(".csv") and not whole
    return Mutant(file, content[:place], f"cut after {place} bytes", strict)


def encoded(rng: Random, file: str, content: bytes) -> Mutant:
    way = rng.randrange(6)
    place = rng.randrange(len(content))
    changed = (
        b"\xef\xbb\xbf" + content,
        content.decode("utf-8").encode("utf-16"),
        content.replace(b"\n", b"\r\n"),
        content[:place] + b"\xff" + content[place:],
        content[:place] + b"\xe9" + content[place:],
        content.replace(b"\n", b"\r"),
    )[way]
    names = ("a byte order mark", "UTF-16", "CRLF", "byte ff", "a Latin-1 letter", "CR alone")
    return Mutant(file, changed, names[way], must_refuse=True)


def controls(rng: Random, file: str, content: bytes) -> Mutant:
    text = content.decode("utf-8")
    place = rng.randrange(len(text))
    sign = rng.choice(CONTROLS)
    return Mutant(
        file, (text[:place] + sign + text[place:]).encode("utf-8"), f"U+{ord(sign[0]):04X}", True
    )


def absent(rng: Random, file: str, content: bytes) -> Mutant:
    way = rng.randrange(3)
    return Mutant(
        file, (None, b"", content.splitlines(keepends=True)[0])[way],
        ("no file", "an empty file", "the first line alone")[way],
        must_refuse=way < 2 or file.endswith(".csv"),
    )  # fmt: skip


def requoted(rng: Random, file: str, content: bytes) -> Mutant:
    return Mutant(file, bytes_of(rows_of(content), quoting=csv.QUOTE_ALL), "every cell in quotes")


def delimited(rng: Random, file: str, content: bytes) -> Mutant:
    sign = rng.choice(";\t|")
    return Mutant(file, bytes_of(rows_of(content), delimiter=sign), f"{sign!r} between cells", True)


TRUTHS = ("yes", "1", "TRUE", "True")
NO_UNITS = ("per cent", "%", "Percent")
UNITS = ("fraction", "minutes", "percent")
REFERENCES = ("source", "instrument", "series", "claim")
CSV_KINDS = (
    cell_kind("word for a number", bad_number, "number", "integer", must_refuse=True),
    cell_kind("impossible day", bad_day, "date", must_refuse=True),
    cell_kind("day a year off", year_shift, "date"),
    cell_kind("another digit", digit, "number", "integer"),
    cell_kind("percent against fraction", scaled, "number"),
    cell_kind("sign, zero or huge", lambda r, t: r.choice((f"-{t}", "0", "1e308", "-0")), "number"),
    cell_kind("an empty cell", lambda r, t: ""),
    cell_kind("another truth value", lambda r, t: r.choice(TRUTHS), "boolean", must_refuse=True),
    column_kind("unknown unit", ("unit",), lambda r, t: r.choice(NO_UNITS), strict=True),
    column_kind("another unit", ("unit",), lambda r, t: r.choice(UNITS), strict=False),
    column_kind("unknown reference", REFERENCES, lambda r, t: digit(r, t) + "-nobody", strict=True),
    column_kind("identifier of another form", ("record", "key", "instrument"),
                lambda r, t: r.choice((t.upper() + "X", t + " ", "=" + t, "")), strict=True),
    cell_kind("oversized cell", lambda r, t: (t or "x") * (2000 // max(1, len(t)) + 800), "string",
              must_refuse=True),
    cell_kind("hostile text", lambda r, t: r.choice(HOSTILE)),
    Kind("control character", controls),
    Kind("encoding", encoded),
    Kind("truncated file", truncated),
    Kind("file missing or empty", absent),
    rows_kind("row twice", double_row, strict=True),
    rows_kind("row missing", drop_row, strict=False),
    rows_kind("rows in another order", shuffle_rows, strict=False),
    rows_kind("headers swapped", partial(swap, which="headers"), strict=True),
    rows_kind("columns swapped", partial(swap, which="columns"), strict=True),
    rows_kind("two cells swapped", partial(swap, which="cells"), strict=False),
    rows_kind("column missing", column_gone, strict=True),
    rows_kind("column added", column_new, strict=True),
    rows_kind("ragged row", ragged, strict=True),
    Kind("quoting", requoted),
    Kind("delimiter", delimited),
)  # fmt: skip

YAML_VALUES = (
    "null", "[]", "{}", "-1", "0", "1e400", ".nan", "-.inf", "true", "2026-02-30", "'text'",
    "!!python/object/apply:os.system ['true']", "!!python/name:os.system", "&a [*a]", "*nobody",
    "[" * 3000, "{a: {a: {a: 1}}}", "? [1, 2]", "<<: 1", "!!binary x", "0o17", "1:20:30",
    "!!set {a}", "9" * 5000, "\"\\x00\"", "@x", "| ", "12_000",
)  # fmt: skip


def yaml_value(rng: Random, file: str, content: bytes) -> Mutant:
    lines = content.decode("utf-8").splitlines(keepends=True)
    with_value = [i for i, line in enumerate(lines) if ": " in line and line.lstrip()[0] != "#"]
    if not with_value:
        return truncated(rng, file, content)
    place = rng.choice(with_value)
    key, _, _ = lines[place].partition(": ")
    value = rng.choice(YAML_VALUES)
    lines[place] = f"{key}: {value}\n"
    return Mutant(file, "".join(lines).encode("utf-8"), f"line {place + 1}: {value[:40]}")


def number_in_text(rng: Random, file: str, content: bytes) -> Mutant:
    return Mutant(file, digit(rng, content.decode("utf-8")).encode("utf-8"), "another digit")


def line_kind(name: str, change: Callable[[Random, list[str]], str]) -> Kind:
    def make(rng: Random, file: str, content: bytes) -> Mutant:
        lines = content.decode("utf-8").splitlines(keepends=True)
        note = change(rng, lines)
        return Mutant(file, "".join(lines).encode("utf-8"), note)

    return Kind(name, make)


def line_gone(rng: Random, lines: list[str]) -> str:
    return f"without {lines.pop(rng.randrange(len(lines))).strip()[:50]!r}"


def line_twice(rng: Random, lines: list[str]) -> str:
    place = rng.randrange(len(lines))
    lines.insert(place, lines[place])
    return f"line {place + 1} twice"


def lines_swapped(rng: Random, lines: list[str]) -> str:
    a, b = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return f"lines {a + 1} and {b + 1} swapped"


def indented(rng: Random, lines: list[str]) -> str:
    place = rng.randrange(len(lines))
    lines[place] = rng.choice(("  ", "\t", "    ")) + lines[place]
    return f"line {place + 1} indented"


def hostile_line(rng: Random, lines: list[str]) -> str:
    place, text = rng.randrange(len(lines) + 1), rng.choice((*HOSTILE, *YAML_VALUES))
    lines.insert(place, f"{text}\n")
    return f"line {place + 1}: {text[:40]}"


def laughs(rng: Random, file: str, content: bytes) -> Mutant:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for one, two in zip("abcdefgh", "bcdefghi", strict=True):
        bomb += f"{two}: &{two} [{', '.join([f'*{one}'] * 9)}]\n"
    return Mutant(file, bomb.encode(), "a billion laughs", must_refuse=True)


def flipped(rng: Random, file: str, content: bytes) -> Mutant:
    place = rng.randrange(len(content))
    changed = bytearray(content)
    changed[place] ^= 1 << rng.randrange(8)
    return Mutant(file, bytes(changed), f"a bit at byte {place}")


TEXT_KINDS = (
    Kind("YAML: value of another type", yaml_value),
    Kind("YAML: value of another type, again", yaml_value),
    Kind("YAML: another digit", number_in_text),
    line_kind("YAML: line missing", line_gone),
    line_kind("YAML: line twice", line_twice),
    line_kind("YAML: lines swapped", lines_swapped),
    line_kind("YAML: indentation", indented),
    line_kind("YAML: hostile line", hostile_line),
    Kind("YAML: a billion laughs", laughs),
    Kind("YAML: truncated file", truncated),
    Kind("YAML: encoding", encoded),
    Kind("YAML: control character", controls),
    Kind("YAML: file missing or empty", absent),
    Kind("YAML: one bit", flipped),
)
