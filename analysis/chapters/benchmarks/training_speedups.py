"""Training speedups: one vendor task, as printed and as measured again; pace, bend and hold-out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ... import fits
from ...evidence.records import threshold

LEVEL = threshold("trend_level")
PRINTED = "llm_training_published_col_june2026"
AGAIN = "llm_training_rerun_june2026"
CARD = "llm_training_own_card"
CORRECTED = "llm_training_own_card_corrected"
LATER = "llm_training_easy_opus5_card"
ESSAY = "clark_as_quoted"
HARD = "llm_training_hard"
PERSON = "human_reference_easy"
ARTICLE_END = "2026-04-30"  # the article's last point, and its successor of the same month


def readings(ev) -> pd.DataFrame:
    """All readings of the task by kind: date, model, value (times), group, reporter, record."""
    kinds = {
        ESSAY: "quoted in the essay",
        PRINTED: "printed by the maker",
        AGAIN: "measured again, June 2026",
    }
    frames = [ev.rows(series).assign(group=name) for series, name in kinds.items()]
    table = pd.concat(frames)[["date", "model", "value", "group", "reporter", "record"]]
    return table.sort_values(["date", "group", "record"], kind="stable").reset_index(drop=True)


def shift(ev) -> pd.DataFrame:
    """Printed against measured again, model by model: model, date, again, printed, percent."""
    printed = ev.rows(PRINTED).set_index("model")["value"]
    table = ev.rows(AGAIN)[["model", "date", "value"]].rename(columns={"value": "again"})
    table["printed"] = table["model"].map(printed)
    table = table.dropna(subset=["printed"]).reset_index(drop=True)
    table["percent"] = 100 * (table["again"] / table["printed"] - 1)
    return table


def two_prints(ev) -> pd.DataFrame:
    """One model, up to four printed values: columns label (the model), when, value.

    The value in a card of its time, in the maker's table of June 2026 under "published", and in
    the re-run beside it, for the models that have all three; and a correction between, if any.
    """
    cards = ev.rows(CARD)
    sources = {
        "card of the time": cards[~cards["system"].str.contains("misprint")],
        "'published', June 2026": ev.rows(PRINTED),
        "measured again, June 2026": ev.rows(AGAIN),
    }
    everywhere = set.intersection(*(set(frame["model"]) for frame in sources.values()))
    sources["corrected, April 2026"] = ev.rows(CORRECTED)
    rows = [
        {"label": row.model, "when": when, "value": row.value, "date": row.date}
        for when, frame in sources.items()
        for row in frame[frame["model"].isin(everywhere)].itertuples()
    ]
    table = pd.DataFrame(rows).sort_values(["date"], kind="stable")
    return table.drop(columns="date").reset_index(drop=True)


def pace(ev) -> tuple[fits.ExponentialFit, fits.RateOfChange]:
    """One pace through all readings of the June re-run: the line to draw, and its slope.

    The slope is in doublings a year, by the wider of its two intervals.
    """
    frame = ev.rows(AGAIN)
    rate = fits.rate_of_change(frame["date"], np.log2(frame["value"]), frame["model"])
    return fits.exponential(frame["date"], frame["value"]), rate


def extended(ev) -> pd.DataFrame:
    """The re-run with the one later reading of the task, whose processor is not stated."""
    both = pd.concat([ev.rows(AGAIN), ev.rows(LATER)])
    return both.sort_values(["date", "record"], kind="stable")


def card_points(ev) -> pd.DataFrame:
    """The values in print when the essay appeared: the maker's cards, its table where none is seen.

    The card's value where a card was read (Opus 4.5, Opus 4.6, Mythos Preview), otherwise the
    "published" one; records only, as the essay's own list is.
    """
    table = ev.rows(PRINTED)[["date", "model", "value"]].copy()
    cards = ev.rows(CARD)
    cards = cards[~cards["system"].str.contains("misprint")].set_index("model")["value"]
    table["value"] = table["model"].map(cards).fillna(table["value"])
    table = table[table["date"] <= pd.Timestamp(ARTICLE_END)].sort_values("date")
    return table[fits.running_records(table["date"], table["value"])].reset_index(drop=True)


def steps(ev) -> pd.DataFrame:
    """Growth from each printed record to the next: columns span, factor, days, per_year."""
    points = card_points(ev)
    rows = []
    for a, b in zip(points[:-1].itertuples(), points[1:].itertuples(), strict=True):
        per_year = fits.DAYS_PER_YEAR / (b.date - a.date).days
        factor = b.value / a.value
        rows.append(
            {
                "span": f"{a.model} to {b.model}",
                "factor": factor,
                "days": (b.date - a.date).days,
                "per_year": np.log2(factor) * per_year,
            }
        )
    return pd.DataFrame(rows)


def share_within(ev, year: int = 2025) -> float:
    """Percent of the printed rise, in doublings, between the first and last record of a year."""
    points = card_points(ev)
    within = points[points["date"].dt.year == year]["value"]
    whole = points["value"].iloc[-1] / points["value"].iloc[0]
    return 100 * float(np.log(within.iloc[-1] / within.iloc[0]) / np.log(whole))


def bends(ev) -> pd.DataFrame:
    """The change of pace on three selections: data, n, acceleration, lower, upper (at trend_level).

    Doublings a year, per year, by the wider of two intervals. The last has one reading of which the
    setting is not stated.
    """
    selections = {
        "measured again, all models": ev.rows(AGAIN),
        "measured again, records": records(ev.rows(AGAIN)),
        "measured again, with July 2026": extended(ev),
    }
    rows = []
    for name, frame in selections.items():
        y = np.log2(frame["value"])
        fit = fits.rate_of_change(frame["date"], y, frame["model"], power=2)
        span = fit.interval(LEVEL)
        row = {"data": name, "n": fit.n, "acceleration": fit.value}
        rows.append(row | {"lower": span.lower, "upper": span.upper})
    return pd.DataFrame(rows)


def records(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that were the best of all up to their day."""
    return frame[fits.running_records(frame["date"], frame["value"])]


@dataclass(frozen=True)
class HoldOut:
    """What the line up to the article's end point said about a later reading (times)."""

    model: str
    reported: float
    value: float
    lower: float
    upper: float
    fit: fits.ExponentialFit


def hold_out(ev, *, until: str = ARTICLE_END) -> list[HoldOut]:
    """Fit the re-run up to a day and predict every later reading, 95% prediction intervals."""
    frame = extended(ev)
    known = frame[frame["date"] <= pd.Timestamp(until)]
    later = frame[frame["date"] > pd.Timestamp(until)]
    fit = fits.exponential(known["date"], known["value"])
    ahead = fit.predict(later["date"])
    return [
        HoldOut(row.model, float(row.value), *(float(x) for x in ends), fit)
        for row, *ends in zip(
            later.itertuples(), ahead.value, ahead.lower, ahead.upper, strict=True
        )
    ]
