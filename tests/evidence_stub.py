"""The evidence with rows made for a test in place of its own, so that a check meets what it may."""

import dataclasses
import datetime as dt

import pandas as pd

from analysis.claims.checks import VOCABULARY, CheckResult, Unread
from analysis.evidence import load

LIMITS = load().limits
DEFAULTS = {
    "series": "s", "system": "S", "model": "M", "instrument": "i", "source": "k",
    "date": "2025-01-01", "known_from": None, "value": 50.0, "unit": "percent", "se": None,
    "lower": None, "upper": None, "conditions": "agent/standard/1", "reporter": "vendor",
    "access": "primary", "human_baseline": False,
}  # fmt: skip
INSTRUMENTS = pd.DataFrame(
    [("i", "set A", "tests", "1", 0.5), ("j", "set B", "tests", "1", 0.8)],
    columns=["instrument", "task_set", "grader", "version", "reliability"],
)
EMPTY = pd.DataFrame({"record": [], "claim": [], "text": [], "found": [], "date": []})


def series(*rows):
    """Series rows from partial dicts; records are numbered r1, r2, ..."""
    full = [{"record": f"r{n}", **DEFAULTS, **row} for n, row in enumerate(rows, 1)]
    frame = pd.DataFrame(full)
    for column in ("date", "known_from"):
        frame[column] = pd.to_datetime(frame[column])
    for column in ("value", "se", "lower", "upper"):
        frame[column] = pd.to_numeric(frame[column])
    return frame


def course(values, *, unit="percent", name="s", start="2025-01-01", **more):
    """Rows of a trend: one model and one month each."""
    days = pd.date_range(start, periods=len(values), freq="30D")
    return [
        {"series": name, "unit": unit, "value": v, "date": day, "model": f"M{n}", **more}
        for n, (day, v) in enumerate(zip(days, values, strict=True))
    ]


def evidence(*rows, qualitative=(), statements=(), corrections=(), claims=()):
    """The evidence with these rows alone in its tables of readings, witnesses and texts."""
    return dataclasses.replace(
        load(),
        series=series(*rows) if rows else series({"series": "other"}),
        series_ids=("s", "t", "top", "other"),
        qualitative=pd.DataFrame(list(qualitative)) if qualitative else EMPTY,
        statements=pd.DataFrame(list(statements)) if statements else EMPTY,
        instruments=INSTRUMENTS,
        corrections=list(corrections),
        claims=list(claims),
        vintage={"as_of": dt.date(2026, 11, 22), "published": dt.date(2026, 5, 4)},
    )


def run(name, ev, claim=None, marks=LIMITS, **params):
    """Run one check of the vocabulary on evidence, for a claim or for none of the ledger's."""
    claim = {"id": "C99", "checks": [], **(claim or {})}
    try:
        return VOCABULARY[name].function(ev, claim, params, marks)
    except Unread as missing:
        return CheckResult("unread", words=str(missing))


def spoken(record, value=1.0, **more):
    """A qualitative row for judged checks."""
    blank = dict.fromkeys(("claim", "text", "witness", "seen_in"), "")
    own = {"party": "P", "access": "primary", "source": "k", "date": pd.Timestamp("2026-01-01")}
    return {"record": record, "value": value, **blank, **own, **more}


def statement(claim, text, found, coverage="full"):
    """A row of statements.csv."""
    own = {"claim": claim, "text": text, "found": found, "coverage": coverage, "date": pd.NaT}
    return {"record": f"said-{claim}-{text}", "access": "copy", "source": "k", **own}
