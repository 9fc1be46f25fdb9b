"""What is wrong with the ledger as data: found all at once, each in one line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from string import Formatter
from typing import Any

from ..evidence.refusals import leaves
from ..vocabulary import CAVEATS
from .checks import VOCABULARY, Unread, find_rows
from .checks.figures import replaced, selector_of
from .ledger import check_items, is_pair

#: What is wrong: claim and key, expected, found.
Fault = tuple[str, str, str]
CLAIMS = [f"C{i:02d}" for i in range(1, 72)]
#: A number that a sentence types instead of taking it from a row; years and names of models pass.
BARE_NUMBER = re.compile(
    r"(?<![\w.-])(?<!Claude )(?!(?:19|20)\d\d(?![\w.]*\d))\d+(?:\.\d+)?(?![\w-])"
)
#: Parameters that name rows, at any depth.
ROWS = ("record", "for", "against", "limits")
#: Checks that can end in a result that puts a caveat on the sentence, with the roles in which.
NEVER_A_CAVEAT = ("direction",)
#: What the words of a mark may name besides thresholds.
MARKS = {"wide", "narrow"}


def problems(claims: Sequence[Mapping[str, Any]], ev) -> list[Fault]:
    """All faults of the claims and comparisons, given the evidence that they name."""
    found: list[Fault] = []
    seen: set[str] = set()
    for claim in claims:
        name = str(claim.get("id", "?"))
        joined = claim.get("of") or []
        if is_pair(claim) and name != f"P{'-'.join(one.removeprefix('C') for one in joined)}":
            found.append((f"{name} of", "the two claims of its id", repr(joined)))
        for key in (claim.get("id"), claim.get("slug")):
            if key in seen:
                found.append((name, "an id and slug of its own", repr(key)))
            seen.add(key)
        for place, (check, params) in enumerate(check_items(claim)):
            found += check_faults(check, params, claim, f"{name} checks[{place}] {check}", ev)
    for place, text in leaves(ev.labels["checks"]):
        for field in (
            {one for _, one, *_ in Formatter().parse(text) if one} - MARKS - set(ev.limits)
        ):
            found.append((f"labels checks.{place}", "thresholds as {fields}", repr(field)))
    given = [claim.get("id") for claim in claims if not is_pair(claim)]
    if given != CLAIMS:
        wrong = sorted(set(CLAIMS) ^ set(given), key=str) or ["another order"]
        found.append(("claims", "C01 to C71 in article order", f"wrong: {wrong[:5]}"))
    # Groups of one, and texts for a group that has no member.
    groups = [claim["group"] for claim in claims if claim.get("group")]
    told = {name for claim in claims for name in claim.get("groups") or {}}
    few = (name for name in sorted(told.union(groups)) if groups.count(name) < 2)
    return found + [(f"groups {n}", "two claims or more", str(groups.count(n))) for n in few]


def named(params: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every series and every evidence row that parameters name at any depth, with its key."""
    for key, value in params.items():
        if key in ("sentence", "says", "near", "where"):
            continue
        if key == "series" or key in ROWS:
            some = value if isinstance(value, list) else [] if value is None else [value]
            yield from ((key, one) for one in some)
        elif isinstance(value, Mapping):
            yield from named(value)


def check_faults(name: str, params: Mapping[str, Any], claim, where: str, ev) -> Iterator[Fault]:
    """Faults of one declared check of a claim."""
    if params["role"] not in (roles := VOCABULARY[name].roles):
        yield f"{where} role", "one of " + ", ".join(roles), repr(params["role"])
    if "caveat" not in params and name not in NEVER_A_CAVEAT:
        yield f"{where} caveat", "one of " + ", ".join(CAVEATS), "none"
    for result, text in (params.get("sentence") or {}).items():
        literal = "".join(part for part, *_ in Formatter().parse(text))
        if BARE_NUMBER.search(literal):
            yield f"{where} sentence {result}", "numbers only as {fields}", repr(text)
    known = set(ev.series["series"])
    for key, value in named(params):
        if key == "series" and not (isinstance(value, str) and value in known):
            yield f"{where} series", "a series of data/series", repr(value)[:80]
        elif key != "series" and not (isinstance(value, str) and ev.find(value) is not None):
            yield f"{where} {key}", "the id of an evidence row", repr(value)[:80]
    if name == "current":
        with suppress(Unread):  # a row that is not there has been told
            row, day = find_rows.one(ev, selector_of(ev, claim, params)), ev.vintage["published"]
            if replaced(ev, row["record"], params, by=day) is None:
                yield where, "a correction on or before the essay's day", "none"
    if name == "said_by":
        text, table = params.get("text", "essay"), ev.statements
        if table[(table["claim"] == claim.get("id")) & (table["text"] == text)].empty:
            yield where, "a row of statements.csv for claim and text", repr(text)
