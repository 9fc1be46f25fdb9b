"""Show the rows behind judged claims: for, against, and what only limits.

Where no statistic decides, a reader must see the evidence itself. The table lists the rows that the
claims' own checks name, so it cannot show other evidence than the verdict rests on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.claims.ledger import check_items

from ..markup import pieces, web_link
from .rows import GRADES, row_anchor

SIDES = ("for", "against", "limits")
COLUMNS = ["record", "side", "claims", "finding", "party", "date", "seen", "url"]


@dataclass(frozen=True)
class EvidenceTable:
    """Rows for and against one or more claims; a notebook shows it as plain HTML."""

    claims: tuple[str, ...]
    rows: pd.DataFrame

    def __repr__(self) -> str:
        return f"{len(self.rows)} rows of evidence for {', '.join(self.claims)}"

    def _repr_html_(self) -> str:
        rows = [(row, credit(row)) for row in self.rows.itertuples()]
        return str(pieces("tables/tables.html").evidence(rows))


def evidence_table(ev, *claims: str, words: Mapping[str, str] | None = None) -> EvidenceTable:
    """Return the rows that the judged checks of some claims name.

    ``words`` gives shorter texts by record, with the fields {value}, {value_from},
    {lower} and {upper} of the row; without one the row's own finding stands. Raises
    ``ValueError`` for a claim without judged checks and for words about a row that is not there.
    """
    words = dict(words or {})
    found: dict[str, dict[str, list[str]]] = {}
    for name in claims:
        sides = judged_sides(ev.claim(name))
        if not sides:
            raise ValueError(f"claims: expected one with judged checks, found {name}")
        for record, side in sides:
            found.setdefault(record, {}).setdefault(side, []).append(name)
    unused = [record for record in words if record not in found]
    if unused:
        raise ValueError(f"words: expected rows of {', '.join(claims)}, found {unused}")
    table = pd.DataFrame(
        [line(ev, record, sides, words, several=len(claims) > 1) for record, sides in found.items()]
    )
    table["order"] = [min(SIDES.index(side) for side in found[r]) for r in table["record"]]
    table = table.sort_values(["order", "when", "record"], kind="stable")
    return EvidenceTable(claims, table[COLUMNS].reset_index(drop=True))


def judged_sides(claim: Mapping) -> list[tuple[str, str]]:
    """Return the (record, side) pairs of a claim's judged checks, in the order written."""
    pairs = []
    for name, params in check_items(claim):
        if name != "judged":
            continue
        for side in SIDES:
            pairs += [(record, side) for record in params.get(side) or []]
    return list(dict.fromkeys(pairs))


def line(ev, record: str, sides: Mapping[str, list[str]], words, *, several: bool) -> dict:
    """Return one row of the table by its columns."""
    row = ev.find(record)
    if row is None:
        raise ValueError(f"record: expected the id of an evidence row, found {record!r}")
    ordered = [side for side in SIDES if side in sides]
    tags = [f"{side} {', '.join(sides[side])}" if several else side for side in ordered]
    template = words.get(record)
    values = {name: row.get(name) for name in ("value", "value_from", "lower", "upper")}
    return {
        "record": record,
        "side": "; ".join(tags),
        "claims": ", ".join(dict.fromkeys(name for side in ordered for name in sides[side])),
        "finding": template.format(**values) if template else str(row.get("finding", "")),
        "party": str(row.get("party") or row.get("developer") or ""),
        "date": written_day(row),
        "seen": GRADES[row["access"]],
        "url": str(ev.sources[row["source"]]["url"]),
        "when": row["date"],
    }


def written_day(row: pd.Series) -> str:
    """Return a row's date as precise as it is known: "6 September 2026", "April 2026", "2025"."""
    day = row["date"]
    if pd.isna(day):
        return "undated"
    precision = row.get("date_precision", "day")
    if precision == "day":
        return f"{day.day} {day:%B %Y}"
    if precision == "month":
        return f"{day:%B %Y}"
    return f"{day:%Y}"


def credit(row) -> list[str]:
    """Return who said it, when, how it was read, and its row, with links."""
    parts = (web_link(row.party, row.url), row.date, row.seen, row_anchor(row.record, "../"))
    return [part for part in parts if part]
