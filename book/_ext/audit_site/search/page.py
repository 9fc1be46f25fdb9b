"""Make the search page and the index that its script looks through.

The index is a script, so that the search works from disk; it holds the texts themselves, and no
page but this one loads it. It is made from the finished pages: what a reader sees can be found.
Sphinx's own index, which knows words and neither numbers nor sentences, is not written.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..common import kept_json, pages
from ..markup import written
from ..tables import rows
from .texts import parts_of

PAGE = "search"
INDEX = "search_index.js"
FORM = written("search/page.html")
#: Columns of numbers in the row's unit.
NUMBERS = ("value", "lower", "upper")
#: Columns for machines, and those that say how a row was seen.
HIDDEN = {
    *("record", "date_kind", "date_precision", "split", "scaffold", "instrument", "conditions"),
    *("reporter", "reported_by", "record_then", "human_baseline", "source", "seen_in", "maker"),
    *(
        "access",
        "known_from",
        "known_basis",
        "se",
        "level",
        "n_runs",
        "unit",
        "unit_detail",
        "figure",
    ),
    *("value_from", "coverage", "reproduced"),
}


def text_of(row: dict[str, str]) -> str:
    """Return a row as people read it, each cell once, its numbers with their unit."""
    unit = row.get("unit", "")
    sign = "%" if unit == "percent" else f" {unit}" if unit else ""
    cells = ((name, cell) for name, cell in row.items() if name not in HIDDEN)
    said = (f"{cell}{sign}" if name in NUMBERS else cell for name, cell in cells)
    return " · ".join(dict.fromkeys(said))


def texts() -> list[list[Any]]:
    """Return the rows with an id, page by page: table, address of the page, (id, text) of each."""
    from analysis.evidence.load import RECORD_TABLES

    found = []
    for table in (table for table in rows.tables() if table["name"] in RECORD_TABLES):
        for first in range(0, len(table["rows"]), rows.PER_PAGE):
            part = table["rows"][first : first + rows.PER_PAGE]
            known = [[row["record"], text_of(row)] for _, row in part]
            found.append([table["name"], f"{rows.page_of(table['path'], first)}.html", known])
    return found


def index(app: Any) -> dict[str, Any]:
    """Return what the search looks through: pages with their parts, and tables with their rows.

    A page is title, address and parts; a part heading, anchor, 1 for a claim, and its texts.
    """
    root, told = Path(app.srcdir), []
    for name in pages(app):
        found = parts_of((Path(app.outdir) / f"{name}.html").read_text("utf-8"))
        parts = [[part.heading, part.anchor, int(part.claim), part.texts] for part in found]
        told.append([app.env.titles[name].astext(), f"{name}.html", parts])
    # A book with a ledger of its own has no rows.
    known = [] if app.config.audit_ledger_file else kept_json(root, "search rows", texts)
    return {"pages": told, "tables": known}


def write_index(app: Any) -> None:
    """Write the index; where styles and scripts are cut it gets its sum into its address."""
    text = json.dumps(index(app), ensure_ascii=False, separators=(",", ":"))
    path = Path(app.outdir) / "_static" / INDEX
    path.write_text(f"globalThis.auditTexts = {text};\n", "utf-8")


def collect(app: Any) -> Iterator[tuple[str, dict[str, str], str]]:
    """Give the search page to the builder, in the frame of every other page."""
    yield PAGE, {"title": "Search", "body": FORM}, "page.html"


def no_stock_index(app: Any) -> None:
    """Let Sphinx write neither its index nor its page."""
    app.builder.search = False
