"""The conclusion: the argument link by link, and the two verdicts that hang on a word."""

import dataclasses

import pytest

from analysis import evidence
from analysis.chapters.argument import conclusion
from analysis.claims import ledger

EV = evidence.load()


def checks_of(name, ev=EV):
    return ledger.judge(ev, ev.claim(name)).checks


def test_every_section_stands_in_one_link_and_every_claim_is_counted():
    table = conclusion.by_step(EV)
    entries = ledger.records(EV)
    judged = [e for e in entries if e["verdict"] not in conclusion.UNCOUNTED]
    assert table["judged"].sum() == len(judged)
    parts = table[["holds", *conclusion.OTHERS]].sum(axis=1)
    assert (parts == table["judged"]).all()
    assert conclusion.tally(entries)["judged"] == len(judged)


def test_a_section_that_nobody_placed_is_an_error(monkeypatch):
    without = {k: v for k, v in conclusion.STEPS.items() if k != "What follows"}
    monkeypatch.setattr(conclusion, "STEPS", without)
    with pytest.raises(ValueError, match=r"every section of the ledger once, found .*'risks'"):
        conclusion.by_step(EV)


def test_definitions_are_not_counted_and_caveats_hold():
    found = conclusion.tally(
        {"verdict": verdict}
        for verdict in ("definition", "supported", "supported with caveats", "open", "misleading")
    )
    assert (found["judged"], found["holds"], found["open"], found["misleading"]) == (4, 2, 1, 1)


def test_participant_passes_and_autonomous_fails_on_rows_of_more_than_one_party():
    participant, autonomous = checks_of("C69")
    assert (participant.result, autonomous.result) == ("pass", "fail")
    for check in (participant, autonomous):
        assert len({EV.find(row)["party"] for row in check.rows}) >= 2


def test_one_row_for_autonomy_would_turn_c69():
    changed = {**EV.claim("C69")}
    second = dict(changed["checks"][1]["judged"])
    sentence = {**second["sentence"], "conflicting": "rows on both sides."}
    second = {**second, "for": ["qual-029"], "sentence": sentence}
    changed["checks"] = [changed["checks"][0], {"judged": second}]
    assert ledger.judge(EV, changed).decision.verdict == "supported with caveats"


def test_c71_can_come_out_otherwise():
    foresee, control, date = checks_of("C71")
    assert (foresee.result, control.result, date.result) == ("pass", "pass", "too_early")
    later = dataclasses.replace(
        EV, vintage={**EV.vintage, "as_of": type(EV.vintage["as_of"])(2029, 1, 1)}
    )
    assert checks_of("C71", later)[2].result == "fail"
    assert (
        ledger.judge(EV.known_by("2026-05-04"), EV.claim("C71")).decision.verdict == "not supported"
    )
