"""Days and numbers: the length of a year, days and months in words, eight digits at the border."""

from __future__ import annotations

import math
from numbers import Integral, Real
from typing import Any

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

SIGNIFICANT_DIGITS = 8
#: A year has this many days everywhere in the project.
DAYS_PER_YEAR = 365.25


def month_of(year: float) -> str:
    """A decimal year as its month: ``month_of(2028.38)`` is "May 2028"."""
    return f"{MONTHS[min(int((year - math.floor(year)) * 12), 11)]} {math.floor(year)}"


def sig8(value: Any) -> Any:
    """Round floats to eight significant digits, also inside lists, tuples and dicts.

    The last bits of a result differ between processors and numeric kernels; eight digits are more
    than any page prints and few enough to be the same everywhere. Integers, strings and None pass
    unchanged; NumPy scalars become Python numbers.
    """
    if isinstance(value, dict):
        return {key: sig8(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [sig8(item) for item in value]
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        number = float(value)
        if not math.isfinite(number):
            return number
        return float(f"{number:.{SIGNIFICANT_DIGITS}g}")
    item = getattr(value, "item", None)
    if item is not None and getattr(value, "ndim", 0) == 0:
        return sig8(item())
    tolist = getattr(value, "tolist", None)
    if tolist is not None:
        return sig8(tolist())
    return value
