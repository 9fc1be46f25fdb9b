"""Charts along time: dated points with fitted lines, and plain curves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from . import channels, scales
from .figure import Figure, Key, build, optional, order_of, records, require
from .theme import Layout


def iso_days(values: pd.Series) -> pd.Series:
    """Return dates as ISO days; what is no date raises ``ValueError``."""
    return pd.to_datetime(values).dt.strftime("%Y-%m-%d")


def padded(days: Sequence[str]) -> tuple[str, str]:
    """Return the first and last of ISO days with a little room on both sides."""
    stamps = pd.to_datetime(pd.Series(list(days)))
    room = max((stamps.max() - stamps.min()) * 0.03, pd.Timedelta(days=15))
    low, high = stamps.min() - room, stamps.max() + room
    return low.strftime("%Y-%m-%d"), high.strftime("%Y-%m-%d")


def time_axis(layout: Layout, low: str, high: str) -> dict[str, Any]:
    """Return ``scale`` and ``axis`` of a date channel between two ISO days, in UTC."""
    scale = alt.Scale(type="utc", domain=[low, high], nice=False)
    first, last = int(low[:4]), int(high[:4])
    if last - first < 2:
        return {"scale": scale, "axis": alt.Axis(format="%b %Y", tickCount=layout.ticks - 1)}
    step = max(1, round((last - first) / layout.ticks))
    years = [year for year in range(first, last + 1, step) if f"{year}-01-01" >= low]
    # As milliseconds, because a plain day would be read in the local time zone.
    ticks = [int(pd.Timestamp(f"{year}-01-01", tz="UTC").timestamp() * 1000) for year in years]
    return {
        "scale": scale,
        "axis": alt.Axis(values=ticks, labelExpr="utcFormat(datum.value, '%Y')"),
    }


def numbers_of(table: pd.DataFrame | None, columns: Sequence[str]) -> list[float]:
    """Return all numbers in the given columns of a table, as far as it has them."""
    if table is None:
        return []
    present = [c for c in columns if c in table.columns]
    return [float(v) for c in present for v in pd.to_numeric(table[c]).dropna()]


def line_layers(
    lines: pd.DataFrame, x: Any, y: dict[str, Any], *, colours: dict[str, str]
) -> tuple[list[alt.Chart], list[Key]]:
    """Return bands and lines of a table (``line``, ``value``, ``lower``, ``upper``), with keys."""
    names = order_of(lines, "line")
    tint = channels.named(alt.Color, "line", names, [colours[name] for name in names])
    layers = []
    if len(optional(lines, ["lower", "upper"])) == 2:
        banded = alt.Data(values=records(lines.dropna(subset=["lower", "upper"])))
        area = alt.Chart(banded).mark_area(opacity=0.15)
        layers.append(
            area.encode(x=x, y=alt.Y("lower:Q", **y), y2="upper:Q", color=tint, detail="line:N")
        )
    styles = [channels.DASHES[n % len(channels.DASHES)] for n in range(len(names))]
    dash = channels.named(alt.StrokeDash, "line", names, [style for style, _ in styles])
    stroke = alt.Chart(alt.Data(values=records(lines))).mark_line(clip=True)
    layers.append(stroke.encode(x=x, y=alt.Y("value:Q", **y), color=tint, strokeDash=dash))
    keys = [
        Key(name, look, channels.variable_name(colours[name]))
        for name, (_, look) in zip(names, styles, strict=True)
    ]
    return layers, keys


def point_layers(
    points: pd.DataFrame, x: Any, y: dict[str, Any], layout: Layout, *, colours: dict[str, str]
) -> tuple[list[alt.Chart], list[Key]]:
    """Return intervals, dots and labels of dated points, with the legend's keys."""
    base = alt.Chart(alt.Data(values=records(points)))
    names = list(colours)
    tint: Any = alt.ColorValue(channels.variable(0))
    keys = []
    if optional(points, ["group"]):
        tint = channels.named(alt.Color, "group", names, [colours[name] for name in names])
        keys = [Key(name, "circle", channels.variable_name(colours[name])) for name in names]
    layers = []
    if len(optional(points, ["lower", "upper"])) == 2:
        rule = base.mark_rule(strokeWidth=1.3, opacity=0.65, clip=True)
        layers.append(rule.encode(x=x, y=alt.Y("lower:Q", **y), y2="upper:Q", color=tint))
    shape, shape_keys = channels.reporter_shapes(points)
    dot = base.mark_point(filled=True, size=48 if layout.narrow else 62)
    layers.append(dot.encode(x=x, y=alt.Y("value:Q", **y), color=tint, shape=shape))
    if optional(points, ["label"]) and not layout.narrow:
        words = base.transform_filter("isValid(datum.label)").mark_text(align="right", dx=-7, dy=-5)
        layers.append(words.encode(x=x, y=alt.Y("value:Q", **y), text="label:N"))
    return layers, keys + shape_keys


def series_over_time(
    points: pd.DataFrame,
    *,
    name: str,
    finding: str,
    caption: str,
    source: str,
    unit: str,
    title: str,
    scale: str = "linear",
    lines: pd.DataFrame | None = None,
    marks: Sequence[Mapping[str, Any]] = (),
    levels: Sequence[Mapping[str, Any]] = (),
    domain: tuple[float, float] | None = None,
    until: str | None = None,
    height: int = 350,
    table: pd.DataFrame | None = None,
) -> Figure:
    """Return dated points with their intervals, and the lines fitted to them.

    ``points`` has ``date`` and ``value``, and as far as known ``lower`` and ``upper`` (interval),
    ``reporter`` (vendor, benchmark or independent: the shape), ``group`` (the colour) and ``label``
    (written beside the point on wide screens). ``lines`` has ``date``, ``value``, ``line`` (its
    name) and, for a band, ``lower`` and ``upper``; a line named like a group takes its colour.
    ``unit`` is minutes, percent, number, times or year; ``title`` names the quantity. ``marks`` are
    vertical rules (dicts of ``at``, an ISO day, and ``label``), ``levels`` horizontal ones
    (``at``, a value). ``until`` extends the time axis to an ISO day. ``table`` replaces ``points``
    in the table that readers get. Raises ``ValueError`` for missing columns and unknown words.
    """
    require(points, ["date", "value"], argument="points")
    points = points.assign(date=iso_days(points["date"]))
    groups = order_of(points.dropna(subset=["group"]), "group") if "group" in points else []
    colours = {group: channels.variable(n) for n, group in enumerate(groups)}
    days = [*points["date"], *[str(mark["at"])[:10] for mark in marks], *([until] if until else [])]
    line_colours: dict[str, str] = {}
    if lines is not None:
        require(lines, ["date", "value", "line"], argument="lines")
        lines = lines.assign(date=iso_days(lines["date"]))
        days += list(lines["date"])
        names = order_of(lines, "line")
        start = len(groups) if groups else 1
        line_colours = {
            line: colours.get(line) or channels.variable(start + n) for n, line in enumerate(names)
        }
    low, high = padded(days)
    values = numbers_of(points, ["value", "lower", "upper"])
    values += numbers_of(lines, ["value"]) + [float(level["at"]) for level in levels]

    def draw(layout: Layout) -> alt.LayerChart:
        x = alt.X("date:T", title=None, **time_axis(layout, low, high))
        y = scales.quantity(
            values, unit=unit, scale=scale, layout=layout, horizontal=False, domain=domain
        )
        y["title"] = title
        layers: list[alt.Chart] = []
        if lines is not None:
            layers += line_layers(lines, x, y, colours=line_colours)[0]
        layers += point_layers(points, x, y, layout, colours=colours)[0]
        layers += channels.reference_rules(marks, layout, axis="x", field="date", kind="T")
        layers += channels.reference_rules(levels, layout, axis="y", field="value", kind="Q")
        independent = {"color": "independent", "strokeDash": "independent"}
        return alt.layer(*layers).resolve_scale(**independent)

    return build(
        draw,
        points if table is None else table,
        name=name,
        finding=finding,
        caption=caption,
        source=source,
        height=lambda layout: height - 40 if layout.narrow else height,
        legend=_keys(points, lines, colours, line_colours),
    )


def _keys(points, lines, colours, line_colours) -> list[Key]:
    """Return the legend of points and lines; a line named like a group is not listed twice."""
    x = alt.X("date:T")
    layout = Layout(680, narrow=False)
    keys = point_layers(points, x, {}, layout, colours=colours)[1]
    if lines is not None:
        keys += line_layers(lines, x, {}, colours=line_colours)[1]
    return keys


def curves(
    lines: pd.DataFrame,
    *,
    name: str,
    finding: str,
    caption: str,
    source: str,
    unit: str,
    title: str,
    x: str = "date",
    x_title: str | None = None,
    x_unit: str = "number",
    x_scale: str = "linear",
    scale: str = "linear",
    marks: Sequence[Mapping[str, Any]] = (),
    levels: Sequence[Mapping[str, Any]] = (),
    domain: tuple[float, float] | None = None,
    height: int = 330,
    table: pd.DataFrame | None = None,
) -> Figure:
    """Return lines over time, or over the numbers in column ``x``, with bands where they have any.

    ``x_scale`` is the scale of such numbers, "linear" or "log".
    ``lines`` has the column named by ``x``, ``value`` and ``line`` (the name), and for bands
    ``lower`` and ``upper``. ``marks`` are vertical rules (dicts of ``at`` and ``label``),
    ``levels`` horizontal ones. Raises ``ValueError`` for missing columns and unknown words.
    """
    require(lines, [x, "value", "line"], argument="lines")
    dated = not pd.api.types.is_numeric_dtype(lines[x])
    if dated:
        lines = lines.assign(**{x: iso_days(lines[x])})
    colours = {line: channels.variable(n) for n, line in enumerate(order_of(lines, "line"))}
    values = numbers_of(lines, ["value", "lower", "upper"]) + [float(m["at"]) for m in levels]
    at = list(lines[x]) + [mark["at"] for mark in marks]
    keys = line_layers(lines, alt.X(f"{x}:Q"), {}, colours=colours)[1]

    def draw(layout: Layout) -> alt.LayerChart:
        if dated:
            days = sorted(str(day)[:10] for day in at)
            across = alt.X(f"{x}:T", title=x_title, **time_axis(layout, days[0], days[-1]))
        else:
            bounds = (float(min(at)), float(max(at)))
            options = scales.quantity(
                list(bounds),
                unit=x_unit,
                scale=x_scale,
                layout=layout,
                horizontal=True,
                domain=bounds,
            )
            across = alt.X(f"{x}:Q", title=x_title, **options)
        y = scales.quantity(
            values, unit=unit, scale=scale, layout=layout, horizontal=False, domain=domain
        )
        y["title"] = title
        layers = line_layers(lines, across, y, colours=colours)[0]
        kind = "T" if dated else "Q"
        layers += channels.reference_rules(marks, layout, axis="x", field=x, kind=kind)
        layers += channels.reference_rules(levels, layout, axis="y", field="value", kind="Q")
        return alt.layer(*layers).resolve_scale(color="independent", strokeDash="independent")

    return build(
        draw,
        lines if table is None else table,
        name=name,
        finding=finding,
        caption=caption,
        source=source,
        height=lambda layout: height - 40 if layout.narrow else height,
        legend=keys if len(keys) > 1 else (),
    )
