"""Counting: findings by verdict, caveats by kind, figures by distance, and verdicts that moved."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ..vocabulary import CAVEATS_TALLIED, CLASSES, TALLIED, WORDS
from ..words import count_in_words
from . import ledger

#: Verdict to how far it stands on the article's side; a verdict that rises moves towards it.
SIDE = {
    "Holds": 5,
    "Holds with a caveat": 4,
    "Definition": 3,
    "Open": 3,
    "Not checked": 3,
    "Not shown": 2,
    "Misleads": 1,
    "Wrong": 0,
}
#: Results that a figure may have.
RESULTS = ("yes", "nearly", "no", "unread")
TOWARDS, AGAINST, BESIDE, FIRST = "towards", "against", "beside", "first"


def spelt(n: int) -> str:
    """A small count in words, a larger one in digits."""
    return count_in_words(n) if n else "no"


def counted(words: Sequence[str], order: Mapping[str, Any]) -> dict[str, int]:
    """How often each word stands, in the order of the vocabulary, without those that do not."""
    found = Counter(words)
    return {word: found[word] for word in order if found[word]}


def tally(ev, found: Sequence[ledger.Finding]) -> dict[str, Any]:
    """All counts that a page may print, and the line that says them."""
    members = [one for item in found for one in item.judged]
    claims = [one for one in members if not ledger.is_pair(one.claim)]
    judged = [one for one in found if one.decision.line != 1]
    out = {
        "sentences": len(claims),
        "comparisons": len(members) - len(claims),
        "groups": sum(one.kind == "group" for one in found),
        "findings": len(found),
        "judged": len(judged),
        "words": counted([one.word for one in judged], WORDS),
        "caveats": counted([one.caveat for one in judged], CAVEATS_TALLIED),
        "by_class": {
            name: counted([one.word for one in members if one.claim["class"] == name], WORDS)
            for name in CLASSES
        },
        "figures": figures(claims),
    }
    return out | {"line": line(out, found)}


def line(counts: Mapping[str, Any], found: Sequence[ledger.Finding] = ()) -> str:
    """The tally as one sentence and one about the figures."""
    parts, within = [], wrong_within(found)
    for word, said in TALLIED.items():
        part = f"{counts['words'].get(word, 0)} {said}"
        if word == "Holds with a caveat":
            kinds = (f"{counts['caveats'].get(k, 0)} {w}" for k, w in CAVEATS_TALLIED.items())
            part += f" ({', '.join(kinds)})"
        elif word in within:
            part += f" (one a list, {within[word]} parts of which are wrong)"
        elif word == "Wrong" and within:
            part += " as a whole"
        parts.append(part)
    return (
        f"{counts['sentences']} sentences and the {spelt(counts['comparisons'])} comparisons they "
        f"imply make {counts['findings']} separate findings, {counts['judged']} of which can be "
        f"judged: {', '.join(parts)}. {figures_line(counts['figures'])}"
    )


def wrong_within(found: Sequence[ledger.Finding]) -> dict[str, str]:
    """Word of a group that is not wrong as a whole to how many of its sentences are, in words."""
    return {
        one.word: spelt(n)
        for one in found
        if one.kind == "group" and one.word != "Wrong"
        for n in [sum(member.word == "Wrong" for member in one.judged)]
        if n
    }


def figures(claims: Sequence[ledger.Judged]) -> dict[str, Any]:
    """The different figures of the article: how many, how far from their sources.

    A figure that stands in two sentences counts once. ``within`` is the largest distance, in
    percent, among those that are equal; ``near`` and ``beyond`` list the others with both values in
    the article's unit; ``unread`` counts those whose source was not found.
    """
    seen: dict[tuple, dict[str, Any]] = {}
    for one in claims:
        for (_, params), check in zip(ledger.check_items(one.claim), one.checks, strict=True):
            if check.name != "figure_matches":
                continue
            figure = one.claim["figures"][params.get("figure", 0)]
            key = (figure["value"], figure["unit"], check.rows[:1])
            entry = {"result": check.result, "printed": figure["value"], "unit": figure["unit"]}
            if check.statistic is not None:
                found = figure["value"] * (1 + check.statistic / 100)
                entry |= {"off": abs(check.statistic), "found": found}
            seen.setdefault(key, entry)
    by = {name: [e for e in seen.values() if e["result"] == name] for name in RESULTS}
    return {
        "different": len(seen),
        "equal": len(by["yes"]),
        "within": max((e["off"] for e in by["yes"]), default=0.0),
        "near": by["nearly"],
        "beyond": by["no"],
        "unread": len(by["unread"]),
    }


def figures_line(counts: Mapping[str, Any]) -> str:
    """How the figures stand to their sources, in one sentence."""
    within = math.ceil(counts["within"])
    parts = [f"the sources have {counts['equal']}, within {within}%"]
    for one in (*counts["near"], *counts["beyond"]):
        parts.append(f"for one they have {one['found']:.3g} {one['unit']}, not {one['printed']:g}")
    if counts["unread"]:
        parts.append(f"for {counts['unread']} no source was found")
    return f"Of {counts['different']} different figures {'; '.join(parts)}."


def in_words(judged: Sequence[ledger.Judged]) -> dict[str, str]:
    """Fields for a group's sentence: its members and, by verdict, how many, in words."""
    found = Counter(one.word for one in judged)
    return {"members": spelt(len(judged))} | {word: spelt(found[word]) for word in WORDS}


def moved(records: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Every sentence of which the verdict is another than in version 1, with the reason."""
    out = []
    for one in (record for record in records if record["moved"]):
        gain = SIDE[one["word"]] - SIDE[one["word_v1"]]
        way = TOWARDS if gain > 0 else AGAINST if gain < 0 else BESIDE
        if one["word_v1"] == "Definition":  # which judged nothing that could move
            way = FIRST
        move = {"id": one["id"], "before": one["word_v1"], "after": one["word"], "direction": way}
        out.append(move | (one["reason"] or {"kind": "", "words": "", "why": ""}))
    return out
