"""Marks of dated points: intervals, shapes by who measured, rings of the article, words beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from .channels import WHO, named, rimmed
from .channels import looks as looks_of
from .figure import filled, order_of, records
from .theme import ARTICLE, GROUND, INK, MUTED, OTHERS, Layout

# Where words stand beside a mark: alignment, shift to the right, and shifts down of the name and of
# the value beneath it, for two lines and for one alone.
PLACES: dict[str, tuple[str, int, tuple[int, int], int]] = {
    "left": ("right", -13, (-7, 7), 0),
    "right": ("left", 13, (-7, 7), 0),
    "upper right": ("left", 13, (-18, -4), -9),
    "lower right": ("left", 13, (9, 23), 10),
    "upper left": ("right", -13, (-18, -4), -9),
    "above": ("center", 0, (-32, -18), -16),
    "below": ("center", 0, (16, 30), 16),
}
TONES = {"article": ARTICLE, "others": OTHERS, "ink": INK, "soft": MUTED}


#: What a mark shows; a specification carries no other columns of its rows.
DRAWN = ("date", "label", "value", "lower", "upper", "reporter", "group", "series", "when", "faint",
         "hollow", "ring", "text", "place", "short", "tone", "name", "zero")  # fmt: skip


def drawn_columns(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the columns that marks show."""
    return table[[column for column in DRAWN if column in table]]


def look_of(points: pd.DataFrame) -> tuple[str, dict[str, tuple[str, str]]]:
    """Return the column that decides how points look, with shape and colour of its values."""
    for column in ("reporter", "group"):
        if names := order_of(points, column):
            return column, {n: WHO[n] for n in names} if column == "reporter" else looks_of(names)
    return "", {}


def point_layers(
    points: pd.DataFrame, x: alt.X, y: Mapping[str, Any], layout: Layout
) -> list[alt.Chart]:
    """Return intervals and marks of points; ``faint`` ones are small, ``hollow`` ones open."""
    column, known = look_of(points)
    colour: Any = alt.ColorValue(OTHERS)
    stroke: Any = alt.StrokeValue(OTHERS)
    shape: Any = alt.ShapeValue("circle")
    if known:
        names, (looks, tints) = list(known), zip(*known.values(), strict=True)
        colour, stroke = (named(kind, column, names, tints) for kind in (alt.Color, alt.Stroke))
        shape = named(alt.Shape, column, names, looks)
    height, layers = alt.Y("value:Q", **y), []
    for faint in (True, False):
        chosen = of(points, "faint", faint)
        if filled(chosen, "lower", "upper") and not faint:
            base = alt.Chart(alt.Data(values=records(chosen))).encode(x=x, color=colour)
            rule = base.mark_rule(strokeWidth=1.3, opacity=0.6, clip=True)
            layers.append(rule.encode(y=alt.Y("lower:Q", **y), y2="upper:Q"))
        size = (16 if layout.narrow else 22) if faint else 46 if layout.narrow else 72
        for hollow in (False, True):
            table = of(chosen, "hollow", hollow)
            if table.empty:
                continue
            base = alt.Chart(alt.Data(values=records(table))).encode(x=x, y=height, shape=shape)
            base = base.encode(description="name:N")
            mark = {"size": size, "aria": True, "opacity": 0.45 if faint else 1}
            if hollow:
                drawn = base.mark_point(
                    filled=True, fill=GROUND, strokeWidth=1.2 if faint else 2, **mark
                )
                layers.append(drawn.encode(stroke=stroke))
            else:
                layers.append(base.mark_point(filled=True, **mark).encode(color=colour))
    return layers


def of(points: pd.DataFrame, column: str, wanted: bool) -> pd.DataFrame:
    """Return the rows whose yes-or-no column is as wanted; where there is none, it is no."""
    if column not in points:
        return points if not wanted else points.iloc[:0]
    return points[points[column].fillna(False).astype(bool) == wanted]


def ring_layers(rings: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Return the rings around the article's own figures."""
    base = alt.Chart(alt.Data(values=records(rings)))
    ring = base.mark_point(
        shape="circle", filled=False, size=300, stroke=ARTICLE, strokeWidth=2.2, aria=True
    )
    return [ring.encode(x=x, y=y, description="name:N")]


def word_layers(
    marks: pd.DataFrame, x: alt.X, y: Mapping[str, Any], layout: Layout
) -> list[alt.Chart]:
    """Return what stands beside marks: ``label`` in bold, ``text`` beneath in the ``tone`` given.

    ``place`` says at which side; on narrow screens ``short`` stands for the label, and where it is
    empty neither is shown.
    """
    if layout.narrow and "short" in marks:
        short = marks["short"].where(marks["short"].notna(), marks.get("label"))
        marks = marks.assign(label=short)
        if "text" in marks:
            marks = marks.assign(text=marks["text"].where(short != "", None))
    layers = []
    tone = named(alt.Color, "tone", list(TONES), list(TONES.values()))
    for place, (align, dx, (upper, lower), alone) in PLACES.items():
        here = marks[marks["place"].fillna("right") == place] if "place" in marks else marks
        if here.empty or (place != "right" and "place" not in marks):
            continue
        both = has(here, "label") & has(here, "text")
        for column, first in (("label", True), ("text", False)):
            for paired in (True, False):
                table = here[has(here, column) & (both == paired)]
                if table.empty:
                    continue
                if "tone" not in table:
                    table = table.assign(tone="others")
                base = alt.Chart(alt.Data(values=records(table)))
                base = base.encode(x=x, y=alt.Y("value:Q", **y), text=f"{column}:N")
                dy = (upper if first else lower) if paired else alone
                style = {"align": align, "baseline": "middle", "dx": dx, "dy": dy}
                style["fontWeight"] = "bold" if first else "normal"
                if first:
                    layers += rimmed(base, color=INK, **style)
                else:
                    rim, words = rimmed(base, **style)
                    layers += [rim, words.encode(color=tone)]
    return layers


def has(table: pd.DataFrame, column: str) -> pd.Series:
    """Return which rows have a text in a column."""
    if column not in table:
        return pd.Series(False, index=table.index)
    return table[column].notna() & (table[column] != "")


def note_layers(
    notes: Sequence[Mapping[str, Any]], x: alt.X, y: Mapping[str, Any]
) -> list[alt.Chart]:
    """Return words that name a cloud of points or a line: dicts of ``date``, ``value``, ``text``.

    ``tone`` is that of the words, ``align`` where they stand: left, right, or between.
    """
    layers = []
    for note in notes:
        base = alt.Chart(alt.Data(values=records(pd.DataFrame([note]))))
        base = base.encode(x=x, y=alt.Y("value:Q", **y), text="text:N")
        style = {"align": note.get("align", "center"), "fontWeight": "bold"}
        layers += rimmed(base, color=TONES[note.get("tone", "others")], **style)
    return layers
