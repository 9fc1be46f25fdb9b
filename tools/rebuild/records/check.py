"""``python -m rebuild.records.check``: rebuild everything from nothing and compare with the record.

The project is copied to a scratch folder and built there with its own package and data. The last
line but the differences is the summary; the exit code is 0 only if nothing differs.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from ..progress import Progress
from . import compare, fresh_copy, snapshot
from . import notebooks as record_notebooks

PROBLEMS_SHOWN = 60


def recorded_notebooks(root: Path, pages: list[str]) -> dict[str, str]:
    """Return the recorded notebooks by page; one that belongs to no page keeps its file name."""
    names = {record_notebooks.file_name(page): page for page in pages}
    folder = root / record_notebooks.FOLDER
    return {
        names.get(path.name, path.name): path.read_text("utf-8")
        for path in sorted(folder.glob("*.ipynb"))
    }


def rebuild(root: Path, progress: Progress) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Build a copy of the project from nothing; return its snapshot and notebooks, or None."""
    with fresh_copy.scratch_copy(root) as folder:
        progress.say("rebuilding from nothing in a scratch folder")
        if fresh_copy.build(folder) != 0:
            return None
        return snapshot.take(folder, folder / "_build" / "html")


def report(found: compare.Comparison, progress: Progress) -> None:
    """Print the summary and each difference with its cause."""
    progress.say(f"\n{found.summary()}")
    for difference in found.differences[:PROBLEMS_SHOWN]:
        progress.say(f"\n  {difference}")
    left = len(found.differences) - PROBLEMS_SHOWN
    if left > 0:
        progress.say(f"\n  and {left} more")


def check(root: Path, progress: Progress) -> int:
    """Rebuild and compare; return the exit code."""
    before = snapshot.read(root / snapshot.FILE)
    if before is None:
        progress.say(f"nothing to compare with: {snapshot.FILE} is missing (make record writes it)")
        return 1
    for name, (pin, here) in snapshot.off_the_lock(root).items():
        progress.say(f"note: the lock asks for {name} {pin}, installed is {here}")
    made = rebuild(root, progress)
    if made is None:
        progress.say("\nThe book was not built, so nothing was compared (see above).")
        return 1
    after, notebooks = made
    now = {page: record_notebooks.text_of(notebook) for page, notebook in notebooks.items()}
    found = compare.compare(before, after, recorded_notebooks(root, list(now)), now)
    report(found, progress)
    return 0 if found.same else 1


def main(arguments: list[str] | None = None) -> int:
    """Command line: check the project in the current folder."""
    argparse.ArgumentParser(prog="python -m rebuild.records.check", description=__doc__).parse_args(
        arguments
    )
    return check(Path.cwd(), Progress())


if __name__ == "__main__":
    sys.exit(main())
