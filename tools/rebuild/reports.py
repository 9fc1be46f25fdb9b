"""What a build says on the terminal: what is running, how long it took, and why it failed.

Nothing is said until :func:`begin`: a plain ``jupyter-book build`` has its own. Times are for the
terminal only and reach no page. A failure is told by chapter, heading, cell, cause, and how to run
the chapter alone.
"""

import errno
import re
import sys
import time
from pathlib import Path
from typing import Any

ALONE = "_build/alone.ipynb"
ANSI = re.compile(r"\x1b\[[0-9;]*m")
HEADING = re.compile(r"^#{1,6} +(.+?)\s*$", re.M)
WARNING = re.compile("(WARNING|ERROR|CRITICAL):")
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


def chain(error: BaseException) -> list[BaseException]:
    """Return an error and the errors that caused it, outermost first."""
    found, current = [], error
    while current is not None and current not in found:
        found.append(current)
        current = current.__cause__ or current.__context__
    return found


def failing_cell(root: Path, error: BaseException) -> list[str] | None:
    """Describe a failed cell in five lines, or return None if no chapter failed.

    The failure has the chapter's ``notebook``, as far as it ran; not where MyST-NB ran it.
    """
    outer = next((one for one in chain(error) if type(one).__name__ == "ExecutionError"), None)
    if outer is None:
        return None
    name = str(outer).replace(f"{root}/", "")
    heading, number, failed = "(above the first heading)", 0, None
    for cell in outer.notebook.cells if hasattr(outer, "notebook") else ():
        if cell.cell_type != "code":
            heading = [heading, *HEADING.findall(cell.source)][-1]
            continue
        number += 1
        for output in cell.outputs:
            if output.output_type == "error":
                failed = heading, number, cell.source, output
    if failed is None:  # or the kernel died, or a cell took too long
        cause = str(outer.__cause__).strip() or type(outer.__cause__).__name__
        # A cell's error is told whole, its kind and message last.
        line = cause.splitlines()[-1 if hasattr(outer.__cause__, "traceback") else 0]
        return [f"chapter  {name}", f"cause    {ANSI.sub('', line)}"]
    heading, number, source, output = failed
    reason = f"{output.ename}: {output.evalue}".splitlines()[0]
    return [
        f"chapter  {name}",
        f"heading  {heading}",
        f"cell     {number}, beginning: {source.strip().splitlines()[0][:80]}",
        f"cause    {ANSI.sub('', reason)}",
        f"alone    .venv/bin/jupytext --to ipynb --output {ALONE} {name}"
        f" && .venv/bin/jupyter execute {ALONE}",
    ]


def disk_full(error: BaseException) -> list[str] | None:
    """Say that the disk is full, if that is what stopped the build."""
    for cause in chain(error):
        full = isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT)
        if full or "disk is full" in str(cause) or "No space left on device" in str(cause):
            place = getattr(cause, "filename", None)
            return [
                f"cause    the disk is full{f' (writing {place})' if place else ''}",
                "cure     a build needs some 100 MB in _build; make clean frees what is built",
            ]
    return None


def explain(root: Path, result: BaseException | int, warnings: str) -> list[str]:
    """Return what a person needs to know about a failed build."""
    if isinstance(result, BaseException):
        described = disk_full(result) or failing_cell(root, result)
        if described:
            return described
        if isinstance(result, OSError):
            return [f"cause    {result.strerror or result}: {result.filename or ''}".rstrip(": ")]
        told = next((str(e) for e in reversed(chain(result)) if str(e).strip()), str(result))
        return f"cause    {told}".replace(f"{root}/", "").splitlines()
    plain = ANSI.sub("", warnings).replace(f"{root}/", "").splitlines()
    shown = [line.rstrip() for line in plain if WARNING.search(line)]
    return [f"{len(shown)} warning(s), and a warning stops the build:", *shown[:20]]
