"""The map of :mod:`believe`: doubling time and task length, with the contours of two figures."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from ... import charts, timeline
from ...charts import channels
from ...charts.figure import records
from ...charts.rowplan import LETTER, LINE, rimmed
from ...charts.theme import ARTICLE, INK, Layout
from . import believe

HEIGHT = 380  # of the drawing, in pixels
RIGHT = 44  # room for the words at the lines' ends
DOMAIN = [0.8, 400_000]  # hours in sight
TICKS = {1: "an hour", 8: "a day", 40: "a week", 167: "a month", 2000: "a year", 20_000: "10 years",
         200_000: "100 years"}  # fmt: skip
LEVELS = ("3.3 work-years", "125 work-years")


def map_figure(ev, lines: pd.DataFrame, **texts: Any) -> charts.Figure:
    """Draw the contours of :func:`believe.contours` over days per doubling and hours, log scale.

    A colour is a reliability, written at its line's right end; a dash is a target. Upright rules
    are the trend lines and the article's own pace, level ones published requirements. ``texts``
    are those of :mod:`analysis.charts`; readers get ``lines`` as the data.
    """
    rules = [{"at": line["d"], "label": line["name"]} for line in believe.lines_of(ev)]
    known = timeline.assumptions_of(ev)
    own = known.set(known.article_set).d.centre
    rules.append({"at": own, "label": "the article's five points", "colour": ARTICLE})
    levels = [t for t in believe.thresholds(ev) if t["name"] in LEVELS]
    drawn = lines.rename(columns={"days": "x", "hours": "value"})
    drawn["end"] = [f"{100 * rho:.0f}%" for rho in drawn["reliability"]]
    drawn = drawn.sort_values("target", ascending=False, kind="stable")
    names, targets = list(drawn["line"].unique()), list(drawn["target"].unique())
    tints = [tint for _, tint in channels.looks(names).values()]
    dashes, looks = zip(*channels.DASHES[: len(targets)], strict=True)
    top = len(rules) * LINE

    def draw(layout: Layout) -> alt.LayerChart:
        left = round(LETTER * layout.letters * max(map(len, TICKS.values()))) + 14
        width = layout.width - left - RIGHT
        labels = " : ".join(f"datum.value === {at:g} ? '{word}'" for at, word in TICKS.items())
        # The labels of the rules stand between the drawing and the title of the axis.
        axis = alt.Axis(values=list(TICKS), labelExpr=f"{labels} : ''", titleY=-14 - top)
        y = alt.Y(
            "value:Q",
            title="task length that must be enough, in work time",
            scale=alt.Scale(type="log", domain=DOMAIN, nice=False),
            axis=axis,
        )
        bounds = [float(drawn["x"].min()), float(drawn["x"].max())]
        x = alt.X(
            "x:Q",
            title="days per doubling",
            scale=alt.Scale(domain=bounds, nice=False),
            axis=alt.Axis(tickCount=layout.ticks),
        )
        tint = channels.named(alt.Color, "line", names, tints)
        dash = channels.named(alt.StrokeDash, "target", targets, dashes)
        line = alt.Chart(alt.Data(values=records(drawn))).mark_line(clip=True)
        layers = [
            line.encode(x=x, y=y, color=tint, strokeDash=dash, detail=["line:N", "target:N"]),
            *end_words(drawn[drawn["target"] == targets[0]], y, tint, width),
            *upright_rules(rules, x, width, layout),
            *level_rules(levels, y, width),
        ]
        chart = alt.layer(*layers).resolve_scale(color="independent", strokeDash="independent")
        sides = {"left": left, "right": RIGHT, "top": 28 + top, "bottom": 44}
        return charts.sized(chart, layout, HEIGHT, sides)

    legend = channels.keys(names, ["line"] * len(names), tints)
    legend += channels.keys(targets, looks, [INK] * len(targets))
    return charts.build(draw, lines, legend=legend, **texts)


def end_words(lines: pd.DataFrame, y: alt.Y, tint: alt.Color, width: int) -> list[alt.Chart]:
    """Return the texts at the right ends of one target's lines, as far as they are in sight."""
    last = lines.groupby("line", sort=False).tail(1)
    last = last[last["value"].between(*DOMAIN)]
    words = alt.Chart(alt.Data(values=records(last))).mark_text(align="left", dx=5)
    return [words.encode(x=alt.value(width), y=y, color=tint, text="end:N")]


def upright_rules(rules, x: alt.X, width: int, layout: Layout) -> list[alt.Chart]:
    """Return upright rules, each label on a line of its own above the drawing.

    The leftmost label stands highest, so that no rule runs through the words of another.
    """
    layers: list[alt.Chart] = []
    low, high = x["scale"].domain
    for place, rule in enumerate(sorted(rules, key=lambda one: one["at"])):
        top = -(len(rules) - place) * LINE
        colour = rule.get("colour", INK)
        base = alt.Chart(alt.Data(values=[{"x": rule["at"], "label": rule["label"]}])).encode(x=x)
        end = (rule["at"] - low) / (high - low) * width
        end += LETTER * layout.letters * len(rule["label"]) + 8
        align, dx = ("left", 4) if end < width + RIGHT else ("right", -4)
        line = base.mark_rule(strokeDash=[4, 3], color=colour, opacity=0.8)
        words = base.mark_text(align=align, baseline="middle", dx=dx, color=colour)
        layers.append(line.encode(y=alt.value(top + 2), y2=alt.value(HEIGHT)))
        layers.append(words.encode(y=alt.value(top + 5), text="label:N"))
    return layers


def level_rules(levels, y: alt.Y, width: int) -> list[alt.Chart]:
    """Return level rules, their labels at the right end above them."""
    values = [{"value": level["hours"], "label": level["name"]} for level in levels]
    base = alt.Chart(alt.Data(values=values)).encode(y=y)
    rule = base.mark_rule(strokeDash=[2, 3], color=INK, opacity=0.75)
    words = base.encode(x=alt.value(width), text="label:N")
    return [
        rule.encode(x=alt.value(0), x2=alt.value(width)),
        *rimmed(words, align="right", baseline="bottom", dy=-3),
    ]
