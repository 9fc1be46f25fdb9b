"""Which assumption moves the answer between two sets: one step at a time, and over all orders.

The mean over all orders is the Shapley value of the game in which a coalition is the group of
assumptions already taken from the second set (Shapley 1953). With six groups all 64 coalitions are
computed, so nothing is sampled.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..forecast import Day, Draws, Event, Set, default_assumptions, probability
from ..sets import Assumptions, ParameterSet


@dataclass(frozen=True)
class Group:
    """Assumptions that change together: ``names`` of parameters under one plain ``name``."""

    name: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One step: the probability ``before`` and ``after`` taking a group from the second set."""

    name: str
    before: float
    after: float


def groups_of(known: Assumptions) -> tuple[Group, ...]:
    """The groups listed in the assumptions, in the order of the page."""
    return tuple(Group(row["name"], tuple(row["values"])) for row in known.raw["steps"]["groups"])


def _mixer(
    first: Set,
    second: Set,
    definition: Event,
    by: Day,
    draws: Draws,
    known: Assumptions,
) -> Callable[[Sequence[Group]], float]:
    start, end = known.set(first), known.set(second)

    def value(taken: Sequence[Group]) -> float:
        changed = {name: getattr(end, name) for group in taken for name in group.names}
        mixed: ParameterSet = dataclasses.replace(start, name="mixed", **changed)
        return probability(mixed, definition, by, draws=draws, assumptions=known)

    return value


def steps(
    first: Set,
    second: Set,
    definition: Event = "R3",
    by: Day = "2028-12-31",
    *,
    groups: Sequence[Group] | None = None,
    draws: Draws = "reference",
    assumptions: Assumptions | None = None,
) -> list[Step]:
    """From ``first`` to ``second``, one group at a time in the order given. The order matters."""
    known = assumptions or default_assumptions()
    order = groups_of(known) if groups is None else tuple(groups)
    value = _mixer(first, second, definition, by, draws, known)
    levels = [value(order[:count]) for count in range(len(order) + 1)]
    return [
        Step(group.name, before, after)
        for group, before, after in zip(order, levels[:-1], levels[1:], strict=True)
    ]


def shapley(
    first: Set,
    second: Set,
    definition: Event = "R3",
    by: Day = "2028-12-31",
    *,
    groups: Sequence[Group] | None = None,
    draws: Draws = 2**16,
    assumptions: Assumptions | None = None,
) -> dict[str, float]:
    """Change of the probability that each group makes, averaged over all orders of the steps.

    The values sum to P(second) - P(first) if the groups cover all that differs.
    """
    known = assumptions or default_assumptions()
    order = groups_of(known) if groups is None else tuple(groups)
    value = _mixer(first, second, definition, by, draws, known)
    count = len(order)
    worth = {
        frozenset(taken): value([order[index] for index in taken])
        for size in range(count + 1)
        for taken in itertools.combinations(range(count), size)
    }
    result = {}
    for index, group in enumerate(order):
        total = 0.0
        for taken, before in worth.items():
            if index not in taken:
                weight = math.factorial(len(taken)) * math.factorial(count - len(taken) - 1)
                total += weight * (worth[taken | {index}] - before)
        result[group.name] = total / math.factorial(count)
    return result
