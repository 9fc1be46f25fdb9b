"""A map of two quantities with the contours of stated probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from . import channels
from .figure import Figure, Key, build, order_of, records, require
from .palette import ARTICLE, GROUND, INK
from .rowplan import LETTER, LINE
from .theme import Layout

SIDES = {"right": 44, "bottom": 44}


def contours(
    lines: pd.DataFrame,
    *,
    name: str,
    finding: str,
    caption: str,
    source: str,
    x_title: str,
    title: str,
    ticks: Sequence[tuple[float, str]],
    domain: tuple[float, float],
    marks: Sequence[Mapping[str, Any]] = (),
    levels: Sequence[Mapping[str, Any]] = (),
    height: int = 380,
    table: pd.DataFrame | None = None,
) -> Figure:
    """Return contour lines over a horizontal quantity and a vertical one on a log scale.

    ``lines`` has ``x``, ``value`` (both above 0), ``line`` (what is varied: the colour, written at
    the line's right end where ``end`` holds a text), and ``target`` (which contour: the dash, the
    first one drawn through). ``ticks`` are (value, label) of the vertical axis and ``domain`` its
    bounds; what lies outside is cut off. ``marks`` are vertical rules with their labels above,
    ``levels`` horizontal ones (dicts of ``at`` and ``label``; a mark with ``article`` true has the
    article's colour). Raises ``ValueError`` for missing columns, a value that a log axis cannot
    show, or more targets than dashes.
    """
    require(lines, ["x", "value", "line", "target"], argument="lines")
    if (lines["value"] <= 0).any() or not 0 < domain[0] < domain[1]:
        raise ValueError("lines, domain: a log axis needs values above zero in rising order")
    names, targets = order_of(lines, "line"), order_of(lines, "target")
    if len(targets) > len(channels.DASHES):
        raise ValueError(
            f"lines: expected at most {len(channels.DASHES)} targets, found {len(targets)}"
        )
    tints = channels.tints(names)
    styles = channels.DASHES[: len(targets)]
    low, high = float(lines["x"].min()), float(lines["x"].max())

    def sides(layout: Layout) -> dict[str, int]:
        widest = max(len(label) for _, label in ticks)
        left = round(LETTER * layout.letters * widest) + 14
        return {**SIDES, "left": left, "top": 28 + len(marks) * LINE}

    def draw(layout: Layout) -> alt.LayerChart:
        left, right = sides(layout)["left"], sides(layout)["right"]
        width = layout.width - left - right
        labels = " : ".join(f"datum.value === {value:g} ? '{label}'" for value, label in ticks)
        scale = alt.Scale(type="log", domain=list(domain), nice=False)
        axis = alt.Axis(values=[value for value, _ in ticks], labelExpr=f"{labels} : ''")
        # The labels of the rules stand between the drawing and the title of the axis.
        axis.titleY = -14 - len(marks) * LINE
        y = {"scale": scale, "axis": axis, "title": title}
        bounds = alt.Scale(domain=[low, high], nice=False)
        across = alt.X("x:Q", title=x_title, scale=bounds, axis=alt.Axis(tickCount=layout.ticks))
        tint = channels.named(alt.Color, "line", names, tints)
        dash = channels.named(alt.StrokeDash, "target", targets, [style for style, _ in styles])
        base = alt.Chart(alt.Data(values=records(lines)))
        upright = alt.Y("value:Q", **y)
        layers = [
            base.mark_line(clip=True).encode(
                x=across, y=upright, color=tint, strokeDash=dash, detail=["line:N", "target:N"]
            )
        ]
        layers += _ends(lines, targets[0], domain, tint, upright, width)
        layers += _marks(marks, across, (low, high), width, layout, height)
        layers += _levels(levels, y, width)
        return alt.layer(*layers).resolve_scale(color="independent", strokeDash="independent")

    keys = [
        Key(line, "line", channels.variable_name(tint))
        for line, tint in zip(names, tints, strict=True)
    ]
    keys += [
        Key(target, look, channels.variable_name(INK))
        for target, (_, look) in zip(targets, styles, strict=True)
    ]
    return build(
        draw,
        lines if table is None else table,
        name=name,
        finding=finding,
        caption=caption,
        source=source,
        height=lambda _: height,
        padding=sides,
        legend=keys,
    )


def _ends(lines, target, domain, tint, upright, width) -> list[alt.Chart]:
    """Return the texts at the right ends of one target's lines, as far as they are in sight."""
    if "end" not in lines:
        return []
    last = lines[lines["target"] == target].groupby("line", sort=False).tail(1)
    last = last[last["value"].between(*domain) & last["end"].notna()]
    if last.empty:
        return []
    words = alt.Chart(alt.Data(values=records(last))).mark_text(align="left", dx=5)
    return [words.encode(x=alt.value(width), y=upright, color=tint, text="end:N")]


def _levels(levels, y, width) -> list[alt.Chart]:
    """Return horizontal rules, their labels at the right end above them."""
    if not levels:
        return []
    base = alt.Chart(alt.Data(values=[{"value": v["at"], "label": v["label"]} for v in levels]))
    upright = alt.Y("value:Q", **y)
    rule = base.mark_rule(strokeDash=[2, 3], color=INK, opacity=0.75)
    place = {"align": "right", "baseline": "bottom", "dy": -3}
    # A rule that passes behind a label must not run through its letters.
    halo = base.mark_text(**place, stroke=GROUND, strokeWidth=4, strokeJoin="round", fill=GROUND)
    words = base.mark_text(**place)
    return [
        rule.encode(x=alt.value(0), x2=alt.value(width), y=upright),
        halo.encode(x=alt.value(width), y=upright, text="label:N"),
        words.encode(x=alt.value(width), y=upright, text="label:N"),
    ]


def _marks(marks, across, bounds, width, layout, height) -> list[alt.Chart]:
    """Return vertical rules, each label on a line of its own above the drawing.

    The leftmost label stands highest, so that no rule runs through the words of another.
    """
    layers: list[alt.Chart] = []
    for place, mark in enumerate(sorted(marks, key=lambda one: float(one["at"]))):
        top = -(len(marks) - place) * LINE
        colour = ARTICLE if mark.get("article") else INK
        data = alt.Chart(alt.Data(values=[{"x": mark["at"], "label": mark["label"]}]))
        pixel = (float(mark["at"]) - bounds[0]) / (bounds[1] - bounds[0]) * width
        room = LETTER * layout.letters * len(mark["label"]) + 8
        align, dx = ("left", 4) if pixel + room < width + SIDES["right"] else ("right", -4)
        rule = data.mark_rule(strokeDash=[4, 3], color=colour, opacity=0.8)
        words = data.mark_text(align=align, baseline="middle", dx=dx, color=colour)
        layers.append(rule.encode(x=across, y=alt.value(top + 2), y2=alt.value(height)))
        layers.append(words.encode(x=across, y=alt.value(top + 5), text="label:N"))
    return layers
