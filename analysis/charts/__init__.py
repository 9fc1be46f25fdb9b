"""Figures of the book: one theme, one builder per kind of figure, one door for any other.

Every builder takes tidy data first and keyword-only options after it, among them the figure's
``name``, ``finding``, ``caption`` and ``source``, and ``table`` where readers are to get other data
than the drawn. It returns a :class:`~analysis.charts.figure.Figure`. Colours are CSS variables (the
page decides light or dark), dates are UTC days.

=====================  ====================================================================
``over_time``          dated points by who measured, the article's ringed, fitted lines, bands
``curves``             lines over time or over another quantity, with bands
``rows``               rows of dots with intervals, joined dots, bars or bands (``mark``)
``chances``            what people say as dots, what their inputs give as bars, on one axis
``panels``             small panels side by side, one test each, the article's figures ringed
``build``, ``sized``   the door for a figure that one page draws by itself in plain Altair
=====================  ====================================================================
"""

from .chances import chances
from .figure import Figure, build, sized
from .over_time import curves, over_time
from .panels import panels
from .rows import rows
