"""Charts in rows: dots with intervals, joined dots, bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from . import channels
from .figure import Figure, Key, build, optional, order_of, records, require
from .overtime import numbers_of
from .palette import AXIS, INK
from .rowplan import RowPlan, padding, rimmed
from .theme import Layout


def _series(rows: pd.DataFrame, column: str) -> list[str]:
    """Return the names in an optional column; one nameless series without it."""
    return order_of(rows, column) if column in rows.columns else [""]


def _placed(rows: pd.DataFrame, plan: RowPlan, lanes: Sequence[str], column: str) -> pd.DataFrame:
    """Return the rows with their vertical position in pixels."""
    lane = [lanes.index(str(s)) if len(lanes) > 1 else 0 for s in rows.get(column, rows["label"])]
    middle = [
        plan.lane_y(str(label), n if plan.lanes > 1 else 0)
        for label, n in zip(rows["label"], lane, strict=True)
    ]
    return rows.assign(y=middle)


def _notes(rows: pd.DataFrame) -> int:
    """Return the letters of the longest text beside a reading."""
    return max((len(str(t)) for t in rows["text"].dropna()), default=0) if "text" in rows else 0


def _series_keys(names: Sequence[str]) -> list[Key]:
    """Return the legend of named series, each with its colour and shape."""
    if names == [""]:
        return []
    tints = channels.tints(names)
    return [
        Key(name, channels.symbol(channels.SHAPES[n % 5]), channels.variable_name(tint))
        for n, (name, tint) in enumerate(zip(names, tints, strict=True))
    ]


def _looks(names: Sequence[str], column: str) -> dict[str, Any]:
    """Return colour and shape channels of named series."""
    if names == [""]:
        return {"color": alt.ColorValue(channels.variable(0)), "shape": alt.ShapeValue("circle")}
    shapes = [channels.SHAPES[n % 5] for n in range(len(names))]
    return {
        "color": channels.named(alt.Color, column, names, channels.tints(names)),
        "shape": channels.named(alt.Shape, column, names, shapes),
    }


def intervals(
    rows: pd.DataFrame,
    *,
    name: str,
    finding: str,
    caption: str,
    source: str,
    unit: str,
    title: str | None = None,
    scale: str = "linear",
    marks: Sequence[Mapping[str, Any]] = (),
    domain: tuple[float, float] | None = None,
    table: pd.DataFrame | None = None,
    one_lane: bool = False,
) -> Figure:
    """Return one row a thing, each with one or more readings as a dot and its interval.

    ``rows`` has ``label`` (the row) and ``value``, and as far as known ``lower``, ``upper``,
    ``series`` (whose reading: the article's, METR's; colour, shape and lane) and ``text`` (written
    at the right of the reading). ``marks`` are vertical rules (dicts of ``at`` and ``label``). With
    ``one_lane`` all series share a lane, for rows with one reading each. Raises ``ValueError`` for
    missing columns and unknown words.
    """
    require(rows, ["label", "value"], argument="rows")
    labels, names = order_of(rows, "label"), _series(rows, "series")
    lanes = 1 if one_lane else len(names)
    values = numbers_of(rows, ["value", "lower", "upper"]) + [float(m["at"]) for m in marks]

    def draw(layout: Layout) -> alt.LayerChart:
        plan = RowPlan(tuple(labels), lanes, layout, notes=_notes(rows))
        placed = _placed(rows, plan, names, "series")
        ends = placed[[c for c in ("value", "upper") if c in placed]].max(axis=1)
        base = alt.Chart(alt.Data(values=records(placed.assign(end=ends))))
        looks = _looks(names, "series")
        options = {"values": values, "unit": unit, "scale": scale, "title": title, "domain": domain}
        x, y = plan.x("value", **options), plan.y()
        layers = plan.edges()
        if len(optional(rows, ["lower", "upper"])) == 2:
            rule = base.mark_rule(strokeWidth=2.2, opacity=0.7)
            across = plan.x("lower", **options)
            layers.append(rule.encode(x=across, x2="upper:Q", y=y, color=looks["color"]))
        dot = base.mark_point(filled=True, size=75)
        layers.append(dot.encode(x=x, y=y, **looks))
        layers += plan.marks(marks, plan.x("at", **options))
        if optional(rows, ["text"]):
            words = base.transform_filter("isValid(datum.text)").encode(
                x=plan.x("end", **options), y=y, text="text:N"
            )
            layers += rimmed(words, align="left", dx=8)
        layers += plan.names()
        return alt.layer(*layers).resolve_scale(color="independent", shape="independent")

    return build(
        draw,
        rows if table is None else table,
        name=name,
        finding=finding,
        caption=caption,
        source=source,
        height=lambda layout: RowPlan(tuple(labels), lanes, layout).height,
        padding=lambda _: padding(len(marks), title=title is not None),
        legend=_series_keys(names),
    )


def before_after(
    rows: pd.DataFrame,
    *,
    name: str,
    finding: str,
    caption: str,
    source: str,
    unit: str,
    title: str | None = None,
    scale: str = "linear",
    marks: Sequence[Mapping[str, Any]] = (),
    domain: tuple[float, float] | None = None,
    table: pd.DataFrame | None = None,
) -> Figure:
    """Return one row a thing, its readings under two or more conditions as dots joined by a line.

    ``rows`` has ``label``, ``value`` and ``when`` (the condition: colour and shape). ``marks`` are
    vertical rules (dicts of ``at`` and ``label``). Raises ``ValueError`` for missing columns.
    """
    require(rows, ["label", "value", "when"], argument="rows")
    labels, names = order_of(rows, "label"), order_of(rows, "when")
    values = numbers_of(rows, ["value"]) + [float(m["at"]) for m in marks]

    def draw(layout: Layout) -> alt.LayerChart:
        plan = RowPlan(tuple(labels), 1, layout)
        placed = _placed(rows, plan, names, "when")
        base = alt.Chart(alt.Data(values=records(placed)))
        spans = placed.groupby("label", sort=False).agg(
            low=("value", "min"), high=("value", "max"), y=("y", "first")
        )
        joined = alt.Chart(alt.Data(values=records(spans.reset_index())))
        options = {"values": values, "unit": unit, "scale": scale, "title": title, "domain": domain}
        y = plan.y()
        rule = joined.mark_rule(color=AXIS, strokeWidth=2)
        dot = base.mark_point(filled=True, size=80)
        layers = [
            *plan.edges(),
            rule.encode(x=plan.x("low", **options), x2="high:Q", y=y),
            dot.encode(x=plan.x("value", **options), y=y, **_looks(names, "when")),
            *plan.marks(marks, plan.x("at", **options)),
            *plan.names(),
        ]
        return alt.layer(*layers).resolve_scale(color="independent", shape="independent")

    return build(
        draw,
        rows if table is None else table,
        name=name,
        finding=finding,
        caption=caption,
        source=source,
        height=lambda layout: RowPlan(tuple(labels), 1, layout).height,
        padding=lambda _: padding(len(marks), title=title is not None),
        legend=_series_keys(names),
    )


def bars(
    rows: pd.DataFrame,
    *,
    name: str,
    finding: str,
    caption: str,
    source: str,
    unit: str,
    title: str | None = None,
    marks: Sequence[Mapping[str, Any]] = (),
    domain: tuple[float, float] | None = None,
    table: pd.DataFrame | None = None,
) -> Figure:
    """Return one bar a row, from zero, with intervals where the rows have them.

    ``rows`` has ``label`` and ``value``, and as far as known ``lower``, ``upper``, ``series``
    (several bars a row) and ``text`` (written at the bar's end). ``marks`` are vertical rules.
    Raises ``ValueError`` for missing columns and unknown units.
    """
    require(rows, ["label", "value"], argument="rows")
    labels, names = order_of(rows, "label"), _series(rows, "series")
    values = numbers_of(rows, ["value", "lower", "upper"]) + [float(m["at"]) for m in marks] + [0.0]
    if domain is None and unit != "percent":
        domain = (min(values), max(values) * 1.08 if max(values) > 0 else 0.0)

    def draw(layout: Layout) -> alt.LayerChart:
        plan = RowPlan(tuple(labels), len(names), layout, 18, _notes(rows))
        placed = _placed(rows, plan, names, "series")
        ends = placed[[c for c in ("value", "upper") if c in placed]].max(axis=1)
        base = alt.Chart(alt.Data(values=records(placed.assign(end=ends, zero=0))))
        options = {
            "values": values,
            "unit": unit,
            "scale": "linear",
            "title": title,
            "domain": domain,
        }
        y = plan.y()
        bar = base.mark_bar(height=13, cornerRadiusEnd=2)
        tint = _looks(names, "series")["color"]
        layers = [
            *plan.edges(),
            bar.encode(x=plan.x("zero", **options), x2="value:Q", y=y, color=tint),
        ]
        if len(optional(rows, ["lower", "upper"])) == 2:
            rule = base.mark_rule(color=INK, strokeWidth=1.5)
            layers.append(rule.encode(x=plan.x("lower", **options), x2="upper:Q", y=y))
        layers += plan.marks(marks, plan.x("at", **options))
        if optional(rows, ["text"]):
            words = base.transform_filter("isValid(datum.text)").encode(
                x=plan.x("end", **options), y=y, text="text:N"
            )
            layers += rimmed(words, align="left", dx=6)
        layers += plan.names()
        return alt.layer(*layers).resolve_scale(color="independent")

    keys = [Key(key.label, "bar", key.colour) for key in _series_keys(names)]
    return build(
        draw,
        rows if table is None else table,
        name=name,
        finding=finding,
        caption=caption,
        source=source,
        height=lambda layout: RowPlan(tuple(labels), len(names), layout, lane_height=18).height,
        padding=lambda _: padding(len(marks), title=title is not None),
        legend=keys,
    )
