"""What moves the number: one input, groups of inputs; backwards, the input that gives a number."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

from scipy.optimize import brentq

from ...arguments import number, one_of
from ..forecast import Day, Set, median, percent
from ..sets import ParameterSet, book


@dataclass(frozen=True)
class Step:
    """From one set to another: the points credited to each group of inputs add up."""

    name: str
    before: float
    after: float
    points: Mapping[str, float]


def moves(ev: Any = None) -> list[dict[str, Any]]:
    """Every change of the assumptions, alone, on the primary event by the last date, per cent.

    {set, words, before, after, points}: the name of the set, and how far the number moves.
    """
    known, found = book(ev), []
    day = known.by[-1]
    for row in known.raw["moves"]:
        chosen = known.set(row["set"])
        slow = bool(row["change"].get("slow_down", False))
        after = percent(known.variant(chosen, row["change"]), "able", day, slow_down=slow, ev=ev)
        before = percent(chosen, "able", day, ev=ev)
        one = {"set": chosen.name, "words": row["words"], "before": before, "after": after}
        found.append(one | {"points": after - before})
    return found


def steps(ev: Any = None) -> list[Step]:
    """The named steps of the assumptions, each group credited by :func:`shapley`."""
    known = book(ev)
    found = []
    for row in known.raw["steps"]:
        sides = (row["start"], row["end"])
        sets = [known.variant(side["set"], side.get("change", {})) for side in sides]
        ends = (percent(one, "able", known.by[-1], ev=ev) for one in sets)
        found.append(Step(row["name"], *ends, shapley(*sets, row["groups"], ev=ev)))
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
    if "coder" in inputs:
        current = replace(current, coder=end.coder)
    return current.changed(**{name: end.values[name] for name in inputs if name != "coder"})


#: How an input is moved: a spread is no way to a number, since it moves both ways.
SPREADS = ("s", "sd", "sH", "sg", "m")


@dataclass(frozen=True)
class Need:
    """What one input alone must be. ``value`` is None where no value that is accepted does it.

    ``best`` is the nearest per cent that the input can give.
    """

    input: str
    name: str
    unit: str
    now: float
    value: float | None
    best: float


def needs(
    set: Set,
    event: str = "able",
    target: float = 60.0,
    by: Day = "2028-12-31",
    *,
    slow_down: bool = False,
    inputs: tuple[str, ...] | None = None,
    ev: Any = None,
) -> list[Need]:
    """For each input of a set the value that gives ``target`` per cent, the others as they are.

    Every input here moves the number one way only. Those of a slow-down (q, D) are asked of the
    number with one, the others as ``slow_down`` says. ValueError for a target that is not between 0
    and 100, an unknown input, or an event that has none (pace).
    """
    target = number("needs", target, above=0, below=100)
    known = book(ev)
    chosen, event = known.set(set), known.event(event)
    if event == "pace":
        raise ValueError("needs: expected an event that depends on the set, found pace")
    found = []
    for symbol in inputs or tuple(name for name in chosen.values if name not in SPREADS):
        one_of("input", symbol, chosen.values)
        kind, slow = known.raw["inputs"][symbol], slow_down or symbol in ("q", "D")

        def gives(value: float, symbol: str = symbol, slow: bool = slow) -> float:
            changed = chosen.changed(**{symbol: value})
            return percent(changed, event, by, slow_down=slow, ev=ev)

        value, best = solve(gives, target, kind["low"], kind["high"])
        now = chosen.values[symbol]
        found.append(Need(symbol, kind["name"], kind["unit"], now, value, best))
    return found


def moved_to(set: Set, year: float, by: Day = "2028-12-31", *, ev: Any = None) -> float:
    """What a set gives for research alone by a day, per cent, once all its dates of the coder have
    come so much nearer that research alone has even odds at ``year``."""
    chosen = book(ev).set(set)
    first, now = chosen.coder.t0 + 0.1, chosen.values["coder"]
    coder, _ = solve(lambda at: median(chosen.changed(coder=at), ev=ev), year, first, now)
    return percent(chosen.changed(coder=coder), by=by, ev=ev)


def solve(
    gives: Callable[[float], float], target: float, low: float, high: float
) -> tuple[float | None, float]:
    """Where a monotone function of one input reaches a target (or None), and the nearest to it."""
    at_low, at_high = gives(low), gives(high)
    if (at_low - target) * (at_high - target) > 0:
        return None, min(at_low, at_high, key=lambda given: abs(given - target))
    # Wide ranges are halved on their logarithm first, so that small values are found as surely.
    wide = low > 0 and high / low > 1e3
    while wide and high / low > 4:
        middle = (low * high) ** 0.5
        if (gives(middle) - target) * (at_low - target) > 0:
            low = middle
        else:
            high = middle
    return float(brentq(lambda x: gives(x) - target, low, high, xtol=1e-6)), target
