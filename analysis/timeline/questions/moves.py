"""What moves the number: one input at a time, and from one set to another by groups of inputs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

from ..forecast import percent
from ..sets import GAP, ParameterSet, book


@dataclass(frozen=True)
class Move:
    """One change of one set, per cent on the primary event by the last date."""

    set: str
    name: str
    words: str
    before: float
    after: float

    @property
    def points(self) -> float:
        """How far the number moves."""
        return self.after - self.before


@dataclass(frozen=True)
class Step:
    """From one set to another: the points credited to each group of inputs add up."""

    name: str
    before: float
    after: float
    points: Mapping[str, float]


def moves(ev: Any = None) -> list[Move]:
    """Every change of the assumptions, alone, on the primary event by the last date."""
    known = book(ev)
    day = known.by[-1]
    found = []
    for row in known.raw["moves"]:
        chosen = known.set(row["set"])
        slow = bool(row["change"].get("slow_down", False))
        after = percent(known.variant(chosen, row["change"]), "able", day, slow_down=slow, ev=ev)
        before = percent(chosen, "able", day, ev=ev)
        found.append(Move(chosen.id, chosen.name, row["words"], before, after))
    return found


def steps(ev: Any = None) -> list[Step]:
    """The named steps of the assumptions, each group credited by :func:`shapley`."""
    known = book(ev)
    found = []
    for row in known.raw["steps"]:
        start, end = (
            known.variant(row[side]["set"], row[side].get("change", {}))
            for side in ("start", "end")
        )
        points = shapley(start, end, row["groups"], ev=ev)
        ends = (percent(one, "able", known.by[-1], ev=ev) for one in (start, end))
        found.append(Step(row["name"], *ends, points))
    return found


def shapley(
    start: ParameterSet, end: ParameterSet, groups: Mapping[str, list[str]], *, ev: Any = None
) -> dict[str, float]:
    """Points of each group of inputs from ``start`` to ``end``: its mean over all orders.

    The group ``coder`` takes the whole route, knots or length. ValueError when the groups together
    do not lead from one set to the other.
    """
    day = book(ev).by[-1]
    names = list(groups)
    credit = dict.fromkeys(names, 0.0)
    for order in permutations(names):
        current = start
        before = percent(current, "able", day, ev=ev)
        for name in order:
            current = mixed(current, end, groups[name])
            after = percent(current, "able", day, ev=ev)
            credit[name] += (after - before) / math.factorial(len(names))
            before = after
        if (current.coder, current.L, current.s, current.c) != (end.coder, end.L, end.s, end.c):
            raise ValueError(f"groups: expected every input that differs, found {', '.join(names)}")
    return credit


def mixed(current: ParameterSet, end: ParameterSet, inputs: list[str]) -> ParameterSet:
    """``current`` with the named inputs of ``end``."""
    gap = {name: getattr(end, name) for name in inputs if name in GAP}
    own = {name: getattr(end.coder, name) for name in inputs if name not in (*GAP, "coder")}
    coder = end.coder if "coder" in inputs else current.coder
    return replace(current, coder=coder.changed(**own) if own else coder, **gap)
