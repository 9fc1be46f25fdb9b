"""Never stale, never broken: changes far away, two builds, a full disk, no network, an end."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from audit_site import inputs
from forked_build import run_build
from rebuild import run_notebooks
from rebuild.records import snapshot
from site_project import add_chapter, bare_project, make_project, published_project, site

MAKE_BOOK = [sys.executable, "-P", "-m", "rebuild.build"]
LOOPBACK = (
    "import fcntl, os, socket, struct, sys;"
    "fcntl.ioctl(socket.socket(), 0x8914, struct.pack('16sh', b'lo', 1));"
    "os.execv(sys.argv[1], sys.argv[1:])"
)


def unshared(*flags: str) -> list[str] | None:
    """The command that gives a process namespaces of its own, or None where that is refused."""
    command = ["unshare", "--map-root-user", *flags]
    if shutil.which("unshare") is None:
        return None
    done = subprocess.run([*command, "true"], capture_output=True, check=False)
    return command if done.returncode == 0 else None


def run(command: list[str], folder: Path, **variables: str) -> subprocess.CompletedProcess:
    own = {**os.environ, **variables}
    return subprocess.run(command, cwd=folder, env=own, capture_output=True, text=True)


INPUTS = ("analysis/deep/helper.py", "data/series/a.csv", "benchmarks/recorded/b.json")


@pytest.mark.parametrize("name", [*INPUTS, "requirements.lock"])
def test_every_input_moves_the_digest_and_text_does_not(tmp_path: Path, name: str):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("1", "utf-8")
    chapter = tmp_path / "book" / "coding.md"
    chapter.parent.mkdir()
    chapter.write_text("1", "utf-8")
    before = inputs.Sources.read(tmp_path)
    chapter.write_text("2", "utf-8")
    now = inputs.Sources.read(tmp_path)
    assert now.cache == before.cache == inputs.cache_folder(tmp_path)
    assert now.sums != before.sums
    path.write_text("2", "utf-8")
    assert inputs.cache_folder(tmp_path) != before.cache


def test_what_nobody_used_lately_is_removed(tmp_path: Path):
    for number in range(6):
        path = tmp_path / f"{number}"
        path.mkdir() if number % 2 else path.write_text("<svg/>", "utf-8")
        os.utime(path, (number, number))
    run_notebooks.prune(tmp_path, kept=3)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["3", "4", "5"]


def test_two_builds_at_once_take_turns(copy: Path):
    staged = copy / "_build" / ".staging" / "html"
    staged.mkdir(parents=True)
    with (copy / "_build" / run_notebooks.LOCK).open("w") as another:
        fcntl.flock(another, fcntl.LOCK_EX)
        build = subprocess.Popen(MAKE_BOOK, cwd=copy, stdout=subprocess.PIPE, text=True)
        assert "another build is running" in build.stdout.readline()
        assert staged.exists()
    assert "nothing has changed" in build.communicate()[0]
    assert build.returncode == 0
    assert not staged.exists()


def test_nothing_is_done_when_nothing_changed_and_what_is_damaged_is_mended(
    built: Path, copy: Path
):
    """A page cut short, and what a killed build left behind; of tests a site shows nothing."""
    shutil.copytree(copy / "data", copy / "tests")
    assert "nothing has changed" in run_build(copy).stdout
    page = copy / "_build" / "html" / "book" / "coding.html"
    page.write_text(page.read_text("utf-8")[:500], "utf-8")
    half = copy / "_build" / ".staging" / "html" / "half.html"
    half.parent.mkdir(parents=True)
    half.write_text("<htm")
    assert "nothing has changed" not in run_build(copy).stdout
    assert site(copy) == site(built)
    assert not half.exists()


def test_a_full_disk_is_a_clear_error(tmp_path: Path):
    """A build whose _build is a disk of 400 kB in memory, in a mount namespace of its own."""
    command = unshared("--mount")
    if command is None:
        pytest.skip("this system allows no mount namespace, so no small disk can be made")
    project = bare_project(tmp_path / "p")
    add_chapter(project, "words", "", "Words.")
    (project / "_build").mkdir()
    script = 'mount -t tmpfs -o size=400k tmpfs _build || exit 77; exec "$0" -m rebuild.build'
    done = run([*command, "sh", "-c", script, sys.executable], project)
    if done.returncode == 77:
        pytest.skip("this system lets nobody mount a small disk")
    assert done.returncode == 1
    assert "cause    the disk is full" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_plain_jupyter_book_elsewhere_without_a_network_gives_the_same_bytes_and_is_not_stale(
    built: Path, tmp_path: Path
):
    """With ordinary kernels, of another datum, beside what was executed with the first one.

    The network is cut off, all but this machine itself.
    """
    other = published_project(tmp_path / "elsewhere" / "deeper")
    executed = Path("_build", ".cache", "executed")
    shutil.copytree(built / executed, other / executed)
    (other / "data" / "value.txt").write_text("3.75", "utf-8")
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", "."]
    alone = unshared("--net")
    if alone:
        command = [*alone, sys.executable, "-c", LOOPBACK, *command]
    circumstances = {"PYTHONHASHSEED": "12345", "TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8"}
    done = run(command, other, **circumstances, AUDIT_ORDINARY_KERNELS="1")
    assert done.returncode == 0, done.stdout + done.stderr
    one, two = site(built), site(other)
    assert snapshot.printed(two["book/one.html"].decode("utf-8")) == ["3.75"]
    two = {name: content.replace(b"3.75", b"1.25") for name, content in two.items()}
    differ = [name for name in sorted({*one, *two}) if one.get(name) != two.get(name)]
    assert differ == ["manifest.json", "search.html"]  # sums of files that hold the datum
    if alone is None:
        pytest.skip("this system allows no network namespace, so the network was not cut off")


@pytest.mark.parametrize(
    ("at", "with_site"), [("running and reading", False), ("reading 4 pages", True)]
)
def test_a_build_that_is_stopped_blames_nobody_and_leaves_the_site(
    copy: Path, tmp_path: Path, at: str, with_site: bool
):
    project = copy if with_site else make_project(tmp_path / "p")
    if with_site:
        (project / "_build" / "html" / "index.html").unlink()
    out = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(
        [sys.executable, "-u", *MAKE_BOOK[1:]], cwd=project, start_new_session=True, **out
    ) as process:
        said = b""
        while at.encode() not in said:
            said += os.read(process.stdout.fileno(), 1000)
        os.killpg(process.pid, signal.SIGINT)
        said = (said + process.communicate()[0]).decode()
    assert process.returncode == 130
    kept = "the last good site stays" if with_site else "there is no site yet"
    assert said.splitlines()[-1] == f"stopped, {kept}"
    assert "Traceback" not in said
    assert "chapter " not in said
    assert (project / "_build" / "html").exists() == with_site
    assert not (project / "_build" / ".staging").exists()
