"""Coding: SWE-bench's two task sets, scaffolds, reporters, ceiling, and harder successors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ... import fits
from ...evidence.records import labels

FULL, LITE, VERIFIED = "swe_bench_full", "swe_bench_lite", "swe_bench_verified"
CLAUDE_2, GPT_4_RAG, GPT_4_AGENT = (
    "RAG + Claude 2",
    "RAG + GPT 4 (1106)",
    "SWE-agent + GPT 4 (1106)",
)
MYTHOS = "Claude Mythos Preview"
TASK_SETS = {FULL: "full set, 2,294 issues", LITE: "Lite, 300", VERIFIED: "Verified, 500"}


def value(ev, series: str, **equals) -> float:
    """The single value a selection names. Raises ValueError when it is not one row."""
    frame = ev.rows(series, **equals)
    if len(frame) != 1:
        raise ValueError(f"{series} {equals}: expected one row, found {len(frame)}")
    return float(frame["value"].iloc[0])


def set_sizes(ev) -> dict[str, int]:
    """Number of issues in the full and the Verified set: ``n_full``, ``n_verified``."""
    table = ev.instruments.set_index("instrument")["n_tasks"]
    return {"n_full": int(table[FULL]), "n_verified": int(table[VERIFIED])}


def starting_points(ev) -> pd.DataFrame:
    """The same early runs on each task set: columns system, task set, value."""
    rows = [
        {"system": system, "task_set": label, "value": float(found["value"].iloc[0])}
        for system in (CLAUDE_2, GPT_4_RAG, GPT_4_AGENT)
        for series, label in TASK_SETS.items()
        if len(found := ev.rows(series, system=system)) == 1
    ]
    return pd.DataFrame(rows)


def changes_at_once(ev) -> pd.DataFrame:
    """From the article's start to its end one change at a time, where both sides were measured.

    Columns: step, start, end. The task set and the scaffold are measured on 2023 models; the model
    on Verified with agents at both ends; the reporter on the released sibling of the end point.
    """
    agent_start = value(ev, VERIFIED, system=GPT_4_AGENT)
    end = value(ev, VERIFIED, model=MYTHOS, reporter="vendor")
    return pd.DataFrame(
        [
            (
                "task set (Claude 2, full to Verified)",
                value(ev, FULL, system=CLAUDE_2),
                value(ev, VERIFIED, system=CLAUDE_2),
            ),
            (
                "scaffold (GPT-4, retrieval to agent, Verified)",
                value(ev, VERIFIED, system=GPT_4_RAG),
                agent_start,
            ),
            ("model and two years of agents (Verified)", agent_start, end),
        ],
        columns=["step", "start", "end"],
    )


@dataclass(frozen=True)
class Gap:
    """Vendor minus independent score, in percentage points, over models that have both."""

    mean: float
    interval: fits.Interval
    developers: int
    n: int
    table: pd.DataFrame


def vendor_gap(ev, *, level: float = 0.95) -> Gap:
    """How much higher vendors report than independent runs of the same model on Verified.

    The best single-attempt score of each side; parallel-compute rows are left out. The interval
    counts models of one developer as alike. ``table`` has model, developer, vendor, independent,
    gap, date.
    """
    frame = ev.rows(VERIFIED)
    frame = frame[frame["model"].notna() & ~frame["conditions"].str.contains("/parallel/")]
    vendor = (
        frame[frame["reporter"] == "vendor"]
        .groupby("model")
        .agg(developer=("developer", "first"), vendor=("value", "max"), date=("date", "min"))
    )
    independent = (
        frame[frame["reporter"] == "independent"].groupby("model").agg(independent=("value", "max"))
    )
    table = vendor.join(independent, how="inner").reset_index()
    table["gap"] = table["vendor"] - table["independent"]
    table = table.sort_values(["date", "model"]).reset_index(drop=True)
    mean = fits.clustered(table["gap"], {}, list(table["developer"]))["constant"]
    return Gap(mean.value, mean.interval(level), table["developer"].nunique(), len(table), table)


ENVELOPES = {
    "all reporters": {},
    "without parallel compute": {"parallel": False},
    "without vendor rows": {"parallel": False, "vendor": False},
    "official board only": {"reporter": "benchmark"},
}


def envelope(
    ev,
    *,
    parallel: bool = True,
    vendor: bool = True,
    reporter: str | None = None,
    until: str | None = None,
) -> pd.DataFrame:
    """Rows of Verified that beat every earlier one, under a choice of whom to count."""
    frame = ev.rows(VERIFIED)
    if not parallel:
        frame = frame[~frame["conditions"].str.contains("/parallel/")]
    if not vendor:
        frame = frame[frame["reporter"] != "vendor"]
    if reporter:
        frame = frame[frame["reporter"] == reporter]
    if until:
        frame = frame[frame["date"] <= pd.Timestamp(until)]
    # One row a day, the best: a board that prints ten entries at once has not set ten records.
    frame = frame.sort_values(["date", "value"], kind="stable").groupby("date").tail(1)
    return frame[frame["value"] > frame["value"].cummax().shift(fill_value=-np.inf)]


def curves(frame: pd.DataFrame) -> tuple[fits.LogisticFit, fits.LogisticFit]:
    """Fit records with the ceiling fixed at 100 and with it free, for the text and the figure.

    Both on the scale of scores, for a ceiling can be estimated on no other.
    """
    days, scores = frame["date"], frame["value"]
    return (
        fits.logistic(days, scores, ceiling=100, scatter="percent"),
        fits.logistic(days, scores, ceiling=None),
    )


def ceilings(ev) -> pd.DataFrame:
    """Return what :func:`curves` gives for each envelope.

    Columns: envelope, n, ceiling, lower, upper (95% profile interval), midpoint, odds_per_year
    (of the fixed fit), aicc_gain (fixed minus free: positive favours the free ceiling).
    """
    rows = []
    for name, choice in ENVELOPES.items():
        frame = envelope(ev, **choice)
        fixed, free = curves(frame)
        interval = free.interval("ceiling")
        rows.append(
            {
                "envelope": name,
                "n": len(frame),
                "ceiling": free.ceiling,
                "lower": interval.lower,
                "upper": interval.upper,
                "midpoint": pd.Timestamp(fixed.midpoint),
                "odds_per_year": float(np.exp(fixed.rate)),
                "aicc_gain": fixed.aicc - free.aicc,
            }
        )
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class HoldOut:
    """What curves fitted before a date said about the value reported on it."""

    day: pd.Timestamp
    reported: float
    fixed: float
    free: float
    free_ceiling: float
    n: int


def hold_out(ev, *, until: str = "2026-03-31") -> HoldOut:
    """Fit both curves to records up to a day and predict the article's end point."""
    frame = envelope(ev, until=until)
    end = ev.rows(VERIFIED, model=MYTHOS, reporter="vendor").iloc[0]
    fixed, free = curves(frame)
    return HoldOut(
        end["date"],
        float(end["value"]),
        float(fixed.predict([end["date"]]).value[0]),
        float(free.predict([end["date"]]).value[0]),
        free.ceiling,
        len(frame),
    )


SUCCESSORS = labels("successors")


def successors(ev) -> pd.DataFrame:
    """Best figure found per benchmark, by kind of reporter.

    Columns: benchmark, reporter, value, system, date, access. Versions are never joined.
    """
    rows = []
    for series, label in SUCCESSORS.items():
        frame = ev.rows(series)
        for reporter, group in frame.groupby("reporter"):
            best = group.loc[group["value"].idxmax()]
            rows.append(
                {
                    "benchmark": label,
                    "reporter": reporter,
                    "value": float(best["value"]),
                    "system": best["system"],
                    "date": best["date"],
                    "access": best["access"],
                }
            )
    table = pd.DataFrame(rows)
    order = table.groupby("benchmark")["value"].transform("max")
    return (
        table.assign(order=order)
        .sort_values(["order", "value"], ascending=False)
        .drop(columns="order")
        .reset_index(drop=True)
    )
