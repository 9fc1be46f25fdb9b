"""Lines on the terminal while the book is built: what is running and how long it took.

Nothing is said until :func:`begin`: a plain ``jupyter-book build`` has its own. Times are for the
terminal only and reach no page.
"""

import sys
import time
from typing import Any

_began = 0.0
_stream: Any = None
_step: float | None = None  # when the line that is still open was begun


def begin() -> None:
    """Tell of the build that begins now, where this process's lines go now."""
    global _began, _stream
    _began, _stream = time.perf_counter(), sys.stdout


def write(text: str) -> None:
    """Write to the terminal at once."""
    if _stream is not None:
        _stream.write(text)
        _stream.flush()


def say(text: str) -> None:
    """Print one line."""
    finish()
    write(f"{text}\n")


def start(text: str) -> None:
    """Print the beginning of a line, to be closed by :func:`finish` with the time it took."""
    global _step
    finish()
    write(f"  {text:<34}")
    _step = time.perf_counter()


def finish(*_: Any) -> None:
    """Close the open line, if there is one."""
    global _step
    if _step is not None:
        write(f"{time.perf_counter() - _step:7.1f} s\n")
        _step = None


def total() -> float:
    """Return the seconds since the beginning."""
    return time.perf_counter() - _began


def setup(app: Any) -> None:
    """Report the reading of pages and their writing."""

    def reading(_app: Any, _env: Any, pages: list[str]) -> None:
        if pages:
            start(f"reading {len(pages)} pages")

    app.connect("env-before-read-docs", reading, priority=999)
    app.connect("env-updated", finish, priority=999)
    app.connect("env-check-consistency", lambda *_: start("writing the pages"))
    app.connect("build-finished", finish, priority=999)
