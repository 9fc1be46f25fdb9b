"""Say what the book is made of, and where lies what the next build may use again.

Nothing here needs Sphinx or the package ``analysis``.
"""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

#: The project that this extension lies in.
ROOT = Path(__file__).resolve().parents[3]
BUILT = {"_build", "__pycache__", "node_modules"}

# Layout, tests and the Python that ran are no part of the citing edition: whoever has the same
# sources gets the same hash on any machine.
CITED = {
    "analysis": {".py"},
    "book": {".md"},
    "data": {".bib", ".csv", ".json", ".md", ".yml"},
    "requirements.lock": {".lock"},
}
# Read by notebooks. The rest of the extension only shapes pages, and the lists of addresses only
# guard them.
NOTEBOOKS = (
    "analysis",
    "data",
    "benchmarks/recorded",
    "requirements.lock",
    "book/_ext/audit_site/notebook.py",
    "book/_ext/audit_site/markup.py",
    "book/_ext/audit_site/tables",
    "book/_ext/audit_site/live/error_form.py",
)
NOT_READ = {"data/anchors.txt", "data/redirects.txt"}


def files_below(root: Path, name: str, *, closed: str = ".") -> Iterator[Path]:
    """Give a file, or the files of a folder, of the project at ``root``, in no order.

    Folders that were built are left out, and those that begin with a sign in ``closed``; so are
    hidden files.
    """
    start = root / name
    if start.is_file():
        yield start
    for folder, folders, names in os.walk(start):
        folders[:] = [
            one
            for one in folders
            if one not in BUILT and one[0] not in closed and not one.endswith(".egg-info")
        ]
        yield from (Path(folder) / one for one in names if one[0] != ".")


def in_order(root: Path, paths: Iterable[Path]) -> list[Path]:
    """Return paths sorted by their names below ``root``."""
    return sorted(paths, key=lambda path: path.relative_to(root).as_posix())


def project_files(root: Path) -> list[Path]:
    """Return the project's files in order: nothing hidden, nothing built."""
    return in_order(root, files_below(root, ""))


def cited_files(root: Path) -> list[Path]:
    """Return the files that the content hash covers, in order."""
    return in_order(
        root,
        (
            path
            for name, endings in CITED.items()
            for path in files_below(root, name, closed="._")
            if path.suffix in endings
        ),
    )


def notebook_files(root: Path) -> list[Path]:
    """Return the files that can change a notebook's output, in order."""
    found = (path for name in NOTEBOOKS for path in files_below(root, name))
    kept = (path for path in found if path.suffix != ".pyc")
    return in_order(root, (p for p in kept if p.relative_to(root).as_posix() not in NOT_READ))


def sums(root: Path, paths: Iterable[Path]) -> dict[str, str]:
    """Return the SHA-256 of each file by its path below ``root``."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
    }


def digest(known: dict[str, str], head: str = "") -> str:
    """Return the SHA-256 over ``head`` and, for each file, its path, a blank, its own sum, a line's
    end: the recipe of the page How to cite."""
    lines = "".join(f"{name} {content}\n" for name, content in known.items())
    return hashlib.sha256((head + lines).encode()).hexdigest()


def content_hash(root: Path = ROOT) -> str:
    """Return the 12 digits that stand for the cited files on every page and in every citation."""
    return digest(sums(root, cited_files(root)))[:12]


def inputs_digest(root: Path) -> str:
    """Return 16 digits for everything that feeds the notebooks, the Python version among it."""
    head = f"python {sys.version_info[0]}.{sys.version_info[1]}\n"
    return digest(sums(root, notebook_files(root)), head)[:16]


def packages_digest() -> str:
    """Return one digest of the Python and the installed packages."""
    packages = Path(sysconfig.get_paths()["purelib"]).glob("*.dist-info")
    return digest({path.name: "" for path in sorted(packages)}, f"python {sys.version}\n")


def caches_home(root: Path) -> Path:
    """Return the folder that holds everything that builds may use again."""
    return root / "_build" / ".cache"


def cache_folder(root: Path) -> Path:
    """Return the folder of what was computed from the current inputs."""
    return caches_home(root) / "executed" / inputs_digest(root)
