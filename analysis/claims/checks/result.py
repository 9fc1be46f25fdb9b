"""What a check returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...vocabulary import RESULTS, ROLES


class ClaimError(ValueError):
    """A claim record that cannot be judged: the message names claim, key, expected and found."""


@dataclass(frozen=True)
class CheckResult:
    """One check of one claim. A check's function fills in the first nine; the ledger the rest.

    Attributes:
        result: one of :data:`analysis.vocabulary.RESULTS`.
        statistic: the number that was compared, or None where nothing could be measured.
        threshold: the mark that it was compared with.
        unit: the unit of the statistic.
        rows: ids of the evidence rows that were used.
        sources: keys of sources beside those of the rows.
        values: named numbers that a sentence may be made of.
        words: the result in words, with its margin or its witnesses.
        witnesses: side (for, against, limits) to witness to the ids of its rows.
        name: the check, a word of ``analysis.claims.checks.VOCABULARY``.
        role: one of :data:`analysis.vocabulary.ROLES`.
        caveat: the kind of caveat that it puts on a sentence, "" where it cannot.
        title: what it asks, as a statement.
        sentence: the claim's own sentence for this result, filled in; "" where it has none.
    """

    result: str
    statistic: float | None = None
    threshold: float | None = None
    unit: str = ""
    rows: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""
    witnesses: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    name: str = ""
    role: str = "side"
    caveat: str = ""
    title: str = ""
    sentence: str = ""

    def __post_init__(self) -> None:
        for word, found, known in (("result", self.result, RESULTS), ("role", self.role, ROLES)):
            if found not in known:
                raise ClaimError(
                    f"check {self.name}: {word} expected one of {tuple(known)}, found {found!r}"
                )


def unread(words: str) -> CheckResult:
    """The result of a check whose evidence could not be read: our limit, no fault."""
    return CheckResult("unread", words=words)
