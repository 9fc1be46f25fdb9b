"""Give a chapter's prose its numbers: what its notebook imports."""

from datetime import date
from numbers import Real
from typing import Any

from analysis.words import day_in_words as long_day
from analysis.words import significant

from .markup import Shown, pieces

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


def ten_boxes(title: str, rows: list[tuple[str, int, str]]) -> Shown:
    """Return so many of ten as boxes to count: what stands in place of a definition.

    ``rows`` are (what ten there are, how many of them, what they are): ("tasks of 12 hours", 5,
    "done"). ``title`` says what is meant, in a few words. ValueError for a count outside 0 to 10.
    """
    for what, count, _ in rows:
        if not 0 <= count <= 10:
            raise ValueError(f"{what}: expected 0 to 10 of ten, found {count}")
    said = "; ".join(f"{count} of ten {what}" for what, count, _ in rows)
    return Shown(f"{title}: {said}", str(pieces("tables/tables.html").ten_boxes(title, rows)))


def printable(name: str, value: Any) -> int | float | str:
    """Return ``value`` as the plain number or text that the prose may print."""
    if isinstance(value, date):
        return long_day(value)
    plain = significant(value)
    if isinstance(plain, bool) or not isinstance(plain, (Real, str)):
        raise ValueError(f"numbers: {name!r} must be a number, text or day, found {type(value)}")
    if isinstance(plain, float) and plain - plain != 0:
        raise ValueError(f"numbers: {name!r} must be finite, found {plain}")
    return plain
