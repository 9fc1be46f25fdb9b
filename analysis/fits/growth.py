"""Growth on the log scale: one doubling time, equal amounts, a parabola, a changing pace.

If the first doubling takes d days and each takes e^-a of the one before, n doublings take
d (1 - e^(-a n)) / (1 - e^-a) days. Turned round, and with b doublings a year on the mean date,

    log2(value) = intercept - ln(1 - a b t) / a,        a straight line with slope b when a = 0.

With a > 0 the curve reaches infinity when a b t = 1; with a < 0 it flattens for ever.
"""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..arguments import number
from ..words import DAYS_PER_YEAR
from .dates import as_date
from .least_squares import Curve, FitError, fit, fit_linear
from .trend import Interval, TrendFit, prepare


def days_per_doubling(per_year: float) -> float:
    """Return days per doubling; negative when values fall, infinite when they are flat."""
    return DAYS_PER_YEAR / per_year if per_year != 0.0 else math.inf


def powers(count: int) -> Curve:
    """Return the polynomial with so many coefficients, that of the lowest power first."""
    return Curve(
        value=lambda t, b: np.vander(t, count, increasing=True) @ b,
        gradient=lambda t, b: np.vander(t, count, increasing=True),
        linear=True,
    )


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ExponentialFit(TrendFit):
    """log2(value) = intercept + per_year t: one doubling time for the whole span."""

    def _summary(self) -> str:
        return f"doubling in {self.doubling_days:.4g} days ({self.doubling_days_profile})"

    @property
    def per_year(self) -> float:
        """Doublings a year."""
        return self.parameters["per_year"]

    @property
    def doubling_days(self) -> float:
        """Days per doubling; negative when values fall, infinite when flat."""
        return days_per_doubling(self.per_year)

    @property
    def doubling_days_profile(self) -> Interval:
        """Profile-likelihood interval of the doubling time, formed in rate space.

        Where the rates include zero, times reach up to infinity and, past it, shrinking.
        """
        rates = self.interval("per_year")
        endless = rates.lower <= 0.0 <= rates.upper
        longest = math.inf if endless else days_per_doubling(rates.lower)
        return Interval(days_per_doubling(rates.upper), longest, rates.level)

    def date_of(self, value: float) -> dt.date | None:
        """Return the day on which the fitted line passes ``value``; None if it never does."""
        value = number("value", value, above=0.0)
        if self.per_year == 0.0:
            return None
        years = (math.log2(value) - self.parameters["intercept"]) / self.per_year
        return as_date(self.origin + DAYS_PER_YEAR * years)


def exponential(dates: Iterable, values: Iterable) -> ExponentialFit:
    """Fit one exponential: ordinary least squares of log2(value) on date.

    ``dates`` are dates, datetimes, datetime64 or ISO strings; ``values`` are positive, in any unit.
    Needs three observations on two different days, each one row: what stands twice counts twice,
    and the interval narrows. This is the trend that METR fits to its time horizons (Kwa, West et
    al. 2025, arXiv:2503.14499).

    Raises ValueError naming the argument, what was expected and what was found.

    >>> fit = exponential(["2024-01-01", "2024-04-10", "2024-07-19", "2024-10-27"], [1, 2, 4, 8])
    >>> round(fit.doubling_days, 6)
    100.0
    """
    names = ("intercept", "per_year")
    return _fit("exponential", names, powers(2), dates, values, kind=ExponentialFit)


def quadratic(dates: Iterable, values: Iterable) -> TrendFit:
    """Fit a parabola, log2(value) = intercept + per_year t + half_acceleration t^2.

    A parabola is a test of curvature, not a forecast: beyond the data it turns away quickly. Needs
    at least four observations on three different days. Arguments and errors as
    :func:`exponential`.
    """
    names = ("intercept", "per_year", "half_acceleration")
    return _fit("quadratic", names, powers(3), dates, values)


def linear(dates: Iterable, values: Iterable) -> TrendFit:
    """Fit growth by equal amounts, log2(value) = intercept + log2(1 + share t).

    ``share`` is what a year adds, in parts of the value on the mean date. The scatter is in
    doublings as about the other curves, so their AICc compare: only the shape differs. Needs three
    observations on two different days. Arguments and errors as :func:`exponential`.
    """
    return _fit("linear", ("intercept", "share"), LINE, dates, values, near=_near_line)


def _lines(t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Shares between the two at which the line would be zero at the first or the last observation,
    and log2(1 + share t) for each, shares by observations."""
    shares = np.tanh(_GRID) / np.where(_GRID > 0.0, -float(t.min()), float(t.max()))
    return shares, np.log2(1.0 + np.multiply.outer(shares, t))


def _near_line(t: np.ndarray, y: np.ndarray) -> list[float]:
    """Parameters of a line near the best."""
    shares, shapes = _lines(t)
    above = y - shapes
    place = int(np.argmin(above.var(axis=1)))
    return [above[place].mean(), shares[place]]


def factors_lead(dates: Iterable, values: Iterable) -> float:
    """Return the lead of growth by factors over growth by equal amounts where both may wander.

    Twice the difference of the largest log-likelihoods; both have as many parameters, so it is that
    of their AICc. Scatter in doublings is noise plus a random walk in a share that each chooses.
    Arguments and errors as :func:`linear`.
    """
    t, y, _ = prepare(dates, values, least=5, distinct=3)
    one = np.ones((len(t), 1))
    above, best = (y - _lines(t)[1]).T, [-math.inf, -math.inf]
    for share in (0.0, *np.logspace(-3.0, 4.0, 71)):
        walk = share * np.minimum.outer(t - t.min(), t - t.min())
        root = np.linalg.cholesky(np.eye(len(t)) + walk)

        def likelihood(design, rest, root=root):
            design, rest = np.linalg.solve(root, design), np.linalg.solve(root, rest)
            left = rest - design @ np.linalg.lstsq(design, rest, rcond=None)[0]
            least = (left**2).sum(axis=0).min()  # of all that are to be explained
            return -len(t) * math.log(least) - 2.0 * np.log(np.diag(root)).sum()

        best[0] = max(best[0], likelihood(np.column_stack([one, t]), y[:, None]))
        best[1] = max(best[1], likelihood(one, above))
    return best[0] - best[1]


def _line_value(t, b):
    with np.errstate(all="ignore"):
        return b[0] + np.log2(1.0 + b[1] * t)


def _line_gradient(t, b):
    with np.errstate(all="ignore"):
        return np.column_stack([np.ones_like(t), t / (1.0 + b[1] * t) / math.log(2.0)])


LINE = Curve(_line_value, _line_gradient)


def _fit(shape, names, curve, dates, values, *, near=None, distinct=None, kind=TrendFit):
    """Least squares of log2(value) on the date: a linear curve, or from what ``near`` gives."""
    k = len(names)
    t, y, fields = prepare(dates, values, least=k + 1, distinct=distinct or k)
    return kind(
        shape=shape, names=names, response="log2", observed=y, curve=curve,
        result=fit(curve, t, y, near(t, y)) if near else fit_linear(curve.gradient(t, ()), y),
        **fields,
    )  # fmt: skip


#: Where the search for c = a b looks first: c is tanh(z) times the value at which the curve would
#: reach infinity at the last observation (z > 0) or the first.
_GRID = np.linspace(-6.0, 6.0, 121)
_SMALL = 1e-3
_TINY = 1e-300


def _phi(u):
    """-ln(1 - u) / u, continuous at 0; nan where the curve has no value."""
    u = np.asarray(u, dtype=float)
    away = np.where(u == 0.0, _TINY, u)
    return -np.log1p(-away) / away


def _phi_slope(u):
    """Derivative of :func:`_phi`."""
    series = 1 / 2 + u * (2 / 3 + u * (3 / 4 + u * (4 / 5 + u * (5 / 6 + u * 6 / 7))))
    safe = np.where(np.abs(u) < _SMALL, 0.5, u)
    return np.where(np.abs(u) < _SMALL, series, (safe / (1.0 - safe) + np.log1p(-safe)) / safe**2)


def _pace_value(t, b):
    """The curve at ``t`` (years) for b = level and doublings a year on the mean date, and a."""
    u = b[1] * b[2] * t
    with np.errstate(all="ignore"):
        return np.where(u < 1.0, b[0] + b[1] * t * _phi(u), np.inf)


def _pace_gradient(t, b):
    u = b[1] * b[2] * t
    with np.errstate(all="ignore"):
        return np.column_stack([np.ones_like(t), t / (1.0 - u), (b[1] * t) ** 2 * _phi_slope(u)])


PACE = Curve(_pace_value, _pace_gradient)


def changing_pace(dates: Iterable, values: Iterable) -> TrendFit:
    """Fit growth in which each doubling is a constant share shorter, or longer, than the last.

    Each takes e^-a of the time of the last; ``a`` is positive when they get shorter. ``intercept``
    and ``per_year`` are log2(value) and doublings a year on the mean date. Needs at least four
    observations on four different days. Arguments and errors as :func:`exponential`; data that grow
    by so much faster than any such curve that it would reach infinity inside them raise FitError.
    """
    names = ("intercept", "per_year", "a")
    return _fit("changing pace", names, PACE, dates, values, distinct=4, near=_near)


def _near(t, y) -> np.ndarray:
    """Parameters near the best.

    For a given c = a b the curve is a straight line in t phi(c t). c is looked for between the two
    values at which the curve would reach infinity at the first or the last observation, on a scale
    that stretches towards both.
    """
    above = y - y.mean()
    grid = np.tanh(_GRID) / np.where(_GRID > 0.0, float(t.max()), -float(t.min()))
    column = t * _phi(np.multiply.outer(grid, t))
    away = column - column.mean(axis=1, keepdims=True)
    slope = (away @ above) / np.einsum("ij,ij->i", away, away)
    rest = above - slope[:, None] * away
    place = int(np.argmin(np.einsum("ij,ij->i", rest, rest)))
    if place in (0, len(grid) - 1):
        raise FitError("values: they bend so sharply that the curve would be infinite in them")
    b = slope[place]
    return np.array([y.mean() - b * column[place].mean(), b, grid[place] / b if b else 0.0])
