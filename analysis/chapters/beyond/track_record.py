"""Track record: rolling-origin backtests, and how each trend family did against the last value."""

from __future__ import annotations

import pandas as pd

from ... import backtest
from ...backtest import NAIVE, Forecast
from ...evidence.records import labels

SEED = 20260504
#: Families in words, in the order of the figures.
FAMILIES = {
    "exponential": "one straight line",
    "recent exponential": "line through the last six",
    "quadratic": "parabola",
    "changing pace": "each doubling shorter or longer",
    "kinked": "one change of pace",
}
BASELINE = "the last value stays"
SELECTIONS = {"records": "records only", "all": "all models"}
#: Series of the backtests in words.
NAMES = labels("series")


def rolled(ev) -> dict[str, tuple[Forecast, ...]]:
    """All rolling-origin forecasts by selection ("records" and "all")."""
    return {
        selection: backtest.rolling_over(backtest.eligible(ev, selection=selection))
        for selection in SELECTIONS
    }


def gains(forecasts: dict[str, tuple[Forecast, ...]]) -> pd.DataFrame:
    """How much closer each family came than the last value, in doublings.

    Columns: label (the family), series (the selection), value, lower, upper (90% bootstrap),
    n, verdict ("better", "worse", "cannot tell"), runaway (forecasts of infinity). ``value`` is the
    drop of the mean CRPS against the baseline on the same targets: above zero is better. Minus
    infinity, without an interval, where a family foretold infinity.
    """
    rows = []
    for selection, found in forecasts.items():
        runaway = {score.shape: score.runaway for score in backtest.summary(found)}
        by_shape = {d.shape: d for d in backtest.rank(found, seed=SEED)}
        for shape, words in FAMILIES.items():
            gap = by_shape[shape]
            rows.append(
                {
                    "label": words,
                    "series": SELECTIONS[selection],
                    "value": -gap.mean,
                    "lower": -gap.upper,
                    "upper": -gap.lower,
                    "n": gap.n,
                    "verdict": gap.verdict,
                    "runaway": runaway[shape],
                }
            )
    return pd.DataFrame(rows)


def coverages(forecasts: tuple[Forecast, ...]) -> pd.DataFrame:
    """How many of n outcomes fell inside the 50% and the 90% intervals, by family.

    Columns: family, n, and for both levels inside, low, high (Jeffreys 95% interval, per cent) and
    honest (whether the promised level lies in it).
    """
    rows = []
    for score in backtest.summary(forecasts):
        row = {"family": FAMILIES.get(score.shape, BASELINE), "shape": score.shape, "n": score.n}
        for name, part in (("half", score.half), ("ninety", score.ninety)):
            row |= {
                name: part.inside,
                f"{name}_share": 100 * part.share,
                f"{name}_low": 100 * part.lower,
                f"{name}_high": 100 * part.upper,
                f"{name}_honest": part.honest,
            }
        rows.append(row)
    return pd.DataFrame(rows)


def by_series(forecasts: tuple[Forecast, ...]) -> pd.DataFrame:
    """Series by series: which families foretold better than the last value, if that can be told.

    Columns: series, n (targets scored), time ("real" or "pseudo real"), better, worse (families in
    words, or a dash), most forecasts first. A series with fewer than eight gets "cannot tell".
    """
    rows = []
    for series in dict.fromkeys(f.series for f in forecasts):
        mine = [f for f in forecasts if f.series == series]
        found = backtest.rank(mine, seed=SEED)
        told = {
            verdict: [FAMILIES[d.shape] for d in found if d.verdict == verdict]
            for verdict in ("better", "worse")
        }
        n = sum(f.shape == NAIVE for f in mine)
        unknown = "cannot tell" if not any(told.values()) else "–"
        rows.append(
            {
                "series": NAMES[series],
                "id": series,
                "n": n,
                "time": "pseudo real" if mine[0].pseudo else "real",
                "better": "; ".join(told["better"]) or unknown,
                "worse": "; ".join(told["worse"]) or "–",
            }
        )
    table = pd.DataFrame(rows)
    return table.sort_values(["n", "series"], ascending=[False, True]).reset_index(drop=True)
