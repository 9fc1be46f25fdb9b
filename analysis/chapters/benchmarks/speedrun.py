"""The public counterpart: the NanoGPT speedrun, its pace, its steps, and who made them.

The race is to train a small language model to a fixed loss on fixed hardware; the lower the time
the better. Unlike the vendors' tasks it is open, dated and credited record by record.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ... import fits

RACE = "nanogpt_speedrun_track1"


def race(ev) -> pd.DataFrame:
    """Every record in order: number, date, minutes, gain, by, system, record.

    ``gain`` is the natural logarithm of the factor by which it beat the time before it, where a
    re-timing of the same code on new software sets the time to beat and is no step itself. ``by``
    is "an AI system credited" or "people".
    """
    frame = ev.rows(RACE)
    frame = frame.assign(number=pd.to_numeric(frame["system"].str.extract(r"Record (\d+)")[0]))
    frame = frame.sort_values(["number", "date", "record"], kind="stable")
    frame["gain"] = np.log(frame["value"].shift() / frame["value"])
    frame = frame[~frame["system"].str.contains("re-timing")]
    by = np.where(frame["human_baseline"].astype(bool), "people", "an AI system credited")
    frame = frame.assign(minutes=frame["value"], by=by)
    columns = ["number", "date", "minutes", "gain", "by", "system", "record"]
    return frame[columns].reset_index(drop=True)


def whole_factor(ev) -> float:
    """How many times faster the last record is than the first."""
    frame = race(ev)
    return float(frame["minutes"].iloc[0] / frame["minutes"].iloc[-1])


def credited(ev) -> dict[str, float]:
    """The records credited to AI systems.

    ``n`` of ``of``, their ``share`` of all progress and their share since the first of them
    (``since``), in percent of the logarithm of the speedup.
    """
    frame = race(ev)
    mine = frame["by"] == "an AI system credited"
    first = int(np.flatnonzero(mine)[0])
    gains = frame["gain"].fillna(0.0)
    return {
        "n": int(mine.sum()),
        "of": len(frame),
        "share": 100 * float(gains[mine].sum() / gains.sum()),
        "since": 100 * float(gains[mine].sum() / gains[first:].sum()),
    }


def paces(ev, *, turn: str = "2025-07-01") -> pd.DataFrame:
    """Doubling time of the speed before and from a day on: span, n, doubling_days, lower, upper."""
    frame = race(ev)
    early = frame["date"] < pd.Timestamp(turn)
    rows = []
    for span, part in (("first year", frame[early]), ("since July 2025", frame[~early])):
        fit = fits.exponential(part["date"], 1 / part["minutes"])
        interval = fit.doubling_days_profile
        rows.append((span, fit.n, fit.doubling_days, interval.lower, interval.upper))
    return pd.DataFrame(rows, columns=["span", "n", "doubling_days", "lower", "upper"])


def concentration(ev) -> pd.DataFrame:
    """How much of the progress the largest steps carry: columns steps, share (percent).

    Steps are ordered from the largest; the first row is zero steps and nothing.
    """
    gains = race(ev)["gain"].dropna().sort_values(ascending=False).to_numpy()
    share = np.concatenate([[0.0], np.cumsum(gains) / gains.sum()])
    return pd.DataFrame({"steps": np.arange(len(share)), "share": 100 * share})


def steps_for(ev, share: float) -> int:
    """The fewest steps that together carry ``share`` percent; ValueError outside 0 to 100."""
    if not 0 < share <= 100:
        raise ValueError(f"share: expected between 0 and 100 percent, found {share!r}")
    table = concentration(ev)
    return int(table.loc[table["share"] >= share - 1e-9, "steps"].iloc[0])


def largest(ev, count: int = 3) -> pd.DataFrame:
    """The largest steps: system (what changed), date, factor."""
    frame = race(ev).sort_values("gain", ascending=False).head(count)
    return frame.assign(factor=np.exp(frame["gain"]))[["system", "date", "factor"]]
