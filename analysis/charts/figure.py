"""A figure: one chart in two sizes, what it shows in a sentence, and the data behind it."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import altair as alt
import pandas as pd
from altair.utils.schemapi import debug_mode

from ..words import significant
from .theme import NARROW, WIDE, Layout, config

MIME = "application/vnd.vegalite.v6+json"
NAME = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True)
class Key:
    """One entry of a legend: a symbol, the name of its colour variable, and what it stands for."""

    label: str
    symbol: str
    colour: str


@dataclass(frozen=True)
class Figure:
    """A finished figure: its texts, its chart and its data.

    ``name`` is lower-case words joined by hyphens; ``finding`` one sentence that stands for the
    chart where it cannot be seen; ``caption`` says what is drawn, ``source`` where the data come
    from. ``wide`` and ``narrow`` are Vega-Lite specifications for 718 and 340 pixels; ``columns``
    and ``rows`` are the data as the reader's table and download. Raises ``ValueError`` for an unfit
    name or an empty text.
    """

    name: str
    finding: str
    caption: str
    source: str
    wide: dict[str, Any]
    narrow: dict[str, Any]
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    legend: tuple[Key, ...] = ()

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            wanted = "lower-case words joined by hyphens"
            raise ValueError(f"name: expected {wanted}, found {self.name!r}")
        for label in ("finding", "caption", "source"):
            if not str(getattr(self, label)).strip():
                wanted = f"a text in the figure {self.name!r}"
                raise ValueError(f"{label}: expected {wanted}, found none")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        parts = asdict(self)
        return {
            MIME: parts.pop("wide") | {"usermeta": {"figure": parts}},
            "text/plain": self.finding,
        }


def build(
    draw: Callable[[Layout], alt.TopLevelMixin],
    data: pd.DataFrame,
    *,
    legend: Sequence[Key] = (),
    table: pd.DataFrame | None = None,
    **texts: str,
) -> Figure:
    """Draw a chart for both widths and join it with its texts and its data.

    ``draw`` makes the :func:`sized` chart for a layout; readers get ``table`` as the data, or else
    ``data``; ``texts`` are the first four fields of :class:`Figure`.
    """
    specs = {}
    for size, layout in (("wide", WIDE), ("narrow", NARROW)):
        # Altair's own default theme must not be mixed in. It holds each piece against the schema of
        # Vega-Lite, which takes a third of the time; a test does so for every figure of the book.
        with alt.theme.enable("none"), debug_mode(False):
            spec = draw(layout).to_dict(validate=False)
        specs[size] = significant({**spec, "config": config(layout)})
    columns, rows = plain_table(data if table is None else table)
    return Figure(**texts, **specs, columns=columns, rows=rows, legend=tuple(legend))


def sized(
    chart: alt.LayerChart, layout: Layout, height: int, sides: Mapping[str, int] | None = None
) -> alt.LayerChart:
    """Return a chart whose whole drawing, axes included, is as wide as the layout.

    ``height`` is that of everything, or with ``sides`` (pixels of room at the left, right, top and
    bottom) that of the drawing between them.
    """
    if sides is None:
        fit = alt.AutoSizeParams(type="fit", contains="padding")
        return chart.properties(width=layout.width, height=height, autosize=fit)
    width = layout.width - sides["left"] - sides["right"]
    fixed = alt.AutoSizeParams(type="none")
    return chart.properties(width=width, height=height, autosize=fixed, padding=dict(sides))


def plain_table(table: pd.DataFrame) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...]]:
    """Return a table's columns and rows as plain values: numbers, texts, ISO days, None."""
    columns = tuple(str(column) for column in table.columns)
    rows = tuple(tuple(map(plain_value, row)) for row in table.itertuples(index=False))
    return columns, rows


def plain_value(value: Any) -> Any:
    """Return one cell as a number rounded to eight digits, a text, an ISO day or None."""
    if isinstance(value, (pd.Timestamp, date)) and value is not pd.NaT:
        return value.isoformat()[:10]
    plain = significant(value)
    if isinstance(plain, (bool, int, float, str)):
        return None if plain != plain else plain
    return None if pd.isna(plain) else str(plain)


def records(table: pd.DataFrame | list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of a table as dicts of plain values; such dicts as they are."""
    if isinstance(table, list):
        return table
    columns, rows = plain_table(table)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def chart_of(table: pd.DataFrame | list[dict[str, Any]]) -> alt.Chart:
    """Return a chart of the rows of a table, or of dicts of plain values."""
    return alt.Chart(alt.Data(values=records(table)))


def require(table: pd.DataFrame, columns: Iterable[str], *, argument: str) -> None:
    """Raise ``ValueError`` when a table is empty or lacks a column."""
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(
            f"{argument}: expected the columns {missing}, found {[str(c) for c in table.columns]}"
        )
    if table.empty:
        raise ValueError(f"{argument}: expected at least one row, found none")


def order_of(table: pd.DataFrame, column: str) -> list[str]:
    """Return the distinct values of a column in the order of their first row; none without it."""
    return list(dict.fromkeys(map(str, table[column].dropna()))) if column in table else []


def has(table: pd.DataFrame, column: str) -> pd.Series:
    """Return which rows have something in a column: a text, a number, or yes."""
    if column not in table:
        return pd.Series(False, index=table.index)
    told = table[column].notna() & ~table[column].isin(["", False])
    return told.astype(bool)


def filled(table: pd.DataFrame, *columns: str) -> bool:
    """Return whether a table has all these columns, each with at least one value."""
    return all(column in table.columns and bool(table[column].notna().any()) for column in columns)
