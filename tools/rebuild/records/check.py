"""``python -m rebuild.records.check``: rebuild everything from nothing and compare with the record.

The project is copied to a scratch folder and built there with its own package and data. The last
line but the differences is the summary; the exit code is 0 only if nothing differs.
With ``--renew`` the record is replaced by what was built; the exit code is 0 if that succeeds.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from audit_site.common import write_whole
from audit_site.inputs import BUILT

from analysis import terminal

from . import compare, snapshot

PROBLEMS_SHOWN = 60
say = partial(print, flush=True)  # a build that is begun says its lines in between


def copy_project(root: Path, target: Path) -> None:
    """Copy the sources of the project: no environment, no caches, nothing that was built."""
    shutil.copytree(root, target, ignore=lambda _, names: set(filter(BUILT.fullmatch, names)))


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the variables with which Python takes package and extension from ``folder``."""
    own = os.pathsep.join([str(folder), str(folder / "book" / "_ext"), str(folder / "tools")])
    return {**os.environ, "PYTHONPATH": own, "PYTHONDONTWRITEBYTECODE": "1", **more}


def rebuild(root: Path) -> tuple[dict[str, Any], dict[str, str]] | None:
    """Build a copy of the project from nothing.

    Return its snapshot and the text of each executed notebook by page, or None after a failure.
    """
    with tempfile.TemporaryDirectory(prefix="audit-check-") as name:
        folder = Path(name) / "project"
        copy_project(root, folder)
        say("rebuilding from nothing in a scratch folder")
        command = [sys.executable, "-P", "-m", "rebuild.build", "--for-a-moment"]
        done = subprocess.run(command, cwd=folder, env=environment(folder), check=False)
        if done.returncode != 0:
            return None
        return snapshot.take(folder, folder / "_build" / "html")


def compare_with_record(
    root: Path, before: dict[str, Any], made: tuple[dict[str, Any], dict[str, str]]
) -> compare.Comparison:
    """Compare what was rebuilt with the record.

    A recorded notebook that belongs to no page keeps its file's name.
    """
    after, now = made
    pages = {snapshot.file_name(page): page for page in now}
    recorded = {
        pages.get(path.name, path.name): path.read_text("utf-8")
        for path in sorted((root / snapshot.NOTEBOOKS).glob("*.ipynb"))
    }
    return compare.compare(before, after, recorded, now)


def report(found: compare.Comparison) -> None:
    """Print the summary and each difference with its cause."""
    say(f"\n{found.summary()}")
    for difference in found.differences[:PROBLEMS_SHOWN]:
        say(f"\n  {difference}")
    left = len(found.differences) - PROBLEMS_SHOWN
    if left > 0:
        say(f"\n  and {left} more")


def run(root: Path, *, renew: bool) -> int:
    """Rebuild, say what differs from the record, replace it if ``renew``; return the exit code."""
    record = root / snapshot.FILE
    first = renew and not record.exists()
    before = None if first else json.loads(record.read_text("utf-8"))
    made = rebuild(root)
    if made is None:
        left = "; the record stays as it was" if renew else ", so nothing was compared (see above)"
        say(f"\nThe book was not built{left}.")
        return 1
    if not first:
        report(found := compare_with_record(root, before, made))
    if not renew:
        return int(bool(found.differences))
    after, notebooks = made
    shutil.rmtree(root / snapshot.NOTEBOOKS, ignore_errors=True)
    for page, text in notebooks.items():
        write_whole(root / snapshot.NOTEBOOKS / snapshot.file_name(page), text)
    # One entry a line, so that a changed row is a changed line.
    text = json.dumps(after, indent=1, sort_keys=True, ensure_ascii=False)
    write_whole(record, f"{text}\n")
    say(
        f"\nrecorded: {len(after['verdicts'])} verdicts, "
        f"{sum(map(len, after['numbers'].values()))} numbers, {len(notebooks)} notebooks and "
        f"{len(after['files'])} files"
    )
    return 0


if __name__ == "__main__":
    renew = sys.argv[1:] == ["--renew"]
    sys.exit(terminal.run(lambda: run(Path.cwd(), renew=renew)))
