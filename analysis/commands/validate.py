"""Commands for the data: ``validate``, which tells all that is wrong, and ``seal``."""

import argparse
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..claims import problems as judging
from ..claims.ledger import is_pair
from ..evidence import DATA, load, refusals, seal, yaml_files
from ..evidence.csv_files import Problem
from ..evidence.load import examine, read_tables, sources_of
from ..evidence.schema import TABLES

#: The card of a claim, a comparison or a group in a chapter.
CARD = re.compile(r"^\s*[`:]{3,}\{claim\}\s+([CGP]\d+(?:-\d+)?)\b", re.M)
#: Files of the folder that hold no evidence; those of ``schema`` are known by their folder.
OTHER_FILES = (seal.NAME, "README.md", "anchors.txt", "redirects.txt")


def plural(count: int, word: str) -> str:
    return f"{count} {word}" + ("" if count == 1 else "s")


def told(found: list[Problem], more: str) -> int:
    """Print one line a problem, then how many and what follows: the exit code."""
    for problem in found:
        print(problem)
    print(f"{plural(len(found), 'problem')}{more}")
    return 1


def run_validate(options: argparse.Namespace) -> int:
    """Check every file of data/ and report all errors at once, one line each."""
    found = problems(options.data)
    if options.edited and found and all(problem.kind == "stale seal" for problem in found):
        files = ", ".join(dict.fromkeys(problem.file for problem in found))
        print(f"edited since the last seal, and used as they are: {files} (then: {seal.CURE})")
        found = []
    if found:
        stale = sum(problem.kind == "stale seal" for problem in found)
        return told(found, f", {stale} of them cured by {seal.CURE}" if stale else "")
    evidence = load(options.data)
    rows = sum(len(getattr(evidence, one.name)) for one in TABLES if hasattr(evidence, one.name))
    pairs = sum(map(is_pair, evidence.claims))
    counts = {
        "table file": sum(len(table.paths) for table in TABLES),
        "row": rows,
        "source": len(evidence.sources),
        "claim": len(evidence.claims) - pairs,
        "comparison": pairs,
        "correction": len(evidence.corrections),
    }
    listed = ", ".join(plural(count, word) for word, count in counts.items())
    print(f"data are sound: {listed}, as of {evidence.vintage['as_of']}")
    access = Counter(evidence.series["access"])
    print("access of observations: " + ", ".join(f"{k} {v}" for k, v in sorted(access.items())))
    return 0


def run_seal(options: argparse.Namespace) -> int:
    """Write what follows from the data: checksums, the bibliography, numbers that prose repeats.

    Nothing is written while the data have faults.
    """
    found = [p for p in problems(options.data, ledger=False) if p.kind == "data"]
    if found:
        return told(found, ": not sealed")
    claims, rows = yaml_files.read_claims(options.data)[0], read_tables(options.data)[0]
    refusals.write_repeats(options.data, claims, rows)
    listed = seal.bibliography(sources_of(rows))
    (options.data / seal.BIBLIOGRAPHY).write_text(listed, encoding="utf-8", newline="\n")
    changed = seal.seal(options.data)
    print(f"{seal.NAME}: " + ("written" if changed else "was up to date"))
    return 0


DATA_FOLDER = {"--data": {"type": Path, "default": DATA, "help": "another data folder"}}
EDITED = "accept sound files that were edited since the last seal, and say so"
COMMANDS = {
    "validate": (
        run_validate,
        {"--edited": {"action": "store_true", "help": EDITED}} | DATA_FOLDER,
    ),
    "seal": (run_seal, DATA_FOLDER),
}


def undeclared_files(data_dir: Path) -> list[Problem]:
    """Data files that the schema does not know would be carried along unchecked."""
    known = {*(path for table in TABLES for path in table.paths), *OTHER_FILES}
    known |= {*seal.document_paths(data_dir)}
    known |= {file.relative_to(DATA).as_posix() for file in (DATA / "schema").glob("*.json")}
    files = (file.relative_to(data_dir) for file in data_dir.rglob("*") if file.is_file())
    there = {file.as_posix() for file in files if not any(p.startswith(".") for p in file.parts)}
    return [
        Problem(name, 0, "", "a file of the schema", "an undeclared file") for name in there - known
    ]


def claims_without_card(data_dir: Path, claims: Sequence[Mapping]) -> list[Problem]:
    """Claims that their chapter does not show; nothing where no chapters lie beside the data."""
    chapters = sorted((data_dir.resolve().parent / "book").rglob("*.md"))
    shown = {path.stem: {*CARD.findall(path.read_text("utf-8"))} for path in chapters}
    return [
        Problem("claims", 0, claim["id"], f"its card ({{claim}}) in {claim['page']}.md", "none")
        for claim in claims
        if chapters and {claim["id"], claim.get("group")}.isdisjoint(shown.get(claim["page"], ()))
    ]


def problems(data_dir: Path | str = DATA, *, ledger: bool = True) -> list[Problem]:
    """Every fault of a data folder, sorted by file and row.

    With ``ledger`` the claims are judged once the evidence is sound.
    """
    data_dir = Path(data_dir)
    evidence, found = examine(data_dir)
    if evidence is not None and ledger:
        faults = judging.problems(evidence.claims, evidence)
        found = [Problem("claims", 0, *fault) for fault in faults]
        found = found or claims_without_card(data_dir, evidence.claims)
    found += undeclared_files(data_dir)
    found += seal.stale(data_dir)
    return sorted(dict.fromkeys(found))
