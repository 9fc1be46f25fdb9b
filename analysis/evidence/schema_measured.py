"""The tables that hold measurements: series, their instruments, task tallies, article points."""

from __future__ import annotations

from .fields import (
    ACCESS_FIELD,
    IDENTIFIER,
    NOTE,
    SEEN_IN,
    SERIES_FILES,
    SOURCE,
    UNITS,
    Field,
    Table,
    record,
)

KNOWN_BASES = (
    "announced",
    "board entry",
    "paper",
    "run started",
    "first snapshot",
    "model release only",
    "unknown",
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
            enum=KNOWN_BASES,
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
