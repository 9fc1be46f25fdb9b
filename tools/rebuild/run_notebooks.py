"""Where and when chapters run: one build at a time, own packages, before the pages are read.

Sphinx reads one page after the other, and MyST-NB would run each notebook when its turn comes.
Here all notebooks without a cached result run first, in kernels beside each other; their results
go into the cache that MyST-NB then finds. One process writes the cache. The pages that follow do
not depend on who ran when: each notebook has a kernel to itself.

The cache of jupyter-cache is keyed on a notebook's code alone. Here its folder carries a digest of
the package, the data, the lock and the Python version: when any of these changes, every notebook
runs again; when only text changes, none does.
"""

import asyncio
import fcntl
import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audit_site.common import MADE, write_whole
from audit_site.inputs import cache_folder, caches_home

from . import kernels, reports

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
#: Notebooks that run at the same time, one more than there are cores: a short chapter waits for its
#: kernel's start and end longer than it works.
AT_ONCE = min(4, (os.cpu_count() or 1) + 1)
#: A loaded machine is slow, not wrong: an output that comes late must not be lost.
PATIENCE = {
    "startup_timeout": 300,
    "iopub_timeout": 300,
    "raise_on_iopub_timeout": True,
    "record_timing": False,
}
#: Letters of a file's path after which sockets are named: systems allow a hundred or so in all.
LONGEST_TALK = 90


_held: dict[Path, Any] = {}


def refuse_strangers(root: Path) -> None:
    """Raise ``ImportError`` where a package that the project has is imported from elsewhere."""
    for name, folder in OWN.items():
        wanted = root / folder / "__init__.py"
        if not wanted.is_file():
            continue
        spec = importlib.util.find_spec(name)
        found = spec and spec.origin
        if not found or not wanted.samefile(found):
            raise ImportError(
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
    settings = caches_home(root) / "ipython" / "profile_default" / "ipython_kernel_config.py"
    write_whole(settings, KERNEL_CONFIG)
    os.environ["IPYTHONDIR"] = str(settings.parents[1])


@dataclass
class Job:
    """A notebook to run: the page's name, its source file, the notebook."""

    page: str
    path: Path
    notebook: Any

    @property
    def code(self) -> str:
        """The code of its cells."""
        cells = (cell for cell in self.notebook.cells if cell.cell_type == "code")
        return "\n".join(cell.source for cell in cells)


def cache_of(folder: Path) -> Any:
    """Return the cache of executed notebooks in ``folder``, made anew if it cannot be opened.

    A build that was killed while it wrote may leave an unreadable list; the cache is only a cache.
    """
    from jupyter_cache import get_cache
    from sqlalchemy.exc import DatabaseError

    try:
        cache = get_cache(folder)
        cache.list_cache_records()
    except DatabaseError:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        cache = get_cache(folder)
    return cache


def is_cached(cache: Any, notebook: Any) -> bool:
    """Say whether the cache holds a whole result for this code.

    A kill between the cache's entry and its file leaves the first without the second, or half of
    it; such an entry counts as none and is overwritten.
    """
    try:
        cache.merge_match_into_notebook(notebook)
    except Exception:
        return False
    return True


def jobs(app: Any, env: Any, pages: Iterable[str], cache: Any) -> list[Job]:
    """Return the notebooks among ``pages`` that have code and no cached result, the longest first:
    what runs last should not run long."""
    from myst_nb.core.read import create_nb_reader

    found = []
    for page in pages:
        path = Path(env.doc2path(page))
        text = path.read_text("utf-8")
        reader = create_nb_reader(str(path), env.myst_config, env.mystnb_config, text)
        if reader is None or is_cached(cache, notebook := reader.read(text)):
            continue
        job = Job(page, path, notebook)
        if job.code:
            found.append(job)
        else:
            keep(cache, job, 0.0)  # no kernel need start for a page without code
    return sorted(found, key=lambda job: -len(job.code))


def keep(cache: Any, job: Job, seconds: float) -> None:
    """Put a job's notebook, as it now is, into the cache."""
    from jupyter_cache.base import CacheBundleIn

    # A kill may have left the entry's folder without its file, which the cache itself trips over.
    _, key = cache.create_hashed_notebook(job.notebook)
    shutil.rmtree(Path(cache.path) / "executed" / key, ignore_errors=True)
    bundle = CacheBundleIn(job.notebook, str(job.path), data={"execution_seconds": seconds})
    cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def client_of(job: Job, timeout: int, talk: Path, *, forked: bool) -> Any:
    """Return a client for the job's notebook with a kernel that is forked or an ordinary one.

    ``talk`` is where they speak to each other: files named after it. A numbered port of the machine
    may be taken by somebody else between its choice and the kernel's start; a file is not. Where
    the path is too long for one, ports must do.
    """
    from nbclient import NotebookClient

    cwd = str(job.path.parent)

    class Client(NotebookClient):
        def create_kernel_manager(self) -> Any:
            manager = super().create_kernel_manager()
            if len(str(talk)) <= LONGEST_TALK:
                manager.transport = "ipc"
                manager.connection_file = str(talk)
            if forked:
                manager.provisioner = kernels.provisioner(manager, cwd)
            return manager

        def _cleanup_kernel(self) -> None:
            # Asked at exit of whoever was ended half-way, also where no kernel is left to end.
            if self.km is not None:
                super()._cleanup_kernel()

    return Client(job.notebook, timeout=timeout, resources={"metadata": {"path": cwd}}, **PATIENCE)


async def run_all(app: Any, cache: Any, todo: list[Job], talk: Path) -> None:
    """Run all notebooks and put each into the cache, telling how long it took and what still runs.

    The first that fails ends the others and is raised with its path and its ``notebook``.
    """
    from myst_nb.core.execute import ExecutionError

    forked = len(todo) >= kernels.WORTH_WARMING and kernels.can_fork()
    room, running, done = asyncio.Semaphore(AT_ONCE), [], []

    async def run(number: int, job: Job) -> None:
        async with room:
            began = time.perf_counter()
            running.append(job.page.rpartition("/")[2])
            place, timeout = talk / f"{number}.json", app.config.nb_execution_timeout
            client = client_of(job, timeout, place, forked=forked)
            # What a kernel says beside its notebook is how it dies with a stopped build.
            await client.async_execute(stderr=subprocess.DEVNULL)
            seconds = time.perf_counter() - began
            running.remove(job.page.rpartition("/")[2])
        keep(cache, job, seconds)
        done.append(job)
        beside = f"; running: {', '.join(running)}" if running else ""
        reports.say(f"  {job.page:<34}{seconds:7.1f} s   {len(done)} of {len(todo)}{beside}")

    tasks = {asyncio.create_task(run(number, job)): job for number, job in enumerate(todo)}
    await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    failed = [task for task in tasks if task.done() and task.exception() is not None]
    # What a client still waits for from a kernel that is ended here has nothing to tell anybody.
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    if failed:
        error = ExecutionError(str(tasks[failed[0]].path))
        error.notebook = tasks[failed[0]].notebook
        raise error from failed[0].exception()


def run_ahead(app: Any, env: Any, pages: list[str]) -> None:
    """Run what must run before Sphinx reads ``pages``.

    Raises MyST-NB's ``ExecutionError`` for a failing cell. ``AUDIT_ONE_BY_ONE=1`` in the
    environment, or settings that ask for no error, leave all to MyST-NB, one after the other: what
    a stock build does.
    """
    ours = env.mystnb_config.execution_mode == "cache" and app.config.nb_execution_raise_on_error
    if not ours or os.environ.get("AUDIT_ONE_BY_ONE"):
        return
    cache = cache_of(Path(app.config.nb_execution_cache_path))
    todo = jobs(app, env, pages, cache)
    if not todo:
        return
    with tempfile.TemporaryDirectory(prefix="audit-") as talk:
        asyncio.run(run_all(app, cache, todo, Path(talk)))


def setup(app: Any) -> None:
    """Choose the cache before MyST-NB reads its settings; run between Sphinx's finding what to read
    and its reading."""
    app.connect("config-inited", use_cache)
    app.connect("env-before-read-docs", run_ahead, priority=900)
