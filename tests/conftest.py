"""Settings of all tests: the same examples on every machine, no clock, kernels without ports."""

import atexit
import itertools
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import nbval.kernel
from hypothesis import settings

# A shell that starts the tests in the background hands down an interrupt that is ignored, and so
# would every program ignore it that a test starts and then stops.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("same-everywhere", deadline=None, derandomize=True)
settings.load_profile("same-everywhere")


class FileManager(nbval.kernel.KernelManager):
    """Speaks to its kernel through files, each with a short name of its own.

    A port of the machine may be taken by somebody else between its choice and the kernel's start.
    """

    numbers = itertools.count()

    def __init__(self, **settings):
        talk = Path(self.folder(), f"{next(self.numbers)}.json")
        super().__init__(transport="ipc", connection_file=str(talk), **settings)

    @classmethod
    def folder(cls) -> str:
        """The folder of this process's files, removed with the process."""
        if not hasattr(cls, "made"):
            cls.made = tempfile.mkdtemp(prefix="audit-")
            atexit.register(shutil.rmtree, cls.made, ignore_errors=True)
        return cls.made


# The name of a socket is at most some hundred letters long.
if sys.platform != "win32" and len(tempfile.gettempdir()) < 60:
    nbval.kernel.KernelManager = FileManager
