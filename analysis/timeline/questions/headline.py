"""H1: does the evidence give about 60% by the end of 2028? Two panels vote, by one rule."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

import numpy as np
from scipy.optimize import brentq

from ...once import once
from ...words import year_of
from ..forecast import percent
from ..sets import Book, ParameterSet, book
from .people import counted_rows, name_of, stated, surname

_GRID = 33  # values of an input at which the word is looked up before its change is bisected


@dataclass(frozen=True)
class Vote:
    """One entry of a panel: an interval in per cent (a point has equal ends) and how it votes."""

    id: str
    name: str
    day: str
    low: float
    high: float
    vote: str


@dataclass(frozen=True)
class Flip:
    """What would change the word: an entry's input from ``now`` to ``to``, or nothing (None)."""

    entry: str
    input: str
    name: str
    now: float
    to: float | None
    word: str


@dataclass(frozen=True)
class Headline:
    """The verdict on the headline, its votes, and how far it is from another word.

    ``margin`` is by how many points the highest upper end must fall until every vote is against,
    and ``margin_of`` whose it is. ``short``: (panel, how many more must reach the threshold).
    ``thresholds``: the word over ranges of whole thresholds, (first, last, word).
    """

    word: str
    by: str
    threshold: float
    people: tuple[Vote, ...]
    inputs: tuple[Vote, ...]
    counts: dict[str, int]
    margin: float
    margin_of: str
    short: tuple[tuple[str, int], ...]
    thresholds: tuple[tuple[int, int, str], ...]
    flips: tuple[Flip, ...]


def vote(low: float, high: float, threshold: float) -> str:
    """How an interval votes: for if all of it reaches the threshold, against if none of it."""
    return "for" if low >= threshold else "against" if high < threshold else "either"


def word_of(
    people: Sequence[Vote], inputs: Sequence[Vote], threshold: float, least: float, share: float
) -> str:
    """The rule on two panels.

    Supported if more than ``share`` of each panel is for; contradicted if no number and no upper
    end is above ``least``; not supported if every vote is against; else open. "nothing left" if a
    panel is empty, which a reader's own standards of evidence can do.
    """
    if not people or not inputs:
        return "nothing left"
    votes = [[vote(one.low, one.high, threshold) for one in panel] for panel in (people, inputs)]
    if all(panel.count("for") > share * len(panel) for panel in votes):
        return "supported"
    if all(one.high <= least for one in (*people, *inputs)):
        return "contradicted"
    return "not supported" if set(votes[0] + votes[1]) == {"against"} else "open"


@once
def headline(ev: Any) -> Headline:
    """H1 from the evidence's rows, sets and thresholds; worked out once for each state of it."""
    known = book(ev)
    names = ("headline_supported", "headline_contradicted", "sets_share")
    threshold, least, share = (ev.limits[name] for name in names)
    votes, inputs = people_votes(ev, threshold), input_votes(ev, known, threshold)

    def word(votes: Sequence[Vote], inputs: Sequence[Vote], at: float = threshold) -> str:
        return word_of(votes, inputs, at, least, share)

    runs = groupby(range(1, 100), key=lambda at: word(votes, inputs, at))
    ranges = ((found, list(run)) for found, run in runs)
    return Headline(
        word=word(votes, inputs),
        by=known.by[-1],
        threshold=threshold,
        people=votes,
        inputs=inputs,
        counts=dict(Counter(one.vote for one in (*votes, *inputs))),
        margin=inputs[0].high - threshold if inputs else 0.0,
        margin_of=inputs[0].name if inputs else "",
        short=tuple(
            (name, max(int(share * len(panel)) + 1 - sum(one.vote == "for" for one in panel), 0))
            for name, panel in (("people", votes), ("inputs", inputs))
        ),
        thresholds=tuple((run[0], run[-1], found) for found, run in ranges),
        flips=tuple(_flips(ev, known, inputs, threshold, partial(word, votes))),
    )


def stated_votes(ev: Any, kind: str, name: Callable, threshold: float) -> Iterator[Vote]:
    """One vote for each forecaster of a kind but the essay's author; ``name`` tells whose it is."""
    year = year_of(book(ev).by[-1])
    for record, row in counted_rows(ev, kind).items():
        p = stated(row, year)
        yield Vote(record, name(row), f"{row['date']:%Y-%m-%d}", p, p, vote(p, p, threshold))


def people_votes(ev: Any, threshold: float) -> tuple[Vote, ...]:
    """Everybody but the essay's author with a number for the event, lowest first."""
    found = stated_votes(ev, "expert", partial(name_of, ev), threshold)
    return tuple(sorted(found, key=lambda one: one.low))


def input_votes(ev: Any, known: Book, threshold: float) -> tuple[Vote, ...]:
    """The newest sets from floor with a slow-down to ceiling without, and a model's own output.

    A set whose rows are not all in the evidence does not vote.
    """
    found = [_set_vote(one, known, threshold, ev) for one in voting_sets(ev, known)]
    found += stated_votes(ev, "model", lambda row: f"{surname(row)}'s model", threshold)
    return tuple(sorted(found, key=lambda one: -one.high))


def voting_sets(ev: Any, known: Book) -> list[ParameterSet]:
    """The newest sets of which every row of evidence is there."""
    return [
        one
        for one in known.newest
        if all(ev.find(row["record"]) is not None for row in one.about["inputs"] if "record" in row)
    ]


def _set_vote(one: ParameterSet, known: Book, threshold: float, ev: Any) -> Vote:
    day = known.by[-1]
    low = percent(one, "TED", day, slow_down=True, ev=ev)
    high = percent(one, "AC", day, ev=ev)
    return Vote(one.id, one.name, str(one.about["day"]), low, high, vote(low, high, threshold))


def _flips(
    ev: Any, known: Book, inputs: Sequence[Vote], threshold: float, word_with: Callable
) -> Iterator[Flip]:
    """For every input of every newest set, the nearest value that changes the word, if any."""

    def word(changed: ParameterSet) -> str:
        others = [one for one in inputs if one.id != changed.id]
        return word_with([*others, _set_vote(changed, known, threshold, ev)])

    for one in voting_sets(ev, known):
        for symbol, now in one.values.items():
            kind = known.raw["inputs"][symbol]
            found = _change(lambda x, one=one, s=symbol: word(one.changed(**{s: x})), now, kind)
            yield Flip(one.id, symbol, kind["name"], now, *found)


def _change(word: Any, now: float, kind: Any) -> tuple[float | None, str]:
    """The value nearest to ``now`` at which ``word`` changes, and the new word."""
    here = word(now)
    found: list[tuple[float, float, str]] = []
    for end in (kind["low"], kind["high"]):
        last = now
        for step in np.linspace(0, 1, _GRID)[1:]:
            value = now + (end - now) * step**2
            if (other := word(value)) != here:
                sign = brentq(lambda x: 1.0 if word(x) == here else -1.0, last, value, xtol=1e-4)
                found.append((abs(sign - now), sign, other))
                break
            last = value
    return (found and min(found)[1:]) or (None, here)
