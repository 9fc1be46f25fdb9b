"""Numbers that a finding prints as text: several of them in one cell, or a range."""

from __future__ import annotations

import re

# A minus counts only where it stands before a number and after no digit: "90-180" is a range.
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")


def figures(ev, record: str, *, count: int) -> tuple[float, ...]:
    """All numbers of a finding's ``figure`` text, in order: "14 / 12 / 31" gives (14, 12, 31).

    ``count`` says how many there must be, so that an edited cell is noticed. Raises ValueError for
    an unknown row and for another count.
    """
    row = ev.find(record)
    if row is None or "figure" not in row.index:
        raise ValueError(f"record: expected the id of a finding, found {record!r}")
    found = tuple(float(text) for text in _NUMBER.findall(str(row["figure"])))
    if len(found) != count:
        raise ValueError(f"{record}: expected {count} numbers, found {row['figure']!r}")
    return found


def ends(ev, record: str) -> tuple[float, float]:
    """The two ends of a finding that is a range. Raises ValueError when it has none."""
    row = ev.find(record)
    if row is None or row.get("lower") is None or row[["lower", "upper"]].isna().any():
        raise ValueError(f"record: expected a finding with two ends, found {record!r}")
    return float(row["lower"]), float(row["upper"])
