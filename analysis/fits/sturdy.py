"""One doubling time that outliers do not move."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from scipy.stats import theilslopes

from .dates import DAYS_PER_YEAR
from .trend import Interval, reciprocal
from .values import logarithms, prepare

__all__ = ["RobustFit", "robust"]


@dataclass(frozen=True)
class RobustFit:
    """The median of all pairwise slopes (Theil & Sen): a third of the points may be wild."""

    n: int
    level: float
    per_year: float
    per_year_interval: Interval

    @property
    def doubling_days(self) -> float:
        """Days per doubling."""
        return DAYS_PER_YEAR / self.per_year if self.per_year != 0.0 else math.inf

    @property
    def doubling_days_interval(self) -> Interval:
        """The interval in rate space, turned into doubling times."""
        return reciprocal(self.per_year_interval.scaled(1.0 / DAYS_PER_YEAR))


def robust(dates: Iterable, values: Iterable, *, level: float = 0.95) -> RobustFit:
    """Fit one exponential by the median of pairwise slopes of log2(value).

    The interval inverts Kendall's rank test (Sen 1968, JASA 63). Needs at least five observations.
    """
    _, t, values, _, level = prepare(dates, values, name="values", level=level, least=5, distinct=3)
    slope, _, low, high = theilslopes(logarithms("values", values), t, alpha=level)
    return RobustFit(
        n=len(t),
        level=level,
        per_year=float(slope),
        per_year_interval=Interval(float(low), float(high), level),
    )
