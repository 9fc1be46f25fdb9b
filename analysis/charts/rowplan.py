"""Where things stand in a chart of rows, in pixels, so that the layout is the same everywhere.

A row is one named thing; it holds one or more lanes, each for one series of readings. Names stand
to the left; on narrow screens, and where a name is long, they stand above their row.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from .axes import Measure
from .channels import Rules
from .figure import chart_of
from .theme import ARTICLE, GRID, GROUND, INK, MUTED, Layout

LONGEST_BESIDE = 34
SIDE = {"left": 4, "right": 20}
LINE = 15
# A generous mean width of a letter of the theme's font, in parts of its size.
LETTER = 0.56


@dataclass
class RowPlan:
    """Positions of named rows, each with the same number of lanes, for one layout, in pixels.

    ``notes`` are the letters of the longest text at the right of a reading; ``compact`` sets short
    names beside close rows at any width, and rules' labels on one line. From these follow whether
    names stand ``above`` their rows, the room at the ``head`` of each row (for its name, or only to
    keep rows apart), heights, and where the measured axis begins and ends (``left``, ``right``).
    """

    labels: tuple[str, ...]
    lanes: int
    layout: Layout
    measure: Measure
    lane_height: int
    notes: int = 0
    compact: bool = False

    def __post_init__(self) -> None:
        longest, whole = max(map(len, self.labels)), self.layout.width - sum(SIDE.values())
        self.above = not self.compact and (self.layout.narrow or longest > LONGEST_BESIDE)
        self.head = 3 if self.compact else 20 if self.above else 7
        self.row_height = self.lanes * self.lane_height + self.head
        self.row_height += 6 if self.above else self.head
        self.height = self.row_height * len(self.labels)
        self.left = 12 if self.above else 16 + text_width(longest, self.layout)
        self.right = whole - (text_width(self.notes, self.layout) + 4 if self.notes else 0)

    def placed(self, rows: pd.DataFrame, lanes: Sequence[int] | None = None) -> pd.DataFrame:
        """Return rows with the middle ``y`` of their lanes, the first one where none are given."""
        tops = [self.labels.index(str(label)) * self.row_height for label in rows["label"]]
        places = zip(tops, lanes or [0] * len(rows), strict=True)
        return rows.assign(y=[top + self.head + (n + 0.5) * self.lane_height for top, n in places])

    def chart(self, rows: Any, field: str = "") -> alt.Chart:
        """Return a chart of placed rows, those of a measured ``field`` where it says."""
        base = chart_of(rows).encode(y=pixels("y", self.height))
        return base.encode(x=self.x(field)) if field else base

    def x(self, field: str) -> alt.X:
        """Return the measured channel, drawn between :attr:`left` and :attr:`right`."""
        channel = self.measure.channel(self.layout, horizontal=True)
        channel["scale"].range = [self.left, self.right]
        channel["axis"].grid = True
        return alt.X(f"{field}:Q", **channel)

    def pixel(self, value: float) -> float:
        """Return where a value stands on the measured channel, if its bounds are known."""
        scale = self.x("value")["scale"].to_dict()
        low, high = scale.get("domain", (0.0, 1.0))
        if scale.get("type") == "log":
            value, low, high = (math.log(v) for v in (value, low, high))
        return self.left + (value - low) / (high - low) * (self.right - self.left)

    def edges(self) -> list[alt.Chart]:
        """Return the fine lines between rows."""
        edges = [{"y": n * self.row_height} for n in range(1, len(self.labels))]
        lines = self.chart(edges).mark_rule(color=GRID)
        across = lines.encode(x=alt.value(0), x2=alt.value(self.right))
        return [across] if edges else []

    def names(self, *, ruled: bool) -> list[alt.Chart]:
        """Return the rows' names, to be drawn last; above ``ruled`` rows on their own ground."""
        y = 12 if self.above else self.row_height / 2
        places = [{"label": row, "y": n * self.row_height + y} for n, row in enumerate(self.labels)]
        base = self.chart(places).encode(x=alt.value(0), text="label:N")
        words = base.mark_text(align="left", baseline="middle", color=INK)
        if not (ruled and self.above):
            return [words]
        grounds = [
            self.chart([place])
            .mark_bar(height=LINE, color=GROUND)
            .encode(x=alt.value(0), x2=alt.value(text_width(len(place["label"]) + 1, self.layout)))
            for place in places
        ]
        return [*grounds, words]

    def rules(self, rules: Rules) -> list[alt.Chart]:
        """Return vertical rules with their labels above, one line each unless compact.

        A rule whose ``who`` is "article" has the article's colour.
        """
        layers, x = [], self.x("at")
        for place, rule in enumerate(rules):
            top = -LINE * (1 if self.compact else len(rules) - place)
            base = chart_of([{"at": rule["at"], "label": rule["label"]}])
            tint = ARTICLE if rule.get("who") == "article" else MUTED
            line = base.mark_rule(strokeDash=[4, 3], color=tint, strokeWidth=1.5)
            layers.append(line.encode(x=x, y=alt.value(top + 4), y2=alt.value(self.height)))
            end = self.pixel(float(rule["at"])) + text_width(len(rule["label"]), self.layout)
            align, dx = ("left", 5) if end + 10 < self.right + SIDE["right"] else ("right", -5)
            words = base.mark_text(align=align, baseline="middle", dx=dx, color=tint)
            layers.append(words.encode(x=x, y=alt.value(top + 6), text="label:N"))
        return layers

    def sides(self, rules: int, *, title: bool) -> dict[str, int]:
        """Return the room around the rows: labels of so many rules above, the axis below."""
        top = 6 + LINE * (1 if self.compact else rules)
        return {**SIDE, "top": top, "bottom": 46 if title else 28}


def text_width(letters: int, layout: Layout) -> int:
    """Return about how many pixels a text of so many letters takes."""
    return round(LETTER * layout.letters * letters)


def pixels(field: str, height: int) -> alt.Y:
    """Return a vertical channel in pixels, downwards, without an axis."""
    bounds = [0, height]
    return alt.Y(f"{field}:Q", axis=None, scale=alt.Scale(domain=bounds, range=bounds))
