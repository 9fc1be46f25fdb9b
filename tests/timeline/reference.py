"""The reference: 2^18 scrambled Sobol points in place of the page's 4,096 draws."""

from functools import lru_cache

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtri
from scipy.stats import qmc

from analysis import timeline
from analysis.timeline.model import given_none, passed, slowed

SHARES = {"AC": 0.0, "TED": 1.0}
LAST = 1e12  # no limit


@lru_cache(maxsize=1)
def sobol():
    points = qmc.Sobol(3, scramble=True, bits=30, rng=20260504).random(2**18)
    return ndtri((points + 0.5**31).T)


@lru_cache(maxsize=64)
def dates(coder):
    return coder.coder_dates(sobol())


def at(chosen, event, year):
    """P in per cent on the reference points, without a slow-down."""
    share = SHARES.get(event, chosen.c)
    return 100 * passed(year - dates(chosen.coder), (share * chosen.L,), chosen.s)[0]


def row(chosen, event):
    """(2027, 2028, slow 2027, slow 2028, given none 2027, 2028, so far, median) as in the
    tables.
    """
    late, until = (2028.0, 2029.0), timeline.book().until
    plain = [at(chosen, event, year) for year in late]
    slow = [
        slowed(p, at(chosen, event, y - chosen.D), chosen.q)
        for p, y in zip(plain, late, strict=True)
    ]
    so_far = at(chosen, event, until)
    none = [100 * given_none(p / 100, so_far / 100) for p in plain]
    middle = brentq(lambda year: at(chosen, event, year) - 50, 2026.2, 2200, xtol=1e-4)
    return np.array([*plain, *slow, *none, so_far, middle])


def variant(name, **change):
    return timeline.book().variant(name, change)
