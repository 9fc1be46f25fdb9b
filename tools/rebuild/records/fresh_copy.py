"""A copy of the project in a scratch folder, built from nothing with its own package and data."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

LEFT_OUT = ("_build", "__pycache__", "*.egg-info", "node_modules", ".*")


def copy_project(root: Path, target: Path) -> None:
    """Copy the sources of the project: no environment, no caches, nothing that was built."""
    shutil.copytree(root, target, ignore=shutil.ignore_patterns(*LEFT_OUT))


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the variables with which Python takes package and extension from ``folder``."""
    own = os.pathsep.join([str(folder), str(folder / "book" / "_ext"), str(folder / "tools")])
    return {**os.environ, "PYTHONPATH": own, "PYTHONDONTWRITEBYTECODE": "1", **more}


def build(folder: Path, *, quiet: bool = False, **more: str) -> int:
    """Build the project in ``folder`` as ``make book`` does; return the exit code."""
    return subprocess.run(
        [sys.executable, "-m", "rebuild.build"],
        cwd=folder,
        env=environment(folder, **more),
        stdout=subprocess.DEVNULL if quiet else None,
        check=False,
    ).returncode


@contextlib.contextmanager
def scratch_copy(root: Path) -> Iterator[Path]:
    """Give a copy of the project in a fresh folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="audit-check-") as name:
        folder = Path(name) / "project"
        copy_project(root, folder)
        yield folder
