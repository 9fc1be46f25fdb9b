"""What a check returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...vocabulary import RESULTS, ROLES


class ClaimError(ValueError):
    """A claim record that cannot be judged: the message names claim, key, expected and found."""


@dataclass(frozen=True)
class CheckResult:
    """One check of one claim. A check's function fills in all but name and role; the ledger those.

    Attributes:
        result: one of :data:`analysis.vocabulary.RESULTS`.
        statistic: the number that was compared, or None where nothing could be measured.
        threshold: what it was compared with, in words or as a number.
        unit: the unit of the statistic.
        rows: ids of the evidence rows that were used.
        values: named numbers that the sentence is made of.
        sentence: one sentence for the reader, its numbers filled in from ``values``.
        name: the check, a word of ``analysis.claims.checks.VOCABULARY``.
        role: one of :data:`analysis.vocabulary.ROLES`.
    """

    result: str
    statistic: float | None = None
    threshold: float | str | None = None
    unit: str = ""
    rows: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    sentence: str = ""
    name: str = ""
    role: str = "context"

    def __post_init__(self) -> None:
        for word, found, known in (("result", self.result, RESULTS), ("role", self.role, ROLES)):
            if found not in known:
                raise ClaimError(
                    f"check {self.name}: {word} expected one of {tuple(known)}, found {found!r}"
                )
