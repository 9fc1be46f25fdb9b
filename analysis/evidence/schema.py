"""What every data file holds: the one description of columns, types, ranges and keys.

Three readers use it: :mod:`.csv_files` checks each cell against it, :mod:`.seal`
writes it into ``data/datapackage.json``, and the data dictionary page prints it.
"""

from __future__ import annotations

from .fields import Table
from .schema_measured import ARTICLE_POINTS, INSTRUMENTS, SERIES, TASKS
from .schema_reported import (
    FINDINGS,
    FITS,
    FORECASTS,
    HORIZON_FORECASTS,
    QUALITATIVE,
    SOURCES,
    STATEMENTS,
)

TABLES = (
    SERIES,
    INSTRUMENTS,
    FINDINGS,
    QUALITATIVE,
    FORECASTS,
    HORIZON_FORECASTS,
    FITS,
    TASKS,
    ARTICLE_POINTS,
    STATEMENTS,
    SOURCES,
)


def table(name: str) -> Table:
    """The table of that name; ValueError when there is none."""
    for found in TABLES:
        if found.name == name:
            return found
    raise ValueError(f"table: expected one of {', '.join(t.name for t in TABLES)}, found {name!r}")
