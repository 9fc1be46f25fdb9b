"""The headline, the people, the inverse, the moves and the checks against their printed tables."""

import pytest

from analysis import evidence, timeline
from analysis.timeline.questions import checks, headline, moves, people
from analysis.timeline.questions.moves import needs

EV = evidence.load()
HEAD = headline.headline(EV)
K8, L8, H8, G4 = "kokotajlo-2026-08", "lifland-2026-08", "halstead-2026-08", "greenblatt-2026-04"
A12, K4, L4 = "aifm-2025-12", "kokotajlo-2026-04", "lifland-2026-04"


def test_votes_and_word():
    assert [(one.name, one.low, one.vote) for one in HEAD.people] == [
        ("Ryan Greenblatt", 26, "against"),
        ("Nikola Jurković", 50, "against"),
        ("Daniel Kokotajlo", 50, "against"),
    ]
    found = {one.id: (one.low, one.high, one.vote) for one in HEAD.inputs}
    for name, low, high, vote in (
        (K8, 45.2, 77.7, "either"),
        (L8, 13.6, 37.0, "against"),
        (G4, 17.1, 39.0, "against"),
        ("fc-034", 0.7, 0.7, "against"),
    ):
        assert found[name][:2] == pytest.approx((low, high), abs=0.1)
        assert found[name][2] == vote
    assert found[H8][1] < 55
    assert len(found) == 5
    assert HEAD.word == "open"
    assert HEAD.counts == {"against": 7, "either": 1}


def test_what_would_flip_it():
    assert HEAD.margin == pytest.approx(22.7, abs=0.1)
    assert HEAD.margin_of == "Kokotajlo, Aug 2026"
    assert {id for id, word in HEAD.dropped.items() if word != "open"} == {K8}
    assert HEAD.dropped[K8] == "not supported"
    ((first, last),) = [(a, b) for a, b, word in HEAD.thresholds if word == "open"]
    assert (first, last) == (18, 77)
    (people_short, inputs_short) = HEAD.short
    assert people_short[:2] == ("people", 2)
    assert inputs_short[:2] == ("inputs", 3)
    changes = [one for one in HEAD.flips if one.to is not None]
    assert [(one.entry, one.input, one.word) for one in changes] == [(K8, "coder", "not supported")]
    chosen = timeline.book(EV).set(K8)
    for sign, high in ((-1, True), (1, False)):
        moved = chosen.changed(coder=changes[0].to + 0.01 * sign)
        assert (timeline.percent(moved, "AC") >= 55) is high
    assert len(HEAD.flips) == sum(len(one.values) for one in timeline.book(EV).newest)


@pytest.mark.parametrize(
    ("panels", "word"),
    [
        ([[60, 60], [60, 60, 20]], "supported"),
        ([[60, 20], [60, 60, 60]], "open"),
        ([[5], [3, 0]], "contradicted"),
        ([[54.9], [3, 0]], "not supported"),
        ([[], [60]], "nothing left"),
    ],
)
def test_the_rule_on_made_panels(panels, word):
    made = [[headline.Vote("", "", "", p, p, "") for p in panel] for panel in panels]
    assert headline.word_of(*made, 55, 5, 0.5) == word


def test_an_interval_across_the_threshold_votes_neither_way():
    assert headline.vote(54, 56, 55) == "either"
    assert headline.vote(55, 56, 55) == "for"
    assert headline.vote(54, 54.9, 55) == "against"


def test_evidence_that_is_left_out_does_not_vote():
    before = EV.known_by("2026-05-04")
    found = headline.headline(before)
    assert [one.name for one in found.people] == ["Ryan Greenblatt", "Nikola Jurković"]
    assert {one.id for one in found.inputs} == {G4, "fc-034"}
    assert found.word == "not supported"


@pytest.mark.parametrize(
    ("name", "symbol", "value", "tolerance"),
    [
        (K8, "coder", 2028.24, 0.01),
        (K8, "L", 1.6, 0.05),
        (K8, "c", 0.76, 0.005),
        (K8, "q", 0.35, 0.005),
        (L8, "coder", 2027.49, 0.01),
        (L8, "L", None, 37.0),
        (H8, "coder", 2027.59, 0.01),
        (G4, "coder", 2026.72, 0.01),
        (G4, "L", None, 39.0),
        (A12, "coder", 2026.86, 0.01),
        (K4, "d", 90, 0.5),
        (K4, "H", 165, 2.5),
        (K4, "g", 0.849, 0.001),
        (K4, "L", 0.25, 0.01),
        (K4, "h", 15.8, 0.2),
        (L4, "d", 59, 0.5),
        (L4, "g", 0.735, 0.001),
        (L4, "H", None, 57.1),
        (L4, "L", None, 42.8),
    ],
)
def test_ways_to_sixty(name, symbol, value, tolerance):
    (found,) = needs(name, inputs=(symbol,))
    if value is None:
        assert found.value is None
        assert found.best == pytest.approx(tolerance, abs=0.2)
        return
    assert found.value == pytest.approx(value, abs=tolerance)
    changed = timeline.book().set(name).changed(**{symbol: found.value})
    assert timeline.percent(changed, slow_down=symbol == "q") == pytest.approx(60, abs=0.1)


@pytest.mark.parametrize("wrong", [0, 100, float("nan"), "60", True])
def test_a_target_that_is_no_chance_is_refused(wrong):
    with pytest.raises(ValueError, match="needs: expected a number between 0 and 100"):
        needs(K8, target=wrong)
    with pytest.raises(ValueError, match="an event that depends on the set"):
        needs(K8, "pace")


def test_one_change_at_a_time():
    found = {one.words: one.points for one in moves.moves(EV)}
    for words, points in (
        ("Lifland's gap", -4.5),
        ("the spread of the gap in AI Futures' code", -12.0),
        ("the share that Greenblatt's figures imply", 2.4),
        ("no sooner than beating the best experts", -17.2),
        ("one chance in four of a year's slow-down", -7.6),
        ("Lifland's days a doubling", -7.8),
        ("one work-month is enough", 17.0),
        ("Lifland's 125 work-years", -18.6),
        ("every doubling takes as long as the last", -27.7),
        ("half the time is enough", 12.3),
        ("nine times in ten are needed", -5.8),
        ("at most five times today's pace", -0.3),
    ):
        assert found[words] == pytest.approx(points, abs=0.15), words


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("Kokotajlo to Lifland in August", {"when AI writes all the code": -37.1, "gap": -6.5}),
        ("Kokotajlo from April to August", {"when AI writes all the code": 10.2, "gap": 17.4}),
        (
            "METR's straight line to Kokotajlo in April",
            {"shape": 27.1, "level and pace": 6.3},
        ),
    ],
)
def test_steps_between_sets(name, points):
    found = next(one for one in moves.steps(EV) if one.name == name)
    assert found.points == pytest.approx(points, abs=0.1)


def test_every_step_adds_up():
    for one in moves.steps(EV):
        assert sum(one.points.values()) == pytest.approx(one.after - one.before, abs=1e-9)
    known = timeline.book(EV)
    with pytest.raises(ValueError, match="every input that differs"):
        moves.shapley(known.set(K8), known.set(L8), {"gap": ["L", "s"]})


@pytest.mark.parametrize("check", checks.checks(EV), ids=lambda check: check.name)
def test_others_published_results(check):
    assert check.near, f"{check.ours} against {check.published}"


def test_people_against_their_own_inputs():
    by = {one.record: one for one in people.people(EV)}
    kokotajlo, greenblatt = by["fc-008"], by["fc-002"]
    assert kokotajlo.gives.mark - kokotajlo.says == pytest.approx(20.6, abs=0.1)
    assert kokotajlo.causes[0].points == pytest.approx(-17.2, abs=0.1)
    assert kokotajlo.rest == pytest.approx(-3.4, abs=0.1)
    assert greenblatt.gives.mark == pytest.approx(24.4, abs=0.1)
    assert greenblatt.causes[0].points == pytest.approx(1.6, abs=0.1)
    assert by["fc-070"].says is None


def test_numbers_of_the_first_screen():
    first = HEAD.first
    assert (first.clark, first.clark_2027) == (60, 30)
    assert [round(p) for _, p, _ in first.others] == [26, 50, 50]
    assert [about for _, _, about in first.others] == [False, False, True]
    assert [round(x) for x in (first.low, first.high)] == [24, 71]
    assert [round(x) for x in (first.low_2027, first.high_2027)] == [11, 40]
    assert [round(x) for x in (first.slow_low, first.slow_high)] == [22, 63]
    assert first.reach == ("Kokotajlo, Aug 2026",)


def test_checks_say_which_are_fits():
    found = checks.checks(EV)
    assert sum(not one.fit for one in found) == 10
    ours = {one.name: one.ours for one in found}
    for name, printed in (
        ("Lifland's medians: 4 months, one work-year", 2028.53),
        ("Lifland's medians: 4.5 months, one work-year", 2028.83),
        ("Lifland's medians: 4.5 months, 125 work-years", 2029.69),
        ("AI Futures' superhuman researcher, 10%", 2027.79),
        ("Coding uplift alone", 2028.39),
    ):
        assert ours[name] == pytest.approx(printed, abs=0.01)
    assert ours["AI 2027's code of May 2025"] == pytest.approx(51.4, abs=0.3)
    assert ours["the same with no shortening of the doublings"] == pytest.approx(15.6, abs=0.3)
