"""Time horizons from task tallies: METR's weighted logistic fit and its bootstrap."""

from ..fits.least_squares import FitError
from .fitting import (
    LINKS,
    ONE_THREAD,
    PENALTY,
    WEIGHTINGS,
    Bound,
    HorizonFit,
    fit,
    solve,
    sums,
    task_weights,
)

__all__ = [
    "LINKS",
    "ONE_THREAD",
    "PENALTY",
    "WEIGHTINGS",
    "Bound",
    "FitError",
    "HorizonFit",
    "fit",
    "solve",
    "sums",
    "task_weights",
]
