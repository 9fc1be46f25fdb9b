"""What new rows move in the ledger: verdicts, sentences and margins, comparisons, groups."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

from ..claims import records

WIDTH = 88
COUNTED = ("claims", "comparisons", "groups")


def moves(before, after) -> list[dict[str, Any]]:
    """Claims, comparisons and groups that look different.

    Each {id, before, after, then_before, then_after, sentence_before, sentence_after, checks}:
    ``then_*`` are the verdicts as of publication, ``checks`` those of which the result or the
    margin differs: {name, title, role, before, after, words_before, words_after}.
    """
    ledgers = [records.document(ev) for ev in (before, after)]
    found = []
    for part in COUNTED:
        for old, new in zip(*(ledger[part] for ledger in ledgers), strict=True):
            row = {
                "id": old["id"],
                **both(old, new, "word"),
                **{f"then_{k}": v for k, v in both(old, new, "word_at_publication").items()},
                **{f"sentence_{k}": v for k, v in both(old, new, "sentence").items()},
                "checks": list(check_moves(old.get("checks", []), new.get("checks", []))),
            }
            pairs = ("before", "after"), ("then_before", "then_after")
            sentences = ("sentence_before", "sentence_after")
            if row["checks"] or any(row[a] != row[b] for a, b in (*pairs, sentences)):
                found.append(row)
    return found


def both(old: Mapping[str, Any], new: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {"before": old[key], "after": new[key]}


def check_moves(old: Iterable[Mapping], new: Iterable[Mapping]) -> Iterable[dict[str, Any]]:
    """Checks of which the result or the margin differs."""
    for one, other in zip(old, new, strict=True):
        if (one["result"], one["words"]) != (other["result"], other["words"]):
            yield {
                **{key: one[key] for key in ("name", "title", "role")},
                **both(one, other, "result"),
                **{f"words_{k}": v for k, v in both(one, other, "words").items()},
            }


def text(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Verdicts that move, then those that stay while a sentence or a margin of theirs moves."""
    loud: list[str] = []
    quiet: list[str] = []
    for row in rows:
        head = []
        if row["before"] != row["after"]:
            head.append(f"  {row['id']}  {row['before']} -> {row['after']}")
        if row["then_before"] != row["then_after"]:
            then = f"{row['then_before']} -> {row['then_after']}"
            head.append(f"  {row['id']}  at publication: {then}")
        part = loud if head else quiet
        part += head or [f"  {row['id']}  stays {row['before']}; what moves:"]
        if row["sentence_before"] != row["sentence_after"]:
            part += wrapped("was: ", row["sentence_before"])
            part += wrapped("now: ", row["sentence_after"])
        for check in row["checks"]:
            result = check["before"]
            if check["after"] != result:
                result += f" -> {check['after']}"
            part.append(f"      {check['role']:<5}{check['name']:<15} {result}")
            part += wrapped("  was: ", check["words_before"])
            part += wrapped("  now: ", check["words_after"])
    return ["Verdicts that move:" if loud else "Verdicts: none moves.", *loud, *quiet]


def wrapped(head: str, words: str) -> list[str]:
    indent = " " * 6
    return textwrap.wrap(
        head + words, WIDTH, initial_indent=indent, subsequent_indent=indent + " " * len(head)
    )
