"""Finding the evidence rows that a claim names."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from .result import ClaimError, Unread

SELECTOR = ("record", "field", "unit")


def rows(ev, selector: Mapping[str, Any]) -> pd.DataFrame:
    """Series rows for a selector ``{series: id, where: {column: condition}}``, by date.

    It may be empty only because the rows came later: validation refuses what no row meets.
    """
    return ev.rows(selector["series"], **(selector.get("where") or {}))


def one(ev, selector: Mapping[str, Any]) -> pd.Series:
    """The row that a selector names by its ``record``.

    Raises Unread when it is not known, ClaimError when none is named.
    """
    if "record" not in selector:
        raise ClaimError(f"expected record, found {sorted(selector) or 'none'}")
    row = ev.find(selector["record"])
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
