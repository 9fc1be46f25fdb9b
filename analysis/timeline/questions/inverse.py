"""The model read backwards: how little must be enough for a stated probability."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import brentq, root
from scipy.special import ndtri

from ...words import year_of
from ..draws import SEED, scores
from ..forecast import Day, Draws, Event, Set, default_assumptions
from ..model import able_share, gap_of, growth_years, mean_share_passed
from ..sets import Assumptions, Definition, ParameterSet
from ..spreads import LogNormal

_DRAWS = 2**16
_LOG_HOURS = (math.log(1e-3), math.log(1e12))


@dataclass(frozen=True)
class Requirement:
    """Required task length that gives the stated probabilities, and what it implies before them.

    ``hours`` and ``sigma`` are the median and log-SD of H; ``before`` is what the same set gives
    to the event by the end of the year before the first stated date.
    """

    hours: float
    sigma: float
    before: float


def _axis_event(known: Assumptions, definition: Event) -> Definition:
    event = known.definition(definition)
    if not isinstance(event, Definition):
        raise ValueError(
            f"definition: expected one on the axis of task length, found {event.name!r}"
        )
    return event


def _probability(chosen: ParameterSet, event: Definition, year: float, z: np.ndarray) -> float:
    g = growth_years(chosen, event, z)
    passed = mean_share_passed(year - chosen.origin, g, gap_of(chosen, event))
    return able_share(chosen, event) * passed


def required_hours(
    set: Set,
    definition: Event = "R3",
    targets: Sequence[tuple[Day, float]] | None = None,
    *,
    draws: Draws = _DRAWS,
    seed: int = SEED,
    assumptions: Assumptions | None = None,
) -> Requirement:
    """Median and spread of H with which ``set`` gives two probabilities by two dates.

    ``targets``: two pairs (date, probability), by default the article's 30% and 60%. Solved on the
    probit scale, where the two unknowns act almost linearly. Raises ValueError if no H does it.
    """
    known = assumptions or default_assumptions()
    chosen, event = known.set(set), _axis_event(known, definition)
    if targets is None:
        targets = [(row["by"], row["probability"]) for row in known.raw["article"]]
    if len(targets) != 2:
        raise ValueError(f"targets: expected two pairs (date, probability), found {targets!r}")
    years = [year_of(day, "targets") for day, _ in targets]
    limit = able_share(chosen, event)
    if not all(0 < p < limit for _, p in targets):
        raise ValueError(f"targets: expected probabilities between 0 and {limit:g}")
    wanted = ndtri([p / limit for _, p in targets])
    z = scores(draws, seed)

    def with_h(log_hours: float, log_sigma: float) -> ParameterSet:
        spread = LogNormal(math.exp(log_hours), math.exp(log_sigma))
        return dataclasses.replace(chosen, H=spread)

    def miss(unknowns: np.ndarray) -> np.ndarray:
        trial = with_h(*np.clip(unknowns, (_LOG_HOURS[0], -3), (_LOG_HOURS[1], 3)))
        got = [_probability(trial, event, year, z) / limit for year in years]
        return ndtri(np.clip(got, 1e-9, 1 - 1e-9)) - wanted

    found = root(miss, [math.log(200), math.log(2.5)], method="hybr", options={"eps": 1e-3})
    if np.abs(miss(found.x)).max() > 1e-3:
        raise ValueError(f"set: no required task length gives {targets!r} in {chosen.name!r}")
    solved = with_h(*found.x)
    before = _probability(solved, event, math.floor(years[0]) - 1.0, z)
    return Requirement(solved.H.centre, float(np.exp(found.x[1])), before)


def required_median(
    set: Set,
    definition: Event,
    by: Day,
    target: float,
    *,
    draws: Draws = "page",
    seed: int = SEED,
    assumptions: Assumptions | None = None,
) -> float | None:
    """Median H (hours) with which ``set`` gives ``target`` by a date, its spread kept.

    None if the set cannot reach the target however short the required task is.
    """
    known = assumptions or default_assumptions()
    chosen, event = known.set(set), _axis_event(known, definition)
    year, z = year_of(by), scores(draws, seed)
    sigma = chosen.H.sigma if isinstance(chosen.H, LogNormal) else 0.0

    def excess(log_hours: float) -> float:
        trial = dataclasses.replace(chosen, H=LogNormal(math.exp(log_hours), sigma))
        return _probability(trial, event, year, z) - target

    low, high = _LOG_HOURS
    if excess(low) < 0:
        return None
    if excess(high) >= 0:
        return math.inf
    return math.exp(brentq(excess, low, high, xtol=1e-4))


def requirement_map(
    set: Set,
    definition: Event,
    by: Day,
    target: float,
    days: Iterable[float],
    reliabilities: Iterable[float],
    *,
    assumptions: Assumptions | None = None,
) -> list[dict[str, Any]]:
    """The contour of ``target``: for each doubling time and reliability the median H it takes.

    Records {days, reliability, hours}; hours is None where the target is out of reach.
    """
    known = assumptions or default_assumptions()
    chosen = known.set(set)
    return [
        {
            "days": day,
            "reliability": rho,
            "hours": required_median(
                chosen.replace(d={"median": day}, rho=rho),
                definition,
                by,
                target,
                assumptions=known,
            ),
        }
        for rho in reliabilities
        for day in days
    ]


def inverse_table(*, assumptions: Assumptions | None = None) -> list[dict[str, Any]]:
    """What 60 and 30 need, for every case listed in the assumptions.

    Records {name, hours, sigma, before}.
    """
    known = assumptions or default_assumptions()
    records = []
    for case in known.raw["inverse"]:
        chosen = known.set(case["set"]).replace(**case["values"])
        records.append(
            {
                "name": case["name"],
                **dataclasses.asdict(required_hours(chosen, known.primary, assumptions=known)),
            }
        )
    return records
