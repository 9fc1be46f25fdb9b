"""The inflection point: what nothing by the end of 2028 would show."""

from __future__ import annotations

import pandas as pd

from .. import hazards, timeline


def misses(ev, priors=(0.05, 0.1, 0.2, 0.4)) -> pd.DataFrame:
    """What a miss would say, by set and prior, in percent.

    Columns: set, prior, probability (of the event), defect (posterior), other (all rival reasons
    together), factor (Bayes factor of the miss).
    """
    known = timeline.assumptions_of(ev)
    table = pd.DataFrame(hazards.non_occurrence(priors, assumptions=known))
    for name in ("prior", "probability", "defect", "other"):
        table[name] *= 100
    return table
