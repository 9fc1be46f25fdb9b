"""What people say and what their inputs give, on one axis from 0 to 100%."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from .channels import of
from .figure import Figure, build, chart_of, order_of, records, require, sized
from .rowplan import pixels, text_width
from .theme import ARTICLE, BAND, INK, MAKER, MUTED, OURS, Layout

HEAD, SAID, GIVEN, PHONE = 24, 21, 40, 44
TONES = {"article": ARTICLE, "self": MAKER}
COLUMNS = ("group", "label", "short", "when", "name", "tone", "value", "text", "lower", "upper",
           "slow", "slow_lower", "slow_upper", "slow_text")  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """Where the rows of one layout stand, in pixels."""

    layout: Layout
    rows: pd.DataFrame
    heads: dict[str, str]
    left: int
    right: int
    height: int

    @classmethod
    def of(cls, table: pd.DataFrame, layout: Layout, heads: dict[str, str]) -> Plan:
        """Return the plan of a table: a heading for each group, then its rows."""
        names = table["short"] if layout.narrow else table["label"] + "  " + table["when"]
        top, places = 0, []
        for group in order_of(table, "group"):
            top += HEAD
            for given in table.loc[table["group"] == group, "lower"].notna():
                step = (PHONE if layout.narrow else GIVEN) if given else SAID
                places.append((top + step / 2, top))
                top += step
        left = 10 + text_width(max(map(len, names)), layout)
        left = min(left, 96) if layout.narrow else left
        right = layout.width - (34 if layout.narrow else 62)
        y, tops = zip(*places, strict=True)
        heads = heads if layout.narrow else {}
        return cls(layout, table.assign(y=y, top=tops), heads, left, right, top)

    def x(self, field: str) -> alt.X:
        """Return the axis of chances in per cent."""
        scale = alt.Scale(domain=[0, 100], range=[self.left, self.right], nice=False)
        axis = alt.Axis(values=list(range(0, 101, 20)), title=None, grid=True, domain=False)
        axis.labelExpr = "datum.value + '%'"
        return alt.X(f"{field}:Q", scale=scale, axis=axis)

    def free_left(self, row: dict[str, Any]) -> bool:
        """Whether the number of a dot has room between the dot and the name of its row."""
        name = row["short"] if self.layout.narrow else row["label"]
        ends = text_width(len(f"{name}  {row['when']}"), self.layout)
        dot = self.left + row["value"] / 100 * (self.right - self.left)
        return bool(dot - 10 - text_width(len(row["text"]) + 1, self.layout) > ends)

    def chart(self, rows: Any, down: float = 0) -> alt.Chart:
        """Return a chart of some rows, their middles moved down by so many pixels."""
        table = [{**row, "y": row["y"] + down} for row in records(rows)]
        return chart_of(table).encode(y=pixels("y", self.height))

    def words(
        self, rows: Any, x: str | int, field: str = "words", down: float = 0, **style: Any
    ) -> alt.Chart:
        """Return a text a row, at a chance (its field) or at a pixel."""
        across = self.x(x) if isinstance(x, str) else alt.value(x)
        base = self.chart(rows, down).encode(x=across, text=f"{field}:N")
        return base.mark_text(**{"align": "left", "baseline": "middle", "color": MUTED, **style})


def chances(
    rows: pd.DataFrame,
    *,
    at: float,
    short_heads: dict[str, str] | None = None,
    **texts: Any,
) -> Figure:
    """Return one row a person or model: a dot for what was said, a bar for what inputs give.

    ``rows`` has ``group`` (heading above its rows), ``label`` and ``short`` (who), ``when``,
    ``value`` (per cent) and ``text`` (as written at the mark), ``tone`` of a dot ("article" or
    "self") and, for bars, ``lower``, ``upper`` and the same with a slow-down: ``slow``,
    ``slow_lower``, ``slow_upper``, ``slow_text`` (in a column of its own). ``name`` is what a mark
    says on hover. ``at`` is the value that a dashed rule carries down from the article's dot;
    ``short_heads`` are the headings of groups where the screen is narrow.
    Raises ``ValueError`` for missing columns and for chances outside 0 to 100.
    """
    require(rows, COLUMNS, argument="rows")
    rows = rows.reset_index(drop=True)
    given = rows[["value", "lower", "upper"]].stack().dropna()
    if len(outside := given[~given.between(0, 100)]):
        raise ValueError(f"rows: expected per cent from 0 to 100, found {outside.iloc[0]:g}")

    def draw(layout: Layout) -> alt.LayerChart:
        plan = Plan.of(rows, layout, short_heads or {})
        said = plan.rows[plan.rows["lower"].isna()]
        given = plan.rows[plan.rows["lower"].notna()]
        layers = [rule(plan, said, at), *bars(plan, given), *dots(plan, said)]
        chart = alt.layer(*layers, *numbers(plan, given), *names(plan))
        return sized(chart, layout, plan.height, {"left": 4, "right": 4, "top": 4, "bottom": 24})

    return build(draw, rows, **texts)


def rule(plan: Plan, said: pd.DataFrame, at: float) -> alt.Chart:
    """Return the dashed rule from the article's dot to the axis, behind everything."""
    top = float(said.loc[said["tone"] == "article", "y"].iloc[0])
    base = plan.chart([{"at": at, "y": top, "end": plan.height}])
    line = base.mark_rule(strokeDash=[5, 4], color=ARTICLE, strokeWidth=1.5)
    return line.encode(x=plan.x("at"), y2="end:Q")


def dots(plan: Plan, said: pd.DataFrame) -> list[alt.Chart]:
    """Return a dot a statement, its number beside it on the side away from rule and name."""
    tone = said["tone"].fillna("self")
    rows = zip(tone, said.to_dict("records"), strict=True)
    left = pd.Series([one == "self" and plan.free_left(row) for one, row in rows], said.index)
    said = said.assign(tint=tone.map(TONES), dx=left.map({True: -10, False: 10}))
    said = said.assign(align=left.map({True: "right", False: "left"}))
    mark = {"shape": "circle", "filled": True, "size": 110, "aria": True, "color": of("tint")}
    dot = plan.chart(said).mark_point(**mark).encode(x=plan.x("value"), description="name:N")
    style = {name: of(name) for name in ("align", "dx")}
    return [dot, plan.words(said, "value", "text", fontWeight="bold", color=of("tint"), **style)]


def bars(plan: Plan, given: pd.DataFrame) -> list[alt.Chart]:
    """Return the bars from floor to ceiling with their marks, thin ones with a slow-down."""
    layers = []
    for low, mark, high, size, down, thick, edge in (
        ("lower", "value", "upper", 11, 0, 5, OURS),
        ("slow_lower", "slow", "slow_upper", 4, 13, 3, None),
    ):
        bar = plan.chart(given, down).mark_bar(height=size, color=BAND, aria=True, stroke=edge)
        layers.append(bar.encode(x=plan.x(low), x2=f"{high}:Q", description="name:N"))
        style = {"orient": "vertical", "size": size + 4, "thickness": thick, "color": OURS}
        layers.append(plan.chart(given, down).mark_tick(**style).encode(x=plan.x(mark)))
    return layers


def numbers(plan: Plan, given: pd.DataFrame) -> list[alt.Chart]:
    """Return the numbers above the marks, those with a slow-down at the right, the bar's ends."""
    style = {"align": "center", "fontWeight": "bold", "color": INK}
    layers = [
        plan.words(given, "value", "text", -13, **style),
        plan.words(given, plan.layout.width - 8, "slow_text", 4, align="right"),
    ]
    if not plan.layout.narrow:
        for field, end, align, dx in (
            ("lower", "AI beats the best experts ↓", "right", 5),
            ("upper", "↓ AI writes all the code", "left", -5),
        ):
            first = given.iloc[:1].assign(words=end)
            layers.append(plan.words(first, field, down=-14, align=align, dx=dx, fontSize=11))
    return layers


def names(plan: Plan) -> list[alt.Chart]:
    """Return the headings of the groups, and who each row is."""
    tops = plan.rows.groupby("group", sort=False)["top"].min() - HEAD / 2 + 2
    heads = [{"y": y, "words": plan.heads.get(group, group)} for group, y in tops.items()]
    layers = [plan.words(heads, 0, fontWeight="bold")]
    said, given = (plan.rows[plan.rows["lower"].isna() == flag] for flag in (True, False))
    head = [{"y": float(given["top"].min()) - HEAD / 2 + 2, "words": "with a slow-down"}]
    layers.append(plan.words(head, plan.layout.width - 8, align="right", fontSize=11))
    if not plan.layout.narrow:
        whole = plan.rows.assign(words=plan.rows["label"] + "  " + plan.rows["when"])
        return [*layers, plan.words(whole, 0, color=INK)]
    for table, field, down, colour in (
        (said.assign(words=said["short"] + "  " + said["when"]), "words", 0, INK),
        (given, "short", -6, INK),
        (given, "when", 8, MUTED),
    ):
        layers.append(plan.words(table, 0, field, down, color=colour))
    return layers
