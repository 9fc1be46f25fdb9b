"""Commands of the ledger: ``verdicts`` prints all, ``claim C23`` one for a person to read."""

from __future__ import annotations

import argparse
import json
import textwrap

from .. import evidence
from ..claims import ledger
from ..claims.verdict_rule import WORDS

WIDTH = 88


def add_parser(commands) -> None:
    """Add the two commands to an argparse sub-parser collection."""
    verdicts = commands.add_parser("verdicts", help="the ledger with its verdicts")
    verdicts.add_argument("--json", action="store_true", help="the records of claims.json")
    verdicts.set_defaults(run=run_verdicts)
    claim = commands.add_parser("claim", help="one claim with its checks, for a person to read")
    claim.add_argument("id", metavar="C23", help="the id of a claim, C01 to C71")
    claim.set_defaults(run=run_claim)


def run_verdicts(options: argparse.Namespace) -> int:
    entries = ledger.records(evidence.load())
    if options.json:
        print(json.dumps(entries, indent=2, ensure_ascii=False, sort_keys=True))
        return 0
    for entry in entries:
        print(
            f"{entry['id']}  {entry['verdict_word']:<20}  {entry['strength']:<12}  {entry['says']}"
        )
    tally = ledger.counts(entries)
    print("\n" + ", ".join(f"{WORDS[verdict]} {n}" for verdict, n in tally.items()))
    return 0


def run_claim(options: argparse.Namespace) -> int:
    ev = evidence.load()
    wanted = options.id.upper()
    found = [entry for entry in ledger.records(ev) if entry["id"] == wanted]
    if not found:
        raise ValueError(f"claim: expected an id C01 to C71, found {options.id!r}")
    print(describe(found[0], ev))
    return 0


def describe(entry: dict, ev) -> str:
    """One claim as text: what is said, the verdict and why, every check, the rows and sources."""
    lines = [f"{entry['id']} ({entry['kind']}): {entry['verdict_word']}", ""]
    lines += paragraph("The article says", entry["says"])
    lines += paragraph("Verdict", entry["sentence"])
    if "verdict_at_publication" in entry:
        lines += paragraph("At publication", WORDS[entry["verdict_at_publication"]])
    lines += paragraph("Evidence", entry["strength"])
    for title, key in (("The essay", "essay"), ("The source", "primary"), ("Differs", "differs")):
        lines += paragraph(title, entry[key]) if entry[key] else []
    lines += ["", f"Checks (line {entry['table_line']} of the decision table applies):"]
    for check in entry["checks"]:
        compared = (
            ""
            if check["statistic"] is None
            else (f" {check['statistic']:g} against {check['threshold']} ({check['unit']})")
        )
        lines.append(f"  {check['role']:<8} {check['name']:<16} {check['result']}{compared}")
        lines += textwrap.wrap(
            check["sentence"], WIDTH, initial_indent="    ", subsequent_indent="    "
        )
        if check["rows"]:
            lines += textwrap.wrap(
                "rows: " + ", ".join(check["rows"]),
                WIDTH,
                initial_indent="    ",
                subsequent_indent="    ",
            )
    keys = dict.fromkeys(key for check in entry["checks"] for key in check["sources"])
    if keys:
        lines += ["", "Sources:"]
        lines += [f"  {key}: {ev.sources[key]['url']}" for key in keys]
    lines += ["", f"Address: {entry['url']}"]
    return "\n".join(lines)


def paragraph(title: str, text: str) -> list[str]:
    return textwrap.wrap(f"{title}: {text}", WIDTH, subsequent_indent="  ")
