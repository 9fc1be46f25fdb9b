"""Which series of the evidence are long enough to be backtested, and their backtests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from ..fits import running_records
from .forecasts import Forecast, frozen, rolling

__all__ = ["EligibleSeries", "eligible", "frozen_at", "rolling_over"]

#: Observations that a series needs: seven to fit the first line, and one to score it.
LEAST = 8
#: Series in which less is better.
LOWER_IS_BETTER = ("nanogpt_speedrun", "anthropic_takehome_cycles", "gpu_mode_nvfp4")
#: Not backtested: earlier states of series that are here in their last state; parts of the score of
#: a series that is here whole; and the mean score that METR's horizons are computed from.
LEFT_OUT_PREFIXES = ("metr_vintage_", "mlebench_main_", "mlebench_testset_")
LEFT_OUT_SUFFIXES = ("_score", "_rejected")
#: Units of scores with a ceiling.
BOUNDED_UNITS = {"percent": 1.0, "points": 1.0, "percentile": 1.0, "fraction": 100.0}


@dataclass(frozen=True, eq=False)
class EligibleSeries:
    """A series ready to be backtested; ``pseudo`` if some day of publication is not known.

    Series of one ``benchmark`` are of the same tasks, of parts of them, or of the same runs.
    """

    name: str
    benchmark: str
    unit: str
    selection: str
    bounded: bool
    pseudo: bool
    n: int
    frame: pd.DataFrame = field(repr=False)

    @property
    def known(self) -> pd.Series | None:
        """Days on which the figures became public, if all are known."""
        return None if self.pseudo else self.frame["known_from"]

    @property
    def columns(self) -> tuple[pd.Series, pd.Series]:
        """Dates and values."""
        return self.frame["date"], self.frame["value"]

    @property
    def options(self) -> dict:
        """The rest of what a backtest asks for."""
        named = {"series": self.name, "benchmark": self.benchmark}
        return named | {"known": self.known, "bounded": self.bounded}


def eligible(ev, *, selection: str = "records", least: int = LEAST) -> tuple[EligibleSeries, ...]:
    """Series of ``ev`` (:class:`analysis.evidence.Evidence`) with at least ``least`` observations.

    ``selection`` is "records" (the running best by date) or "all" (every model, whatever its
    score). Human baselines are left out. Speedups and other factors without a ceiling are taken as
    they are; percentages and points as bounded.
    """
    if selection not in ("records", "all"):
        raise ValueError(f"selection: expected 'records' or 'all', found {selection!r}")
    found, benchmarks = [], ev.instruments.set_index("instrument")["benchmark"]
    # A forecast is made from the values that stood, not from later corrections of them.
    for name, frame in ev.seen_from(ev.vintage["published"]).series.groupby("series", sort=True):
        if name.startswith(LEFT_OUT_PREFIXES) or name.endswith(LEFT_OUT_SUFFIXES):
            continue
        frame = frame[(frame["human_baseline"] != True) & frame["value"].notna()]  # noqa: E712
        frame = frame[frame["date"].notna()].sort_values(["date", "record"])
        if len(frame) < least:
            continue
        unit = frame["unit"].iloc[0]
        bounded = unit in BOUNDED_UNITS
        if selection == "records":
            lowest = name.startswith(LOWER_IS_BETTER)
            frame = frame[running_records(frame["date"], frame["value"], lowest=lowest)]
        if bounded:
            percent = frame["value"] * BOUNDED_UNITS[unit]
            frame = frame.assign(value=percent)[(percent > 0.0) & (percent < 100.0)]
        else:
            frame = frame[frame["value"] > 0.0]
        if len(frame) >= least:
            pseudo = bool(frame["known_from"].isna().any())
            benchmark = benchmarks[frame["instrument"].iloc[0]]
            found.append(
                EligibleSeries(name, benchmark, unit, selection, bounded, pseudo, len(frame), frame)
            )
    return tuple(found)


def rolling_over(series: Iterable[EligibleSeries]) -> tuple[Forecast, ...]:
    """Rolling-origin forecasts of all series together (:func:`~analysis.backtest.rolling`)."""
    return tuple(f for one in series for f in rolling(*one.columns, **one.options))


def frozen_at(series: Iterable[EligibleSeries], cutoff) -> tuple[Forecast, ...]:
    """Forecasts made once, with what was known at the end of ``cutoff``, of all that came later."""
    return tuple(f for one in series for f in frozen(*one.columns, cutoff, **one.options))
