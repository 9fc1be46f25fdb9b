"""What a check returns, and the words it may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

RESULTS = ("pass", "fail", "imprecise", "missing", "conflicting", "too_early")
UNDECIDED = ("imprecise", "missing", "conflicting", "too_early")
ROLES = ("gate", "core", "meaning", "context")


class ClaimError(ValueError):
    """A claim record that cannot be judged: the message names claim, key, expected and found."""


@dataclass(frozen=True)
class CheckResult:
    """One check of one claim.

    Attributes:
        name: the check, a word of the vocabulary in ``analysis.claims.checks.VOCABULARY``.
        role: ``gate``, ``core``, ``meaning`` or ``context``.
        result: one of :data:`RESULTS`.
        statistic: the number that was compared, or None where nothing could be measured.
        threshold: what it was compared with, in words or as a number.
        unit: the unit of the statistic.
        rows: ids of the evidence rows that were used.
        values: named numbers that the sentence is made of.
        sentence: one sentence for the reader, its numbers filled in from ``values``.
    """

    name: str
    role: str
    result: str
    statistic: float | None = None
    threshold: float | str | None = None
    unit: str = ""
    rows: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    sentence: str = ""

    def __post_init__(self) -> None:
        if self.result not in RESULTS:
            raise ClaimError(
                f"check {self.name}: result expected one of {RESULTS}, found {self.result!r}"
            )
        if self.role not in ROLES:
            raise ClaimError(
                f"check {self.name}: role expected one of {ROLES}, found {self.role!r}"
            )


@dataclass(frozen=True)
class Outcome:
    """What a check function hands back; the ledger adds name, role and the claim's own sentence."""

    result: str
    statistic: float | None = None
    threshold: float | str | None = None
    unit: str = ""
    rows: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    sentence: str = ""
