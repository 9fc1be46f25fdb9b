"""Where chapters run: one build at a time, own packages, results kept by all that feeds them.

The cache of jupyter-cache is keyed on a notebook's code alone. Here its folder carries a digest of
the package, the data, the lock and the Python version: when any of these changes, every notebook
runs again; when only text changes, none does.
"""

import fcntl
import importlib
import os
import shutil
from pathlib import Path
from typing import Any

from audit_site.common import MADE, write_whole
from audit_site.inputs import cache_folder, caches_home

LOCK = ".lock"
CACHES_KEPT = 3
#: About three times what a build makes.
MADE_KEPT = 1000
OWN = {"analysis": "analysis", "audit_site": "book/_ext/audit_site", "rebuild": "tools/rebuild"}
KERNEL_CONFIG = """\
# Written by the build: kernels of the book start without anybody's personal settings.
c = get_config()  # noqa: F821
c.Application.log_level = 40
c.HistoryManager.enabled = False
c.InteractiveShellApp.exec_PYTHONSTARTUP = False
"""


_held: dict[Path, Any] = {}


class Stranger(ImportError):
    """A package of the project comes from another place than the project's folder."""


def refuse_strangers(root: Path) -> None:
    """Raise :class:`Stranger` where a package that the project has is imported from elsewhere."""
    for name, folder in OWN.items():
        wanted = root / folder / "__init__.py"
        if not wanted.is_file():
            continue
        try:
            found = importlib.import_module(name).__file__
        except ImportError:
            found = None
        if found is None or not Path(found).samefile(wanted):
            raise Stranger(
                f"{name}: expected it from {folder} in this folder, found {found}; "
                "build with make, which takes what lies here"
            )


def hold(home: Path) -> None:
    """Take the lock of a build folder for the rest of this process; wait while another has it.

    The system lets go of it when the process ends, however it ends.
    """
    place = home.resolve()
    if place in _held:
        return
    home.mkdir(parents=True, exist_ok=True)
    file = (home / LOCK).open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("another build is running; waiting for it", flush=True)
        fcntl.flock(file, fcntl.LOCK_EX)
    _held[place] = file


def prune(home: Path, *, kept: int) -> None:
    """Remove all but the ``kept`` most recently used files or folders."""
    found = sorted(home.glob("*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in found[kept:]:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def use_cache(app: Any, config: Any) -> None:
    """Point MyST-NB at the cache folder of the current inputs.

    Sphinx sees a changed setting when the digest changes and reads every page again.
    """
    root = Path(app.srcdir)
    refuse_strangers(root)
    hold(root / "_build")
    folder = cache_folder(root)
    folder.mkdir(parents=True, exist_ok=True)
    os.utime(folder)
    prune(folder.parent, kept=CACHES_KEPT)
    prune(caches_home(root) / MADE, kept=MADE_KEPT)
    config.nb_execution_cache_path = str(folder)
    # Kernels have settings of their own, so that personal start-up files cannot leak in.
    kernels = caches_home(root) / "ipython" / "profile_default" / "ipython_kernel_config.py"
    if not kernels.is_file() or kernels.read_text("utf-8") != KERNEL_CONFIG:
        write_whole(kernels, KERNEL_CONFIG)
    os.environ["IPYTHONDIR"] = str(kernels.parents[1])


def setup(app: Any) -> None:
    """Choose the cache before MyST-NB reads its settings."""
    app.connect("config-inited", use_cache)
