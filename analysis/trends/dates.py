"""Dates in, centred years inside, dates out.

A calendar year such as 2024.3 is almost collinear with the intercept, and a fit loses half of its
digits to that. Trends therefore run on years since the mean date of their observations; a year is
365.25 days everywhere in this package.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import numpy as np

__all__ = ["DAYS_PER_YEAR", "as_date", "day_numbers"]

DAYS_PER_YEAR = 365.25
_EPOCH = np.datetime64("1970-01-01", "D")
_MICROSECONDS = 86_400_000_000.0


def day_numbers(name: str, dates: Iterable) -> np.ndarray:
    """Return days since 1970-01-01 (floats) of dates, datetimes, datetime64 or ISO strings.

    Raises ValueError for anything else, numbers included: a year as a number is ambiguous.
    """
    if isinstance(dates, (str, bytes, dt.date)):
        raise ValueError(f"{name}: expected a list of dates, found the single value {dates!r}")
    array = np.asarray(dates if hasattr(dates, "dtype") else list(dates))
    if array.ndim != 1 or array.size == 0:
        raise ValueError(f"{name}: expected a non-empty list of dates, found shape {array.shape}")
    if array.dtype.kind not in "MOUS":
        raise ValueError(f"{name}: expected dates, found {array.dtype} such as {array[0]!r}")
    if array.dtype.kind != "M":
        array = np.array([_one(name, index, value) for index, value in enumerate(array)])
    array = array.astype("datetime64[us]")
    if np.isnat(array).any():
        raise ValueError(f"{name}: expected dates, found none at {int(np.isnat(array).argmax())}")
    return array.astype(np.int64) / _MICROSECONDS


def as_date(day: float) -> dt.date | None:
    """Return the calendar day nearest to ``day``; None when it is outside years 1 to 9999."""
    if not np.isfinite(day) or not -719162.0 <= day <= 2932896.0:
        return None
    return (_EPOCH + np.timedelta64(round(float(day)), "D")).item()


def _one(name: str, index: int, value) -> np.datetime64:
    if value is None or not isinstance(value, (str, dt.date, np.datetime64)) or value == "":
        raise ValueError(f"{name}: expected a date, found {value!r} at {index}")
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        value = value.astimezone(dt.UTC).replace(tzinfo=None)
    try:
        return np.datetime64(value).astype("datetime64[us]")
    except ValueError as error:
        raise ValueError(f"{name}: expected an ISO date, found {value!r} at {index}") from error
