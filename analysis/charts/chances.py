"""What people say and what their inputs give, on one axis from 0 to 100%."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from .figure import Figure, build, order_of, records, require, sized
from .rowplan import pixels, text_width
from .theme import ARTICLE, BAND, INK, MAKER, MUTED, OURS, Layout

HEAD, SAID, GIVEN, PHONE = 24, 21, 40, 44
BAR, THIN = 11, 4
TONES = {"article": ARTICLE, "self": MAKER}
ENDS = ("AI beats the best experts ↓", "↓ AI writes all the code")


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
        right = layout.width - (40 if layout.narrow else 62)
        if layout.narrow:
            left, right = min(left, 96), layout.width - 34
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

    def y(self, field: str = "y") -> alt.Y:
        """Return the vertical channel of pixel positions."""
        return pixels(field, self.height)

    def chart(self, rows: Any, **moved: float) -> alt.Chart:
        """Return a chart of some rows, their middles moved down by so many pixels."""
        table = rows if isinstance(rows, list) else records(rows)
        for row in table:
            row["y"] = row["y"] + moved.get("down", 0)
        return alt.Chart(alt.Data(values=table)).encode(y=self.y())


def chances(
    rows: pd.DataFrame,
    *,
    at: float | None = None,
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
    require(rows, ["group", "label", "short", "when", "value", "text", "name"], argument="rows")
    rows = rows.reindex(
        columns=[*rows.columns, *({"lower", "upper", "tone"} - set(rows.columns))]
    ).reset_index(drop=True)
    outside = rows[["value", "lower", "upper"]].stack().dropna()
    if not outside.between(0, 100).all():
        raise ValueError("rows: expected per cent between 0 and 100")

    def draw(layout: Layout) -> alt.LayerChart:
        plan = Plan.of(rows, layout, short_heads or {})
        said = plan.rows[plan.rows["lower"].isna()]
        given = plan.rows[plan.rows["lower"].notna()]
        layers = [
            *rule(plan, said, at),
            *bars(plan, given),
            *dots(plan, said),
            *words(plan, given),
        ]
        chart = alt.layer(*layers, *names(plan)).resolve_scale(color="independent")
        return sized(chart, layout, plan.height, {"left": 4, "right": 4, "top": 4, "bottom": 24})

    return build(draw, rows.dropna(axis="columns", how="all"), **texts)


def rule(plan: Plan, said: pd.DataFrame, at: float | None) -> list[alt.Chart]:
    """Return the dashed rule from the article's dot to the axis, behind everything."""
    if at is None or said.empty:
        return []
    place = said[said["tone"] == "article"]
    top = float(place["y"].iloc[0]) if len(place) else 0.0
    base = alt.Chart(alt.Data(values=[{"at": at, "y": top, "end": plan.height}]))
    line = base.mark_rule(strokeDash=[5, 4], color=ARTICLE, strokeWidth=1.5)
    return [line.encode(x=plan.x("at"), y=plan.y(), y2="end:Q")]


def dots(plan: Plan, said: pd.DataFrame) -> list[alt.Chart]:
    """Return a dot a statement, its number beside it on the side away from rule and name."""
    layers = []
    for tone, colour in TONES.items():
        table = said[said["tone"].fillna("self") == tone]
        if table.empty:
            continue
        dot = plan.chart(table).mark_point(
            shape="circle", filled=True, size=110, color=colour, aria=True
        )
        layers.append(dot.encode(x=plan.x("value"), description="name:N"))
        free = [tone == "self" and plan.free_left(row) for row in table.to_dict("records")]
        for side, style in (
            (True, {"align": "right", "dx": -10}),
            (False, {"align": "left", "dx": 10}),
        ):
            beside = table[[one is side for one in free]]
            if len(beside):
                text = plan.chart(beside).encode(x=plan.x("value"), text="text:N")
                layers.append(
                    text.mark_text(baseline="middle", fontWeight="bold", color=colour, **style)
                )
    return layers


def bars(plan: Plan, given: pd.DataFrame) -> list[alt.Chart]:
    """Return the bars from floor to ceiling with their marks, thin ones with a slow-down."""
    if given.empty:
        return []
    layers = []
    for low, mark, high, size, down in (
        ("lower", "value", "upper", BAR, 0),
        ("slow_lower", "slow", "slow_upper", THIN, 13),
    ):
        if low not in given or given[low].isna().all():
            continue
        bar = plan.chart(given, down=down).mark_bar(
            height=size, color=BAND, aria=True, stroke=OURS if down == 0 else None
        )
        layers.append(bar.encode(x=plan.x(low), x2=f"{high}:Q", description="name:N"))
        tick = plan.chart(given, down=down).mark_tick(
            orient="vertical", size=size + 4, thickness=5 if down == 0 else 3, color=OURS
        )
        layers.append(tick.encode(x=plan.x(mark)))
    return layers


def words(plan: Plan, given: pd.DataFrame) -> list[alt.Chart]:
    """Return the numbers above the marks, those with a slow-down at the right, the bar's ends."""
    if given.empty:
        return []
    text = plan.chart(given, down=-13).encode(x=plan.x("value"), text="text:N")
    layers = [text.mark_text(align="center", baseline="middle", fontWeight="bold", color=INK)]
    if "slow_text" in given:
        column = plan.chart(given, down=4).encode(
            x=alt.value(plan.layout.width - 8), text="slow_text:N"
        )
        layers.append(column.mark_text(align="right", baseline="middle", color=MUTED))
    if not plan.layout.narrow:
        first = given.iloc[:1]
        for field, words_, align, dx in (
            ("lower", ENDS[0], "right", 5),
            ("upper", ENDS[1], "left", -5),
        ):
            base = plan.chart(first.assign(words=words_), down=-14)
            base = base.encode(x=plan.x(field), text="words:N")
            style = {"align": align, "dx": dx, "baseline": "middle", "fontSize": 11}
            layers.append(base.mark_text(color=MUTED, **style))
    return layers


def names(plan: Plan) -> list[alt.Chart]:
    """Return the headings of the groups, and who each row is."""
    heads = [
        {"y": float(rows["top"].min()) - HEAD / 2 + 2, "words": plan.heads.get(group, group)}
        for group, rows in plan.rows.groupby("group", sort=False)
    ]
    base = alt.Chart(alt.Data(values=heads)).encode(x=alt.value(0), y=plan.y(), text="words:N")
    bold = {"align": "left", "baseline": "middle", "color": MUTED, "fontWeight": "bold"}
    layers = [base.mark_text(**bold)]
    given = plan.rows[plan.rows["lower"].notna()]
    if "slow_text" in given and given["slow_text"].notna().any():
        head = [{"y": float(given["top"].min()) - HEAD / 2 + 2, "words": "with a slow-down"}]
        right = alt.Chart(alt.Data(values=head)).encode(
            x=alt.value(plan.layout.width - 8), y=plan.y(), text="words:N"
        )
        layers.append(right.mark_text(align="right", baseline="middle", color=MUTED, fontSize=11))
    who = {"align": "left", "baseline": "middle", "color": INK}
    if not plan.layout.narrow:
        base = plan.chart(plan.rows.assign(words=plan.rows["label"] + "  " + plan.rows["when"]))
        return [*layers, base.encode(x=alt.value(0), text="words:N").mark_text(**who)]
    said, bars_ = (plan.rows[plan.rows["lower"].isna() == flag] for flag in (True, False))
    for table, field, down, colour in (
        (said.assign(words=said["short"] + "  " + said["when"]), "words", 0, INK),
        (bars_, "short", -6, INK),
        (bars_, "when", 8, MUTED),
    ):
        if table.empty:
            continue
        line = plan.chart(table, down=down).encode(x=alt.value(0), text=f"{field}:N")
        layers.append(line.mark_text(**{**who, "color": colour}))
    return layers
