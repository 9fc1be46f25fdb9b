"""The chapter on all combinations: lanes, shares, the texts that its numbers stand in."""

import numpy as np
import pytest

from analysis import evidence
from analysis.chapters.beyond import choices

EV = evidence.load()


@pytest.fixture(scope="module")
def found():
    return choices.crossing(EV)


def test_ties_are_shared_out_among_the_places_that_they_span():
    weights = choices.tie_weights(np.array([1.0, 1.0, 1.0, 2.0]), 2)
    # The first three cover three quarters of the order: two thirds of each left, one right.
    assert weights[:3].tolist() == pytest.approx(np.array([[2 / 3, 1 / 3]] * 3))
    assert weights[3].tolist() == [0, 1]
    assert choices.tie_weights(np.array([0.0, 1.0, 2.0]), 2)[1].tolist() == [0.5, 0.5]


def test_lanes_swell_where_the_option_raises_the_result(found):
    lanes = choices.lanes(found, "R3").set_index(["group", "option", "place"])["lift"]
    means = lanes.groupby(["group", "option"]).mean()
    assert means.to_numpy() == pytest.approx(np.ones(len(means)))
    assert len(means) == sum(len(axis.options) for axis in found.axes)
    assert set(choices.WORDS) == {axis.name for axis in found.axes}
    gap = choices.WORDS["gap"]
    assert lanes[gap, "none", 100.0] > 3
    assert lanes[gap, "none", 100.0] > 3 * lanes[gap, "1.1 years", 100.0]
    reliability = choices.lanes(found, "R4").query("group == @choices.WORDS['reliability']")
    # R4 fixes its own reliability: only the pairs that are left out for it move the lanes a little.
    assert (reliability["lift"] - 1).abs().max() < 0.1
    with pytest.raises(ValueError, match="bins: expected at least 2"):
        choices.lanes(found, "R3", bins=1)


def test_leaving_out_an_option_is_holding_the_others(found):
    table = choices.options(found).set_index(["choice", "option"])
    row = table.loc[(choices.WORDS["gap"], "none")]
    assert row["change_R3"] == table["change_R3"].min()
    # What is left if "no gap" is struck off is what the other gaps give.
    others = tuple(o for axis in found.axes if axis.name == "gap" for o in axis.options[1:])
    assert choices.holding(found, gap=others)["share"] == pytest.approx(row["without_R3"])


def test_reaching_splits_the_combinations_at_the_level(found):
    axis = next(axis for axis in found.axes if axis.name == "line")
    parts = [choices.reaching(found, "line", option) for option in axis.options]
    assert sum(parts) == pytest.approx(100)
    with pytest.raises(ValueError, match="no combination reaches"):
        choices.reaching(found, "line", axis.options[0], definition="R4")


def test_both_numbers_and_stronger_events_are_rarer(found):
    share = choices.summaries(found).query("by == @choices.LAST").set_index("definition")["share"]
    assert share["R2"] > share["R3"] > share["R4"] == 0
    both = choices.both_numbers(found, EV)
    assert 0 < both["share"] < share["R3"]
    assert both["count"] == round(both["share"] / 100 * found.count)


def test_shares_of_variance_add_to_the_whole(found):
    shares = choices.variance(found)
    assert shares.groupby("definition")["alone"].sum().to_numpy() == pytest.approx([100] * 3)
    rows = shares.dropna(subset=["whole"])
    assert (rows["whole"] >= rows["alone"] - 1e-9).all()


def test_never_scales_every_result(found):
    table = choices.never_table(EV, found).set_index("never")
    assert table.loc[40.0, "hi_R3"] == pytest.approx(0.6 * table.loc[0.0, "hi_R3"])
    assert (np.diff(table["share_R2"]) <= 0).all()


def test_impossible_pairs_come_with_a_reason():
    table = choices.impossible(EV)
    assert len(table) == len(EV.assumptions["choices"]["impossible"])
    assert table["reason"].str.endswith(".").all()


def test_wrong_requests_say_what_there_is(found):
    with pytest.raises(ValueError, match="fixed: expected one of line"):
        choices.holding(found, weather="fine")
    with pytest.raises(ValueError, match=r"gap: expected some of none; .*found \['a century'\]"):
        choices.holding(found, gap="a century")
