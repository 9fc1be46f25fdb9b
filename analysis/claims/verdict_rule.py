"""The verdict rule: one decision table for every claim.

The table is the one of the methods appendix, line by line; the first line that applies decides.
It was written after the evidence had been read, which the methods page says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..vocabulary import ROLES, UNDECIDED, WORDS
from .checks.result import CheckResult

VERDICTS = tuple(WORDS)


@dataclass(frozen=True)
class Decision:
    """A verdict, the line of the table that gave it, and the check that decided it (or None)."""

    verdict: str
    line: int
    deciding: CheckResult | None


@dataclass(frozen=True)
class Line:
    """One line of the decision table, as the methods page prints it."""

    number: int
    gate: str
    core: str
    meaning: str
    context: str
    verdict: str


TABLE = (
    Line(1, "any fail", "", "", "", "contradicted"),
    Line(2, "any not pass", "", "", "", "not supported"),
    Line(3, "", "none", "any fail", "", "misleading"),
    Line(4, "", "none", "", "", "definition (kind = definition), else open"),
    Line(5, "", "no pass, any fail", "", "", "contradicted"),
    Line(6, "", "some pass, some fail", "", "", "misleading"),
    Line(7, "", "no pass, all conflicting or too early", "any fail", "", "misleading"),
    Line(8, "", "no pass, all conflicting or too early", "", "", "open"),
    Line(9, "", "no pass, any imprecise or missing", "", "", "not supported"),
    Line(10, "", "some pass", "any fail", "", "misleading"),
    Line(11, "", "some pass, some undecided", "", "", "supported with caveats"),
    Line(12, "", "all pass", "any not pass", "or any not pass", "supported with caveats"),
    Line(13, "", "all pass", "all pass", "all pass", "supported"),
)


def decide(checks: Sequence[CheckResult], *, kind: str) -> Decision:
    """Apply the decision table to the checks of one claim.

    ``kind`` is the claim's kind; it matters only for a claim without a core check.
    """
    by_role = {role: [c for c in checks if c.role == role] for role in ROLES}
    gate, core = by_role["gate"], by_role["core"]
    meaning, context = by_role["meaning"], by_role["context"]

    def first(group: Sequence[CheckResult], *results: str) -> CheckResult | None:
        return next((c for c in group if c.result in results), None)

    def not_pass(group: Sequence[CheckResult]) -> CheckResult | None:
        return next((c for c in group if c.result != "pass"), None)

    meaning_fail = first(meaning, "fail")
    core_pass, core_fail = first(core, "pass"), first(core, "fail")

    if failed := first(gate, "fail"):
        return Decision("contradicted", 1, failed)
    if short := not_pass(gate):
        return Decision("not supported", 2, short)
    if not core:
        if meaning_fail:
            return Decision("misleading", 3, meaning_fail)
        deciding = next(iter([*meaning, *gate, *context]), None)
        return Decision("definition" if kind == "definition" else "open", 4, deciding)
    if not core_pass:
        if core_fail:
            return Decision("contradicted", 5, core_fail)
        if all(c.result in ("conflicting", "too_early") for c in core):
            if meaning_fail:
                return Decision("misleading", 7, meaning_fail)
            return Decision("open", 8, core[0])
        return Decision("not supported", 9, first(core, "imprecise", "missing"))
    if core_fail:
        return Decision("misleading", 6, core_fail)
    if meaning_fail:
        return Decision("misleading", 10, meaning_fail)
    if undecided := first(core, *UNDECIDED):
        return Decision("supported with caveats", 11, undecided)
    if short := not_pass([*meaning, *context]):
        return Decision("supported with caveats", 12, short)
    return Decision("supported", 13, core_pass)
