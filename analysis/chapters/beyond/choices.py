"""Every defensible choice: the crossing of all options as the chapter shows it."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from ... import charts, timeline
from ...charts.figure import Key, records
from ...charts.rowplan import pixels, text_width
from ...charts.theme import ARTICLE, AXIS, GRID, INK, MUTED, SERIES, Layout
from ...timeline.questions import crossing as choices
from ...timeline.questions.crossing import Crossing
from .model import ALONE, TOGETHER, indices

PANELS = ("R2", "R3", "R4")
LAST = "2028-12-31"
CURVE = 150  # height of a panel's curve in pixels
AREA, HEAD, HIGHEST = 17, 26, 3.0  # of a lane: its area's height, its group's, the lift at its top
SIDES = {"left": 4, "right": 20, "top": 26, "bottom": 44}  # room around a panel's drawing
BINS = 20  # places along the sorted combinations at which the options are counted
WORDS = {
    "gap": "gap from benchmark skill to the job",
    "requirement": "task length that must be reached",
    "line": "trend line of today",
    "reliability": "reliability asked for",
    "shape": "shape of growth",
    "feedback": "AI's own help to its makers",
}
SHORT = {
    "gap": "gap",
    "requirement": "task",
    "line": "line",
    "reliability": "reliability",
    "shape": "shape",
    "feedback": "AI's help",
}


def crossing(ev) -> Crossing:
    """All combinations on R2, R3 and R4 by the article's two dates, refitted on the evidence."""
    return choices.cross(PANELS, assumptions=timeline.assumptions_of(ev))


def sorted_curve(found: Crossing, definition: str, by: str = LAST, points: int = 101):
    """The sorted results as a curve: place (per cent of the combinations) and value (per cent)."""
    places = np.linspace(0, 100, points)
    values = np.quantile(found.values(definition, by), places / 100)
    return pd.DataFrame({"place": places, "value": 100 * values})


def lanes(found: Crossing, definition: str, by: str = LAST, bins: int = BINS) -> pd.DataFrame:
    """How often each option occurs along the sorted combinations.

    Columns: group (the choice, in words), option, place (per cent, the middle of a bin; the first
    and last stand at 0 and 100), lift (its share in the bin over its share in all). Choices stand
    in the order of ``WORDS``. Combinations with equal results are shared out among the bins which
    they span, so that the order in which ties happen to stand does not show. ValueError for fewer
    than two bins.
    """
    if bins < 2:
        raise ValueError(f"bins: expected at least 2, found {bins!r}")
    values, taken = found.specification_curve(definition, by)
    weights = tie_weights(values, bins)
    middles = np.linspace(0, 100, bins)
    names = [axis.name for axis in found.axes]
    frames = []
    for name, words in WORDS.items():
        axis = found.axes[names.index(name)]
        for index, option in enumerate(axis.options):
            mine = taken[:, names.index(name)] == index
            share = weights[mine].sum(axis=0) / weights.sum(axis=0)
            frames.append(
                pd.DataFrame(
                    {
                        "group": words,
                        "option": option,
                        "place": middles,
                        "lift": share / mine.mean(),
                    }
                )
            )
    return pd.concat(frames, ignore_index=True)


def tie_weights(values: np.ndarray, bins: int) -> np.ndarray:
    """How much of each sorted value belongs to each bin of equal count; shape (N, bins).

    A run of equal values covers a stretch of the order; each of its members belongs to the bins
    under that stretch in proportion. Rows sum to 1.
    """
    size = len(values)
    starts = np.flatnonzero(np.r_[True, np.diff(values) > 0])
    ends = np.r_[starts[1:], size]
    edges = np.linspace(0, size, bins + 1)
    overlap = np.clip(
        np.minimum(ends[:, None], edges[None, 1:]) - np.maximum(starts[:, None], edges[None, :-1]),
        0,
        None,
    )
    return np.repeat(overlap / (ends - starts)[:, None], ends - starts, axis=0)


def summaries(found: Crossing) -> pd.DataFrame:
    """One row a definition and date: definition, by, median, lo, hi, q25, q75, share (per cent)."""
    rows = []
    for definition, by in found.p:
        summary = found.summary(definition, by)
        percents = {k: 100 * summary[k] for k in ("lo", "q25", "median", "q75", "hi", "share")}
        rows.append({"definition": definition, "by": by, **percents})
    return pd.DataFrame(rows)


def options(found: Crossing, by: str = LAST) -> pd.DataFrame:
    """What each option does, one row an option; all in per cent or points.

    Columns: choice (in words), option, short (both in few words), count (combinations that hold
    it) and for each definition ``median_R``, ``share_R`` (at or above the level) with the option
    fixed, ``without_R`` and ``change_R`` (the share if the option is left out, and the difference
    from all).
    """
    table: dict[tuple[str, str], dict[str, Any]] = {}
    for definition in PANELS:
        without = {(r["axis"], r["option"]): r for r in found.leave_one_out(definition, by)}
        for row in found.effects(definition, by):
            key = row["axis"], row["option"]
            line = table.setdefault(
                key,
                {
                    "choice": WORDS[row["axis"]],
                    "option": row["option"],
                    "short": f"{SHORT[row['axis']]}: {row['option']}",
                    "count": row["count"],
                },
            )
            line[f"median_{definition}"] = 100 * row["median"]
            line[f"share_{definition}"] = 100 * row["share"]
            line[f"without_{definition}"] = 100 * without[key]["share"]
            line[f"change_{definition}"] = 100 * without[key]["change"]
    frame = pd.DataFrame(table.values())
    order = list(WORDS.values())
    return frame.sort_values("choice", key=lambda c: c.map(order.index), kind="stable").reset_index(
        drop=True
    )


def variance(found: Crossing, by: str = LAST) -> pd.DataFrame:
    """Exact ANOVA shares in per cent: definition, choice, alone, whole.

    ``alone`` is the choice by itself, ``whole`` with all its interactions. Interactions stand as a
    row of their own, pairs and higher together, under ``alone``.
    """
    rows = []
    for definition in PANELS:
        shares = found.anova(definition, by)
        for name, words in WORDS.items():
            alone, whole = 100 * shares["main"][name], 100 * shares["total"][name]
            rows.append({"definition": definition, "choice": words, "alone": alone, "whole": whole})
        joint = 100 * (sum(shares["pairs"].values()) + shares["higher"])
        words = "choices acting together"
        rows.append({"definition": definition, "choice": words, "alone": joint, "whole": None})
    return pd.DataFrame(rows)


def never_table(ev, found: Crossing, by: str = LAST) -> pd.DataFrame:
    """The panels under each share of never: never, and ``share_R``, ``hi_R`` (all per cent)."""
    rows = []
    for never in ev.assumptions["choices"]["never"]:
        row: dict[str, float] = {"never": 100 * never}
        for definition in PANELS:
            summary = found.summary(definition, by, never)
            row[f"share_{definition}"] = 100 * summary["share"]
            row[f"hi_{definition}"] = 100 * summary["hi"]
        rows.append(row)
    return pd.DataFrame(rows)


def impossible(ev) -> pd.DataFrame:
    """Pairs that cannot go together: first, second (choice: option), reason."""
    rows = []
    for pair in ev.assumptions["choices"]["impossible"]:
        names = [f"{WORDS[key]}: {value}" for key, value in pair.items() if key in WORDS]
        rows.append({"first": names[0], "second": names[1], "reason": pair["reason"]})
    return pd.DataFrame(rows)


def reaching(found: Crossing, choice: str, *kept: str, definition: str = "R3") -> float:
    """Of the combinations at or above the level by the end of 2028, per cent with these options.

    ``choice`` is a key of ``WORDS``, ``kept`` some of its options.
    """
    values, taken = found.specification_curve(definition, LAST)
    place = [axis.name for axis in found.axes].index(choice)
    wanted = [found.axes[place].options.index(option) for option in kept]
    high = values >= found.at_least
    if not high.any():
        raise ValueError(f"definition: no combination reaches the level on {definition!r}")
    return 100 * float(np.isin(taken[high, place], wanted).mean())


def both_numbers(found: Crossing, ev, definition: str = "R3") -> dict[str, float]:
    """Combinations that reach both of the article's numbers: {share} in per cent, {count}."""
    reached = np.ones(found.count, dtype=bool)
    for row in ev.assumptions["article"]:
        reached &= found.values(definition, row["by"].isoformat()) >= row["probability"]
    return {"share": 100 * float(reached.mean()), "count": int(reached.sum())}


def holding(found: Crossing, definition: str = "R3", by: str = LAST, **fixed: Any) -> dict:
    """Combinations with some options fixed: {count, share (per cent), median (per cent)}.

    ``fixed`` maps a choice to its option or to several, as ``gap="none"``. ValueError names what
    is not there.
    """
    values, taken = found.specification_curve(definition, by)
    names = [axis.name for axis in found.axes]
    kept = np.ones(len(values), dtype=bool)
    for name, wanted in fixed.items():
        if name not in names:
            raise ValueError(f"fixed: expected one of {', '.join(names)}, found {name!r}")
        known = found.axes[names.index(name)].options
        options = [wanted] if isinstance(wanted, str) else list(wanted)
        unknown = [option for option in options if option not in known]
        if unknown:
            raise ValueError(f"{name}: expected some of {'; '.join(known)}, found {unknown}")
        kept &= np.isin(taken[:, names.index(name)], [known.index(option) for option in options])
    return {
        "count": int(kept.sum()),
        "share": 100 * float((values[kept] >= found.at_least).mean()),
        "median": 100 * float(np.median(values[kept])),
    }


def sobol(ev) -> pd.DataFrame:
    """What drives min(T, 2050) on the published spread, in per cent of the variance.

    Columns: label (the input in words), series ("all worlds", or "worlds in which it happens"),
    value (total index), lower, upper (95% bootstrap interval), first (first-order index). Inputs
    in falling order of the second.
    """
    frames = []
    for able_only, words in ((True, "worlds in which it can happen"), (False, "all worlds")):
        found = indices(ev, able_only=able_only)
        alone = found[found["series"] == ALONE].set_index("input")["value"]
        total = found[found["series"] == TOGETHER]
        frames.append(total.assign(series=words, first=total["input"].map(alone)))
    frame = pd.concat(frames)[["label", "series", "value", "lower", "upper", "first"]]
    return frame.sort_values(["series", "value"], ascending=[False, False], kind="stable")


def panel_figure(found: Crossing, definition: str, *, said: int, **texts: Any) -> charts.Figure:
    """Draw the specification curve: all results in rising order, a lane for each option below.

    With thousands of combinations single marks would be a grey block. A lane shows how often its
    option occurs along the order, against how often it occurs at all: one that stays on its fine
    line does not matter, one that swells to the right goes with high results. ``said`` is the
    article's figure, per cent; ``texts`` are those of :mod:`analysis.charts`.
    """
    curve, options = sorted_curve(found, definition), lanes(found, definition)

    def draw(layout: Layout) -> alt.LayerChart:
        places, height = lane_places(options, layout)
        longest = int(options["option"].str.len().max())
        left = 34 if layout.narrow else text_width(longest, layout) + 26
        right = layout.width - SIDES["left"] - SIDES["right"]
        ticks = [0, 50, 100] if layout.narrow else [0, 20, 40, 60, 80, 100]
        x = alt.X(
            "place:Q",
            title="combinations, from the lowest result to the highest",
            scale=alt.Scale(domain=[0, 100], range=[left, right], nice=False),
            axis=alt.Axis(values=ticks, labelExpr="datum.value + '%'", offset=2),
        )
        layers = [
            *lane_layers(options, places, x, height),
            *curve_layers(curve, said, x, height),
            *panel_words(places, left if layout.narrow else 10, height),
        ]
        return charts.sized(alt.layer(*layers), layout, height, SIDES)

    legend = [
        Key("how often the option is among the combinations at that place", "band", "chart-ours"),
        Key("as often as it is among all", "line", "chart-axis"),
    ]
    return charts.build(draw, options, legend=legend, **texts)


def lane_places(options: pd.DataFrame, layout: Layout) -> tuple[list[dict[str, Any]], int]:
    """Return headings and options below the curve, and the height of everything, in pixels.

    Each place has ``group``, ``option`` (None for a heading), ``text``, its middle ``y`` and, for
    an option, its lane's foot ``base``. On narrow screens an option's name stands above its lane.
    """
    lane = 33 if layout.narrow else 20
    places: list[dict[str, Any]] = []
    top = float(CURVE)
    for group, rows in options.groupby("group", sort=False):
        places.append({"group": group, "option": None, "text": group, "y": top + 17})
        top += HEAD
        for name in rows["option"].unique():
            foot = top + lane - 2
            y = top + 7 if layout.narrow else foot - 6
            places.append({"group": group, "option": name, "text": name, "y": y, "base": foot})
            top += lane
    return places, int(top)


def lane_layers(options, places, x: alt.X, height: int) -> list[alt.Chart]:
    """Return the lanes' areas and the fine lines of an option that does not matter."""
    feet = {(p["group"], p["option"]): p["base"] for p in places if "base" in p}
    foot = [feet[key] for key in zip(options["group"], options["option"], strict=True)]
    lift = options["lift"].clip(upper=HIGHEST) / HIGHEST * AREA
    areas = pd.DataFrame(
        {
            "lane": options["group"] + ": " + options["option"],
            "place": options["place"],
            "foot": foot,
            "top": (foot - lift).round(1),
        }
    )
    even = [
        {"place": place, "lane": f"{group}: {option}", "y": base - AREA / HIGHEST}
        for (group, option), base in feet.items()
        for place in (0, 100)
    ]
    area = alt.Chart(alt.Data(values=records(areas))).mark_area(color=SERIES[0], opacity=0.7)
    line = alt.Chart(alt.Data(values=even)).mark_line(color=AXIS, strokeWidth=1)
    return [
        area.encode(x=x, y=pixels("top", height), y2="foot:Q", detail="lane:N"),
        line.encode(x=x, y=pixels("y", height), detail="lane:N"),
    ]


def curve_layers(curve: pd.DataFrame, said: int, x: alt.X, height: int) -> list[alt.Chart]:
    """Return the sorted results with their grid, and the article's figure across them."""

    def pixel(value: float) -> float:
        return CURVE * (1 - float(value) / 100)

    left, right = x["scale"].range
    grid = [{"y": pixel(tick), "text": f"{tick}%"} for tick in (0, 25, 50, 75, 100)]
    level = [{"y": pixel(said), "text": f"the article: {said}%"}]
    placed = curve.assign(y=[round(pixel(value), 1) for value in curve["value"]])
    y = pixels("y", height)
    lines, mark, results = (
        alt.Chart(alt.Data(values=values)).encode(y=y) for values in (grid, level, records(placed))
    )
    ends = {"x": alt.value(left), "x2": alt.value(right)}
    numbers = lines.mark_text(align="right", baseline="middle", color=MUTED)
    rule = mark.mark_rule(strokeDash=[4, 3], color=ARTICLE, strokeWidth=1.5)
    words = mark.mark_text(align="left", baseline="bottom", dx=4, dy=-3, color=ARTICLE)
    return [
        lines.mark_rule(color=GRID).encode(**ends),
        numbers.encode(x=alt.value(left - 6), text="text:N"),
        results.mark_line(color=SERIES[0], strokeWidth=2.5).encode(x=x),
        rule.encode(**ends),
        words.encode(x=alt.value(left), text="text:N"),
    ]


def panel_words(places: list[dict[str, Any]], indent: int, height: int) -> list[alt.Chart]:
    """Return the names of groups and options, and the name of the quantity above the curve."""
    heads = [place for place in places if place["option"] is None]
    names = [place for place in places if place["option"] is not None]
    above = [{"y": -16, "text": "probability by the end of 2028"}]
    plain = {"align": "left", "baseline": "middle", "color": INK}
    return [
        alt.Chart(alt.Data(values=values))
        .mark_text(**plain, **bold)
        .encode(x=alt.value(left), y=pixels("y", height), text="text:N")
        for values, left, bold in (
            (heads, 0, {"fontWeight": "bold"}),
            (names, indent, {}),
            (above, 0, {}),
        )
    ]
