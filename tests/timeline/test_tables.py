"""Every published table of the model's results, on the reference points and on the page's draws.

The reference must come within 0.1 points, the page within 0.4 of it, medians within 0.02 years.
"""

import dataclasses

import numpy as np
import pytest

from analysis import timeline
from tests.timeline.reference import LAST, at, row, variant

K8, L8, H8, G4 = "kokotajlo-2026-08", "lifland-2026-08", "halstead-2026-08", "greenblatt-2026-04"
A12, K4, L4 = "aifm-2025-12", "kokotajlo-2026-04", "lifland-2026-04"
#: set, event, 2027, 2028, slow 2027, slow 2028, given none 2027, 2028, so far, median
RESULTS = """
K8 AC   54.3 77.7 42.8 71.9 54.1 77.6 0.56 2027.88
K8 able 40.2 70.6 30.4 63.0 40.2 70.6 0.01 2028.25
K8 TED  20.7 53.4 15.6 45.2 20.7 53.4 0.00 2028.88
L8 AC   20.4 37.0 15.8 32.9 20.2 36.9 0.19 2030.04
L8 able 10.9 27.0  8.2 23.0 10.9 27.0 0.00 2031.01
L8 TED   5.0 16.5  3.8 13.6  5.0 16.5 0.00 2032.54
H8 TED   8.7 23.8  6.6 20.0  8.7 23.8 0.00 2031.30
G4 AC   27.0 39.0 23.0 36.0 21.8 34.6 6.66 2030.23
G4 able 14.9 24.4 12.3 22.0 12.9 22.6 2.32 2032.90
G4 TED  11.1 19.0  9.1 17.1  9.7 17.8 1.53 2035.35
A12 AC  20.7 32.3 17.6 29.4 15.7 28.1 5.91 2030.91
A12 able 11.9 21.4 9.9 19.0  9.8 19.5 2.37 2032.94
A12 TED  8.1 15.4  6.6 13.6  6.8 14.3 1.38 2035.00
K4 AC   32.4 71.4 24.4 61.7 32.4 71.4 0.01 2028.38
K4 able 13.5 42.9 10.1 35.6 13.5 42.9 0.00 2029.28
K4 TED   7.9 29.3  6.0 23.9  7.9 29.3 0.00 2030.17
L4 TED   5.6 17.5  4.3 14.5  5.6 17.4 0.03 2031.86
"""
#: change, AC 2027, 2028, able 2027, 2028 (Kokotajlo in April)
LENGTH = [
    ({"m": 5}, 31.2, 71.4, 12.7, 42.7),
    ({"m": LAST}, 32.5, 71.4, 13.6, 43.0),
    ({"reliability": 0.5}, 51.6, 85.1, 24.7, 55.3),
    ({"reliability": 0.9}, 25.2, 63.8, 9.8, 37.2),
    ({"h": 1.17, "d": 133.4}, 23.0, 62.5, 8.9, 35.9),
    ({"h": 1.63, "d": 105.9}, 47.5, 82.1, 21.6, 52.4),
    ({"g": 1, "sg": 0}, 6.9, 30.2, 2.8, 15.2),
]
#: change, TED 2027, 2028 (Lifland in April)
LIFLAND = [
    ({"m": 5}, 4.9, 15.7),
    ({"m": LAST}, 6.2, 18.4),
    ({"reliability": 0.5}, 8.9, 21.6),
    ({"reliability": 0.9}, 4.3, 15.5),
    ({"g": 1, "sg": 0}, 2.2, 6.0),
]
#: change, able 2028 of Kokotajlo Aug, Lifland Aug, Greenblatt, Kokotajlo Apr
GAPS = [
    ({"c": 0.26}, 73.0, 29.5, 26.0, 47.1),
    ({"c": 0.5}, 67.0, 24.0, 22.7, 38.6),
    ({"c": 1}, 53.4, 16.5, 19.0, 29.3),
    ({"s": 0.7}, 71.1, 29.0, 32.2, 52.0),
    ({"L": 1.22}, 64.5, 26.1, 24.6, 42.9),
]
#: q, D, able 2028 of Kokotajlo Aug, Lifland Aug, Greenblatt
SLOW = [
    (0.25, 0.5, 67.5, 25.0, 23.3),
    (0.25, 2, 53.3, 20.3, 19.4),
    (0.25, 20, 53.0, 20.2, 18.3),
    (0.5, 1, 55.4, 19.0, 19.7),
]
IDS = {"K8": K8, "L8": L8, "H8": H8, "G4": G4, "A12": A12, "K4": K4, "L4": L4}


@pytest.mark.parametrize("line", RESULTS.strip().splitlines())
def test_results_of_every_set_event_and_date(line):
    name, event, *printed = line.split()
    printed = np.array(printed, dtype=float)
    found = row(timeline.book().set(IDS[name]), event)
    assert np.abs(found - printed)[:-1].max() <= 0.1
    assert abs(found[-1] - printed[-1]) <= 0.02
    page = next(r for r in timeline.results() if (r["set"], r["event"]) == (IDS[name], event))
    keys = (
        "y2027",
        "y2028",
        "slow_2027",
        "slow_2028",
        "none_2027",
        "none_2028",
        "so_far",
        "median",
    )
    drawn = np.array([page[key] for key in keys])
    assert np.abs(drawn - found)[:-1].max() <= 0.4
    assert abs(drawn[-1] - found[-1]) <= 0.02


def near(chosen, event, year, printed):
    found = at(chosen, event, year)
    assert found == pytest.approx(printed, abs=0.1)
    assert timeline.percent(chosen, event, year) == pytest.approx(found, abs=0.4)


@pytest.mark.parametrize("line", LENGTH)
def test_other_choices_on_the_length_route(line):
    change, *printed = line
    chosen = variant(K4, **change)
    for (event, year), value in zip(
        [("AC", 2028), ("AC", 2029), ("able", 2028), ("able", 2029)], printed, strict=True
    ):
        near(chosen, event, year, value)


@pytest.mark.parametrize("line", LIFLAND)
def test_other_choices_for_lifland_in_april(line):
    change, *printed = line
    for year, value in zip((2028, 2029), printed, strict=True):
        near(variant(L4, **change), "TED", year, value)


@pytest.mark.parametrize("line", GAPS)
def test_other_choices_of_the_gap(line):
    change, *printed = line
    for name, value in zip((K8, L8, G4, K4), printed, strict=True):
        near(variant(name, **change), "able", 2029, value)


def test_kokotajlo_on_his_horizon_anchor_alone():
    """All times since the day of publication stretched by 1.191."""
    stretched = variant(K8, coder=2028.12)
    assert stretched.coder.stretch == pytest.approx(1.191, abs=5e-4)
    for event, value in (("AC", 71.0), ("able", 63.3), ("TED", 46.5)):
        near(stretched, event, 2029, value)


@pytest.mark.parametrize("line", SLOW)
def test_other_slow_downs(line):
    q, years, *printed = line
    for name, value in zip((K8, L8, G4), printed, strict=True):
        chosen = variant(name, q=q, D=years)
        found = (1 - q) * at(chosen, "able", 2029) + q * at(chosen, "able", 2029 - years)
        assert found == pytest.approx(value, abs=0.1)
        page = timeline.percent(chosen, "able", 2029, slow_down=True)
        assert page == pytest.approx(found, abs=0.4)


def test_pace_and_the_threshold():
    for u, early, late in ((0.5, 79, 97), (1, 56, 75), (LAST, 30, 30)):
        assert timeline.percent(K8, "pace", 2028, u=u) == pytest.approx(early, abs=0.5)
        assert timeline.percent(K8, "pace", 2029, u=u) == pytest.approx(late, abs=0.5)
    for name, alone, flat, both in (
        (K8, 65.0, 75.5, 98.1),
        (L8, 23.1, 46.1, 95.8),
        (G4, 22.2, 45.5, 95.7),
    ):
        assert timeline.percent(name, "R3 alone") == pytest.approx(alone, abs=0.1)
        assert timeline.percent(name, "R3", u=LAST) == pytest.approx(flat, abs=0.1)
        assert timeline.percent(name, "R3") == pytest.approx(both, abs=0.1)
    assert timeline.book().pace.sd == pytest.approx(1.3218, abs=5e-5)


def test_only_the_middle_knot_three_months_later():
    """What version 2's table of moves printed: the ends stay, so it moves less than a stretch."""
    chosen = timeline.book().set(K8)
    (low, a), (half, b), (high, c) = chosen.coder.knots
    coder = dataclasses.replace(chosen.coder, knots=((low, a), (half, b + 0.25), (high, c)))
    moved = dataclasses.replace(chosen, coder=coder)
    assert at(moved, "able", 2029) - at(chosen, "able", 2029) == pytest.approx(-4.9, abs=0.1)


def test_a_task_of_infinite_length_is_never_reached_with_a_limit():
    """Without one the length route would give a good part of its chance to it."""
    endless = {"H": 1e300, "sH": 0}
    assert at(variant(K4, **endless), "able", 2029) == 0
    assert at(variant(K4, **endless, m=LAST), "able", 2029) == pytest.approx(18.6, abs=0.1)


def test_rows_that_only_the_computation_gives_lie_between_their_neighbours():
    for name in (H8, L4):
        chosen = timeline.book().set(name)
        for year in (2028, 2029):
            assert at(chosen, "TED", year) < at(chosen, "able", year) < at(chosen, "AC", year)
    assert at(timeline.book().set(H8), "AC", 2029) < 55
