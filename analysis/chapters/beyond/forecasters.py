"""Who else forecasts what: published forecasts on one axis, by how close their event is."""

from __future__ import annotations

import math
import re

import numpy as np
import pandas as pd

from ... import timeline
from ...evidence.records import labels

#: End of 2028 and the other days for which the data hold a probability, as decimal years.
END = 2029.0
PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
DAYS = {"p_by_2027": 2028.0, "p_by_2028": END, "p_by_2030": 2031.0}
QUANTILES = {"q10": 10.0, "q25": 25.0, "q50": 50.0, "q75": 75.0, "q90": 90.0}
CLOSENESS = {
    "same": "THE SAME EVENT, OR CLOSE TO IT",
    "weaker": "WEAKER: NEEDED FIRST",
    "stronger": "STRONGER: ASKS FOR MORE",
}
KINDS = {
    "expert": "a person's own number",
    "model": "a model or its code, run again",
    "survey": "a panel or survey",
    "market": "a market",
}
#: Whose and what, in few words; the rows that the figure shows.
SHORT = labels("forecasts_shown")
#: Rows of comparable events that the figure leaves out, and why.
LEFT_OUT = labels("forecasts_left_out")
#: A probability that is only what a stated median implies.
FROM_MEDIAN = ("fc-008",)


def part_of(year: float) -> str:
    """A decimal year in words: ``part_of(2027.9)`` is "late 2027"."""
    whole = math.floor(year)
    return f"{('early', 'mid', 'late')[int(3 * (year - whole))]} {whole}"


def share_named(ev, record: str) -> float:
    """The one percentage in the words of a forecast's event, such as "slow progress by 5%".

    Raises ValueError where the words have none or several.
    """
    event = str(ev.forecasts.set_index("record").loc[record, "event"])
    found = PERCENT.findall(event)
    if len(found) != 1:
        raise ValueError(f"{record}: expected one percentage in {event!r}, found {found}")
    return float(found[0])


def bounds(row: pd.Series) -> tuple[float, float]:
    """What a forecast's own numbers allow for the end of 2028, per cent: from, to.

    Probabilities never fall with time, so that a stated probability or quantile of an earlier day
    bounds it from below and one of a later day from above. A quantile given as a bare year is some
    day of that year. Equal ends: it is stated. Raises ValueError for numbers that fall.
    """
    points = [
        (day, day, 100.0 * row[name]) for name, day in DAYS.items() if not _missing(row[name])
    ]
    for name, level in QUANTILES.items():
        if not _missing(row[name]):
            day = float(row[name])
            points.append((day, day + 1.0 if day.is_integer() else day, level))
    low = max((float(p) for _, last, p in points if last <= END), default=0.0)
    high = min((float(p) for first, _, p in points if first >= END), default=100.0)
    if not low <= high:
        found = [(first, float(p)) for first, _, p in points]
        raise ValueError(f"row: expected probabilities that never fall, found {found}")
    return low, high


def label(row: pd.Series) -> str:
    """Whose and what, and when it was published, to the month where the month is known."""
    day = f"{row['date']:%Y}" if row["date_precision"] == "year" else f"{row['date']:%b %Y}"
    return f"{SHORT[row['record']]}, {day}"


def placed(ev) -> pd.DataFrame:
    """The forecasts of the figure, grouped by closeness and highest first.

    Columns: record, label, who, event, closeness, kind, date, value (stated, per cent, or missing),
    lower, upper (what its numbers imply), second_hand, implied (from a median), own (a person's
    own number).
    """
    frame = ev.forecasts[ev.forecasts["record"].isin(SHORT)]
    rows = []
    for _, row in frame.iterrows():
        low, high = bounds(row)
        stated = not _missing(row["p_by_2028"])
        rows.append(
            {
                "record": row["record"],
                "label": label(row),
                "who": row["forecaster"],
                "event": row["event"],
                "closeness": row["closeness"],
                "kind": row["kind"],
                "date": row["date"],
                "value": 100.0 * row["p_by_2028"] if stated else math.nan,
                "lower": math.nan if stated else low,
                "upper": math.nan if stated else high,
                "second_hand": row["access"] == "second-hand",
                "implied": row["record"] in FROM_MEDIAN,
                "own": row["kind"] == "expert",
            }
        )
    table = pd.DataFrame(rows)
    table["group"] = table["closeness"].map({name: n for n, name in enumerate(CLOSENESS)})
    table["height"] = table["value"].fillna((table["lower"] + table["upper"]) / 2)
    table = table.sort_values(["group", "height", "record"], ascending=[True, False, True])
    return table.drop(columns=["group", "height"]).reset_index(drop=True)


def figure_rows(ev) -> pd.DataFrame:
    """Rows of the figure: label, series, value, lower, upper; a heading for each closeness.

    A range without a number has no dot. Labels end in * where the number was seen second-hand, in
    + where it is only implied by a median.
    """
    table, rows = placed(ev), []
    for closeness, heading in CLOSENESS.items():
        rows.append({"label": heading, "series": KINDS["expert"]})
        for row in table[table["closeness"] == closeness].itertuples():
            rows.append(
                {
                    "label": row.label + "*" * row.second_hand + "+" * row.implied,
                    "series": KINDS[row.kind],
                    "value": row.value,
                    "lower": row.lower,
                    "upper": row.upper,
                }
            )
    return pd.DataFrame(rows)


def standing(ev, level: float = 60.0) -> dict[str, int]:
    """How many of the other forecasts stand below, at or above, or on both sides of a level.

    Keys: shown, below, above, open, and below_hard, above_hard, n_hard for the same or a stronger
    event. Clark's own is not counted.
    """
    table = placed(ev)
    table = table[table["record"] != "fc-001"]
    low = table["value"].fillna(table["lower"])
    high = table["value"].fillna(table["upper"])
    below, above = high < level, low >= level
    hard = table["closeness"].isin(["same", "stronger"])
    return {
        "shown": len(table),
        "below": int(below.sum()),
        "above": int(above.sum()),
        "open": int((~below & ~above).sum()),
        "n_hard": int(hard.sum()),
        "below_hard": int((below & hard).sum()),
        "above_hard": int((above & hard).sum()),
    }


def spans(ev) -> pd.DataFrame:
    """Forecasts with a median and a 10% or 90% point: label, series, value, lower, upper (years).

    Ordered by the median. A range needs both ends.
    """
    frame = ev.forecasts[ev.forecasts["record"].isin(SHORT)]
    frame = frame[frame[["q10", "q50", "q90"]].notna().all(axis=1)].sort_values("q50")
    return pd.DataFrame(
        {
            "label": [label(row) for _, row in frame.iterrows()],
            "series": frame["kind"].map(KINDS),
            "value": frame["q50"],
            "lower": frame["q10"],
            "upper": frame["q90"],
        }
    ).reset_index(drop=True)


def ratios(ev, kind: str = "expert") -> pd.DataFrame:
    """P by the end of 2027 over P by the end of 2028, where one person (or "model") gives both.

    Columns: label, by_2027, by_2028 (per cent), ratio.
    """
    frame = ev.forecasts[ev.forecasts["record"].isin(SHORT) & (ev.forecasts["kind"] == kind)]
    frame = frame[frame["p_by_2027"].notna() & frame["p_by_2028"].notna()]
    return pd.DataFrame(
        {
            "label": frame["record"].map(SHORT),
            "by_2027": 100 * frame["p_by_2027"],
            "by_2028": 100 * frame["p_by_2028"],
            "ratio": frame["p_by_2027"] / frame["p_by_2028"],
        }
    ).reset_index(drop=True)


def own_and_set(ev) -> pd.DataFrame:
    """A person's own numbers for the coder beside this book's run of the inputs they published.

    Columns: who, low, high (what their own quantiles imply by the end of 2028, per cent), coder and
    r3 (the set's results, per cent). The set's results are not their forecasts.
    """
    book = timeline.assumptions_of(ev)
    frame = ev.forecasts.set_index("record")
    rows = []
    for who, record, name in (
        ("Kokotajlo", "fc-009", "Kokotajlo, Apr 2026"),
        ("Lifland", "fc-010", "Lifland, Apr 2026"),
    ):
        low, high = bounds(frame.loc[record])
        p = {
            event: 100 * timeline.probability(name, event, "2028-12-31", assumptions=book)
            for event in ("AC", "R3")
        }
        rows.append((who, low, high, p["AC"], p["R3"]))
    return pd.DataFrame(rows, columns=["who", "low", "high", "coder", "r3"])


def complete(ev) -> pd.DataFrame:
    """Every forecast of a comparable event, with the reason where the figure leaves it out.

    Columns: who, event, closeness, kind, published, by_2027, by_2028, by_2030 (per cent), median,
    access, why.
    """
    frame = ev.forecasts[ev.forecasts["closeness"].isin(CLOSENESS)]
    order = {name: n for n, name in enumerate(CLOSENESS)}
    frame = frame.sort_values(
        ["closeness", "date"],
        key=lambda c: c.map(order) if c.name == "closeness" else c,
        kind="stable",
    )
    return pd.DataFrame(
        {
            "who": frame["forecaster"],
            "event": frame["event"],
            "closeness": frame["closeness"],
            "kind": frame["kind"],
            "published": frame["date"],
            **{name.removeprefix("p_"): 100 * frame[name] for name in DAYS},
            "median": frame["q50"],
            "access": frame["access"],
            "why": frame["record"].map(LEFT_OUT).fillna(""),
        }
    ).reset_index(drop=True)


def _missing(value) -> bool:
    return value is None or value is pd.NA or bool(np.isnan(float(value)))
