"""Dates and values as they are handed in: checked, and put on the scale of the fit."""

from __future__ import annotations

import math

import numpy as np

from ..arguments import number, vector
from .dates import DAYS_PER_YEAR, day_numbers

__all__ = ["logarithms", "logit", "prepare"]


def prepare(dates, values, *, name: str, level: float, least: int, distinct: int):
    """Check dates and values; return (days, years since the mean date, values, origin, level)."""
    level = number("level", level, above=0.0, below=1.0)
    days = day_numbers("dates", dates)
    values = vector(name, values, length=len(days))
    if len(days) < least:
        raise ValueError(f"dates: expected at least {least} observations, found {len(days)}")
    different = len(np.unique(days))
    if different < distinct:
        raise ValueError(f"dates: expected at least {distinct} different days, found {different}")
    if np.all(values == values[0]):
        raise ValueError(
            f"{name}: expected values that differ, found {len(values)} times {values[0]}"
        )
    origin = math.fsum(days) / len(days)
    return days, (days - origin) / DAYS_PER_YEAR, values, origin, level


def logarithms(name: str, values: np.ndarray) -> np.ndarray:
    """log2 of positive values; ValueError naming the first that is not."""
    return np.log2(vector(name, values, positive=True))


def logit(percent, *, name: str = "percent"):
    """Natural log-odds of a percentage, or of each of an array.

    Raises ValueError for 0 and 100, which have none, and for what lies beyond: whoever wants scores
    there has :func:`~analysis.fits.binomial`, or ``scatter="percent"``, which take them as they
    are.
    """
    try:
        share = np.asarray(percent, dtype=float) / 100.0
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: expected percentages, found {percent!r:.80}") from error
    bad = ~((share > 0.0) & (share < 1.0))
    if bad.any():
        index = int(np.flatnonzero(bad)[0])
        place = f" at {index}" if share.ndim else ""
        raise ValueError(
            f"{name}: expected percentages strictly between 0 and 100, which have log-odds, "
            f"found {100.0 * share.flat[index]:g}{place}"
        )
    return np.log(share) - np.log1p(-share)
