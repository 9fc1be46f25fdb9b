"""The tables that hold what others found, forecast, fitted and said, and the list of sources."""

from __future__ import annotations

from .fields import (
    ACCESS_FIELD,
    AMOUNTS,
    DATE_PRECISION,
    IDENTIFIER,
    NOTE,
    SEEN_IN,
    SLUG,
    SOURCE,
    Field,
    Table,
    amount_fields,
    record,
)

TOPICS = (
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
            enum=TOPICS,
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

STATEMENTS = Table(
    "statements",
    "What the essay says to each claim",
    "One row a claim and text: whether the named text says it, and how much of the text was read.",
    ("statements.csv",),
    (
        record("said"),
        Field("claim", "string", "Claim of the ledger.", required=True, pattern=r"C[0-9]{2}"),
        Field(
            "text",
            "string",
            "Where it was looked for.",
            required=True,
            enum=(
                "essay",
                "x post",
                "oxford",
                "institute",
                "benchmark paper",
                "openai",
                "anthropic",
                "field usage",
                "none",
            ),
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
