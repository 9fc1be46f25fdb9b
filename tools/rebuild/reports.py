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
CELL = re.compile(r"following cell:\n-{5,}\n(.*?)\n-{5,}\n", re.S)
FENCE = re.compile(r"^(`{3,}|:{3,})\{code-cell\}.*?$(.*?)^\1\s*$", re.S | re.M)
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


def locate_cell(chapter: str, source: str) -> tuple[int, str]:
    """Return the number of the cell with this source (from 1; 0 if unknown) and its heading."""
    headings = [(m.start(), m[1]) for m in HEADING.finditer(chapter)]
    for count, cell in enumerate(FENCE.finditer(chapter), start=1):
        if source.strip() and source.strip() in cell[2]:
            above = [text for place, text in headings if place < cell.start()]
            return count, above[-1] if above else ""
    return 0, ""


def failing_cell(root: Path, error: BaseException) -> list[str] | None:
    """Describe a failed cell in five lines, or return None if no cell failed."""
    errors = chain(error)
    outer = next((e for e in errors if type(e).__name__ == "ExecutionError"), None)
    inner = next((e for e in errors if type(e).__name__ == "CellExecutionError"), None)
    if outer is None:
        return None
    path = Path(str(outer))
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    if inner is None:
        cause = str(errors[-1]).strip().splitlines()
        return [f"chapter  {name}", f"cause    {cause[0] if cause else type(errors[-1]).__name__}"]
    quoted = CELL.search(str(inner))
    source = quoted[1] if quoted else ""
    number, heading = locate_cell(path.read_text("utf-8"), source)
    first = next((line for line in source.splitlines() if line.strip()), "")
    reason = f"{inner.ename}: {inner.evalue}".strip().splitlines()[0]
    return [
        f"chapter  {name}",
        f"heading  {heading or '(above the first heading)'}",
        f"cell     {number or '?'}, beginning: {first.strip()[:80]}",
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
