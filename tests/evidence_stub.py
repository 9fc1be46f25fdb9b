"""A small evidence in memory, so that a check can be tested on rows made for it."""

import datetime as dt
from types import SimpleNamespace

import pandas as pd

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


class Stub(SimpleNamespace):
    """Stands in for ``analysis.evidence.Evidence`` with the few members that checks use."""

    def rows(self, series_id, **equals):
        frame = self.series[self.series["series"] == series_id]
        for column, value in equals.items():
            frame = frame[frame[column] == value]
        return frame.sort_values(["date", "record"], kind="stable")

    def find(self, record_id):
        for table in (self.series, self.qualitative, self.statements):
            found = table[table["record"] == record_id]
            if not found.empty:
                return found.iloc[0]
        return None

    def claim(self, claim_id):
        return next(claim for claim in self.claims if claim["id"] == claim_id)


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
    return Stub(
        series=series(*rows) if rows else series({"series": "other"}),
        qualitative=pd.DataFrame(list(qualitative)) if qualitative else EMPTY,
        statements=pd.DataFrame(list(statements)) if statements else EMPTY,
        instruments=INSTRUMENTS,
        corrections=list(corrections),
        claims=list(claims),
        vintage={"as_of": dt.date(2026, 11, 22), "published": dt.date(2026, 5, 4)},
    )


def spoken(record, value=1.0, *, witness="", party="P", access="primary", seen_in="", source="k"):
    """A qualitative row for judged checks."""
    return {
        "record": record,
        "claim": "",
        "text": "",
        "value": value,
        "party": party,
        "witness": witness,
        "access": access,
        "seen_in": seen_in,
        "source": source,
        "date": pd.Timestamp("2026-01-01"),
    }


def statement(claim, text, found, coverage="full"):
    """A row of statements.csv."""
    return {
        "record": f"said-{claim}-{text}",
        "claim": claim,
        "text": text,
        "found": found,
        "coverage": coverage,
        "access": "copy",
        "source": "k",
        "date": pd.NaT,
    }
