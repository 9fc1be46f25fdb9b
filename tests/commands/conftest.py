"""Commands are tested on the same copy of the data as the evidence."""

from tests.evidence.conftest import data  # noqa: F401
