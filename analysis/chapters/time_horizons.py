"""Time horizons: the article's five points, METR's lines, reliability, and what they imply."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import trends

P50, P80 = "metr_th_1_1_p50", "metr_th_1_1_p80"
STITCHED_50, STITCHED_80 = "metr_th_1_0_p50", "metr_th_1_0_p80"
MEASURABLE_MINUTES = 960.0  # METR calls readings above 16 h unreliable and leaves them out
END_OF_2028 = "2028-12-31"
THRESHOLD_HOURS = (40.0, 167.0, 2000.0)
ARTICLE_MODELS = {
    2022: "GPT-3.5 (turbo-instruct)",
    2023: "GPT-4 0314",
    2024: "o1",
    2025: "GPT-5.2",
    2026: "Claude Opus 4.6",
}


def article_points(ev) -> pd.DataFrame:
    """The article's five values beside METR's, in minutes.

    Columns: year, model, date, article, p50, p50_lower, p50_upper, p80, p80_lower, p80_upper,
    percent_off (article against p50), inside (article inside METR's 95% interval), width (ratio).
    """
    claims = {
        figure["year"]: figure
        for claim in ev.claims
        if claim["page"] == "time_horizons"
        for figure in claim.get("figures") or []
    }
    minutes = {"seconds": 1 / 60, "minutes": 1.0, "hours": 60.0}
    rows = []
    for year, model in ARTICLE_MODELS.items():
        half, fifth = ev.rows(P50, model=model).iloc[0], ev.rows(P80, model=model).iloc[0]
        said = claims[year]["value"] * minutes[claims[year]["unit"]]
        rows.append(
            {
                "year": year,
                "model": model,
                "date": half["date"],
                "article": said,
                "p50": half["value"],
                "p50_lower": half["lower"],
                "p50_upper": half["upper"],
                "p80": fifth["value"],
                "p80_lower": fifth["lower"],
                "p80_upper": fifth["upper"],
                "percent_off": 100 * (said / half["value"] - 1),
                "inside": bool(half["lower"] <= said <= half["upper"]),
                "width": half["upper"] / half["lower"],
            }
        )
    return pd.DataFrame(rows)


def steps(ev) -> pd.DataFrame:
    """Growth between neighbouring article points: by calendar label and by true dates.

    Columns: span, factor, days, doubling_days.
    """
    points = article_points(ev)
    rows = []
    for (_, a), (_, b) in zip(points[:-1].iterrows(), points[1:].iterrows(), strict=True):
        factor, days = b["article"] / a["article"], (b["date"] - a["date"]).days
        rows.append(
            {
                "span": f"{a['year']} to {b['year']}",
                "factor": factor,
                "days": days,
                "doubling_days": days / np.log2(factor),
            }
        )
    return pd.DataFrame(rows)


def article_trend(ev) -> trends.ExponentialFit:
    """The exponential through the article's five values on their true dates."""
    points = article_points(ev)
    return trends.exponential(points["date"], points["article"])


def state_of_the_art(ev, series: str = P50, *, since: str | None = None) -> pd.DataFrame:
    """METR's record models below its limit of 16 h at 50%, optionally from a day on.

    For p80 the p80 values of the models that set p50 records are used: METR publishes no p80 trend.
    """
    records = ev.rows(P50, record_then=True)
    records = records[records["value"] <= MEASURABLE_MINUTES]
    if since:
        records = records[records["date"] >= pd.Timestamp(since)]
    if series == P50:
        return records
    return ev.rows(series)[lambda frame: frame["model"].isin(records["model"])]


WINDOWS = {"all years": None, "since 2023": "2023-01-01", "since 2024": "2024-01-01"}


@dataclass(frozen=True)
class Line:
    """One straight line through METR's records and what it says about the end of 2028."""

    reliability: float
    window: str
    fit: trends.ExponentialFit
    end_hours: float
    end_lower: float
    end_upper: float
    reach: dict[float, object]


def line(ev, series: str, window: str) -> Line:
    """Fit one line. ``end_*`` are hours on 31 December 2028 with a 95% prediction interval."""
    frame = state_of_the_art(ev, series, since=WINDOWS[window])
    fit = trends.exponential(frame["date"], frame["value"])
    ahead = fit.predict([END_OF_2028])
    reliability = float(
        ev.instruments.set_index("instrument").loc[frame["instrument"].iloc[-1], "reliability"]
    )
    return Line(
        reliability,
        window,
        fit,
        float(ahead.value[0]) / 60,
        float(ahead.lower[0]) / 60,
        float(ahead.upper[0]) / 60,
        {hours: fit.date_of(60 * hours) for hours in THRESHOLD_HOURS},
    )


def lines(ev) -> list[Line]:
    """Every combination of reliability and window that the chapter shows."""
    return [line(ev, series, window) for series in (P50, P80) for window in WINDOWS]


def lines_table(ev) -> pd.DataFrame:
    """The lines as a table: reliability, window, n, doubling time with interval, end of 2028."""
    rows = []
    for one in lines(ev):
        interval = one.fit.doubling_days_profile
        rows.append(
            {
                "reliability": one.reliability,
                "window": one.window,
                "n": one.fit.n,
                "doubling_days": one.fit.doubling_days,
                "lower": interval.lower,
                "upper": interval.upper,
                "end_hours": one.end_hours,
                "end_lower": one.end_lower,
                "end_upper": one.end_upper,
                **{f"day_{hours:g}h": day for hours, day in one.reach.items()},
            }
        )
    return pd.DataFrame(rows)


def bend(ev, series: str = P50) -> tuple[trends.ExponentialFit, trends.KinkedFit]:
    """One line against a line with a knot, on the same records."""
    frame = state_of_the_art(ev, series)
    return (
        trends.exponential(frame["date"], frame["value"]),
        trends.kinked(frame["date"], frame["value"]),
    )


def first_published(ev) -> pd.DataFrame:
    """The article's models at first publication and now: model, first, vintage, now (minutes)."""
    table = ev.article_points.copy()
    now = ev.rows(P50).set_index("model")["value"]
    table["now"] = table["model"].map(now)
    return table


def reliability_gap(ev) -> pd.DataFrame:
    """p50, p80 and their ratio for every model of suite 1.1 that has both; by date."""
    half = ev.rows(P50)[["model", "date", "value", "lower", "upper"]]
    fifth = ev.rows(P80)[["model", "value", "lower", "upper"]]
    both = half.merge(fifth, on="model", suffixes=("_p50", "_p80"))
    both["ratio"] = both["value_p50"] / both["value_p80"]
    return both.sort_values(["date", "model"]).reset_index(drop=True)
