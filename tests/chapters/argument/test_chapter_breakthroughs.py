"""What the chapter on breakthrough ideas shows, against the studies' own figures."""

import math

import pytest

from analysis import evidence
from analysis.chapters.argument import breakthroughs
from analysis.chapters.benchmarks import speedrun

EV = evidence.load()


def test_the_decomposition_has_the_abstracts_figures():
    """22,000 in all, 6,930 accounted for, under 100 and under 10 for small innovations."""
    table = breakthroughs.decomposition(EV)
    assert table["factor"].tolist() == [22000, 6930, 100, 10]
    assert table["text"].tolist() == ["×22,000", "×6,930", "under ×100", "under ×10"]


def test_shares_are_of_powers_of_ten():
    """log10(22000) = 4.3424, so a factor of 100 is 46.1% of it and one of 10 half of that."""
    table = breakthroughs.decomposition(EV)
    assert table["share"].iloc[0] == pytest.approx(100)
    assert table["share"].iloc[2] == pytest.approx(46.06, abs=0.01)
    assert table["share"].iloc[2] == pytest.approx(2 * table["share"].iloc[3])


def test_what_is_left_to_scale_times_the_small_steps_is_what_was_accounted_for():
    assert breakthroughs.left_to_scale(EV) * 100 == pytest.approx(6930)


@pytest.mark.parametrize("factor", [0, -1, math.nan])
def test_no_power_of_ten_without_a_positive_factor(factor):
    with pytest.raises(ValueError, match="factor"):
        breakthroughs.powers_of_ten(factor)


def test_the_aphorism_stands_beside_two_measurements():
    assert breakthroughs.perspiration(EV)["value"].tolist() == [99, 26, 0]


def test_none_of_the_steps_that_carry_half_the_race_is_credited_to_ai():
    race = speedrun.race(EV).sort_values("gain", ascending=False)
    assert (race["by"].head(speedrun.steps_for(EV, 50)) == "people").all()
