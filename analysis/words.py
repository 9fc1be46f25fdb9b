"""Days and numbers: decimal years, days and months in words, eight digits at the border.

A date as a decimal year means the end of that day: 2027-12-31 is 2028.0.
"""

import calendar
import datetime as dt
import math
import re
from numbers import Integral, Real
from typing import Any

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

SIGNIFICANT_DIGITS = 8
#: A year has this many days everywhere in the project.
DAYS_PER_YEAR = 365.25
#: Decimal years that the project speaks of.
FIRST, LAST = 2020.0, 3000.0


#: Signs that show as nothing or turn text around: control characters, joiners, fillers, overrides.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U000e0000-\U000e0fff]"
)
#: Unit to the one in which figures are compared, and how many of that it is.
TO_BASE = {
    "percent": ("percent", 1.0),
    "fraction": ("percent", 100.0),
    "minutes": ("minutes", 1.0),
    "hours": ("minutes", 60.0),
    "seconds": ("minutes", 1 / 60),
}
#: Small counts as words.
COUNTS = (
    *("none", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def count_in_words(count: int) -> str:
    """Return a small count as a word, "none" for 0; a larger one as digits."""
    return COUNTS[count] if count < len(COUNTS) else f"{count:,}"


def base_unit(value: float, unit: str) -> tuple[float, str]:
    """Convert to the unit in which figures are compared (percent, minutes, else as given)."""
    name, factor = TO_BASE.get(unit, (unit, 1.0))
    return value * factor, name


def month_in_words(day: dt.date | str) -> str:
    """Return the month of a day or ISO day: "May 2026"."""
    return day_in_words(day).split(" ", 1)[1]


def day_in_words(day: dt.date | str) -> str:
    """Return a day or ISO day as people write it: "31 December 2026"."""
    day = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def length_of_time(minutes: float) -> str:
    """Return a length of time as people say it, to two digits: "30 s", "70 min", "12 h"."""
    if minutes < 1:
        return f"{60 * minutes:.2g} s"
    if minutes < 99.5:
        return f"{minutes:.2g} min"
    hours = float(f"{minutes / 60:.2g}")
    return f"{hours:,.0f} h" if hours >= 10 else f"{hours:g} h"


def month_of(year: float) -> str:
    """Return a decimal year as its month: ``month_of(2028.38)`` is "May 2028"."""
    return f"{MONTHS[min(int((year - math.floor(year)) * 12), 11)]} {math.floor(year)}"


def year_of(date: dt.date | str | float, argument: str = "by") -> float:
    """Return the decimal year of the end of ``date``; a number is taken as a decimal year.

    Raises ValueError (naming ``argument``) unless it is a date, an ISO day such as 2028-12-31, or
    a number from 2020 to 3000.
    """
    value = date
    if isinstance(value, str):
        try:
            value = dt.date.fromisoformat(value)
        except ValueError:
            wanted = "a day such as 2028-12-31"
            raise ValueError(f"{argument}: expected {wanted}, found {date!r}") from None
    if isinstance(value, dt.date):
        day = value.date() if isinstance(value, dt.datetime) else value
        length = 366 if calendar.isleap(day.year) else 365
        value = day.year + day.timetuple().tm_yday / length
    ok = isinstance(value, Real) and not isinstance(value, bool)
    if not ok or not FIRST <= value <= LAST:
        wanted = f"a day between {FIRST:.0f} and {LAST:.0f}"
        raise ValueError(f"{argument}: expected {wanted}, found {date!r}")
    return float(value)


def iso_of(date: dt.date | str | float) -> str | float:
    """Return a date as records have it: the ISO day, or the decimal year if that was given."""
    if isinstance(date, dt.datetime):
        date = date.date()
    return date.isoformat() if isinstance(date, dt.date) else date


def day_of(year: float) -> dt.datetime:
    """Return the day nearest to a decimal year: 2028.21 is 18 March 2028."""
    whole = int(year)
    length = 366 if calendar.isleap(whole) else 365
    return dt.datetime(whole, 1, 1) + dt.timedelta(days=round((year - whole) * length))


def significant(value: Any, digits: int = SIGNIFICANT_DIGITS) -> Any:
    """Round floats to ``digits`` significant ones, also inside lists, tuples and dicts.

    The last bits of a result differ between processors and numeric kernels; eight digits are more
    than any page prints and few enough to be the same everywhere. Integers, strings and None pass
    unchanged; NumPy scalars become Python numbers.
    """
    if isinstance(value, dict):
        return {key: significant(item, digits) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [significant(item, digits) for item in value]
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(f"{float(value):.{digits}g}")
    return significant(value.tolist(), digits) if hasattr(value, "tolist") else value


def visible(text: str) -> str:
    """A text for the terminal, which would obey control codes: signs without a shape are spelt."""
    return UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
