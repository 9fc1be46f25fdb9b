"""The decision table, over all multisets of results, against a second reading of it."""

from itertools import combinations, product
from itertools import combinations_with_replacement as multisets

from analysis.claims.checks.result import CheckResult
from analysis.claims.verdict_rule import TABLE, decide
from analysis.vocabulary import RESULTS, WORDS

MAIN = [s for n in range(5) for s in multisets(RESULTS, n)]
SIDE = [s for n in range(3) for s in multisets(RESULTS, n)]
SETS = [s for n in range(7) for s in combinations(RESULTS, n)]


def checks(main=(), side=()):
    given = [("main", result) for result in main] + [("side", result) for result in side]
    return [CheckResult(result, name="x", role=role) for role, result in given]


def reference(main, side):
    """The table as its specification words it, one condition a line."""
    has = set(main)
    good = bool(has & {"yes", "nearly"})
    lines = [
        (not main, "Definition"),
        ("no" in has and good, "Misleads"),
        ("no" in has, "Wrong"),
        (
            main.count("yes") >= 1
            and all(r in ("yes", "unread") for r in main)
            and all(r in ("yes", "nearly", "unread") for r in side),
            "Holds",
        ),
        (good, "Holds with a caveat"),
        ("unshown" in has, "Not shown"),
        ("open" in has, "Open"),
        (has == {"unread"}, "Not checked"),
    ]
    return next((n, word) for n, (holds, word) in enumerate(lines, 1) if holds)


def test_every_multiset_of_results_gives_the_word_of_the_table():
    """All sets of results on both sides, and repeats: how often a result stands never matters."""
    seen = set()
    for main, side in [*product(MAIN, SIDE), *product(SETS, SETS)]:
        decision = decide(checks(main, side))
        assert (decision.line, decision.word) == reference(main, side), (main, side)
        assert TABLE[decision.line - 1].word == decision.word  # as it is printed
        assert decide(checks(set(main), set(side))).word == decision.word
        seen.add(decision.line)
    assert seen == {line.number for line in TABLE} == set(range(1, 9))
    assert {line.word for line in TABLE} == set(WORDS)


def test_the_deciding_check_is_the_first_that_may_have_caused_the_line():
    causes = {
        2: {("main", "no")},
        3: {("main", "no")},
        4: {("main", "yes")},
        5: {("main", r) for r in ("nearly", "open", "unshown")}
        | {("side", r) for r in ("no", "open", "unshown")},
        6: {("main", "unshown")},
        7: {("main", "open")},
        8: {("main", "unread")},
    }
    for main in MAIN:
        for side in SIDE:
            # Side checks may stand before main ones: order of writing decides, not the role.
            given = checks(main, side)[::-1]
            decision = decide(given)
            if decision.line == 1:
                assert decision.place == (0 if given else None)
                continue
            fit = [(c.role, c.result) in causes[decision.line] for c in given]
            assert decision.place == fit.index(True)
