"""Every published table of the model's results, on the reference points and on the page's draws.

The reference is 2^18 scrambled Sobol points in place of the page's 4,096 draws. It must come within
0.1 points of the table, the page within 0.4 of the reference, medians within 0.02 years.
"""

from functools import lru_cache
from itertools import product

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import ndtri
from scipy.stats import qmc

from analysis import timeline
from analysis.timeline.model import given_none, passed, slowed

BOOK = timeline.book()
SHARES = {"AC": 0.0, "TED": 1.0}
LAST = 1e12  # no limit
IDS = {
    "K8": "kokotajlo-2026-08",
    "L8": "lifland-2026-08",
    "H8": "halstead-2026-08",
    "G4": "greenblatt-2026-04",
    "A12": "aifm-2025-12",
    "K4": "kokotajlo-2026-04",
    "L4": "lifland-2026-04",
}
#: Set, event; by the ends of 2027 and 2028: plain, slowed, given none so far; so far, median.
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
KEYS = ["y2027", "y2028", "slow_2027", "slow_2028", "none_2027", "none_2028", "so_far", "median"]
BOTH, LATE = (2028, 2029), (2029,)
#: Sets, events, starts of years, what is changed, and the chances in that order; with q, slowed.
CHANGED = [
    ("K4", "AC able", BOTH, {"m": 5}, 31.2, 71.4, 12.7, 42.7),
    ("K4", "AC able", BOTH, {"m": LAST}, 32.5, 71.4, 13.6, 43.0),
    ("K4", "AC able", BOTH, {"reliability": 0.5}, 51.6, 85.1, 24.7, 55.3),
    ("K4", "AC able", BOTH, {"reliability": 0.9}, 25.2, 63.8, 9.8, 37.2),
    ("K4", "AC able", BOTH, {"h": 1.17, "d": 133.4}, 23.0, 62.5, 8.9, 35.9),
    ("K4", "AC able", BOTH, {"h": 1.63, "d": 105.9}, 47.5, 82.1, 21.6, 52.4),
    ("K4", "AC able", BOTH, {"g": 1, "sg": 0}, 6.9, 30.2, 2.8, 15.2),
    # A task of infinite length is never reached with a limit to the pace.
    ("K4", "able", LATE, {"H": 1e300, "sH": 0}, 0.0),
    ("K4", "able", LATE, {"H": 1e300, "sH": 0, "m": LAST}, 18.6),
    ("L4", "TED", BOTH, {"m": 5}, 4.9, 15.7),
    ("L4", "TED", BOTH, {"m": LAST}, 6.2, 18.4),
    ("L4", "TED", BOTH, {"reliability": 0.5}, 8.9, 21.6),
    ("L4", "TED", BOTH, {"reliability": 0.9}, 4.3, 15.5),
    ("L4", "TED", BOTH, {"g": 1, "sg": 0}, 2.2, 6.0),
    ("K8 L8 G4 K4", "able", LATE, {"c": 0.26}, 73.0, 29.5, 26.0, 47.1),
    ("K8 L8 G4 K4", "able", LATE, {"c": 0.5}, 67.0, 24.0, 22.7, 38.6),
    ("K8 L8 G4 K4", "able", LATE, {"c": 1}, 53.4, 16.5, 19.0, 29.3),
    ("K8 L8 G4 K4", "able", LATE, {"s": 0.7}, 71.1, 29.0, 32.2, 52.0),
    ("K8 L8 G4 K4", "able", LATE, {"L": 1.22}, 64.5, 26.1, 24.6, 42.9),
    # All times since the day of publication stretched: Kokotajlo on his horizon anchor alone.
    ("K8", "AC able TED", LATE, {"coder": 2028.12}, 71.0, 63.3, 46.5),
    ("K8 L8 G4", "able", LATE, {"q": 0.25, "D": 0.5}, 67.5, 25.0, 23.3),
    ("K8 L8 G4", "able", LATE, {"q": 0.25, "D": 2}, 53.3, 20.3, 19.4),
    ("K8 L8 G4", "able", LATE, {"q": 0.25, "D": 20}, 53.0, 20.2, 18.3),
    ("K8 L8 G4", "able", LATE, {"q": 0.5, "D": 1}, 55.4, 19.0, 19.7),
]


@lru_cache(maxsize=1)
def sobol():
    points = qmc.Sobol(3, scramble=True, bits=30, rng=20260504).random(2**18)
    return ndtri((points + 0.5**31).T)


@lru_cache(maxsize=64)
def dates(coder):
    return coder.coder_dates(sobol())


def at(chosen, event, year, slow=False):
    """P in per cent on the reference points."""
    share = SHARES.get(event, chosen.c)
    plain = 100 * passed(year - dates(chosen.coder), (share * chosen.L,), chosen.s)[0]
    return slowed(plain, at(chosen, event, year - chosen.D), chosen.q) if slow else plain


@pytest.mark.parametrize("line", RESULTS.strip().splitlines())
def test_results_of_every_set_event_and_date(line):
    name, event, *printed = line.split()
    chosen = BOOK.set(IDS[name])
    plain, slow = ([at(chosen, event, year, slow=one) for year in BOTH] for one in (False, True))
    so_far = at(chosen, event, BOOK.until)
    none = [100 * given_none(p / 100, so_far / 100) for p in plain]
    middle = brentq(lambda year: at(chosen, event, year) - 50, 2026.2, 2200, xtol=1e-4)
    found = np.array([*plain, *slow, *none, so_far, middle])
    page = next(r for r in timeline.results() if (r["set"], r["event"]) == (IDS[name], event))
    for other, within in ((printed, 0.1), ([page[key] for key in KEYS], 0.4)):
        off = np.abs(found - np.array(other, dtype=float))
        assert off[:-1].max() <= within
        assert off[-1] <= 0.02


@pytest.mark.parametrize("line", CHANGED, ids=lambda line: f"{line[0]} {line[3]}")
def test_other_choices(line):
    names, events, years, change, *printed = line
    slow = "q" in change
    cases = product(names.split(), events.split(), years)
    for (name, event, year), value in zip(cases, printed, strict=True):
        chosen = BOOK.variant(IDS[name], change)
        found = at(chosen, event, year, slow)
        assert found == pytest.approx(value, abs=0.1)
        assert timeline.percent(chosen, event, year, slow_down=slow) == pytest.approx(
            found, abs=0.4
        )


def test_pace_and_the_threshold():
    for u, early, late in ((0.5, 79, 97), (1, 56, 75), (LAST, 30, 30)):
        assert timeline.percent(IDS["K8"], "pace", 2028, u=u) == pytest.approx(early, abs=0.5)
        assert timeline.percent(IDS["K8"], "pace", 2029, u=u) == pytest.approx(late, abs=0.5)
    for name, alone, flat, both in (
        ("K8", 65.0, 75.5, 98.1),
        ("L8", 23.1, 46.1, 95.8),
        ("G4", 22.2, 45.5, 95.7),
    ):
        assert timeline.percent(IDS[name], "R3 alone") == pytest.approx(alone, abs=0.1)
        assert timeline.percent(IDS[name], "R3", u=LAST) == pytest.approx(flat, abs=0.1)
        assert timeline.percent(IDS[name], "R3") == pytest.approx(both, abs=0.1)
    assert BOOK.pace.sd == pytest.approx(1.3218, abs=5e-5)
