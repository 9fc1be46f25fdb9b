"""Charts along time: dated points with fitted lines, and plain curves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

import altair as alt
import pandas as pd

from . import channels
from .axes import Measure, iso_days, numbers_of, time_axis
from .channels import WHO, Rules, of
from .figure import Figure, Key, build, chart_of, filled, has, order_of, require, sized
from .theme import ARTICLE, BAND, GROUND, INK, MUTED, OTHERS, OURS, PANEL, Layout

# Where words stand by a mark: alignment, shift to the right, and shifts down of the label above a
# text, of the text below a label, and of one that is alone.
PLACES: dict[str, tuple[str, int, tuple[int, int, int]]] = {
    "left": ("right", -13, (-7, 7, 0)),
    "right": ("left", 13, (-7, 7, 0)),
    "upper right": ("left", 13, (-18, -4, -9)),
    "lower right": ("left", 13, (9, 23, 10)),
    "upper left": ("right", -13, (-18, -4, -9)),
    "above": ("center", 0, (-32, -18, -16)),
    "below": ("center", 0, (16, 30, 16)),
}
TONES = {"article": ARTICLE, "others": OTHERS, "ink": INK, "soft": MUTED}


def over_time(
    points: pd.DataFrame,
    *,
    unit: str,
    scale: str = "linear",
    article: pd.DataFrame | None = None,
    lines: pd.DataFrame | None = None,
    notes: Sequence[Mapping[str, Any]] = (),
    rules: Rules = (),
    levels: Rules = (),
    beyond: Mapping[str, Any] | None = None,
    domain: tuple[float, float] | None = None,
    days: tuple[str, str] | None = None,
    year_ends: bool = False,
    ticks: Sequence[float] = (),
    height: int = 340,
    **texts: Any,
) -> Figure:
    """Return dated points with their intervals and names, the article's ringed, and fitted lines.

    ``points`` has ``date`` and ``value``, and as far as known ``lower`` and ``upper`` (interval),
    ``reporter`` (who measured: shape and colour), ``faint`` (small, without words), ``hollow``
    (open), ``label`` and ``text`` (two lines beside the mark, at its ``place``, a key of
    :data:`PLACES`; ``tone`` is that of the text, ``short`` the label on narrow screens), ``name``
    (on hover). ``article`` has its own figures, with the same
    columns. ``lines`` has ``date``, ``value``, ``line`` (its name) and, for a band, ``lower`` and
    ``upper``: computed by us. ``notes`` are words in the plot (``date``, ``value``, ``text``).
    ``unit`` is a key of :data:`~.axes.LABELS`. ``rules`` are vertical (dicts of ``at``, an ISO day,
    and ``label``), ``levels`` horizontal (``at``, a value); ``beyond`` (the same) shades what lies
    above a value. ``domain`` and ``days`` bound the axes, ``ticks`` are those of the vertical one;
    with ``year_ends`` a year is named where it ends.
    Raises ``ValueError`` for missing columns and unknown words.
    """
    channels.reporters(points)
    marks = dated_marks(points, unit, "points")
    ringed = None
    if article is not None:
        own = article.assign(tone="article", reporter="article")
        ringed = dated_marks(own, unit, "article")
    dated = [marks["date"], *([] if ringed is None else [ringed["date"]])]
    line_names: list[str] = []
    if lines is not None:
        require(lines, ["date", "value", "line"], argument="lines")
        lines = lines.assign(date=iso_days(lines["date"]))
        dated.append(lines["date"])
        line_names = order_of(lines, "line")
    stamps = pd.to_datetime(pd.Series([*pd.concat(dated), *(str(r["at"])[:10] for r in rules)]))
    room = max((stamps.max() - stamps.min()) * 0.03, pd.Timedelta(days=15))
    bounds = days or tuple(f"{d:%Y-%m-%d}" for d in (stamps.min() - room, stamps.max() + room))
    values = numbers_of(marks, "value", "lower", "upper") + numbers_of(lines, "value")
    values += [float(level["at"]) for level in levels] + numbers_of(ringed, "value")

    def layers(layout: Layout, y: dict[str, Any]) -> list[alt.Chart]:
        title = "end of the year" if year_ends else None
        across = time_axis(layout, *bounds, year_ends)
        plot = Plot(alt.X("date:T", title=title, **across), y, layout)
        drawn = [*shade(beyond, plot), *reference_rules(rules, x="at:T")]
        drawn += [] if lines is None else line_layers(lines, plot)
        drawn += [*word_layers(marks, plot), *note_layers(notes, plot)]
        drawn += [] if ringed is None else word_layers(ringed, plot)
        # Marks last: the name that one shows on hover lies above all words.
        drawn += point_layers(marks, plot)
        return drawn if ringed is None else [*drawn, rings(plot.chart(ringed))]

    measure = Measure(values, unit, scale, None, domain, tuple(ticks))
    known = order_of(marks, "reporter")
    legend = channels.keys_of(known) if len(known) > 1 else []
    # A line whose note names it needs no legend.
    named = {note["text"] for note in notes}
    legend += [key for key in line_keys(line_names) if key.label not in named]
    return build(measured(layers, measure, levels, height), points, legend=legend, **texts)


def dated_marks(table: pd.DataFrame, unit: str, argument: str) -> pd.DataFrame:
    """Return what marks over time show of a table, with ISO days and names."""
    require(table, ["date", "value"], argument=argument)
    return channels.with_names(table.assign(date=iso_days(table["date"])), unit)


@dataclass(frozen=True)
class Plot:
    """The axes of one layout: ``x``, and the keyword arguments of every vertical channel."""

    x: alt.X
    y: Mapping[str, Any]
    layout: Layout

    def chart(self, table: pd.DataFrame, field: str = "value") -> alt.Chart:
        """Return a chart of rows at a field's height."""
        return chart_of(table).encode(x=self.x, y=alt.Y(f"{field}:Q", **self.y))


def shade(beyond: Mapping[str, Any] | None, plot: Plot) -> list[alt.Chart]:
    """Return the shaded ground above a value, with what it says there."""
    if beyond is None:
        return []
    ground = chart_of([{"at": beyond["at"]}]).mark_rect(color=PANEL)
    across = {"x": alt.value(0), "x2": alt.value("width"), "y2": alt.value(0)}
    label = beyond.get("short", beyond["label"]) if plot.layout.narrow else beyond["label"]
    words = chart_of([{"label": label}]).mark_text(align="left", baseline="top", color=MUTED)
    words = words.encode(x=alt.value(6), y=alt.value(5), text="label:N")
    return [ground.encode(y=alt.Y("at:Q", **plot.y), **across), words]


def curves(
    lines: pd.DataFrame,
    *,
    x: str,
    x_title: str,
    unit: str,
    title: str,
    x_scale: str = "linear",
    scale: str = "linear",
    domain: tuple[float, float] | None = None,
    **texts: Any,
) -> Figure:
    """Return lines over the numbers in column ``x``, with bands where they have any.

    ``lines`` has the column named by ``x``, ``value`` and ``line`` (the name), and for bands
    ``lower`` and ``upper``: all computed by us, told apart by their dashes. ``x_scale`` is the
    scale of such numbers, "linear" or "log". Raises ``ValueError`` for missing columns and unknown
    words.
    """
    require(lines, [x, "value", "line"], argument="lines")
    bounds = (float(lines[x].min()), float(lines[x].max()))
    across = Measure(bounds, "number", x_scale, x_title, bounds)
    upwards = Measure(numbers_of(lines, "value", "lower", "upper"), unit, scale, title, domain)

    def layers(layout: Layout, y: dict[str, Any]) -> list[alt.Chart]:
        axis = alt.X(f"{x}:Q", **across.channel(layout, horizontal=True))
        return line_layers(lines, Plot(axis, y, layout))

    legend = line_keys(order_of(lines, "line"))
    return build(measured(layers, upwards, (), 330), lines, legend=legend, **texts)


def measured(layers: Callable, measure: Measure, levels: Rules, height: int) -> Callable:
    """Return the function that draws layers over one measured vertical axis, levels behind them.

    ``layers`` makes them from a layout and the vertical channel's keyword arguments. On narrow
    screens the drawing is at most 330 pixels high.
    """

    def draw(layout: Layout) -> alt.LayerChart:
        y = measure.channel(layout)
        behind = reference_rules(levels, y=alt.Y("at:Q", **y))
        chart = alt.layer(*behind, *layers(layout, y))
        return sized(chart, layout, min(height - 20, 330) if layout.narrow else height)

    return draw


def line_layers(lines: pd.DataFrame, plot: Plot) -> list[alt.Chart]:
    """Return bands and lines of a table (``line``, ``value``, ``lower``, ``upper``)."""
    names, layers = order_of(lines, "line"), []
    if filled(lines, "lower", "upper"):
        area = plot.chart(lines.dropna(subset=["lower", "upper"]), "lower")
        area = area.mark_area(color=BAND, opacity=0.55, clip=True)
        layers.append(area.encode(y2="upper:Q", detail="line:N"))
    styles = [style for style, _ in islice(cycle(channels.DASHES), len(names))]
    dash = alt.StrokeDash("line:N", scale=alt.Scale(domain=names, range=styles), legend=None)
    stroke = plot.chart(lines).mark_line(clip=True, color=OURS)
    return [*layers, stroke.encode(strokeDash=dash)]


def line_keys(names: Sequence[str]) -> list[Key]:
    """Return the legend of lines, by their dashes; a single one needs none."""
    if len(names) < 2:
        return []
    symbols = (symbol for _, symbol in cycle(channels.DASHES))
    return channels.keys({name: (next(symbols), OURS) for name in names})


def reference_rules(marks: Rules, **across: Any) -> list[alt.Chart]:
    """Return dashed rules across the chart, each with its label at the end.

    ``marks`` are dicts of ``at`` and ``label``; ``across`` is the channel of their places: ``x``
    for vertical rules or ``y`` for level ones. To be drawn behind all else.
    """
    if not marks:
        return []
    base = chart_of([{"at": mark["at"], "label": mark["label"]} for mark in marks])
    base = base.encode(**across)
    rule = base.mark_rule(strokeDash=[4, 3], color=INK, opacity=0.75)
    end = {"baseline": "top", "y": 0} if "x" in across else {"baseline": "bottom", "dy": -3, "x": 0}
    words = base.encode(text="label:N").mark_text(align="left", dx=4, color=MUTED, **end)
    return [rule, words]


def point_layers(points: pd.DataFrame, plot: Plot) -> list[alt.Chart]:
    """Return intervals and marks of points; ``faint`` ones are small, ``hollow`` ones open."""
    faint, hollow = has(points, "faint"), has(points, "hollow")
    large, small = (46, 16) if plot.layout.narrow else (72, 22)
    marks = channels.dressed(points, "reporter", WHO, ("circle", OTHERS))
    marks = marks.assign(
        faint=faint,
        hollow=hollow,
        size=faint.map({True: small, False: large}),
        fill=marks["tint"].mask(hollow, GROUND),
        stroke=marks["tint"].where(hollow),
        strokeWidth=faint.map({True: 1.2, False: 2.0}).where(hollow),
    ).sort_values(["faint", "hollow"], ascending=[False, True], kind="stable")
    look = {name: of(name) for name in ("size", "shape", "fill", "stroke", "strokeWidth")}
    opacity = alt.ExprRef("datum.faint ? 0.45 : 1")
    drawn = plot.chart(marks).mark_point(filled=True, aria=True, opacity=opacity, **look)
    layers = [drawn.encode(description="name:N")]
    if filled(points[~faint], "lower", "upper"):
        rule = plot.chart(marks[~marks["faint"]], "lower").encode(y2="upper:Q")
        layers.insert(0, rule.mark_rule(color=of("tint"), strokeWidth=1.3, opacity=0.6, clip=True))
    return layers


def rings(placed: alt.Chart, size: int = 300, width: float = 2.2) -> alt.Chart:
    """Return the rings around the article's own figures."""
    mark = {"shape": "circle", "filled": False, "size": size, "strokeWidth": width, "aria": True}
    return placed.mark_point(stroke=ARTICLE, **mark).encode(description="name:N")


def word_layers(marks: pd.DataFrame, plot: Plot) -> list[alt.Chart]:
    """Return what stands beside marks: ``label`` in bold, ``text`` beneath in the ``tone`` given.

    ``place`` says at which side; on narrow screens ``short`` stands for the label, and where it is
    empty neither is shown.
    """
    if plot.layout.narrow and "short" in marks:
        short = marks["short"].where(marks["short"].notna(), marks.get("label"))
        marks = marks.assign(label=short)
        if "text" in marks:
            marks = marks.assign(text=marks["text"].where(short != "", None))
    both = has(marks, "label") & has(marks, "text")
    sides = marks["place"].fillna("right") if "place" in marks else ["right"] * len(marks)
    aligned, moved, dropped = zip(*(PLACES[side] for side in sides), strict=True)
    tones = marks["tone"].map(TONES) if "tone" in marks else OTHERS
    marks = marks.assign(align=aligned, dx=moved, tint=tones)
    layers = []
    looks = {"label": {"fontWeight": "bold", "color": INK}, "text": {"color": of("tint")}}
    for nth, (line, look) in enumerate(looks.items()):
        downs = [down[nth if two else 2] for down, two in zip(dropped, both, strict=True)]
        table = marks.assign(dy=downs)[has(marks, line)]
        if len(table):
            placed = {name: of(name) for name in ("align", "dx", "dy")}
            words = plot.chart(table).mark_text(baseline="middle", **placed, **look)
            layers.append(words.encode(text=f"{line}:N"))
    return layers


def note_layers(notes: Sequence[Mapping[str, Any]], plot: Plot) -> list[alt.Chart]:
    """Return words that name a cloud of points or a line: dicts of ``date``, ``value``, ``text``.

    ``tone`` is that of the words, ``align`` where they stand: left, right, or between; ``short``
    are the words on narrow screens.
    """
    if not notes:
        return []
    table = pd.DataFrame([{"align": "center", "tone": "others", **note} for note in notes])
    if plot.layout.narrow and "short" in table:
        table["text"] = table["short"].fillna(table["text"])
    base = plot.chart(table.assign(tint=table["tone"].map(TONES))).encode(text="text:N")
    return [base.mark_text(align=of("align"), fontWeight="bold", color=of("tint"))]
