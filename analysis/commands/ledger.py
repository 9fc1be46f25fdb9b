"""Commands of the ledger: ``verdicts`` prints all, ``claim C23`` one for a person to read."""

import argparse
import json
import textwrap

from .. import evidence
from ..claims import records
from ..words import day_in_words

WIDTH = 88


def run_verdicts(options: argparse.Namespace) -> int:
    """Print the ledger with its verdicts."""
    ledger = records.document(evidence.load())
    if options.json:
        print(json.dumps(ledger, indent=1, ensure_ascii=False, sort_keys=True))
        return 0
    for entry in [*ledger["claims"], *ledger["comparisons"]]:
        print(f"{entry['id']:<7}{verdict(entry):<37}{grade(entry):<4}{entry['says']}")
    print("\n" + textwrap.fill(ledger["tally"]["line"], WIDTH))
    return 0


def verdict(entry: dict) -> str:
    """The word with its kind of caveat."""
    return f"{entry['word']} ({entry['caveat']})" if entry["caveat"] else entry["word"]


def grade(entry: dict) -> str:
    return entry["grade"] + (" m" if entry["maker"] else "")


def run_claim(options: argparse.Namespace) -> int:
    """Print one claim or comparison with its checks, for a person to read."""
    ev = evidence.load()
    ledger = records.document(ev)
    entries = {entry["id"]: entry for entry in (*ledger["claims"], *ledger["comparisons"])}
    if (entry := entries.get(options.id.upper())) is None:
        pairs = ", ".join(entry["id"] for entry in ledger["comparisons"])
        raise ValueError(f"claim: expected an id C01 to C71 or {pairs}; found {options.id!r}")
    print(describe(entry, ev))
    return 0


def describe(entry: dict, ev) -> str:
    """One claim as text: the verdict and why, what is said, every check, the rows and sources."""
    lines = [f"{entry['id']} ({entry['class_word']}): {verdict(entry)}"]
    why = f". {entry['reason']['why']}" if entry["reason"] else ""
    moved = entry["moved"] or entry["reason"]
    now, then = entry["word"], entry["word_at_publication"]
    parts = {
        "": entry["sentence"],
        "The article": entry["quote"] and f"“{entry['quote']}”",
        "In our words": entry["says"],
        "In version 1": (entry["word_v1"] or "no record") + why if moved else "",
        f"On the evidence of {day_in_words(ev.vintage['published'])}": then if then != now else "",
        "Evidence": entry["evidence_words"] or "none",
        "The essay": entry["essay"],
        "The source": entry["primary"],
        "Differs": entry["differs"],
    }
    lines += [line for title, text in parts.items() if text for line in paragraph(title, text)]
    lines += ["", f"Checks (line {entry['line']} of the decision table applies):"]
    for check in entry["checks"]:
        decided = ", this decided" if check["decided"] else ""
        lines += [f"  {check['mark']} {check['title']} ({check['role']}{decided})"]
        lines += indented(check["words"])
        if check["rows"]:
            lines += indented("rows: " + ", ".join(check["rows"]))
    if entry["would_change"]:
        lines += ["", *paragraph("What would change this", entry["would_change"])]
    if entry["sources"]:
        lines += ["", "Sources:"]
        lines += [f"  {key}: {ev.sources[key]['url']}" for key in entry["sources"]]
    lines += ["", f"Address: {entry['url']}"]
    return "\n".join(lines)


def paragraph(title: str, text: str) -> list[str]:
    return textwrap.wrap(f"{title}: {text}" if title else text, WIDTH, subsequent_indent="  ")


def indented(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="    ", subsequent_indent="    ")


JSON = {"action": "store_true", "help": "the object of claims.json"}
ID = {"metavar": "C23", "help": "C01 to C71, or a comparison such as P22-23"}
COMMANDS = {"verdicts": (run_verdicts, {"--json": JSON}), "claim": (run_claim, {"id": ID})}
