"""Make plain tables for readers: escaped HTML without styles or random ids."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from ..markup import Shown, is_number, pieces

HTML = pieces("tables/tables.html")
MOST = 5  # columns that fit a phone


def plain_table(
    frame: pd.DataFrame,
    columns: Mapping[str, str | tuple[str, str]],
    *,
    group: str | None = None,
    fold: str | None = None,
) -> Shown:
    """Return a frame as a table for readers.

    ``columns`` maps a column to its heading, or to a heading and a format such as ``"{:.1f}"``.
    ``group`` is a column whose value heads the rows that share it. Missing values are a dash,
    links (``markup.web_link``, ``rows.row_anchor``) stay links. With ``fold``, a line of words, the
    table is closed under it. Raises ``ValueError`` for a column that is not there.
    """
    wanted = [*columns, *([group] if group else [])]
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        raise ValueError(f"columns: expected some of {list(frame.columns)}, found {missing}")
    heads = {n: (c if isinstance(c, tuple) else (c, "{}")) for n, c in columns.items()}
    header = [head for head, _ in heads.values()]
    cells = [
        [shown(row[name], form) for name, (_, form) in heads.items()] for _, row in frame.iterrows()
    ]
    groups = [str(name) for name in frame[group]] if group else ()
    stacked = len(header) > MOST or any(HTML.width(cell) for row in cells for cell in row)
    html = HTML.plain(header, cells, groups, stacked)
    said = f"a table of {len(cells)} rows: {', '.join(header)}"
    return Shown(said, str(html if fold is None else HTML.folded(fold, html)))


def shown(value: Any, form: str) -> str:
    """Return a value as the text of a cell."""
    if isinstance(value, Markup):
        return value
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return "–"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return form.format(value).replace("-", "−") if is_number(value) else form.format(value)
