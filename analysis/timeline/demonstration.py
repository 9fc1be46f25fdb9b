"""R1: an agent reaches the level of official instruct models on a post-training benchmark.

Not a question of task length: T1 = origin + max(0, target - level)/pace/12 + gap, with level and
pace normal (pace not below a floor, in points a month) and the gap log-normal in years. The two
uncertain numbers are averaged over a grid of quantiles, the gap is exact; no random draws.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.special import ndtri

from .model import mean_share_passed
from .sets import Demonstration

_GRID = 400  # quantiles a side: the probability is exact to about 1e-6


@lru_cache(maxsize=8)
def waiting_years(event: Demonstration) -> np.ndarray:
    """Years from the origin until the target is reached, at every pair of quantiles."""
    z = ndtri((np.arange(_GRID) + 0.5) / _GRID)
    missing = np.maximum(event.target - event.level.at(z), 0)
    pace = np.maximum(event.pace.at(z), event.pace_at_least)
    years = (missing[:, None] / (12 * pace[None, :])).ravel()
    years.flags.writeable = False
    return years


@lru_cache(maxsize=512)
def probability_by(event: Demonstration, year: float) -> float:
    """Probability that the event happens by the decimal ``year``."""
    return mean_share_passed(year - event.origin, waiting_years(event), event.gap)
