"""``python -m rebuild.records.record``: renew what ``make check`` and ``make test`` compare with.

The book is rebuilt from nothing in a scratch folder; the record is replaced only when that
succeeds. What moved is printed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from analysis import terminal

from ..progress import Progress
from . import check, snapshot
from . import notebooks as record_notebooks


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


def record(root: Path, progress: Progress) -> int:
    """Rebuild, print what moved, replace the record; return the exit code."""
    before = snapshot.read(root / snapshot.FILE)
    made = check.rebuild(root, progress)
    if made is None:
        progress.say("\nThe book was not built; the record stays as it was.")
        return 1
    after, notebooks = made
    if before is not None:
        check.report(check.compare_with_record(root, before, made), progress)
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
