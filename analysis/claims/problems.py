"""What is wrong with the ledger as data: found all at once, each in one line."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from string import Formatter
from typing import Any

from ..vocabulary import CAVEATS, CLASSES, REASONS, WORDS
from .checks import VOCABULARY, find_rows
from .checks.figures import replaced, selector_of
from .checks.words import STANDARDS, TEXTS
from .ledger import is_pair

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


def problems(claims: Sequence[Mapping[str, Any]], ev) -> list[Fault]:
    """All faults of the claims and comparisons, given the evidence that they name."""
    found: list[Fault] = []
    seen: set[str] = set()
    for claim in claims:
        name = str(claim.get("id", "?"))
        found += shape_faults(claim, name)
        for key in (claim.get("id"), claim.get("slug")):
            if key in seen:
                found.append((name, "an id and slug of its own", repr(key)))
            seen.add(key)
        for place, item in enumerate(claim.get("checks") or []):
            found += check_faults(item, claim, f"{name} checks[{place}]", ev)
    given = [claim.get("id") for claim in claims if not is_pair(claim)]
    if given != CLAIMS:
        wrong = sorted(set(CLAIMS) ^ set(given), key=str) or ["another order"]
        found.append(("claims", "C01 to C71 in article order", f"wrong: {wrong[:5]}"))
    # Groups of one, and texts for a group that has no member.
    groups = [claim["group"] for claim in claims if claim.get("group")]
    told = {name for claim in claims for name in claim.get("groups") or {}}
    few = (name for name in sorted(told.union(groups)) if groups.count(name) < 2)
    return found + [(f"groups {n}", "two claims or more", str(groups.count(n))) for n in few]


def other(where: str, found: Any, known: Collection[str]) -> Iterator[Fault]:
    """A fault where a word is none of the known ones."""
    if found not in known:
        yield where, "one of " + ", ".join(known), repr(found)


def shape_faults(claim: Mapping[str, Any], name: str) -> Iterator[Fault]:
    """Faults of a record's own keys."""
    yield from other(f"{name} class", claim.get("class"), CLASSES)
    if is_pair(claim):
        joined = claim.get("of") or []
        if name != f"P{'-'.join(one.removeprefix('C') for one in joined)}":
            yield f"{name} of", "the two claims of its id", repr(joined)
    else:
        yield from other(f"{name} verdict_v1", claim.get("verdict_v1"), WORDS)
    if claim.get("reason"):
        yield from other(f"{name} reason.kind", claim["reason"].get("kind"), REASONS)
    if not claim.get("checks"):
        yield f"{name} checks", "at least one check", "none"


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


def check_faults(item: Any, claim: Mapping[str, Any], where: str, ev) -> Iterator[Fault]:
    """Faults of one declared check."""
    if not isinstance(item, Mapping) or len(item) != 1:
        yield where, "one check name with its parameters", repr(item)[:80]
        return
    name, params = next(iter(item.items()))
    if name not in VOCABULARY:
        yield from other(where, name, sorted(VOCABULARY))
        return
    where = f"{where} {name}"
    if not isinstance(params, Mapping):
        yield where, "parameters", repr(params)[:80]
        return
    yield from word_faults(name, params, where)
    known = set(ev.series["series"])
    for key, value in named(params):
        if key == "series" and not (isinstance(value, str) and value in known):
            yield f"{where} series", "a series of data/series", repr(value)[:80]
        elif key != "series" and not (isinstance(value, str) and ev.find(value) is not None):
            yield f"{where} {key}", "the id of an evidence row", repr(value)[:80]
    if name == "current":
        row, day = find_rows.one(ev, selector_of(ev, claim, params)), ev.vintage["published"]
        if row is not None and replaced(ev, row["record"], params, by=day) is None:
            yield where, "a correction on or before the article's day", "none"
    if name == "said_by":
        text, table = params.get("text", "essay"), ev.statements
        if table[(table["claim"] == claim.get("id")) & (table["text"] == text)].empty:
            yield where, "a row of statements.csv for claim and text", repr(text)


def word_faults(name: str, params: Mapping[str, Any], where: str) -> Iterator[Fault]:
    """Faults of the words of a check: role, caveat, statement, standard, sentences."""
    yield from other(f"{where} role", params.get("role"), VOCABULARY[name].roles)
    if "caveat" in params or name not in NEVER_A_CAVEAT:
        yield from other(f"{where} caveat", params.get("caveat"), CAVEATS)
    if name == "judged":
        if not params.get("states"):
            yield f"{where} states", "what is judged, as a statement", "none"
        yield from other(f"{where} standard", params.get("standard", "plain"), STANDARDS)
    if name == "said_by":
        yield from other(f"{where} text", params.get("text", "essay"), TEXTS)
    for result, text in (params.get("sentence") or {}).items():
        literal = "".join(part for part, *_ in Formatter().parse(text))
        if BARE_NUMBER.search(literal):
            yield f"{where} sentence {result}", "numbers only as {fields}", repr(text)
