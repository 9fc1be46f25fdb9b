"""Less evidence and other rules: views, grades, standards of a reader, thresholds, choices."""

import re

import pytest

from analysis import evidence
from analysis.claims import ledger, sensitivity, standards, views
from analysis.vocabulary import NOTHING_LEFT

EV = evidence.load()


@pytest.fixture(scope="module")
def table():
    return standards.table(EV)


@pytest.fixture(scope="module")
def base():
    return sensitivity.words_of(ledger.judge_all(EV))


def test_a_view_judges_as_if_everything_were_judged_on_it():
    for leave in (["S"], [views.MAKER, "S", views.LATER]):
        view = views.view(EV, frozenset(leave))[0]
        slow = [ledger.judge(view, claim).word for claim in EV.claims]
        assert [one.word for one in views.judged(EV, leave)] == slow


def test_a_view_leaves_out_what_it_says_and_nothing_else():
    without = views.view(EV, frozenset("S"))[0]
    assert set(EV.qualitative["record"]) - set(without.qualitative["record"]) == set(
        EV.qualitative["record"][EV.qualitative["access"] == "second-hand"]
    )
    _, gone = views.view(EV, frozenset([views.MAKER]))
    assert gone == views.makers(EV)
    series = EV.series.set_index("record")
    vendors = [name for name in gone if name in series.index]
    assert (series.loc[vendors, "reporter"] == "vendor").all()
    # A vendor's row stays where somebody else has run the same model on the same test.
    kept = set(series.index[series["reporter"] == "vendor"]) - gone
    assert kept
    later = views.view(EV, frozenset([views.LATER]))[0]
    known = later.series["known_from"].fillna(later.series["date"])
    assert known.max().date() <= EV.vintage["published"]
    assert len(later.corrections) < len(EV.corrections)


def test_a_grade_is_the_weakest_without_which_the_verdict_falls():
    found = views.grades(EV)
    base = ledger.judge_all(EV)
    weaker = {"S": "S", "K": "SK", "C": "SKC", "P": "SKCP"}
    words = {g: [one.word for one in views.judged(EV, gone)] for g, gone in weaker.items()}
    alone = [one.word for one in views.judged(EV, [views.MAKER])]
    for place, one in enumerate(base):
        grade, weakest, maker = found[one.claim["id"]]
        falls = [g for g in weaker if words[g][place] != one.word]
        assert weakest == bool(falls)
        if falls:
            assert grade == falls[0]
        assert maker or alone[place] == one.word
    assert found["C22"] == ("P", True, False)
    assert found["C23"] == ("C", True, True)
    assert found["C54"][0] == "S"


def test_verdicts_at_publication_are_those_of_the_view_without_later_rows(entries):
    then = views.judged(EV, [views.LATER])
    found = {entry["id"]: entry["word_at_publication"] for entry in entries}
    assert found == {one.claim["id"]: one.word for one in then}
    # Under "may" and "if" the empty evidence of that day is open, not unshown.
    for one in then:
        standards_of = [p.get("standard") for _, p in ledger.check_items(one.claim)]
        if one.claim["class"] == "O" and set(standards_of) & {"may", "if"}:
            assert one.word != "Not shown"


def test_the_letters_of_nothing_left_out_as_set_are_the_ledger(table, base):
    assert len(table["views"]) == 8
    assert len(table["letters"]) == 24
    assert len(table["order"]) == 82
    own = table["letters"]["|set"]
    assert [table["words"][letter] for letter in own] == [
        NOTHING_LEFT if base[name] == "Not checked" else base[name] for name in table["order"]
    ]


def test_every_changed_letter_has_a_reason_that_names_a_row_or_a_mark(table):
    own = table["letters"]["|set"]
    for text in table["letters"].values():
        for name, before, after in zip(table["order"], own, text, strict=True):
            if before != after:
                why = table["reasons"][name][after]
                named = re.findall(r"\((\S+?)[),]", why)
                mark = re.search("half as strict|twice as strict|correction", why)
                assert mark or set(named) & set(EV.places), (name, why)
    for name, letters in table["reasons"].items():
        at = table["order"].index(name)
        reached = {text[at] for text in table["letters"].values()}
        assert set(letters) <= reached - {own[at]}


def test_strictness_moves_every_mark_the_same_way():
    half, own, twice = (standards.limits_of(EV, name) for name in standards.STRICT)
    rising = ("witnesses", "outvoted", "shape_aicc", "trend_level")
    for name in own:
        chain = [half[name], own[name], twice[name]]
        assert chain == sorted(chain, reverse=name not in rising), name


def test_moves_of_one_threshold_are_those_of_judging_every_claim_again(base):
    limits = sensitivity.with_limit(EV, "witnesses", 2.0)
    after = sensitivity.words_of([ledger.judge(EV, claim, limits=limits) for claim in EV.claims])
    slow = {(name, base[name], after[name]) for name in base if base[name] != after[name]}
    quick = {
        (m.id, m.before, m.after)
        for m in sensitivity.moves(EV)
        if (m.choice, m.how) == ("witnesses", "doubled")
    }
    assert quick == slow
    assert quick


def test_a_level_moves_by_what_it_leaves_out_and_bounds_hold():
    assert sensitivity.with_limit(EV, "trend_level", 2.0)["trend_level"] == pytest.approx(0.90)
    assert sensitivity.with_limit(EV, "witnesses", 0.01)["witnesses"] == 1
    with pytest.raises(ValueError, match="threshold: expected one of"):
        sensitivity.with_limit(EV, "patience", 2.0)


def test_rejected_choices_move_only_what_they_are_about():
    found = sensitivity.choices(EV)
    assert set(found) == set(sensitivity.CHOICES)
    classes = {claim["id"]: claim["class"] for claim in EV.claims}
    moved = {name: [m.id for m in moves if m.id in classes] for name, moves in found.items()}
    assert moved["identity"]
    assert all(classes[name] == "pair" for name in moved["identity"])
    assert moved["thesis"]
    assert all(classes[name] == "T" for name in moved["thesis"])
    standard = {
        claim["id"]: {p.get("standard") for _, p in ledger.check_items(claim)}
        for claim in EV.claims
    }
    for choice in ("may", "if"):
        assert moved[choice]
        assert all(choice in standard[name] for name in moved[choice])
    trends = {c["id"] for c in EV.claims if any(n == "trend" for n, _ in ledger.check_items(c))}
    assert set(moved["slopes"]) <= trends
    assert moved["witnesses"]
    assert {m.how for m in found["bands"]} == {"closed", "opened"}
