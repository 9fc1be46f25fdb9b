"""Time horizons from task tallies: METR's weighted logistic fit and its bootstrap."""

from ..fits.least_squares import FitError
from .fitting import LINKS, PENALTY, Bound, HorizonFit, fit, human_time, solve, task_weights

__all__ = [
    "LINKS",
    "PENALTY",
    "Bound",
    "FitError",
    "HorizonFit",
    "fit",
    "human_time",
    "solve",
    "task_weights",
]
