"""S-curves in time, b = midpoint, rate and, where it is estimated, ceiling."""

from __future__ import annotations

import numpy as np

from .trend import Curve

__all__ = ["STRAIGHT", "curve_of", "through_rates"]


def _share(t, b):
    """1 / (1 + exp(-rate (t - midpoint))), without overflow."""
    return _logistic(b[1] * (t - b[0]))


def _logistic(z):
    decay = np.exp(-np.abs(z))
    return np.where(z >= 0.0, 1.0, decay) / (1.0 + decay)


def _bend(t, b):
    share = _share(t, b)
    return share * (1.0 - share)


def _free_value(t, b):
    return b[2] * _share(t, b)


def _free_gradient(t, b):
    bend = b[2] * _bend(t, b)
    return np.column_stack([-b[1] * bend, (t - b[0]) * bend, _share(t, b)])


_FREE = Curve(_free_value, _free_gradient)


def _fixed(ceiling: float) -> Curve:
    def gradient(t, b):
        bend = ceiling * _bend(t, b)
        return np.column_stack([-b[1] * bend, (t - b[0]) * bend])

    return Curve(lambda t, b: ceiling * _share(t, b), gradient)


def curve_of(ceiling: float | None) -> Curve:
    """The S-curve in percent with this ceiling, or with the ceiling as third parameter."""
    return _FREE if ceiling is None else _fixed(ceiling)


def through_rates(ceiling: float | None) -> Curve:
    """The curve of :func:`curve_of` with the log-odds on the mean date instead of the midpoint.

    A curve whose rate is zero has such log-odds but no midpoint, so profiles of the rate, which
    pass through zero, run along this one.
    """

    def value(t, b):
        return (b[2] if ceiling is None else ceiling) * _logistic(b[0] + b[1] * t)

    def gradient(t, b):
        share, top = _logistic(b[0] + b[1] * t), b[2] if ceiling is None else ceiling
        bend = top * share * (1.0 - share)
        columns = [bend, t * bend] if ceiling is not None else [bend, t * bend, share]
        return np.column_stack(columns)

    return Curve(value, gradient)


#: The log-odds of the curve: a straight line.
STRAIGHT = Curve(
    value=lambda t, b: b[1] * (t - b[0]),
    gradient=lambda t, b: np.column_stack([np.full_like(t, -b[1]), t - b[0]]),
)
