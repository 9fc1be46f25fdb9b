"""Time horizons from task tallies: METR's weighted logistic fit and its bootstrap."""

from ..fits.least_squares import FitError
from .fitting import LINKS, PENALTY, HorizonFit, fit, solve, task_weights
