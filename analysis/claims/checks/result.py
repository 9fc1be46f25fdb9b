"""What a check returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class ClaimError(ValueError):
    """A claim record that cannot be judged: the message names claim, key, expected and found."""


class Unread(Exception):
    """Evidence of a check that is not there (yet): its result is *unread*, on no row."""


@dataclass(frozen=True)
class CheckResult:
    """One check of one claim. A check's function fills in the first ten; the ledger the rest.

    ``statistic`` was compared with the mark ``threshold`` (None: nothing could be measured);
    ``rows`` are ids of the evidence used, ``sources`` keys beside theirs, ``values`` named numbers
    for the sentence; ``words`` tell the result with its margin, ``detail`` what only a statistician
    asks; ``witnesses`` maps a side to witnesses to their rows. ``caveat`` is the kind that the
    check puts on a sentence, ``title`` what it asks, ``sentence`` the claim's own, filled in.
    """

    result: str
    statistic: float | None = None
    threshold: float | None = None
    unit: str = ""
    rows: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""
    detail: str = ""
    witnesses: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    name: str = ""
    role: str = "side"
    caveat: str = ""
    title: str = ""
    sentence: str = ""
