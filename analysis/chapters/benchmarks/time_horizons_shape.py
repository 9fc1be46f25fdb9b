"""Time horizons: the shape of the growth, and what five points can say about it.

One line or a bend, records or every model, one suite or the other: each function takes one choice
and shows what it changes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ... import fits
from ...fits.trend import student
from .time_horizons import (
    MEASURABLE_MINUTES,
    P50,
    SEED,
    STITCHED_50,
    WINDOWS,
    article_points,
    bend,
    state_of_the_art,
)


@dataclass(frozen=True)
class Coverage:
    """How often a 95% interval of the slope holds the true slope, as fractions of draws."""

    independent: float
    walk: float


def coverage_of_five(ev, *, draws: int = 20_000, seed: int = SEED) -> Coverage:
    """What a 95% interval from five points is worth, by simulation on the article's dates.

    ``independent``: points scatter independently about a line, as the interval assumes. ``walk``:
    the frontier moves by independent steps, so that a lucky step stays (a random walk whose
    variance grows with time). Student's t with three degrees of freedom in both; the size of the
    scatter cancels. Raises ValueError for fewer than 100 draws.
    """
    if draws < 100:
        raise ValueError(f"draws: expected at least 100, found {draws}")
    dates = article_points(ev)["date"]
    t = (dates - dates.mean()).dt.days.to_numpy() / fits.DAYS_PER_YEAR
    rng = np.random.default_rng(seed)
    scatter = rng.normal(size=(draws, len(t)))
    moves = rng.normal(size=(draws, len(t) - 1)) * np.sqrt(np.diff(t))
    walk = np.concatenate([np.zeros((draws, 1)), np.cumsum(moves, axis=1)], axis=1)
    return Coverage(*(_share_covered(t, y) for y in (scatter, walk)))


def _share_covered(t: np.ndarray, y: np.ndarray, level: float = 0.95) -> float:
    """Share of rows of ``y`` (true slope 0) whose interval of the slope on ``t`` holds 0."""
    squares = float(t @ t)
    slope = y @ t / squares
    rest = y - y.mean(axis=1, keepdims=True) - slope[:, None] * t
    dof = len(t) - 2
    error = np.sqrt((rest**2).sum(axis=1) / dof / squares)
    return float(np.mean(np.abs(slope) <= student(level, dof) * error))


def every_model(ev, series: str = P50) -> pd.DataFrame:
    """Does choosing records make growth look faster? The lines through all models beside them.

    The models are those METR has below 16 h at 50%, whether or not they set a record. Columns:
    window, n, n_records, doubling_days, of_records.
    """
    keep = ev.rows(P50)[lambda frame: frame["value"] <= MEASURABLE_MINUTES]["model"]
    models = ev.rows(series)[lambda frame: frame["model"].isin(keep)]
    rows = []
    for window, since in WINDOWS.items():
        frame = models[models["date"] >= since] if since else models
        records = state_of_the_art(ev, series, since=since)
        rows.append(
            {
                "window": window,
                "n": len(frame),
                "n_records": len(records),
                "doubling_days": fits.exponential(frame["date"], frame["value"]).doubling_days,
                "of_records": fits.exponential(records["date"], records["value"]).doubling_days,
            }
        )
    return pd.DataFrame(rows)


def bends(ev) -> pd.DataFrame:
    """Line against bend on each suite and stretch: is the bend made by the change of suite?

    Columns: points, n, line_days, before_days, after_days, knot, lead (AICc of the line minus that
    of the bend: positive favours the bend).
    """
    older = ev.rows(STITCHED_50, record_then=True)
    newer = state_of_the_art(ev)
    stretches = {
        "1.1, with three older values": newer,
        "1.1 since 2024": newer[newer["date"] >= "2024-01-01"],
        "1.0": older,
        "1.0 since 2023": older[older["date"] >= "2023-01-01"],
    }
    rows = []
    for name, frame in stretches.items():
        straight = fits.exponential(frame["date"], frame["value"])
        bent = fits.kinked(frame["date"], frame["value"])
        rows.append(
            {
                "points": name,
                "n": len(frame),
                "line_days": straight.doubling_days,
                "before_days": bent.doubling_days_before,
                "after_days": bent.doubling_days_after,
                "knot": bent.knot,
                "lead": straight.aicc - bent.aicc,
            }
        )
    return pd.DataFrame(rows)


def bend_curves(ev, *, until: str = "2026-09-01") -> pd.DataFrame:
    """Both fits as lines with 95% prediction bands: date, line, value, lower, upper (minutes)."""
    frame = state_of_the_art(ev)
    days = pd.date_range(frame["date"].min(), until, freq="28D")
    tables = []
    for name, fit in zip(("one line", "two lines with a bend"), bend(ev), strict=True):
        ahead = fit.predict(days)
        tables.append(
            pd.DataFrame(
                {
                    "date": days,
                    "line": name,
                    "value": ahead.value,
                    "lower": ahead.lower,
                    "upper": ahead.upper,
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


@dataclass(frozen=True)
class SuiteChange:
    """What METR's move from suite 1.0 to 1.1 did to the models that were run on both.

    ``days_before`` and ``days_after`` are doubling times over the same models on their release
    dates; ``table`` has model, date, before, after (minutes) and change (after over before, less
    one).
    """

    n: int
    tasks_before: int
    tasks_after: int
    days_before: float
    days_after: float
    table: pd.DataFrame


def suite_change(ev) -> SuiteChange:
    """Compare the suites on models that were run on both; stitched values are left out."""
    older, newer = ev.rows(STITCHED_50), ev.rows(P50, instrument=P50)
    table = older[["model", "value"]].merge(
        newer[["model", "date", "value"]], on="model", suffixes=("_before", "_after")
    )
    table = table.rename(columns={"value_before": "before", "value_after": "after"})
    table["change"] = table["after"] / table["before"] - 1
    tasks = ev.instruments.set_index("instrument")["n_tasks"]
    return SuiteChange(
        len(table),
        int(tasks[STITCHED_50]),
        int(tasks[P50]),
        fits.exponential(table["date"], table["before"]).doubling_days,
        fits.exponential(table["date"], table["after"]).doubling_days,
        table.sort_values(["date", "model"]).reset_index(drop=True),
    )
