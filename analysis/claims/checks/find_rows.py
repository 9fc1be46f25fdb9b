"""Finding the evidence rows that a claim names."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from .result import ClaimError

SELECTOR = ("record", "field", "series", "where", "unit")


def rows(ev, selector: Mapping[str, Any]) -> pd.DataFrame:
    """Series rows for a selector ``{series: id, where: {column: condition}}``, by date.

    A selection that is empty only because the rows came later is not an error: checks report it
    as unread.
    """
    return ev.rows(selector["series"], **(selector.get("where") or {}))


def one(ev, selector: Mapping[str, Any]) -> pd.Series | None:
    """The single row a selector names, by ``record`` or by ``series`` and ``where``.

    None when it is not known; ClaimError when there are more.
    """
    if "record" in selector:
        return ev.find(selector["record"])
    frame = rows(ev, selector)
    if len(frame) > 1:
        names = ", ".join(frame["record"].head(5))
        raise ClaimError(f"{dict(selector)}: expected one row, found {len(frame)}: {names}")
    return None if frame.empty else frame.iloc[0]


def value(ev, selector: Mapping[str, Any]) -> tuple[pd.Series | None, float | None, str]:
    """The row a selector names, the number in its ``field`` (``value`` by default) and its unit."""
    row = one(ev, selector)
    if row is None:
        return None, None, ""
    name = selector.get("field", "value")
    if name not in row.index:
        raise ClaimError(f"field: expected a column of the row, found {name!r}")
    found = row[name]
    return row, None if pd.isna(found) else float(found), selector.get("unit") or row.get("unit")


def of(params: Mapping[str, Any]) -> dict[str, Any]:
    """The selector among a check's parameters; empty where it names no row."""
    return {key: params[key] for key in SELECTOR if key in params}
