"""Who stands behind a mark, and how that looks: colours, shapes, dashes by name, and names."""

from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Any

import altair as alt
import pandas as pd

from ..evidence.records import labels
from ..words import length_of_time
from .figure import Key, order_of
from .theme import ARTICLE, MAKER, OTHERS, OURS, SERIES

Rules = Sequence[Mapping[str, Any]]
#: Shape and colour by name.
Looks = Mapping[str, tuple[str, str]]
#: Who measured, by the word of a row's ``reporter``: shape and colour. What they are called stands
#: in ``data/labels.yml``. The same in every chart, so that no reading depends on colour alone.
WHO: Looks = {
    "article": ("circle", ARTICLE),
    "person": ("circle", MAKER),
    "vendor": ("square", MAKER),
    "benchmark": ("diamond", OTHERS),
    "independent": ("triangle-up", OTHERS),
    "computed": ("circle", OURS),
}
#: What a mark shows; a specification carries no other columns of its rows.
DRAWN = ("date", "label", "group", "value", "lower", "upper", "reporter", "series", "when", "faint",
         "hollow", "ring", "text", "place", "short", "tone", "name", "zero", "panel")  # fmt: skip
SHAPES = ("diamond", "square", "circle", "triangle-up", "cross")
# How a line is drawn and which symbol stands for it in a legend.
DASHES: tuple[tuple[list[int], str], ...] = (
    ([1, 0], "line"),
    ([7, 4], "dash"),
    ([2, 3], "dots"),
    ([9, 3, 2, 3], "dash"),
)


def of(column: str) -> alt.ExprRef:
    """Return a property of a mark that each row says for itself, in a column."""
    return alt.ExprRef(f"datum.{column}")


def dressed(table: pd.DataFrame, column: str, looks: Looks, plain: tuple[str, str]) -> pd.DataFrame:
    """Return rows with ``shape`` and ``tint`` by the name in a column; ``plain`` without one."""
    names = table[column].tolist() if column in table else [None] * len(table)
    worn = [looks.get(name, plain) for name in names]
    return table.assign(shape=[shape for shape, _ in worn], tint=[tint for _, tint in worn])


def keys(looks: Looks) -> list[Key]:
    """Return the legend of looks; shapes may be Vega's, colours are CSS variables."""
    return [
        Key(label, shape.replace("-up", ""), colour[len("var(--") : -len(")")])
        for label, (shape, colour) in looks.items()
    ]


def keys_of(reporters: Sequence[str]) -> list[Key]:
    """Return the legend of those who measured."""
    said = labels("measured_by")
    return keys({said[name]: WHO[name] for name in reporters})


def who_of(name: str) -> str:
    """Return the word of :data:`WHO` that a series is named after, or nothing."""
    lower = name.lower().removeprefix("the ")
    if lower.startswith(("article", "clark’s number")):
        return "article"
    known = labels("measured_by")
    return next((word for word in WHO if name in (word, known[word])), "")


def looks(names: Sequence[str], who: str = "") -> Looks:
    """Return shape and colour of named series.

    Those of ``who`` where he is given, else of whom a series is named after, else one in turn.
    """
    if who:
        return dict.fromkeys(names, WHO[who])
    others = zip(cycle(SHAPES), cycle(SERIES), strict=False)
    return {name: WHO[who] if (who := who_of(name)) else next(others) for name in names}


def reporters(table: pd.DataFrame) -> list[str]:
    """Return who reported rows of a table, in the order of :data:`WHO`, as far as it says so.

    Raises ``ValueError`` for a reporter outside the vocabulary.
    """
    found = order_of(table, "reporter")
    unknown = [name for name in found if name not in WHO]
    if unknown:
        raise ValueError(f"reporter: expected one of {list(WHO)}, found {unknown}")
    return [name for name in WHO if name in found]


def in_words(value: float, unit: str) -> str:
    """Return how a value of a unit is written beside a mark: "70 min", "93.9%", "×3"."""
    if unit == "minutes":
        return length_of_time(value)
    if unit == "percent":
        return f"{value:.3g}%"
    if unit == "year":
        return f"{value:.0f}"
    text = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return f"×{text}" if unit == "times" else text


def with_names(table: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return a table of marks with what each is called on hover, tap and to a screen reader.

    A column ``name`` that it has already stands; else the name is made of ``label`` or ``model`` or
    ``system``, the date, the value with its interval, and who measured. Only the columns that marks
    show are left.
    """
    drawn = [column for column in DRAWN if column in table]
    if "name" in table:
        return table[drawn]
    who, series = labels("measured_by"), labels("series")

    def say(value: Any) -> str:
        return in_words(float(value), unit)

    def name(row: dict[str, Any]) -> str:
        parts = []
        for column in ("label", "model", "system", "series", "when"):
            text = row.get(column)
            if isinstance(text, str) and text and text not in parts:
                parts.append(series.get(text, text))
                if column == "model":
                    break
        if isinstance(row.get("date"), str):
            parts.append(row["date"][:7])
        value = say(row["value"])
        if pd.notna(row.get("lower")) and pd.notna(row.get("upper")):
            value += f" ({say(row['lower'])} to {say(row['upper'])})"
        said = [", ".join(parts) + ": " + value if parts else value]
        if row.get("reporter") in who:
            said.append(f"measured by {who[row['reporter']]}")
        return ", ".join(said)

    return table[drawn].assign(name=[name(row) for row in table.to_dict("records")])
