"""The small book, built once for all tests of building; each test spoils a copy of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from site_project import edit, make_project, sound_build, tree


def with_inputs(folder: Path) -> Path:
    """A small book whose chapter prints a datum, the lock and what a file of code has."""
    project = make_project(folder)
    (project / "analysis").mkdir()
    (project / "analysis" / "near.py").write_text(
        'import runpy\nshare = runpy.run_path("../analysis/far.py")["SHARE"]\n', "utf-8"
    )
    (project / "analysis" / "far.py").write_text("SHARE = 93.94321987654321\n", "utf-8")
    (project / "data" / "value.txt").write_text("1.25", "utf-8")
    (project / "requirements.lock").write_text("7", "utf-8")
    chapter = project / "book" / "coding.md"
    edit(
        chapter,
        "numbers(share=93.94321987654321,",
        'import runpy\nnumbers(share=runpy.run_path("../analysis/near.py")["share"],\n'
        '        value=float(open("../data/value.txt").read()),\n'
        '        lock=open("../requirements.lock").read(),',
    )
    edit(chapter, "Maths:", "Data {glue:text}`value:.3f`, lock {glue:text}`lock`. Maths:")
    return project


def site(project: Path) -> dict[str, bytes]:
    """Return a site's files without Sphinx's note about the settings of its last run."""
    files = tree(project / "_build" / "html")
    del files[".buildinfo"]
    return files


def plain_build(project: Path, **environment: str) -> Path:
    """Build as whoever knows Jupyter Book alone would; return the project."""
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", "."]
    variables = {**os.environ, **environment}
    subprocess.run(command, cwd=project, env=variables, capture_output=True, check=True)
    return project


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book as built, with what the build said beside it; tests only read it."""
    project = with_inputs(tmp_path_factory.mktemp("built") / "project")
    (project.parent / "said").write_text(sound_build(project), "utf-8")
    return project


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    """A copy of the built book that a test may spoil."""
    return Path(shutil.copytree(built, tmp_path / "copy"))


@pytest.fixture
def forget() -> Callable[[Path], None]:
    """Makes the next build do its work although no source has changed."""
    return lambda project: (project / "_build" / ".cache" / "built.json").unlink()
