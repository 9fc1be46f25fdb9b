"""Single figures of the evidence, by the id of their row."""

from __future__ import annotations

import pandas as pd


def number(ev, record: str) -> float:
    """The value of any evidence row. Raises ValueError when there is no such row or no number."""
    row = ev.find(record)
    if row is None:
        raise ValueError(f"record: expected the id of an evidence row, found {record!r}")
    if "value" not in row.index or pd.isna(row["value"]):
        raise ValueError(f"record: expected a row with a value, found {record!r} without one")
    return float(row["value"])


def numbers_of(ev, **records: str) -> dict[str, float]:
    """Several at once: ``numbers_of(ev, gap="sval-074")`` gives ``{"gap": 24.2}``."""
    return {name: number(ev, record) for name, record in records.items()}
