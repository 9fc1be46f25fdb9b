"""Make plain tables for readers: escaped HTML without styles or random ids."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from ..markup import is_number, pieces

HTML = pieces("tables/tables.html")
MOST = 5  # columns that fit a phone


@dataclass(frozen=True)
class PlainTable:
    """A table that a notebook shows as HTML, under a fold if that has a heading.

    ``cells`` are texts and links (as markup), row by row. ``groups`` names the group of each row,
    shown as a heading where it changes; empty for none.
    """

    header: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    groups: tuple[str, ...] = ()
    fold: str | None = None

    def __repr__(self) -> str:
        return f"a table of {len(self.cells)} rows: {', '.join(self.header)}"

    def _repr_html_(self) -> str:
        words = any(HTML.width(cell) for row in self.cells for cell in row)
        table = HTML.plain(self.header, self.cells, self.groups, words or len(self.header) > MOST)
        return str(table if self.fold is None else HTML.folded(self.fold, table))


def plain_table(
    frame: pd.DataFrame,
    columns: Mapping[str, str | tuple[str, str]],
    *,
    group: str | None = None,
    fold: str | None = None,
) -> PlainTable:
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
    cells = tuple(
        tuple(shown(row[name], heads[name][1]) for name in columns) for _, row in frame.iterrows()
    )
    groups = tuple(str(value) for value in frame[group]) if group else ()
    return PlainTable(tuple(head for head, _ in heads.values()), cells, groups, fold)


def shown(value: Any, form: str) -> str:
    """Return a value as the text of a cell."""
    if isinstance(value, Markup):
        return value
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return "–"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return form.format(value).replace("-", "−") if is_number(value) else form.format(value)
