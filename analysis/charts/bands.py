"""Ranges of probability, one band a definition, with the article's figures marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from . import channels
from .figure import Figure, Key, build, optional, order_of, records, require
from .palette import GROUND
from .rowplan import RowPlan, padding
from .theme import Layout

# Heights of a band's lane and of its bar.
LANE, BAR = 19, 12
COMPACT_LANE, COMPACT_BAR = 11, 9


def probability_bands(
    bands: pd.DataFrame,
    *,
    name: str,
    finding: str,
    caption: str,
    source: str,
    marks: Sequence[Mapping[str, Any]],
    points: pd.DataFrame | None = None,
    title: str | None = "probability",
    table: pd.DataFrame | None = None,
    compact: bool = False,
) -> Figure:
    """Return one row a definition of the event and in it one band a date, from 0 to 100%.

    ``bands`` has ``label`` (the definition), ``by`` (the date, in words), ``lower`` and ``upper``
    in per cent, and where known ``value`` (a middle). ``points`` (``label``, ``by``, ``value``)
    are single results, drawn as fine ticks. ``marks`` are the article's figures: dicts of ``at``
    (per cent) and ``label``. ``compact`` is for the first screen: low rows, short names beside
    them on a phone too. Raises ``ValueError`` for missing columns and for probabilities
    outside 0 to 100.
    """
    require(bands, ["label", "by", "lower", "upper"], argument="bands")
    if points is not None:
        require(points, ["label", "by", "value"], argument="points")
    columns = [bands["lower"], bands["upper"], *([] if points is None else [points["value"]])]
    outside = [float(v) for column in columns for v in column if not 0 <= v <= 100]
    if outside:
        raise ValueError(f"bands: expected per cent between 0 and 100, found {outside[:3]}")
    labels, dates = order_of(bands, "label"), order_of(bands, "by")
    tints = channels.tints(dates)
    lane, thick = (COMPACT_LANE, COMPACT_BAR) if compact else (LANE, BAR)

    def planned(layout: Layout) -> RowPlan:
        return RowPlan(tuple(labels), len(dates), layout, lane_height=lane, compact=compact)

    def placed(rows: pd.DataFrame, plan: RowPlan) -> list[dict[str, Any]]:
        middle = [
            plan.lane_y(str(label), dates.index(str(by)))
            for label, by in zip(rows["label"], rows["by"], strict=True)
        ]
        return records(rows.assign(y=middle))

    def draw(layout: Layout) -> alt.LayerChart:
        plan = planned(layout)
        options = {
            "values": [0.0, 100.0],
            "unit": "percent",
            "scale": "linear",
            "title": title,
            "domain": (0.0, 100.0),
        }
        y = plan.y()
        tint = channels.named(alt.Color, "by", dates, tints)
        base = alt.Chart(alt.Data(values=placed(bands, plan)))
        bar = base.mark_bar(height=thick, opacity=0.45, cornerRadius=3)
        layers = plan.edges()
        layers.append(bar.encode(x=plan.x("lower", **options), x2="upper:Q", y=y, color=tint))
        if points is not None:
            single = alt.Chart(alt.Data(values=placed(points, plan)))
            tick = single.mark_tick(orient="vertical", size=thick, thickness=1.6, opacity=0.9)
            layers.append(tick.encode(x=plan.x("value", **options), y=y, color=tint))
        if optional(bands, ["value"]):
            dot = base.mark_point(
                shape="circle", filled=True, size=70, stroke=GROUND, strokeWidth=1.5
            )
            layers.append(dot.encode(x=plan.x("value", **options), y=y, color=tint))
        layers += [*plan.marks(marks, plan.x("at", **options)), *plan.names()]
        return alt.layer(*layers).resolve_scale(color="independent")

    keys = [
        Key(by, "bar", channels.variable_name(tint)) for by, tint in zip(dates, tints, strict=True)
    ]
    return build(
        draw,
        bands if table is None else table,
        name=name,
        finding=finding,
        caption=caption,
        source=source,
        height=lambda layout: planned(layout).height,
        padding=lambda _: padding(1 if compact else len(marks), title=title is not None),
        legend=keys,
    )
