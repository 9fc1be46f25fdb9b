"""A point in time as its month, in words. It imports little: builds of the book start with it."""

from __future__ import annotations

import math

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def month_of(year: float) -> str:
    """A decimal year as its month: ``month_of(2028.38)`` is "May 2028"."""
    return f"{MONTHS[min(int((year - math.floor(year)) * 12), 11)]} {math.floor(year)}"
