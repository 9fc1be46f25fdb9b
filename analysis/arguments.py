"""Input checks that say which argument, what was expected and what was found."""

import math
from collections.abc import Iterable
from numbers import Real
from typing import Any

import numpy as np

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
        raise ValueError(f"{name}: expected numbers, found {values!r:.80}") from error
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


def one_of(name: str, value: Any, known: Iterable) -> Any:
    """Return ``value``; ValueError names the ``known`` ones where it is none of them."""
    if value not in known:
        raise ValueError(f"{name}: expected one of {', '.join(map(str, known))}, found {value!r}")
    return value


def decimal(text: str, kind: type = float) -> float:
    """Return an option as a number; ValueError for ``1_5`` and digits of other scripts."""
    if "_" in text or not text.isascii():
        raise ValueError("expected a number in plain digits")
    return kind(text)


def whole(text: str) -> int:
    """Return what an option says as an int; ValueError as for :func:`decimal`."""
    return int(decimal(text, int))


def number(name, value, *, above=-math.inf, below=math.inf) -> float:
    """Return ``value`` as a float strictly between ``above`` and ``below``."""
    if isinstance(value, bool) or not isinstance(value, Real) or not above < float(value) < below:
        raise ValueError(f"{name}: expected a number between {above} and {below}, found {value!r}")
    return float(value)
