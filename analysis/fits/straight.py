"""Trends that are linear in their parameters on the log scale: one line, one parabola."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from ..arguments import number
from .dates import DAYS_PER_YEAR, as_date
from .errors import weighted
from .least_squares import fit_linear
from .trend import Curve, Interval, TrendFit, reciprocal
from .values import logarithms, prepare

__all__ = ["ExponentialFit", "QuadraticFit", "exponential", "quadratic"]


def _powers(count: int) -> Curve:
    return Curve(
        value=lambda t, b: np.vander(t, count, increasing=True) @ b,
        gradient=lambda t, b: np.vander(t, count, increasing=True),
        linear=True,
    )


@dataclass(frozen=True, eq=False, kw_only=True)
class ExponentialFit(TrendFit):
    """log2(value) = intercept + per_year t: one doubling time for the whole span."""

    shape: ClassVar[str] = "exponential"
    names: ClassVar[tuple[str, ...]] = ("intercept", "per_year")

    @property
    def per_year(self) -> float:
        """Doublings a year."""
        return self.parameters["per_year"]

    @property
    def intercept(self) -> float:
        """log2 of the fitted value on the mean date."""
        return self.parameters["intercept"]

    @property
    def factor_per_year(self) -> float:
        """Growth factor of one year of 365.25 days."""
        return 2.0**self.per_year

    @property
    def doubling_days(self) -> float:
        """Days per doubling: 365.25 / per_year; negative when values fall, infinite when flat."""
        return DAYS_PER_YEAR / self.per_year if self.per_year != 0.0 else math.inf

    @cached_property
    def per_year_interval(self) -> Interval:
        """Interval of :attr:`per_year` (profile likelihood; for a line equal to Student's t)."""
        return self.interval("per_year")

    @cached_property
    def doubling_days_profile(self) -> Interval:
        """Profile-likelihood interval of the doubling time, formed in rate space.

        Where the rates include zero, the interval includes infinity and is ``unbounded``.
        """
        return reciprocal(self.per_year_interval.scaled(1.0 / DAYS_PER_YEAR))

    @cached_property
    def doubling_days_wald(self) -> Interval:
        """Estimate -+ t standard errors in rate space, turned into doubling times."""
        return reciprocal(self.interval("per_year", method="wald").scaled(1.0 / DAYS_PER_YEAR))

    def date_of(self, value: float) -> dt.date | None:
        """Day on which the fitted line passes ``value``; None if it never does."""
        value = number("value", value, above=0.0)
        if self.per_year == 0.0:
            return None
        return as_date(
            self.origin + DAYS_PER_YEAR * (math.log2(value) - self.intercept) / self.per_year
        )


def exponential(
    dates: Iterable, values: Iterable, *, errors: Iterable | None = None, level: float = 0.95
) -> ExponentialFit:
    """Fit one exponential: ordinary least squares of log2(value) on date.

    ``dates`` are dates, datetimes, datetime64 or ISO strings; ``values`` are positive, in any unit.
    ``errors`` are the standard deviations of log2(value), in doublings, where they were published
    (see :func:`~analysis.fits.log2_errors`); the scatter between models comes on top of them. The
    scatter about the line is always estimated, so at least three observations on two different
    days are needed. This is the trend that METR fits to its time horizons (Kwa, West et al. 2025,
    arXiv:2503.14499).

    Raises ValueError naming the argument, what was expected and what was found.

    >>> fit = exponential(["2024-01-01", "2024-04-10", "2024-07-19", "2024-10-27"], [1, 2, 4, 8])
    >>> round(fit.doubling_days, 6)
    100.0
    """
    days, t, values, origin, level = prepare(
        dates, values, name="values", level=level, least=3, distinct=2
    )
    y = logarithms("values", values)
    design = np.vander(t, 2, increasing=True)
    result, known = weighted(lambda sigma, _: fit_linear(design, y, sigma=sigma), errors)
    return ExponentialFit(
        response="log2", level=level, origin=origin, days=days, observed=y,
        curve=_powers(2), result=result, **known,
    )  # fmt: skip


@dataclass(frozen=True, eq=False, kw_only=True)
class QuadraticFit(TrendFit):
    """log2(value) = intercept + per_year t + half_acceleration t^2."""

    shape: ClassVar[str] = "quadratic"
    names: ClassVar[tuple[str, ...]] = ("intercept", "per_year", "half_acceleration")

    @property
    def acceleration(self) -> float:
        """Change of the growth rate: doublings a year, per year (twice the quadratic term)."""
        return 2.0 * self.parameters["half_acceleration"]

    def acceleration_interval(self, *, level: float = 0.90) -> Interval:
        """Interval of :attr:`acceleration`; growth accelerates if it lies above zero."""
        return self.interval("half_acceleration", level=level).scaled(2.0)


def quadratic(
    dates: Iterable, values: Iterable, *, errors: Iterable | None = None, level: float = 0.95
) -> QuadraticFit:
    """Fit a parabola to log2(value): does growth itself speed up or slow down?

    A parabola is a test of curvature, not a forecast: beyond the data it turns away quickly. Needs
    at least four observations on three different days. Arguments and errors as
    :func:`exponential`.
    """
    days, t, values, origin, level = prepare(
        dates, values, name="values", level=level, least=4, distinct=3
    )
    y = logarithms("values", values)
    design = np.vander(t, 3, increasing=True)
    result, known = weighted(lambda sigma, _: fit_linear(design, y, sigma=sigma), errors)
    return QuadraticFit(
        response="log2", level=level, origin=origin, days=days, observed=y,
        curve=_powers(3), result=result, **known,
    )  # fmt: skip
