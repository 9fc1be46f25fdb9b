"""Show the rows behind judged claims: for, against, and what only limits.

Where no statistic decides, a reader must see the evidence itself. The table lists the rows that the
claims' own checks name, so it cannot show other evidence than the verdict rests on.
"""

from collections.abc import Mapping
from itertools import product
from typing import Any

import pandas as pd

from analysis.claims import records
from analysis.claims.ledger import check_items
from analysis.words import day_in_words, month_in_words

from ..markup import Shown
from .plain import HTML, plain_table
from .rows import GRADES, row_anchor

SIDES = ("for", "against", "limits")
#: The same in the words of a card: of what is left open some rows bear on it.
ROLES = {"for": "for", "against": "against", "limits": "limits", "open": "bears on"}
IT = {"limits": "it", "open": "it"}


def evidence_table(
    ev, *claims: str, words: Mapping[str, str] | None = None, fold: str | None = None
) -> Shown:
    """Return the rows of :func:`evidence_rows` as a table, under ``fold`` a folded one: side where
    it differs, evidence with its credit."""
    rows = evidence_rows(ev, *claims, words=words)
    said = [(r["side"], HTML.evidence(r, row_anchor(r["record"], "../"))) for r in rows]
    heads = {0: "Speaks", 1: "Evidence"} if len({side for side, _ in said}) > 1 else {1: "Evidence"}
    return plain_table(pd.DataFrame(said), heads, fold=fold)


def evidence_rows(ev, *claims: str, words: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """Return the rows that the judged checks of some claims name, those for the claims first.

    ``words`` gives shorter texts by record, with the fields {value}, {value_from},
    {lower} and {upper} of the row; without one the row's own finding stands. Raises
    ``ValueError`` for a claim without judged checks and for words about a row that is not there.
    """
    words = dict(words or {})
    found: dict[str, dict[str, dict[str, None]]] = {}
    results = {
        one["id"]: [check["result"] for check in one["checks"] if check["name"] == "judged"]
        for one in records.records(ev)
    }
    for name in claims:
        judged = [params for kind, params in check_items(ev.claim(name)) if kind == "judged"]
        if not judged:
            raise ValueError(f"claims: expected one with judged checks, found {name}")
        for (params, result), side in product(zip(judged, results[name], strict=True), SIDES):
            role = "open" if (side, result) == ("limits", "open") else side
            for record in params.get(side) or ():
                found.setdefault(record, {}).setdefault(role, {})[name] = None
    unused = [record for record in words if record not in found]
    if unused:
        raise ValueError(f"words: expected rows of {', '.join(claims)}, found {unused}")
    rows, order = [], list(ROLES)
    for record, sides in found.items():
        row, template = ev.row(record), words.get(record)
        ordered = [role for role in ROLES if role in sides]
        of = {role: ", ".join(sides[role]) if len(claims) > 1 else IT.get(role) for role in ordered}
        tags = [f"{ROLES[role]} {what or ''}".strip() for role, what in of.items()]
        values = {name: row.get(name) for name in ("value", "value_from", "lower", "upper")}
        said = {
            "record": record,
            "side": "; ".join(tags),
            "finding": template.format(**values) if template else str(row.get("finding", "")),
            "party": str(row.get("party") or row.get("developer") or ""),
            "date": written_day(row),
            "seen": GRADES[row["access"]],
            "url": str(ev.sources[row["source"]]["url"]),
        }
        when = pd.Timestamp.max if pd.isna(row["date"]) else row["date"]
        rows.append((order.index(ordered[0]), when, record, said))
    return [said for *_, said in sorted(rows, key=lambda row: row[:3])]


def written_day(row: Mapping[str, Any]) -> str:
    """Return a row's date as precise as it is known: "6 September 2026", "April 2026", "2025"."""
    day, precision = row["date"], row.get("date_precision", "day")
    if pd.isna(day):
        return "undated"
    if precision == "year":
        return str(day.year)
    return month_in_words(day) if precision == "month" else day_in_words(day)
