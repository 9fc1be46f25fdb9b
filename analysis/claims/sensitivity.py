"""Which verdicts would differ under another rule: other thresholds, and each rejected choice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np

from ..arguments import one_of
from ..fits.least_squares import fit_linear
from ..fits.trend import student
from ..words import DAYS_PER_YEAR
from . import ledger, views
from .checks import CheckResult, find_rows, pairs, trends, words

FACTORS = {"halved": 0.5, "doubled": 2.0}
#: Level and fewest points of the intervals of version 1, which took scatter for independent.
LEVEL_V1, LEAST_V1 = 0.90, 4


@dataclass(frozen=True)
class Move:
    """A verdict that would differ: that of ``id``, a claim, comparison or group.

    ``choice`` names the threshold or the rejected choice, ``how`` what was done to it.
    """

    choice: str
    how: str
    id: str
    before: str
    after: str


def with_limit(ev, name: str, factor: float) -> dict[str, float]:
    """The thresholds with one of them multiplied and kept within its bounds.

    Of a level, what it leaves out is multiplied. ValueError for an unknown name.
    """
    entry = ev.thresholds[one_of("threshold", name, ev.thresholds)]
    value = ev.limits[name]
    value = 1 - (1 - value) * factor if entry.get("complement") else value * factor
    low, high = entry["bounds"]
    return {**ev.limits, name: min(max(value, low), high)}


def words_of(judged: Sequence[ledger.Judged]) -> dict[str, str]:
    """Id of claim, comparison and group to its word."""
    found = {one.claim["id"]: one.word for one in judged}
    return found | {one.id: one.word for one in ledger.findings(judged) if one.kind == "group"}


def differing(ev, other: Mapping[str, Any], choice: str, how: str = "") -> Iterator[Move]:
    """What differs from the verdicts as they stand where they are :func:`~.views.judged` so."""
    before, after = words_of(ledger.judge_all(ev)), words_of(views.judged(ev, **other))
    for name, word in before.items():
        if after[name] != word:
            yield Move(choice, how, name, word, after[name])


def moves(ev) -> list[Move]:
    """Every verdict that half or twice a threshold would have given, in the order of thresholds."""
    return [
        move
        for name, (how, factor) in product(ev.thresholds, FACTORS.items())
        for move in differing(ev, {"limits": with_limit(ev, name, factor)}, name, how)
    ]


def band_ends(ev) -> Iterator[Move]:
    """Every verdict that differs if a band is closed (none is *nearly*) or opened (all *yes*)."""
    for name, end in ((n, entry["end"]) for n, entry in ev.thresholds.items() if "end" in entry):
        for how, one, other in (("closed", end, name), ("opened", name, end)):
            limits = ev.limits | {one: ev.limits[other]}
            yield from differing(ev, {"limits": limits}, name, how)


def strict_pair(ev, claim, params, limits) -> CheckResult:
    """Like for like only where both printed ends come from one test."""
    found = pairs.like_for_like(ev, claim, params, limits)
    rows = [pairs.taken(ev, params[name])[0] for name in pairs.ENDS]
    return replace(found, result="no" if pairs.alike(ev, *rows) else "yes")


def possible(ev, claim, params, limits) -> CheckResult:
    """A "may" holds unless it has been shown that it cannot be."""
    found = words.judged(ev, claim, params, limits)
    may = params.get("standard") == "may" and found.result != "no"
    return replace(found, result="yes") if may else found


def today(ev, claim, params, limits) -> CheckResult:
    """Today's systems count under an "if": what ``today`` names stands beside for and against."""
    given = params.get("today") or {}
    both = {s: [*(params.get(s) or []), *(given.get(s) or [])] for s in ("for", "against")}
    plain = {"standard": "plain"} if params.get("standard") == "if" else {}
    return words.judged(ev, claim, {**params, **both, **plain}, limits)


def plain_slope(ev, claim, params, limits) -> CheckResult:
    """A trend with the errors of version 1: least squares, every row independent, 90%."""
    frame = find_rows.rows(ev, params)
    if trends.too_few(frame, LEAST_V1):
        return trends.trend(ev, claim, params, limits)
    days = frame["date"].to_numpy("datetime64[D]").astype(float)
    design = np.vander((days - days.mean()) / DAYS_PER_YEAR, 2, increasing=True)
    fit = fit_linear(design, trends.heights(ev, params, frame))
    reach = student(LEVEL_V1, int(fit.dof)) * fit.standard_errors[1]
    value = fit.parameters[1] if trends.said_up(params) else -fit.parameters[1]
    result = "yes" if value > reach else "no" if value < -reach else "unshown"
    return CheckResult(result, float(value), rows=tuple(frame["record"]))


def unattributed(ev, claim, params, limits) -> CheckResult:
    """A thesis is judged without whether he says so, where anything else is left to judge."""
    said = words.said_by(ev, claim, params, limits)
    thesis = claim["class"] == "T" and len(claim["checks"]) > 1
    return replace(said, result="unread") if thesis else said


def one_more(ev, claim, params, limits) -> CheckResult:
    """One witness more than the rule asks for."""
    return words.judged(ev, claim, params, {**limits, "witnesses": limits["witnesses"] + 1})


#: Rejected choice to its words and to the checks that it puts in place of the rule's.
CHOICES: dict[str, tuple[str, ledger.Functions]] = {
    "identity": ("pairs only on one and the same test", {"like_for_like": strict_pair}),
    "thesis": ("a thesis judged without its attribution", {"said_by": unattributed}),
    "may": ("“may” as mere possibility", {"judged": possible}),
    "if": ("today's systems as evidence for “if”", {"judged": today}),
    "slopes": ("version 1's error bars for slopes", {"trend": plain_slope}),
    "witnesses": ("three witnesses instead of two", {"judged": one_more}),
    "bands": ("either end of each band", {}),
}


def choices(ev) -> dict[str, list[Move]]:
    """Each rejected choice to what would differ under it, the ends of each band included."""
    found = {
        name: list(differing(ev, {"functions": functions}, name))
        for name, (_, functions) in CHOICES.items()
    }
    return found | {"bands": list(band_ends(ev))}
