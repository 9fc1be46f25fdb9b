"""The conclusion: the argument link by link, and the two verdicts that hang on a word."""

import dataclasses

import pytest

from analysis import evidence
from analysis.chapters.argument import conclusion
from analysis.claims import ledger


@pytest.fixture(scope="module")
def ev():
    return evidence.load()


def checks_of(ev, name):
    return ledger.judge(ev, ev.claim(name)).checks


def test_every_section_stands_in_one_link_and_every_claim_is_counted(ev):
    table = conclusion.by_step(ev)
    entries = ledger.records(ev)
    judged = [e for e in entries if e["verdict"] not in conclusion.UNCOUNTED]
    assert table["judged"].sum() == len(judged)
    parts = table[["holds", *conclusion.OTHERS]].sum(axis=1)
    assert (parts == table["judged"]).all()
    assert conclusion.tally(entries)["judged"] == len(judged)


def test_a_section_that_nobody_placed_is_an_error(ev, monkeypatch):
    without = {k: v for k, v in conclusion.STEPS.items() if k != "What follows"}
    monkeypatch.setattr(conclusion, "STEPS", without)
    with pytest.raises(ValueError, match=r"every section of the ledger once, found .*'risks'"):
        conclusion.by_step(ev)


def test_definitions_are_not_counted_and_caveats_hold():
    found = conclusion.tally(
        {"verdict": verdict}
        for verdict in ("definition", "supported", "supported with caveats", "open", "misleading")
    )
    assert (found["judged"], found["holds"], found["open"], found["misleading"]) == (4, 2, 1, 1)


def test_figures_hold_more_often_than_reasons(ev):
    table = conclusion.by_kind(ev).set_index("label")
    assert table.loc["figures", "value"] > table.loc["reasons", "value"] + 20
    assert table["value"].is_monotonic_decreasing
    assert (100 * table["holds"] / table["judged"]).to_numpy() == pytest.approx(table["value"])


def test_verdicts_that_moved_are_those_with_another_at_publication(ev):
    found = conclusion.moved(ev)
    assert found["moved"] >= found["toward"] + found["away"]
    assert found["toward"] > found["away"]


def test_participant_passes_and_autonomous_fails_on_rows_of_more_than_one_party(ev):
    participant, autonomous = checks_of(ev, "C69")
    assert (participant.result, autonomous.result) == ("pass", "fail")
    for check in (participant, autonomous):
        assert len({ev.find(row)["party"] for row in check.rows}) >= 2


def test_one_row_for_autonomy_would_turn_c69(ev):
    changed = {**ev.claim("C69")}
    second = dict(changed["checks"][1]["judged"])
    sentence = {**second["sentence"], "conflicting": "rows on both sides."}
    second = {**second, "for": ["qual-029"], "sentence": sentence}
    changed["checks"] = [changed["checks"][0], {"judged": second}]
    assert ledger.judge(ev, changed).decision.verdict == "supported with caveats"


def test_c71_can_come_out_otherwise(ev):
    foresee, control, date = checks_of(ev, "C71")
    assert (foresee.result, control.result, date.result) == ("pass", "pass", "too_early")
    later = dataclasses.replace(
        ev, vintage={**ev.vintage, "as_of": type(ev.vintage["as_of"])(2029, 1, 1)}
    )
    assert checks_of(later, "C71")[2].result == "fail"
    assert (
        ledger.judge(ev.known_by("2026-05-04"), ev.claim("C71")).decision.verdict == "not supported"
    )
