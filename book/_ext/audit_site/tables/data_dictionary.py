"""The data dictionary: every table and column of the Data Package, from its own schema."""

from __future__ import annotations

import pandas as pd

from analysis.evidence.fields import Field, Table
from analysis.evidence.schema import TABLES


def names() -> list[str]:
    """The names of the tables, in the package's order."""
    return [table.name for table in TABLES]


def table(name: str) -> Table:
    """One table of the schema. Raises ValueError for an unknown name."""
    found = [t for t in TABLES if t.name == name]
    if not found:
        raise ValueError(f"name: expected one of {', '.join(names())}, found {name!r}")
    return found[0]


def columns(name: str) -> pd.DataFrame:
    """Column, type, what it means, and what is allowed, for one table."""
    references = {column: f"a {key} of {other}" for column, other, key in table(name).references}
    return pd.DataFrame(
        [
            {
                "column": field.name,
                "type": field.type,
                "means": field.description,
                "allowed": allowed(field, references.get(field.name)),
            }
            for field in table(name).fields
        ]
    )


def allowed(field: Field, reference: str | None) -> str:
    """The constraints of a column in words."""
    parts = ["required"] if field.required else []
    if reference:
        parts.append(reference)
    if field.enum:
        parts.append("one of " + ", ".join(value for value in field.enum if value))
    if field.minimum is not None or field.maximum is not None:
        low = "" if field.minimum is None else f"from {field.minimum:g}"
        high = "" if field.maximum is None else f"to {field.maximum:g}"
        parts.append(f"{low} {high}".strip())
    if field.pattern:
        parts.append(f"pattern {field.pattern}")
    return "; ".join(parts) or "–"


def overview(ev) -> pd.DataFrame:
    """Every table with its files and number of rows."""
    rows = []
    for entry in TABLES:
        frame = getattr(ev, entry.name)
        rows.append(
            {
                "table": entry.title,
                "files": ", ".join(entry.paths),
                "rows": len(frame),
                "holds": entry.description,
            }
        )
    return pd.DataFrame(rows)


def access_counts(ev) -> pd.DataFrame:
    """How the observations and findings were seen: access, observations, findings."""
    observed = ev.series["access"].value_counts()
    reported = pd.concat([ev.findings["access"], ev.qualitative["access"]]).value_counts()
    order = ["primary", "copy", "computed", "second-hand"]
    return pd.DataFrame(
        {
            "access": order,
            "observations": [int(observed.get(name, 0)) for name in order],
            "findings": [int(reported.get(name, 0)) for name in order],
        }
    )
