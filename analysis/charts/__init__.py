"""Figures of the book: one theme, one builder per kind of figure.

Every builder takes tidy data first and keyword-only options after it, and returns a
:class:`~analysis.charts.figure.Figure`: the same chart drawn for wide and for narrow screens, the
sentence that states its finding, and its data as a table. Colours are CSS variables (the page
decides light or dark), dates are UTC days, axes on log scales are labelled in units people use.

=====================  ====================================================================
``series_over_time``   dated points with intervals, fitted lines and their bands
``curves``             lines over time or over another quantity, with bands
``intervals``          rows of dots with intervals: several readings of the same thing
``before_after``       rows of two or more dots joined by a line
``bars``               rows of bars, with intervals where there are any
``slopes``             lines from one condition to the next
``probability_bands``  ranges of probability, with the article's figures marked
``contours``           a map of two quantities with the contours of stated probabilities
``specification``      all results in rising order with the options behind them
=====================  ====================================================================
"""

from __future__ import annotations

from .bands import probability_bands
from .contours import contours
from .figure import Figure
from .overtime import curves, series_over_time
from .palette import DARK, LIGHT
from .rows import bars, before_after, intervals
from .slopegraph import slopes
from .specification import specification

__all__ = [
    "DARK",
    "LIGHT",
    "Figure",
    "bars",
    "before_after",
    "contours",
    "curves",
    "intervals",
    "probability_bands",
    "series_over_time",
    "slopes",
    "specification",
]
