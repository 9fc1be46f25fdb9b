"""Curves in time: how fast something grows, whether its pace changes, what it would reach.

Functions take dates and values and return a named result, a frozen dataclass:

===================  =======================================================  ==================
function             curve                                                    result
===================  =======================================================  ==================
exponential          one doubling time                                        ExponentialFit
quadratic            a parabola in log2, the test of acceleration             QuadraticFit
kinked               two exponentials that meet at a knot                     KinkedFit
superexponential     each doubling a constant share shorter                   PaceFit
decelerating         each doubling a constant share longer                    PaceFit
changing_pace        either, as the data say                                  PaceFit
logistic             an S-curve to a ceiling, given or estimated              LogisticFit
binomial             the same by quasi-likelihood, scores as shares of tasks  BinomialFit
robust               one doubling time, the median of pairwise slopes         RobustFit
===================  =======================================================  ==================

Growth curves are fitted by least squares on log2(value), so scatter is in doublings; S-curves on
the log-odds of the scores or, where the ceiling is estimated as well, on the scores in percent. The
scatter about the curve is always estimated, every interval rests on it, and a series too short to
show it is refused. ``fit.interval(name)`` is a profile-likelihood interval, ``fit.predict(dates)``
gives prediction intervals for new observations, and :func:`compare` says by AICc whether two shapes
can be told apart at all. :func:`leave_one_out` asks the same of the points that each fit has not
seen, :func:`resampled` gives bootstrap intervals, :func:`running_records` finds the records of a
series.

Every curve but the last two takes ``errors``: values that were each measured with a published error
count by it, and the scatter between models is estimated on top (see :class:`TrendFit`).

Intervals assume that observations scatter independently about the curve. Records of a benchmark do
not quite: each is chosen for being above all earlier ones.

Bad input raises ValueError (FitError, a ValueError, where the data do not determine the curve).
"""

from .binomial import BinomialFit, binomial
from .broken_line import KinkedFit, kinked
from .compare import Compared, Comparison, compare
from .dates import DAYS_PER_YEAR
from .errors import log2_errors, logit_errors
from .least_squares import FitError
from .logistic import LogisticFit, logistic
from .pace import PaceFit, changing_pace, decelerating, superexponential
from .records import running_records
from .resample import LeftOut, Resampled, leave_one_out, resampled
from .straight import ExponentialFit, QuadraticFit, exponential, quadratic
from .sturdy import RobustFit, robust
from .trend import Interval, Prediction, TrendFit, reciprocal
from .values import logit

__all__ = [
    "DAYS_PER_YEAR",
    "BinomialFit",
    "Compared",
    "Comparison",
    "ExponentialFit",
    "FitError",
    "Interval",
    "KinkedFit",
    "LeftOut",
    "LogisticFit",
    "PaceFit",
    "Prediction",
    "QuadraticFit",
    "Resampled",
    "RobustFit",
    "TrendFit",
    "binomial",
    "changing_pace",
    "compare",
    "decelerating",
    "exponential",
    "kinked",
    "leave_one_out",
    "log2_errors",
    "logistic",
    "logit",
    "logit_errors",
    "quadratic",
    "reciprocal",
    "resampled",
    "robust",
    "running_records",
    "superexponential",
]
