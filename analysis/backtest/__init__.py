"""Backtests: what each trend would have foretold, scored against what came.

At every origin a trend is fitted to what was known then and asked for the next observation, whose
date it is told. The forecast is Student's t for curve and scatter (in doublings, of the odds for
scores with a ceiling), scored by the continuous ranked probability score (CRPS, lower is better, in
the same unit) and by where the observation fell in it (probability integral transform, PIT). The
baseline is a random walk without drift: the last value, with the size of past steps.

References: Gneiting & Raftery (2007, JASA 102) for the CRPS; Jordan, Krueger & Lerch (2019, Journal
of Statistical Software 90) for Student's t; Brown, Cai & DasGupta (2001, Statistical Science 16)
for Jeffreys intervals; Kunsch (1989, Annals of Statistics 17) for the moving-block bootstrap.
"""

from .forecasts import NAIVE, SHAPES, EligibleSeries, crps, eligible, frozen_at, rolling_over
from .scores import LEAST_SCORED, Coverage, Difference, coverage, difference, rank
