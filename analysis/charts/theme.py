"""The one theme: colours by CSS variable, fonts, sizes, and Vega's configuration made of them.

Legends are no part of a drawing: a figure carries their entries and the page writes them as text,
so that they wrap with the page and can be read aloud. The style sheet of the site gives the colour
variables their values for light and for dark pages; the tests hold them to a contrast of 4.5 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SERIES = tuple(f"var(--chart-{n})" for n in range(1, 9))
INK = "var(--chart-ink)"
MUTED = "var(--chart-muted)"
GRID = "var(--chart-grid)"
AXIS = "var(--chart-axis)"
ARTICLE = "var(--chart-article)"
GROUND = "var(--chart-ground)"
# Any other first choice would make the layout depend on the fonts of the machine that draws.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
SMALLEST_LETTERS = 11


@dataclass(frozen=True)
class Layout:
    """One of the two sizes of a figure: total width in pixels and what follows from it."""

    width: int
    narrow: bool

    @property
    def letters(self) -> int:
        """Size of axis and legend letters in pixels."""
        return SMALLEST_LETTERS if self.narrow else 12

    @property
    def ticks(self) -> int:
        """About how many ticks fit along the horizontal axis."""
        return 4 if self.narrow else 8


WIDE = Layout(width=680, narrow=False)
NARROW = Layout(width=340, narrow=True)


def config(layout: Layout) -> dict[str, Any]:
    """Return the Vega-Lite configuration of the theme for one size."""
    text = {"labelFontSize": layout.letters, "titleFontSize": layout.letters}
    plain = {"titleFontWeight": "normal", "titleColor": INK, "labelColor": MUTED}
    return {
        "aria": False,
        "background": "transparent",
        "font": FONT,
        "padding": 4,
        "view": {"stroke": None, "fill": None},
        "axis": {
            **text,
            **plain,
            "gridColor": GRID,
            "domainColor": AXIS,
            "tickColor": AXIS,
            "labelLimit": 0,
            "titleLimit": 0,
            "titlePadding": 8,
        },
        "axisX": {"grid": False, "tickSize": 4, "labelFlush": False},
        # The title of a vertical axis stands level above it, where it is read first.
        "axisY": {
            "domain": False,
            "ticks": False,
            "titleAngle": 0,
            "titleAlign": "left",
            "titleAnchor": "end",
            "titleBaseline": "bottom",
            "titleX": 0,
            "titleY": -10,
        },
        "range": {"category": list(SERIES)},
        "mark": {"color": SERIES[0]},
        "area": {"color": SERIES[0]},
        "bar": {"color": SERIES[0]},
        "line": {"color": SERIES[0], "strokeWidth": 2},
        "point": {"color": SERIES[0], "size": 55, "filled": True, "opacity": 1},
        "rule": {"color": INK},
        "tick": {"color": INK},
        "text": {"color": INK, "fontSize": layout.letters},
        "trail": {"color": SERIES[0]},
        "title": {"color": INK, "fontSize": 13},
        "header": {**text, **plain},
    }
