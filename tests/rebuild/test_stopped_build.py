"""A build that is stopped says so in a line and leaves the last good site."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from site_project import make_project


@pytest.mark.parametrize(
    ("at", "with_site"), [("running and reading", False), ("reading 2 pages", True)]
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
