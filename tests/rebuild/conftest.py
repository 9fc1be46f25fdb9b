"""The small book, built once for all tests of building; each test spoils a copy of its own."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from site_project import make_project, sound_build, tree


def site(project: Path) -> dict[str, bytes]:
    """Return a site's files without Sphinx's note about the settings of its last run."""
    files = tree(project / "_build" / "html")
    del files[".buildinfo"]
    return files


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book as built, with what the build said beside it; tests only read it."""
    project = make_project(tmp_path_factory.mktemp("built") / "project")
    (project / "data" / "value.txt").write_text("1.25", "utf-8")
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
