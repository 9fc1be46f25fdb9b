"""The decision table, over its whole input space, against a second reading of it."""

from itertools import combinations, product

import pytest

from analysis.claims.checks.result import CheckResult, ClaimError
from analysis.claims.verdict_rule import TABLE, VERDICTS, decide
from analysis.vocabulary import RESULTS

SUBSETS = [s for n in range(4) for s in combinations(RESULTS, n)]
SMALL = [s for n in range(3) for s in combinations(RESULTS, n)]
SINGLE = [(), *((result,) for result in RESULTS)]


def checks(**by_role):
    return [
        CheckResult(result, name="x", role=role)
        for role, results in by_role.items()
        for result in results
    ]


def reference(gate, core, meaning, context, kind):
    """The table read as sets of results, one condition a line."""
    undecided = {"imprecise", "missing", "conflicting", "too_early"}
    g, c, m, x = set(gate), set(core), set(meaning), set(context)
    waiting = {"conflicting", "too_early"}
    lines = [
        ("fail" in g, "contradicted"),
        (bool(g - {"pass"}), "not supported"),
        (not c and "fail" in m, "misleading"),
        (not c, "definition" if kind == "definition" else "open"),
        ("pass" not in c and "fail" in c, "contradicted"),
        ("pass" in c and "fail" in c, "misleading"),
        ("pass" not in c and c <= waiting and "fail" in m, "misleading"),
        ("pass" not in c and c <= waiting, "open"),
        ("pass" not in c and bool(c & {"imprecise", "missing"}), "not supported"),
        ("pass" in c and "fail" in m, "misleading"),
        ("pass" in c and bool(c & undecided), "supported with caveats"),
        (bool((m | x) - {"pass"}), "supported with caveats"),
        (True, "supported"),
    ]
    number, verdict = next((i, v) for i, (holds, v) in enumerate(lines, 1) if holds)
    return number, verdict


@pytest.mark.parametrize("kind", ["definition", "causal"])
def test_every_combination_of_results_gives_the_verdict_of_the_table(kind):
    seen = set()
    for gate, core, meaning, context in product(SINGLE, SUBSETS, SMALL, SINGLE):
        decision = decide(checks(gate=gate, core=core, meaning=meaning, context=context), kind=kind)
        assert (decision.line, decision.verdict) == reference(gate, core, meaning, context, kind)
        seen.add(decision.line)
    assert seen == {line.number for line in TABLE}


def test_the_deciding_check_is_one_that_the_line_speaks_of():
    roles = dict.fromkeys(range(1, 14), ("core",))
    roles |= dict.fromkeys((1, 2), ("gate",)) | dict.fromkeys((3, 7, 10), ("meaning",))
    roles[12] = ("meaning", "context")
    for gate, core, meaning, context in product(SINGLE, SMALL, SMALL, SINGLE):
        decision = decide(
            checks(gate=gate, core=core, meaning=meaning, context=context), kind="causal"
        )
        if decision.line != 4:
            assert decision.deciding.role in roles[decision.line]
            assert decision.line in (13,) or decision.deciding.result != "pass"


def test_adding_a_failed_context_check_never_improves_a_verdict():
    rising = "contradicted; misleading; not supported; open; definition; supported with caveats"
    rank = [*rising.split("; "), "supported"].index
    for core, meaning in product(SMALL, SMALL):
        plain, burdened = (
            decide(checks(core=core, meaning=meaning, context=context), kind="causal").verdict
            for context in ((), ("fail",))
        )
        assert rank(burdened) <= rank(plain)


def test_a_result_or_role_outside_the_vocabulary_is_refused():
    with pytest.raises(ClaimError, match="result expected one of"):
        CheckResult("maybe", role="core")
    with pytest.raises(ClaimError, match="role expected one of"):
        CheckResult("pass", role="side")


def test_every_verdict_of_the_table_has_a_word_for_readers():
    assert {v for line in TABLE for v in line.verdict.split(" (")[0].split(", ")} <= set(VERDICTS)
