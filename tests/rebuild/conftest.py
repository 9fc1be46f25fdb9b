"""Copies of the small book for tests of building."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    """A copy of the built book that a test may spoil."""
    return Path(shutil.copytree(built, tmp_path / "copy"))


@pytest.fixture
def forget() -> Callable[[Path], None]:
    """Makes the next build do its work although no source has changed."""
    return lambda project: (project / "_build" / ".cache" / "built.json").unlink()
