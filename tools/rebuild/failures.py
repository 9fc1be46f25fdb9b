"""What a failed build tells the reader: chapter, heading, cell, cause, how to run it alone."""

import errno
import re
from pathlib import Path

ALONE = "_build/alone.ipynb"
ANSI = re.compile(r"\x1b\[[0-9;]*m")
CELL = re.compile(r"following cell:\n-{5,}\n(.*?)\n-{5,}\n", re.S)
FENCE = re.compile(r"^(`{3,}|:{3,})\{code-cell\}.*?$(.*?)^\1\s*$", re.S | re.M)
HEADING = re.compile(r"^#{1,6} +(.+?)\s*$", re.M)
WARNING = re.compile("(WARNING|ERROR|CRITICAL):")


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
