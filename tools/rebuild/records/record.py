"""``python -m rebuild.records.record``: renew what ``make check`` and ``make test`` compare with.

The book is rebuilt from nothing in a scratch folder; the record is replaced only when that
succeeds. What moved is printed, and drafted for the changelog.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

from analysis import terminal

from ..progress import Progress
from . import check, compare, snapshot
from . import notebooks as record_notebooks

CHANGELOG = "CHANGELOG.md"
UNRELEASED = "## Unreleased"


def write_notebooks(root: Path, notebooks: dict[str, str]) -> None:
    """Write the executed notebooks and remove those of chapters that are gone."""
    folder = root / record_notebooks.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    texts = {record_notebooks.file_name(page): text for page, text in notebooks.items()}
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    for path in folder.glob("*.ipynb"):
        if path.name not in texts:
            path.unlink()


def draft(before: dict[str, Any], after: dict[str, Any], found: compare.Comparison) -> list[str]:
    """Return lines for the changelog: verdicts one by one, numbers by chapter, what caused it."""
    lines = []
    for name in sorted(set(before["verdicts"]) | set(after["verdicts"])):
        words = [
            known["verdicts"].get(name, {}).get("verdict", "none") for known in (before, after)
        ]
        if words[0] != words[1]:
            lines.append(f"- {name}: {words[0]} → {words[1]}.")
    moved = Counter(d.where.rpartition(" of ")[2] for d in found.differences if d.kind == "numbers")
    if moved:
        listed = ", ".join(f"{page.removeprefix('book/')} ({n})" for page, n in moved.items())
        lines.append(f"- Numbers that moved, by chapter: {listed}.")
    if lines:
        lines += [f"- Changed {cause}." for cause in compare.Causes(before, after).listed()]
    return lines


def add_draft(path: Path, lines: list[str]) -> bool:
    """Put draft lines under the changelog's head for the unreleased; say whether any was new."""
    text = path.read_text("utf-8")
    fresh = [line for line in lines if line not in text]
    if not fresh:
        return False
    if UNRELEASED not in text:
        text = text.replace("\n## ", f"\n{UNRELEASED}\n\n## ", 1)
    head, _, rest = text.partition(UNRELEASED)
    gap = "\n\n" if rest.lstrip("\n").startswith("## ") else "\n"
    block = "\n".join(fresh)
    path.write_text(f"{head}{UNRELEASED}\n\n{block}{gap}" + rest.lstrip("\n"), "utf-8")
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
        found = check.compare_with_record(root, before, made)
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


if __name__ == "__main__":
    sys.exit(terminal.run(lambda: record(Path.cwd(), Progress())))
