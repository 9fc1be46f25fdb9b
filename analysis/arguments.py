"""Input checks that say which argument, what was expected and what was found."""

import argparse
import contextlib
import datetime as dt
import math
from collections.abc import Callable, Iterable
from numbers import Integral, Number, Real
from typing import Any

import numpy as np
import pandas as pd

#: Beyond this an interval gains nothing and memory runs out.
MOST_DRAWS = 1_000_000
#: What numpy would turn into a number, though nobody meant one.
_NO_NUMBERS = (str, bytes, bool, complex)


def vector(name, values, *, length=None, positive=False) -> np.ndarray:
    """Return ``values`` as a one-dimensional array of finite (positive) floats.

    Raises ValueError naming the argument, the first offending entry and its index.
    """
    try:
        given = np.asarray(values)
        if given.dtype.kind not in "iufO":
            raise TypeError(f"numbers, not {given.dtype}")
        if given.dtype.kind == "O" and any(isinstance(one, _NO_NUMBERS) for one in given.flat):
            raise TypeError("numbers")
        array = given.astype(float)
    except (TypeError, ValueError, OverflowError) as error:
        entries = values if isinstance(values, (list, tuple, np.ndarray, pd.Series)) else ()
        numeric = (isinstance(x, Number) and not isinstance(x, _NO_NUMBERS) for x in entries)
        place = next((place for place, good in enumerate(numeric) if not good), None)
        found = f"{values!r:.80}" if place is None else f"{list(values)[place]!r:.80} at {place}"
        raise ValueError(f"{name}: expected numbers, found {found}") from error
    if array.ndim != 1 or array.size == 0:
        raise ValueError(f"{name}: expected a non-empty list of numbers, found {array.shape}")
    if length is not None and len(array) != length:
        raise ValueError(f"{name}: expected {length} numbers, found {len(array)}")
    bad = ~np.isfinite(array) | ((array <= 0.0) if positive else False)
    if bad.any():
        index = int(np.flatnonzero(bad)[0])
        kind = "finite positive" if positive else "finite"
        raise ValueError(f"{name}: expected {kind} numbers, found {array[index]} at {index}")
    return array


def moment(name: str, value: Any) -> pd.Timestamp:
    """Return a date, time or ISO text as a time without zone; ValueError for the clock's "now"."""
    with contextlib.suppress(ValueError):
        given = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
        if isinstance(given, (dt.date, np.datetime64)) and not pd.isna(given):
            return pd.to_datetime(given, utc=True).tz_localize(None)
    raise ValueError(f"{name}: expected a day such as 2028-12-31, found {value!r:.80}")


def one_of(name: str, value: Any, known: Iterable) -> Any:
    """Return ``value``; ValueError names the ``known`` ones where it is none of them."""
    if value not in known:
        raise ValueError(f"{name}: expected one of {', '.join(map(str, known))}, found {value!r}")
    return value


class OptionError(argparse.ArgumentTypeError, ValueError):
    """An option is not of its kind; argparse prints the message of such an error as it is."""


def option(expected: str, known: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return a reader of options; OptionError also for ``1_5`` and digits of other scripts."""

    def read(text: str) -> Any:
        try:
            return known(text if text.isascii() and "_" not in text else "")
        except ValueError:
            raise OptionError(f"expected {expected}, found {text!r}") from None

    return read


decimal = option("a number in plain digits", float)
whole = option("a whole number in plain digits", int)
day = option("a day such as 2028-12-31", dt.date.fromisoformat)


def count(name: str, value: Any, least: int, most: float = math.inf) -> int:
    """Return ``value`` as an int; ValueError where it is no whole number within the bounds."""
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    if not whole or not least <= value <= most:
        wanted = f"at least {least}" + (f" and at most {most:,}" if most < math.inf else "")
        raise ValueError(f"{name}: expected a whole number of {wanted}, found {value!r}")
    return int(value)


def number(name, value, *, above=-math.inf, below=math.inf) -> float:
    """Return ``value`` as a float strictly between ``above`` and ``below``."""
    if isinstance(value, bool) or not isinstance(value, Real) or not above < float(value) < below:
        raise ValueError(f"{name}: expected a number between {above} and {below}, found {value!r}")
    return float(value)
