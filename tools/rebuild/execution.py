"""Never a stale number: the execution cache lives in a folder named after all that feeds it.

The cache of jupyter-cache is keyed on a notebook's code alone. Here its folder carries a digest of
the package, the data, the lock and the Python version: when any of these changes, every notebook
runs again; when only text changes, none does.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from . import lock

# Read by notebooks. The rest of the extension only shapes pages, and the lists of addresses only
# guard them.
INPUTS = (
    "analysis",
    "data",
    "benchmarks/recorded",
    "requirements.lock",
    "book/_ext/audit_site/notebook.py",
)
NOT_INPUTS = {"data/anchors.txt", "data/redirects.txt"}
SUFFIXES_IGNORED = {".pyc"}
CACHES_KEPT = 3
DRAWINGS_KEPT = 1000

KERNEL_CONFIG = """\
# Written by the build: kernels of the book start without anybody's personal settings.
c = get_config()  # noqa: F821
c.Application.log_level = 40
c.HistoryManager.enabled = False
"""


def input_files(root: Path) -> list[Path]:
    """List the files that can change a notebook's output, sorted by their path in the project."""
    files: list[Path] = []
    for name in INPUTS:
        path = root / name
        if path.is_file():
            files.append(path)
        elif path.is_dir():
            files.extend(p for p in path.rglob("*") if p.is_file())
    kept = (
        p
        for p in files
        if p.suffix not in SUFFIXES_IGNORED
        and not any(part.startswith(".") for part in p.relative_to(root).parts)
        and p.relative_to(root).as_posix() not in NOT_INPUTS
    )
    return sorted(kept, key=lambda p: p.relative_to(root).as_posix())


def inputs_digest(root: Path) -> str:
    """Return a short digest of everything that feeds the notebooks: 16 hexadecimal digits."""
    total = hashlib.sha256(f"python {sys.version_info[0]}.{sys.version_info[1]}\n".encode())
    for path in input_files(root):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return total.hexdigest()[:16]


def caches_home(root: Path) -> Path:
    """Return the folder that holds everything the builds may reuse."""
    return root / "_build" / ".cache"


def cache_folder(root: Path) -> Path:
    """Return the folder of cached executions for the current inputs."""
    return caches_home(root) / "executed" / inputs_digest(root)


def prune(home: Path, *, keep: Path, kept: int = CACHES_KEPT) -> None:
    """Remove all but the ``kept`` most recently used cache folders, never ``keep`` itself."""
    if not home.is_dir():
        return
    others = [p for p in home.iterdir() if p.is_dir() and p != keep]
    others.sort(key=lambda p: p.stat().st_mtime, reverse=True)
    for path in others[max(kept - 1, 0) :]:
        shutil.rmtree(path, ignore_errors=True)


def prune_drawings(home: Path, *, kept: int = DRAWINGS_KEPT) -> None:
    """Remove all but the ``kept`` most recently used drawings."""
    if not home.is_dir():
        return
    drawings = sorted(home.glob("*.svg"), key=lambda p: p.stat().st_mtime, reverse=True)
    for path in drawings[kept:]:
        path.unlink(missing_ok=True)


def isolate_kernels(root: Path) -> None:
    """Give kernels a settings folder of their own, so that personal start-up files cannot leak."""
    profile = caches_home(root) / "ipython" / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    config = profile / "ipython_kernel_config.py"
    if not config.is_file() or config.read_text("utf-8") != KERNEL_CONFIG:
        config.write_text(KERNEL_CONFIG, "utf-8")
    os.environ["IPYTHONDIR"] = str(profile.parent)


def use_cache(app: Any, config: Any) -> None:
    """Point MyST-NB at the cache folder of the current inputs.

    Sphinx sees a changed setting when the digest changes and reads every page again.
    """
    root = Path(app.srcdir)
    lock.hold(root / "_build", lambda text: print(text, flush=True))
    folder = cache_folder(root)
    folder.mkdir(parents=True, exist_ok=True)
    os.utime(folder)
    prune(folder.parent, keep=folder)
    prune_drawings(caches_home(root) / "charts")
    config.nb_execution_cache_path = str(folder)
    isolate_kernels(root)


def setup(app: Any) -> None:
    """Choose the cache before MyST-NB reads its settings."""
    app.connect("config-inited", use_cache)
