"""Time horizons: the article's five points, METR's lines, and what they imply.

The shape of the growth stands in :mod:`.time_horizons_shape`, what METR's tallies of single
tasks say in :mod:`.time_horizons_tasks`.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ... import fits
from ...evidence.records import threshold

P50, P80 = "metr_th_1_1_p50", "metr_th_1_1_p80"
STITCHED_50 = "metr_th_1_0_p50"
REJECTED = "metr_th_1_1_gpt56_sol_rejected"
MEASURABLE_MINUTES = threshold("measurable_minutes")
END_OF_2026, END_OF_2028 = "2026-12-31", "2028-12-31"
THRESHOLD_HOURS = (40.0, 167.0, 2000.0)
ARTICLE_MODELS = {
    2022: "GPT-3.5 (turbo-instruct)",
    2023: "GPT-4 0314",
    2024: "o1",
    2025: "GPT-5.2",
    2026: "Claude Opus 4.6",
}
SHORT = {
    "GPT-3.5 (turbo-instruct)": "GPT-3.5",
    "GPT-4 0314": "GPT-4",
    "Claude Opus 4.6": "Opus 4.6",
    "Claude Mythos Preview (early)": "Mythos Preview",
}
RECORD, NO_RECORD = "a record when released", "no record"
SEED = 20261122


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


def reading_rows(ev) -> pd.DataFrame:
    """The five points as rows of a chart: label, series, value, lower, upper (minutes), text."""
    rows = []
    for _, point in article_points(ev).iterrows():
        label = f"{point['date']:%b %Y}: {SHORT.get(point['model'], point['model'])}"
        for series, value, low, high in (
            ("the article", point["article"], np.nan, np.nan),
            ("METR, half the time", point["p50"], point["p50_lower"], point["p50_upper"]),
            ("METR, four times in five", point["p80"], point["p80_lower"], point["p80_upper"]),
        ):
            text = in_words(value)
            rows.append((label, series, value, low, high, text))
    return pd.DataFrame(rows, columns=["label", "series", "value", "lower", "upper", "text"])


def in_words(minutes: float) -> str:
    """A length of time as people say it, two digits; up to two hours in minutes: "70 min"."""
    if minutes < 1:
        return f"{60 * minutes:.2g} s"
    return f"{minutes:.2g} min" if minutes < 99.5 else f"{minutes / 60:.2g} h"


def range_in_words(low: float, high: float) -> str:
    """Two lengths of time in minutes, the unit once where it is the same: "2 to 7.8 min"."""
    first, second = in_words(low), in_words(high)
    if first.split()[1] == second.split()[1]:
        first = first.split()[0]
    return f"{first} to {second}"


def rough(value: float, digits: int = 3) -> float:
    """A number to so many significant digits, for a text that should not promise more."""
    return float(f"{value:.{digits}g}")


def steps(ev) -> pd.DataFrame:
    """Growth between neighbouring article points: by calendar label and by true dates.

    Columns: span, start, end (days), factor (of the article's figures), days, doubling_days,
    factor_80 (of METR's 80% values of the same two models).
    """
    points = article_points(ev)
    rows = []
    for (_, a), (_, b) in zip(points[:-1].iterrows(), points[1:].iterrows(), strict=True):
        factor, days = b["article"] / a["article"], (b["date"] - a["date"]).days
        rows.append(
            {
                "span": f"{a['year']} to {b['year']}",
                "start": a["date"],
                "end": b["date"],
                "factor": factor,
                "days": days,
                "doubling_days": days / np.log2(factor),
                "factor_80": b["p80"] / a["p80"],
            }
        )
    return pd.DataFrame(rows)


def article_trend(ev) -> fits.ExponentialFit:
    """The exponential through the article's five values on their true dates."""
    points = article_points(ev)
    return fits.exponential(points["date"], points["article"])


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
    fit: fits.ExponentialFit
    end_hours: float
    end_lower: float
    end_upper: float
    reach: dict[float, object]


def line(ev, series: str, window: str) -> Line:
    """Fit one line. ``end_*`` are hours on 31 December 2028 with a 95% prediction interval."""
    if window not in WINDOWS:
        raise ValueError(f"window: expected one of {', '.join(WINDOWS)}, found {window!r}")
    frame = state_of_the_art(ev, series, since=WINDOWS[window])
    fit = fits.exponential(frame["date"], frame["value"])
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


def end_rows(ev) -> pd.DataFrame:
    """The lines on 31 December 2028 as rows of a chart: label, series, value, lower, upper.

    Values are in minutes, one label a window, one series a reliability.
    """
    table = lines_table(ev)
    words = {0.5: "half the time", 0.8: "four times in five"}
    return pd.DataFrame(
        {
            "label": [
                f"records of {w}" if w == "all years" else f"records {w}" for w in table["window"]
            ],
            "series": table["reliability"].map(words),
            "value": 60 * table["end_hours"],
            "lower": 60 * table["end_lower"],
            "upper": 60 * table["end_upper"],
        }
    )


def bend(ev, series: str = P50) -> tuple[fits.ExponentialFit, fits.KinkedFit]:
    """One line against a line with a knot, on the same records."""
    frame = state_of_the_art(ev, series)
    return (
        fits.exponential(frame["date"], frame["value"]),
        fits.kinked(frame["date"], frame["value"]),
    )


def horizon_points(ev) -> pd.DataFrame:
    """All 50% readings of suite 1.1 and the rejected one, in groups; minutes.

    Columns: date, model, value, lower, upper, group, label (the article's models), access, record.
    Groups: "a record when released", "no record", and by name the model above METR's limit and the
    one that METR rejects.
    """
    frame = pd.concat([ev.rows(P50), ev.rows(REJECTED)], ignore_index=True)
    names = frame["model"].map(lambda model: SHORT.get(model, model))
    groups = np.select(
        [
            frame["series"] == REJECTED,
            frame["value"] > MEASURABLE_MINUTES,
            frame["record_then"].fillna(False).astype(bool),
        ],
        [names + ", rejected by METR", names + ", above the limit", RECORD],
        NO_RECORD,
    )
    # The name of the first of the article's models would lie across both fitted lines.
    labels = names.where(frame["model"].isin(list(ARTICLE_MODELS.values())[1:]), None)
    frame = frame.assign(group=groups, label=labels)
    columns = ["date", "model", "value", "lower", "upper", "group", "label", "access", "record"]
    return frame[columns]


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


def on_day(ev, day: dt.date | str, window: str = "since 2023") -> tuple[float, float, float]:
    """Hours at 50% that a line stands at on a day, with its 95% prediction interval."""
    ahead = line(ev, P50, window).fit.predict([day])
    return tuple(float(part[0]) / 60 for part in (ahead.value, ahead.lower, ahead.upper))


SOL_PATTERN = re.compile(
    r"beyond (?P<counted>[\d,.]+) h.*?(?P<dropped>[\d,.]+) h "
    r"\((?P<low>[\d,.]+)-(?P<high>[\d,.]+) h\)"
)


def rejected_readings(ev) -> pd.DataFrame:
    """METR's three readings of GPT-5.6 Sol, none of which it stands behind, in hours.

    Columns: rule (what was done with runs that cheated), hours, lower, upper. The first is the row
    of the rejected series, the other two stand in its note; the reading with cheats counted has
    only a lower bound. Raises ValueError when the note no longer says so.
    """
    row = ev.rows(REJECTED).iloc[0]
    found = SOL_PATTERN.search(row["note"])
    if found is None:
        raise ValueError(f"note of {row['record']}: expected two further readings, found none")
    hours = {name: float(text.replace(",", "")) for name, text in found.groupdict().items()}
    return pd.DataFrame(
        [
            ("scored as failures", row["value"] / 60, row["lower"] / 60, row["upper"] / 60),
            ("left out", hours["dropped"], hours["low"], hours["high"]),
            ("scored as successes", hours["counted"], np.nan, np.nan),
        ],
        columns=["rule", "hours", "lower", "upper"],
    )


def domain_factor(ev) -> tuple[float, float]:
    """How many times shorter METR found horizons of visual computer use: from, to."""
    row = ev.fits.set_index("fit").loc["metr_domain"]
    return 1 / float(row["upper"]), 1 / float(row["lower"])


def foreseen_2026(ev) -> float:
    """Hours at 50% by the end of 2026 in the expectation of A. Cotra that the essay passes on."""
    row = ev.horizon_forecasts.set_index("record").loc["hfc-002"]
    return float(row["threshold_lower"])
