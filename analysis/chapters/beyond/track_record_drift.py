"""How published forecasts moved, and how those that can be scored have done so far."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from ...horizons.readings import LIMIT, P50, P80

CODER = "Automated Coder"
PEOPLE = {"Kokotajlo": "Kokotajlo", "Lifland": "Lifland"}
SCENARIO = "fc-033"
DOUBLER, HUNDRED, STEADY = "hfc-001", "hfc-002", "hfc-004"
PANELS = {"hfc-013": "experts", "hfc-014": "superforecasters", "hfc-015": "the public"}
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MONTH = re.compile(r"\b([A-Z][a-z]+) (\d{4})\b")


def drift(ev) -> pd.DataFrame:
    """Stated medians for the Automated Coder of the two people who gave several.

    Columns: group (the person), date (of the statement), value (median, decimal year), access,
    record. Their own numbers, not runs of a model under their names.
    """
    frame = ev.forecasts
    frame = frame[(frame["kind"] == "expert") & frame["event"].str.startswith(CODER)]
    rows = []
    for person, pattern in PEOPLE.items():
        mine = frame[frame["forecaster"].str.contains(pattern) & frame["q50"].notna()]
        for row in mine.sort_values("date").itertuples():
            rows.append((person, row.date, float(row.q50), row.access, row.record))
    return pd.DataFrame(rows, columns=["group", "date", "value", "access", "record"])


def moves(ev) -> pd.DataFrame:
    """First, furthest and last median of each person: columns group, first, last, years, months.

    ``years`` is how far the median moved (negative: earlier), ``months`` the time it took.
    """
    rows = []
    for person, mine in drift(ev).groupby("group", sort=False):
        first, last = mine.iloc[0], mine.iloc[-1]
        months = (last["date"] - first["date"]).days / 30.4375
        rows.append((person, first["value"], last["value"], last["value"] - first["value"], months))
    return pd.DataFrame(rows, columns=["group", "first", "last", "years", "months"])


def same_person(ev, name: str = "Greenblatt") -> pd.DataFrame:
    """One person's probabilities of full automation by the end of 2028, oldest first.

    Columns: date, value (per cent), access, record.
    """
    frame = ev.forecasts
    mine = frame[
        frame["forecaster"].str.contains(name)
        & (frame["closeness"] == "same")
        & frame["p_by_2028"].notna()
    ].sort_values("date")
    return mine.assign(value=100 * mine["p_by_2028"])[["date", "value", "access", "record"]]


def scenario_month(ev) -> pd.Timestamp:
    """The month to which the AI 2027 scenario dates its superhuman coder (its note says it)."""
    return _month(_row(ev.forecasts, SCENARIO)["note"])


@dataclass(frozen=True)
class Milestone:
    """A horizon that was foretold for a month, and the model that reached it."""

    hours: float
    foretold: pd.Timestamp
    reached: pd.Timestamp
    model: str
    stated: pd.Timestamp

    @property
    def months_early(self) -> float:
        """Months by which it came before its date; negative when late."""
        return (self.foretold - self.reached).days / 30.4375


def milestone(ev) -> Milestone:
    """The first of Wildeford's dates, 8 hours at 50%, against METR's first reading above it."""
    row = _row(ev.horizon_forecasts, STEADY)
    hours = float(row["threshold_lower"])
    first = ev.rows(P50)
    first = first[first["value"] >= 60 * hours].iloc[0]
    return Milestone(hours, _month(row["result"]), first["date"], first["model"], row["date"])


@dataclass(frozen=True)
class Expectation:
    """A value that was foretold for the end of a year, with its range, in hours."""

    value: float
    lower: float
    upper: float


def expectation(ev) -> Expectation:
    """Cotra's median for the best horizon at 50% by the end of 2026, and its 20th and 80th points.

    Raises ValueError when the row no longer says so.
    """
    row = _row(ev.horizon_forecasts, DOUBLER)
    middle, ends = _NUMBER.findall(row["result"]), _NUMBER.findall(row["interval"])
    if len(middle) != 1 or len(ends) != 4:
        raise ValueError(f"{DOUBLER}: expected a median and two points, found {row['interval']!r}")
    return Expectation(float(middle[0]), float(ends[0]), float(ends[2]))


def best_so_far(ev, series: str = P50) -> float:
    """METR's highest accepted horizon in hours, at the reliability of the series."""
    return float(ev.rows(series)["value"].max()) / 60


def panel_hours(ev) -> dict[str, float]:
    """The longest 80% horizon that each LEAP panel expected by the end of 2026, hours."""
    found = {}
    for record, panel in PANELS.items():
        text = _row(ev.horizon_forecasts, record)["result"]
        hours = re.search(r"(\d+(?:\.\d+)?) h (?:longest|by end)", text)
        if hours is None:
            raise ValueError(f"{record}: expected hours by the end of 2026, found {text!r}")
        found[panel] = float(hours.group(1))
    return found


def graded(ev) -> dict[str, float]:
    """Numbers of the page on forecasts that can be scored, or nearly, in hours and months."""
    first, cotra, panels = milestone(ev), expectation(ev), panel_hours(ev)
    return {
        "milestone_hours": first.hours,
        "milestone_early": first.months_early,
        "cotra": cotra.value,
        "cotra_low": cotra.lower,
        "cotra_high": cotra.upper,
        "hundred": float(_row(ev.horizon_forecasts, HUNDRED)["threshold_lower"]),
        "best": best_so_far(ev),
        "best_80": best_so_far(ev, P80),
        "limit": LIMIT / 60,
        "panel_experts": panels["experts"],
        "panel_super": panels["superforecasters"],
        "panel_public": panels["the public"],
    }


def _row(frame: pd.DataFrame, record: str) -> pd.Series:
    found = frame[frame["record"] == record]
    if found.empty:
        raise ValueError(f"record: expected the id of a forecast, found {record!r}")
    return found.iloc[0]


def _month(text: str) -> pd.Timestamp:
    """The first month named in a text, as its first day."""
    found = _MONTH.search(str(text))
    if found is None:
        raise ValueError(f"text: expected a month and a year, found {text!r}")
    return pd.Timestamp(f"1 {found.group(1)} {found.group(2)}")
