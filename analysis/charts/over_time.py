"""Charts along time: dated points with fitted lines, and plain curves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd

from . import channels
from .axes import Measure, iso_days, numbers_of, time_axis
from .channels import Rules
from .figure import Figure, Key, build, filled, order_of, records, require, sized
from .theme import INK, SERIES, Layout


def over_time(
    points: pd.DataFrame,
    *,
    unit: str,
    title: str,
    scale: str = "linear",
    lines: pd.DataFrame | None = None,
    rules: Rules = (),
    levels: Rules = (),
    domain: tuple[float, float] | None = None,
    height: int = 350,
    **texts: Any,
) -> Figure:
    """Return dated points with their intervals, and the lines fitted to them.

    ``points`` has ``date`` and ``value``, and as far as known ``lower`` and ``upper`` (interval),
    ``reporter`` (vendor, benchmark or independent: the shape), ``group`` (the colour) and ``label``
    (written beside the point on wide screens). ``lines`` has ``date``, ``value``, ``line`` (its
    name) and, for a band, ``lower`` and ``upper``; a line named like a group takes its colour.
    ``unit`` is minutes, percent, number, times or year; ``title`` names the quantity. ``rules`` are
    vertical (dicts of ``at``, an ISO day, and ``label``), ``levels`` horizontal (``at``, a value).
    Raises ``ValueError`` for missing columns and unknown words.
    """
    require(points, ["date", "value"], argument="points")
    points = points.assign(date=iso_days(points["date"]))
    groups = order_of(points, "group")
    tints = channels.coloured(groups)
    legend = point_keys(points, tints)
    days = [*points["date"], *(str(rule["at"])[:10] for rule in rules)]
    line_tints: dict[str, str] = {}
    if lines is not None:
        require(lines, ["date", "value", "line"], argument="lines")
        lines = lines.assign(date=iso_days(lines["date"]))
        days += list(lines["date"])
        # Without groups all points have the first colour.
        fresh = channels.coloured(order_of(lines, "line"), start=len(groups) or 1)
        line_tints = {name: tints.get(name, tint) for name, tint in fresh.items()}
        legend += line_keys(line_tints)
    stamps = pd.to_datetime(pd.Series(days))
    room = max((stamps.max() - stamps.min()) * 0.03, pd.Timedelta(days=15))
    bounds = [f"{day:%Y-%m-%d}" for day in (stamps.min() - room, stamps.max() + room)]
    values = numbers_of(points, "value", "lower", "upper") + numbers_of(lines, "value")
    values += [float(level["at"]) for level in levels]

    def layers(layout: Layout, y: dict[str, Any]) -> list[alt.Chart]:
        x = alt.X("date:T", title=None, **time_axis(layout, *bounds))
        drawn = [] if lines is None else line_layers(lines, x, y, line_tints)
        drawn += point_layers(points, x, y, layout, tints)
        return [*drawn, *channels.reference_rules(rules, "x", "date:T")]

    draw = measured(layers, Measure(values, unit, scale, title, domain), levels, height)
    return build(draw, points, legend=legend, **texts)


def curves(
    lines: pd.DataFrame,
    *,
    unit: str,
    title: str,
    x: str = "date",
    x_title: str | None = None,
    x_unit: str = "number",
    x_scale: str = "linear",
    scale: str = "linear",
    rules: Rules = (),
    levels: Rules = (),
    domain: tuple[float, float] | None = None,
    **texts: Any,
) -> Figure:
    """Return lines over time, or over the numbers in column ``x``, with bands where they have any.

    ``lines`` has the column named by ``x``, ``value`` and ``line`` (the name), and for bands
    ``lower`` and ``upper``. ``x_scale`` is the scale of such numbers, "linear" or "log". ``rules``
    are vertical (dicts of ``at`` and ``label``), ``levels`` horizontal. Raises ``ValueError`` for
    missing columns and unknown words.
    """
    require(lines, [x, "value", "line"], argument="lines")
    dated = not pd.api.types.is_numeric_dtype(lines[x])
    if dated:
        lines = lines.assign(**{x: iso_days(lines[x])})
    tints = channels.coloured(order_of(lines, "line"))
    values = numbers_of(lines, "value", "lower", "upper") + [float(v["at"]) for v in levels]
    at = [str(v)[:10] if dated else float(v) for v in (*lines[x], *(r["at"] for r in rules))]
    bounds = (min(at), max(at))
    field = f"{x}:T" if dated else f"{x}:Q"

    def layers(layout: Layout, y: dict[str, Any]) -> list[alt.Chart]:
        if dated:
            axis = {"title": x_title, **time_axis(layout, *bounds)}
        else:
            number = Measure(bounds, x_unit, x_scale, x_title, bounds)
            axis = number.channel(layout, horizontal=True)
        drawn = line_layers(lines, alt.X(field, **axis), y, tints)
        return [*drawn, *channels.reference_rules(rules, "x", field)]

    draw = measured(layers, Measure(values, unit, scale, title, domain), levels, 330)
    return build(draw, lines, legend=line_keys(tints) if len(tints) > 1 else (), **texts)


def measured(layers: Callable, measure: Measure, levels: Rules, height: int) -> Callable:
    """Return the function that draws layers over one measured vertical axis, levels across them.

    ``layers`` makes them from a layout and the vertical channel's keyword arguments.
    """

    def draw(layout: Layout) -> alt.LayerChart:
        drawn = layers(layout, measure.channel(layout))
        drawn += channels.reference_rules(levels, "y", "value:Q")
        chart = alt.layer(*drawn).resolve_scale(color="independent", strokeDash="independent")
        return sized(chart, layout, height - 40 if layout.narrow else height)

    return draw


def line_layers(
    lines: pd.DataFrame, x: alt.X, y: dict[str, Any], tints: dict[str, str]
) -> list[alt.Chart]:
    """Return bands and lines of a table (``line``, ``value``, ``lower``, ``upper``)."""
    tint = channels.named(alt.Color, "line", list(tints), list(tints.values()))
    layers = []
    if filled(lines, "lower", "upper"):
        banded = alt.Data(values=records(lines.dropna(subset=["lower", "upper"])))
        area = alt.Chart(banded).mark_area(opacity=0.15).encode(x=x, color=tint, detail="line:N")
        layers.append(area.encode(y=alt.Y("lower:Q", **y), y2="upper:Q"))
    styles = [style for style, _ in channels.cycled(channels.DASHES, len(tints))]
    dash = channels.named(alt.StrokeDash, "line", list(tints), styles)
    stroke = alt.Chart(alt.Data(values=records(lines))).mark_line(clip=True)
    return [*layers, stroke.encode(x=x, y=alt.Y("value:Q", **y), color=tint, strokeDash=dash)]


def line_keys(tints: dict[str, str]) -> list[Key]:
    """Return the legend of lines, by their colours."""
    looks = [look for _, look in channels.cycled(channels.DASHES, len(tints))]
    return channels.keys(list(tints), looks, list(tints.values()))


def point_layers(
    points: pd.DataFrame, x: alt.X, y: dict[str, Any], layout: Layout, tints: dict[str, str]
) -> list[alt.Chart]:
    """Return intervals, dots and labels of dated points."""
    base = alt.Chart(alt.Data(values=records(points))).encode(x=x)
    height = alt.Y("value:Q", **y)
    tint: Any = alt.ColorValue(SERIES[0])
    if tints:
        tint = channels.named(alt.Color, "group", list(tints), list(tints.values()))
    who = channels.reporters(points)
    shape: Any = alt.ShapeValue("circle")
    if who:
        shape = channels.named(alt.Shape, "reporter", list(who), [s for s, _ in who.values()])
    layers = []
    if filled(points, "lower", "upper"):
        rule = base.mark_rule(strokeWidth=1.3, opacity=0.65, clip=True)
        layers.append(rule.encode(y=alt.Y("lower:Q", **y), y2="upper:Q", color=tint))
    dot = base.mark_point(filled=True, size=48 if layout.narrow else 62)
    layers.append(dot.encode(y=height, color=tint, shape=shape))
    if filled(points, "label") and not layout.narrow:
        words = base.transform_filter("isValid(datum.label)").mark_text(align="right", dx=-7, dy=-5)
        layers.append(words.encode(y=height, text="label:N"))
    return layers


def point_keys(points: pd.DataFrame, tints: dict[str, str]) -> list[Key]:
    """Return the legend of points: their groups by colour, their reporters by shape."""
    keys = channels.keys(list(tints), ["circle"] * len(tints), list(tints.values()))
    who = list(channels.reporters(points).values())
    if len(who) > 1:
        keys += channels.keys([w for _, w in who], [s for s, _ in who], [INK] * len(who))
    return keys
