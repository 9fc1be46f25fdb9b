"""The inflection point: the pace of 30 and 60, and what a miss would show."""

import pytest

from analysis import evidence
from analysis.chapters.argument import inflection
from analysis.claims import ledger

EV = evidence.load()


@pytest.fixture(scope="module")
def factors():
    return inflection.factors(EV).set_index("definition")


def test_the_step_is_more_time_and_a_faster_pace_on_both_counts():
    table = inflection.split(EV).set_index("reading")
    # 2028 at the pace of 2027: 30% of the 70% that are left, so 51% in all.
    assert table.loc["nothing in 2026", "same"] == pytest.approx(21.0)
    # From 4 May 2026 to the end of 2027: 606 days; 0.7 * (1 - 0.7 ** (366 / 606)).
    assert table.loc["from publication", "same"] == pytest.approx(13.5, abs=0.3)
    assert (table["same"] + table["rising"]).to_numpy() == pytest.approx([30, 30])


def test_the_weaker_the_missed_event_the_more_it_shows(factors):
    wide = inflection.by_definition(EV).pivot(index="set", columns="definition", values="defect")
    assert (wide["R1"] > wide["R2"]).all()
    assert (wide["R2"] >= wide["R3"]).all()
    assert (wide["R3"] >= wide["R4"]).all()
    assert "article's own" not in wide.index
    assert factors["reach"].is_monotonic_decreasing
    assert (factors["low"] >= 1).all()


def test_the_check_of_c67_rests_on_the_same_factors(factors):
    (check,) = [c for c in ledger.judge(EV, EV.claim("C67")).checks if c.name == "bayes_factor"]
    assert check.values["low"] == pytest.approx(factors.loc["R3", "low"])
    assert check.values["high"] == pytest.approx(factors.loc["R3", "high"])


def test_the_prior_that_a_firm_sentence_needs():
    assert inflection.prior_needed(0.95, 0.6) == pytest.approx(0.38)
    assert inflection.prior_needed(0.0, 0.6) == 0
    for bad in ((1.2, 0.6), (0.5, 1.0)):
        with pytest.raises(ValueError, match="expected probabilities with by < 1"):
            inflection.prior_needed(*bad)
