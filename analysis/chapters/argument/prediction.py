"""The prediction: what is forecast, by when, and what 30% and 60% imply together."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from ... import timeline
from ...timeline.questions import hazards
from ...words import day_of

DATES = {"2027-12-31": "by the end of 2027", "2028-12-31": "by the end of 2028"}
EVENTS = {
    "R1": "R1 an agent fine-tunes a small model as well as its maker",
    "R2": "R2 some measured part of a lab's AI research runs alone",
    "R3": "R3 a lab declares its automated-research threshold crossed",
    "R4": "R4 a frontier model trained with no human technical decision",
}
SHORT = {
    "R1": "R1 small model",
    "R2": "R2 some part",
    "R3": "R3 lab declares",
    "R4": "R4 no humans",
}


def by_set(ev) -> pd.DataFrame:
    """Probability of each definition by each date for every set but the article's own, in percent.

    Columns: definition, set, date (ISO), value.
    """
    known = timeline.assumptions_of(ev)
    rows = [
        {
            "definition": definition,
            "set": name,
            "date": day,
            "value": 100 * timeline.probability(name, definition, day, assumptions=known),
        }
        for definition in EVENTS
        for name in known.sets
        if name != known.article_set
        for day in DATES
    ]
    return pd.DataFrame(rows)


def bands(ev, *, labels: dict[str, str] = EVENTS) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Ranges over sets and the single sets, as ``charts.probability_bands`` takes them.

    The first frame has label, by, lower, upper; the second label, by, value.
    """
    points = by_set(ev).assign(
        label=lambda t: t["definition"].map(labels), by=lambda t: t["date"].map(DATES)
    )
    ranges = points.groupby(["label", "by"], sort=False)["value"].agg(lower="min", upper="max")
    return ranges.reset_index(), points[["label", "by", "value"]]


def implied(ev) -> pd.DataFrame:
    """What 30% and 60% imply under both readings of the start.

    Columns: reading, start, end (decimal years), given_none (percent), hazard (per year).
    """
    known = timeline.assumptions_of(ev)
    found = hazards.article_periods(ev.vintage["published"], assumptions=known)
    return pd.DataFrame(
        [
            {
                "reading": reading,
                "start": period.start,
                "end": period.end,
                "given_none": 100 * period.given_none,
                "hazard": period.hazard,
            }
            for reading, periods in found.items()
            for period in periods
        ]
    )


def path(ev, *, step: float = 1 / 24) -> pd.DataFrame:
    """The cumulative probability that each reading implies, in percent: line, date, value.

    Within a period the hazard is constant, the least that can be assumed between two stated points.
    """
    rows = []
    for reading, group in implied(ev).groupby("reading", sort=False):
        survival = 1.0
        first = group["start"].iloc[0]
        rows.append({"line": reading, "date": day_of(first), "value": 0.0})
        for period in group.itertuples():
            for year in np.arange(period.start + step, period.end + step / 2, step):
                at = min(year, period.end)
                left = survival * math.exp(-period.hazard * (at - period.start))
                rows.append({"line": reading, "date": day_of(at), "value": 100 * (1 - left)})
            survival *= math.exp(-period.hazard * (period.end - period.start))
    return pd.DataFrame(rows)


def same_event(ev) -> pd.DataFrame:
    """Published probabilities by the end of 2028 for the same or a weaker event.

    Columns: forecaster, event, closeness, date, value (percent), access; highest first.
    """
    frame = ev.forecasts
    frame = frame[frame["p_by_2028"].notna() & frame["closeness"].isin(["same", "weaker"])]
    frame = frame[frame["kind"].isin(["expert", "survey", "market"])]
    table = frame.assign(value=100 * frame["p_by_2028"])
    table = table.sort_values(["closeness", "value", "date"], ascending=[True, False, True])
    return table[["forecaster", "event", "closeness", "date", "value", "access", "record"]]
