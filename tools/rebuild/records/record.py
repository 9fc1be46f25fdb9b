"""``python -m rebuild.records.record``: renew what ``make check`` and ``make test`` compare with.

The book is rebuilt from nothing in a scratch folder; the record is replaced only when that
succeeds. What moved is printed, and drafted for the changelog.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from audit_site import settings

from .. import execution
from ..progress import Progress
from . import check, compare, snapshot
from . import notebooks as record_notebooks
from .notebooks import FOLDER, chapters, executed, plain

__all__ = ["FOLDER", "chapters", "executed", "plain"]

CHANGELOG = "CHANGELOG.md"
UNRELEASED = "## Unreleased"


def write_notebooks(root: Path, notebooks: dict[str, Any]) -> None:
    """Write the executed notebooks and remove those of chapters that are gone."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    kept = {record_notebooks.file_name(page): page for page in notebooks}
    for name, page in kept.items():
        (folder / name).write_text(record_notebooks.text_of(notebooks[page]), "utf-8")
    for stale in folder.glob("*.ipynb"):
        if stale.name not in kept:
            stale.unlink()


def draft(
    before: dict[str, Any] | None, after: dict[str, Any], found: compare.Comparison
) -> list[str]:
    """Return lines for the changelog: verdicts one by one, numbers by chapter, what caused it."""
    if before is None:
        return []
    lines = []
    for name in sorted(set(before["verdicts"]) | set(after["verdicts"])):
        words = [
            claims["verdicts"].get(name, {}).get("verdict", "none") for claims in (before, after)
        ]
        if words[0] != words[1]:
            lines.append(f"- {name}: {words[0]} → {words[1]}.")
    moved: dict[str, int] = {}
    for difference in found.differences:
        if difference.kind == "numbers":
            page = difference.where.rpartition(" of ")[2]
            moved[page] = moved.get(page, 0) + 1
    if moved:
        listed = ", ".join(f"{page.removeprefix('book/')} ({n})" for page, n in moved.items())
        lines.append(f"- Numbers that moved, by chapter: {listed}.")
    if lines:
        causes = compare.Causes(before, after).listed()
        lines += [f"- Changed {cause}." for cause in causes]
    return lines


def add_draft(path: Path, lines: list[str]) -> bool:
    """Put draft lines under the changelog's head for the unreleased; say whether any was new."""
    text = path.read_text("utf-8")
    fresh = [line for line in lines if line not in text]
    if not fresh:
        return False
    block = "\n".join(fresh)
    if UNRELEASED in text:
        head, _, rest = text.partition(UNRELEASED)
        text = f"{head}{UNRELEASED}\n\n{block}\n{rest.removeprefix(chr(10)).lstrip(chr(10))}"
    else:
        head, mark, rest = text.partition("\n## ")
        text = f"{head}\n{UNRELEASED}\n\n{block}\n{mark}{rest}"
    path.write_text(text, "utf-8")
    return True


def record(root: Path, progress: Progress) -> int:
    """Rebuild, print what moved, replace the record; return the exit code."""
    before = snapshot.read(root / snapshot.FILE)
    made = check.rebuild(root, progress)
    if made is None:
        progress.say("\nThe book was not built; the record stays as it was.")
        return 1
    after, notebooks = made
    if before is not None:
        now = {page: record_notebooks.text_of(notebook) for page, notebook in notebooks.items()}
        found = compare.compare(before, after, check.recorded_notebooks(root, list(now)), now)
        check.report(found, progress)
        lines = draft(before, after, found)
        if lines and add_draft(root / CHANGELOG, lines):
            progress.say(f"\ndrafted in {CHANGELOG}:\n" + "\n".join(lines))
    write_notebooks(root, notebooks)
    snapshot.write(root / snapshot.FILE, after)
    progress.say(
        f"\nrecorded: {len(after['verdicts'])} verdicts, "
        f"{sum(map(len, after['numbers'].values()))} numbers, {len(notebooks)} notebooks and "
        f"{len(after['files'])} files"
    )
    return 0


def main() -> int:
    """Command line: record the project in the current folder."""
    root = Path.cwd()
    settings.fix_environment(root)
    execution.isolate_kernels(root)
    return record(root, Progress())


if __name__ == "__main__":
    sys.exit(main())
