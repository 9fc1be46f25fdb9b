"""One doubling time under other assumptions: measured with error, or with outliers."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import ndtri
from scipy.stats import theilslopes

from ..inputs import number, vector
from ..leastsquares import fit_linear
from .base import Interval, logarithms, prepare, reciprocal, student
from .dates import DAYS_PER_YEAR

__all__ = ["MeasuredFit", "RobustFit", "log2_errors", "measured", "robust"]


@dataclass(frozen=True)
class MeasuredFit:
    """A line through log2 values that each carry a known measurement error.

    ``between`` is the scatter of true values about the line, in doublings, beyond what the errors
    explain; it may be zero.
    """

    n: int
    level: float
    per_year: float
    intercept: float
    between: float
    standard_error: float
    origin: float = field(repr=False)

    @property
    def doubling_days(self) -> float:
        """Days per doubling."""
        return DAYS_PER_YEAR / self.per_year if self.per_year != 0.0 else math.inf

    @property
    def per_year_interval(self) -> Interval:
        """Estimate -+ t standard errors (Knapp & Hartung)."""
        reach = student(self.level, self.n - 2) * self.standard_error
        return Interval(self.per_year - reach, self.per_year + reach, self.level)

    @property
    def doubling_days_interval(self) -> Interval:
        """The interval in rate space, turned into doubling times."""
        return reciprocal(self.per_year_interval.scaled(1.0 / DAYS_PER_YEAR))


def measured(
    dates: Iterable, values: Iterable, errors: Iterable, *, level: float = 0.95
) -> MeasuredFit:
    """Fit one exponential to values with published uncertainty.

    ``errors`` are standard deviations of log2(value), in doublings (see :func:`log2_errors`). The
    scatter between models is estimated on top of them by restricted maximum likelihood, and the
    interval of the slope follows Knapp & Hartung (2003, Statistics in Medicine 22), so that equal
    errors give exactly the fit and interval of :func:`~analysis.trends.exponential`.

    The errors must be independent of each other. Most of the published uncertainty of horizons on
    one task set is not: it comes from the choice of tasks, moves all models together, and so widens
    the level of a trend rather than its slope. Used here, it only shifts weight between points.
    """
    _, t, values, origin, level = prepare(
        dates, values, name="values", level=level, least=3, distinct=2
    )
    y = logarithms("values", values)
    errors = vector("errors", errors, length=len(y))
    if np.any(errors < 0.0):
        index = int(np.flatnonzero(errors < 0.0)[0])
        raise ValueError(f"errors: expected none below 0, found {errors[index]} at {index}")
    design = np.vander(t, 2, increasing=True)
    plain = fit_linear(design, y)
    # Without any error the weights below would be infinite at zero scatter.
    floor = max(1e-8, 1e-6 * plain.residual_sd)

    def line(between):
        return fit_linear(design, y, sigma=np.sqrt(errors**2 + max(between, floor) ** 2))

    def restricted(log_between):
        variance = errors**2 + math.exp(2.0 * log_between)
        weighted = design / variance[:, None]
        normal = design.T @ weighted
        b = np.linalg.solve(normal, weighted.T @ y)
        rest = y - design @ b
        return float(
            np.log(variance).sum() + np.linalg.slogdet(normal)[1] + (rest**2 / variance).sum()
        )

    top = math.log(10.0 * max(plain.residual_sd, floor))
    low = math.log(floor)
    grid = np.linspace(low, top, 60)
    place = int(np.argmin([restricted(z) for z in grid]))
    ends = grid[max(place - 1, 0)], grid[min(place + 1, len(grid) - 1)]
    found = minimize_scalar(restricted, bounds=ends, method="bounded", options={"xatol": 1e-9})
    between = 0.0 if place == 0 else math.exp(float(found.x))
    result = line(between)
    return MeasuredFit(
        n=len(y),
        level=level,
        per_year=float(result.parameters[1]),
        intercept=float(result.parameters[0]),
        between=between,
        standard_error=float(result.standard_errors[1]),
        origin=origin,
    )


def log2_errors(lower: Iterable, upper: Iterable, *, level: float = 0.95) -> np.ndarray:
    """Standard deviations of log2(value) from published intervals of that level.

    (log2 upper - log2 lower) / (2 z): half of the width on the log scale, in normal quantiles.
    """
    low = logarithms("lower", vector("lower", lower))
    high = logarithms("upper", vector("upper", upper, length=len(low)))
    level = number("level", level, above=0.0, below=1.0)
    if np.any(high < low):
        index = int(np.flatnonzero(high < low)[0])
        raise ValueError(f"upper: expected at least lower, found less at {index}")
    return (high - low) / (2.0 * float(ndtri(0.5 + level / 2.0)))


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
