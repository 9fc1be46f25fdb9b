"""A small table for readers: escaped HTML without ids, the same bytes in every build."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import pandas as pd


@dataclass(frozen=True)
class PlainTable:
    """A frame of texts, numbers and days that a notebook shows as a table."""

    frame: pd.DataFrame

    def __repr__(self) -> str:
        return f"a table of {len(self.frame)} rows: {', '.join(map(str, self.frame.columns))}"

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in self.frame.columns)
        body = "".join(
            f"<tr>{''.join(cell(value, first=n == 0) for n, value in enumerate(row))}</tr>"
            for row in self.frame.itertuples(index=False)
        )
        return (
            f'<div class="table-box" style="max-height: none"><table><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>"
        )


def cell(value, *, first: bool) -> str:
    """One cell: a row's name first, days in words, numbers to four digits at the right."""
    if first:
        return f'<th scope="row">{escape(str(value))}</th>'
    if isinstance(value, pd.Timestamp):
        return f"<td>{value.day} {value:%b %Y}</td>"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return '<td class="num"></td>' if pd.isna(value) else f'<td class="num">{value:,.4g}</td>'
    return f"<td>{'' if pd.isna(value) else escape(str(value))}</td>"


def plain_table(frame: pd.DataFrame, **headings: str) -> PlainTable:
    """Show the columns named by ``headings`` (column to heading), in their order.

    Raises ValueError for a column that the frame does not have and for an empty frame.
    """
    missing = [name for name in headings if name not in frame.columns]
    if missing:
        raise ValueError(f"headings: expected columns of {list(frame.columns)}, found {missing}")
    if frame.empty:
        raise ValueError("frame: expected at least one row, found none")
    shown = frame[list(headings)] if headings else frame
    return PlainTable(shown.rename(columns=headings).reset_index(drop=True))
