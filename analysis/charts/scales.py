"""Axes in the units people use: 30 s, 4 min, 6 h; per cent; factors."""

from __future__ import annotations

import math
from typing import Any

import altair as alt

from .theme import Layout

UNITS = ("minutes", "percent", "number", "times", "year")
# Steps that a clock knows, in minutes: 1 s to 1 min, 1 min to 1 h, then hours by doubling.
CLOCK = (
    *(s / 60 for s in (1, 2, 4, 8, 15, 30)),
    *(1, 2, 4, 8, 15, 30),
    *(60 * 2**n for n in range(13)),
)
# Formats of type r write every digit out; type g would turn 10,000 into 1e+4.
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


def human_minutes(minutes: float) -> str:
    """Return a length of time with a unit: ``human_minutes(0.5)`` is "30 s"."""
    if minutes < 1:
        return f"{minutes * 60:.3g} s"
    if minutes < 60:
        return f"{minutes:.3g} min"
    return f"{minutes / 60:.3g} h"


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


def log_bounds(values: list[float], *, room: float = 1.25) -> tuple[float, float]:
    """Return bounds a little outside positive values. Raises ``ValueError`` without such values."""
    positive = [v for v in values if v > 0]
    if not positive:
        raise ValueError("a log axis needs values above zero, found none")
    return min(positive) / room, max(positive) * room


def check_scale(unit: str, scale: str) -> None:
    """Raise ``ValueError`` for an unknown unit or scale."""
    if unit not in UNITS:
        raise ValueError(f"unit: expected one of {', '.join(UNITS)}, found {unit!r}")
    if scale not in {"linear", "log"}:
        raise ValueError(f"scale: expected linear or log, found {scale!r}")


def quantity(
    values: list[float],
    *,
    unit: str,
    scale: str,
    layout: Layout,
    horizontal: bool,
    domain: tuple[float, float] | None = None,
) -> dict[str, Any]:
    """Return ``scale`` and ``axis`` of a measured quantity as keyword arguments for a channel.

    ``values`` are all numbers the axis must hold; ``domain`` overrides the bounds found from them.
    """
    check_scale(unit, scale)
    count = layout.ticks if horizontal else 7
    finite = [float(v) for v in values if v is not None and math.isfinite(v)]
    if scale == "log":
        low, high = domain or log_bounds(finite)
        ticks = log_ticks(low, high, unit=unit, count=count)
        scaled = alt.Scale(type="log", domain=[low, high], nice=False)
        axis = alt.Axis(values=ticks, labelExpr=LABELS[unit])
        return {"scale": scaled, "axis": axis}
    if domain is not None:
        scaled = alt.Scale(domain=list(domain), nice=False)
    elif unit == "percent" and finite and min(finite) >= 0 and max(finite) <= 100:
        top = 100 if max(finite) > 50 else max(finite) * 1.15
        scaled = alt.Scale(domain=[0, top], nice=top != 100)
    else:
        scaled = alt.Scale(nice=True, zero=False)
    whole = {"tickMinStep": 1} if unit == "year" else {}
    return {"scale": scaled, "axis": alt.Axis(tickCount=count, labelExpr=LABELS[unit], **whole)}
