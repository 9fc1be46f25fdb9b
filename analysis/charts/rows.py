"""Charts in rows: dots with intervals, joined dots, bars, and bands of probability."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from . import channels
from .axes import Measure, numbers_of
from .channels import Rules
from .figure import Figure, build, filled, order_of, records, require, sized
from .rowplan import RowPlan, rimmed
from .theme import AXIS, GROUND, INK, SERIES, Layout

# Heights of a probability band's lane and of its bar, also where rows are to be low.
BAND, LOW_BAND = (19, 12), (11, 9)


def rows(
    readings: pd.DataFrame,
    *,
    unit: str,
    mark: str = "dots",
    title: str | None = None,
    scale: str = "linear",
    rules: Rules = (),
    domain: tuple[float, float] | None = None,
    one_lane: bool = False,
    **texts: Any,
) -> Figure:
    """Return one row a thing, its readings as dots with intervals, as joined dots or as bars.

    ``readings`` has ``label`` (the row) and ``value``, and as far as known ``lower``, ``upper``,
    ``series`` (whose reading: the article's, METR's; colour, shape and lane) and ``text`` (written
    at the right of the reading). ``mark`` is "dots"; or "joined" for dots of one row with a line
    between them, where ``when`` (the condition) stands in place of ``series`` and all share a lane;
    or "bars", which begin at zero. ``rules`` are vertical rules (dicts of ``at`` and ``label``).
    With ``one_lane`` all series share a lane, for rows with one reading each. Raises ``ValueError``
    for missing columns and unknown words.
    """
    if mark not in MARKS:
        raise ValueError(f"mark: expected one of {', '.join(MARKS)}, found {mark!r}")
    drawn, lane_height = MARKS[mark]
    column = "when" if mark == "joined" else "series"
    require(readings, ["label", "value", *(["when"] if mark == "joined" else [])], argument="rows")
    labels, names = order_of(readings, "label"), order_of(readings, column)
    lanes = 1 if one_lane or mark == "joined" else len(names) or 1
    values = numbers_of(readings, "value", "lower", "upper") + [float(r["at"]) for r in rules]
    ends: dict[str, Any] = {}
    if mark == "bars":
        values.append(0.0)
        ends["zero"] = 0
        if domain is None and unit != "percent":
            domain = (min(values), max(values) * 1.08 if max(values) > 0 else 0.0)
    measure = Measure(values, unit, scale, title, domain)
    if mark != "joined":
        ends["end"] = readings[[c for c in ("value", "upper") if c in readings]].max(axis=1)
    notes = max(map(len, order_of(readings, "text")), default=0)

    def draw(layout: Layout) -> alt.LayerChart:
        plan = RowPlan(tuple(labels), lanes, layout, lane_height, notes)
        lane = [names.index(str(n)) for n in readings[column]] if lanes > 1 else None
        placed = plan.placed(readings.assign(**ends), lane)
        layers = drawn(placed, plan, measure, looks(names, column))
        layers += plan.rules(rules, plan.x("at", measure))
        if notes:
            base = alt.Chart(alt.Data(values=records(placed)))
            words = base.transform_filter("isValid(datum.text)").encode(
                x=plan.x("end", measure), y=plan.y(), text="text:N"
            )
            layers += rimmed(words, align="left", dx=6 if mark == "bars" else 8)
        free = ["color"] if mark == "bars" else ["color", "shape"]
        return finished(layers, plan, rules, title, free)

    shapes = channels.cycled(["bar"] if mark == "bars" else channels.SHAPES, len(names))
    legend = channels.keys(names, shapes, channels.tints(names))
    return build(draw, readings, legend=legend, **texts)


def looks(names: Sequence[str], column: str) -> dict[str, Any]:
    """Return colour and shape channels of named series, or of one without a name."""
    if not names:
        return {"color": alt.ColorValue(SERIES[0]), "shape": alt.ShapeValue("circle")}
    shapes = channels.cycled(channels.SHAPES, len(names))
    return {
        "color": channels.named(alt.Color, column, names, channels.tints(names)),
        "shape": channels.named(alt.Shape, column, names, shapes),
    }


def finished(
    layers: list[alt.Chart], plan: RowPlan, rules: Rules, title: str | None, free: Sequence[str]
) -> alt.LayerChart:
    """Return layers between the fine lines and the names of their rows, in the plan's size."""
    chart = alt.layer(*plan.edges(), *layers, *plan.names())
    chart = chart.resolve_scale(**dict.fromkeys(free, "independent"))
    sides = plan.sides(len(rules), title=title is not None)
    return sized(chart, plan.layout, plan.height, sides)


def dots(placed: pd.DataFrame, plan: RowPlan, measure: Measure, look: Any) -> list[alt.Chart]:
    """Return dots, on their intervals where there are any."""
    base = alt.Chart(alt.Data(values=records(placed))).encode(y=plan.y(), color=look["color"])
    layers = []
    if filled(placed, "lower", "upper"):
        rule = base.mark_rule(strokeWidth=2.2, opacity=0.7)
        layers.append(rule.encode(x=plan.x("lower", measure), x2="upper:Q"))
    dot = base.mark_point(filled=True, size=75)
    return [*layers, dot.encode(x=plan.x("value", measure), shape=look["shape"])]


def joined(placed: pd.DataFrame, plan: RowPlan, measure: Measure, look: Any) -> list[alt.Chart]:
    """Return dots and below them a line from the lowest to the highest of each row."""
    spans = placed.groupby("label", sort=False).agg(
        low=("value", "min"), high=("value", "max"), y=("y", "first")
    )
    line = alt.Chart(alt.Data(values=records(spans.reset_index())))
    rule = line.mark_rule(color=AXIS, strokeWidth=2)
    dot = alt.Chart(alt.Data(values=records(placed))).mark_point(filled=True, size=80)
    return [
        rule.encode(x=plan.x("low", measure), x2="high:Q", y=plan.y()),
        dot.encode(x=plan.x("value", measure), y=plan.y(), **look),
    ]


def bars(placed: pd.DataFrame, plan: RowPlan, measure: Measure, look: Any) -> list[alt.Chart]:
    """Return bars from zero, below intervals where there are any."""
    base = alt.Chart(alt.Data(values=records(placed))).encode(y=plan.y())
    bar = base.mark_bar(height=13, cornerRadiusEnd=2)
    layers = [bar.encode(x=plan.x("zero", measure), x2="value:Q", color=look["color"])]
    if filled(placed, "lower", "upper"):
        rule = base.mark_rule(color=INK, strokeWidth=1.5)
        layers.append(rule.encode(x=plan.x("lower", measure), x2="upper:Q"))
    return layers


# What draws the readings of each kind of mark, and the height of its lanes.
MARKS = {"dots": (dots, 15), "joined": (joined, 15), "bars": (bars, 18)}


def probability_bands(
    bands: pd.DataFrame,
    *,
    rules: Rules,
    points: pd.DataFrame | None = None,
    title: str | None = "probability",
    compact: bool = False,
    **texts: Any,
) -> Figure:
    """Return one row a definition of the event and in it one band a date, from 0 to 100%.

    ``bands`` has ``label`` (the definition), ``by`` (the date, in words), ``lower`` and ``upper``
    in per cent, and where known ``value`` (a middle). ``points`` (``label``, ``by``, ``value``)
    are single results, drawn as fine ticks. ``rules`` are the article's figures: dicts of ``at``
    (per cent) and ``label``. ``compact`` is for the first screen: low rows, short names beside
    them on a phone too. Raises ``ValueError`` for missing columns and for probabilities
    outside 0 to 100.
    """
    require(bands, ["label", "by", "lower", "upper"], argument="bands")
    if points is not None:
        require(points, ["label", "by", "value"], argument="points")
    given = numbers_of(bands, "lower", "upper") + numbers_of(points, "value")
    outside = [v for v in given if not 0 <= v <= 100]
    if outside:
        raise ValueError(f"bands: expected per cent between 0 and 100, found {outside[:3]}")
    labels, dates = order_of(bands, "label"), order_of(bands, "by")
    tints = channels.tints(dates)
    lane, thick = LOW_BAND if compact else BAND
    measure = Measure([0.0, 100.0], "percent", "linear", title, (0.0, 100.0))

    def draw(layout: Layout) -> alt.LayerChart:
        plan = RowPlan(tuple(labels), len(dates), layout, lane, compact=compact)

        def placed(table: pd.DataFrame) -> alt.Chart:
            middle = plan.placed(table, [dates.index(str(by)) for by in table["by"]])
            tint = channels.named(alt.Color, "by", dates, tints)
            return alt.Chart(alt.Data(values=records(middle))).encode(y=plan.y(), color=tint)

        x = plan.x("value", measure)
        bar = placed(bands).mark_bar(height=thick, opacity=0.45, cornerRadius=3)
        layers = [bar.encode(x=plan.x("lower", measure), x2="upper:Q")]
        if points is not None:
            tick = {"orient": "vertical", "size": thick, "thickness": 1.6, "opacity": 0.9}
            layers.append(placed(points).mark_tick(**tick).encode(x=x))
        if filled(bands, "value"):
            rim = {"stroke": GROUND, "strokeWidth": 1.5}
            dot = placed(bands).mark_point(shape="circle", filled=True, size=70, **rim)
            layers.append(dot.encode(x=x))
        layers += plan.rules(rules, plan.x("at", measure))
        return finished(layers, plan, rules, title, ["color"])

    legend = channels.keys(dates, ["bar"] * len(dates), tints)
    return build(draw, bands, legend=legend, **texts)
