"""A small evidence in memory, so that a check can be tested on rows made for it."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd

DEFAULTS = {
    "series": "s",
    "system": "S",
    "model": "M",
    "date": "2025-01-01",
    "value": 50.0,
    "unit": "percent",
    "se": None,
    "lower": None,
    "upper": None,
    "instrument": "i",
    "conditions": "agent/standard/1",
    "reporter": "vendor",
    "access": "primary",
    "known_from": None,
    "source": "k",
    "human_baseline": False,
}
INSTRUMENTS = pd.DataFrame(
    [("i", "set A", "tests", "1", 0.5), ("j", "set B", "tests", "1", 0.8)],
    columns=["instrument", "task_set", "grader", "version", "reliability"],
)
EMPTY = pd.DataFrame({"record": [], "claim": [], "text": [], "date": []})


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


def evidence(*rows, qualitative=(), statements=(), corrections=(), claims=()):
    return Stub(
        series=series(*rows) if rows else series({"series": "other"}),
        qualitative=pd.DataFrame(list(qualitative)) if qualitative else EMPTY,
        statements=pd.DataFrame(list(statements)) if statements else EMPTY,
        instruments=INSTRUMENTS,
        corrections=list(corrections),
        claims=list(claims),
        vintage={"as_of": "2026-11-22", "published": "2026-05-04"},
    )


def spoken(record, value=1.0, *, party="P", access="primary"):
    """A qualitative row for judged checks."""
    return {
        "record": record,
        "claim": "",
        "text": "",
        "value": value,
        "party": party,
        "access": access,
        "source": "k",
        "date": pd.Timestamp("2026-01-01"),
    }
