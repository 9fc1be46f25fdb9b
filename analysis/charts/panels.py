"""Small panels side by side: shares by date, one test a panel, all on the same two axes."""

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from .channels import WHO, dressed, keys_of, of, reporters, with_names
from .figure import Figure, build, chart_of, order_of, require, sized
from .over_time import rings as rings_at
from .rowplan import pixels
from .theme import ARTICLE, GRID, INK, MUTED, OTHERS, Layout

HEAD, FOOT, BETWEEN, LEFT = 24, 22, 14, 34


@dataclass
class Grid:
    """Where the panels stand, in pixels: ``columns`` side by side, as many rows as it takes.

    ``size`` is width and height of one panel's plot, ``height`` that of all panels.
    """

    names: tuple[str, ...]
    layout: Layout
    years: tuple[float, float]

    def __post_init__(self) -> None:
        narrow, count = self.layout.narrow, len(self.names)
        self.columns = 2 if narrow else count
        room = self.layout.width - 8 - LEFT - BETWEEN * (self.columns - 1) - 8
        self.size = room / self.columns, 96 if narrow else 190
        self.height = -(-count // self.columns) * (HEAD + self.size[1] + FOOT)

    def corner(self, name: str) -> tuple[float, float]:
        """Return the upper left corner of a panel's plot."""
        row, column = divmod(self.names.index(name), self.columns)
        wide, high = self.size
        return LEFT + column * (wide + BETWEEN), HEAD + row * (HEAD + high + FOOT)

    def placed(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return rows (panel, date, value in per cent) with their ``px`` and ``py``."""
        wide, high = self.size
        days = pd.to_datetime(table["date"])
        year = days.dt.year + (days.dt.day_of_year - 1) / 365.25
        share = (year - self.years[0]) / (self.years[1] - self.years[0])
        left, top = zip(*(self.corner(str(name)) for name in table["panel"]), strict=True)
        return table.assign(
            px=pd.Series(left, table.index) + wide * share,
            py=pd.Series(top, table.index) + high * (1 - table["value"] / 100),
        )

    def chart(self, rows: list[dict[str, Any]] | pd.DataFrame) -> alt.Chart:
        """Return a chart of placed rows."""
        scale = alt.Scale(domain=[0, self.layout.width - 8], nice=False)
        across = alt.X("px:Q", axis=None, scale=scale)
        return chart_of(rows).encode(x=across, y=pixels("py", self.height))

    def words(self, rows: Any, field: str = "words", **style: Any) -> alt.Chart:
        """Return a text a placed row."""
        return self.chart(rows).encode(text=f"{field}:N").mark_text(baseline="middle", **style)


def panels(points: pd.DataFrame, *, article: pd.DataFrame, **texts: Any) -> Figure:
    """Return one small panel a test with its scores in per cent by date, the article's ringed.

    ``points`` has ``panel``, ``date``, ``value`` and ``reporter`` (a word of ``measured_by`` in
    ``data/labels.yml``), and as far as known ``system`` or ``name``; ``article`` has ``panel``,
    ``date``, ``value``, ``text`` and ``name``. Raises ``ValueError`` for missing columns.
    """
    require(points, ["panel", "date", "value", "reporter"], argument="points")
    require(article, ["panel", "date", "value", "text", "name"], argument="article")
    marks = dressed(with_names(points, "percent"), "reporter", WHO, ("circle", OTHERS))
    days = pd.to_datetime(pd.concat([points["date"], article["date"]]))
    first, last = int(days.dt.year.min()), int(days.dt.year.max()) + 1
    legend = keys_of(reporters(points))

    def draw(layout: Layout) -> alt.LayerChart:
        grid = Grid(tuple(order_of(points, "panel")), layout, (first, last))
        look = {"color": of("tint"), "shape": of("shape"), "size": 18 if layout.narrow else 24}
        dots = grid.chart(grid.placed(marks)).mark_point(filled=True, aria=True, **look)
        dots = dots.encode(description="name:N")
        chart = alt.layer(*frame(grid, first, last), dots, *rings(grid, article))
        return sized(chart, layout, grid.height, {"left": 4, "right": 4, "top": 2, "bottom": 2})

    return build(draw, points, legend=legend, **texts)


def frame(grid: Grid, first: int, last: int) -> list[alt.Chart]:
    """Return names, grid lines and years of the panels."""
    wide, high = grid.size
    lines, shares, years, heads = [], [], [], []
    for name in grid.names:
        left, top = grid.corner(name)
        heads.append({"px": left, "py": top - 12, "words": name})
        for share in (0, 50, 100):
            y = top + high * (1 - share / 100)
            lines.append({"px": left, "end": left + wide, "py": y, "foot": y})
            if left == LEFT:
                shares.append({"px": left - 5, "py": y, "words": f"{share}%"})
        for year in range(first, last, 1 if wide > 110 else 2):
            x = left + wide * (year - first) / (last - first)  # a tick where the year begins
            lines.append({"px": x, "end": x, "py": top + high, "foot": top + high + 5})
            years.append({"px": x, "py": top + high + 12, "words": str(year)})
    return [
        grid.chart(lines).mark_rule(color=GRID).encode(x2="end:Q", y2="foot:Q"),
        grid.words(shares, align="right", color=MUTED),
        grid.words(years, align="center", color=MUTED),
        grid.words(heads, align="left", color=INK, fontWeight="bold"),
    ]


def rings(grid: Grid, article: pd.DataFrame) -> list[alt.Chart]:
    """Return the rings of the article's figures with their values beside."""
    placed = grid.placed(article)
    middle = [grid.corner(str(name))[0] + grid.size[0] / 2 for name in placed["panel"]]
    right = placed["px"] > middle
    sides = right.map({True: "right", False: "left"}), right.map({True: -9, False: 9})
    style = {"align": of("align"), "dx": of("dx"), "fontWeight": "bold", "color": ARTICLE}
    words = grid.words(placed.assign(align=sides[0], dx=sides[1]), "text", **style)
    return [rings_at(grid.chart(placed), 150, 2), words]
