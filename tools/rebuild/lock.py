"""One build at a time in a project, whichever command started it."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

NAME = ".lock"
_held: dict[Path, Any] = {}


def hold(home: Path, say: Callable[[str], None]) -> None:
    """Take the lock of a build folder for the rest of this process; wait while another has it.

    The system lets go of it when the process ends, however it ends.
    """
    place = home.resolve()
    if place in _held:
        return
    home.mkdir(parents=True, exist_ok=True)
    file = (home / NAME).open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("another build is running; waiting for it")
        fcntl.flock(file, fcntl.LOCK_EX)
    _held[place] = file


@contextlib.contextmanager
def only_build(home: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the build folder for one build at a time; a second one waits."""
    hold(home, say)
    try:
        yield
    finally:
        _held.pop(home.resolve()).close()
