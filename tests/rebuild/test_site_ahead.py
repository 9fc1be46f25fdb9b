"""Chapters run before the pages are read, several at a time, in forked kernels: same results."""

import asyncio
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import pytest
from rebuild import run_notebooks
from site_project import site, sound_build

FORKS = os.path.isdir("/proc/self/task")
KERNEL = {"kernelspec": {"name": "python3", "display_name": "p", "language": "python"}}


def job(folder: Path, code: str) -> run_notebooks.Job:
    """A page's notebook of one cell, to be run."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)], metadata=KERNEL)
    return run_notebooks.Job("page", folder / "page.md", notebook)


def said(one: run_notebooks.Job, talk: Path, *, forked: bool) -> str:
    """Run a page's notebook, spoken to through a file, and return what its cell prints."""
    client = run_notebooks.client_of(one, 60, talk, forked=forked)
    asyncio.run(client.async_execute())
    client._cleanup_kernel()  # what is asked at exit, when no kernel is left
    return one.notebook.cells[0].outputs[0]["text"]


def test_half_a_cached_result_counts_as_none(built: Path, copy: Path):
    every = sorted((copy / "_build" / ".cache" / "executed").glob("*/executed/*/base.ipynb"))
    files = [path for path in every if "numbers(first" in path.read_text("utf-8")]
    assert len(files) == 2
    files[0].unlink()  # killed between the entry and its file
    files[1].write_text(files[1].read_text("utf-8")[:200], "utf-8")  # killed while it was written
    (copy / "_build" / ".cache" / "built.json").unlink()  # the next build does its work
    assert len(re.findall(r"of 2", sound_build(copy))) == 2
    assert site(copy) == site(built)


def test_an_unreadable_cache_is_made_anew(tmp_path: Path):
    one = job(tmp_path, "1")
    for content in (None, b"no database"):
        if content:
            (tmp_path / "global.db").write_bytes(content)
        cache = run_notebooks.cache_of(tmp_path)
        assert not run_notebooks.is_cached(cache, one.notebook)
        run_notebooks.keep(cache, one, 0.0)
        assert run_notebooks.is_cached(cache, one.notebook)
        cache.db.dispose() if hasattr(cache.db, "dispose") else None


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no sockets in files")
@pytest.mark.parametrize(("folder", "transport"), [(".", "ipc"), ("x" * 90, "tcp")])
def test_kernels_are_spoken_to_without_a_port_of_the_machine(
    tmp_path: Path, folder: str, transport: str
):
    """A port may be taken by somebody else before a kernel that starts slowly has opened it."""
    code = "import ipykernel.kernelapp as app\nprint(app.IPKernelApp.instance().transport)"
    with tempfile.TemporaryDirectory(prefix="audit-") as talk:  # its path is short
        Path(talk, folder).mkdir(exist_ok=True)
        printed = said(job(tmp_path, code), Path(talk, folder, "0.json"), forked=False)
    assert printed == f"{transport}\n"


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.skipif(not FORKS, reason="kernels are forked on Linux alone")
def test_kernels_end_when_the_builder_is_killed(tmp_path: Path):
    connection = tmp_path / "connection.json"
    script = (
        "import time; from rebuild import kernels; kernels.WARM = 'analysis'\n"  # warm enough
        f"kernel = kernels.Kernel(['-f', {str(connection)!r}], {str(tmp_path)!r}, {{}})\n"
        "print(kernel.pid, kernel.poll(), flush=True); time.sleep(60)"
    )
    builder = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    pid, ended = builder.stdout.readline().split()
    ends = time.monotonic() + 60
    while not connection.exists() and time.monotonic() < ends:
        time.sleep(0.1)
    assert connection.exists()
    assert (alive(int(pid)), ended) == (True, "None")
    builder.kill()
    builder.communicate()
    while alive(int(pid)) and time.monotonic() < ends:
        time.sleep(0.1)
    assert not alive(int(pid))


@pytest.mark.skipif(not FORKS, reason="kernels are forked on Linux alone")
def test_a_forked_kernel_is_warm_and_has_a_process_to_itself(tmp_path: Path):
    code = "import sys, os\nprint('analysis.claims' in sys.modules, os.getpid())"
    with tempfile.TemporaryDirectory(prefix="audit-") as talk:
        (warm, one), (also, two) = (
            said(job(tmp_path, code), Path(talk, f"{n}.json"), forked=True).split() for n in "01"
        )
    assert warm == also == "True"
    assert len({one, two, str(os.getpid())}) == 3
