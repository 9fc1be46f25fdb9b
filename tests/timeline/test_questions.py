"""The headline, the inverse and the moves: their rule and their laws."""

from functools import partial

import pytest
from refused import refused

from analysis import evidence, timeline
from analysis.timeline.questions import headline, moves
from analysis.timeline.questions.moves import needs

EV = evidence.load()
BOOK, HEAD = timeline.book(EV), headline.headline(EV)
K8, L8, G4 = "kokotajlo-2026-08", "lifland-2026-08", "greenblatt-2026-04"


def test_what_would_flip_it():
    rule = (
        EV.limits[name] for name in ("headline_supported", "headline_contradicted", "sets_share")
    )
    rule, panels = tuple(rule), (HEAD.people, HEAD.inputs)
    for gone in (*HEAD.people, *HEAD.inputs):
        left = ([one for one in panel if one is not gone] for panel in panels)
        word = "not supported" if gone.id == K8 else "open"
        assert headline.word_of(*left, *rule) == word
    assert HEAD.short == (("people", 2), ("inputs", 3))
    (change,) = [one for one in HEAD.flips if one.to is not None]
    assert (change.entry, change.input, change.word) == (K8, "coder", "not supported")
    for sign, high in ((-1, True), (1, False)):
        moved = BOOK.set(K8).changed(coder=change.to + 0.01 * sign)
        assert (timeline.percent(moved, "AC") >= 55) is high
    assert len(HEAD.flips) == sum(len(one.values) for one in BOOK.newest)


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

    # An interval across the threshold votes neither way.
    ends = ((54, 56), (55, 56), (54, 54.9))
    assert [headline.vote(*one, 55) for one in ends] == ["either", "for", "against"]


def test_evidence_that_is_left_out_does_not_vote():
    before = EV.known_by("2026-05-04")
    found = headline.headline(before)
    assert [one.name for one in found.people] == ["Ryan Greenblatt", "Nikola Jurković"]
    assert {one.id for one in found.inputs} == {G4, "fc-034"}
    assert found.word == "not supported"


@pytest.mark.parametrize("name", BOOK.sets)
def test_ways_to_sixty(name):
    """Each way gives 60, and where there is none the end that is said to be nearest falls short."""
    chosen, known = BOOK.set(name), BOOK.raw["inputs"]

    def gives(symbol, value):
        changed = chosen.changed(**{symbol: value})
        return timeline.percent(changed, slow_down=symbol in ("q", "D"))

    found = needs(name)
    assert {one.input for one in found} == set(chosen.values) - {"s", "sd", "sH", "sg", "m"}
    for one in found:
        low, high = (gives(one.input, known[one.input][end]) for end in ("low", "high"))
        if one.value is None:
            assert max(low, high) < 60 or min(low, high) > 60
            assert one.best == min(low, high, key=lambda p: abs(p - 60))
        else:
            assert gives(one.input, one.value) == pytest.approx(60, abs=0.1)


INPUTS = {"gap": ["L", "s"]}
test_what_is_no_chance_no_event_of_a_set_and_not_every_input_is_refused = refused(
    *(
        (partial(needs, K8, target=wrong), "needs: expected a number between 0 and 100")
        for wrong in (0, 100, float("nan"), "60", True)
    ),
    (lambda: needs(K8, "pace"), "an event that depends on the set"),
    (lambda: moves.shapley(BOOK.set(K8), BOOK.set(L8), INPUTS), "every input that differs"),
)


def test_every_step_adds_up():
    for one in moves.steps(EV):
        assert sum(one.points.values()) == pytest.approx(one.after - one.before, abs=1e-9)
