"""Thousands of seeded mutations of ``data/``: refused with a reason, without effect, or visible.

Each mutation changes one file in one way, as a slip, a broken tool or somebody hostile might. The
validator reads it as ``python -m analysis validate --edited`` does; what it lets through is
assembled and judged. Four outcomes are right:

- refused: at least one problem names file and reason (for cells also row and column)
- no effect: the typed data are the same, so nothing that follows can differ
- visible: a legal new value; the sums that ``make check`` compares name the row or document
- told: the ledger cannot be judged on it and says which claim and check, before any page is built

Everything else is a failure: an unexpected exception, or acceptance of what must be refused.

    nice .venv/bin/python -m benchmarks.mutations --as-of 2026-11-25
"""

import random
import shutil
import tempfile
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any

from analysis import evidence
from analysis.claims import ledger, problems
from analysis.claims.checks import ClaimError
from analysis.evidence import rules, yaml_files
from analysis.evidence.csv_files import Content, Problem, read_table
from analysis.evidence.load import read_tables
from benchmarks import recording
from benchmarks.mutation_kinds import BY_PATH, CSV_KINDS, TEXT_KINDS, Kind, Mutant

SEED = 20261125
MUTATIONS, JOBS = 2400, 2
OUTCOMES = ("refused", "no effect", "visible", "told", "wrongly accepted", "exception")
FAILURES = ("wrongly accepted", "exception")


class Bench:
    """The sound data in memory, a copy on disk to spoil, and the verdicts of the sound data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(evidence.DATA, folder)
        self.contents, wrong = read_tables(folder)
        self.documents, more = yaml_files.read_documents(folder)
        if wrong or more:
            raise ValueError("the data must be sound before they are spoilt")
        self.verdicts = self.judge(self.contents, self.documents)

    def judge(self, contents: dict[str, Content], texts: dict[str, Any]) -> dict[str, tuple]:
        """Verdict and sentence of every claim, as of today."""
        judged = ledger.judge_all(evidence.assemble(contents, texts))
        return {j.claim["id"]: (j.word, j.deciding and j.deciding.sentence) for j in judged}

    def outcome(self, mutant: Mutant) -> tuple[str, str, list[Problem]]:
        """What becomes of a mutant: (outcome, detail, the validator's problems)."""
        path = self.folder / mutant.file
        before = path.read_bytes()
        try:
            if mutant.content is None:
                path.unlink()
            else:
                path.write_bytes(mutant.content)
            return self.read(mutant)
        except Exception:
            last = traceback.format_exc(limit=-1).strip().splitlines()
            return "exception", f"{last[-1]} at {last[1].strip() if len(last) > 1 else ''}", []
        finally:
            path.write_bytes(before)

    def read(self, mutant: Mutant) -> tuple[str, str, list[Problem]]:
        contents, texts, found = dict(self.contents), self.documents, []
        if mutant.file in BY_PATH:
            content, found = read_table(self.folder, mutant.file, BY_PATH[mutant.file])
            if content is None:
                contents.pop(mutant.file)
            else:
                contents[mutant.file] = content
        else:
            texts, found = yaml_files.read_documents(self.folder)
        if not found:
            found = rules.check(contents, texts)
        if not found:
            faults = problems.problems(texts["claims"], evidence.assemble(contents, texts))
            found = [Problem("claims", 0, *fault) for fault in faults]
        if found:
            return "refused", str(found[0]), found
        if contents.get(mutant.file) == self.contents.get(mutant.file) and texts == self.documents:
            return "no effect", "", []
        if mutant.must_refuse:
            return "wrongly accepted", mutant.note, []
        try:
            now = self.judge(contents, texts)
        except ClaimError as error:
            return "told", str(error), []
        moved = [name for name, verdict in now.items() if self.verdicts[name] != verdict]
        return "visible", f"verdicts or sentences moved: {len(moved)}", []


def located(mutant: Mutant, found: list[Problem]) -> bool:
    """Whether the refusal names the file, and for a cell row and column or a document's key."""
    here = [p for p in found if p.file == mutant.file or p.file == "claims"]
    if mutant.cell and mutant.file.endswith(".csv"):
        return any(p.column and (p.row or p.file.endswith(".yml")) for p in found)
    return bool(here or found)


def work(folder: Path, numbers: range) -> list[dict[str, Any]]:
    """Spoil once for each number; the number alone decides how. Return one row each."""
    bench = Bench(folder)
    csv_files = sorted(BY_PATH)
    texts = sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix == ".yml"
    )
    kinds: list[tuple[Kind, list[str]]] = [
        *((kind, csv_files) for kind in CSV_KINDS),
        *((kind, texts) for kind in TEXT_KINDS),
    ]
    rows = []
    for number in numbers:
        rng = random.Random(f"{SEED} {number}")
        kind, files = kinds[number % len(kinds)]
        name = rng.choice(files)
        mutant = kind.make(rng, name, (folder / name).read_bytes())
        what, detail, found = bench.outcome(mutant)
        rows.append(
            {
                "number": number,
                "kind": kind.name,
                "file": name,
                "note": mutant.note,
                "outcome": what,
                "detail": detail,
                "placed": what != "refused" or located(mutant, found),
            }
        )
        if what in FAILURES:
            print(rows[-1], flush=True)
    return rows


def run(folder: Path) -> dict[str, Any]:
    """Spoil so many times in several processes; return the table of outcomes."""
    folders = [folder / str(first) / "data" for first in range(JOBS)]
    shares = [range(first, MUTATIONS, JOBS) for first in range(JOBS)]
    with ProcessPoolExecutor(JOBS) as pool:
        rows = sorted(chain(*pool.map(work, folders, shares)), key=lambda row: row["number"])
    table: dict[str, Counter] = {row["kind"]: Counter() for row in rows}
    for row in rows:
        table[row["kind"]][row["outcome"]] += 1
    total = Counter(row["outcome"] for row in rows)
    moved = [r for r in rows if r["outcome"] == "visible" and not r["detail"].endswith(": 0")]
    return {
        "seed": SEED,
        "mutations": MUTATIONS,
        "outcomes": {name: total[name] for name in OUTCOMES},
        "refused_without_place": [r for r in rows if not r["placed"]][:20],
        "visible_with_moved_verdicts": len(moved),
        "kinds": [
            {"kind": name, **{outcome: counts[outcome] for outcome in OUTCOMES}}
            for name, counts in table.items()
        ],
        "failures": [row for row in rows if row["outcome"] in FAILURES][:50],
    }


def main() -> None:
    options = recording.command(__doc__).parse_args()
    with tempfile.TemporaryDirectory() as name:
        result = run(Path(name))
    print(result["outcomes"])
    print(recording.write("mutations", result, options.as_of))


if __name__ == "__main__":
    main()
