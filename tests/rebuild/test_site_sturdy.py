"""Never stale, never broken: changes far away, two builds at once, a full disk, no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from audit_site import inputs
from rebuild import execution
from rebuild.records import check, snapshot
from site_project import ROOT, built_project, edit, make_project, run_build, tree

JUPYTER_BOOK = str(Path(sys.executable).with_name("jupyter-book"))
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


@pytest.fixture
def far(tmp_path: Path) -> Path:
    """A small book with a package of its own, a data value and a lock that its chapter prints."""
    project = make_project(tmp_path / "p")
    skipped = shutil.ignore_patterns("__pycache__", "__main__.py")
    shutil.copytree(ROOT / "analysis", project / "analysis", ignore=skipped)
    # The addresses published are those of the whole book, not of this small one.
    of_the_book = shutil.ignore_patterns("anchors.txt", "redirects.txt")
    shutil.copytree(ROOT / "data", project / "data", ignore=of_the_book, dirs_exist_ok=True)
    (project / "data" / "value.txt").write_text("1.25", "utf-8")
    (project / "requirements.lock").write_text("7", "utf-8")
    edit(
        project / "book" / "coding.md",
        'day=pd.Timestamp("2026-05-04"))',
        'day=pd.Timestamp("2026-05-04"), lock=open("../requirements.lock").read(),\n'
        '        value=float(open("../data/value.txt").read()))',
    )
    edit(
        project / "book" / "coding.md",
        "Maths:",
        "Data {glue:text}`value:.3f`, lock {glue:text}`lock`, far {glue:text}`share:.5f`. Maths:",
    )
    return project


def shown(project: Path) -> list[str]:
    """What the chapter prints for data, lock and the helper far away, in this order."""
    page = (project / "_build" / "html" / "book" / "coding.html").read_text("utf-8")
    return snapshot.printed(page)[3:6]


@pytest.mark.parametrize(
    "command", [[JUPYTER_BOOK, "build", "."], MAKE_BOOK], ids=["plain", "make"]
)
def test_no_number_is_stale_after_any_change(far: Path, command: list[str]):
    done = run(command, far)
    assert done.returncode == 0, done.stdout + done.stderr
    assert shown(far) == ["1.250", "7", "93.94322"]
    # A constant two imports away: chapter, audit_site.notebook, analysis.words.
    edit(far / "analysis" / "words.py", "SIGNIFICANT_DIGITS = 8", "SIGNIFICANT_DIGITS = 3")
    assert run(command, far).returncode == 0
    assert shown(far) == ["1.250", "7", "93.90000"]
    (far / "data" / "value.txt").write_text("2.5", "utf-8")
    (far / "requirements.lock").write_text("8", "utf-8")
    assert run(command, far).returncode == 0
    assert shown(far) == ["2.500", "8", "93.90000"]


@pytest.mark.parametrize(
    "name",
    ["analysis/deep/helper.py", "data/series/a.csv", "benchmarks/recorded/b.json"],
)
def test_every_input_moves_the_digest_and_text_does_not(tmp_path: Path, name: str):
    path = tmp_path / name
    path.parent.mkdir(parents=True)
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
    execution.prune(tmp_path, kept=3, keep=tmp_path / "0")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["0", "4", "5"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book, built once; tests only read it or copy it."""
    return built_project(tmp_path_factory.mktemp("sturdy") / "p")


def test_two_builds_at_once_take_turns(built: Path, tmp_path: Path):
    project = make_project(tmp_path / "p")
    pair = [
        subprocess.Popen(MAKE_BOOK, cwd=project, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [build.communicate()[0] for build in pair]
    assert [build.returncode for build in pair] == [0, 0], said
    assert any("another build is running" in text for text in said)
    assert tree(project / "_build" / "html") == tree(built / "_build" / "html")


def test_nothing_is_done_when_nothing_changed_and_a_damaged_page_is_mended(
    built: Path, tmp_path: Path
):
    project = Path(shutil.copytree(built, tmp_path / "p"))
    before = tree(project / "_build" / "html")
    done = run_build(project)
    assert done.returncode == 0
    assert "nothing has changed" in done.stdout
    page = project / "_build" / "html" / "book" / "coding.html"
    page.write_text(page.read_text("utf-8")[:500], "utf-8")
    done = run_build(project)
    assert "nothing has changed" not in done.stdout
    assert tree(project / "_build" / "html") == before


def test_a_full_disk_is_a_clear_error(tmp_path: Path):
    """A build whose _build is a disk of 400 kB in memory, in a mount namespace of its own."""
    command = unshared("--mount")
    if command is None:
        pytest.skip("this system allows no mount namespace, so no small disk can be made")
    project = make_project(tmp_path / "p")
    (project / "_build").mkdir()
    script = 'mount -t tmpfs -o size=400k tmpfs _build || exit 77; exec "$0" -m rebuild.build'
    done = run([*command, "sh", "-c", script, sys.executable], project)
    if done.returncode == 77:
        pytest.skip("this system lets nobody mount a small disk")
    assert done.returncode == 1
    assert "cause    the disk is full" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_build_makes_no_network_request(tmp_path: Path):
    """With the network cut off (all but this machine itself, which kernels are spoken to by)."""
    command = unshared("--net")
    if command is None:
        pytest.skip("this system allows no network namespace, so the network cannot be cut off")
    project = make_project(tmp_path / "p")
    done = run([*command, sys.executable, "-c", LOOPBACK, *MAKE_BOOK], project)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (project / "_build" / "html" / "index.html").is_file()
