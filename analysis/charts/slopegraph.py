"""Lines from one condition to the next."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from . import channels, scales
from .figure import Figure, Key, build, order_of, records, require
from .overtime import numbers_of
from .palette import AXIS
from .theme import Layout


def slopes(
    rows: pd.DataFrame,
    *,
    name: str,
    finding: str,
    caption: str,
    source: str,
    unit: str,
    title: str,
    scale: str = "linear",
    highlight: Sequence[str] = (),
    others: str = "the others",
    height: int = 320,
    table: pd.DataFrame | None = None,
) -> Figure:
    """Return one line a thing across two or more conditions, in the order of their first row.

    ``rows`` has ``line`` (the thing), ``position`` (the condition) and ``value``. With
    ``highlight`` those lines are coloured and the rest is grey under the name ``others``; without
    it each line has a colour, for at most eight. Raises ``ValueError`` for missing columns, for a
    highlighted line that does not exist, and for more lines than colours.
    """
    require(rows, ["line", "position", "value"], argument="rows")
    names, positions = order_of(rows, "line"), order_of(rows, "position")
    shown = list(highlight) or names
    unknown = [line for line in shown if line not in names]
    if unknown:
        raise ValueError(f"highlight: expected lines among {names}, found {unknown}")
    if len(shown) > 8:
        raise ValueError(f"rows: expected at most eight coloured lines, found {len(shown)}")
    tints = [channels.variable(shown.index(n)) if n in shown else AXIS for n in names]
    marked = [channels.SHAPES[shown.index(n) % 5] if n in shown else "circle" for n in names]
    values = numbers_of(rows, ["value"])

    def draw(layout: Layout) -> alt.LayerChart:
        y = scales.quantity(values, unit=unit, scale=scale, layout=layout, horizontal=False)
        y["title"] = title
        across = alt.X(
            "position:N",
            sort=None,
            title=None,
            scale=alt.Scale(type="point", domain=positions, padding=0.25),
            axis=alt.Axis(labelAngle=0, labelColor="var(--chart-ink)"),
        )
        base = alt.Chart(alt.Data(values=records(rows)))
        tint = channels.named(alt.Color, "line", names, tints)
        shape = channels.named(alt.Shape, "line", names, marked)
        height_of = alt.Y("value:Q", **y)
        line = base.mark_line().encode(x=across, y=height_of, color=tint, detail="line:N")
        dot = base.mark_point(filled=True, size=60)
        return alt.layer(line, dot.encode(x=across, y=height_of, color=tint, shape=shape))

    keys = [
        Key(
            line,
            channels.symbol(channels.SHAPES[n % 5]),
            channels.variable_name(channels.variable(n)),
        )
        for n, line in enumerate(shown)
    ]
    if len(shown) < len(names):
        keys.append(Key(others, "circle", channels.variable_name(AXIS)))
    return build(
        draw,
        rows if table is None else table,
        name=name,
        finding=finding,
        caption=caption,
        source=source,
        height=lambda layout: height - 40 if layout.narrow else height,
        legend=keys,
    )
