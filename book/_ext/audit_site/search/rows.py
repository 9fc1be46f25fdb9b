"""Say what a search can find of a row of the data, and where the row stands."""

from itertools import groupby
from pathlib import Path
from typing import Any

from .. import common
from ..tables.rows import row_link

#: Columns for machines, and those that say how a row was seen.
HIDDEN = {
    *("record", "date_kind", "date_precision", "split", "scaffold", "instrument", "conditions"),
    *("reporter", "reported_by", "record_then", "human_baseline", "source", "seen_in", "access"),
    *("known_from", "known_basis", "se", "level", "n_runs", "unit", "unit_detail", "figure"),
    *("value_from", "coverage", "reproduced"),
}


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
    """Return the rows with an id, page by page: table, address of the page, (id, text) of each."""
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
        pages = groupby(rows, key=lambda row: row_link(row[0]).partition("#")[0])
        found += [[table, page, list(some)] for page, some in pages]
    return found


def rows(app: Any) -> list[list[Any]]:
    """Return the rows for the index, as :func:`texts`; a book with its own ledger has none."""
    if app.config.audit_ledger_file:
        return []
    return common.cached_json(Path(app.srcdir), "search_rows.json", texts)
