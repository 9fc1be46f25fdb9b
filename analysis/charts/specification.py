"""A specification curve: all results of an analysis in rising order, the options behind them below.

With thousands of combinations single marks would be a grey block. Each option has a lane instead:
how often it occurs along the order, against how often it occurs at all. A lane that stays on its
fine line says that the option does not matter; one that swells to the right goes with high results.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from . import channels
from .figure import Figure, Key, build, order_of, records, require
from .palette import ARTICLE, AXIS, GRID, INK, MUTED, SERIES
from .rowplan import LETTER
from .theme import Layout

CURVE = 150  # height of the sorted results in pixels
TICKS = (0, 25, 50, 75, 100)
SIDES = {"left": 4, "right": 20, "top": 26, "bottom": 44}
HIGHEST = 3.0  # times its own share, at the top of a lane; what is above is cut off


@dataclass(frozen=True)
class Lanes:
    """Where the options of each group stand below the curve, in pixels."""

    groups: Mapping[str, list[str]]
    layout: Layout

    @property
    def lane(self) -> int:
        """Height of an option's lane, on narrow screens with its name above."""
        return 33 if self.layout.narrow else 20

    @property
    def area(self) -> int:
        """Height of the drawn area inside of a lane."""
        return 17

    @property
    def head(self) -> int:
        """Height of a group's heading."""
        return 26

    @property
    def left(self) -> int:
        """Where the measured axis begins."""
        if self.layout.narrow:
            return 34
        letters = max(len(option) for options in self.groups.values() for option in options)
        return round(LETTER * self.layout.letters * letters) + 26

    @property
    def right(self) -> int:
        """Where the measured axis ends."""
        return self.layout.width - SIDES["left"] - SIDES["right"]

    @property
    def height(self) -> int:
        """Height of curve and lanes."""
        count = sum(map(len, self.groups.values()))
        return CURVE + len(self.groups) * self.head + count * self.lane

    def places(self) -> list[dict[str, Any]]:
        """Every heading and option with its text's middle (``y``) and a lane's foot (``base``)."""
        rows, top = [], float(CURVE)
        for group, options in self.groups.items():
            rows.append({"group": group, "option": None, "text": group, "y": top + 17})
            top += self.head
            for option in options:
                foot = top + self.lane - 2
                middle = top + 7 if self.layout.narrow else foot - 6
                rows.append(
                    {"group": group, "option": option, "text": option, "y": middle, "base": foot}
                )
                top += self.lane
        return rows


def specification(
    curve: pd.DataFrame,
    options: pd.DataFrame,
    *,
    name: str,
    finding: str,
    caption: str,
    source: str,
    title: str,
    x_title: str,
    level: Mapping[str, Any],
    table: pd.DataFrame | None = None,
) -> Figure:
    """Return results in rising order, and a lane for each option of each group below.

    ``curve`` has ``place`` (per cent of the combinations, from 0 to 100) and ``value`` (per cent).
    ``options`` has ``group``, ``option``, ``place`` and ``lift`` (how often the option occurs at
    that place, as a multiple of how often it occurs at all). ``level`` is a horizontal rule across
    the curve, a dict of ``at`` and ``label``. Raises ``ValueError`` for missing columns and for
    values outside 0 to 100.
    """
    require(curve, ["place", "value"], argument="curve")
    require(options, ["group", "option", "place", "lift"], argument="options")
    outside = [float(v) for c in ("place", "value") for v in curve[c] if not 0 <= v <= 100]
    if outside:
        raise ValueError(f"curve: expected per cent between 0 and 100, found {outside[:3]}")
    groups = {
        group: order_of(options[options["group"] == group], "option")
        for group in order_of(options, "group")
    }

    def draw(layout: Layout) -> alt.LayerChart:
        lanes = Lanes(groups, layout)
        x = _across(lanes, x_title)
        return alt.layer(
            *_lanes(options, lanes, x), *_curve(curve, lanes, level, x), *_words(lanes, title)
        )

    keys = [
        Key("how often the option is among the combinations at that place", "band", "chart-1"),
        Key("as often as it is among all", "line", channels.variable_name(AXIS)),
    ]
    return build(
        draw,
        options if table is None else table,
        name=name,
        finding=finding,
        caption=caption,
        source=source,
        height=lambda layout: Lanes(groups, layout).height,
        padding=lambda _: dict(SIDES),
        legend=keys,
    )


def _across(lanes: Lanes, title: str) -> alt.X:
    """Return the horizontal channel: per cent of the combinations."""
    ticks = [0, 50, 100] if lanes.layout.narrow else [0, 20, 40, 60, 80, 100]
    axis = alt.Axis(values=ticks, labelExpr="datum.value + '%'", offset=2)
    scale = alt.Scale(domain=[0, 100], range=[lanes.left, lanes.right], nice=False)
    return alt.X("place:Q", title=title, scale=scale, axis=axis)


def _upright(field: str, lanes: Lanes) -> alt.Y:
    """Return the vertical channel of pixels, downwards."""
    bounds = [0, lanes.height]
    return alt.Y(f"{field}:Q", axis=None, scale=alt.Scale(domain=bounds, range=bounds))


def _lanes(options: pd.DataFrame, lanes: Lanes, x: alt.X) -> list[alt.Chart]:
    """Return the lanes' areas and the fine lines of an option that does not matter."""
    feet = {(row["group"], row["option"]): row["base"] for row in lanes.places() if "base" in row}
    foot = [feet[g, o] for g, o in zip(options["group"], options["option"], strict=True)]
    lift = options["lift"].clip(upper=HIGHEST) / HIGHEST * lanes.area
    placed = pd.DataFrame(
        {
            "lane": options["group"] + ": " + options["option"],
            "place": options["place"],
            "foot": foot,
            "top": (foot - lift).round(1),
        }
    )
    even = [
        {"place": place, "lane": f"{group}: {option}", "y": base - lanes.area / HIGHEST}
        for (group, option), base in feet.items()
        for place in (0, 100)
    ]
    area = alt.Chart(alt.Data(values=records(placed))).mark_area(color=SERIES[0], opacity=0.7)
    line = alt.Chart(alt.Data(values=even)).mark_line(color=AXIS, strokeWidth=1)
    return [
        area.encode(x=x, y=_upright("top", lanes), y2="foot:Q", detail="lane:N"),
        line.encode(x=x, y=_upright("y", lanes), detail="lane:N"),
    ]


def _curve(
    curve: pd.DataFrame, lanes: Lanes, level: Mapping[str, Any], x: alt.X
) -> list[alt.Chart]:
    """Return the sorted results with their grid, and the level across them."""

    def pixel(value: float) -> float:
        return CURVE * (1 - float(value) / 100)

    placed = curve.assign(y=[round(pixel(value), 1) for value in curve["value"]])
    grid = alt.Chart(alt.Data(values=[{"y": pixel(t), "text": f"{t}%"} for t in TICKS]))
    y = _upright("y", lanes)
    end = {"x": alt.value(lanes.left), "x2": alt.value(lanes.right)}
    numbers = grid.mark_text(align="right", baseline="middle", color=MUTED)
    base = alt.Chart(alt.Data(values=records(placed)))
    mark = alt.Chart(alt.Data(values=[{"y": pixel(level["at"]), "text": level["label"]}]))
    rule = mark.mark_rule(strokeDash=[4, 3], color=ARTICLE, strokeWidth=1.5)
    words = mark.mark_text(align="left", baseline="bottom", dx=4, dy=-3, color=ARTICLE)
    return [
        grid.mark_rule(color=GRID).encode(**end, y=y),
        numbers.encode(x=alt.value(lanes.left - 6), y=y, text="text:N"),
        base.mark_line(color=SERIES[0], strokeWidth=2.5).encode(x=x, y=y),
        rule.encode(**end, y=y),
        words.encode(x=alt.value(lanes.left), y=y, text="text:N"),
    ]


def _words(lanes: Lanes, title: str) -> list[alt.Chart]:
    """Return the names of groups and options, and the name of the quantity above the curve."""
    places = lanes.places()
    heads = alt.Chart(alt.Data(values=[row for row in places if row["option"] is None]))
    names = alt.Chart(alt.Data(values=[row for row in places if row["option"] is not None]))
    above = alt.Chart(alt.Data(values=[{"y": -16, "text": title}]))
    y = _upright("y", lanes)
    plain = {"align": "left", "baseline": "middle"}
    indent = lanes.left if lanes.layout.narrow else 10
    return [
        heads.mark_text(**plain, color=INK, fontWeight="bold").encode(
            x=alt.value(0), y=y, text="text:N"
        ),
        names.mark_text(**plain, color=INK).encode(x=alt.value(indent), y=y, text="text:N"),
        above.mark_text(**plain, color=INK).encode(x=alt.value(0), y=y, text="text:N"),
    ]
