"""Never stale, never broken: changes far away, two builds, a full disk, no network, an end."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from audit_site import inputs
from rebuild import execution
from rebuild.records import check
from site_project import add_chapter, bare_project, make_project, run_build, site

MAKE_BOOK = [sys.executable, "-m", "rebuild.build"]
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
    return subprocess.run(
        command,
        cwd=folder,
        env=check.environment(folder, **variables),
        capture_output=True,
        text=True,
        check=False,
    )


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
    execution.prune(tmp_path, kept=3)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["3", "4", "5"]


def test_two_builds_at_once_take_turns(built: Path, copy: Path):
    (copy / "_build" / "html" / "index.html").unlink()
    pair = [
        subprocess.Popen(MAKE_BOOK, cwd=copy, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    said = [build.communicate()[0] for build in pair]
    assert [build.returncode for build in pair] == [0, 0], said
    assert any("another build is running" in text for text in said)
    assert site(copy) == site(built)


def test_nothing_is_done_when_nothing_changed_and_what_is_damaged_is_mended(
    built: Path, copy: Path
):
    """A page cut short, and what a killed build left behind."""
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


def test_a_build_makes_no_network_request(copy: Path):
    """With the network cut off (all but this machine itself, which kernels are spoken to by)."""
    command = unshared("--net")
    if command is None:
        pytest.skip("this system allows no network namespace, so the network cannot be cut off")
    add_chapter(copy, "sum", "1 + 1")
    done = run([*command, sys.executable, "-c", LOOPBACK, *MAKE_BOOK], copy)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (copy / "_build" / "html" / "book" / "sum.html").is_file()


@pytest.mark.parametrize(
    ("at", "with_site"), [("running and reading", False), ("reading 4 pages", True)]
)
def test_a_build_that_is_stopped_blames_nobody_and_leaves_the_site(
    copy: Path, tmp_path: Path, at: str, with_site: bool
):
    project = copy if with_site else make_project(tmp_path / "p")
    if with_site:
        (project / "_build" / "html" / "index.html").unlink()
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "rebuild.build"],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        start_new_session=True,
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
