"""The prediction chapter: ranges, and the arithmetic of 30 and 60."""

import pytest

from analysis import evidence
from analysis.chapters.argument import prediction
from analysis.claims.checks import arithmetic

EV = evidence.load()


def test_bands_span_the_single_sets_and_definitions_get_harder():
    bands, points = prediction.bands(EV, labels=prediction.SHORT)
    for band in bands.itertuples():
        values = points[(points["label"] == band.label) & (points["by"] == band.by)]["value"]
        assert (band.lower, band.upper) == (values.min(), values.max())
    later = bands[bands["by"] == "by the end of 2028"].set_index("label")["upper"]
    hardest = later[["R1 small model", "R2 some part", "R3 lab declares", "R4 no humans"]]
    assert hardest.is_monotonic_decreasing


def test_the_path_passes_through_both_stated_points_and_never_falls():
    for _, line in prediction.path(EV).groupby("line"):
        assert line["value"].is_monotonic_increasing
        assert line["value"].iloc[-1] == pytest.approx(60)
        at_2028 = line[line["date"] == "2028-01-01"]["value"]
        assert at_2028.iloc[0] == pytest.approx(30, abs=0.01)


def test_who_else_is_ranked_within_closeness():
    table = prediction.same_event(EV)
    same = table[table["closeness"] == "same"]["value"].tolist()
    assert same == sorted(same, reverse=True)


@pytest.mark.parametrize(("later", "earlier"), [(0.2, 0.3), (1.2, 0.1), (0.5, 1.0)])
def test_probabilities_that_cannot_be_are_refused(later, earlier):
    assert arithmetic.conditional_probability(0.6, 0.3) == pytest.approx(3 / 7)
    with pytest.raises(ValueError, match="by_earlier, by_later"):
        arithmetic.conditional_probability(later, earlier)


def test_surviving_accuracy():
    assert arithmetic.surviving_accuracy(0.999, 50) == pytest.approx(0.9512, abs=5e-5)
    with pytest.raises(ValueError, match="per_generation"):
        arithmetic.surviving_accuracy(1.1, 3)
