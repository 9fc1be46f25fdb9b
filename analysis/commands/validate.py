"""Everything that can be wrong with ``data/``, found at once and told in one line each.

``problems(data_dir)`` runs, in this order: every cell of every file, rules across rows and files,
YAML and bibliography, the ledger, files that nobody declared, the package's checksums; and when all
of that is clean the frictionless validator over the whole package as a second opinion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from ..evidence import DATA, Evidence, assemble, rules, seal, yaml_files
from ..evidence.csv_files import Content, Problem, read_table
from ..evidence.schema import TABLES

#: ``ledger.problems``: claims and evidence to (place, expected, found).
LedgerCheck = Callable[[list, Evidence], Iterable[tuple[str, str, str]]]


def ledger_problems(claims: list, evidence: Evidence) -> Iterable[tuple[str, str, str]]:
    """The ledger's own check, imported late because the ledger needs the evidence."""
    from ..claims.ledger import problems as check

    return check(claims, evidence)


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
    known = {path for table in TABLES for path in table.paths}
    known |= set(seal.document_paths(data_dir)) | {seal.NAME, "README.md"}
    known |= {"anchors.txt", "redirects.txt"}
    return [
        Problem(name, 0, "", "a file of the schema", "an undeclared file")
        for name in sorted(
            file.relative_to(data_dir).as_posix()
            for file in data_dir.rglob("*")
            if file.is_file() and not any(part.startswith(".") for part in file.parts)
        )
        if name not in known
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
    found = [
        Problem(seal.NAME, 0, "", "a valid Data Package", error.note, "frictionless")
        for error in report.errors
    ]
    for task in report.tasks:
        for error in task.errors:
            found.append(
                Problem(
                    task.place,
                    getattr(error, "row_number", 0) or 0,
                    getattr(error, "field_name", "") or "",
                    error.title.lower(),
                    error.note,
                    "frictionless",
                )
            )
    return found


def read_tables(data_dir: Path) -> tuple[dict[str, Content], list[Problem]]:
    """Every table file that can be read, by path, and the faults of their cells."""
    contents: dict[str, Content] = {}
    found: list[Problem] = []
    for table in TABLES:
        for path in table.paths:
            content, wrong = read_table(data_dir, path, table)
            found += wrong
            if content is not None:
                contents[path] = content
    return contents, found


def across(
    contents: dict[str, Content], texts: dict, *, ledger: LedgerCheck | None, sound: bool
) -> list[Problem]:
    """Faults between rows and files; then, if all was ``sound`` so far, those of the ledger."""
    found = rules.check(contents, texts)
    if sound and not found and ledger is not None:
        found += ledger_faults(ledger, texts["claims"], assemble(contents, texts))
    return found


def problems(
    data_dir: Path | str = DATA, *, ledger: LedgerCheck | None = ledger_problems, full: bool = True
) -> list[Problem]:
    """Every fault of a data folder, sorted by file and row; an empty list if there is none.

    ``ledger`` checks the claims once the evidence is sound (None leaves that out). ``full`` adds
    the frictionless run, which takes a few seconds.
    """
    data_dir = Path(data_dir)
    contents, found = read_tables(data_dir)
    texts, wrong = yaml_files.read_documents(data_dir)
    found += wrong
    found += across(contents, texts, ledger=ledger, sound=not found)
    found += undeclared_files(data_dir)
    found += seal.stale(data_dir)
    if full and not any(problem.kind == "data" for problem in found):
        found += frictionless_problems(data_dir)
    return sorted(dict.fromkeys(found))
