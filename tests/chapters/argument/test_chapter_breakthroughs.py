"""The chapter on breakthrough ideas: shares of powers of ten, and who is credited."""

import math

import pytest

from analysis import evidence
from analysis.chapters.argument import breakthroughs
from analysis.evidence import speedrun

EV = evidence.load()


def test_the_decomposition_is_the_abstracts_in_shares_of_powers_of_ten():
    """22,000 in all, 6,930 accounted for, under 100 and under 10 for small innovations."""
    table = breakthroughs.decomposition(EV)
    assert table["factor"].tolist() == [22000, 6930, 100, 10]
    shares = [100 * math.log10(factor) / math.log10(22000) for factor in table["factor"]]
    assert table["share"].tolist() == pytest.approx(shares)
    assert breakthroughs.left_to_scale(EV) * 100 == pytest.approx(6930)
    for factor in (0, -1, math.nan):
        with pytest.raises(ValueError, match="factor"):
            breakthroughs.powers_of_ten(factor)


def test_none_of_the_steps_that_carry_half_the_race_is_credited_to_ai():
    race = speedrun.race(EV).sort_values("gain", ascending=False)
    assert not race["by_ai"].head(speedrun.steps_for(EV, 50)).any()
