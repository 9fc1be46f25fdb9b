"""The inflection point: the pace that two dated numbers imply, and what a miss would show."""

from __future__ import annotations

import math

import pandas as pd

from ... import timeline
from ...timeline.questions import hazards
from ..beyond.model import LAST, events

PRIORS = (0.02, 0.05, 0.1, 0.2, 0.4)
LATER = "2032-12-31"


def split(ev) -> pd.DataFrame:
    """The step from the first to the second number, as one more year and as a faster pace.

    Columns: reading, first and second (hazards, per year), first_point and second_point (percent),
    same (points that one more year at the first pace adds), rising (points that are left).
    """
    known = timeline.assumptions_of(ev)
    said = [100 * row["probability"] for row in known.raw["article"]]
    rows = []
    for reading, (early, late) in hazards.article_periods(
        ev.vintage["published"], assumptions=known
    ).items():
        years = late.end - late.start
        same = (100 - said[0]) * -math.expm1(-early.hazard * years)
        rows.append(
            {
                "reading": reading,
                "first": early.hazard,
                "second": late.hazard,
                "first_point": said[0],
                "second_point": said[1],
                "same": same,
                "rising": said[1] - said[0] - same,
            }
        )
    return pd.DataFrame(rows)


def pace_of_sets(ev, event: str = "R3") -> pd.DataFrame:
    """What each set gives to the single year 2028, if nothing happened before it.

    Columns: set, hazard (per year), given_none (percent), article.
    """
    known = timeline.assumptions_of(ev)
    days = [row["by"] for row in known.raw["article"]]
    rows = []
    for name in known.sets:
        before, by = (timeline.probability(name, event, day, assumptions=known) for day in days)
        rows.append(
            {
                "set": name,
                "hazard": hazards.hazard(before, by, 1.0),
                "given_none": 100 * timeline.conditional(by, before),
                "article": name == known.article_set,
            }
        )
    return pd.DataFrame(rows)


def misses(ev, priors=PRIORS, event: str | None = None) -> pd.DataFrame:
    """What a miss would say, by set and prior, in percent; by default on the primary definition.

    Columns: set, prior, probability (of the event), defect (posterior), other (all rival reasons
    together), factor (Bayes factor of the miss).
    """
    known = timeline.assumptions_of(ev)
    table = pd.DataFrame(hazards.non_occurrence(priors, definition=event, assumptions=known))
    for name in ("prior", "probability", "defect", "other"):
        table[name] *= 100
    return table


def posteriors(ev) -> pd.DataFrame:
    """The probability of a defect after a miss (percent): a row a set, a column a prior.

    Columns: set, factor, then one for each prior, named by its percentage.
    """
    table = misses(ev)
    wide = table.pivot(index="set", columns="prior", values="defect")
    wide = wide.loc[list(dict.fromkeys(table["set"]))]
    wide.columns = [f"{prior:.0f}" for prior in wide.columns]
    factor = table.drop_duplicates("set").set_index("set")["factor"]
    return wide.assign(factor=factor).reset_index()


def by_definition(ev, prior: float = 0.1) -> pd.DataFrame:
    """What a miss of each definition by the end of 2028 would say, from one prior.

    Columns: definition, set, defect (percent), factor; without the article's own set.
    """
    own = timeline.assumptions_of(ev).article_set
    frames = []
    for event in events(ev):
        found = misses(ev, [prior], event)
        frames.append(found[found["set"] != own].assign(definition=event))
    return pd.concat(frames, ignore_index=True)[["definition", "set", "defect", "factor"]]


def factors(ev) -> pd.DataFrame:
    """Bayes factors of a miss by definition.

    Columns: definition, low, high (over the sets but the article's own), reach (how many sets
    reach the threshold of the verdict rule), sets (of how many).
    """
    need = ev.thresholds["bayes_factor"]["value"]
    rows = []
    for event, group in by_definition(ev).groupby("definition", sort=False):
        found = group["factor"]
        rows.append(
            {
                "definition": event,
                "low": found.min(),
                "high": found.max(),
                "reach": int((found >= need).sum()),
                "sets": len(found),
            }
        )
    return pd.DataFrame(rows)


def later(ev, day: str = LATER) -> pd.DataFrame:
    """The probability of R3 by a later day, given none by the end of 2028, by set.

    Columns: set, value (percent).
    """
    known = timeline.assumptions_of(ev)
    return pd.DataFrame(
        [
            {
                "set": name,
                "value": 100
                * timeline.probability(name, "R3", day, given_none_by=LAST, assumptions=known),
            }
            for name in known.sets
        ]
    )


def prior_needed(posterior: float, by: float) -> float:
    """The prior of a defect with which a miss would make it ``posterior`` likely: q (1 - P).

    ``by`` is the forecast itself, the probability of the event over all worlds. Raises ValueError
    for anything that is no probability.
    """
    if not (0 <= posterior <= 1 and 0 <= by < 1):
        raise ValueError(
            f"posterior, by: expected probabilities with by < 1, found {posterior}, {by}"
        )
    return posterior * (1 - by)
