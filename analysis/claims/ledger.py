"""Judging: every claim and comparison, its checks on some evidence, and the verdict that follows.

Claims are data (``data/claims/<page>.yml``). What becomes of them on the pages, in ``claims.json``
and on the command line stands in :mod:`.records`.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from ..once import once
from ..vocabulary import CHECKS
from ..words import base_unit
from .checks import VOCABULARY, CheckResult, ClaimError, Unread, find_rows
from .verdict_rule import Decision, decide

#: What a check declares for the ledger; the rest are parameters of its function.
CHECK_KEYS = ("caveat", "states", "sentence", "numbers")
PAIR = "pair"
#: Check to a function that stands for its own, to see what another rule would have given.
Functions = Mapping[str, Callable[..., CheckResult]]


class Watched(dict):
    """Thresholds that remember which of them were asked for."""

    def __init__(self, limits: Mapping[str, float]):
        super().__init__(limits)
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> float:
        self.asked.add(name)
        return super().__getitem__(name)


@dataclass(frozen=True)
class Judged:
    """A claim with its evaluated ``checks`` and the ``decision`` that follows from them.

    ``asked`` are the thresholds that its checks asked for.
    """

    claim: Mapping[str, Any]
    checks: tuple[CheckResult, ...]
    decision: Decision
    asked: frozenset[str]

    word = property(attrgetter("decision.word"), doc="The verdict.")

    @property
    def deciding(self) -> CheckResult | None:
        """The check that decided, None where no check could."""
        place = self.decision.place
        return None if place is None else self.checks[place]

    @property
    def caveat(self) -> str:
        """The kind of caveat, "" for another verdict."""
        return self.deciding.caveat if self.decision.line == 5 and self.deciding else ""

    @property
    def rows(self) -> set[str]:
        """Ids of all rows that its checks used."""
        return {row for check in self.checks for row in check.rows}


def check_items(claim: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The (name, parameters) pairs of a claim's checks, in the order written."""
    return [next(iter(item.items())) for item in claim.get("checks") or []]


def run_check(
    ev, claim, name: str, params: Mapping[str, Any], limits, functions: Functions | None = None
) -> CheckResult:
    """Evaluate one check. Raises ClaimError naming claim and check when it is misdeclared."""
    where = f"{claim['id']}, check {name}"
    plain = {key: value for key, value in params.items() if key not in CHECK_KEYS}
    function = (functions or {}).get(name, VOCABULARY[name].function)
    try:
        extra, rows = quoted_numbers(ev, params.get("numbers") or {})
        outcome = function(ev, claim, plain, limits)
    except Unread as missing:
        outcome, rows = CheckResult("unread", words=str(missing)), []
    except (KeyError, ValueError) as error:
        missing = f"expected the parameter {error}, found {sorted(plain)}"
        text = missing if isinstance(error, KeyError) else error
        raise ClaimError(f"{where}: {text}") from None
    except (AttributeError, TypeError, ZeroDivisionError) as error:
        form = "a parameter is not of the form that it reads"
        raise ClaimError(f"{where}: {form}: {error}") from error
    return replace(
        outcome,
        name=name,
        role=params["role"],
        caveat=params.get("caveat", ""),
        title=params.get("states") or CHECKS[name],
        rows=tuple(dict.fromkeys((*outcome.rows, *rows))),
        values={**outcome.values, **extra},
    )


def quoted_numbers(ev, numbers: Mapping[str, Any]) -> tuple[dict[str, float], list[str]]:
    """Values of evidence rows that a claim's sentence quotes beside the check's own numbers.

    ``in`` names the unit to give it in, ``minus`` another row to take off, and ``miss: true`` turns
    a probability into the factor by which its failing raises the odds of what rules it out.
    """
    values, rows = {}, []
    for name, selector in numbers.items():
        named = [selector, *([selector["minus"]] if "minus" in selector else [])]
        with suppress(Unread):
            (row, value, unit), *less = (find_rows.value(ev, one) for one in named)
            value -= sum(off for _, off, _ in less)
            if "in" in selector:
                value = base_unit(value, unit)[0] / base_unit(1.0, selector["in"])[0]
            values[name] = 1 / (1 - value) if selector.get("miss") else value
            rows += dict.fromkeys(one["record"] for one in (row, *(one for one, *_ in less)))
    return values, rows


def fill(template: str, values: Mapping[str, Any], where: str) -> str:
    """Put numbers into a sentence and begin it with a capital.

    A sentence that quotes a row which was not known yet gives way: "" is returned.
    """
    try:
        text = template.format(**values)
    except KeyError:
        return ""
    except (AttributeError, IndexError, ValueError, TypeError) as error:
        found = f"({error}) from {sorted(values)}"
        raise ClaimError(f"{where}: sentence cannot be filled {found}") from None
    return text[:1].upper() + text[1:]


def judge(
    ev,
    claim: Mapping[str, Any],
    *,
    limits: Mapping[str, float] | None = None,
    functions: Functions | None = None,
) -> Judged:
    """Run a claim's checks and decide.

    ``limits`` and ``functions`` stand for other thresholds and checks than the rule's.
    """
    limits = Watched(ev.limits if limits is None else limits)
    items = check_items(claim)
    found = [run_check(ev, claim, name, params, limits, functions) for name, params in items]
    # A sentence may quote what other checks of the claim found; its own numbers come first.
    shared = {name: value for check in reversed(found) for name, value in check.values.items()}
    checks = []
    for (_, params), check in zip(items, found, strict=True):
        template = (params.get("sentence") or {}).get(check.result, "")
        own = fill(template, {**shared, **check.values}, f"{claim['id']}, check {check.name}")
        checks.append(replace(check, sentence=own or f"{check.title}: {check.words}."))
    return Judged(claim, tuple(checks), decide(checks), frozenset(limits.asked))


@once
def judge_all(ev) -> list[Judged]:
    """Every claim in article order, then the comparisons. Judged once for each evidence."""
    return [judge(ev, claim) for claim in ev.claims]


def is_pair(claim: Mapping[str, Any]) -> bool:
    """Whether a record is one of the comparisons that the article implies."""
    return claim.get("class") == PAIR


@dataclass(frozen=True)
class Finding(Judged):
    """What is counted once: a claim, a comparison, or a group of claims about one fact.

    ``judged`` holds its members, ``checks`` those of all; ``claim`` is the one that decided.
    """

    id: str
    kind: str
    judged: tuple[Judged, ...]


def finding(name: str, members: Sequence[Judged]) -> Finding:
    """The table applied to all checks of the members."""
    checks = tuple(check for one in members for check in one.checks)
    decision = decide(checks)
    owners = [one.claim for one in members for _ in one.checks]
    first = members[0].claim
    claim = first if decision.place is None else owners[decision.place]
    asked = frozenset().union(*(one.asked for one in members))
    kind = "comparison" if is_pair(first) else "group" if first.get("group") else "claim"
    return Finding(claim, checks, decision, asked, name, kind, tuple(members))


def findings(judged: Sequence[Judged]) -> list[Finding]:
    """All findings in article order, a comparison after the claim on which it ends."""
    pairs = {one.claim["of"][-1]: one for one in judged if is_pair(one.claim)}
    members: dict[str, list[Judged]] = {}
    for one in (each for each in judged if not is_pair(each.claim)):
        members.setdefault(one.claim.get("group") or one.claim["id"], []).append(one)
        if pair := pairs.get(one.claim["id"]):
            members[pair.claim["id"]] = [pair]
    return [finding(name, some) for name, some in members.items()]


def address(claim: Mapping[str, Any]) -> str:
    """The permanent address of a claim or comparison, relative to the site's root."""
    return f"book/{claim['page']}.html#{claim['id'].lower()}-{claim['slug']}"
