"""The ledger: every claim of the article, its checks, and the verdict that follows.

Claims are data (``data/claims/<section>.yml``). :func:`records` runs their checks twice, on what is
known today and on what was known when the essay appeared, and applies the decision table of
:mod:`.verdict_rule`. The same records feed the pages, ``claims.json`` and the command line.
"""

from __future__ import annotations

import copy
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from string import Formatter
from typing import Any

from ..vocabulary import KINDS, WORDS
from ..words import sig8
from .checks import VOCABULARY, CheckResult, ClaimError
from .checks.figures import source_row
from .verdict_rule import Decision, decide

CHECK_KEYS = ("role", "sentence", "numbers")
BARE_NUMBER = re.compile(r"(?<![\w.-])\d+(?:\.\d+)?(?![\w-])")


@dataclass(frozen=True)
class Judged:
    """A claim with its evaluated checks and the decision that follows from them."""

    claim: Mapping[str, Any]
    checks: tuple[CheckResult, ...]
    decision: Decision


def thresholds(ev) -> dict[str, float]:
    """Name to value of every threshold of the rule."""
    return {name: entry["value"] for name, entry in ev.thresholds.items()}


def check_items(claim: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The (name, parameters) pairs of a claim's checks, in the order written."""
    return [next(iter(item.items())) for item in claim.get("checks") or []]


def run_check(ev, claim, name: str, params: Mapping[str, Any], limits) -> CheckResult:
    """Evaluate one check. Raises ClaimError naming claim and check when it is misdeclared."""
    where = f"{claim['id']}, check {name}"
    if name not in VOCABULARY:
        raise ClaimError(f"{where}: expected one of {', '.join(sorted(VOCABULARY))}")
    plain = {key: value for key, value in params.items() if key not in CHECK_KEYS}
    try:
        outcome = VOCABULARY[name].function(ev, claim, plain, limits)
        extra, rows = quoted_numbers(ev, params.get("numbers") or {})
    except KeyError as error:
        raise ClaimError(
            f"{where}: expected the parameter {error}, found {sorted(plain)}"
        ) from None
    except ValueError as error:
        raise ClaimError(f"{where}: {error}") from None
    except (AttributeError, TypeError) as error:
        raise ClaimError(
            f"{where}: a parameter is not of the form that it reads: {error}"
        ) from error
    template = (params.get("sentence") or {}).get(outcome.result)
    values = {**outcome.values, **extra}
    sentence = fill(template, outcome, values, where) if template else outcome.sentence
    return replace(
        outcome,
        name=name,
        role=params["role"],
        rows=tuple(dict.fromkeys((*outcome.rows, *rows))),
        values=values,
        sentence=sentence,
    )


def quoted_numbers(ev, numbers: Mapping[str, Any]) -> tuple[dict[str, float], list[str]]:
    """Values of evidence rows that a claim's sentence quotes beside the check's own statistic."""
    values, rows = {}, []
    for name, selector in numbers.items():
        row, value, _ = source_row(ev, selector)
        if row is not None and value is not None:
            values[name] = value
            rows.append(row["record"])
    return values, rows


def fill(template: str, outcome, values: Mapping[str, Any], where: str) -> str:
    """Put a check's numbers into the claim's own sentence.

    A sentence that quotes a row which was not known yet gives way to the check's own.
    """
    named = {"statistic": outcome.statistic, "threshold": outcome.threshold, **values}
    try:
        return template.format(**named)
    except KeyError:
        return outcome.sentence
    except (IndexError, ValueError, TypeError) as error:
        raise ClaimError(
            f"{where}: sentence cannot be filled ({error}) from {sorted(named)}"
        ) from None


def judge(ev, claim: Mapping[str, Any], *, limits: Mapping[str, float] | None = None) -> Judged:
    """Run a claim's checks and decide. A claim that declares no checks yet is pending."""
    limits = thresholds(ev) if limits is None else limits
    if claim.get("pending"):
        return Judged(claim, (), Decision("pending", 0, None))
    checks = tuple(
        run_check(ev, claim, name, params, limits) for name, params in check_items(claim)
    )
    return Judged(claim, checks, decide(checks, kind=claim["kind"]))


def judge_all(ev, *, limits: Mapping[str, float] | None = None) -> list[Judged]:
    """Every claim of the ledger, in article order."""
    return [judge(ev, claim, limits=limits) for claim in ev.claims]


def strength(ev, judged: Judged) -> str:
    """How good the evidence is: the weakest access among rows that decided a core check.

    ``vendor only`` where every such row was reported by the maker of the system.
    """
    core = [check for check in judged.checks if check.role == "core"] or list(judged.checks)
    names = dict.fromkeys(name for check in core for name in check.rows)
    rows = [row for row in (ev.find(name) for name in names) if row is not None]
    if not rows:
        return "computed" if any(c.statistic is not None for c in core) else "none"
    if any(row["access"] == "second-hand" for row in rows):
        return "second-hand"
    if all(row.get("reporter") == "vendor" for row in rows):
        return "vendor only"
    if all(row["access"] == "computed" for row in rows):
        return "computed"
    return "primary"


def address(claim: Mapping[str, Any]) -> str:
    """The claim's permanent address relative to the site's root."""
    return f"book/{claim['page']}.html#{claim['id'].lower()}-{claim['slug']}"


def sentence(judged: Judged) -> str:
    """The sentence of the deciding check, led by the verdict's word."""
    deciding = judged.decision.deciding
    word = WORDS[judged.decision.verdict]
    return f"{word}: {deciding.sentence}" if deciding else word


def record(ev, judged: Judged, before: Judged) -> dict[str, Any]:
    """One claim as the pages, claims.json and the command line give it."""
    claim = judged.claim
    deciding = judged.decision.deciding
    out = {
        "id": claim["id"],
        "slug": claim["slug"],
        "url": address(claim),
        "section": claim["section"],
        "section_title": claim["section_title"],
        "kind": claim["kind"],
        "says": claim["says"],
        "figures": claim.get("figures") or [],
        "essay": claim.get("essay", ""),
        "primary": claim.get("primary", ""),
        "differs": claim.get("differs", ""),
        "would_change": claim.get("would_change", ""),
        "sources": claim.get("sources") or [],
        "checks": [check_record(ev, check) for check in judged.checks],
        "verdict": judged.decision.verdict,
        "verdict_word": WORDS[judged.decision.verdict],
        "decided_by": deciding.name if deciding else None,
        "table_line": judged.decision.line,
        "judged": any(c.name == "judged" and c.role == "core" for c in judged.checks),
        "sentence": sentence(judged),
        "strength": strength(ev, judged) if judged.checks else "none",
    }
    if before.decision.verdict != judged.decision.verdict:
        out["verdict_at_publication"] = before.decision.verdict
    return sig8(out)


def check_record(ev, check: CheckResult) -> dict[str, Any]:
    found = [ev.find(name) for name in check.rows]
    sources = list(dict.fromkeys(row["source"] for row in found if row is not None))
    return {
        "name": check.name,
        "role": check.role,
        "result": check.result,
        "statistic": check.statistic,
        "threshold": check.threshold,
        "unit": check.unit,
        "rows": list(check.rows),
        "sentence": check.sentence[:1].upper() + check.sentence[1:],
        "sources": sources,
    }


def records(ev) -> list[dict[str, Any]]:
    """The whole ledger, judged today and as of the essay's publication, in article order.

    Judged once for each evidence; every caller gets records of its own.
    """
    kept = getattr(ev, "kept", {})
    if "ledger" not in kept:
        then = ev.known_by(ev.vintage["published"])
        kept["ledger"] = [
            record(ev, now, before)
            for now, before in zip(judge_all(ev), judge_all(then), strict=True)
        ]
    return copy.deepcopy(kept["ledger"])


def counts(ledger: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How many claims have each verdict, in the order of the verdict words."""
    tally = Counter(entry["verdict"] for entry in ledger)
    return {verdict: tally[verdict] for verdict in WORDS if tally[verdict]}


def problems(claims: Sequence[Mapping[str, Any]], ev) -> list[tuple[str, str, str]]:
    """What is wrong with the ledger as data: (claim and key, expected, found), all at once."""
    found: list[tuple[str, str, str]] = []
    seen: set[str] = set()
    for claim in claims:
        name = str(claim.get("id", "?"))
        found += shape_problems(claim, name, seen)
        for place, item in enumerate(claim.get("checks") or []):
            found += check_problems(item, f"{name} checks[{place}]", ev)
    expected = [f"C{i:02d}" for i in range(1, 72)]
    if (given := [claim.get("id") for claim in claims]) != expected:
        wrong = sorted(set(expected) ^ set(given), key=str) or ["another order"]
        found.append(("claims", "C01 to C71 in article order", f"wrong: {wrong[:5]}"))
    return found


def shape_problems(claim, name: str, seen: set[str]) -> list[tuple[str, str, str]]:
    out = []
    for key in ("id", "slug", "section", "section_title", "page", "kind", "says"):
        if not isinstance(claim.get(key), str) or not claim[key].strip():
            out.append((f"{name} {key}", "a text", repr(claim.get(key))))
    if claim.get("kind") not in KINDS:
        out.append((f"{name} kind", "one of " + ", ".join(KINDS), repr(claim.get("kind"))))
    for key in (claim.get("id"), claim.get("slug")):
        if key in seen:
            out.append((f"{name}", "an id and slug of its own", repr(key)))
        seen.add(key)
    for figure in claim.get("figures") or []:
        missing = {"value", "unit", "printed"} - set(figure)
        if missing:
            out.append((f"{name} figures", "value, unit and printed", f"no {sorted(missing)}"))
    if not claim.get("checks") and not claim.get("pending"):
        out.append((f"{name} checks", "at least one check, or pending: true", "none"))
    return out


def named(params: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every series and every evidence row that parameters name at any depth, with its key."""
    for key, value in params.items():
        if key == "sentence":
            continue
        if key in ("series", "record", "for", "against", "qualifies"):
            for one in value if isinstance(value, list) else [] if value is None else [value]:
                yield key, one
        else:
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, Mapping):
                    yield from named(part)


def check_problems(item, where: str, ev) -> list[tuple[str, str, str]]:
    if not isinstance(item, Mapping) or len(item) != 1:
        return [(where, "one check name with its parameters", repr(item)[:80])]
    name, params = next(iter(item.items()))
    if name not in VOCABULARY:
        return [(where, "a check of the vocabulary: " + ", ".join(sorted(VOCABULARY)), repr(name))]
    if not isinstance(params, Mapping):
        return [(f"{where} {name}", "parameters", repr(params)[:80])]
    out = []
    if params.get("role") not in VOCABULARY[name].roles:
        out.append(
            (
                f"{where} {name} role",
                "one of " + ", ".join(VOCABULARY[name].roles),
                repr(params.get("role")),
            )
        )
    known = set(ev.series["series"])
    for key, value in named(params):
        if key == "series" and not (isinstance(value, str) and value in known):
            out.append((f"{where} {name} series", "a series of data/series", repr(value)[:80]))
        elif key != "series" and not (isinstance(value, str) and ev.find(value) is not None):
            out.append((f"{where} {name} {key}", "the id of an evidence row", repr(value)[:80]))
    for result, text in (params.get("sentence") or {}).items():
        literal = "".join(part for part, *_ in Formatter().parse(text))
        if BARE_NUMBER.search(literal):
            out.append(
                (f"{where} {name} sentence {result}", "numbers only as {fields}", repr(text))
            )
    return out


def with_limit(
    limits: Mapping[str, float],
    name: str,
    factor: float,
    bounds: Sequence[float] = (-math.inf, math.inf),
) -> dict[str, float]:
    """The thresholds with one of them multiplied and kept within its bounds.

    For the sensitivity table of the methods; ClaimError for an unknown name.
    """
    if name not in limits:
        raise ClaimError(f"threshold: expected one of {sorted(limits)}, found {name!r}")
    low, high = bounds
    return {**limits, name: min(max(limits[name] * factor, low), high)}
