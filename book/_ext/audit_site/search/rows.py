"""Say what a search can find of a row of the data, and where the row stands."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

from .. import common

try:
    from ..tables.rows import row_link
except ModuleNotFoundError:  # rows without pages of their own are found and not linked to
    row_link = None

#: Columns for machines, and those that say how a row was seen.
HIDDEN = {
    *("record", "date_kind", "date_precision", "split", "scaffold", "instrument", "conditions"),
    *("reporter", "reported_by", "record_then", "human_baseline", "source", "seen_in", "access"),
    *("known_from", "known_basis", "se", "level", "n_runs", "unit", "unit_detail", "figure"),
    *("value_from", "coverage", "reproduced"),
}


def page_of(record: str) -> str:
    """Return the page on which a row of the data stands, "" where rows have no pages."""
    return row_link(record).partition("#")[0] if row_link else ""


def cell(name: str, value: Any, unit: str) -> str:
    """Return a cell as people read it; nothing for an empty one."""
    if value is None or value != value or value == "":
        return ""
    if hasattr(value, "date"):
        return value.date().isoformat()
    if isinstance(value, str):
        return value
    number = f"{value:.10g}"
    if name in ("value", "lower", "upper") and unit:
        return f"{number}%" if unit == "percent" else f"{number} {unit}"
    return number


def texts() -> list[list[Any]]:
    """Return the tables of the evidence whose rows have an id: name and (id, text) of each row."""
    from analysis import evidence
    from analysis.evidence.load import RECORD_TABLES

    loaded = evidence.load()
    found = []
    for table in RECORD_TABLES:
        rows = []
        for row in getattr(loaded, table).astype(object).to_dict("records"):
            unit = row.get("unit", "")
            shown = [cell(name, value, unit) for name, value in row.items() if name not in HIDDEN]
            rows.append([row["record"], " · ".join(dict.fromkeys(filter(None, shown)))])
        found.append([table, rows])
    return found


def rows(app: Any) -> list[list[Any]]:
    """Return the rows for the index, page by page: table, address of the page, (id, text) of each.

    A book with a ledger of its own has no evidence.
    """
    if app.config.audit_ledger_file:
        return []
    return [
        [table, page, list(some)]
        for table, known in common.cached_json(Path(app.srcdir), "search_rows.json", texts)
        for page, some in groupby(known, key=lambda row: page_of(row[0]))
    ]
