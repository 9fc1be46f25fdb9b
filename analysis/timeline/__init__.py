"""The timeline model: from assumptions about task length to a probability by a date.

An arithmetic of stated assumptions, not a forecast of ours. A date means the end of that day.

>>> from analysis import timeline
>>> round(timeline.probability("published spread", "R3", "2028-12-31"), 2)
0.11

Modules: ``spreads`` (distributions), ``draws`` (tables of normal scores), ``sets`` (assumptions as
data), ``model`` (the equations), ``demonstration`` (R1), ``refit`` (values that follow a trend
line), ``forecast`` (probabilities by name), ``h1`` (the headline), ``inverse`` (what 60 and 30
need), ``attribution`` (which assumption moves what), ``sensitivity`` (switches and Sobol indices),
``calibration`` (other models' published results), ``page`` (what the live page starts from).
"""

from .calibration import calibration_table
from .draws import SEED
from .forecast import (
    already,
    assumptions_of,
    conditional,
    curve,
    default_assumptions,
    median,
    probability,
    probability_function,
    table,
)
from .questions.attribution import shapley, steps
from .questions.headline import Headline, headline, verdict_of
from .questions.inverse import Requirement, required_hours, required_median
from .sets import Assumptions, Definition, Demonstration, ParameterSet, assumption_errors
from .spreads import Choice, LogNormal, Normal, eighty

__all__ = [
    "SEED",
    "Assumptions",
    "Choice",
    "Definition",
    "Demonstration",
    "Headline",
    "LogNormal",
    "Normal",
    "ParameterSet",
    "Requirement",
    "already",
    "assumption_errors",
    "assumptions_of",
    "calibration_table",
    "conditional",
    "curve",
    "default_assumptions",
    "eighty",
    "headline",
    "median",
    "probability",
    "probability_function",
    "required_hours",
    "required_median",
    "shapley",
    "steps",
    "table",
    "verdict_of",
]
