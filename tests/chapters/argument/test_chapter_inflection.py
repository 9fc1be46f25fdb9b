"""The inflection point: the pace of 30 and 60, and what a miss would show."""

import math

import pytest

from analysis import evidence, timeline
from analysis.chapters.argument import inflection


@pytest.fixture(scope="module")
def ev():
    return evidence.load()


@pytest.fixture(scope="module")
def pace(ev):
    return inflection.pace_of_sets(ev).set_index("set")


@pytest.fixture(scope="module")
def by_definition(ev):
    return inflection.by_definition(ev)


def test_the_step_is_more_time_and_a_faster_pace_on_both_counts(ev):
    table = inflection.split(ev).set_index("reading")
    assert table[["first", "second"]].round(2).to_numpy().tolist() == [[0.36, 0.56], [0.21, 0.56]]
    # 2028 at the pace of 2027: 30% of the 70% that are left, so 51% in all.
    assert table.loc["nothing in 2026", "same"] == pytest.approx(21.0)
    assert table.loc["nothing in 2026", "rising"] == pytest.approx(9.0)
    # From 4 May 2026 to the end of 2027: 606 days; 0.7 * (1 - 0.7 ** (366 / 606)).
    assert table.loc["from publication", "same"] == pytest.approx(13.5, abs=0.3)
    assert (table["same"] + table["rising"]).to_numpy() == pytest.approx([30, 30])


def test_no_set_but_the_articles_own_is_as_fast_in_2028(pace):
    assert pace.loc["article's own", "hazard"] == pytest.approx(0.56, abs=0.005)
    assert pace.loc["article's own", "given_none"] == pytest.approx(43, abs=0.5)
    assert pace.drop(index="article's own")["hazard"].max() < 0.4
    assert (pace["given_none"] / 100).to_list() == pytest.approx(
        [1 - math.exp(-h) for h in pace["hazard"]]
    )


def test_a_miss_is_bayes_rule_on_every_set_and_prior(ev):
    table = inflection.misses(ev)
    assert (table["defect"] >= table["prior"]).all()
    assert (table["defect"] + table["other"]).round(8).eq(100).all()
    by_rule = 100 * table["prior"] / (100 - table["probability"])
    assert table["defect"].to_numpy() == pytest.approx(by_rule.to_numpy())
    odds = (table["defect"] / table["other"]) / (table["prior"] / (100 - table["prior"]))
    assert odds.to_numpy() == pytest.approx(table["factor"].to_numpy())


def test_the_table_of_posteriors_has_a_row_a_set_and_a_column_a_prior(ev):
    table = inflection.posteriors(ev).set_index("set")
    assert list(table.columns) == ["2", "5", "10", "20", "40", "factor"]
    assert list(table.index) == list(timeline.assumptions_of(ev).sets)
    assert table.loc["published spread", "10"] == pytest.approx(11.2, abs=0.2)
    assert table.loc["sceptic", "10"] == pytest.approx(10, abs=0.05)


def test_the_weaker_the_missed_event_the_more_it_shows(by_definition):
    wide = by_definition.pivot(index="set", columns="definition", values="defect")
    assert (wide["R1"] > wide["R2"]).all()
    assert (wide["R2"] >= wide["R3"]).all()
    assert (wide["R3"] >= wide["R4"]).all()
    assert "article's own" not in wide.index


def test_no_set_reaches_the_threshold_on_r3_and_all_do_on_r1(ev):
    table = inflection.factors(ev).set_index("definition")
    assert table["reach"].to_dict() == {"R1": 6, "R2": 2, "R3": 0, "R4": 0}
    assert table.loc["R3", "high"] == pytest.approx(1.52, abs=0.03)
    assert (table["low"] >= 1).all()


def test_the_check_of_c67_rests_on_the_same_factors(ev):
    from analysis.claims import ledger

    (check,) = [c for c in ledger.judge(ev, ev.claim("C67")).checks if c.name == "bayes_factor"]
    table = inflection.factors(ev).set_index("definition").loc["R3"]
    assert check.values["low"] == pytest.approx(table["low"])
    assert check.values["high"] == pytest.approx(table["high"])


def test_after_a_miss_most_sets_still_expect_it_later(ev):
    value = inflection.later(ev).set_index("set")["value"]
    assert value["straight line"] > value["published spread"] > value["sceptic"]


def test_the_prior_that_a_firm_sentence_needs():
    assert inflection.prior_needed(0.95, 0.6) == pytest.approx(0.38)
    assert inflection.prior_needed(0.0, 0.6) == 0
    for bad in ((1.2, 0.6), (0.5, 1.0)):
        with pytest.raises(ValueError, match="expected probabilities with by < 1"):
            inflection.prior_needed(*bad)
