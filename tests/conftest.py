"""Settings of all tests: the same examples on every machine, no clock, kernels as in a build."""

import fcntl
import itertools
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from audit_site.settings import FIXED_ENVIRONMENT

# As many threads as a build has: with more, two workers on two cores wait for each other. It must
# stand before the numeric libraries are loaded.
os.environ.update(FIXED_ENVIRONMENT)

import forked_build
import nbval.kernel
import pytest
from hypothesis import settings
from rebuild import kernels
from site_project import published_project, sound_build

from analysis import evidence
from analysis.__main__ import main
from analysis.claims import records
from analysis.evidence import seal

# A shell that starts the tests in the background hands down an interrupt that is ignored, and so
# would every program ignore it that a test starts and then stops.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

#: Files and recorded notebooks that take longest begin first, so that all workers end together;
#: of those that need the small book built one, while others do not wait for it.
LONG = (
    *("test_every_page", "test_site_sturdy", "test_hostile", "test_live_model", "test_citing"),
    *("test_styles", "test_settings", "test_site_again", "track_record", "test_site_ahead"),
    *("test_site_build", "test_printing", "time_horizons", "coding", "acceleration", "model"),
    *("test_reader_standards", "test_whatif", "test_hostile_input", "test_charts", "test_validate"),
)

settings.register_profile("same-everywhere", deadline=None, derandomize=True)
settings.load_profile("same-everywhere")


class FileManager(nbval.kernel.KernelManager):
    """Speaks to its kernel through files, each with a short name of its own; forks it if it can.

    A port of the machine may be taken by somebody else between its choice and the kernel's start.
    Imports are paid for once, as in a build.
    """

    numbers = itertools.count()
    folder = tempfile.TemporaryDirectory(prefix="audit-")

    def __init__(self, **settings):
        talk = Path(self.folder.name, f"{next(self.numbers)}.json")
        super().__init__(transport="ipc", connection_file=str(talk), **settings)

    def start_kernel(self, *, cwd, **settings):
        """Start the kernel in the folder of its notebook."""
        if kernels.can_fork():
            forked_build.be_ready()
            self.provisioner = kernels.provisioner(self, cwd)
        super().start_kernel(cwd=cwd, **settings)


# The name of a socket is at most some hundred letters long.
if sys.platform != "win32" and len(tempfile.gettempdir()) < 60:
    nbval.kernel.KernelManager = FileManager


def pytest_collection_modifyitems(items):
    """Put first what takes longest; ``--no-loadscope-reorder`` keeps that order."""
    places = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONG)))


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """The small book as published, with what the build said beside it; tests only read it.

    The first worker that asks builds it for all.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    project, said = shared / "built", shared / "built.said"
    with (shared / "built.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            shutil.rmtree(project, ignore_errors=True)
            said.write_text(sound_build(published_project(project)), "utf-8")
    return project


@pytest.fixture(scope="session")
def html(built) -> Path:
    """The small book's site."""
    return built / "_build" / "html"


@pytest.fixture(scope="session")
def page(html) -> str:
    """The small book's chapter as published."""
    return (html / "book" / "coding.html").read_text("utf-8")


@pytest.fixture(scope="session")
def ev() -> evidence.Evidence:
    """The evidence, which no test changes."""
    return evidence.load()


@pytest.fixture(scope="session")
def document(ev) -> dict:
    """The ledger as claims.json holds it, which no test changes."""
    return records.document(ev)


@pytest.fixture(scope="session")
def entries(document) -> list[dict]:
    """The claims and comparisons of the ledger."""
    return [*document["claims"], *document["comparisons"]]


@pytest.fixture
def command(capsys):
    """Run a command: ``command("claim", "C23")`` gives its code and what it says on both ways."""
    return lambda *words: (main([*map(str, words)]), *capsys.readouterr())


@pytest.fixture
def copy(built, tmp_path) -> Path:
    """A copy of the built book that a test may spoil."""
    return Path(shutil.copytree(built, tmp_path / "copy"))


@pytest.fixture
def data(tmp_path):
    """A copy of the data, sealed, that a test may spoil."""
    target = tmp_path / "data"
    shutil.copytree(evidence.DATA, target)
    seal.seal(target)
    return target
