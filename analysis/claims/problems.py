"""What is wrong with the ledger as data: found all at once, each in one line."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from string import Formatter
from typing import Any

from ..evidence.csv_files import near_to
from ..evidence.refusals import leaves
from ..vocabulary import CAVEATS, WORDS
from .checks import VOCABULARY, ClaimError
from .ledger import Judged, check_items, is_pair, judge

#: What is wrong: claim and key, expected, found.
Fault = tuple[str, str, str]
CLAIMS = [f"C{i:02d}" for i in range(1, 72)]
#: A number that a sentence types instead of taking it from a row; years and names of models pass.
BARE_NUMBER = re.compile(
    r"(?<![\w.-])(?<!Claude )(?!(?:19|20)\d\d(?![\w.]*\d))\d+(?:\.\d+)?(?![\w-])"
)
#: Parameters that name rows, at any depth.
ROWS = ("record", "for", "against", "limits")
#: Checks none of whose results puts a caveat on the sentence.
NEVER_A_CAVEAT = ("direction",)
#: What the words of a mark may name besides thresholds.
MARKS = {"wide", "narrow"}


def problems(claims: Sequence[Mapping[str, Any]], ev) -> list[Fault]:
    """All faults of the claims and comparisons, given the evidence that they name."""
    found: list[Fault] = []
    seen: set[str] = set()
    judged: list[Judged] = []
    texts = [("labels checks", ev.labels["checks"], MARKS.union(ev.limits))]
    for claim in claims:
        name = str(claim.get("id", "?"))
        joined = claim.get("of") or []
        if is_pair(claim) and name != f"P{'-'.join(one.removeprefix('C') for one in joined)}":
            found.append((f"{name} of", "the two claims of its id", repr(joined)))
        for key in (claim.get("id"), claim.get("slug")):
            if key in seen:
                found.append((name, "an id and slug of its own", repr(key)))
            seen.add(key)
        before = len(found)
        for place, (check, params) in enumerate(check_items(claim)):
            found += check_faults(check, params, f"{name} checks[{place}] {check}", ev)
        try:  # what has been told is not told again
            judged += [judge(ev, claim)] if len(found) == before else []
        except ClaimError as error:
            where, _, told = str(error).partition(": ")
            key, _, told = told.rpartition("expected ")
            wanted, _, told = told.rpartition(", found ")
            found.append((f"{where} {key}".rstrip(" :"), wanted or "what can be judged", told))
        for group, says in (claim.get("groups") or {}).items():
            texts.append((f"groups {group}", says.get("sentence", ""), ("members", *WORDS)))
    for text in texts:
        found += field_faults(*text)
    found += judged_faults(judged)
    given = [claim.get("id") for claim in claims if not is_pair(claim)]
    if given != CLAIMS:
        wrong = sorted(set(CLAIMS) ^ set(given), key=str) or ["another order"]
        found.append(("claims", "C01 to C71 in article order", f"wrong: {wrong[:5]}"))
    # Groups of one, and texts for a group that has no member.
    groups = [claim["group"] for claim in claims if claim.get("group")]
    told = {name for claim in claims for name in claim.get("groups") or {}}
    few = (name for name in sorted(told.union(groups)) if groups.count(name) < 2)
    return found + [(f"groups {n}", "two claims or more", str(groups.count(n))) for n in few]


def judged_faults(judged: Sequence[Judged]) -> Iterator[Fault]:
    """Checks that found no evidence, and fields of their sentences that nothing fills.

    The sentence of today's result names what the claim's checks found, others what any check may.
    """
    found = [frozenset(field for check in one.checks for field in check.values) for one in judged]
    for one, own in zip(judged, found, strict=True):
        items = zip(check_items(one.claim), one.checks, strict=True)
        for place, ((name, params), check) in enumerate(items):
            where = f"{one.claim['id']} checks[{place}] {name}"
            if not check.rows and name != "judged":  # which may find no witness
                yield where, "evidence to judge by", check.words
            for result, text in (params.get("sentence") or {}).items():
                known = own if result == check.result else own.union(*found)
                yield from field_faults(f"{where} sentence {result}", text, known)


def field_faults(where: str, texts: Any, known: Collection[str]) -> Iterator[Fault]:
    """Fields of a text, or of the texts of a document, that nothing fills."""
    for place, text in leaves(texts):
        here = f"{where}.{place}".rstrip(".")
        try:
            fields = {one for _, one, *_ in Formatter().parse(text) if one}
        except ValueError as error:
            yield here, "{braces} round fields alone", str(error)
            continue
        for field in fields.difference(known):
            yield here, f"a {{field}} that is known{near_to(field, known)}", repr(field)


def named(params: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every series, selection and evidence row that parameters name at any depth, with its key."""
    for key, value in params.items():
        if key == "where":
            yield key, (params.get("series"), value)
        elif key == "series" or key in ROWS:
            some = value if isinstance(value, list) else [] if value is None else [value]
            yield from ((key, one) for one in some)
        elif isinstance(value, Mapping) and key not in ("sentence", "says", "near"):
            yield from named(value)


def unmet(ev, series: Any, conditions: Mapping[str, Any]) -> Iterator[Fault]:
    """Conditions of a selector that no row of its series meets."""
    with suppress(ValueError, TypeError):  # judging tells what is no column or no condition
        for column, wanted in conditions.items():
            for one in wanted if isinstance(wanted, list) else [wanted]:
                if ev.rows(series, **{column: one}).empty:
                    have = near_to(str(one), set(map(str, ev.rows(series)[column])))
                    yield f"where.{column}", f"what a row of {series} has{have}", repr(one)


def check_faults(name: str, params: Mapping[str, Any], where: str, ev) -> Iterator[Fault]:
    """Faults of one declared check of a claim."""
    if params["role"] not in (roles := VOCABULARY[name].roles):
        yield f"{where} role", "one of " + ", ".join(roles), repr(params["role"])
    if "caveat" not in params and name not in NEVER_A_CAVEAT:
        yield f"{where} caveat", "one of " + ", ".join(CAVEATS), "none"
    for result, text in (params.get("sentence") or {}).items():
        if BARE_NUMBER.search(re.sub(r"\{[^{}]*\}", "", text)):
            yield f"{where} sentence {result}", "numbers only as {fields}", repr(text)
    known = set(ev.series["series"])
    for key, value in named(params):
        if key == "where":
            yield from ((f"{where} {place}", *more) for place, *more in unmet(ev, *value))
        elif key == "series" and not (isinstance(value, str) and value in known):
            yield f"{where} series", "a series of data/series", repr(value)[:80]
        elif key != "series" and not (isinstance(value, str) and ev.find(value) is not None):
            yield f"{where} {key}", "the id of an evidence row", repr(value)[:80]
    said = params.get("says") or {}
    for field in set(params.get("near") or {}) - set(said):
        yield f"{where} near", f"a field of says{near_to(str(field), said)}", repr(field)
