"""Builds in children of the process that kernels are forked from, with Sphinx imported too.

Half of a small build's time goes into imports; each child still starts from the same clean state.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from rebuild import kernels

#: What a build imports besides what kernels do; the rest follows from these.
LIBRARIES = (
    *("bs4", "fontTools.subset", "fontTools.ttLib", "jupyter_book.sphinx", "jupyter_cache"),
    *("jupytext", "myst_nb.sphinx_ext", "nbclient", "rebuild.build", "sphinx.builders.html"),
    *("sphinx_book_theme", "sphinx_design.extension", "sphinx_external_toc"),
    *("sqlalchemy.dialects.sqlite", "audit_site"),
)


def be_ready() -> None:
    """Start this process's fork server, unless it runs."""
    kernels.begin_warming(*LIBRARIES)


def become_build(folder: Path, said: str) -> None:
    """Run a build in this child; what it says goes into files."""
    from rebuild import build

    from analysis import terminal

    os.chdir(folder)
    for number, end in ((1, "out"), (2, "err")):
        os.dup2(os.open(f"{said}.{end}", os.O_WRONLY | os.O_CREAT), number)
    sys.exit(terminal.run(build.main))


def run_build(folder: Path) -> subprocess.CompletedProcess:
    """Build in ``folder`` as ``make book`` does; return what a finished process would be."""
    be_ready()
    with tempfile.TemporaryDirectory(prefix="audit-") as name:
        said = os.path.join(name, "said")
        forked = multiprocessing.get_context("forkserver")
        child = forked.Process(target=become_build, args=(folder, said))
        child.start()
        child.join()
        out, err = (Path(f"{said}.{end}").read_text("utf-8") for end in ("out", "err"))
    return subprocess.CompletedProcess(["build"], child.exitcode, out, err)
