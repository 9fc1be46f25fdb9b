"""How the fitter earns trust: tables of recorded checks, and METR's figures refitted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ... import horizons
from ...evidence.records import benchmark
from ...horizons import tallies

__all__ = [
    "LEVELS",
    "agreement",
    "coefficients",
    "coverage",
    "digits",
    "interval_ends",
    "largest_relative",
    "proportion",
    "rolling",
    "scaling",
    "speeds",
    "where",
]

LEVELS = (50, 90, 95)
#: Scenarios in which the data break what the fit assumes, and what is broken.
BROKEN = {
    "drift": "neighbours scatter alike",
    "tails": "wild scatter",
    "records": "only records are seen",
    "kink-ignored": "a bend that the line ignores",
    "walk": "the frontier wanders",
    "repeats": "models are measured again",
}
#: How scenarios are named that are fitted as the checks fit them, by the wider of two intervals.
WIDER = "wider-"
KINDS = {"linear": "Linear problems", "nonlinear": "Nonlinear problems, the worse of two starts"}


def where(result: dict[str, Any]) -> str:
    """When and on what a recorded benchmark ran, in words."""
    machine = result["machine"]
    return (
        f"{result['date']}, {machine['cores']} cores ({machine['processor']}, "
        f"{machine['system']}), Python {machine['python']}, numpy {machine['numpy']}, "
        f"scipy {machine['scipy']}"
    )


def digits() -> pd.DataFrame:
    """Correct digits by data set: kind, name, level, parameters, standard_errors, rss, steps.

    The fewest over all parameters and, for the nonlinear sets, over both starts.
    """
    frame = pd.DataFrame(benchmark("nist_digits")["rows"])
    found = frame.groupby(["kind", "name"], as_index=False).agg(
        level=("level", "first"),
        parameters=("parameters", "min"),
        standard_errors=("standard_errors", "min"),
        rss=("rss", "min"),
        steps=("evaluations", "max"),
    )
    return found.assign(group=found["kind"].map(KINDS))


def coefficients(ev) -> pd.DataFrame:
    """METR's curves of the four models with tallies, published and refitted here.

    Columns: model, slope, published_slope, intercept, published_intercept, score, published_score
    (weighted share of successes).
    """
    published = ev.fits.set_index("fit")["value"]
    rows = []
    for tally in tallies.read(ev.tasks):
        fit, key = horizons.fit(tally), tally.model.replace(" ", "_").replace(".", "_")
        rows.append(
            {
                "model": tally.model,
                "slope": fit.slope,
                "published_slope": float(published[f"coef_{key}"]),
                "intercept": fit.intercept,
                "published_intercept": float(published[f"icpt_{key}"]),
                "score": fit.score,
                "published_score": float(
                    ev.rows("metr_th_1_1_score", model=tally.model).iloc[0]["value"]
                ),
            }
        )
    return pd.DataFrame(rows)


def agreement() -> pd.DataFrame:
    """Horizons as METR published them and as refitted, in minutes, and the relative difference.

    Columns: model, reliability (percent), published, refitted, difference (percent).
    """
    frame = pd.DataFrame(benchmark("metr_intervals")["rows"])
    return pd.DataFrame(
        {
            "model": frame["model"],
            "reliability": 100.0 * frame["reliability"],
            "published": frame["published"],
            "refitted": frame["refitted"],
            "difference": 100.0 * (frame["refitted"] / frame["published"] - 1.0),
        }
    )


def interval_ends() -> pd.DataFrame:
    """Ends of the 95% intervals, METR's and ours, in minutes.

    Columns: model, reliability (percent), end, published, ours (mean of the repetitions), apart
    (METR's less ours, in Monte Carlo standard deviations of one bootstrap).
    """
    rows = []
    for row in benchmark("metr_intervals")["rows"]:
        rows += [
            {
                "model": row["model"],
                "reliability": 100.0 * row["reliability"],
                "end": end,
                "published": row[f"published_{end}"],
                "ours": row[end],
                "apart": row[f"{end}_gap"],
            }
            for end in ("lower", "upper")
        ]
    return pd.DataFrame(rows)


def largest_relative(frame: pd.DataFrame, found: str, published: str) -> float:
    """Largest relative difference between two columns, in percent."""
    return float((100.0 * (frame[found] / frame[published] - 1.0)).abs().max())


def coverage() -> pd.DataFrame:
    """How often intervals held the truth, in percent, one row a scenario, size and quantity.

    Columns: scenario, broken (what the fit assumes and the data break; empty if nothing), wider
    (whether the wider of two intervals was counted, as in checks), group (truth and fit in words),
    n, quantity, cover_50, cover_90, cover_95, error_95 (its simulation error), bias, spread.
    """
    frame = pd.DataFrame(benchmark("coverage")["rows"])
    out = frame[["scenario", "n", "quantity", "bias", "spread", "repetitions"]].copy()
    for level in LEVELS:
        out[f"cover_{level}"] = 100.0 * frame[f"coverage_{level}"]
        out[f"error_{level}"] = 100.0 * frame[f"error_{level}"]
    out["broken"] = frame["scenario"].map(BROKEN).fillna("")
    out["wider"] = frame["scenario"].str.startswith(WIDER)
    out["group"] = "Truth: " + frame["truth"] + ". Fit: " + frame["fitted"] + "."
    return out


def proportion() -> float:
    """Slope of log seconds on log runs, one for time in proportion, over the recorded fits."""
    rows = pd.DataFrame(benchmark("speed")["scaling"])
    return float(np.polyfit(np.log(rows["runs"]), np.log(rows["seconds"]), 1)[0])


def rolling() -> dict[str, Any]:
    """The backtest of every series and model as recorded: series, forecasts, wall_seconds."""
    return next(r for r in benchmark("backtest_speed")["rows"] if r["selection"] == "all")


def speeds() -> pd.DataFrame:
    """The bootstrap against one scikit-learn fit per draw and model, by kind of baseline.

    Columns: baseline, seconds and ours (median times of a run), ratio (median over rounds of the
    ratio in a round), lowest and highest (of the rounds), processor (ratio of the processor time
    of all cores), gap (furthest of the baseline's interval ends from ours, in Monte Carlo standard
    deviations).
    """
    found = benchmark("speed")["bootstrap"]
    names = {"runs": "on single runs", "tallies": "on tallies"}
    return pd.DataFrame(
        [
            {
                "baseline": names[name],
                "seconds": one["seconds"],
                "ours": found["seconds"],
                "ratio": one["ratio"],
                "lowest": one.get("lowest_ratio"),
                "highest": one.get("highest_ratio"),
                "processor": one.get("processor_ratio"),
                "gap": one["largest_gap"],
            }
            for name, one in found["baselines"].items()
        ]
    )


def scaling() -> pd.DataFrame:
    """Seconds of one horizon fit by number of runs, and of a line through the longest.

    Columns: runs, value (seconds), line ("measured" or "in proportion to the runs").
    """
    measured = pd.DataFrame(benchmark("speed")["scaling"]).rename(columns={"seconds": "value"})
    last = measured.iloc[-1]
    even = measured.assign(
        value=last["value"] * measured["runs"] / last["runs"], line="in proportion to the runs"
    )
    return pd.concat([measured.assign(line="measured"), even], ignore_index=True)
