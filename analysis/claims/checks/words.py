"""Checks of words and witnesses: was it said, and who is for and against."""

from collections.abc import Mapping

import pandas as pd

from ...vocabulary import TEXTS
from .result import CheckResult, Unread

#: The author's texts of the essay's day or before it.
HIS = ("essay", "x post")
SIDES = ("for", "against", "limits")


def said_by(ev, claim, params, thresholds) -> CheckResult:
    """Found in the named text, as strong as in the sentence.

    Absent from a text that was read only in part is unread: our limit.
    """
    text = params.get("text", "essay")
    table = ev.statements[ev.statements["claim"] == claim["id"]]
    found = table[table["text"] == text]
    if found.empty:
        raise Unread(f"no reading of {TEXTS[text]} is at hand")
    row, named = found.iloc[0], TEXTS[text]
    elsewhere = table[table["text"].isin(HIS) & (table["text"] != text)]
    other = elsewhere["record"][elsewhere["found"].isin(["present", "partly"])]
    rows = [row["record"]]
    result, words = {
        "present": ("yes", f"in {named}"),
        "partly": ("nearly", f"in {named} only in part"),
        "opposite": ("no", f"{named} says otherwise"),
        "absent": ("no", f"{named} does not say so (read whole)"),
    }[row["found"]]
    if result == "no" and row["coverage"] != "full":
        words = f"it does not stand in the parts of {named} that could be read"
        return CheckResult("unread", rows=tuple(rows), words=words)
    if result == "no" and text in HIS and not other.empty:
        result, words = "nearly", f"{named} does not say so, another text of his does"
        rows.append(other.iloc[0])
    return CheckResult(result, rows=tuple(rows), words=words)


def witness_of(row: pd.Series) -> str:
    """The party behind a row: its ``witness``, else its ``party``, else the source."""
    for name in ("witness", "party"):
        if isinstance(row.get(name), str) and row[name]:
            return row[name]
    return row["source"]


def counts(rows: list[pd.Series]) -> bool:
    """Whether a witness's rows may be counted: one read, or two reports that agree second-hand."""
    if any(row["access"] != "second-hand" for row in rows):
        return True
    several = any(row.get("reports", 1) > 1 for row in rows)
    return several or len({row["source"] for row in rows}) > 1


def witnesses(ev, names) -> dict[str, tuple[str, ...]]:
    """Witness to its rows among the named records that are known."""
    by: dict[str, list[pd.Series]] = {}
    for row in (ev.find(name) for name in names or []):
        if row is not None:
            by.setdefault(witness_of(row), []).append(row)
    return {
        who: tuple(row["record"] for row in rows)
        for who, rows in sorted(by.items())
        if counts(rows)
    }


def weigh(n_for: int, n_against: int, standard: str, thresholds) -> str:
    """The result of a main check from the numbers of witnesses on both sides."""
    need, outvoted = thresholds["witnesses"], thresholds["outvoted"]
    if n_for >= need and not n_against:
        return "yes"
    if n_against >= need and not n_for:
        return "no"
    if n_against and n_for >= max(need, outvoted * n_against):
        return "nearly"
    if n_for and n_against:
        return "open"
    return "unshown" if standard == "plain" else "open"


def judged(ev, claim, params, thresholds) -> CheckResult:
    """What no statistic decides, by witnesses for and against; a party is one witness.

    Under ``may`` a witness for has measured it at the size that is meant, one against has shown
    that it cannot be; under ``if`` only systems that meet the condition count. Both are open where
    a plain sentence is unshown. On the side, one witness that limits the sentence is enough for no.
    """
    sides = {side: witnesses(ev, params.get(side)) for side in SIDES}
    n = {side: len(sides[side]) for side in SIDES}
    need = thresholds["witnesses"]
    if params.get("role") == "main":
        result = weigh(n["for"], n["against"], params.get("standard", "plain"), thresholds)
    elif n["against"] or n["limits"]:
        result = "no"
    elif params.get("for"):
        result = "yes" if n["for"] >= need else "unshown"
    else:
        result = "yes"
    rows = tuple(row for side in SIDES for rows in sides[side].values() for row in rows)
    numbers = float(n["for"] - n["against"]), float(need), "witnesses for minus against"
    return CheckResult(result, *numbers, rows, words=told(sides), witnesses=sides)


def told(sides: Mapping[str, Mapping[str, tuple[str, ...]]]) -> str:
    """The witnesses by side, "for: OpenAI, METR; against: none", or that there are none."""
    if not any(sides.values()):
        return "we found no evidence that counts, for or against"
    parts = [f"{side}: {', '.join(sides[side]) or 'none'}" for side in ("for", "against")]
    limits = [f"with a limit: {', '.join(sides['limits'])}"] if sides["limits"] else []
    return "; ".join(parts + limits)
