"""A build that is stopped says so in a line and leaves the last good site."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from audit_site.inputs import content_hash
from site_project import make_project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small book with a site of one page that carries the book's content hash."""
    folder = make_project(tmp_path / "p")
    site = folder / "_build" / "html"
    (site / "book").mkdir(parents=True)
    (site / "book" / "index.html").write_text(f"é <code>{content_hash(folder)}</code>", "utf-8")
    return folder


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
