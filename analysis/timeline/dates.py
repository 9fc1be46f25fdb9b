"""Dates as decimal years. A date means the end of that day: 2027-12-31 is 2028.0."""

from __future__ import annotations

import calendar
import datetime as dt
import math

import numpy as np

FIRST, LAST = 2020.0, 3000.0


def year_of(date: dt.date | str | float, argument: str = "by") -> float:
    """Decimal year of the end of ``date``; a number is taken as a decimal year.

    Raises ValueError (naming ``argument``) unless it is a date, an ISO day such as 2028-12-31, or
    a number from 2020 to 3000.
    """
    value = date
    if isinstance(value, str):
        try:
            value = dt.date.fromisoformat(value)
        except ValueError:
            raise ValueError(
                f"{argument}: expected a day such as 2028-12-31, found {date!r}"
            ) from None
    if isinstance(value, dt.date):
        day = value.date() if isinstance(value, dt.datetime) else value
        length = 366 if calendar.isleap(day.year) else 365
        value = day.year + day.timetuple().tm_yday / length
    ok = isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
    if not ok or not math.isfinite(value) or not FIRST <= value <= LAST:
        raise ValueError(
            f"{argument}: expected a day between {FIRST:.0f} and {LAST:.0f}, found {date!r}"
        )
    return float(value)


def iso_of(date: dt.date | str | float) -> str | float:
    """How a date is written in records: the ISO day, or the decimal year if that was given."""
    if isinstance(date, dt.datetime):
        date = date.date()
    return date.isoformat() if isinstance(date, dt.date) else date
