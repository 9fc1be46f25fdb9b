"""The methods appendix: the verdict rule as tables."""

from __future__ import annotations

import pandas as pd

from ...claims import ledger, sensitivity
from ...claims.checks import VOCABULARY
from ...claims.verdict_rule import TABLE


def vocabulary() -> pd.DataFrame:
    """The check vocabulary: check, family, roles, rule."""
    return pd.DataFrame(
        [
            {"check": name, "family": c.family, "roles": ", ".join(c.roles), "rule": c.rule}
            for name, c in VOCABULARY.items()
        ]
    )


def decision_table() -> pd.DataFrame:
    """The decision table, line by line."""
    return pd.DataFrame(
        [
            {
                "line": str(line.number),
                "gate": line.gate or None,
                "core": line.core or None,
                "meaning": line.meaning or None,
                "context": line.context or None,
                "verdict": line.verdict,
            }
            for line in TABLE
        ]
    )


def threshold_table(ev) -> pd.DataFrame:
    """Every threshold with its meaning and the verdicts that halving and doubling would move."""
    moves = sensitivity.moves(ev)
    rows = []
    for name, entry in ev.thresholds.items():
        texts = {}
        for factor in sensitivity.FACTORS:
            found = [
                f"{m.claim} to {m.after}"
                for m in moves
                if m.threshold == name and m.factor == factor
            ]
            texts[factor] = "; ".join(found) or "none"
        rows.append(
            {
                "threshold": name,
                "value": f"{entry['value']:g} {entry['unit']}",
                "means": entry["means"],
                "halved": texts[0.5],
                "doubled": texts[2.0],
            }
        )
    return pd.DataFrame(rows)


def tally(ev) -> pd.DataFrame:
    """How many claims end on each line of the decision table: line, claims, verdict."""
    judged = ledger.judge_all(ev)
    rows = {}
    for one in judged:
        key = (one.decision.line, one.decision.verdict)
        rows.setdefault(key, []).append(one.claim["id"])
    return pd.DataFrame(
        [
            {"line": str(line), "verdict": verdict, "n": len(ids), "claims": ", ".join(ids)}
            for (line, verdict), ids in sorted(rows.items())
        ]
    )
