"""Curves in time: how fast something grows, whether its pace changes, what it would reach.

Functions take dates and values and return a frozen dataclass. Growth curves (``exponential``,
``linear``, ``quadratic``, ``kinked``, ``changing_pace``) are fitted by least squares on
log2(value), so scatter is in doublings; S-curves (``logistic``) on the log-odds of the scores or,
where the ceiling is estimated as well, on the scores in percent. The scatter is always estimated,
every interval rests on it, and a series too short to show it is refused. ``fit.interval(name)`` is
a profile-likelihood interval, ``fit.predict(dates)`` gives prediction intervals. A fit shows
itself:

>>> exponential(["2024-01-01", "2024-04-10", "2024-07-19", "2024-10-27"], [1, 2, 5, 8])
exponential: doubling in 96.88 days (95% interval 71.5 to 150.2); n = 4, 2024-01-01 to 2024-10-27

Intervals of these fits assume that observations scatter independently about the curve, one row
each: rows that stand twice narrow them in silence. Records of a benchmark do not: each is chosen
for being above all earlier ones, and the frontier may wander. Whether something rises, and whether
its pace changes, is therefore decided by :func:`rate_of_change`, which allows for repeats of a
model and for a random walk, and whether a bend is real by :func:`lead`, which says how often a
straight random walk shows one.

Bad input raises ValueError (FitError, a ValueError, where the data do not determine the curve).
"""

from ..words import DAYS_PER_YEAR
from .broken_line import KinkedFit, Lead, kinked, lead
from .dates import running_records
from .growth import ExponentialFit, changing_pace, exponential, factors_lead, linear, quadratic
from .least_squares import FitError
from .rate_of_change import Estimate, RateOfChange, rate_of_change
from .scores import LogisticFit, logistic
from .trend import Interval, Prediction, TrendFit, logarithms, logit
