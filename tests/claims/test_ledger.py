"""The ledger: complete, in order, computed, and honest about mistakes in the data."""

import copy
import dataclasses
import json
import re

import pytest

from analysis import evidence
from analysis.__main__ import main
from analysis.claims import ledger, sensitivity
from analysis.claims.checks import ClaimError
from analysis.vocabulary import WORDS

EV = evidence.load()


@pytest.fixture(scope="module")
def records():
    return ledger.records(EV)


def test_all_71_claims_stand_in_article_order_with_addresses_of_their_own(records):
    assert [entry["id"] for entry in records] == [f"C{n:02d}" for n in range(1, 72)]
    assert len({entry["url"] for entry in records}) == 71
    assert all(re.fullmatch(r"book/[a-z_]+\.html#c\d\d-[a-z0-9-]+", e["url"]) for e in records)


def test_the_ledger_as_data_has_no_problem():
    assert ledger.problems(EV.claims, EV) == []


def test_no_claim_is_pending_and_each_is_counted(records):
    assert not [entry["id"] for entry in records if entry["verdict"] == "pending"]
    assert all(entry["checks"] for entry in records)
    tally = ledger.counts(records)
    assert sum(tally.values()) == 71
    assert next(iter(tally)) == "supported"


def test_every_verdict_comes_with_one_sentence_that_starts_with_its_word(records):
    for entry in records:
        assert entry["sentence"].startswith(entry["verdict_word"]), entry["id"]
        assert len(entry["sentence"]) > len(entry["verdict_word"]) + 20, entry["id"]
        assert "{" not in entry["sentence"], entry["id"]


def test_numbers_in_sentences_come_from_the_checks():
    """A sentence with the evidence's numbers taken out of its template holds no number."""
    for claim in EV.claims:
        for name, params in ledger.check_items(claim):
            for text in (params.get("sentence") or {}).values():
                plain = re.sub(r"\{[^}]*\}", "", text)
                assert not ledger.BARE_NUMBER.search(plain), (claim["id"], name, text)


def test_a_changed_value_changes_the_verdict_it_decides():
    series = EV.series.copy()
    row = series["model"].eq("Claude Mythos Preview") & series["series"].eq("swe_bench_verified")
    series.loc[row, "value"] = 83.9
    changed = dataclasses.replace(EV, series=series)
    before = ledger.judge(EV, EV.claim("C23"))
    after = ledger.judge(changed, EV.claim("C23"))
    assert [c.result for c in before.checks if c.name == "figure_matches"] == ["pass"]
    assert after.decision.verdict == "contradicted"


def test_publication_hides_what_was_not_known_then():
    then = EV.known_by(EV.vintage["published"])
    judged = ledger.judge(then, EV.claim("C41"))
    assert judged.checks[0].result == "missing"


def test_thresholds_move_verdicts_and_only_known_ones_can_be_asked_for():
    limits = ledger.thresholds(EV)
    wide = ledger.judge(EV, EV.claim("C30"), limits=ledger.with_limit(limits, "interval_factor", 4))
    assert wide.decision.verdict == "supported"
    with pytest.raises(ClaimError, match="threshold: expected one of"):
        ledger.with_limit(limits, "luck", 2)


def broken(**change):
    claims = copy.deepcopy(EV.claims)
    claims[22].update(change)
    return [
        f"{where}: {expected}; {found}" for where, expected, found in ledger.problems(claims, EV)
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"checks": [{"figure_match": {"role": "core"}}]}, "a check of the vocabulary"),
        ({"checks": [{"figure_matches": {"role": "soul", "series": "swe_bench_full"}}]}, "role"),
        ({"checks": [{"figure_matches": {"role": "core", "series": "swe_bench_fully"}}]}, "series"),
        ({"checks": [{"judged": {"role": "core", "for": ["qual-999"]}}]}, "evidence row"),
        ({"checks": [{"judged": {"role": "core", "numbers": {"n": {"record": {}}}}}]}, "record"),
        ({"checks": [{"same_instrument": {"role": "meaning", "first": {"series": 0}}}]}, "series"),
        ({"checks": [{"said_by": {"role": "core", "sentence": {"pass": "It is 42."}}}]}, "numbers"),
        ({"checks": "none"}, "checks"),
        ({"kind": "opinion"}, "one of quantitative"),
        ({"says": ""}, "a text"),
        ({"id": "C22"}, "C01 to C71"),
        ({"figures": [{"value": 1}]}, "value, unit and printed"),
        ({"checks": []}, "at least one check"),
    ],
)
def test_a_broken_claim_is_named_with_what_was_expected(change, message):
    found = broken(**change)
    assert found
    assert any(message in line for line in found), found


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({}, "expected the parameter"),
        ({"series": "swe_bench_full", "where": 7}, "a parameter is not of the"),
    ],
)
def test_a_missing_or_unfit_parameter_names_claim_and_check(more, message):
    claim = {**EV.claim("C23"), "checks": [{"figure_matches": {"role": "core", **more}}]}
    with pytest.raises(ClaimError, match=f"C23, check figure_matches: {message}"):
        ledger.judge(EV, claim)


def test_the_command_line_prints_the_same_records(records, capsys):
    assert main(["verdicts", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(records))


def test_one_claim_can_be_read_by_a_person(capsys):
    assert main(["claim", "c23"]) == 0
    out = capsys.readouterr().out
    for part in ("Misleads", "93.9", "same_instrument", "rows: swe-", "https://", "#c23-"):
        assert part in out
    assert max(map(len, out.splitlines())) < 160


def test_an_unknown_claim_is_one_line_and_exit_2(capsys):
    assert main(["claim", "C99"]) == 2
    captured = capsys.readouterr()
    assert captured.err.strip() == "claim: expected an id C01 to C71, found 'C99'"


def test_moves_of_one_threshold_are_those_of_judging_every_claim_again():
    changed = ledger.with_limit(ledger.thresholds(EV), "judged_rows", 2.0)
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
    assert sensitivity.moves(EV, factors=(1.0,)) == []
