"""The one theme: colours by CSS variable, fonts, sizes, and Vega's configuration made of them.

Legends are no part of a drawing: a figure carries their entries and the page writes them as text,
so that they wrap with the page and can be read aloud. The style sheet of the site gives the colour
variables their values for light and for dark pages; tests hold them apart, also for colour-blind
eyes.
"""

from dataclasses import dataclass
from typing import Any

# One colour, one meaning, over the whole book: colour says who, shape and line say what.
ARTICLE = "var(--chart-article)"  # the article, and Clark's 30 and 60
MAKER = "var(--chart-maker)"  # somebody about himself: a maker's figure, a person's own forecast
OTHERS = "var(--chart-others)"  # measured by others: the test's keeper, an independent party
OURS = "var(--chart-ours)"  # computed by us: fits and model runs; never a text
BAND = "var(--chart-band)"  # the range about what we computed
SERIES = (OTHERS, MAKER, OURS)  # readings whose table does not say who measured
INK = "var(--chart-ink)"
MUTED = "var(--chart-muted)"
GRID = "var(--chart-grid)"
AXIS = "var(--chart-axis)"
PANEL = "var(--chart-panel)"
GROUND = "var(--chart-ground)"
# Any other first choice would make the layout depend on the fonts of the machine that draws.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"


@dataclass(frozen=True)
class Layout:
    """One of the two sizes of a figure: its width and the size of its letters in pixels.

    ``ticks`` is about how many of them fit along the horizontal axis.
    """

    width: int
    narrow: bool
    letters: int
    ticks: int


WIDE = Layout(width=718, narrow=False, letters=12, ticks=8)
NARROW = Layout(width=340, narrow=True, letters=11, ticks=4)


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
        "area": {"color": BAND},
        "line": {"color": OURS, "strokeWidth": 2},
        "point": {"color": OTHERS, "size": 55, "filled": True, "opacity": 1},
        "rule": {"color": INK},
        "tick": {"color": INK},
        "text": {"color": INK, "fontSize": layout.letters},
        "title": {"color": INK, "fontSize": 13},
        "header": {**text, **plain},
    }
