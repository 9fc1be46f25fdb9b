"""Halving and doubling thresholds: the quick way gives what judging all claims again gives."""

from analysis import evidence
from analysis.claims import ledger, sensitivity
from analysis.claims.verdict_rule import WORDS

EV = evidence.load()


def test_moves_of_one_threshold_are_those_of_judging_every_claim_again():
    limits = ledger.thresholds(EV)
    changed = ledger.with_limit(limits, "judged_rows", 2.0)
    before = {j.claim["id"]: WORDS[j.decision.verdict] for j in ledger.judge_all(EV)}
    after = {j.claim["id"]: WORDS[j.decision.verdict] for j in ledger.judge_all(EV, limits=changed)}
    slow = {(c, before[c], after[c]) for c in before if before[c] != after[c]}
    quick = {
        (m.claim, m.before, m.after)
        for m in sensitivity.moves(EV, factors=(2.0,))
        if m.threshold == "judged_rows"
    }
    assert quick == slow
    assert quick


def test_no_factor_moves_nothing():
    assert sensitivity.moves(EV, factors=(1.0,)) == []
