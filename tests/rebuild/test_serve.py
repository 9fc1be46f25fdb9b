"""The site on a local address, told when it is old; builds that are stopped."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from audit_site.inputs import content_hash
from rebuild import reuse_pages, serve
from rebuild.progress import Progress
from site_project import make_project

ADDRESS = re.compile(r"http://localhost:(\d+)/ \(Ctrl\+C stops it\)")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small book with a site of one page that carries the book's content hash."""
    folder = make_project(tmp_path / "p")
    site = folder / "_build" / "html"
    (site / "book").mkdir(parents=True)
    (site / "book" / "index.html").write_text(f"é <code>{content_hash(folder)}</code>", "utf-8")
    return folder


def serving(project: Path) -> tuple[subprocess.Popen, str, str]:
    """A server of the project's site on a free port, what it said, and its port."""
    command = [sys.executable, "-P", "-m", "rebuild.serve", "0"]
    process = subprocess.Popen(
        command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    said = process.stdout.readline()
    if not ADDRESS.search(said):
        said += process.stdout.readline()
    return process, said, ADDRESS.search(said)[1]


def test_the_site_is_sent_and_ctrl_c_is_quiet(project: Path):
    process, _, port = serving(project)
    page = (project / "_build" / "html" / "book" / "index.html").read_bytes()
    address = f"http://127.0.0.1:{port}/book/index.html"
    with urllib.request.urlopen(address) as answer:
        assert answer.read() == page
    process.send_signal(signal.SIGINT)
    assert process.communicate()[0] == ""
    assert process.returncode == 0


def test_a_site_that_is_older_than_the_text_is_told(project: Path):
    assert not reuse_pages.is_behind(project, project / "_build" / "html")
    with (project / "book" / "coding.md").open("a", encoding="utf-8") as chapter:
        chapter.write("\nMore.\n")
    process, said, _ = serving(project)
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert "older than the data or the text" in said


@pytest.mark.parametrize("port", ["taken", "70000"])
def test_a_port_that_cannot_be_had_is_one_line(project: Path, capsys, port: str):
    with socket.create_server(("127.0.0.1", 0)) as other:
        number = other.getsockname()[1] if port == "taken" else int(port)
        assert serve.serve(project, number, Progress()) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"The port {number} ")
    assert line.endswith(f"make serve PORT={number + 1}")


@pytest.mark.parametrize("with_site", [True, False])
@pytest.mark.parametrize("at", ["running and reading", "reading 2 pages"])
def test_a_build_that_is_stopped_blames_nobody_and_leaves_the_site(
    project: Path, with_site: bool, at: str
):
    if not with_site:
        shutil.rmtree(project / "_build")
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
