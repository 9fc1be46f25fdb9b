"""Builds in children of one process that has imported what a build needs.

Half of a small build's time goes into imports; each child still starts from the same clean state.
"""

import atexit
import functools
import importlib
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
from pathlib import Path

LIBRARIES = (
    *("bs4", "fontTools.subset", "fontTools.ttLib", "jupyter_book.sphinx", "jupyter_cache"),
    *("jupytext", "myst_nb.sphinx_ext", "nbclient", "rebuild.build", "sphinx.builders.html"),
    *("sphinx_book_theme", "sphinx_design.extension", "sphinx_external_toc"),
    "sqlalchemy.dialects.sqlite",
)
PACKAGES = ("analysis", "audit_site", "rebuild")


def warm() -> None:
    """Import what every build imports."""
    for name in LIBRARIES:
        importlib.import_module(name)
    for name in PACKAGES:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not module.name.endswith(("__main__", ".warm")):
                importlib.import_module(module.name)


def become_build(folder: str, said: str, arguments: list[str]) -> int:
    """Run a build in this child; what it says goes into files."""
    from rebuild import build

    from analysis import terminal

    os.chdir(folder)
    for number, name in enumerate(("/dev/null", f"{said}.out", f"{said}.err")):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT), number)
    return terminal.run(lambda: build.main(arguments))


def serve() -> None:
    """Fork a build for each line that comes in; answer with its exit code."""
    warm()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            sys.exit(become_build(*json.loads(line)))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


@functools.cache
def server() -> subprocess.Popen:
    """Start this process's server, which ends with it."""
    command = [sys.executable, "-c", "import forked_build; forked_build.serve()"]
    path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    process = subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(process.communicate)
    return process


def run(folder: Path, arguments: tuple[str, ...]) -> subprocess.CompletedProcess:
    """Build in ``folder``; return what a finished process of its own would be."""
    process = server()
    with tempfile.TemporaryDirectory(prefix="audit-") as name:
        said = os.path.join(name, "said")
        print(json.dumps([str(folder), said, arguments]), file=process.stdin, flush=True)
        code = int(process.stdout.readline())
        out, err = (Path(f"{said}.{end}").read_text("utf-8") for end in ("out", "err"))
    return subprocess.CompletedProcess(["build", *arguments], code, out, err)
