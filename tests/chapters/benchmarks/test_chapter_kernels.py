"""What the kernels chapter shows, against the sources' own figures."""

import pytest

from analysis import evidence
from analysis.chapters.benchmarks import kernels

EV = evidence.load()


@pytest.mark.parametrize("share", [0.01, 0.2, 0.9])
def test_a_part_never_saves_more_than_its_share(share):
    assert kernels.amdahl(0.5, 2) == 0.25
    assert kernels.amdahl(share, 1) == 0
    gains = [kernels.amdahl(share, speedup) for speedup in (1.1, 2, 10, 1e9)]
    assert gains == sorted(gains)
    assert gains[-1] < share == pytest.approx(gains[-1], rel=1e-6)
    for bad, speedup, word in ((1.2, 2, "share"), (0, 2, "share"), (share, 0, "speedup")):
        with pytest.raises(ValueError, match=word):
            kernels.amdahl(bad, speedup)


def test_the_report_implies_a_kernel_of_about_a_twentieth_of_the_run():
    """By hand: 1.23 times as fast saves 0.187 of its time, so 1% of the run is a share of 5.35%;
    less time by 23%, and printed values of 0.5 and 1.5%, give the ends 2.17 and 8.02%."""
    found = kernels.implied_share(EV)
    assert found.value == pytest.approx(5.348, abs=1e-3)
    assert (found.lower, found.upper) == pytest.approx((2.174, 8.022), abs=1e-3)
    assert 100 * kernels.amdahl(found.value / 100, 1.23) == pytest.approx(1.0)


def test_curves_keep_below_their_share_and_inside_their_band():
    curves = kernels.saved_curves(EV)
    known = curves.dropna(subset=["lower"])
    assert (known["lower"] <= known["value"]).all()
    assert (known["value"] <= known["upper"]).all()
    assert curves.groupby("line")["value"].max().max() < 50
    with pytest.raises(ValueError, match="largest"):
        kernels.saved_curves(EV, largest=1)


def test_one_per_cent_is_a_few_days_of_ordinary_progress():
    """Half the compute every 8 months: 1% less takes 0.0145 of a halving, 3.5 days."""
    assert kernels.days_of_progress(EV, 1) == pytest.approx(3.53, abs=0.01)
    assert kernels.days_of_progress(EV, 50) == pytest.approx(8 * 365.25 / 12)
    with pytest.raises(ValueError, match="saved"):
        kernels.days_of_progress(EV, 100)
