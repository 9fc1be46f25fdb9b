"""The verdict rule, version 2: one decision table for every claim, comparison and group.

:data:`TABLE` is what the methods page prints and what :func:`decide` runs, line by line; the first
line that applies decides. It was written after the evidence had been read, which that page says.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .checks.result import CheckResult

#: A changed rule needs a new version and the list of verdicts that it moves.
VERSION = 2
MINE = "main"


@dataclass(frozen=True)
class Line:
    """One line of the table: which results of ``main`` and ``side`` checks it takes, and its word.

    ``main`` and ``side`` are the conditions in words; ``applies`` says whether the line takes these
    results, ``causes`` whether a check with this result and role may have caused it.
    """

    number: int
    main: str
    side: str
    word: str
    applies: Callable[[set[str], set[str]], bool]
    causes: Callable[[str, str], bool]


@dataclass(frozen=True)
class Decision:
    """A verdict, the line that gave it, and the place of the check that decided (or None)."""

    word: str
    line: int
    place: int | None


GOOD = {"yes", "nearly"}
QUIET = {"yes", "nearly", "unread"}


def among_main(*results: str) -> Callable[[str, str], bool]:
    return lambda result, role: role == MINE and result in results


def some(number: int, wanted: str, word: str) -> Line:
    """A line for which one main check with the ``wanted`` result is enough."""
    causes = among_main(wanted)
    return Line(number, f"some {wanted}", "", word, lambda main, side: wanted in main, causes)


def burdens(result: str, role: str) -> bool:
    """Whether a check with this result keeps a sentence from holding plainly."""
    return result in ({"nearly", "open", "unshown"} if role == MINE else {"no", "open", "unshown"})


TABLE = (
    Line(
        *(1, "none declared", "", "Definition"),
        applies=lambda main, side: not main,
        causes=lambda result, role: True,
    ),
    Line(
        *(2, "some no, some yes or nearly", "", "Misleads"),
        applies=lambda main, side: "no" in main and bool(main & GOOD),
        causes=among_main("no"),
    ),
    some(3, "no", "Wrong"),
    Line(
        *(4, "at least one yes, all others yes or unread", "all yes, nearly or unread", "Holds"),
        applies=lambda main, side: "yes" in main and main <= {"yes", "unread"} and side <= QUIET,
        causes=among_main("yes"),
    ),
    Line(
        *(5, "some yes or nearly", "", "Holds with a caveat"),
        applies=lambda main, side: bool(main & GOOD),
        causes=burdens,
    ),
    some(6, "unshown", "Not shown"),
    some(7, "open", "Open"),
    Line(
        *(8, "only unread left", "", "Not checked"),
        applies=lambda main, side: main == {"unread"},
        causes=among_main("unread"),
    ),
)


def decide(checks: Sequence[CheckResult]) -> Decision:
    """Apply the table to the checks of a claim, a comparison or all members of a group.

    The deciding check is the first, in the order written, that may have caused the line.
    """
    main = {check.result for check in checks if check.role == MINE}
    side = {check.result for check in checks if check.role != MINE}
    line = next(line for line in TABLE if line.applies(main, side))
    places = (n for n, check in enumerate(checks) if line.causes(check.result, check.role))
    return Decision(line.word, line.number, next(places, None))
