"""What a YAML document must look like: a form is written as the document is, with types for values.

A form is one of: a named kind of value (``NUMBER``, ``DAY`` …); a mapping from key to form, where a
key led by ``?`` may be missing and further keys are allowed; a list of one form, for a list of any
length; ``each(form)``, for a mapping with names of the author's choice.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

#: A fault: where in the document, what was expected, what was found.
Fault = tuple[str, str, str]


@dataclass(frozen=True)
class Kind:
    """A kind of single value: what it is called and how to tell it."""

    name: str
    fits: Callable[[Any], bool]


@dataclass(frozen=True)
class Each:
    """A mapping whose keys are names and whose values all have one form."""

    form: Any


def is_number(value: Any) -> bool:
    """Whether a value is a finite number (a truth value is none)."""
    return (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and abs(value) < 1e300
        and math.isfinite(value)
    )


def is_day(value: Any) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


NUMBER = Kind("a number", is_number)
POSITIVE = Kind("a number above 0", lambda v: is_number(v) and v > 0)
SHARE = Kind("a share from 0 to 1", lambda v: is_number(v) and 0 <= v <= 1)
TEXT = Kind("a text", lambda v: isinstance(v, str) and bool(v.strip()))
DAY = Kind("a day as YYYY-MM-DD", is_day)
DAY_TEXT = Kind("a day in quotes", lambda v: isinstance(v, str) and parses_as_day(v))
TRUTH = Kind("true or false", lambda v: isinstance(v, bool))
TRUTH_OR_DAY = Kind("true, false or a day", lambda v: isinstance(v, bool) or is_day(v))
MAPPING = Kind("a mapping", lambda v: isinstance(v, Mapping))
NUMBER_OR_NULL = Kind("a number or null", lambda v: v is None or is_number(v))


def parses_as_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def one_of(*words: str) -> Kind:
    """One of some words."""
    return Kind("one of " + ", ".join(words), lambda v: isinstance(v, str) and v in words)


def each(form: Any) -> Each:
    """A mapping from any name to ``form``."""
    return Each(form)


def shown(value: Any) -> str:
    """A value for an error message, however large or deep it is."""
    if isinstance(value, Mapping):
        return f"a mapping of {len(value)}"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    text = repr(value) if not isinstance(value, int) or abs(value) < 10**60 else "a huge number"
    return text if len(text) <= 60 else text[:57] + "..."


def label(item: Any, number: int) -> str:
    """What an entry of a list is called in a place: its name or id, else its number."""
    if isinstance(item, Mapping):
        name = item.get("name", item.get("id"))
        if isinstance(name, str) and name:
            return name[:40]
    return str(number)


def faults(value: Any, form: Any, place: str = "") -> Iterator[Fault]:
    """Every fault of a value against a form, in the document's order."""
    if isinstance(form, Kind):
        if not form.fits(value):
            yield place, form.name, shown(value)
    elif isinstance(form, list):
        if not isinstance(value, list):
            yield place, "a list", shown(value)
            return
        for number, item in enumerate(value):
            yield from faults(item, form[0], f"{place}[{label(item, number)}]")
    elif not isinstance(value, Mapping):
        yield place, "a mapping", shown(value)
    elif isinstance(form, Each):
        for name, item in value.items():
            if not isinstance(name, str):
                yield place, "names as keys", shown(name)
            yield from faults(item, form.form, f"{place}.{name}".lstrip("."))
    else:
        for key, inner in form.items():
            name = key.removeprefix("?")
            here = f"{place}.{name}".lstrip(".")
            if name in value:
                yield from faults(value[name], inner, here)
            elif not key.startswith("?"):
                yield here, "this key", "none"
