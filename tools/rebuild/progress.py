"""Lines on the terminal while the book is built: what is running and how long it took."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any


class Progress:
    """Prints a line for each step; times are for the terminal only and reach no page.

    ``addresses`` says whether sites that were built are still there when somebody reads of them.
    """

    def __init__(self, stream: Any = None, *, addresses: bool = True) -> None:
        self.stream = stream or sys.stdout
        self.addresses = addresses
        self.began = time.perf_counter()
        self._open: tuple[str, float] | None = None

    def say(self, text: str) -> None:
        """Print one line."""
        self.finish()
        self.stream.write(f"{text}\n")
        self.stream.flush()

    def start(self, text: str) -> None:
        """Print the beginning of a line, to be closed by :meth:`finish` with the time it took."""
        self.finish()
        self.stream.write(f"  {text:<34}")
        self.stream.flush()
        self._open = (text, time.perf_counter())

    def finish(self) -> None:
        """Close the open line, if there is one."""
        if self._open is not None:
            self.stream.write(f"{time.perf_counter() - self._open[1]:7.1f} s\n")
            self.stream.flush()
            self._open = None

    def say_where(self, site: Path) -> None:
        """Print the address of a site's first page."""
        if self.addresses:
            self.say(f"open {(site / 'index.html').resolve().as_uri()}")

    def total(self) -> float:
        """Return the seconds since the beginning."""
        return time.perf_counter() - self.began


#: Who hears of the steps of the Sphinx build that runs.
hears: ContextVar[Progress | None] = ContextVar("hears", default=None)


@contextlib.contextmanager
def told_to(progress: Progress) -> Iterator[None]:
    """Let the Sphinx build inside report its steps."""
    token = hears.set(progress)
    try:
        yield
    finally:
        hears.reset(token)


def say(text: str) -> None:
    """Print one line where somebody hears of the build's steps."""
    if progress := hears.get():
        progress.say(text)


def setup(app: Any) -> None:
    """Report the reading of pages and their writing."""
    progress = hears.get()
    if progress is None:
        return

    def reading(_app: Any, _env: Any, pages: list[str]) -> None:
        if pages:
            progress.start(f"reading {len(pages)} pages")

    app.connect("env-before-read-docs", reading, priority=999)
    app.connect("env-updated", lambda *_: progress.finish(), priority=999)
    app.connect("env-check-consistency", lambda *_: progress.start("writing the pages"))
    app.connect("build-finished", lambda *_: progress.finish(), priority=999)
