"""The vocabulary of checks.

A check is a small function ``(ev, claim, params, thresholds) -> CheckResult``. Its result is one of
*yes* (the evidence meets the mark), *nearly* (in the band beyond it), *no* (it meets the mark for
the opposite), *open* (good evidence on both sides, or date or condition ahead), *unshown* (no
effect, fewer witnesses than needed, or nobody has measured) and *unread* (our limit).
:data:`VOCABULARY` is what the methods page prints and what the ledger runs; the words of the marks
stand in ``data/labels.yml``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ...vocabulary import CHECKS
from . import figures, pairs, trends, words
from .result import CheckResult, ClaimError, Unread


@dataclass(frozen=True)
class Check:
    """A word of the vocabulary: its function and the roles that it may play."""

    function: Callable[..., CheckResult]
    roles: tuple[str, ...]

    @property
    def rule(self) -> str:
        """The first paragraph of the function's docstring: what it compares."""
        return (self.function.__doc__ or "").split("\n\n")[0].replace("\n    ", " ").strip()


BOTH = {
    *(figures.label_matches, words.said_by, trends.trend, trends.pace_changes, trends.shape),
    *(pairs.direction, words.judged),
}
MAIN = {figures.figure_matches, figures.current, pairs.like_for_like, pairs.same_terms}
SIDE = {figures.range_width, figures.replicated, figures.still_valid}
ROLES = {("main", "side"): BOTH, ("main",): MAIN, ("side",): SIDE}
FUNCTIONS = {one.__name__: Check(one, roles) for roles, some in ROLES.items() for one in some}
VOCABULARY = {name: FUNCTIONS[name] for name in CHECKS}
