"""Dates in, centred years inside, dates out; and which observations were records when they came.

A calendar year such as 2024.3 is almost collinear with the intercept, and a fit loses half of its
digits to that. Trends therefore run on years since the mean date of their observations; a year is
365.25 days everywhere in this package.
"""

import datetime as dt
import re
from collections.abc import Iterable

import numpy as np

from ..arguments import vector

_EPOCH = np.datetime64("1970-01-01", "D")
_MICROSECONDS = 86_400_000_000.0
_MONTH = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?", re.ASCII)


def day_numbers(name: str, dates: Iterable) -> np.ndarray:
    """Return days since 1970-01-01 (floats) of dates, datetimes, datetime64 or ISO strings.

    Raises ValueError for anything else, numbers included: a year as a number is ambiguous.
    """
    if isinstance(dates, (str, bytes, dt.date)) or not isinstance(dates, Iterable):
        raise ValueError(f"{name}: expected a list of dates, found the single value {dates!r:.80}")
    try:
        array = np.asarray(dates if hasattr(dates, "dtype") else list(dates))
    except ValueError as error:
        raise ValueError(f"{name}: expected a list of dates, found lists in it") from error
    if array.ndim != 1 or array.size == 0:
        raise ValueError(f"{name}: expected a non-empty list of dates, found shape {array.shape}")
    if array.dtype.kind not in "MOUS":
        raise ValueError(f"{name}: expected dates, found {array.dtype} such as {array[0]!r}")
    if array.dtype.kind != "M":
        array = np.array([_one(name, index, value) for index, value in enumerate(array)])
    if np.isnat(array).any():
        raise ValueError(f"{name}: expected dates, found none at {int(np.isnat(array).argmax())}")
    year = 1970 + array.astype("datetime64[Y]").astype(np.int64)
    if np.any((year < 1) | (year > 9999)):
        index = int(np.flatnonzero((year < 1) | (year > 9999))[0])
        raise ValueError(f"{name}: expected years 1 to 9999, found {year[index]} at {index}")
    return array.astype("datetime64[us]").astype(np.int64) / _MICROSECONDS


def as_date(day: float) -> dt.date | None:
    """Return the calendar day nearest to ``day``; None when it is outside years 1 to 9999."""
    if not np.isfinite(day) or not -719162.0 <= day <= 2932896.0:
        return None
    return (_EPOCH + np.timedelta64(round(float(day)), "D")).item()


def _one(name: str, index: int, value) -> np.datetime64:
    """One day of any kind; of texts an ISO date or time, a month ("2024-05") or a year."""
    expected, given = "a date", value
    try:
        if isinstance(value, str):
            expected, month = "an ISO date", _MONTH.fullmatch(value)
            value = np.datetime64(value) if month else dt.datetime.fromisoformat(value)
        if isinstance(value, dt.datetime) and value.tzinfo is not None:
            value = value.astimezone(dt.UTC).replace(tzinfo=None)
        if isinstance(value, (dt.date, np.datetime64)):
            return np.datetime64(value)
    except (ValueError, OverflowError):
        pass
    raise ValueError(f"{name}: expected {expected}, found {given!r:.80} at {index}")


def running_records(dates: Iterable, values: Iterable, *, lowest: bool = False) -> np.ndarray:
    """Return which observations were the best of all up to their day, in the order given.

    The best is the highest value, or with ``lowest`` the lowest. Of several observations on one
    day only the first of the best can be a record; one that equals the record is none.

    Records are a selected sample: a fit to them alone sits above the typical model and its scatter
    is too small.
    """
    days = day_numbers("dates", dates)
    score = vector("values", values, length=len(days))
    score = -score if lowest else score
    # Day by day, the best first: a record beats all that stands before it.
    order = np.lexsort((-score, days))
    before = np.maximum.accumulate(np.append(-np.inf, score[order]))[:-1]
    mask = np.empty(len(days), dtype=bool)
    mask[order] = score[order] > before
    return mask
