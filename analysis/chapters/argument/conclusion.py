"""The conclusion: what becomes of the argument as a whole, link by link and by kind of claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ...claims import ledger

HOLDS = ("supported", "supported with caveats")
OTHERS = ("misleading", "not supported", "contradicted", "open")
UNCOUNTED = ("definition", "pending")
# The article's argument from its premises to its close; every section of the ledger stands once.
STEPS = {
    "The benchmarks rise": (
        "coding",
        "time_horizons",
        "core_bench",
        "mle_bench",
        "kernels",
        "posttrain_bench",
        "training_speedups",
    ),
    "The parts make a whole": ("acceleration", "autonomy"),
    "Engineering is enough, and is wanted": ("breakthroughs", "industry_goals"),
    "So the forecast": ("prediction", "inflection"),
    "What follows": ("risks", "conclusion"),
}
KINDS = {
    "quantitative": "figures",
    "qualitative": "descriptions",
    "forecast": "forecasts",
    "causal": "reasons",
}


def tally(entries: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many of some claims hold, mislead, are not shown, are wrong or open.

    {judged, holds, misleading, "not supported", contradicted, open}; pure definitions are not
    counted.
    """
    found = Counter(entry["verdict"] for entry in entries if entry["verdict"] not in UNCOUNTED)
    return {
        "judged": found.total(),
        "holds": sum(found[verdict] for verdict in HOLDS),
        **{verdict: found[verdict] for verdict in OTHERS},
    }


def by_step(ev) -> pd.DataFrame:
    """The verdicts by link of the argument: step, judged, holds, and one column a verdict.

    Raises ValueError if a section of the ledger stands in no link or in two.
    """
    entries = ledger.records(ev)
    placed = Counter(section for sections in STEPS.values() for section in sections)
    sections = {entry["section"] for entry in entries}
    wrong = sorted(sections ^ set(placed)) + [name for name, count in placed.items() if count > 1]
    if wrong:
        raise ValueError(f"STEPS: expected every section of the ledger once, found {wrong}")
    return pd.DataFrame(
        {"step": step, **tally(entry for entry in entries if entry["section"] in sections)}
        for step, sections in STEPS.items()
    )


def by_kind(ev) -> pd.DataFrame:
    """The share of claims that hold by kind of claim: label, value (percent), text, judged, holds.

    Highest share first; definitions are not counted.
    """
    entries = ledger.records(ev)
    rows = []
    for kind, label in KINDS.items():
        found = tally(entry for entry in entries if entry["kind"] == kind)
        rows.append(
            {
                "label": label,
                "value": 100 * found["holds"] / found["judged"],
                "text": f"{found['holds']} of {found['judged']}",
                "judged": found["judged"],
                "holds": found["holds"],
            }
        )
    table = pd.DataFrame(rows)
    return table.sort_values("value", ascending=False, kind="stable").reset_index(drop=True)


def moved(ev) -> dict[str, int]:
    """How the verdicts moved between publication and today.

    {moved: all that changed, toward: those that hold now and did not, away: the reverse}.
    """
    changed = [entry for entry in ledger.records(ev) if "verdict_at_publication" in entry]
    then = [entry["verdict_at_publication"] in HOLDS for entry in changed]
    now = [entry["verdict"] in HOLDS for entry in changed]
    return {
        "moved": len(changed),
        "toward": sum(n and not t for t, n in zip(then, now, strict=True)),
        "away": sum(t and not n for t, n in zip(then, now, strict=True)),
    }
