"""A copy of the data, sealed, that a test may spoil."""

import shutil

import pytest

from analysis import evidence
from analysis.evidence import seal


@pytest.fixture
def data(tmp_path):
    target = tmp_path / "data"
    shutil.copytree(evidence.DATA, target)
    seal.seal(target)
    return target
