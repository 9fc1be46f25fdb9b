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
from rebuild import kernels, run_notebooks
from rebuild.records import snapshot
from site_project import add_chapter, make_project, sound_build, tree

from tests.rebuild.conftest import site

FORKS = os.path.isdir("/proc/self/task")
KERNEL = {"kernelspec": {"name": "python3", "display_name": "p", "language": "python"}}
GLUE = "from audit_site.notebook import numbers\n"


def three_chapters(folder: Path) -> Path:
    """A small book with enough chapters to warm kernels for; one of them prints a datum."""
    project = make_project(folder)
    (project / "data" / "value.txt").write_text("1.25", "utf-8")
    value = "float(open('../data/value.txt').read())"
    for name, code in (("one", value), ("two", "2.5")):
        text = "It is {glue:text}`first:.2f`."
        add_chapter(project, name, f"{GLUE}numbers(first={code})", text)
    return project


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = three_chapters(tmp_path_factory.mktemp("ahead") / "project")
    sound_build(project)
    return project


def test_plain_jupyter_book_with_ordinary_kernels_elsewhere_gives_the_same_bytes_and_is_not_stale(
    three: Path, tmp_path: Path
):
    other = three_chapters(tmp_path / "elsewhere" / "deeper")
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", "."]
    circumstances = {"PYTHONHASHSEED": "12345", "TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8"}
    variables = {**os.environ, **circumstances, "AUDIT_ORDINARY_KERNELS": "1"}

    def plain() -> dict[str, bytes]:
        subprocess.run(
            command, cwd=other, env=variables, capture_output=True, check=True, umask=0o077
        )
        return site(other)

    one, two = site(three), plain()
    assert [name for name in sorted({*one, *two}) if one.get(name) != two.get(name)] == []
    (other / "data" / "value.txt").write_text("3.75", "utf-8")
    assert snapshot.printed(plain()["book/one.html"].decode("utf-8")) == ["3.75"]


def test_half_a_cached_result_counts_as_none(three: Path, forget):
    before = tree(three / "_build" / "html")
    every = sorted((three / "_build" / ".cache" / "executed").glob("*/executed/*/base.ipynb"))
    files = [path for path in every if "numbers(" in path.read_text("utf-8")]
    assert len(files) == 3
    files[0].unlink()  # killed between the entry and its file
    files[1].write_text(files[1].read_text("utf-8")[:200], "utf-8")  # killed while it was written
    forget(three)
    assert len(re.findall(r"of 2", sound_build(three))) == 2
    assert tree(three / "_build" / "html") == before


def test_an_unreadable_cache_is_made_anew(tmp_path: Path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")], metadata=KERNEL)
    job = run_notebooks.Job("page", tmp_path / "page.md", notebook)
    for content in (None, b"no database"):
        if content:
            (tmp_path / "global.db").write_bytes(content)
        cache = run_notebooks.cache_of(tmp_path)
        assert not run_notebooks.is_cached(cache, notebook)
        run_notebooks.keep(cache, job, 0.0)
        assert run_notebooks.is_cached(cache, notebook)
        cache.db.dispose() if hasattr(cache.db, "dispose") else None


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no sockets in files")
@pytest.mark.parametrize(("folder", "transport"), [(".", "ipc"), ("x" * 90, "tcp")])
def test_kernels_are_spoken_to_without_a_port_of_the_machine(
    tmp_path: Path, folder: str, transport: str
):
    """A port may be taken by somebody else before a kernel that starts slowly has opened it."""
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(
                "import ipykernel.kernelapp as app\nprint(app.IPKernelApp.instance().transport)"
            )
        ],
        metadata=KERNEL,
    )
    job = run_notebooks.Job("page", tmp_path / "page.md", notebook)
    with tempfile.TemporaryDirectory(prefix="audit-") as talk:  # its path is short
        Path(talk, folder).mkdir(exist_ok=True)
        client = run_notebooks.client_of(job, 60, Path(talk, folder, "0.json"), forked=False)
        asyncio.run(client.async_execute())
    assert notebook.cells[0].outputs[0]["text"] == f"{transport}\n"


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
    notebooks = [
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)], metadata=KERNEL)
        for _ in range(2)
    ]
    with kernels.none_left():
        for notebook in notebooks:
            job = run_notebooks.Job("page", tmp_path / "page.md", notebook)
            with tempfile.TemporaryDirectory(prefix="audit-") as talk:
                client = run_notebooks.client_of(job, 60, Path(talk, "0.json"), forked=True)
                asyncio.run(client.async_execute())
    (warm, one), (also, two) = (n.cells[0].outputs[0]["text"].split() for n in notebooks)
    assert warm == also == "True"
    assert len({one, two, str(os.getpid())}) == 3
