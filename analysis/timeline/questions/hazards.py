"""What two dated probabilities say about the pace of the event, and what a miss would say.

A hazard is the chance per year among the worlds where it has not happened yet: the constant rate h
over a period of t years with P before and Q after it solves (1 - Q) = (1 - P) exp(-h t).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ...claims.checks.arithmetic import conditional_probability
from ...words import year_of
from .. import Assumptions, Definition, default_assumptions, probability


@dataclass(frozen=True)
class Period:
    """One period of a dated forecast.

    ``start`` and ``end`` are decimal years, ``given_none`` the chance that it happens in the period
    if it has not before, ``hazard`` the rate per year that this means.
    """

    start: float
    end: float
    given_none: float
    hazard: float


def hazard(by_earlier: float, by_later: float, years: float) -> float:
    """Constant rate per year between two cumulative probabilities ``years`` apart.

    Raises ValueError unless 0 <= by_earlier <= by_later < 1 and years > 0.
    """
    given_none = conditional_probability(by_later, by_earlier)
    if not years > 0 or given_none >= 1:
        raise ValueError(
            "by_later, years: expected a probability below 1 and a time above 0, "
            f"found {by_later}, {years}"
        )
    return -math.log1p(-given_none) / years


def yearly_chance(by: float, years: float) -> float:
    """The same chance in every year that adds up to ``by`` over ``years``: 1 - (1 - P)^(1/t)."""
    return -math.expm1(-hazard(0.0, by, years))


def periods(
    forecast: Sequence[tuple[dt.date | str | float, float]], start: dt.date | str | float
) -> list[Period]:
    """The periods of a forecast [(date, cumulative probability), ...], counted from ``start``.

    ``start`` is when the first chance begins: the end of that day. Dates must rise.
    """
    result = []
    last, before = year_of(start, "start"), 0.0
    for day, p in forecast:
        end = year_of(day, "forecast")
        rate = hazard(before, p, end - last)
        result.append(Period(last, end, conditional_probability(p, before), rate))
        last, before = end, p
    return result


def article_periods(
    published: dt.date | str | float, *, assumptions: Assumptions | None = None
) -> dict[str, list[Period]]:
    """The article's 30% and 60% read both ways.

    "nothing in 2026": no chance before 2027 begins. "from publication": a chance from the day on
    which the essay appeared.
    """
    known = assumptions or default_assumptions()
    forecast = [(row["by"], row["probability"]) for row in known.raw["article"]]
    first = year_of(forecast[0][0])
    return {
        "nothing in 2026": periods(forecast, first - 1),
        "from publication": periods(forecast, published),
    }


def defect_given_none(prior: float, by: float) -> float:
    """P(the paradigm cannot get there | nothing happened by the date) = prior / (1 - P).

    ``prior`` is the probability of the defect beforehand and ``by`` that of the event by the date,
    over all worlds; so prior + by is at most 1. What is left of the miss, one less this, is shared
    by every other reason: compute, regulation, a pause, secrecy, a higher requirement.
    """
    if not (0 <= prior <= 1 and 0 <= by < 1 and prior + by <= 1 + 1e-12):
        raise ValueError(
            "prior, by: expected probabilities with prior + by <= 1 and by < 1, "
            f"found {prior}, {by}"
        )
    return min(1.0, prior / (1 - by))


def miss_factor(by_if_able: float) -> float:
    """How many times likelier a miss is under the defect than without it: 1 / (1 - P if able).

    The Bayes factor of "none by the date" for "the paradigm cannot get there".
    """
    if not 0 <= by_if_able < 1:
        raise ValueError(f"by_if_able: expected a probability below 1, found {by_if_able}")
    return 1 / (1 - by_if_able)


def non_occurrence(
    priors: Iterable[float] = (0.02, 0.05, 0.1, 0.2, 0.4),
    *,
    definition: str | Definition | None = None,
    by: dt.date | str | float | None = None,
    assumptions: Assumptions | None = None,
) -> list[dict[str, Any]]:
    """What a miss would say about the paradigm, for every set and every prior of a defect.

    Records {set, prior, probability, defect, other, factor}: the prior takes the place of the set's
    own share of never; ``probability`` is that of the event by the date over all worlds, ``defect``
    the posterior, ``other`` the share left to all rival reasons together, ``factor`` the Bayes
    factor of the miss. By default on the primary definition and the article's last date.
    """
    known = assumptions or default_assumptions()
    event = known.definition(definition or known.primary)
    day = by if by is not None else known.raw["by"][-1]
    priors = list(priors)
    records = []
    for name in known.sets:
        able = probability(known.set(name).replace(p=0), event, day, assumptions=known)
        for prior in priors:
            p = (1 - prior) * able
            defect = defect_given_none(prior, p)
            records.append(
                {
                    "set": name,
                    "prior": prior,
                    "probability": p,
                    "defect": defect,
                    "other": 1 - defect,
                    "factor": miss_factor(able),
                }
            )
    return records
