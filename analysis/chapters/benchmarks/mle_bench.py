"""MLE-bench: records and all entries, two sampling errors, one model in many agents, hardware."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from ... import fits
from ...fits.shares import wilson
from ...words import DAYS_PER_YEAR

BOARD, ORIGINAL = "mlebench_main", "mlebench_original_aggregation"
SET_ASIDE, SELF_REPORTED = "mlebench_testset_feedback", "mlebench_selfreport_after_freeze"
SPLITS = {
    "low": "mlebench_main_low",
    "medium": "mlebench_main_medium",
    "high": "mlebench_main_high",
}
START, END = "mle-0021", "mle-0113"
N_CONTESTS = 75
UNDISCLOSED = "not disclosed"

HOURS = re.compile(r"time limit (\d+) h")
HARDWARE = re.compile(r"hardware ([^;]*)")
#: Graphics cards as the board's run list names them, in the order in which they are looked for.
CARDS = ("H200", "H100", "A800", "A100", "RTX 4090", "V100", "A10")
NOT_STATED = "not stated"


def card(note: str) -> str:
    """The graphics card in a row's note, or "not stated".

    A row that only says what earlier entries of the same team used counts as not stated.
    """
    found = HARDWARE.search(note or "")
    if not found or "not seen" in found.group(1):
        return NOT_STATED
    return next((name for name in CARDS if name in found.group(1)), NOT_STATED)


def board(ev) -> pd.DataFrame:
    """The main table's full-set entries by date.

    Adds to the series columns: ``llm`` (the model, "not disclosed" where the table names none),
    ``hours`` (time limit), ``card`` (graphics card), ``record`` (best so far), ``years`` (since
    the mean date).
    """
    frame = ev.rows(BOARD)
    days = frame["date"].to_numpy("datetime64[D]").astype(float)
    return frame.assign(
        llm=frame["model"].fillna(UNDISCLOSED),
        hours=frame["note"].str.extract(HOURS)[0].astype(float),
        card=frame["note"].map(card),
        best=fits.running_records(frame["date"], frame["value"]),
        years=(days - days.mean()) / DAYS_PER_YEAR,
    ).reset_index(drop=True)


def record_trend(ev) -> fits.LogisticFit:
    """Straight line in log-odds through the entries that beat all before them."""
    frame = board(ev)
    frame = frame[frame["best"]]
    return fits.logistic(frame["date"], frame["value"], ceiling=100.0, scatter="logit")


def entry_curve(ev) -> fits.LogisticFit:
    """Straight line in log-odds through every entry."""
    frame = board(ev)
    return fits.logistic(frame["date"], frame["value"])


def entry_trend(ev, *, since: str | None = None) -> fits.RateOfChange:
    """Growth of the log-odds a year over every entry; ``since`` keeps entries from a day on."""
    frame = _from(ev, since)
    return fits.rate_of_change(frame["date"], fits.logit(frame["value"]), frame["llm"])


def within_and_between(ev, *, since: str) -> dict[str, fits.Estimate]:
    """The same in two slopes: ``between`` models (their mean dates), ``within`` a model."""
    frame = _from(ev, since)
    middle = frame.groupby("llm")["years"].transform("mean")
    columns = {"between": middle, "within": frame["years"] - middle}
    return fits.clustered(fits.logit(frame["value"]), columns, list(frame["llm"]))


def with_machines(ev, *, since: str) -> dict[str, fits.Estimate]:
    """The slope of every entry beside time limit and card.

    Keys: constant; years; doubled_time (log2 of the time limit over 24 h); newer_card (an A100 or
    later, RTX 4090 included); card_not_stated.
    """
    frame = _from(ev, since)
    newer = frame["card"].isin(["H200", "H100", "A800", "A100", "RTX 4090"])
    columns = {
        "years": frame["years"],
        "doubled_time": np.log2(frame["hours"] / 24),
        "newer_card": newer.astype(float),
        "card_not_stated": (frame["card"] == NOT_STATED).astype(float),
    }
    return fits.clustered(fits.logit(frame["value"]), columns, list(frame["llm"]))


def _from(ev, since: str | None) -> pd.DataFrame:
    frame = board(ev)
    return frame[frame["date"] >= pd.Timestamp(since)] if since else frame


def two_errors(ev) -> pd.DataFrame:
    """First and last figure with two 95% intervals: over repeated runs and over contests.

    Columns: label, series, value, lower, upper. Runs: the published standard error times 1.96
    (the number of runs is not published). Contests: Wilson's interval for 75, which is at most too
    wide, because a contest can be won in some runs and lost in others.
    """
    rows = []
    for record, label in ((START, "October 2024: AIDE"), (END, "February 2026: Famou-Agent 2.0")):
        row = ev.row(record)
        value, reach = float(row["value"]), 1.96 * float(row["se"])
        contests = wilson(value, N_CONTESTS)
        rows += [
            (label, "same contests, other runs", value, value - reach, value + reach),
            (label, "other contests of the kind", value, contests.lower, contests.upper),
        ]
    return pd.DataFrame(rows, columns=["label", "series", "value", "lower", "upper"])


def same_model(ev) -> pd.DataFrame:
    """Models with two or more entries: llm, lowest, highest, spread, entries, first (day)."""
    table = (
        board(ev)
        .groupby("llm")
        .agg(
            lowest=("value", "min"),
            highest=("value", "max"),
            entries=("value", "size"),
            first=("date", "min"),
        )
        .reset_index()
    )
    table = table[(table["entries"] > 1) & (table["llm"] != UNDISCLOSED)]
    table["spread"] = table["highest"] - table["lowest"]
    return table.sort_values(["first", "llm"]).reset_index(drop=True)


def same_agent_two_limits(ev) -> tuple[float, float]:
    """The one agent and model entered with half the time limit and with all: (12 h, 24 h)."""
    frame = board(ev)
    pair = frame[frame.duplicated("system", keep=False)].set_index("hours")["value"]
    if sorted(pair.index) != [12.0, 24.0]:
        raise ValueError(f"{BOARD}: expected one pair of 12 h and 24 h, found {list(pair.index)}")
    return float(pair[12.0]), float(pair[24.0])


def splits(ev) -> pd.DataFrame:
    """By difficulty: split, contests, best (per cent), last_record (day)."""
    rows = []
    for name, series in SPLITS.items():
        frame = ev.rows(series)
        records = frame[fits.running_records(frame["date"], frame["value"])]
        rows.append(
            (name, int(frame["n_tasks"].iloc[0]), records["value"].max(), records["date"].max())
        )
    return pd.DataFrame(rows, columns=["split", "contests", "best", "last_record"])


def after_freeze(ev) -> pd.DataFrame:
    """Self-reports after the board closed, beside what the records' line says for their day.

    Columns: system, date, value, access, expected, lower, upper (95% prediction interval).
    """
    frame = ev.rows(SELF_REPORTED)
    ahead = record_trend(ev).predict(frame["date"])
    return frame[["system", "date", "value", "access", "reporter"]].assign(
        expected=ahead.value, lower=ahead.lower, upper=ahead.upper
    )
