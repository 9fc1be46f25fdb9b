"""Say what the book is made of, and where lies what the next build may use again.

Nothing here needs Sphinx or the package ``analysis``.
"""

import hashlib
import os
import re
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

#: The project that this extension lies in.
ROOT = Path(__file__).resolve().parents[3]
BUILT = re.compile(r"_build|__pycache__|node_modules|\..*|.*\.egg-info")

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


def is_below(name: str, *places: str) -> bool:
    """Say whether a file is one of some files, or lies in one of some folders."""
    return any(name == place or name.startswith(f"{place}/") for place in places)


def is_cited(name: str) -> bool:
    """Say whether published words and figures follow from a file: the content hash covers it."""
    first, *folders = name.split("/")
    closed = any(folder.startswith("_") for folder in folders[:-1])
    return Path(name).suffix in CITED.get(first, ()) and not closed


def is_chapter(name: str) -> bool:
    """Say whether a file of the project is a chapter's source."""
    return is_cited(name) and is_below(name, "book")


def is_read(name: str) -> bool:
    """Say whether a file can change a notebook's output."""
    return is_below(name, *NOTEBOOKS) and name not in NOT_READ


def names(root: Path, wanted: Callable[[str], bool] = lambda name: True) -> list[str]:
    """Return the wanted files of a project in order by their paths in it: nothing hidden, nothing
    built."""
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = [one for one in folders if not BUILT.fullmatch(one)]
        within = Path(folder).relative_to(root)
        found += [(within / one).as_posix() for one in files if one[0] != "."]
    return sorted(filter(wanted, found))


def digest(known: dict[str, str], head: str = "") -> str:
    """Return the SHA-256 over ``head`` and, for each file, its path, a blank, its own sum, a line's
    end: the recipe of the page How to cite."""
    lines = "".join(f"{name} {content}\n" for name, content in known.items())
    return hashlib.sha256((head + lines).encode()).hexdigest()


@dataclass(frozen=True)
class Sources:
    """What a project is made of at one moment: the sum of each file by its path."""

    root: Path
    sums: dict[str, str]

    @classmethod
    def read(cls, root: Path, wanted: Callable[[str], bool] = lambda name: True) -> "Sources":
        """Read the wanted files of the project as they are."""
        files = {name: (root / name).read_bytes() for name in names(root, wanted)}
        return cls(root, {name: hashlib.sha256(one).hexdigest() for name, one in files.items()})

    def digest(self, wanted: Callable[[str], bool] = bool, head: str = "") -> str:
        """Return one digest of the wanted files, of all as it stands."""
        return digest({name: one for name, one in self.sums.items() if wanted(name)}, head)

    @property
    def content(self) -> str:
        """The 12 digits that stand for the cited files on every page and in every citation."""
        return self.digest(is_cited)[:12]

    @property
    def cache(self) -> Path:
        """The folder of what was computed from all that feeds the notebooks, Python among it."""
        head = f"python {sys.version_info[0]}.{sys.version_info[1]}\n"
        return caches_home(self.root) / "executed" / self.digest(is_read, head)[:16]


def content_hash(root: Path) -> str:
    """Return the content hash of a project as it is."""
    return Sources.read(root, is_cited).content


def cache_folder(root: Path) -> Path:
    """Return the folder of what was computed from a project as it is."""
    return Sources.read(root, is_read).cache


def packages_digest() -> str:
    """Return one digest of the Python and the installed packages."""
    packages = Path(sysconfig.get_paths()["purelib"]).glob("*.dist-info")
    return digest({path.name: "" for path in sorted(packages)}, f"python {sys.version}\n")


def caches_home(root: Path) -> Path:
    """Return the folder that holds everything that builds may use again."""
    return root / "_build" / ".cache"
