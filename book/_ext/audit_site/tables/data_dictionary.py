"""The data dictionary: every table and column of the Data Package, from its own schema."""

import pandas as pd

from analysis.evidence.schema import TABLES, Field, table

from .rows import GRADES


def columns(name: str) -> pd.DataFrame:
    """Column, type, what it means, and what is allowed, for one table; ValueError if unknown."""
    found = table(name)
    references = {column: f"names a row of {other}" for column, other, _ in found.references}
    rows = [
        (field.name, field.type, field.description, allowed(field, references.get(field.name)))
        for field in found.fields
    ]
    return pd.DataFrame(rows, columns=["column", "type", "means", "allowed"])


def allowed(field: Field, reference: str | None) -> str:
    """The constraints of a column in words."""
    low, high = ("" if end is None else f"{end:g}" for end in (field.minimum, field.maximum))
    parts = (
        "required" if field.required else "",
        reference or "",
        "one of " + ", ".join(field.enum) if field.enum else "",
        " ".join(filter(None, (low and f"from {low}", high and f"to {high}"))),
        f"pattern {field.pattern}" if field.pattern else "",
    )
    return "; ".join(filter(None, parts)) or "–"


def overview(ev) -> pd.DataFrame:
    """Every table with its files and number of rows: table, files, rows, holds."""
    rows = [
        (one.title, ", ".join(one.paths), len(getattr(ev, one.name)), one.description)
        for one in TABLES
    ]
    return pd.DataFrame(rows, columns=["table", "files", "rows", "holds"])


def access_counts(ev) -> pd.DataFrame:
    """How observations and findings were read: access, means, observations, findings."""
    observed = ev.series["access"].value_counts()
    reported = pd.concat([ev.findings["access"], ev.qualitative["access"]]).value_counts()
    order = ["primary", "copy", "computed", "second-hand"]
    return pd.DataFrame(
        {
            "access": order,
            "means": [GRADES[name] for name in order],
            "observations": [int(observed.get(name, 0)) for name in order],
            "findings": [int(reported.get(name, 0)) for name in order],
        }
    )
