"""Forecasts frozen on the day of the essay, and what came after it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import stdtr

from ... import backtest, fits, timeline
from ...evidence.records import number, threshold
from ...fits.trend import student
from ...horizons.readings import P50, P80, WINDOWS, records
from .track_record import FAMILIES, NAMES

LEVEL = threshold("forecast_level")
#: Lines that are shown for every frozen series.
SHOWN = ("exponential", "recent exponential")
MYTHOS = "Claude Mythos Preview (early)"
#: Agents of PostTrainBench that no person prompted again; untouched and official models by version.
ALONE = ("agent/standard/1", "agent/high/1")
UNTOUCHED, OFFICIAL = ("ptb-0038", "ptb-0090"), ("ptb-0037", "ptb-0089")


@dataclass(frozen=True)
class Scored:
    """A forecast made with what was known on the day of the essay, and what came.

    ``expected``, ``lower``, ``upper`` (90% prediction interval) and ``came`` are in the unit of the
    series; ``percentile`` is where the outcome fell in the forecast, per cent.
    """

    name: str
    expected: float
    lower: float
    upper: float
    came: float
    percentile: float
    n: int
    doubling_days: float | None = None

    @property
    def result(self) -> str:
        """Where the outcome fell: "inside" the interval, "above" or "below" it."""
        if self.came > self.upper:
            return "above"
        return "below" if self.came < self.lower else "inside"


def before(ev):
    """The evidence as it was known on the day of the essay."""
    return ev.known_by(ev.vintage["published"])


def frozen(ev) -> pd.DataFrame:
    """Every record that came after the essay, with what two lines frozen on its day expected.

    Columns: series (id), name, model, date, line (the family in words), expected, lower, upper,
    came (in the unit of the series), percentile, inside, pseudo. Lines through all records and
    through the last six, on the log or logit scale.
    """
    published = ev.vintage["published"]
    rows = []
    for one in backtest.eligible(ev):
        for f in backtest.frozen_at([one], published):
            if f.shape not in SHOWN:
                continue
            reach = student(LEVEL, f.dof) * f.scale
            expected, low, high, came = (
                _in_units(x, one.bounded)
                for x in (f.mean, f.mean - reach, f.mean + reach, f.observed)
            )
            rows.append(
                {
                    "series": one.name,
                    "name": NAMES[one.name],
                    "model": _model(one.frame, f, came),
                    "date": pd.Timestamp(f.target),
                    "line": FAMILIES[f.shape],
                    "expected": expected,
                    "lower": low,
                    "upper": high,
                    "came": came,
                    "percentile": 100 * f.pit,
                    "inside": f.inside(LEVEL),
                    "pseudo": f.pseudo,
                }
            )
    return pd.DataFrame(rows).sort_values(
        ["name", "date", "line"], kind="stable", ignore_index=True
    )


def shown_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Frozen forecasts as rows of a figure: label, series (the line), value (percentile)."""
    day = table["date"].dt.strftime("%b %Y")
    label = table["name"] + " (" + day + ")"
    return pd.DataFrame({"label": label, "series": table["line"], "value": table["percentile"]})


def place(row: pd.Series) -> str:
    """Where the outcome of a row of :func:`frozen` fell: "inside", "above" or "below"."""
    if row["inside"]:
        return "inside"
    return "above" if row["percentile"] > 50 else "below"


def metr(ev, series: str, window: str = "since 2023") -> Scored:
    """METR's line frozen on the day of the essay and the reading that it published after it, hours.

    The record models known then and within its measurable range; the reading is of the last model.
    """
    known = before(ev)
    frame = records(known, series, WINDOWS[window])
    row = ev.rows(series, model=MYTHOS).iloc[0]
    fit = fits.exponential(frame["date"], frame["value"], level=LEVEL)
    name = {P50: "METR's line at 50%", P80: "METR's line at 80%"}[series]
    return _scored(name, fit, row["date"], row["value"], factor=1 / 60)


def verified(ev, table: pd.DataFrame | None = None) -> pd.Series:
    """The last record on SWE-bench Verified and what the line through all records expected."""
    table = frozen(ev) if table is None else table
    mine = table[(table["series"] == "swe_bench_verified") & (table["line"] == FAMILIES[SHOWN[0]])]
    return mine.iloc[-1]


def training(ev) -> Scored:
    """The essay's own four points on the training task, and the reading of July 2026 (times)."""
    frame = before(ev).rows("clark_as_quoted")
    later = ev.rows("llm_training_easy_opus5_card").iloc[-1]
    fit = fits.exponential(frame["date"], frame["value"], level=LEVEL)
    return _scored("the essay's points on training", fit, later["date"], later["value"])


def post_training(ev) -> Scored:
    """PostTrainBench: the version of May 2026 carried on, and the best of version 1.2.

    Both as shares of the gap between untouched and official models, per cent, each by the floor
    and the top of its own version: the scores themselves are of different versions. The line runs
    through the records of version 1 on the logit scale.
    """
    known, later = before(ev).rows("posttrainbench_v1"), ev.rows("posttrainbench_v1_2")
    known, later = (rows[rows["conditions"].isin(ALONE)] for rows in (known, later))
    best = known[fits.running_records(known["date"], known["value"])]
    top = later.loc[later["value"].idxmax()]
    odds = best["value"] / (100 - best["value"])
    fit = fits.exponential(best["date"], odds, level=LEVEL)
    ahead = fit.predict([top["date"]])
    (floor, floor_now), (official, official_now) = (
        [number(ev, record) for record in pair] for pair in (UNTOUCHED, OFFICIAL)
    )

    def share(odds) -> float:
        score = 100 * float(odds) / (1 + float(odds))
        return 100 * (score - floor) / (official - floor)

    came = 100 * (float(top["value"]) - floor_now) / (official_now - floor_now)
    expected, low, high = (share(part[0]) for part in (ahead.value, ahead.lower, ahead.upper))
    return Scored("PostTrainBench", expected, low, high, came, float("nan"), fit.n)


def event_scores(ev) -> pd.DataFrame:
    """What each set gave to R2 and R3 from the essay to the last day that was read about, per cent.

    Columns: set, and for both definitions the probability given none by the day of the essay
    (``R2``, ``R3``) and the quadratic score of an event that did not come (``R2_score``,
    ``R3_score``: its square, as shares; 0 is best).
    """
    published, book = ev.vintage["published"].isoformat(), timeline.assumptions_of(ev)
    now = book.raw["already"]["date"]  # an event after it could not have been seen
    rows = []
    for name in book.sets:
        row = {"set": name}
        for event in ("R2", "R3"):
            p = timeline.probability(name, event, now, given_none_by=published, assumptions=book)
            row |= {event: 100 * p, f"{event}_score": p * p}
        rows.append(row)
    return pd.DataFrame(rows)


def _scored(name, fit, date, came, *, factor: float = 1.0) -> Scored:
    ahead = fit.predict([date])
    mean, scale, dof = fit.distribution([date])
    percentile = 100 * float(stdtr(dof, (np.log2(came) - mean[0]) / scale[0]))
    ends = (factor * float(part[0]) for part in (ahead.value, ahead.lower, ahead.upper))
    return Scored(name, *ends, factor * float(came), percentile, fit.n, fit.doubling_days)


def _in_units(y: float, bounded: bool) -> float:
    """Back from doublings to the unit of the series (per cent where scores have a ceiling)."""
    value = 2.0**y
    return 100 * value / (1 + value) if bounded else value


def _model(frame: pd.DataFrame, forecast, came: float) -> str:
    same = frame[frame["date"] == pd.Timestamp(forecast.target)]
    row = same.loc[(same["value"] - came).abs().idxmin()]
    return row["model"] or row["system"]
