"""A figure: one chart in two sizes, what it shows in a sentence, and the data behind it."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from ..words import sig8
from .theme import NARROW, WIDE, Layout, config

MIME = "application/vnd.vegalite.v6+json"
NAME = re.compile(r"[a-z][a-z0-9-]*")
SYMBOLS = (
    "circle",
    "diamond",
    "triangle",
    "square",
    "cross",
    "line",
    "dash",
    "dots",
    "band",
    "bar",
)


@dataclass(frozen=True)
class Key:
    """One entry of a legend: a symbol, the name of its colour variable, and what it stands for."""

    label: str
    symbol: str
    colour: str


@dataclass(frozen=True)
class Figure:
    """A finished figure.

    ``finding`` is one sentence and stands for the chart where it cannot be seen; ``wide`` and
    ``narrow`` are Vega-Lite specifications for 680 and 340 pixels; ``columns`` and ``rows`` are
    the data as the reader's table and download; ``source`` says where they come from.
    """

    name: str
    finding: str
    caption: str
    wide: dict[str, Any]
    narrow: dict[str, Any]
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    source: str
    legend: tuple[Key, ...] = ()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        spec = copy.deepcopy(self.wide)
        spec["usermeta"] = {
            "figure": {
                "name": self.name,
                "finding": self.finding,
                "caption": self.caption,
                "narrow": self.narrow,
                "columns": list(self.columns),
                "rows": [list(row) for row in self.rows],
                "source": self.source,
                "legend": [vars(key) for key in self.legend],
            }
        }
        return {MIME: spec, "text/plain": self.finding}


def build(
    draw: Callable[[Layout], alt.Chart | alt.LayerChart],
    table: pd.DataFrame,
    *,
    name: str,
    finding: str,
    caption: str,
    source: str,
    height: Callable[[Layout], int],
    legend: Sequence[Key] = (),
    padding: Callable[[Layout], dict[str, int]] | None = None,
) -> Figure:
    """Draw a chart for both widths and join it with its texts and its data.

    ``draw`` makes the chart for a layout; ``height`` gives its total height in pixels, or with
    ``padding`` (pixels on each side, by name) that of the drawing inside it; ``table`` holds what
    readers get as the data. Raises ``ValueError`` for an unfit name or an empty text.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"name: expected lower-case words joined by hyphens, found {name!r}")
    for label, text in (("finding", finding), ("caption", caption), ("source", source)):
        if not str(text).strip():
            raise ValueError(f"{label}: expected a text for the figure {name!r}, found none")
    specs = {}
    for layout in (WIDE, NARROW):
        chart = sized(draw(layout), layout, height(layout), padding)
        # Altair's own default theme must not be mixed in.
        with alt.theme.enable("none"):
            spec = chart.to_dict()
        spec["config"] = config(layout)
        specs[layout] = sig8(spec)
    columns, rows = plain_table(table)
    wide, narrow = specs[WIDE], specs[NARROW]
    return Figure(name, finding, caption, wide, narrow, columns, rows, source, tuple(legend))


def sized(
    chart: alt.Chart | alt.LayerChart,
    layout: Layout,
    height: int,
    padding: Callable[[Layout], dict[str, int]] | None,
) -> alt.Chart | alt.LayerChart:
    """Return a chart whose whole drawing, axes included, is as wide as the layout."""
    if padding is None:
        fit = alt.AutoSizeParams(type="fit", contains="padding")
        return chart.properties(width=layout.width, height=height, autosize=fit)
    sides = padding(layout)
    width = layout.width - sides["left"] - sides["right"]
    fixed = alt.AutoSizeParams(type="none")
    return chart.properties(width=width, height=height, autosize=fixed, padding=sides)


def plain_table(table: pd.DataFrame) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...]]:
    """Return a table's columns and rows as plain values: numbers, texts, ISO days, None."""
    columns = tuple(str(column) for column in table.columns)
    rows = tuple(
        tuple(plain_value(value) for value in row) for row in table.itertuples(index=False)
    )
    return columns, rows


def plain_value(value: Any) -> Any:
    """Return one cell as a number rounded to eight digits, a text, an ISO day or None."""
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, (pd.Timestamp, date)):
        return value.isoformat()[:10]
    plain = sig8(value)
    if isinstance(plain, (bool, int, float, str)):
        return None if plain != plain else plain
    return None if pd.isna(plain) else str(plain)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as dicts of plain values, ready for a specification."""
    columns, rows = plain_table(table)
    return [dict(zip(columns, row, strict=True)) for row in rows]


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
    """Return the distinct values of a column in the order of their first row."""
    return [str(value) for value in dict.fromkeys(table[column].tolist())]


def optional(table: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    """Return those of ``columns`` that a table has with at least one value."""
    return [c for c in columns if c in table.columns and bool(table[c].notna().any())]
