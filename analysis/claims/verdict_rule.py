"""The verdict rule, version 2: one decision table for every claim, comparison and group.

:data:`TABLE` is what the methods page prints and what :func:`decide` runs, line by line; the first
line that applies decides. It was written after the evidence had been read, which that page says.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from ..vocabulary import RESULTS
from .checks.result import CheckResult

#: A changed rule needs a new version and the list of verdicts that it moves.
VERSION = 2
MINE = "main"


ALL, NONE = frozenset(RESULTS), frozenset()
GOOD, QUIET = frozenset({"yes", "nearly"}), frozenset({"yes", "nearly", "unread"})


@dataclass(frozen=True)
class Line:
    """One line of the table: which results of ``main`` and ``side`` checks it takes, and its word.

    ``main`` and ``side`` are the conditions in words. In sets: of each of ``some`` the main checks
    have a result, and the others are among ``mains``, those of side checks among ``sides``.
    ``mine`` and ``beside`` are the results with which a main or a side check may have caused it.
    """

    number: int
    main: str
    side: str
    word: str
    some: tuple[Set[str], ...] = ()
    mains: Set[str] = ALL
    sides: Set[str] = ALL
    mine: Set[str] = NONE
    beside: Set[str] = NONE

    def applies(self, main: Set[str], side: Set[str]) -> bool:
        """Whether the line takes these results."""
        return main <= self.mains and side <= self.sides and all(main & one for one in self.some)


@dataclass(frozen=True)
class Decision:
    """A verdict, the line that gave it, and the place of the check that decided (or None)."""

    word: str
    line: int
    place: int | None


def some(number: int, wanted: str, word: str) -> Line:
    """A line for which one main check with the ``wanted`` result is enough."""
    return Line(number, f"some {wanted}", "", word, some=({wanted},), mine={wanted})


TABLE = (
    Line(1, "none declared", "", "Definition", mains=NONE, beside=ALL),
    Line(2, "some no, some yes or nearly", "", "Misleads", some=({"no"}, GOOD), mine={"no"}),
    some(3, "no", "Wrong"),
    Line(
        *(4, "at least one yes, all others yes or unread", "all yes, nearly or unread", "Holds"),
        *(({"yes"},), {"yes", "unread"}, QUIET, {"yes"}),
    ),
    Line(
        *(5, "some yes or nearly", "", "Holds with a caveat", (GOOD,)),
        mine={"nearly", "open", "unshown"},
        beside={"no", "open", "unshown"},
    ),
    some(6, "unshown", "Not shown"),
    some(7, "open", "Open"),
    Line(8, "only unread left", "", "Not checked", mains={"unread"}, mine={"unread"}),
)


def decide(checks: Sequence[CheckResult]) -> Decision:
    """Apply the table to the checks of a claim, a comparison or all members of a group.

    The deciding check is the first, in the order written, that may have caused the line.
    """
    main = {check.result for check in checks if check.role == MINE}
    side = {check.result for check in checks if check.role != MINE}
    line = next(line for line in TABLE if line.applies(main, side))
    causes = {MINE: line.mine}
    places = (n for n, one in enumerate(checks) if one.result in causes.get(one.role, line.beside))
    return Decision(line.word, line.number, next(places, None))
