"""The timeline model: from published inputs to a probability by a date, in per cent.

An arithmetic of other people's inputs, not a forecast of ours. A date means the end of that day.

>>> from analysis import timeline
>>> round(timeline.percent("halstead-2026-08", "able", "2028-12-31"))
38

Modules: ``model`` (the equations), ``sets`` (who published which inputs), ``forecast`` (per cent by
set, event and date), ``presets`` (what the live page starts from); ``questions`` is what one asks
of it.
"""

from .forecast import Bracket, bracket, forecast, median, percent, results
from .presets import presets
from .questions.checks import checks
from .questions.crossing import crossing
from .questions.headline import Headline, headline
from .questions.moves import moved_to, moves, needs, shapley, steps
from .questions.people import people
from .sets import Book, ParameterSet, book
