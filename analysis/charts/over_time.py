"""Charts along time: dated points with fitted lines, and plain curves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

import altair as alt
import pandas as pd

from ..evidence.records import labels
from . import channels
from .axes import Measure, iso_days, numbers_of, time_axis
from .channels import WHO, Rules, named
from .channels import looks as looks_of
from .figure import Figure, Key, build, chart_of, filled, order_of, require, sized
from .theme import ARTICLE, BAND, GROUND, INK, MUTED, OTHERS, OURS, PANEL, Layout

# Where words stand by a mark: alignment, shift to the right, shifts down of two lines or of one.
PLACES: dict[str, tuple[str, int, tuple[int, int], int]] = {
    "left": ("right", -13, (-7, 7), 0),
    "right": ("left", 13, (-7, 7), 0),
    "upper right": ("left", 13, (-18, -4), -9),
    "lower right": ("left", 13, (9, 23), 10),
    "upper left": ("right", -13, (-18, -4), -9),
    "above": ("center", 0, (-32, -18), -16),
    "below": ("center", 0, (16, 30), 16),
}
TONES = {"article": ARTICLE, "others": OTHERS, "ink": INK, "soft": MUTED}


#: What a mark shows; a specification carries no other columns of its rows.
DRAWN = ("date", "label", "value", "lower", "upper", "reporter", "group", "series", "when", "faint",
         "hollow", "ring", "text", "place", "short", "tone", "name", "zero")  # fmt: skip


def over_time(
    points: pd.DataFrame,
    *,
    unit: str,
    title: str | None = None,
    scale: str = "linear",
    article: pd.DataFrame | None = None,
    lines: pd.DataFrame | None = None,
    notes: Sequence[Mapping[str, Any]] = (),
    rules: Rules = (),
    levels: Rules = (),
    beyond: Mapping[str, Any] | None = None,
    domain: tuple[float, float] | None = None,
    days: tuple[str, str] | None = None,
    ticks: Sequence[float] = (),
    height: int = 340,
    **texts: Any,
) -> Figure:
    """Return dated points with their intervals and names, the article's ringed, and fitted lines.

    ``points`` has ``date`` and ``value``, and as far as known ``lower`` and ``upper`` (interval),
    ``reporter`` (who measured: shape and colour) or ``group`` (the same for named groups),
    ``faint`` (small, without words), ``hollow`` (open), ``label`` and ``text`` (two lines beside
    the mark, at its ``place``, a key of :data:`PLACES`; ``tone`` is that of the text, ``short`` the
    label on narrow screens), ``name`` (on hover). ``article`` has its own figures, with the same
    columns. ``lines`` has ``date``, ``value``, ``line`` (its name) and, for a band, ``lower`` and
    ``upper``: computed by us. ``notes`` are words in the plot (``date``, ``value``, ``text``).
    ``unit`` is a key of :data:`~.axes.LABELS`. ``rules`` are vertical (dicts of ``at``, an ISO day,
    and ``label``), ``levels`` horizontal (``at``, a value); ``beyond`` (the same) shades what lies
    above a value. ``domain`` and ``days`` bound the axes, ``ticks`` are those of the vertical one.
    Raises ``ValueError`` for missing columns and unknown words.
    """
    require(points, ["date", "value"], argument="points")
    channels.reporters(points)
    table = points = points.assign(date=iso_days(points["date"]))
    points = drawn_columns(channels.with_names(points, unit))
    if article is not None:
        require(article, ["date", "value"], argument="article")
        article = article.assign(date=iso_days(article["date"]), tone="article", reporter="article")
        article = drawn_columns(channels.with_names(article, unit))
    dated = [points["date"], *([] if article is None else [article["date"]])]
    line_names: list[str] = []
    if lines is not None:
        require(lines, ["date", "value", "line"], argument="lines")
        lines = lines.assign(date=iso_days(lines["date"]))
        dated.append(lines["date"])
        line_names = order_of(lines, "line")
    stamps = pd.to_datetime(pd.Series([*pd.concat(dated), *(str(r["at"])[:10] for r in rules)]))
    room = max((stamps.max() - stamps.min()) * 0.03, pd.Timedelta(days=15))
    bounds = days or tuple(f"{d:%Y-%m-%d}" for d in (stamps.min() - room, stamps.max() + room))
    values = numbers_of(points, "value", "lower", "upper") + numbers_of(lines, "value")
    values += [float(level["at"]) for level in levels] + numbers_of(article, "value")

    def layers(layout: Layout, y: dict[str, Any]) -> list[alt.Chart]:
        plot = Plot(alt.X("date:T", title=None, **time_axis(layout, *bounds)), y, layout)
        drawn = [*shade(beyond, plot), *channels.reference_rules(rules, "x", "date:T")]
        drawn += [] if lines is None else line_layers(lines, plot)
        drawn += [*word_layers(points, plot), *note_layers(notes, plot)]
        drawn += [] if article is None else word_layers(article, plot)
        # Marks last: the name that one shows on hover lies above all words.
        drawn += point_layers(points, plot)
        return drawn if article is None else [*drawn, rings(plot.chart(article))]

    measure = Measure(values, unit, scale, title, domain, tuple(ticks))
    legend = [*point_keys(points), *line_keys(line_names)]
    return build(measured(layers, measure, levels, height), table, legend=legend, **texts)


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
    unit: str,
    title: str,
    x: str = "date",
    x_title: str | None = None,
    x_unit: str = "number",
    x_scale: str = "linear",
    scale: str = "linear",
    rules: Rules = (),
    levels: Rules = (),
    domain: tuple[float, float] | None = None,
    **texts: Any,
) -> Figure:
    """Return lines over time, or over the numbers in column ``x``, with bands where they have any.

    ``lines`` has the column named by ``x``, ``value`` and ``line`` (the name), and for bands
    ``lower`` and ``upper``: all computed by us, told apart by their dashes. ``x_scale`` is the
    scale of such numbers, "linear" or "log". ``rules`` are vertical (dicts of ``at`` and
    ``label``), ``levels`` horizontal. Raises ``ValueError`` for missing columns and unknown words.
    """
    require(lines, [x, "value", "line"], argument="lines")
    dated = not pd.api.types.is_numeric_dtype(lines[x])
    if dated:
        lines = lines.assign(**{x: iso_days(lines[x])})
    values = numbers_of(lines, "value", "lower", "upper") + [float(v["at"]) for v in levels]
    at = [str(v)[:10] if dated else float(v) for v in (*lines[x], *(r["at"] for r in rules))]
    bounds = (min(at), max(at))
    field = f"{x}:T" if dated else f"{x}:Q"

    def layers(layout: Layout, y: dict[str, Any]) -> list[alt.Chart]:
        if dated:
            axis = {"title": x_title, **time_axis(layout, *bounds)}
        else:
            number = Measure(bounds, x_unit, x_scale, x_title, bounds)
            axis = number.channel(layout, horizontal=True)
        plot = Plot(alt.X(field, **axis), y, layout)
        return [*channels.reference_rules(rules, "x", field), *line_layers(lines, plot)]

    draw = measured(layers, Measure(values, unit, scale, title, domain), levels, 330)
    return build(draw, lines, legend=line_keys(order_of(lines, "line")), **texts)


def measured(layers: Callable, measure: Measure, levels: Rules, height: int) -> Callable:
    """Return the function that draws layers over one measured vertical axis, levels behind them.

    ``layers`` makes them from a layout and the vertical channel's keyword arguments. On narrow
    screens the drawing is at most 330 pixels high.
    """

    def draw(layout: Layout) -> alt.LayerChart:
        y = measure.channel(layout)
        behind = channels.reference_rules(levels, "y", "value:Q")
        behind = [layer.encode(y=alt.Y("value:Q", **y)) for layer in behind]
        chart = alt.layer(*behind, *layers(layout, y))
        chart = chart.resolve_scale(
            color="independent", shape="independent", stroke="independent", strokeDash="independent"
        )
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
    dash = channels.named(alt.StrokeDash, "line", names, styles)
    stroke = plot.chart(lines).mark_line(clip=True, color=OURS)
    return [*layers, stroke.encode(strokeDash=dash)]


def line_keys(names: Sequence[str]) -> list[Key]:
    """Return the legend of lines, by their dashes; a single one needs none."""
    names = names if len(names) > 1 else []
    looks = [look for _, look in islice(cycle(channels.DASHES), len(names))]
    return channels.keys(list(names), looks, [OURS] * len(names))


def point_keys(points: pd.DataFrame) -> list[Key]:
    """Return the legend of points of several kinds: who measured, or their groups."""
    column, known = look_of(points)
    if len(known) < 2:
        return []
    said = labels("measured_by")
    words = [said[name] if column == "reporter" else name for name in known]
    shapes, tints = zip(*known.values(), strict=True)
    return channels.keys(words, shapes, tints)


def drawn_columns(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the columns that marks show."""
    return table[[column for column in DRAWN if column in table]]


def look_of(points: pd.DataFrame) -> tuple[str, dict[str, tuple[str, str]]]:
    """Return the column that decides how points look, with shape and colour of its values."""
    for column in ("reporter", "group"):
        if names := order_of(points, column):
            return column, {n: WHO[n] for n in names} if column == "reporter" else looks_of(names)
    return "", {}


def point_layers(points: pd.DataFrame, plot: Plot) -> list[alt.Chart]:
    """Return intervals and marks of points; ``faint`` ones are small, ``hollow`` ones open."""
    column, known = look_of(points)
    look: dict[str, Any] = {"color": alt.value(OTHERS), "stroke": alt.value(OTHERS)}
    look["shape"] = alt.value("circle")
    if known:
        shapes, tints = zip(*known.values(), strict=True)
        kinds = {"color": (alt.Color, tints), "stroke": (alt.Stroke, tints)}
        kinds["shape"] = (alt.Shape, shapes)
        look = {c: named(kind, column, list(known), one) for c, (kind, one) in kinds.items()}
    layers: list[alt.Chart] = []
    for faint in (True, False):
        chosen = of(points, "faint", faint)
        if filled(chosen, "lower", "upper") and not faint:
            rule = plot.chart(chosen, "lower").encode(y2="upper:Q", color=look["color"])
            layers.append(rule.mark_rule(strokeWidth=1.3, opacity=0.6, clip=True))
        size = ((72, 46), (22, 16))[faint][plot.layout.narrow]
        for hollow in (False, True):
            table = of(chosen, "hollow", hollow)
            if table.empty:
                continue
            mark = {"size": size, "aria": True, "opacity": 0.45 if faint else 1}
            if hollow:
                mark |= {"fill": GROUND, "strokeWidth": 1.2 if faint else 2}
            own = {name: look[name] for name in ("shape", "stroke" if hollow else "color")}
            drawn = plot.chart(table).mark_point(filled=True, **mark)
            layers.append(drawn.encode(description="name:N", **own))
    return layers


def of(points: pd.DataFrame, column: str, wanted: bool) -> pd.DataFrame:
    """Return the rows whose yes-or-no column is as wanted; where there is none, it is no."""
    if column not in points:
        return points if not wanted else points.iloc[:0]
    return points[points[column].fillna(False).astype(bool) == wanted]


def rings(placed: alt.Chart) -> alt.Chart:
    """Return the rings around the article's own figures."""
    mark = {"shape": "circle", "filled": False, "size": 300, "strokeWidth": 2.2, "aria": True}
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
    marks = marks if "tone" in marks else marks.assign(tone="others")
    tone = named(alt.Color, "tone", list(TONES), list(TONES.values()))
    looks: dict[str, tuple[dict, dict]] = {
        "label": ({"fontWeight": "bold", "color": INK}, {}),
        "text": ({"fontWeight": "normal"}, {"color": tone}),
    }
    both, layers = has(marks, "label") & has(marks, "text"), []
    sides = marks["place"].fillna("right") if "place" in marks else "right"
    for place, (align, dx, pair, alone) in PLACES.items():
        for (column, (look, tint)), beside in zip(looks.items(), pair, strict=True):
            for paired, dy in ((True, beside), (False, alone)):
                table = marks[has(marks, column) & (both == paired) & (sides == place)]
                if table.empty:
                    continue
                style = {"align": align, "baseline": "middle", "dx": dx, "dy": dy}
                base = plot.chart(table).mark_text(**style, **look)
                layers.append(base.encode(text=f"{column}:N", **tint))
    return layers


def has(table: pd.DataFrame, column: str) -> pd.Series:
    """Return which rows have a text in a column."""
    if column not in table:
        return pd.Series(False, index=table.index)
    return table[column].notna() & (table[column] != "")


def note_layers(notes: Sequence[Mapping[str, Any]], plot: Plot) -> list[alt.Chart]:
    """Return words that name a cloud of points or a line: dicts of ``date``, ``value``, ``text``.

    ``tone`` is that of the words, ``align`` where they stand: left, right, or between.
    """
    layers = []
    for note in notes:
        base = plot.chart(pd.DataFrame([note])).encode(text="text:N")
        style = {"align": note.get("align", "center"), "fontWeight": "bold"}
        layers.append(base.mark_text(color=TONES[note.get("tone", "others")], **style))
    return layers
