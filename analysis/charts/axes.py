"""Axes in the units people use: 30 s, 4 min, 6 h; per cent; factors; days in UTC."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from ..arguments import one_of
from .theme import Layout

# Steps that a clock knows, in minutes: 1 s to 1 min, 1 min to 1 h, then hours by doubling.
CLOCK = (
    *(s / 60 for s in (1, 2, 4, 8, 15, 30)),
    *(1, 2, 4, 8, 15, 30),
    *(60 * 2**n for n in range(13)),
)
# Labels by unit. Formats of type r write every digit out; type g would turn 10,000 into 1e+4.
LABELS = {
    "minutes": (
        "datum.value < 0.9999 ? format(datum.value * 60, '.3~g') + ' s'"
        " : datum.value < 59.999 ? format(datum.value, '.3~g') + ' min'"
        " : format(datum.value / 60, ',.4~r') + ' h'"
    ),
    "percent": "format(datum.value, ',.3~r') + '%'",
    "number": "format(datum.value, ',.4~r')",
    "times": "'×' + format(datum.value, ',.3~r')",
    "year": "format(datum.value, '.0f')",
}


def log_ticks(low: float, high: float, *, unit: str, count: int) -> list[float]:
    """Return at most about ``count`` ticks between two positive bounds, in familiar steps."""
    if unit == "minutes":
        steps: list[float] = [step for step in CLOCK if low <= step <= high]
    else:
        decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        bases = (1, 2, 5) if math.log10(high / low) < 3 else (1,)
        steps = [b * 10.0**d for d in decades for b in bases if low <= b * 10.0**d <= high]
    stride = max(1, math.ceil(len(steps) / max(count, 1)))
    return [round(step, 10) for step in steps[::stride]]


@dataclass(frozen=True)
class Measure:
    """A measured quantity and the axis it wants.

    ``values`` are all numbers the axis must hold, ``unit`` is a key of :data:`LABELS`, ``scale``
    "linear" or "log"; ``domain`` and ``ticks`` override the bounds and steps found from the values.
    Raises ``ValueError`` for an unknown unit or scale.
    """

    values: Sequence[float]
    unit: str
    scale: str = "linear"
    title: str | None = None
    domain: tuple[float, float] | None = None
    ticks: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        one_of("unit", self.unit, LABELS)
        one_of("scale", self.scale, ("linear", "log"))

    def channel(self, layout: Layout, *, horizontal: bool = False) -> dict[str, Any]:
        """Return title, scale and axis as keyword arguments for a channel.

        Raises ``ValueError`` for a log axis without values above zero.
        """
        count = layout.ticks if horizontal else 7
        steps: dict[str, Any] = {"values": list(self.ticks)} if self.ticks else {"tickCount": count}
        if self.scale == "log":
            positive = [v for v in self.values if v > 0]
            if not positive and self.domain is None:
                raise ValueError("values: expected some above zero for a log axis, found none")
            low, high = self.domain or (min(positive) / 1.25, max(positive) * 1.25)
            scale = alt.Scale(type="log", domain=[low, high], nice=False)
            if not self.ticks:
                steps = {"values": log_ticks(low, high, unit=self.unit, count=count)}
        elif self.domain is not None:
            scale = alt.Scale(domain=list(self.domain), nice=False)
        else:
            scale = alt.Scale(nice=True, zero=False)
        if self.unit == "year":
            steps["tickMinStep"] = 1
        axis = alt.Axis(labelExpr=LABELS[self.unit], **steps)
        return {"title": self.title, "scale": scale, "axis": axis}


def iso_days(values: pd.Series) -> pd.Series:
    """Return dates as ISO days; what is no date raises ``ValueError``."""
    return pd.to_datetime(values).dt.strftime("%Y-%m-%d")


def time_axis(layout: Layout, low: str, high: str, year_ends: bool = False) -> dict[str, Any]:
    """Return ``scale`` and ``axis`` of a date channel between two ISO days, in UTC.

    A tick stands where a year begins; with ``year_ends`` it names the year that ends there.
    """
    scale = alt.Scale(type="utc", domain=[low, high], nice=False)
    first, last = int(low[:4]), int(high[:4])
    if last - first < 2:
        return {"scale": scale, "axis": alt.Axis(format="%b %Y", tickCount=layout.ticks - 1)}
    step = max(1, round((last - first) / layout.ticks))
    years = [year for year in range(first, last + 1, step) if f"{year}-01-01" >= low]
    # As milliseconds, because a plain day would be read in the local time zone.
    ticks = [int(pd.Timestamp(f"{year}-01-01", tz="UTC").timestamp() * 1000) for year in years]
    named = "datum.value - 1" if year_ends else "datum.value"
    axis = alt.Axis(values=ticks, labelExpr=f"utcFormat({named}, '%Y')")
    return {"scale": scale, "axis": axis}


def numbers_of(table: pd.DataFrame | None, *columns: str) -> list[float]:
    """Return all numbers in the given columns of a table, as far as it has them."""
    present = [c for c in columns if table is not None and c in table]
    return [float(v) for c in present for v in pd.to_numeric(table[c]).dropna()]
