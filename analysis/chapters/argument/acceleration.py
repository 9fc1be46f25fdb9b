"""The acceleration: how fast every benchmark rises, how alike, and what a chain of parts would do.

Which rows belong to which benchmark is read from the ledger, so that the figure of this chapter and
the cards of C10 and C11 cannot rest on different data.

The rule of inclusion looks at no score. A benchmark enters with all its entries if its scores are
bounded, one task set graded one way, not reported by the maker of the system, each from an agent
with one try a task, and come from six systems on six days over half a year. Of several scaffolds
the one in use longest is taken; where agents themselves are the entrants, all are. Of several
versions the latest that meets this is taken, and of several selections of the same issues the one
that the article names.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from ... import fits
from ...claims.checks import trends as checked
from ...claims.ledger import check_items
from ...evidence.records import labels, threshold
from ...fits import pooling
from ...fits.least_squares import fit_linear
from ...fits.trend import student

LEVEL = threshold("trend_level")
SEED = 20260504
NAMED, ALL = "C10", "C11"
CORE_BENCH = "corebench_hard_hal_coreagent"
LABELS = labels("pooled")
MEAN, FURTHER = "mean of the nine", "a further benchmark"

# Bounded series that have enough entries and still stay out, each with its reason; a test holds
# this list against the evidence.
OUT = labels("not_pooled")


def members(ev, claim: str = ALL) -> list[dict]:
    """The selections of rows that a claim pools, as its ``consistent`` check declares them."""
    for name, params in check_items(ev.claim(claim)):
        if name == "consistent":
            return params["members"]
    raise ValueError(f"claim: expected one with a consistent check, found {claim!r}")


def entries(ev, series: str) -> pd.DataFrame:
    """All rows of one pooled benchmark, by date. Raises ValueError for any other series."""
    for selector in members(ev):
        if selector["series"] == series:
            return checked.points(ev, selector)
    raise ValueError(f"series: expected one of {', '.join(LABELS)}, found {series!r}")


def slope_of(frame: pd.DataFrame) -> checked.Slope:
    """Log-odds of success a year, by least squares over all rows (values in per cent)."""
    return checked.slope(frame["date"], checked.on_scale(frame["value"], "logit"))


def growth(ev) -> pd.DataFrame:
    """Growth of each pooled benchmark over all its entries.

    Columns: series, label, named (in the article), n, systems, first, last, slope, error, lower,
    upper (log-odds a year, 90%), odds, odds_lower, odds_upper (the factor by which the odds of
    success grow in a year).
    """
    named = {selector["series"] for selector in members(ev, NAMED)}
    rows = []
    for selector in members(ev):
        series = selector["series"]
        frame = entries(ev, series)
        fitted = slope_of(frame)
        low, high = fitted.interval(LEVEL)
        rows.append(
            {
                "series": series,
                "label": LABELS[series],
                "named": series in named,
                "n": len(frame),
                "systems": frame["system"].nunique(),
                "first": frame["date"].min(),
                "last": frame["date"].max(),
                "slope": fitted.value,
                "error": fitted.error,
                "lower": low,
                "upper": high,
            }
        )
    table = pd.DataFrame(rows)
    odds = np.exp(table[["slope", "lower", "upper"]]).set_axis(
        ["odds", "odds_lower", "odds_upper"], axis=1
    )
    return pd.concat([table, odds], axis=1)


def pooled(table: pd.DataFrame) -> pooling.Pooled:
    """Random-effects summary of a table of :func:`growth`, at 90%."""
    return pooling.pool(table["slope"], table["error"], level=LEVEL)


def forest(ev) -> pd.DataFrame:
    """Growth of each benchmark, the pooled mean and the prediction, for ``charts.rows``.

    Columns: label, value, lower, upper: factors of the odds a year.
    """
    table = growth(ev)
    whole = pooled(table)
    rows = table[["label", "odds", "odds_lower", "odds_upper"]].set_axis(
        ["label", "value", "lower", "upper"], axis=1
    )
    centre = float(np.exp(whole.mean))
    ends = {
        MEAN: (whole.lower, whole.upper),
        FURTHER: (whole.predicted_lower, whole.predicted_upper),
    }
    summary = pd.DataFrame(
        [
            {"label": label, "value": centre, "lower": np.exp(low), "upper": np.exp(high)}
            for label, (low, high) in ends.items()
        ]
    )
    return pd.concat([rows, summary], ignore_index=True)


def one_left_out(ev) -> pd.DataFrame:
    """The pooled summary without each benchmark in turn: left_out, mean, predicted_lower."""
    table = growth(ev)
    rows = []
    for place in table.index:
        rest = pooled(table.drop(place))
        rows.append((table.loc[place, "label"], rest.mean, rest.predicted_lower))
    return pd.DataFrame(rows, columns=["left_out", "mean", "predicted_lower"])


def one_row_a_system(ev) -> pooling.Pooled:
    """The pool with repeats of a system as one: mean log-odds, on the day of its first entry."""
    rows = []
    for selector in members(ev):
        frame = checked.points(ev, selector)
        frame = frame.assign(y=checked.on_scale(frame["value"], "logit"))
        once = frame.groupby("system", sort=False).agg(date=("date", "min"), y=("y", "mean"))
        fitted = checked.slope(once["date"], once["y"].to_numpy())
        rows.append({"slope": fitted.value, "error": fitted.error})
    return pooled(pd.DataFrame(rows))


def metr_score(ev) -> checked.Slope:
    """Log-odds a year of METR's mean success on suite 1.1, which is not pooled."""
    frame = ev.rows("metr_th_1_1_score", instrument="metr_th_1_1_score")
    return slope_of(frame.assign(value=100 * frame["value"]))


@dataclass(frozen=True)
class Selection:
    """What drawing a line through the best so far does, in log-odds a year.

    ``all_rows``: the line through every entry. ``best``: through the best so far on each day.
    ``by_chance``: the median of the latter when the scores are shuffled over the dates, so that
    there is no progress at all; ``by_chance_high`` its 95% point.
    """

    all_rows: float
    best: float
    by_chance: float
    by_chance_high: float
    draws: int


@lru_cache(maxsize=8)
def _selection(days: tuple[int, ...], values: tuple[float, ...], draws: int, seed: int):
    day, y = np.asarray(days), np.asarray(values)
    kept = np.unique(day)
    place = np.searchsorted(kept, day)
    t = (kept - kept.mean()) / fits.DAYS_PER_YEAR

    def line(order: np.ndarray) -> float:
        top = np.full(len(kept), -np.inf)
        np.maximum.at(top, place, order)
        best = np.maximum.accumulate(top)
        return float(t @ (best - best.mean()) / (t @ t))

    rng = np.random.default_rng(seed)
    shuffled = np.array([line(rng.permutation(y)) for _ in range(draws)])
    return line(y), float(np.median(shuffled)), float(np.quantile(shuffled, 0.95))


def selection(ev, series: str = CORE_BENCH, *, draws: int = 2000, seed: int = SEED) -> Selection:
    """How much of a line through the best so far is selection alone.

    Raises ValueError for fewer than 100 draws or a series outside the pool.
    """
    if draws < 100:
        raise ValueError(f"draws: expected at least 100, found {draws}")
    frame = entries(ev, series)
    days = frame["date"].to_numpy("datetime64[D]").astype(int)
    y = checked.on_scale(frame["value"], "logit")
    best, middle, high = _selection(tuple(days), tuple(y), draws, seed)
    return Selection(slope_of(frame).value, best, middle, high, draws)


def best_so_far(frame: pd.DataFrame) -> pd.DataFrame:
    """The running best as a step line: columns date, value, line."""
    top = frame.groupby("date")["value"].max().cummax()
    days = [day for day in top.index for _ in range(2)][1:]
    values = [value for value in top for _ in range(2)][:-1]
    return pd.DataFrame({"date": days, "value": values, "line": "best so far"})


def fitted_line(frame: pd.DataFrame, *, step_days: int = 14) -> pd.DataFrame:
    """The line through all entries in log-odds, in per cent, with its 90% band for the mean line.

    Columns: date, value, lower, upper, line.
    """
    days = frame["date"].to_numpy("datetime64[D]").astype(float)
    origin = days.mean()
    t = (days - origin) / fits.DAYS_PER_YEAR
    fit = fit_linear(np.vander(t, 2, increasing=True), checked.on_scale(frame["value"], "logit"))
    at = np.append(np.arange(days.min(), days.max(), step_days), days.max())
    design = np.vander((at - origin) / fits.DAYS_PER_YEAR, 2, increasing=True)
    mean = design @ fit.parameters
    error = np.sqrt(np.einsum("ij,jk,ik->i", design, fit.covariance, design))
    reach = student(LEVEL, fit.dof) * error
    return pd.DataFrame(
        {
            "date": at.astype("int64").astype("datetime64[D]"),
            "value": percent(mean),
            "lower": percent(mean - reach),
            "upper": percent(mean + reach),
            "line": "line through every entry",
        }
    )


def percent(log_odds: np.ndarray) -> np.ndarray:
    """Log-odds as per cent."""
    return 100 / (1 + np.exp(-np.asarray(log_odds)))


def flat(frame: pd.DataFrame) -> dict:
    """The longest run of entries without a new best: best, since, until, days, entries.

    Of several the first. ``until`` is the day of the next best, or of the last entry when none
    came (``ended`` is False then). Entries of the day of the best itself do not count.
    """
    top = frame.groupby("date")["value"].agg(["max", "size"])
    record = top["max"] > top["max"].cummax().shift(fill_value=-np.inf)
    stretch = record.cumsum()
    tries = top["size"].where(~record, 0).groupby(stretch).sum()
    longest = int(tries.idxmax())
    since = top.index[record][longest - 1]
    later = top.index[record][longest:]
    until = later[0] if len(later) else top.index[-1]
    return {
        "best": float(top.loc[since, "max"]),
        "since": since,
        "until": until,
        "days": (until - since).days,
        "entries": int(tries.loc[longest]),
        "ended": bool(len(later)),
    }


def flat_stretches(ev) -> pd.DataFrame:
    """Longest runs without a new best in each pooled benchmark, METR's horizons and training task.

    Columns: label, best, since, until, days, entries, ended, span (months in words); most entries
    first.
    """
    frames = {label: entries(ev, series) for series, label in LABELS.items()}
    frames["METR, horizon at 50%"] = ev.rows("metr_th_1_1_p50", instrument="metr_th_1_1_p50")
    frames["Anthropic's training task"] = ev.rows("llm_training_rerun_june2026")
    table = pd.DataFrame([{"label": label, **flat(frame)} for label, frame in frames.items()])
    months = [table[column].dt.strftime("%b %Y") for column in ("since", "until")]
    table["span"] = months[0] + " – " + months[1]
    return table.sort_values(["entries", "days"], ascending=False).reset_index(drop=True)


UNBOUNDED = {
    "METR's horizon at 50%, every model since 2023": ("metr_th_1_1_p50", "metr_th_1_1_p50"),
    "Anthropic's training task, every model re-run": ("llm_training_rerun_june2026", None),
    "NanoGPT speedrun, records by people and AI": ("nanogpt_speedrun_track1", None),
}


def unbounded(ev) -> pd.DataFrame:
    """Doubling times of measures without a ceiling: label, n, months, lower, upper (90%).

    The speedrun's minutes fall, so its time is that of halving; its rows are records by nature.
    """
    rows = []
    for label, (series, instrument) in UNBOUNDED.items():
        frame = ev.rows(series, **({"instrument": instrument} if instrument else {}))
        sign = -1 if series.startswith("nanogpt") else 1
        fit = fits.exponential(frame["date"], frame["value"].to_numpy(float) ** sign, level=LEVEL)
        time, month = fit.doubling_days_profile, fits.DAYS_PER_YEAR / 12
        rows.append(
            {
                "label": label,
                "n": fit.n,
                "months": fit.doubling_days / month,
                "lower": time.lower / month,
                "upper": time.upper / month,
            }
        )
    return pd.DataFrame(rows)
