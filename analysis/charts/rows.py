"""Charts in rows: dots with intervals, joined dots, bars, and bands by date."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from ..arguments import one_of
from . import channels
from .axes import Measure, numbers_of
from .channels import Rules
from .figure import Figure, build, filled, has, order_of, require, sized
from .over_time import rings
from .rowplan import RowPlan, text_width
from .theme import AXIS, BAND, GROUND, INK, MUTED, OTHERS, OURS, Layout

# Height of a band's bar.
THICK = 12
# How words stand by a dot, for each side of it.
STYLE = ("align", "baseline", "dx", "dy")
SIDES = {
    "above": ("center", "bottom", 0, -7),
    "left": ("right", "middle", -9, 0),
    "right": ("left", "middle", 9, 0),
}


def rows(
    readings: pd.DataFrame,
    *,
    unit: str,
    mark: str = "dots",
    title: str | None = None,
    scale: str = "linear",
    rules: Rules = (),
    domain: tuple[float, float] | None = None,
    ticks: Sequence[float] = (),
    one_lane: bool = False,
    compact: bool = False,
    who: str = "",
    **texts: Any,
) -> Figure:
    """Return one row a thing, its readings as dots with intervals, as joined dots or as bars.

    ``readings`` has ``label`` (the row) and ``value``, and as far as known ``lower``, ``upper``,
    ``series`` (whose reading: a word of ``measured_by`` in ``data/labels.yml``, or any other name),
    ``text`` (as it is written at the mark), ``ring`` (yes for the article's own figure), ``name``
    (on hover) and, of bars, ``group`` (what a run of rows has in common).

    ``mark`` is "dots"; or "joined" for dots of one row with a line between them, where ``when``
    (the condition) stands for ``series`` and all share a lane; or "bars", which begin at zero; or
    "bands" from ``lower`` to ``upper``, one for each ``when``, with the article's figures as rules.
    ``who`` (a key of :data:`~.channels.WHO`) says whose readings all are: they share colour and
    shape; dots of further series are hollow, and of joined dots the first is small. ``rules`` are
    vertical (dicts of ``at``, ``label`` and, for the article's own figures, ``who``), ``ticks`` the
    steps of the axis. With ``one_lane`` all series share a lane; ``compact`` sets rows close.
    Raises ``ValueError`` for missing columns and unknown words.
    """
    drawn, lane_height = MARKS[one_of("mark", mark, MARKS)]
    column = "when" if mark in ("joined", "bands") else "series"
    needed = ["label", "value", column] if column == "when" else ["label", "value"]
    require(readings, needed, argument="readings")
    if mark == "bands":
        who, rules = "computed", [{"who": "article", **rule} for rule in rules]
    labels, names = order_of(readings, "label"), order_of(readings, column)
    lanes = 1 if one_lane or mark == "joined" else len(names) or 1
    values = numbers_of(readings, "value", "lower", "upper") + [float(r["at"]) for r in rules]
    extra: dict[str, Any] = {}
    if mark == "bars":
        values.append(0.0)
        extra["zero"] = 0
        if domain is None:
            domain = (min(values), max(values) * 1.08 if max(values) > 0 else 0.0)
    if mark == "joined" and "text" not in readings:
        extra["text"] = [channels.in_words(value, unit) for value in readings["value"]]
    measure = Measure(values, unit, scale, title, domain, tuple(ticks))
    looks, plain = channels.looks(names, who), channels.WHO.get(who, ("diamond", OTHERS))
    shown = channels.with_names(readings.assign(**extra), unit)
    if who and column in shown:  # one party's: the first of its series is filled
        shown["open"] = shown[column] != names[0]
    if mark == "dots" and filled(shown, "text", "lower"):
        lane_height = TEXT_LANE
    notes = max(map(len, order_of(shown, "text")), default=0) if mark == "bars" else 0

    def draw(layout: Layout) -> alt.LayerChart:
        plan = RowPlan(tuple(labels), lanes, layout, measure, lane_height, notes, compact)
        lane = [names.index(str(n)) for n in shown[column]] if lanes > 1 else None
        placed = channels.dressed(plan.placed(shown, lane), column, looks, plain)
        layers = [*plan.rules(rules), *text_layers(placed, plan, mark), *drawn(placed, plan)]
        if len(ringed := placed[has(placed, "ring")]):
            layers.append(rings(plan.chart(ringed, "value")))
        chart = alt.layer(*plan.edges(), *layers, *plan.names(ruled=bool(rules)))
        return sized(chart, layout, plan.height, plan.sides(len(rules), title=title is not None))

    legend = dict(looks)
    for place, (name, (shape, tint)) in enumerate(looks.items()):
        if mark in ("bars", "bands"):  # as drawn: the last date's band is thick
            thin = mark == "bands" and place < len(looks) - 1
            legend[name] = ("thin-bar" if thin else "bar", tint)
        elif who and mark == "dots" and place:
            legend[name] = (f"{shape}-open", tint)
    told = [] if who and mark == "joined" else channels.keys(legend)
    return build(draw, readings, legend=told, **texts)


def text_layers(placed: pd.DataFrame, plan: RowPlan, mark: str) -> list[alt.Chart]:
    """Return the values at their marks: beside a dot, outside joined dots, right of all bars.

    Above a dot where it has an interval, for at an interval's end a value would be read as the end.
    """
    if not filled(placed, "text"):
        return []
    if mark == "bars":
        base = plan.chart(placed.dropna(subset=["text"]))
        base = base.encode(x=alt.value(plan.right + 6), text="text:N")
        return [base.mark_text(align="left", baseline="middle", color=INK), *groups(placed, plan)]
    ends = placed.groupby("label")["value"].agg(["min", "max"])
    low, high = (placed["label"].map(ends[end]) == placed["value"] for end in ("min", "max"))
    side = pd.Series("above" if filled(placed, "lower") else "right", index=placed.index)
    if mark == "joined":
        side[high], side[low & ~high] = "right", "left"
        # Right of the dot, on the line, where a name stands left.
        for at, row in placed[side == "left"].iterrows():
            width = text_width(len(str(row["text"])), plan.layout)
            if plan.pixel(row["value"]) - 9 - width < plan.left - 12:
                side[at] = "right"
    style = dict(zip(STYLE, zip(*map(SIDES.get, side), strict=True), strict=True))
    words = plan.chart(placed.assign(**style).dropna(subset=["text"]), "value")
    words = words.mark_text(color=INK, **{name: channels.of(name) for name in STYLE})
    return [words.encode(text="text:N")]


def groups(placed: pd.DataFrame, plan: RowPlan) -> list[alt.Chart]:
    """Return a line above each run of rows of a group and, where there is room, its name there."""
    if not filled(placed, "group"):
        return []
    heads = placed[placed["group"] != placed["group"].shift()]
    above = heads.iloc[1:].assign(y=heads["y"].iloc[1:] - plan.row_height / 2)
    line = plan.chart(above).mark_rule(color=AXIS)
    layers = [line.encode(x=alt.value(0), x2=alt.value(plan.right))]
    if not plan.layout.narrow:
        words = plan.chart(heads).encode(x=alt.value(plan.right - 4), text="group:N")
        layers.append(words.mark_text(align="right", baseline="middle", color=MUTED))
    return layers


def dots(placed: pd.DataFrame, plan: RowPlan) -> list[alt.Chart]:
    """Return dots, on their intervals where there are any; further ones of one party are open."""
    layers = []
    if filled(placed, "lower", "upper"):
        rule = plan.chart(placed, "lower").encode(x2="upper:Q")
        layers.append(rule.mark_rule(strokeWidth=2.2, opacity=0.6, color=channels.of("tint")))
    edge = {}
    if "open" in placed:
        placed = placed.assign(fill=placed["tint"].mask(placed["open"], GROUND))
        edge = {"stroke": channels.of("tint"), "strokeWidth": 2}
    dot = plan.chart(placed, "value").encode(description="name:N")
    look = {"fill": channels.of("fill" if edge else "tint"), "shape": channels.of("shape")}
    return [*layers, dot.mark_point(filled=True, size=75, aria=True, **look, **edge)]


def joined(placed: pd.DataFrame, plan: RowPlan) -> list[alt.Chart]:
    """Return dots and below them a line from the lowest to the highest of each row."""
    spans = placed.groupby("label", sort=False).agg(
        low=("value", "min"), high=("value", "max"), y=("y", "first")
    )
    rule = plan.chart(spans.reset_index(), "low").mark_rule(color=AXIS, strokeWidth=2)
    first = placed["when"] == placed["when"].iloc[0]
    # Of one party's dots the first condition's is the smaller.
    size = first.map({True: 36 if "open" in placed else 80, False: 80})
    dots = placed.assign(size=size).iloc[np.argsort(~first, kind="stable")]
    look = {
        "color": channels.of("tint"),
        "shape": channels.of("shape"),
        "size": channels.of("size"),
    }
    dot = plan.chart(dots, "value").mark_point(filled=True, aria=True, **look)
    return [rule.encode(x2="high:Q"), dot.encode(description="name:N")]


def bars(placed: pd.DataFrame, plan: RowPlan) -> list[alt.Chart]:
    """Return bars from zero."""
    look = {"height": 13, "cornerRadiusEnd": 2, "aria": True, "color": channels.of("tint")}
    bar = plan.chart(placed, "zero").mark_bar(**look)
    return [bar.encode(x2="value:Q", description="name:N")]


def bands(placed: pd.DataFrame, plan: RowPlan) -> list[alt.Chart]:
    """Return bars from end to end with their middles; an earlier date's is thinner."""
    dates, layers = order_of(placed, "when"), []
    for when in dates:
        here = plan.chart(placed[placed["when"] == when], "lower")
        high = THICK if when == dates[-1] else THICK // 2
        bar = here.mark_bar(height=high, color=BAND, cornerRadius=3, aria=True)
        layers.append(bar.encode(x2="upper:Q", description="name:N"))
    middle = plan.chart(placed, "value")
    return [*layers, middle.mark_tick(orient="vertical", size=THICK, thickness=3, color=OURS)]


# What draws the readings of each kind of mark, and the height of its lanes.
MARKS = {"dots": (dots, 15), "joined": (joined, 17), "bars": (bars, 18), "bands": (bands, 19)}
TEXT_LANE = 27  # where values stand above their dots
