"""What the sets give, in per cent: by set, event and date, with floor and ceiling."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import product
from typing import Any

import numpy as np
from scipy.optimize import brentq

from ..arguments import number
from ..words import LAST, iso_of, year_of
from .model import given_none, page_draws, passed, slowed
from .sets import Book, ParameterSet, book

Set = str | ParameterSet
Day = dt.date | str | float
#: What one set gives, from the last event to the first.
ENDS = ("TED", "able", "AC")


@dataclass(frozen=True)
class Bracket:
    """The primary event between its ends, per cent: beats the best experts, alone, all the code."""

    floor: float
    mark: float
    ceiling: float


@lru_cache(maxsize=64)
def coder_dates(coder: Any) -> np.ndarray:
    """The coder's dates of a route on the page's draws, sorted; shape (4096,)."""
    dates = np.sort(coder.coder_dates(page_draws()))
    dates.flags.writeable = False
    return dates


@lru_cache(maxsize=4096)
def shares(chosen: ParameterSet, year: float) -> tuple[float, float, float]:
    """P(TED), P(able), P(AC) by a decimal year, as fractions, without a slow-down."""
    dates = coder_dates(chosen.coder)
    since = year - dates[: np.searchsorted(dates, year)]
    medians = tuple(c * chosen.L for c in (1.0, chosen.c, 0.0))
    found = passed(since, medians, chosen.s) if since.size else [0.0, 0.0, 0.0]
    ted, able, ac = (share * since.size / dates.size for share in found)
    return ted, able, ac


def _fraction(known: Book, chosen: ParameterSet, event: str, year: float, u: float | None) -> float:
    """P of one event by a year without a slow-down."""
    if event == "pace":
        return known.pace.probability(year, u)
    if event == "R3":
        before = year - known.pace.report
        return known.pace.declared(shares(chosen, before)[1], before, u)
    if event == "R3 alone":
        return shares(chosen, year - known.pace.report)[1]
    return shares(chosen, year)[ENDS.index(event)]


def percent(
    set: Set,
    event: str = "able",
    by: Day = "2028-12-31",
    *,
    slow_down: bool = False,
    given_none_by: Day | None = None,
    u: float | None = None,
    ev: Any = None,
) -> float:
    """Probability in per cent that the event has come by the end of the day ``by``.

    ``event``: AC, able, TED, pace or R3 ("R3 alone" is its first branch). ``slow_down`` lets in the
    set's chance of one; ``given_none_by`` conditions on none by the end of that day; ``u`` is the
    doubling time of the pace in years. ValueError, in one line, names what was expected and found.
    """
    known = book(ev)
    event = event if event == "R3 alone" else known.event(event)
    year, u = year_of(by, "by"), u if u is None else number("u", u, above=0)
    return 100 * _chance(known, known.set(set), event, u, slow_down, given_none_by)(year)


def _chance(known, chosen, event, u=None, slow_down=False, given_none_by=None) -> Callable:
    """P of one event as a function of the decimal year, under the conditions of :func:`percent`."""

    def at(year: float) -> float:
        p = _fraction(known, chosen, event, year, u)
        if not slow_down:
            return p
        return slowed(p, _fraction(known, chosen, event, year - chosen.D, u), chosen.q)

    if given_none_by is None:
        return at
    so_far = at(year_of(given_none_by, "given_none_by"))
    return lambda year: given_none(at(year), so_far)


def bracket(
    set: Set, by: Day = "2028-12-31", *, slow_down: bool = False, ev: Any = None
) -> Bracket:
    """The primary event of a set by a day with its floor and ceiling, per cent."""
    return Bracket(*(percent(set, event, by, slow_down=slow_down, ev=ev) for event in ENDS))


def median(set: Set, event: str = "able", *, share=0.5, ev: Any = None, **how) -> float | None:
    """Decimal year in which the probability reaches ``share``, a fraction; None if not by 3000.

    ``how`` are ``slow_down`` and ``given_none_by`` as in :func:`percent`.
    """
    share = number("share", share, above=0, below=1)
    known = book(ev)
    chance = _chance(known, known.set(set), known.event(event), **how)

    def short(year: float) -> float:
        return chance(year) - share

    first = known.start - 1
    if short(LAST) < 0:
        return None
    return first if short(first) >= 0 else float(brentq(short, first, LAST, xtol=1e-6))


def forecast(
    sets: Iterable[Set] | None = None,
    events: Iterable[str] | None = None,
    by: Iterable[Day] | None = None,
    *,
    slow_down: bool = False,
    given_none_by: Day | None = None,
    ev: Any = None,
) -> list[dict[str, Any]]:
    """One record for each set, event and date, per cent: what the command prints.

    ``floor`` and ``ceiling`` are those of the research alone and of R3 (first branch, both).
    """
    known = book(ev)
    how: dict[str, Any] = {"slow_down": slow_down, "given_none_by": given_none_by, "ev": ev}
    chosen = [known.set(one) for one in (sets or known.sets)]
    named = [known.event(one) for one in (events or known.raw["events"])]
    none_by = None if given_none_by is None else iso_of(given_none_by)
    bounds = {"able": ("TED", "AC"), "R3": ("R3 alone", "R3")}
    records = []
    for one, event in product(chosen, named):
        middle = median(one, event, **how)
        for day in by or known.by:
            p = percent(one, event, day, **how)
            ends = [percent(one, end, day, **how) for end in bounds.get(event, ())]
            floor, ceiling = ends or (None, None)
            row = {"set": one.id, "name": one.name, "event": event, "by": iso_of(day)}
            row |= {"probability": p, "floor": floor, "ceiling": ceiling}
            row |= {"slow_down": slow_down, "given_none_by": none_by, "median": middle}
            records.append(row)
    return records


def results(ev: Any = None) -> list[dict[str, Any]]:
    """Every set and event at both dates, per cent, with and without slow-down and given none yet.

    {set, name, newest, event, y2027, y2028, slow_2027, slow_2028, none_2027, none_2028, so_far,
    factor, median}: ``so_far`` is what the set gave by the day of the evidence, and ``factor`` by
    how much its odds fall against a set that gave the event nothing, since nothing has happened.
    """
    known = book(ev)
    rows = []
    for one, event in product(known.sets.values(), reversed(ENDS)):
        gives = partial(percent, one, event, ev=ev)
        row = {"set": one.id, "name": one.name, "newest": one.newest, "event": event}
        for day, year in ((day, day[:4]) for day in known.by):
            row |= {f"y{year}": gives(day), f"slow_{year}": gives(day, slow_down=True)}
            row[f"none_{year}"] = gives(day, given_none_by=known.until)
        so_far = gives(known.until)
        row |= {"so_far": so_far, "factor": 1 / (1 - so_far / 100)}
        rows.append(row | {"median": median(one, event, ev=ev)})
    return rows
