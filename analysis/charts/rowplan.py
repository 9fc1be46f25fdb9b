"""Where things stand in a chart of rows, in pixels, so that the layout is the same everywhere.

A row is one named thing; it holds one or more lanes, each for one series of readings. Names stand
to the left; on narrow screens, and where a name is long, they stand above their row.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from . import scales
from .palette import ARTICLE, GRID, GROUND, INK
from .theme import Layout

LONGEST_BESIDE = 34
SIDE = {"left": 4, "right": 20}
LINE = 15
# A generous mean width of a letter of the theme's font, in parts of its size.
LETTER = 0.56


@dataclass(frozen=True)
class RowPlan:
    """Positions of named rows, each with the same number of lanes, for one layout."""

    labels: tuple[str, ...]
    lanes: int
    layout: Layout
    lane_height: int = 15
    notes: int = 0  # letters of the longest text at the right of a reading
    compact: bool = False  # short names beside close rows at any width, rules' labels on one line

    def text_width(self, letters: int) -> int:
        """Return about how many pixels a text of so many letters takes."""
        return round(LETTER * self.layout.letters * letters)

    @property
    def above(self) -> bool:
        """Whether names stand above their rows."""
        if self.compact:
            return False
        return self.layout.narrow or max(map(len, self.labels)) > LONGEST_BESIDE

    @property
    def row_height(self) -> int:
        """Height of one row."""
        return self.lanes * self.lane_height + self.head + (6 if self.above else self.head)

    @property
    def head(self) -> int:
        """Room above a row's first lane: for its name, or only to keep rows apart."""
        if self.compact:
            return 3
        return 20 if self.above else 7

    @property
    def height(self) -> int:
        """Height of all rows."""
        return self.row_height * len(self.labels)

    @property
    def left(self) -> int:
        """Where the measured axis begins: right of the names, or at the edge below them."""
        if self.above:
            return 12
        return 16 + self.text_width(max(map(len, self.labels)))

    @property
    def right(self) -> int:
        """Where the measured axis ends."""
        whole = self.layout.width - SIDE["left"] - SIDE["right"]
        return whole - (self.text_width(self.notes) + 4 if self.notes else 0)

    def name_y(self, label: str) -> float:
        """Return the middle of a name's line."""
        top = self.labels.index(label) * self.row_height
        return top + (12 if self.above else self.row_height / 2)

    def lane_y(self, label: str, lane: int) -> float:
        """Return the middle of a lane in a row."""
        top = self.labels.index(label) * self.row_height + self.head
        return top + (lane + 0.5) * self.lane_height

    def y(self, field: str = "y") -> alt.Y:
        """Return the vertical channel of pixel positions."""
        bounds = [0, self.height]
        return alt.Y(f"{field}:Q", axis=None, scale=alt.Scale(domain=bounds, range=bounds))

    def x(self, field: str, *, values: list[float], unit: str, scale: str, title: str | None,
          domain: tuple[float, float] | None) -> alt.X:  # fmt: skip
        """Return the measured channel, drawn between :attr:`left` and :attr:`right`."""
        options = scales.quantity(
            values, unit=unit, scale=scale, layout=self.layout, horizontal=True, domain=domain
        )
        options["scale"].range = [self.left, self.right]
        options["axis"].grid = True
        return alt.X(f"{field}:Q", title=title, **options)

    def pixel(self, value: float, x: alt.X) -> float:
        """Return where a value stands on a measured channel, if its bounds are known."""
        scale = x["scale"].to_dict()
        low, high = scale.get("domain", (0.0, 1.0))
        if scale.get("type") == "log":
            value, low, high = (math.log(v) for v in (value, low, high))
        return self.left + (value - low) / (high - low) * (self.right - self.left)

    def edges(self) -> list[alt.Chart]:
        """Return the fine lines between rows."""
        edges = [{"y": n * self.row_height} for n in range(1, len(self.labels))]
        if not edges:
            return []
        lines = alt.Chart(alt.Data(values=edges)).mark_rule(color=GRID)
        return [lines.encode(x=alt.value(0), x2=alt.value(self.right), y=self.y())]

    def names(self) -> list[alt.Chart]:
        """Return the rows' names, to be drawn last: above a row, rules would cross them."""
        places = [{"label": label, "y": self.name_y(label)} for label in self.labels]
        base = alt.Chart(alt.Data(values=places)).encode(x=alt.value(0), y=self.y(), text="label:N")
        return rimmed(base, align="left", baseline="middle", color=INK)

    def marks(self, marks: Sequence[Mapping[str, Any]], x: alt.X) -> list[alt.Chart]:
        """Return vertical rules with their labels above, one line each unless compact."""
        layers: list[alt.Chart] = []
        for place, mark in enumerate(marks):
            top = -LINE * (1 if self.compact else len(marks) - place)
            data = alt.Chart(alt.Data(values=[{"at": mark["at"], "label": mark["label"]}]))
            rule = data.mark_rule(strokeDash=[4, 3], color=ARTICLE, strokeWidth=1.5)
            layers.append(rule.encode(x=x, y=alt.value(top + 4), y2=alt.value(self.height)))
            fits_right = (
                self.pixel(float(mark["at"]), x) + 10 + self.text_width(len(mark["label"]))
                < self.right + SIDE["right"]
            )
            align = "left" if fits_right else "right"
            words = data.mark_text(
                align=align, baseline="middle", dx=5 if fits_right else -5, color=ARTICLE
            )
            layers.append(words.encode(x=x, y=alt.value(top + 6), text="label:N"))
        return layers


def padding(marks: int, *, title: bool) -> dict[str, int]:
    """Return the room around the rows: labels of rules above, the axis below."""
    return {**SIDE, "top": 6 + marks * LINE, "bottom": 46 if title else 28}


def rimmed(base: alt.Chart, **mark: Any) -> list[alt.Chart]:
    """Return a text with a rim in the ground's colour, so that no rule runs through its letters."""
    behind = {key: value for key, value in mark.items() if key != "color"}
    rim = base.mark_text(**behind, stroke=GROUND, strokeWidth=4, strokeJoin="round", color=GROUND)
    return [rim, base.mark_text(**mark)]
