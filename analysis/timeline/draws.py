"""Tables of normal scores: six columns, one for each of h0, d, H, k, a and f.

Three kinds. The *page* draws are 4,096 points of a rank-1 lattice, made by integer arithmetic, so
that a browser has the same points without any data. The *reference* is 2^18 scrambled Sobol points
(Owen scrambling as in scipy.stats.qmc). Any other number of draws is Sobol too when it is a power
of two, and independent draws (PCG64) when it is not.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.special import ndtri
from scipy.stats import qmc

COLUMNS = ("h0", "d", "H", "k", "a", "f")
GENERATORS = {"h0": 1, "d": 205, "H": 1065, "k": 1237, "a": 3729, "f": 2589}
PAGE = 4096
REFERENCE = 2**18
MOST = 2**24
SEED = 20260504
_BITS = 30  # scipy's Sobol points are multiples of 2^-30


def lattice(generator: int, n: int = PAGE) -> np.ndarray:
    """Normal scores of one lattice column: quantiles at ((i * generator mod n) + 1/2) / n."""
    index = np.arange(n, dtype=np.int64)
    return ndtri(((index * generator) % n + 0.5) / n)


def check_draws(draws: int | str) -> int | str:
    """``draws`` as "page", "reference" or an integer; ValueError otherwise."""
    if isinstance(draws, str) and draws in ("page", "reference"):
        return draws
    whole = isinstance(draws, int | np.integer) and not isinstance(draws, bool)
    if not whole or not 2 <= draws <= MOST:
        raise ValueError(
            f'draws: expected "page", "reference" or a whole number from 2 to {MOST}, '
            f"found {draws!r}"
        )
    return int(draws)


def check_seed(seed: int) -> int:
    """``seed`` as a non-negative integer; ValueError otherwise."""
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise ValueError(f"seed: expected a whole number of at least 0, found {seed!r}")
    return int(seed)


def scores(draws: int | str = "reference", seed: int = SEED) -> np.ndarray:
    """Normal scores, shape (6, N), rows in the order of COLUMNS. Read-only, cached."""
    return _scores(check_draws(draws), check_seed(seed))


@lru_cache(maxsize=3)
def _scores(draws: int | str, seed: int) -> np.ndarray:
    table = make_scores(draws, seed)
    table.flags.writeable = False
    return table


def make_scores(draws: int | str, seed: int, columns: int = len(COLUMNS)) -> np.ndarray:
    """As :func:`scores`, computed afresh, with further columns if asked (not for "page")."""
    if draws == "page":
        return np.stack([lattice(GENERATORS[name]) for name in COLUMNS])
    n = REFERENCE if draws == "reference" else int(draws)
    if n & (n - 1) == 0:
        points = qmc.Sobol(columns, scramble=True, bits=_BITS, rng=seed).random(n)
        # The middle of each cell: a point at exactly 0 would become minus infinity.
        points += 0.5 ** (_BITS + 1)
        return ndtri(np.ascontiguousarray(points.T))
    generator = np.random.Generator(np.random.PCG64(seed))
    return generator.standard_normal((columns, n))
