"""Channels that builders share: colours, shapes and dashes by name, without drawn legends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from .figure import Key, optional, records
from .palette import ARTICLE, INK, SERIES
from .theme import Layout

SHAPES = ("circle", "diamond", "triangle-up", "square", "cross")
DASHES: tuple[tuple[list[int], str], ...] = (
    ([1, 0], "line"),
    ([7, 4], "dash"),
    ([2, 3], "dots"),
    ([9, 3, 2, 3], "dash"),
)
# Who reported a value decides its shape, so that no reading depends on colour alone.
REPORTERS = {
    "benchmark": ("circle", "run by the benchmark's makers"),
    "independent": ("diamond", "run by somebody independent"),
    "vendor": ("triangle-up", "the vendor's own figure"),
}


def variable(number: int) -> str:
    """Return the colour of the ``number``-th series, from 0; they repeat after eight."""
    return SERIES[number % len(SERIES)]


def variable_name(colour: str) -> str:
    """Return the name of a colour variable: "chart-1" for "var(--chart-1)"."""
    return colour.removeprefix("var(--").removesuffix(")")


def symbol(shape: str) -> str:
    """Return the legend's symbol for one of Vega's shapes."""
    return "triangle" if shape.startswith("triangle") else shape


def named(channel: Any, field: str, names: Sequence[str], values: Sequence[Any]) -> Any:
    """Return a nominal channel that gives each name its value and draws no legend."""
    scale = alt.Scale(domain=list(names), range=list(values))
    return channel(f"{field}:N", scale=scale, legend=None)


def tints(names: Sequence[str]) -> list[str]:
    """Return a colour for each named series; the article's own is the same in every figure."""
    free = [colour for colour in SERIES if colour != SERIES[1]]
    found, taken = [], 0
    for name in names:
        if name.lower().removeprefix("the ").startswith("article"):
            found.append(ARTICLE)
        else:
            found.append(free[taken % len(free)])
            taken += 1
    return found


def reporter_shapes(table: pd.DataFrame) -> tuple[Any, list[Key]]:
    """Return the shape channel by reporter and its legend; a circle where nobody is named.

    Raises ``ValueError`` for a reporter outside the vocabulary.
    """
    if not optional(table, ["reporter"]):
        return alt.ShapeValue("circle"), []
    found = list(dict.fromkeys(table["reporter"].dropna().tolist()))
    unknown = [name for name in found if name not in REPORTERS]
    if unknown:
        raise ValueError(f"reporter: expected one of {list(REPORTERS)}, found {unknown}")
    names = [name for name in REPORTERS if name in found]
    channel = named(alt.Shape, "reporter", names, [REPORTERS[name][0] for name in names])
    keys = [Key(REPORTERS[n][1], symbol(REPORTERS[n][0]), variable_name(INK)) for n in names]
    return channel, keys if len(names) > 1 else []


def reference_rules(
    marks: Sequence[Mapping[str, Any]], layout: Layout, *, axis: str, field: str, kind: str
) -> list[alt.Chart]:
    """Return dashed rules across the chart, each with its label at the end.

    ``marks`` are dicts of ``at`` and ``label``; ``axis`` is "x" or "y"; ``kind`` is "Q" or "T".
    """
    if not marks:
        return []
    table = pd.DataFrame([{field: mark["at"], "label": mark["label"]} for mark in marks])
    base = alt.Chart(alt.Data(values=records(table)))
    across = alt.X if axis == "x" else alt.Y
    channel = {axis: across(f"{field}:{kind}")}
    rule = base.mark_rule(strokeDash=[4, 3], color=INK, opacity=0.75).encode(**channel)
    if axis == "x":
        place: dict[str, Any] = {"align": "left", "baseline": "top", "dx": 4, "y": 0}
    else:
        place = {"align": "left", "baseline": "bottom", "dy": -3, "dx": 4, "x": 0}
    words = base.mark_text(**place).encode(**channel, text="label:N")
    return [rule, words]
