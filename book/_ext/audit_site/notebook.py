"""Give a chapter's prose its numbers: what its notebook imports."""

from __future__ import annotations

from datetime import date, datetime
from numbers import Real
from typing import Any

from analysis.words import MONTHS, sig8

_known: dict[str, Any] = {}


def numbers(**values: Any) -> None:
    """Make values available to the text of the chapter as ``{glue:text}`name:.1f```.

    Numbers are rounded to eight significant digits, so that the last bits of a processor never
    become bytes of a page; days become text such as "4 May 2026". A name stands for one value in
    a chapter.

    Raises ``ValueError`` for a value that is neither number, text nor day, for one that is not
    finite, and for a name that already stands for something else.
    """
    from myst_nb import glue

    for name, value in values.items():
        plain = printable(name, value)
        if name in _known and _known[name] != plain:
            raise ValueError(
                f"numbers: {name!r} already stands for {_known[name]!r}, now {plain!r}"
            )
        _known[name] = plain
        glue(name, plain, display=False)


def printable(name: str, value: Any) -> int | float | str:
    """Return ``value`` as the plain number or text that the prose may print."""
    if isinstance(value, (date, datetime)):
        return long_day(value)
    plain = sig8(value)
    if isinstance(plain, bool) or not isinstance(plain, (Real, str)):
        raise ValueError(f"numbers: {name!r} must be a number, text or day, found {type(value)}")
    if isinstance(plain, float) and plain - plain != 0:
        raise ValueError(f"numbers: {name!r} must be finite, found {plain}")
    return plain


def long_day(day: date) -> str:
    """Return a day as readers write it: 4 May 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
