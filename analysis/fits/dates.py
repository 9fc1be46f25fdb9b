"""Dates in, centred years inside, dates out; and which observations were records when they came.

A calendar year such as 2024.3 is almost collinear with the intercept, and a fit loses half of its
digits to that. Trends therefore run on years since the mean date of their observations; a year is
365.25 days everywhere in this package.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from ..arguments import vector

_EPOCH = np.datetime64("1970-01-01", "D")
_MICROSECONDS = 86_400_000_000.0


def day_numbers(name: str, dates: Iterable) -> np.ndarray:
    """Return days since 1970-01-01 (floats) of dates, datetimes, datetime64 or ISO strings.

    Raises ValueError naming the first that is none: numbers (a year as a number is ambiguous),
    "now" (which pandas would take for the clock), years outside 1 to 9999.
    """
    if isinstance(dates, (str, bytes, dt.date)) or not isinstance(dates, Iterable):
        raise ValueError(f"{name}: expected a list of dates, found the single value {dates!r:.80}")
    given = dates if hasattr(dates, "dtype") else list(dates)
    if len(given) == 0:
        raise ValueError(f"{name}: expected a non-empty list of dates, found none")
    array = np.asarray(given) if hasattr(given, "dtype") else None
    if array is None or array.dtype.kind != "M":
        meant = [one if _may_be_date(one) else None for one in given]
        found = pd.to_datetime(meant, utc=True, format="ISO8601", errors="coerce")
        array = found.tz_localize(None).to_numpy()
    year = 1970 + array.astype("datetime64[Y]").astype(np.int64)
    bad = np.isnat(array) | (year < 1) | (year > 9999)
    if bad.any():
        place = int(bad.argmax())
        raise ValueError(f"{name}: expected a date, found {list(given)[place]!r:.80} at {place}")
    return array.astype("datetime64[us]").astype(np.int64) / _MICROSECONDS


def _may_be_date(value: Any) -> bool:
    if isinstance(value, str):
        return value[:1].isdigit()
    return isinstance(value, (dt.date, np.datetime64))


def as_date(day: float) -> dt.date | None:
    """Return the calendar day nearest to ``day``; None when it is outside years 1 to 9999."""
    if not np.isfinite(day) or not -719162.0 <= day <= 2932896.0:
        return None
    return (_EPOCH + np.timedelta64(round(float(day)), "D")).item()


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
