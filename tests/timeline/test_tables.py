"""Every published table of the model's results, on the reference points and on the page's draws.

The reference is 2^18 scrambled Sobol points in place of the page's 4,096 draws. It must come within
0.1 points of the table, the page within 0.4 of the reference, medians within 0.02 years.
"""

from functools import lru_cache
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
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
    "G4": "greenblatt-2026-04",
    "K4": "kokotajlo-2026-04",
    "L4": "lifland-2026-04",
}
HERE = Path(__file__).parent
#: By the ends of 2027 and 2028: plain, slowed, given none so far; so far, and the median.
RESULTS = pd.read_csv(HERE / "results.csv").to_dict("records")
CHANGED = yaml.safe_load((HERE / "changed.yml").read_text("utf-8"))
BOTH = (2028, 2029)


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


@pytest.mark.parametrize("printed", RESULTS, ids=lambda row: f"{row['set']} {row['event']}")
def test_results_of_every_set_event_and_date(printed):
    name, event = printed["set"], printed["event"]
    chosen = BOOK.set(name)
    plain, slow = ([at(chosen, event, year, slow=one) for year in BOTH] for one in (False, True))
    so_far = at(chosen, event, BOOK.until)
    none = [100 * given_none(p / 100, so_far / 100) for p in plain]
    middle = brentq(lambda year: at(chosen, event, year) - 50, 2026.2, 2200, xtol=1e-4)
    found = np.array([*plain, *slow, *none, so_far, middle])
    page = next(r for r in timeline.results() if (r["set"], r["event"]) == (name, event))
    for table, within in ((printed, 0.1), (page, 0.4)):
        off = np.abs(found - [table[key] for key in printed if key not in ("set", "event")])
        assert off[:-1].max() <= within
        assert off[-1] <= 0.02


@pytest.mark.parametrize("line", CHANGED, ids=lambda line: f"{line['sets']} {line['change']}")
def test_other_choices(line):
    change, slow = line["change"], "q" in line["change"]
    cases = product(line["sets"], line["events"], line["years"])
    for (name, event, year), chance in zip(cases, line["chances"], strict=True):
        chosen = BOOK.variant(IDS[name], change)
        found = at(chosen, event, year, slow)
        page = timeline.percent(chosen, event, year, slow_down=slow)
        assert (found, page) == (pytest.approx(chance, abs=0.1), pytest.approx(found, abs=0.4))


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
