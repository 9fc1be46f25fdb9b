"""Commands for the data: ``validate`` and ``seal``."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from ..evidence import DATA, load
from ..evidence import seal as package
from ..evidence.schema import TABLES
from . import validate


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add ``validate`` and ``seal`` to the command line."""
    check = subparsers.add_parser(
        "validate", help="check every file of data/ and report all errors at once"
    )
    check.add_argument("--data", type=Path, default=DATA, help="another data folder")
    check.add_argument("--quick", action="store_true", help="leave the frictionless run out")
    check.add_argument(
        "--edited",
        action="store_true",
        help="accept sound files that were edited since the last seal, and say so",
    )
    check.set_defaults(run=run_validate)
    write = subparsers.add_parser(
        "seal", help="write data/datapackage.json for the files as they are"
    )
    write.add_argument("--data", type=Path, default=DATA, help="another data folder")
    write.set_defaults(run=run_seal)


def plural(count: int, word: str) -> str:
    return f"{count} {word}" + ("" if count == 1 else "s")


def run_validate(options: argparse.Namespace) -> int:
    """Print one line a problem, then how many; exit code 1 if there is any."""
    found = validate.problems(options.data, full=not options.quick)
    if options.edited and found and all(problem.kind == "stale seal" for problem in found):
        files = ", ".join(dict.fromkeys(problem.file for problem in found))
        print(f"edited since the last seal, and used as they are: {files} (then: {package.CURE})")
        found = []
    for problem in found:
        print(problem)
    if found:
        stale = sum(problem.kind == "stale seal" for problem in found)
        more = f", {stale} of them cured by {package.CURE}" if stale else ""
        print(f"{plural(len(found), 'problem')}{more}")
        return 1
    evidence = load(options.data)
    files = sum(len(table.paths) for table in TABLES)
    rows = sum(
        len(getattr(evidence, table.name)) for table in TABLES if hasattr(evidence, table.name)
    )
    print(
        f"data are sound: {plural(files, 'table file')} with {plural(rows, 'row')}, "
        f"{plural(len(evidence.sources), 'source')}, {plural(len(evidence.claims), 'claim')}, "
        f"{plural(len(evidence.corrections), 'correction')}, as of {evidence.vintage['as_of']}"
    )
    access = Counter(evidence.series["access"])
    print("access of observations: " + ", ".join(f"{k} {v}" for k, v in sorted(access.items())))
    return 0


def run_seal(options: argparse.Namespace) -> int:
    """Write the package's description and checksums, unless the data have faults."""
    found = [
        p for p in validate.problems(options.data, ledger=None, full=False) if p.kind == "data"
    ]
    for problem in found:
        print(problem)
    if found:
        print(f"{plural(len(found), 'problem')}: not sealed")
        return 1
    changed = package.seal(options.data)
    print(f"{package.NAME}: " + ("written" if changed else "was up to date"))
    return 0
