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
    assert later["R1 small model"] > later["R2 some part"] > later["R3 lab declares"]
    assert later["R3 lab declares"] > later["R4 no humans"]


def test_thirty_and_sixty_mean_43_for_the_second_year():
    table = prediction.implied(EV)
    waiting = table[table["reading"] == "nothing in 2026"]
    assert waiting["given_none"].tolist() == pytest.approx([30, 42.857], abs=1e-3)
    assert waiting["hazard"].tolist() == pytest.approx([0.357, 0.560], abs=1e-3)
    counted = table[table["reading"] == "from publication"]
    assert counted["hazard"].iloc[0] == pytest.approx(0.21, abs=0.01)


def test_the_path_passes_through_both_stated_points_and_never_falls():
    path = prediction.path(EV)
    for _, line in path.groupby("line"):
        assert line["value"].is_monotonic_increasing
        assert line["value"].iloc[-1] == pytest.approx(60)
        at_2028 = line[line["date"] == "2028-01-01"]["value"]
        assert at_2028.iloc[0] == pytest.approx(30, abs=0.01)


def test_who_else_is_ranked_within_closeness():
    table = prediction.same_event(EV)
    same = table[table["closeness"] == "same"]["value"].tolist()
    assert same == sorted(same, reverse=True)
    assert same[0] == 60


@pytest.mark.parametrize(("later", "earlier"), [(0.2, 0.3), (1.2, 0.1), (0.5, 1.0)])
def test_probabilities_that_cannot_be_are_refused(later, earlier):
    with pytest.raises(ValueError, match="by_earlier, by_later"):
        arithmetic.conditional_probability(later, earlier)


def test_surviving_accuracy():
    assert arithmetic.surviving_accuracy(0.999, 50) == pytest.approx(0.9512, abs=5e-5)
    with pytest.raises(ValueError, match="per_generation"):
        arithmetic.surviving_accuracy(1.1, 3)
