"""Commands for the data: ``validate``, which tells all that is wrong, ``seal`` and ``sample``.

:func:`problems` runs the frictionless validator as a second opinion when all else is clean.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from ..arguments import whole
from ..claims import problems as judging
from ..claims import records
from ..claims.ledger import is_pair
from ..evidence import DATA, Evidence, load, refusals, seal, yaml_files
from ..evidence.csv_files import Problem
from ..evidence.load import RECORD_TABLES, examine, read_tables
from ..evidence.schema import TABLES

#: ``claims.problems``: claims and evidence to (place, expected, found).
LedgerCheck = Callable[[list, Evidence], Iterable[tuple[str, str, str]]]
#: The card of a claim, a comparison or a group in a chapter.
CARD = re.compile(r"^\s*[`:]{3,}\{claim\}\s+([CGP]\d+(?:-\d+)?)\b", re.M)
#: Files of the folder that hold no evidence; those of ``schema`` are known by their folder.
OTHER_FILES = (seal.NAME, "README.md", "anchors.txt", "redirects.txt")


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add ``validate``, ``seal`` and ``sample`` to the command line."""
    commands = (
        ("validate", run_validate, "check every file of data/ and report all errors at once"),
        ("seal", run_seal, "write data/datapackage.json for the files as they are"),
        ("sample", run_sample, "draw rows for a fact check: the same for the same data and seed"),
    )
    check, _, draw = parsers = [subparsers.add_parser(name, help=h) for name, _, h in commands]
    check.add_argument("--quick", action="store_true", help="leave the frictionless run out")
    told = "accept sound files that were edited since the last seal, and say so"
    check.add_argument("--edited", action="store_true", help=told)
    draw.add_argument("--seed", type=whole, required=True, help="a whole number, for example a day")
    draw.add_argument("--size", type=whole, default=60, help="how many rows, half of them used")
    for parser, (_, run, _) in zip(parsers, commands, strict=True):
        parser.add_argument("--data", type=Path, default=DATA, help="another data folder")
        parser.set_defaults(run=run)


def plural(count: int, word: str) -> str:
    return f"{count} {word}" + ("" if count == 1 else "s")


def told(found: list[Problem], more: str) -> int:
    """Print one line a problem, then how many and what follows: the exit code."""
    for problem in found:
        print(problem)
    print(f"{plural(len(found), 'problem')}{more}")
    return 1


def run_validate(options: argparse.Namespace) -> int:
    """Print one line a problem, then how many; exit code 1 if there is any."""
    found = problems(options.data, full=not options.quick)
    if options.edited and found and all(problem.kind == "stale seal" for problem in found):
        files = ", ".join(dict.fromkeys(problem.file for problem in found))
        print(f"edited since the last seal, and used as they are: {files} (then: {seal.CURE})")
        found = []
    if found:
        stale = sum(problem.kind == "stale seal" for problem in found)
        return told(found, f", {stale} of them cured by {seal.CURE}" if stale else "")
    evidence = load(options.data)
    files = sum(len(table.paths) for table in TABLES)
    rows = sum(len(getattr(evidence, one.name)) for one in TABLES if hasattr(evidence, one.name))
    pairs = sum(map(is_pair, evidence.claims))
    print(
        f"data are sound: {plural(files, 'table file')} with {plural(rows, 'row')}, "
        f"{plural(len(evidence.sources), 'source')}, "
        f"{plural(len(evidence.claims) - pairs, 'claim')}, {plural(pairs, 'comparison')}, "
        f"{plural(len(evidence.corrections), 'correction')}, as of {evidence.vintage['as_of']}"
    )
    access = Counter(evidence.series["access"])
    print("access of observations: " + ", ".join(f"{k} {v}" for k, v in sorted(access.items())))
    return 0


def run_seal(options: argparse.Namespace) -> int:
    """List the numbers that prose repeats, then write description and checksums of the package.

    Neither is done while the data have faults.
    """
    found = [p for p in problems(options.data, ledger=None, full=False) if p.kind == "data"]
    if found:
        return told(found, ": not sealed")
    claims, rows = yaml_files.read_claims(options.data)[0], read_tables(options.data)[0]
    refusals.write_repeats(options.data, claims, rows)
    changed = seal.seal(options.data)
    print(f"{seal.NAME}: " + ("written" if changed else "was up to date"))
    return 0


def run_sample(options: argparse.Namespace) -> int:
    """Print rows for a fact check, one a line, with whether a check of a claim reads it.

    Half of the rows are read by a check, half by none, each half drawn without replacement from the
    sorted ids: the same ones for the same data and seed.
    """
    ev = load(options.data)
    every = {record for name in RECORD_TABLES for record in getattr(ev, name)["record"]}
    used = {row for one in records.records(ev) for c in one["checks"] for row in c["rows"]} & every
    half, generator = options.size // 2, random.Random(options.seed)
    for count, pool, taken in ((half, used, "true"), (options.size - half, every - used, "false")):
        if len(pool) < count:
            raise ValueError(f"size: expected at most {2 * len(pool)} rows, found {options.size}")
        for record in generator.sample(sorted(pool), count):
            print(f"{record},{options.seed},{taken}")
    return 0


def ledger_faults(ledger: LedgerCheck, claims: list, evidence: Evidence) -> list[Problem]:
    """What the ledger finds; claims too broken for it to walk through are a fault too."""
    try:
        return [
            Problem("claims", 0, place, expected, found)
            for place, expected, found in ledger(claims, evidence)
        ]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        reason = f"{type(error).__name__}: {error}"
        return [Problem("claims", 0, "", "claims of the ledger's form", reason)]


def undeclared_files(data_dir: Path) -> list[Problem]:
    """Data files that the schema does not know would be carried along unchecked."""
    known = {*(path for table in TABLES for path in table.paths), *OTHER_FILES}
    known |= {*seal.document_paths(data_dir)}
    known |= {file.relative_to(DATA).as_posix() for file in (DATA / "schema").glob("*.json")}
    there = {
        file.relative_to(data_dir).as_posix()
        for file in data_dir.rglob("*")
        if file.is_file() and not any(part.startswith(".") for part in file.parts)
    }
    return [
        Problem(name, 0, "", "a file of the schema", "an undeclared file") for name in there - known
    ]


def claims_without_card(data_dir: Path, claims: Sequence[Mapping]) -> list[Problem]:
    """Claims that no chapter shows; nothing where no chapters lie beside the data."""
    chapters = sorted((data_dir.resolve().parent / "book").rglob("*.md"))
    shown = {name for path in chapters for name in CARD.findall(path.read_text("utf-8"))}
    return [
        Problem("claims", 0, claim["id"], "its card ({claim}) in a chapter", "none")
        for claim in claims
        if chapters and shown.isdisjoint({claim["id"], claim.get("group")})
    ]


def frictionless_problems(data_dir: Path) -> list[Problem]:
    """The frictionless validator in full: types, constraints, keys, foreign keys, checksums."""
    from frictionless import FrictionlessException, Package

    data_dir = Path(data_dir)
    try:
        report = Package(seal.descriptor(data_dir), basepath=str(data_dir)).validate()
    except FrictionlessException as error:
        note = error.error.note
        return [Problem(seal.NAME, 0, "", "a valid Data Package", note, "frictionless")]
    found = [(seal.NAME, 0, "", "a valid Data Package", error.note) for error in report.errors]
    for task in report.tasks:
        for error in task.errors:
            row, column = getattr(error, "row_number", 0), getattr(error, "field_name", "")
            found.append((task.place, row or 0, column or "", error.title.lower(), error.note))
    return [Problem(*one, "frictionless") for one in found]


def problems(
    data_dir: Path | str = DATA, *, ledger: LedgerCheck | None = judging.problems, full: bool = True
) -> list[Problem]:
    """Every fault of a data folder, sorted by file and row.

    ``ledger`` checks the claims once the evidence is sound; ``full`` adds the frictionless run.
    """
    data_dir = Path(data_dir)
    evidence, found = examine(data_dir)
    if evidence is not None and ledger is not None:
        found += ledger_faults(ledger, evidence.claims, evidence)
        found += claims_without_card(data_dir, evidence.claims) if not found else []
    found += undeclared_files(data_dir)
    found += seal.stale(data_dir)
    if full and not any(problem.kind == "data" for problem in found):
        found += frictionless_problems(data_dir)
    return sorted(dict.fromkeys(found))
