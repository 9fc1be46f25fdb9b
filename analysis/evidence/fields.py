"""The vocabulary of the schema: what a column and a table are, and the columns that recur."""

from __future__ import annotations

from dataclasses import dataclass

#: The longest text a cell may hold; longer ones are prose that belongs on a page.
LONGEST_CELL = 1500


@dataclass(frozen=True)
class Field:
    """One column: its type, what it means, and which values are allowed.

    ``type`` is one of string, number, integer, boolean, date. ``pattern`` is a regular expression
    for the whole cell.
    """

    name: str
    type: str
    description: str
    required: bool = False
    enum: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None


@dataclass(frozen=True)
class Table:
    """One kind of file. ``paths`` are relative to ``data/``; all files of a table share columns."""

    name: str
    title: str
    description: str
    paths: tuple[str, ...]
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ("record",)
    #: column -> (table, column) that must hold the same value
    references: tuple[tuple[str, str, str], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)


SLUG = r"[a-z0-9][a-z0-9._-]*"
IDENTIFIER = r"[a-z0-9][a-z0-9_]*"
ACCESS = ("primary", "copy", "second-hand", "computed")
PRECISIONS = ("day", "month", "quarter", "year", "unknown")
UNITS = (
    "percent",
    "points",
    "minutes",
    "fraction",
    "factor",
    "percentile",
    "cycles",
    "microseconds",
)
AMOUNTS = (
    *UNITS,
    "percentage points",
    "count",
    "seconds",
    "hours",
    "days",
    "months",
    "years",
    "decimal year",
    "million dollars",
    "logit",
    "per doubling",
    "ratio",
    "index",
    "none",
)
SERIES_FILES = (
    "swe_bench",
    "time_horizons",
    "time_horizon_vintages",
    "core_bench",
    "mle_bench",
    "kernels",
    "posttrain_bench",
    "training_speedup",
)

SOURCE = Field(
    "source",
    "string",
    "Key of the page, paper or file where the figure stands.",
    required=True,
    pattern=SLUG,
)
SEEN_IN = Field(
    "seen_in",
    "string",
    "Where it was read: a repository with commit and path, an "
    "address, or a stored copy of the page.",
    required=True,
)
ACCESS_FIELD = Field(
    "access",
    "string",
    "primary: the author's own repository, file or page; copy: a third-party "
    "copy of that text; second-hand: somebody else's report of it; computed: our own arithmetic "
    "on primary material.",
    required=True,
    enum=ACCESS,
)
NOTE = Field("note", "string", "What a careful reader would want to know.")
DATE_PRECISION = Field(
    "date_precision",
    "string",
    "How exact the date is: month, quarter and year hold the first day of the period.",
    required=True,
    enum=PRECISIONS,
)


def record(prefixes: str) -> Field:
    """The identifier column of a table; its prefix names the research file a row came from."""
    return Field(
        "record",
        "string",
        "Identifier of the row; never reused.",
        required=True,
        pattern=rf"({prefixes})-[a-z0-9][a-z0-9.-]*",
    )


def amount_fields() -> tuple[Field, ...]:
    """A figure as stated, then the same as numbers."""
    return (
        Field("figure", "string", "The figure as stated, also where it is a pair or a list."),
        Field(
            "value",
            "number",
            "The figure as a number; the later one of a change; empty where "
            "the figure is a list or no number.",
        ),
        Field("value_from", "number", "The earlier figure of a change or comparison."),
        Field("lower", "number", "Lower end of a stated range or interval."),
        Field("upper", "number", "Upper end of a stated range or interval."),
        Field("unit", "string", "Unit of the numbers.", required=True, enum=AMOUNTS),
        Field("unit_detail", "string", "What exactly is counted or measured."),
    )
