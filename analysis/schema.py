"""What every data file holds: the one description of columns, types, ranges and keys.

Three readers use it: :mod:`analysis.tables` checks each cell against it, :mod:`analysis.package`
writes it into ``data/datapackage.json``, and the data dictionary page prints it.
"""

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


SERIES = Table(
    "series",
    "Observations per benchmark",
    "Tidy observations: one row is one reading of one system on one version of one benchmark.",
    tuple(f"series/{name}.csv" for name in SERIES_FILES),
    (
        record("swe|hor|vin|core|mle|kern|ptb|train"),
        Field(
            "series",
            "string",
            "Benchmark and version; readings of different versions are different series.",
            required=True,
            pattern=IDENTIFIER,
        ),
        Field("system", "string", "What was measured, as the source writes it.", required=True),
        Field(
            "model",
            "string",
            "Canonical name of the model; several are joined by ' + '; empty "
            "where the source names none.",
        ),
        Field("developer", "string", "Developer of the model; empty where not established."),
        Field(
            "date",
            "date",
            "Release of the model, or day of the run, entry or paper: see date_kind.",
            required=True,
        ),
        Field(
            "date_kind",
            "string",
            "What the date is.",
            required=True,
            enum=("release", "submission", "announcement", "paper"),
        ),
        Field("value", "number", "The reading, in the unit of the row.", required=True),
        Field(
            "unit",
            "string",
            "Unit of value, se, lower and upper: percent and points run from "
            "0 to 100, fraction from 0 to 1, factor is a multiple of a reference.",
            required=True,
            enum=UNITS,
        ),
        Field("se", "number", "Published standard error of the value.", minimum=0),
        Field("lower", "number", "Lower end of the published interval."),
        Field("upper", "number", "Upper end of the published interval."),
        Field(
            "level",
            "number",
            "Confidence level of the interval; empty where not stated.",
            minimum=0.5,
            maximum=0.999,
        ),
        Field("n_tasks", "integer", "Number of tasks scored.", minimum=1),
        Field("n_runs", "integer", "Number of runs, seeds or trials averaged.", minimum=1),
        Field("split", "string", "Part of the task set, or the setting."),
        Field("scaffold", "string", "Program around the model."),
        Field(
            "instrument",
            "string",
            "Task set, grader and version as one identifier.",
            required=True,
            pattern=IDENTIFIER,
        ),
        Field(
            "conditions",
            "string",
            "Scaffold class / compute / attempts.",
            required=True,
            pattern=r"(none|retrieval|agent|vendor|pipeline|human|unknown)"
            r"/(standard|high|parallel|unknown)/(1|several|unknown)",
        ),
        Field(
            "reporter",
            "string",
            "Who reports: maker of the system, keeper of the benchmark, or neither.",
            required=True,
            enum=("vendor", "benchmark", "independent"),
        ),
        Field(
            "reported_by",
            "string",
            "Kind of report as first recorded.",
            required=True,
            enum=("leaderboard", "paper", "vendor", "third_party", "metr"),
        ),
        Field(
            "record_then",
            "boolean",
            "Best of its series at its date; empty where the series "
            "has no such order. For METR its own flag, set on the 50% horizon, also on the 80% "
            "and score rows.",
        ),
        Field(
            "human_baseline", "boolean", "A yardstick set by people, not by a model.", required=True
        ),
        SOURCE,
        SEEN_IN,
        ACCESS_FIELD,
        Field(
            "known_from",
            "date",
            "First day on which the figure is known to have been public; "
            "empty where only the model's release is known.",
        ),
        Field(
            "known_basis",
            "string",
            "What known_from rests on.",
            required=True,
            enum=(
                "announced",
                "board entry",
                "paper",
                "run started",
                "first snapshot",
                "model release only",
                "unknown",
            ),
        ),
        NOTE,
    ),
    references=(("source", "sources", "key"), ("instrument", "instruments", "instrument")),
)

INSTRUMENTS = Table(
    "instruments",
    "Instruments",
    "Task sets with their grader and version.",
    ("instruments.csv",),
    (
        Field(
            "instrument",
            "string",
            "Identifier used by the series.",
            required=True,
            pattern=IDENTIFIER,
        ),
        Field("benchmark", "string", "Name of the benchmark.", required=True),
        Field("task_set", "string", "Which tasks.", required=True),
        Field("grader", "string", "How a task is scored.", required=True),
        Field("version", "string", "Version of tasks and grader."),
        Field("unit", "string", "Unit of its readings.", required=True, enum=UNITS),
        Field(
            "reliability",
            "number",
            "Success rate at which a horizon is read.",
            minimum=0.01,
            maximum=0.99,
        ),
        Field("n_tasks", "integer", "Number of tasks.", minimum=1),
        NOTE,
    ),
    key=("instrument",),
)

FINDINGS = Table(
    "findings",
    "Findings on the validity of the benchmarks",
    "What audits, papers, vendors and our own arithmetic found about the measurements.",
    ("findings.csv",),
    (
        record("sval|rval"),
        Field("benchmark", "string", "Benchmark the finding is about.", required=True),
        Field(
            "topic",
            "string",
            "What it is about.",
            required=True,
            enum=(
                "start point",
                "end point",
                "best score",
                "replication",
                "vendor gap",
                "scaffold",
                "compute",
                "label noise",
                "contamination",
                "weak tests",
                "answer leak",
                "cheating",
                "relevance",
                "baseline",
                "correction",
                "grading",
                "sampling error",
                "reliability",
                "selection",
                "metric",
                "version",
                "trend",
                "uplift",
                "real-world effect",
                "access",
            ),
        ),
        Field("finding", "string", "The finding in one sentence.", required=True),
        *amount_fields(),
        Field("date", "date", "Day of the finding."),
        DATE_PRECISION,
        Field("party", "string", "Who measured or said it.", required=True),
        ACCESS_FIELD,
        SOURCE,
        SEEN_IN,
    ),
    references=(("source", "sources", "key"),),
)

QUALITATIVE = Table(
    "qualitative",
    "Evidence that no benchmark gives",
    "Statements, surveys, studies and events, each with its stance on the article's argument.",
    ("qualitative.csv",),
    (
        record("qual"),
        Field("topic", "string", "Subject.", required=True, pattern=IDENTIFIER),
        Field(
            "stance",
            "string",
            "For, against or beside the article's argument.",
            required=True,
            enum=("supports", "against", "context"),
        ),
        Field("finding", "string", "The finding in one sentence.", required=True),
        *amount_fields(),
        Field("date", "date", "Day of the statement or event."),
        DATE_PRECISION,
        Field("party", "string", "Who measured or said it.", required=True),
        ACCESS_FIELD,
        SOURCE,
        SEEN_IN,
    ),
    references=(("source", "sources", "key"),),
)

PROBABILITY = {"minimum": 0.0, "maximum": 1.0}
YEAR = {"minimum": 2019.0, "maximum": 2200.0}
FORECASTS = Table(
    "forecasts",
    "Forecasts of automated AI research and near events",
    "Published probabilities and quantiles; a quantile is a decimal year.",
    ("forecasts.csv",),
    (
        record("fc"),
        Field("forecaster", "string", "Person, group, survey, market or model.", required=True),
        Field(
            "kind",
            "string",
            "Kind of forecaster.",
            required=True,
            enum=("expert", "model", "survey", "market", "lab target"),
        ),
        Field("event", "string", "What is forecast.", required=True),
        Field(
            "closeness",
            "string",
            "How the event compares with the essay's.",
            required=True,
            enum=("same", "weaker", "stronger", "different"),
        ),
        Field("date", "date", "Publication day.", required=True),
        DATE_PRECISION,
        Field("p_by_2027", "number", "Probability by the end of 2027.", **PROBABILITY),
        Field("p_by_2028", "number", "Probability by the end of 2028.", **PROBABILITY),
        Field("p_by_2030", "number", "Probability by the end of 2030.", **PROBABILITY),
        *(
            Field(f"q{q}", "number", f"{q}% quantile, decimal year.", **YEAR)
            for q in (10, 25, 50, 75, 90)
        ),
        ACCESS_FIELD,
        SOURCE,
        SEEN_IN,
        NOTE,
    ),
    references=(("source", "sources", "key"),),
)

HORIZON_FORECASTS = Table(
    "horizon_forecasts",
    "Forecasts built on time horizons",
    "Published forecasts that name a time horizon and a pace.",
    ("horizon_forecasts.csv",),
    (
        record("hfc"),
        Field("forecaster", "string", "Person, group or model.", required=True),
        Field("date", "date", "Publication day; empty where the source gives none."),
        DATE_PRECISION,
        Field("event", "string", "What is forecast.", required=True),
        Field(
            "thresholds",
            "string",
            "Horizons named, in hours of expert work, separated by ';'.",
            pattern=r"[0-9.]+(;[0-9.]+)*",
        ),
        Field("threshold_lower", "number", "Smallest horizon named, hours.", minimum=0),
        Field("threshold_upper", "number", "Largest horizon named, hours.", minimum=0),
        Field(
            "reliabilities",
            "string",
            "Success rates named, separated by ';'.",
            pattern=r"0?\.[0-9]+(;0?\.[0-9]+)*",
        ),
        Field("pace", "string", "Doubling time or shape assumed."),
        Field("result", "string", "The forecast.", required=True),
        Field("interval", "string", "Interval given with it."),
        ACCESS_FIELD,
        SOURCE,
        SEEN_IN,
        NOTE,
    ),
    references=(("source", "sources", "key"),),
)

FITS = Table(
    "fits",
    "Published fits",
    "Doubling times, coefficients and intervals that others published, with our refit where one "
    "was made.",
    ("fits.csv",),
    (
        record("fit|vfit"),
        Field("fit", "string", "Short name.", required=True, pattern=r"[A-Za-z0-9_.-]+"),
        Field("party", "string", "Who published it.", required=True),
        Field("quantity", "string", "What was estimated.", required=True),
        Field("window", "string", "Data it rests on."),
        Field("value", "number", "Estimate; empty where only an interval was published."),
        Field("lower", "number", "Lower end of its interval or range."),
        Field("upper", "number", "Upper end of its interval or range."),
        Field("level", "number", "Confidence level; empty for a range.", minimum=0.5, maximum=1),
        Field("unit", "string", "Unit.", required=True, enum=AMOUNTS),
        Field("date", "date", "Day of the publication or of the data file."),
        DATE_PRECISION,
        Field("vintage", "string", "Which state of the source.", required=True),
        Field("refit", "number", "Our own value for the same quantity."),
        Field("refit_lower", "number", "Lower end of our own interval."),
        Field("refit_upper", "number", "Upper end of our own interval."),
        Field(
            "reproduced",
            "string",
            "Whether the published value came out.",
            required=True,
            enum=("yes", "within noise", "no", "from coefficients", "not tested"),
        ),
        ACCESS_FIELD,
        SOURCE,
        SEEN_IN,
        NOTE,
    ),
    references=(("source", "sources", "key"),),
)

TASKS = Table(
    "tasks",
    "Task tallies of METR's suite 1.1",
    "Runs and successes per model and task, enough to refit the horizons.",
    ("tasks/metr_th_1_1.csv",),
    (
        Field("model", "string", "Canonical name of the model.", required=True),
        Field("release_date", "date", "Release of the model.", required=True),
        Field("task_id", "string", "Task.", required=True),
        Field("task_family", "string", "Family of like tasks.", required=True),
        Field("human_minutes", "number", "Time an expert needs.", required=True, minimum=0.001),
        Field("n_runs", "integer", "Runs.", required=True, minimum=1),
        Field("n_successes", "integer", "Successful runs.", required=True, minimum=0),
        SOURCE,
    ),
    key=("model", "task_id"),
    references=(("source", "sources", "key"),),
)

ARTICLE_POINTS = Table(
    "article_points",
    "The article's five horizons",
    "What the article prints beside the METR row it comes from.",
    ("article_points.csv",),
    (
        record("art"),
        Field(
            "year",
            "integer",
            "Year label in the article.",
            required=True,
            minimum=2022,
            maximum=2026,
        ),
        Field("printed", "string", "Length as printed.", required=True),
        Field("minutes", "number", "The same in minutes.", required=True, minimum=0),
        Field("named_by_essay", "string", "Model as the essay names it.", required=True),
        Field("model", "string", "Canonical name of that model.", required=True),
        Field("series_record", "string", "METR's 50% reading of that model.", required=True),
        Field(
            "first_published_minutes",
            "number",
            "50% horizon in the earliest METR file seen.",
            required=True,
            minimum=0,
        ),
        Field("first_published_in", "string", "That file.", required=True),
        Field("first_seen", "date", "Day of that file.", required=True),
        ACCESS_FIELD,
        SOURCE,
        SEEN_IN,
        NOTE,
    ),
    references=(("source", "sources", "key"), ("series_record", "series", "record")),
)

STATEMENTS = Table(
    "statements",
    "What the essay says to each claim",
    "One row a claim of the article: whether the named text says it, and how much of the text "
    "was read.",
    ("statements.csv",),
    (
        record("said"),
        Field("claim", "string", "Claim of the ledger.", required=True, pattern=r"C[0-9]{2}"),
        Field(
            "text",
            "string",
            "Where it was looked for.",
            required=True,
            enum=("essay", "x post", "oxford", "institute", "none"),
        ),
        Field(
            "found",
            "string",
            "Whether the text says it.",
            required=True,
            enum=("present", "absent", "opposite", "partly"),
        ),
        Field(
            "coverage",
            "string",
            "Whether the text was read in full.",
            required=True,
            enum=("full", "partial"),
        ),
        Field("summary", "string", "What the text says, in our words.", required=True),
        ACCESS_FIELD,
        SOURCE,
        SEEN_IN,
    ),
    references=(("source", "sources", "key"),),
)

SOURCES = Table(
    "sources",
    "Sources",
    "Index of sources.bib, so that standard tools can follow the keys.",
    ("sources.csv",),
    (
        Field("key", "string", "Key of the entry.", required=True, pattern=SLUG),
        Field(
            "type",
            "string",
            "Kind of entry.",
            required=True,
            enum=("misc", "article", "online", "techreport"),
        ),
        Field("title", "string", "Title; the address where no title is known.", required=True),
        Field("organization", "string", "Publisher or author, where known."),
        Field("year", "integer", "Year, where known.", minimum=1990, maximum=2100),
        Field("url", "string", "Address; empty where none was found.", pattern=r"https?://\S+"),
    ),
    key=("key",),
)

TABLES = (
    SERIES,
    INSTRUMENTS,
    FINDINGS,
    QUALITATIVE,
    FORECASTS,
    HORIZON_FORECASTS,
    FITS,
    TASKS,
    ARTICLE_POINTS,
    STATEMENTS,
    SOURCES,
)


def table(name: str) -> Table:
    """The table of that name; ValueError when there is none."""
    for found in TABLES:
        if found.name == name:
            return found
    raise ValueError(f"table: expected one of {', '.join(t.name for t in TABLES)}, found {name!r}")
