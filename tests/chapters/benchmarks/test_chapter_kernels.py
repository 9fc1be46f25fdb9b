"""What the kernels chapter shows, against the sources' own figures."""

import pytest

from analysis import evidence
from analysis.chapters.benchmarks import kernels

EV = evidence.load()


def test_audits_cut_two_claims_and_raise_one():
    table = kernels.claims_before_after(EV).pivot(index="label", columns="when", values="value")
    first, after = (table[when] for when in kernels.BY_AUDIT)
    assert (first["CUDA-L1, mean"], after["CUDA-L1, mean"]) == (17.7, 3.12)
    assert (first["AI CUDA Engineer (Sakana)"], after["AI CUDA Engineer (Sakana)"]) == (100, 0.33)
    assert (after > first).sum() == 1


def test_amdahl_textbook_values():
    assert kernels.amdahl(0.5, 2) == 0.25
    assert kernels.amdahl(1.0, 10) == pytest.approx(0.9)
    assert kernels.amdahl(0.3, 1) == 0


@pytest.mark.parametrize("share", [0.01, 0.2, 0.9])
def test_a_part_never_saves_more_than_its_share(share):
    gains = [kernels.amdahl(share, speedup) for speedup in (1.1, 2, 10, 1e9)]
    assert gains == sorted(gains)
    assert gains[-1] < share == pytest.approx(gains[-1], rel=1e-6)


@pytest.mark.parametrize(
    ("share", "speedup", "word"), [(1.2, 2, "share"), (0, 2, "share"), (0.5, 0, "speedup")]
)
def test_amdahl_refuses_what_is_no_share_or_speedup(share, speedup, word):
    with pytest.raises(ValueError, match=word):
        kernels.amdahl(share, speedup)


def test_the_report_implies_a_kernel_of_about_a_twentieth_of_the_run():
    """By hand: 1.23 times as fast saves 0.187 of its time, so 1% of the run is a share of 5.35%;
    less time by 23%, and printed values of 0.5 and 1.5%, give the ends 2.17 and 8.02%."""
    found = kernels.implied_share(EV)
    assert (found.kernel, found.saved) == (23, 1)
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


def test_the_vendors_series_rises_but_its_pace_is_hardly_known():
    points = kernels.vendor_points(EV)
    standard = points[points["group"] == "standard scaffold"]["value"].tolist()
    assert standard == [252.42, 190, 399.42, 371.75, 430.93, 449.46]
    trend = kernels.vendor_trend(EV)
    interval = trend.fit.doubling_days_profile
    assert trend.falls == 2
    assert interval.upper > 20 * interval.lower
    assert kernels.scaffold_effect(EV) == (190, 427)


def test_levels_are_the_vendors_hours():
    assert kernels.hour_marks(EV) == [
        {"at": 4.0, "label": "a person: about 1 h"},
        {"at": 200.0, "label": "a person: about 8 h"},
        {"at": 300.0, "label": "a person: about 40 h"},
    ]


def test_the_open_deck_has_eleven_agents_far_from_the_ceiling():
    deck = kernels.hard_deck(EV)
    assert len(deck) == 11
    assert deck["value"].between(10, 30).all()


def test_no_two_measures_count_the_same_thing():
    table = kernels.suites(EV)
    assert table["quantity"].is_unique
    assert (table["readings"] > 0).all()


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2024-12-03", "2024-12-30", "Dec 2024"),
        ("2026-06-14", "2026-08-02", "Jun to Aug 2026"),
        ("2025-11-24", "2026-07-24", "Nov 2025 to Jul 2026"),
    ],
)
def test_a_span_reads_as_people_write_it(first, last, text):
    import pandas as pd

    assert kernels.months(pd.Timestamp(first), pd.Timestamp(last)) == text
