"""Finding the evidence rows that a claim names."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from .result import ClaimError, Unread

SELECTOR = ("record", "field", "series", "where", "unit")


def rows(ev, selector: Mapping[str, Any]) -> pd.DataFrame:
    """Series rows for a selector ``{series: id, where: {column: condition}}``, by date.

    It may be empty only because the rows came later: validation refuses what no row meets.
    """
    return ev.rows(selector["series"], **(selector.get("where") or {}))


def one(ev, selector: Mapping[str, Any]) -> pd.Series:
    """The single row a selector names, by ``record`` or by ``series`` and ``where``.

    Raises Unread when it is not known, ClaimError when there are more.
    """
    if "record" in selector:
        row = ev.find(selector["record"])
    elif "series" not in selector:
        found = sorted(selector) or "none"
        raise ClaimError(f"expected record, or series and where, found {found}")
    else:
        frame = rows(ev, selector)
        if len(frame) > 1:
            names = ", ".join(frame["record"].head(5))
            raise ClaimError(f"{dict(selector)}: expected one row, found {len(frame)}: {names}")
        row = None if frame.empty else frame.iloc[0]
    if row is None:
        raise Unread("a row that it rests on is not there")
    return row


def value(ev, selector: Mapping[str, Any]) -> tuple[pd.Series, float, str]:
    """The row a selector names, the number in its ``field`` (``value`` by default) and its unit.

    Raises as :func:`one`, and Unread where the row has no number.
    """
    row, name = one(ev, selector), selector.get("field", "value")
    if name not in row.index:
        raise ClaimError(f"field: expected a column of the row, found {name!r}")
    if pd.isna(row[name]):
        raise Unread("a row that it rests on has no such number")
    return row, float(row[name]), selector.get("unit") or row.get("unit")


def of(params: Mapping[str, Any]) -> dict[str, Any]:
    """The selector among a check's parameters; empty where it names no row."""
    return {key: params[key] for key in SELECTOR if key in params}
