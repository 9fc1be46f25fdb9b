"""Channels and rules that builders share: colours, shapes and dashes by name, without legends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from .figure import Key, order_of
from .theme import ARTICLE, INK, SERIES

Rules = Sequence[Mapping[str, Any]]
SHAPES = ("circle", "diamond", "triangle-up", "square", "cross")
# How a line is drawn and which symbol stands for it in a legend.
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


def cycled(values: Sequence[Any], count: int, start: int = 0) -> list[Any]:
    """Return ``count`` of ``values`` from the place ``start``, from the front again at the end."""
    return [values[(start + n) % len(values)] for n in range(count)]


def coloured(names: Sequence[str], start: int = 0) -> dict[str, str]:
    """Return the colours of named series, from the place ``start`` of the palette."""
    return dict(zip(names, cycled(SERIES, len(names), start), strict=True))


def named(channel: Any, field: str, names: Sequence[str], values: Sequence[Any]) -> Any:
    """Return a nominal channel that gives each name its value and draws no legend."""
    scale = alt.Scale(domain=list(names), range=list(values))
    return channel(f"{field}:N", scale=scale, legend=None)


def keys(labels: Sequence[str], symbols: Sequence[str], colours: Sequence[str]) -> list[Key]:
    """Return legend entries; ``symbols`` may be Vega's shapes, ``colours`` are CSS variables."""
    return [
        Key(label, symbol.removesuffix("-up"), colour[len("var(--") : -len(")")])
        for label, symbol, colour in zip(labels, symbols, colours, strict=True)
    ]


def tints(names: Sequence[str]) -> list[str]:
    """Return a colour for each named series; the article's own is the same in every figure."""
    free = [colour for colour in SERIES if colour != SERIES[1]]
    own = [name.lower().removeprefix("the ").startswith("article") for name in names]
    others = iter(cycled(free, len(names)))
    return [ARTICLE if article else next(others) for article in own]


def reporters(table: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Return those of :data:`REPORTERS` who reported rows of a table, as far as it says so.

    Raises ``ValueError`` for a reporter outside the vocabulary.
    """
    found = order_of(table, "reporter")
    unknown = [name for name in found if name not in REPORTERS]
    if unknown:
        raise ValueError(f"reporter: expected one of {list(REPORTERS)}, found {unknown}")
    return {name: look for name, look in REPORTERS.items() if name in found}


def reference_rules(marks: Rules, axis: str, field: str) -> list[alt.Chart]:
    """Return dashed rules across the chart, each with its label at the end.

    ``marks`` are dicts of ``at`` and ``label``; ``axis`` is "x" for vertical rules or "y" for
    level ones; ``field`` is that of the axis with its type: "date:T".
    """
    if not marks:
        return []
    name = field.partition(":")[0]
    rows = [{name: mark["at"], "label": mark["label"]} for mark in marks]
    base = alt.Chart(alt.Data(values=rows)).encode(**{axis: field})
    rule = base.mark_rule(strokeDash=[4, 3], color=INK, opacity=0.75)
    place = {"baseline": "top", "y": 0} if axis == "x" else {"baseline": "bottom", "dy": -3, "x": 0}
    return [rule, base.mark_text(align="left", dx=4, **place).encode(text="label:N")]
