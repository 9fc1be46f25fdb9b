"""The chapter on all combinations: lanes, shares, the texts that its numbers stand in."""

import numpy as np
import pytest
from audit_site.tables.plain import plain_table

from analysis import evidence
from analysis.chapters.beyond import choices
from analysis.evidence import records


@pytest.fixture(scope="module")
def ev():
    return evidence.load()


@pytest.fixture(scope="module")
def found(ev):
    return choices.crossing(ev)


def test_every_axis_has_words(found):
    assert set(choices.WORDS) == {axis.name for axis in found.axes}


def test_ties_are_shared_out_among_the_places_that_they_span():
    weights = choices.tie_weights(np.array([1.0, 1.0, 1.0, 2.0]), 2)
    # The first three cover three quarters of the order: two thirds of each left, one right.
    assert weights[:3].tolist() == pytest.approx(np.array([[2 / 3, 1 / 3]] * 3))
    assert weights[3].tolist() == [0, 1]
    assert choices.tie_weights(np.array([0.0, 1.0, 2.0]), 2)[1].tolist() == [0.5, 0.5]


def test_lanes_average_to_what_an_option_has_in_all(found):
    lanes = choices.lanes(found, "R3")
    means = lanes.groupby(["group", "option"])["lift"].mean()
    assert means.to_numpy() == pytest.approx(np.ones(len(means)))
    assert len(means) == sum(len(axis.options) for axis in found.axes)


def test_lanes_swell_where_the_option_raises_the_result(found):
    lanes = choices.lanes(found, "R3").set_index(["group", "option", "place"])["lift"]
    gap = choices.WORDS["gap"]
    assert lanes[gap, "none", 100.0] > 3
    assert lanes[gap, "2.5 years", 100.0] == 0
    reliability = choices.lanes(found, "R4").query("group == @choices.WORDS['reliability']")
    # R4 fixes its own reliability: only the pairs that are left out for it move the lanes a little.
    assert (reliability["lift"] - 1).abs().max() < 0.1
    with pytest.raises(ValueError, match="bins: expected at least 2"):
        choices.lanes(found, "R3", bins=1)


def test_the_sorted_curve_rises_to_the_range_of_the_summary(found):
    curve = choices.sorted_curve(found, "R2")
    assert (np.diff(curve["value"]) >= 0).all()
    row = choices.summaries(found).set_index(["definition", "by"]).loc[("R2", choices.LAST)]
    assert curve["value"].iloc[50] == pytest.approx(row["median"])
    assert curve["value"].iloc[-1] == pytest.approx(row["hi"])


def test_weaker_events_reach_the_level_more_often(found):
    share = choices.summaries(found).query("by == @choices.LAST").set_index("definition")["share"]
    assert share["R2"] > share["R3"] > share["R4"] == 0
    # As recorded when the chapter was written; a new reading may move them a little.
    assert share["R2"] == pytest.approx(43, abs=3)
    assert share["R3"] == pytest.approx(10, abs=2)


def test_leaving_out_no_gap_about_halves_the_share(found):
    table = choices.options(found).set_index(["choice", "option"])
    row = table.loc[(choices.WORDS["gap"], "none")]
    assert row["without_R3"] < 0.6 * choices.summaries(found).iloc[3]["share"]
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


def test_both_numbers_are_rarer_than_one(ev, found):
    both = choices.both_numbers(found, ev)
    assert 0 < both["share"] < found.summary("R3", "2028-12-31")["share"] * 100
    assert both["count"] == round(both["share"] / 100 * found.count)


def test_shares_of_variance_add_to_the_whole(found):
    shares = choices.variance(found)
    assert shares.groupby("definition")["alone"].sum().to_numpy() == pytest.approx([100] * 3)
    rows = shares.dropna(subset=["whole"])
    assert (rows["whole"] >= rows["alone"] - 1e-9).all()


def test_never_scales_every_result(ev, found):
    table = choices.never_table(ev, found).set_index("never")
    assert table.loc[40.0, "hi_R3"] == pytest.approx(0.6 * table.loc[0.0, "hi_R3"])
    assert (np.diff(table["share_R2"]) <= 0).all()


def test_impossible_pairs_come_with_a_reason(ev):
    table = choices.impossible(ev)
    assert len(table) == 2
    assert set(table["second"]) == {"reliability asked for: 50%", "reliability asked for: 80%"}
    assert table["reason"].str.contains("90%").all()


def test_drivers_of_the_date_have_their_intervals(ev):
    table = choices.sobol(ev)
    assert ((table["lower"] <= table["value"]) & (table["value"] <= table["upper"])).all()
    able = table[table["series"] == "worlds in which it can happen"]
    assert able["label"].iloc[0].startswith("gap")
    assert able["value"].iloc[0] == pytest.approx(40, abs=3)
    assert able["value"].is_monotonic_decreasing
    everyone = table[table["series"] == "all worlds"]
    assert everyone["value"].max() > 80


def test_wrong_requests_say_what_there_is(found):
    with pytest.raises(ValueError, match="fixed: expected one of line"):
        choices.holding(found, weather="fine")
    with pytest.raises(ValueError, match=r"gap: expected some of none; .*found \['a century'\]"):
        choices.holding(found, gap="a century")


def test_the_recorded_speed_keeps_the_promise_and_is_of_this_crossing(found):
    speed = records.benchmark("choices_speed")
    assert speed["combinations"] == found.count >= 5000
    assert speed["seconds"] < speed["limit"] == 10
    assert speed["largest_difference"] < 1e-9
    with pytest.raises(ValueError, match=r"benchmark: expected one of .*choices_speed"):
        records.benchmark("no_such_run")


def test_a_grouped_table_names_each_group_once(found):
    html = plain_table(
        choices.options(found), {"option": "Option", "count": "Runs"}, group="choice"
    )._repr_html_()
    assert html.count('scope="rowgroup" colspan="2"') == len(choices.WORDS)
    assert html.index("gap from benchmark") < html.index(">half a year<")
