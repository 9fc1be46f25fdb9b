"""Say where each row of the evidence stands on the site: ``rows/swe-bench-2.html#swe-0143``.

A page holds :data:`PER_PAGE` rows of one file in the file's order, so a row keeps its address when
others are appended. Cards, origins of numbers and tables of evidence link through
:func:`addresses`.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from markupsafe import Markup

FOLDER = "rows"
#: So many rows of the longest texts weigh less than 300 kB.
PER_PAGE = 150
#: Words for how a row was read; short ones stand in the data.
GRADES = {
    "primary": "the author's own text or file",
    "copy": "the author's text, read in a copy",
    "second-hand": "second-hand",
    "computed": "computed by us",
}


def page_of(path: str, position: int) -> str:
    """Return the page below the site's root, without ending, of a row by its file and position."""
    stem = path.removesuffix(".csv").rpartition("/")[2].replace("_", "-")
    return f"{FOLDER}/{stem}-{position // PER_PAGE + 1}"


@lru_cache(maxsize=1)
def tables() -> list[dict[str, Any]]:
    """Return every table file as plain data: name, path, what it holds (``about``), key, and rows
    as (line of the file, cells that are not empty)."""
    from analysis.evidence import DATA
    from analysis.evidence.load import read_tables
    from analysis.evidence.schema import TABLES

    contents, _ = read_tables(DATA)
    return [
        {
            "name": table.name,
            "path": path,
            "about": table.description,
            "key": table.key,
            "rows": [
                (line, {name: shown(cell) for name, cell in row.items() if shown(cell)})
                for line, row in contents[path].rows
            ],
        }
        for table in TABLES
        for path in table.paths
    ]


def pages_of(table: Mapping[str, Any]) -> Iterator[tuple[str, int, list[Any]]]:
    """Give the pages of a table file: name, position of the first row, rows."""
    for first in range(0, len(table["rows"]), PER_PAGE):
        yield page_of(table["path"], first), first, table["rows"][first : first + PER_PAGE]


def shown(cell: Any) -> str:
    """Return a cell as text, as the file has it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return f"{cell:.10g}" if isinstance(cell, float) else str(cell)


@lru_cache(maxsize=1)
def addresses() -> dict[str, str]:
    """Return the address below the site's root of every row with a record id, and of each source.

    A source's key and a record never meet: records begin with their file's prefix and a hyphen.
    """
    from analysis.evidence.load import RECORD_TABLES

    linked = {*RECORD_TABLES, "article_points", "sources"}
    return {
        row[key]: f"{page_of(table['path'], place)}.html#{row[key]}"
        for table in tables()
        if table["name"] in linked
        for key in table["key"]
        for place, (_, row) in enumerate(table["rows"])
    }


def row_anchor(record: str, up: str = "") -> Markup:
    """Return a row's id as an escaped link to it; the bare id where there is no such row."""
    known = addresses()
    if record not in known:
        return Markup("<code>{}</code>").format(record)
    return Markup('<a class="row-id" href="{}">{}</a>').format(up + known[record], record)
