"""Plain tables for readers: escaped HTML without styles or random ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class PlainTable:
    """A table that a notebook shows as HTML. ``cells`` are texts, row by row.

    ``groups`` names the group of each row, shown as a heading where it changes; empty for none.
    """

    header: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    groups: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"a table of {len(self.cells)} rows: {', '.join(self.header)}"

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in self.header)
        body = "".join(
            self._heading(place)
            + "<tr>"
            + f'<th scope="row">{escape(row[0])}</th>'
            + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
            + "</tr>"
            for place, row in enumerate(self.cells)
        )
        return (
            f'<div class="table-box whole"><table><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>"
        )

    def _heading(self, place: int) -> str:
        """The heading above a row that begins a group."""
        if not self.groups or (place and self.groups[place] == self.groups[place - 1]):
            return ""
        span = len(self.header)
        return (
            f'<tr class="group"><th scope="rowgroup" colspan="{span}">'
            f"{escape(self.groups[place])}</th></tr>"
        )


def plain_table(
    frame: pd.DataFrame,
    columns: Mapping[str, str | tuple[str, str]],
    *,
    group: str | None = None,
) -> PlainTable:
    """A frame as a table for readers.

    ``columns`` maps a column to its heading, or to a heading and a format such as ``"{:.1f}"``.
    ``group`` is a column whose value heads the rows that share it. Missing values are a dash.
    Raises ValueError for a column that is not there.
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
    return PlainTable(tuple(head for head, _ in heads.values()), cells, groups)


def shown(value: Any, form: str) -> str:
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return "–"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return form.format(value).replace("-", "−") if is_number(value) else form.format(value)


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
