"""When nothing has changed since the last good build, there is nothing to do.

A build leaves the digest of all its sources and environment beside the digest of the site that came
of them. If both are still the same, checked file by file, the site stands as it is.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import sysconfig
from pathlib import Path

from audit_site.finish import manifest

from . import build_times, execution

NAME = "built.json"
VALIDATED = "validated"
LEFT_OUT = {"_build", "__pycache__", "node_modules"}


def project_files(root: Path) -> list[Path]:
    """List the project's files, sorted: nothing hidden, nothing built."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(
            name
            for name in folders
            if name not in LEFT_OUT and name[0] != "." and not name.endswith(".egg-info")
        )
        found += [Path(folder) / name for name in sorted(names) if name[0] != "."]
    return found


def packages_digest() -> str:
    """Return one digest of the Python and the installed packages."""
    total = hashlib.sha256(f"python {sys.version}\n".encode())
    packages = Path(sysconfig.get_paths()["purelib"])
    for name in sorted(path.name for path in packages.glob("*.dist-info")):
        total.update(f"{name}\n".encode())
    return total.hexdigest()


def sources_digest(root: Path) -> str:
    """Return one digest of every file of the project, the Python and the installed packages."""
    total = hashlib.sha256(packages_digest().encode())
    for path in project_files(root):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return total.hexdigest()


def stands(root: Path, site: Path) -> bool:
    """Say whether ``site`` is whole and was built from exactly these sources."""
    try:
        known = json.loads((execution.caches_home(root) / NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return (
        site.is_dir()
        and known.get("sources") == sources_digest(root)
        and known.get("site") == manifest.site_digest(manifest.sums(site))
    )


def remember(root: Path, site: Path, sources: str) -> None:
    """Note that ``site`` came of sources with this digest."""
    content = {"sources": sources, "site": manifest.site_digest(manifest.sums(site))}
    build_times.replace(execution.caches_home(root) / NAME, json.dumps(content) + "\n")


def is_validated(root: Path) -> bool:
    """Say whether package and data are those that passed their checks last time."""
    path = execution.caches_home(root) / VALIDATED
    try:
        return path.read_text("utf-8") == execution.inputs_digest(root)
    except OSError:
        return False


def remember_validated(root: Path) -> None:
    """Note that package and data have passed their checks."""
    build_times.replace(execution.caches_home(root) / VALIDATED, execution.inputs_digest(root))
