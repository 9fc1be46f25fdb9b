"""Probabilities, medians and curves by the names of sets and definitions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.optimize import brentq

from .. import evidence
from ..claims.checks.arithmetic import conditional_probability
from ..words import LAST, iso_of, year_of
from .demonstration import probability_by
from .draws import SEED, check_draws, check_seed
from .model import able_share, cached_growth, gap_of, mean_share_passed
from .refit import refitted
from .sets import Assumptions, Definition, Demonstration, ParameterSet

Set = str | ParameterSet
Event = str | Definition | Demonstration
Day = dt.date | str | float
Draws = int | str

_COARSE = 2**13
_LIMIT = 1e-9


@lru_cache(maxsize=1)
def default_assumptions() -> Assumptions:
    """The assumptions of the project's own evidence, parsed once."""
    return assumptions_of(evidence.load())


def assumptions_of(ev: Any) -> Assumptions:
    """The assumptions of ``ev``, with the values that follow a trend line moved to its data."""
    return Assumptions.from_mapping(refitted(ev.assumptions, ev))


def probability(
    set: Set,
    definition: Event,
    by: Day,
    *,
    given_none_by: Day | None = None,
    draws: Draws = "reference",
    seed: int = SEED,
    assumptions: Assumptions | None = None,
) -> float:
    """Probability that the event happens by the end of the day ``by``.

    ``set`` and ``definition`` are names (or objects), ``by`` a date, an ISO day or a decimal year.
    ``given_none_by``: condition on no event by the end of that day, (P - P0) / (1 - P0).
    ``draws``: "reference" (2^18 Sobol points), "page" (the 4,096 of the web page) or a number,
    with ``seed``. R1 needs no draws and is the same in every set.

    Raises ValueError that names the argument, what was expected and what was found.
    """
    at = probability_function(set, definition, draws=draws, seed=seed, assumptions=assumptions)
    p = at(year_of(by, "by"))
    if given_none_by is None:
        return p
    return conditional(p, at(year_of(given_none_by, "given_none_by")))


def conditional(p: float, p0: float) -> float:
    """``p`` given that nothing had happened by the day of ``p0``; 0 for a day before that one."""
    return conditional_probability(p, p0) if p > p0 else 0.0


def probability_function(
    set: Set,
    definition: Event,
    *,
    draws: Draws = "reference",
    seed: int = SEED,
    assumptions: Assumptions | None = None,
) -> Callable[[float], float]:
    """P as a function of the decimal year; arguments as for :func:`probability`."""
    known = assumptions or default_assumptions()
    chosen, event = known.set(set), known.definition(definition)
    draws, seed = check_draws(draws), check_seed(seed)
    if isinstance(event, Demonstration):
        return lambda year: probability_by(event, year)
    g = cached_growth(chosen, event, draws, seed)
    able, gap = able_share(chosen, event), gap_of(chosen, event)
    return lambda year: able * mean_share_passed(year - chosen.origin, g, gap)


def curve(
    set: Set,
    definition: Event,
    years: Iterable[float],
    *,
    draws: Draws = "page",
    seed: int = SEED,
    assumptions: Assumptions | None = None,
) -> np.ndarray:
    """P at each decimal year of ``years``; shape (len(years),). By default on the page's draws."""
    at = probability_function(set, definition, draws=draws, seed=seed, assumptions=assumptions)
    return np.array([at(year_of(year, "years")) for year in years])


def median(
    set: Set,
    definition: Event,
    *,
    share: float = 0.5,
    given_none_by: Day | None = None,
    draws: Draws = "reference",
    seed: int = SEED,
    assumptions: Assumptions | None = None,
) -> float | None:
    """Decimal year in which the probability reaches ``share`` (0.5: the median).

    The probability is the unconditional one: worlds in which it never happens count, so a set that
    gives 40% to never reaches 50% late, and R4 (half of the able worlds) never does. With
    ``given_none_by`` it is the conditional one. None if it is not reached by the year 3000.
    """
    if not isinstance(share, float | int) or not 0 < share < 1:
        raise ValueError(f"share: expected a number between 0 and 1, found {share!r}")
    known = assumptions or default_assumptions()
    draws = check_draws(draws)

    def shortfall(count: Draws) -> Callable[[float], float]:
        at = probability_function(set, definition, draws=count, seed=seed, assumptions=known)
        target = share
        if given_none_by is not None:
            before = at(year_of(given_none_by, "given_none_by"))
            target = before + share * (1 - before)
        return lambda year: at(year) - target

    event, chosen = known.definition(definition), known.set(set)
    first = event.origin if isinstance(event, Demonstration) else chosen.origin
    # A small run finds the place, the full one is then evaluated a handful of times only.
    near = None
    if draws == "reference" or (isinstance(draws, int) and draws > _COARSE):
        near = _crossing(shortfall(_COARSE), first, LAST)
    exact = shortfall(draws)
    if near is not None:
        low, high = max(first, near - 0.1), min(LAST, near + 0.1)
        if exact(low) < 0 < exact(high) - _LIMIT:
            return _crossing(exact, low, high)
    return _crossing(exact, first, LAST)


def _crossing(function: Callable[[float], float], low: float, high: float) -> float | None:
    """Where a rising function passes 0, to 1e-5 years; None if not, or only in the limit."""
    if function(high) <= _LIMIT:
        return None
    if function(low) >= 0:
        return low
    return float(brentq(function, low, high, xtol=1e-5, rtol=1e-12))


def already(
    set: Set, definition: Event, *, assumptions: Assumptions | None = None
) -> dict[str, Any]:
    """What a set gives to the event having happened by the day in the assumptions.

    ``contradicted`` is True if that is more than the threshold although it had not happened: then
    the set does not fit this definition, and the pages say so.
    """
    known = assumptions or default_assumptions()
    rule, event = known.raw["already"], known.definition(definition)
    p = probability(set, event, rule["date"], assumptions=known)
    happened = known.raw["definitions"][event.name].get("happened")
    return {
        "by": iso_of(rule["date"]),
        "probability": p,
        "contradicted": happened is False and p > rule["above"],
    }


def table(
    *,
    sets: Iterable[Set] | None = None,
    definitions: Iterable[Event] | None = None,
    by: Iterable[Day] | None = None,
    given_none_by: Day | None = None,
    draws: Draws = "reference",
    seed: int = SEED,
    assumptions: Assumptions | None = None,
) -> list[dict[str, Any]]:
    """Records {set, definition, by, probability, median} for every combination, in file order.

    Leave out an argument to have all sets, all definitions, or the two dates of the article.
    """
    known = assumptions or default_assumptions()
    chosen = [known.set(name) for name in (known.sets if sets is None else sets)]
    events = [
        known.definition(name)
        for name in (known.definitions if definitions is None else definitions)
    ]
    days = list(known.raw["by"] if by is None else by)
    options = {
        "given_none_by": given_none_by,
        "draws": draws,
        "seed": seed,
        "assumptions": known,
    }
    records = []
    for one in chosen:
        for event in events:
            middle = median(one, event, **options)
            records.extend(
                {
                    "set": one.name,
                    "definition": event.name,
                    "by": iso_of(day),
                    "probability": probability(one, event, day, **options),
                    "median": middle,
                }
                for day in days
            )
    return records
