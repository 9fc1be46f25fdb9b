"""What differs between two snapshots, and the likely cause of each difference.

A cause is looked for in this order: rows of data that the result used, other data, the chapter's
own source, code of the package, code of the site, the lock and the environment. If none of these
changed, the build itself is not reproducible, which is the worst finding and said as such.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

RESULTS = ("verdicts", "numbers", "notebooks", "pages")
SHOWN = 4
# Published files whose bytes follow from data and numbers, not from the look of a page.
HELD_BY_DATA = (".zip", ".csv", ".json", ".ipynb", ".bib")


@dataclass(frozen=True)
class Difference:
    """One thing that is not as recorded; ``kind`` is one of RESULTS, ``cause`` one line."""

    kind: str
    where: str
    recorded: str
    found: str
    cause: str

    def __str__(self) -> str:
        return (
            f"{self.where}: recorded {self.recorded}, found {self.found}\n    cause  {self.cause}"
        )


@dataclass
class Comparison:
    """How much is the same (kind to (same, all)) and every difference."""

    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Whether everything is as recorded."""
        return not self.differences

    def summary(self) -> str:
        """Return the one line that a referee reads first."""
        parts = [f"{self.counts[kind][0]} of {self.counts[kind][1]} {kind}" for kind in RESULTS]
        return ", ".join(parts[:-1]) + f" and {parts[-1]} identical to the record"


def few(names: Iterable[str]) -> str:
    """Return the first names of a list in words."""
    listed = list(names)
    more = f" and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
    return ", ".join(listed[:SHOWN]) + more


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return the names whose value was added, removed or changed, sorted, with a sign."""
    signs = []
    for name in sorted(set(before) | set(after)):
        if name not in after:
            signs.append(f"{name} (removed)")
        elif name not in before:
            signs.append(f"{name} (new)")
        elif before[name] != after[name]:
            signs.append(name)
    return signs


def bare(name: str) -> str:
    """Return a name of :func:`changed` without its sign."""
    return name.partition(" (")[0]


class Causes:
    """What changed among the inputs of two snapshots."""

    def __init__(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        old, new = before["inputs"], after["inputs"]
        self.rows: dict[str, list[str]] = {}
        for name in sorted(set(old["tables"]) | set(new["tables"])):
            moved = changed(old["tables"].get(name, {}), new["tables"].get(name, {}))
            if moved:
                self.rows[name] = moved
        self.documents = changed(old["documents"], new["documents"])
        self.package = changed(old["package"], new["package"])
        self.extension = changed(old["extension"], new["extension"])
        self.chapters = changed(old["chapters"], new["chapters"])
        self.environment = environment_changes(before["environment"], after["environment"])
        self.lock = old["lock"] != new["lock"]

    def data(self, used: Iterable[str] = ()) -> str:
        """Return which rows changed, those of ``used`` first and alone if there are any."""
        wanted = set(used)
        hit = [
            f"{file} row {few(matching)}"
            for file, rows in self.rows.items()
            if (matching := [row for row in rows if bare(row) in wanted])
        ]
        every = hit or [f"{file} row {few(rows)}" for file, rows in self.rows.items()]
        return few([*every, *self.documents])

    def of(self, page: str, *, used: Iterable[str] = (), only_page: bool = False) -> str:
        """Return the likely cause of a difference on ``page``.

        ``used`` names rows that the result rests on; ``only_page`` says that its numbers are the
        same, so that data and package are no cause.
        """
        source = [name for name in self.chapters if bare(name) == f"{page}.md"]
        found = []
        if not only_page and (self.rows or self.documents):
            found.append(f"data changed: {self.data(used)}")
        if source:
            found.append(f"the chapter changed: {source[0]}")
        if not only_page and self.package:
            found.append(f"code changed: {few(self.package)}")
        if only_page and self.extension:
            found.append(f"the site's code or style changed: {few(self.extension)}")
        if self.environment:
            found.append(f"the environment differs: {few(self.environment)}")
        elif self.lock:
            found.append("requirements.lock changed")
        if found:
            return "; ".join(found)
        if only_page:
            others = [*self.rows, *self.documents, *self.chapters, *self.package, *self.extension]
            if others:
                return f"another page or the ledger changed: {few(others)}"
        return "none found: same data, code and environment; the build is not reproducible here"

    def listed(self) -> list[str]:
        """Return what changed among the inputs, one line a kind."""
        lines = [f"data: {file}, row {few(rows)}" for file, rows in self.rows.items()]
        kinds = {
            "data": self.documents,
            "package": self.package,
            "site": self.extension,
            "chapters": self.chapters,
            "environment": self.environment,
        }
        lines += [f"{kind}: {few(names)}" for kind, names in kinds.items() if names]
        return lines


def environment_changes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return how two environments differ: Python, system, and package by package."""
    found = [
        f"{name} {before[name]} in the record, {after[name]} here"
        for name in ("python", "system")
        if before[name] != after[name]
    ]
    old, new = before["packages"], after["packages"]
    for name in sorted(set(old) | set(new)):
        pair = old.get(name, "none"), new.get(name, "none")
        if pair[0] != pair[1]:
            found.append(f"{name} {pair[0]} in the record, {pair[1]} here")
    return found


def compare(
    before: dict[str, Any],
    after: dict[str, Any],
    old_notebooks: dict[str, str],
    new_notebooks: dict[str, str],
) -> Comparison:
    """Compare two snapshots and the texts of their executed notebooks by page."""
    causes = Causes(before, after)
    found = Comparison()
    verdicts(before, after, causes, found)
    moved = numbers(before, after, causes, found)
    notebooks(old_notebooks, new_notebooks, causes, found)
    files(before, after, causes, found, moved)
    return found


def count(found: Comparison, kind: str, names: Iterable[str], wrong: int) -> None:
    """Note how many of a kind are the same."""
    total = len(set(names))
    found.counts[kind] = total - wrong, total


def verdicts(before: dict, after: dict, causes: Causes, found: Comparison) -> None:
    """Compare claim by claim: the verdict today and at publication, and its sentence."""
    old, new = before["verdicts"], after["verdicts"]
    wrong = 0
    for name in sorted(set(old) | set(new)):
        one, two = old.get(name), new.get(name)
        keys = ("verdict", "at_publication", "sentence")
        if one and two and all(one[key] == two[key] for key in keys):
            continue
        wrong += 1
        said = [
            "none" if claim is None else f"“{claim['sentence']}” ({claim['verdict']})"
            for claim in (one, two)
        ]
        known = two or one
        assert known is not None
        cause = causes.of(known["page"], used=known["rows"])
        found.differences.append(Difference("verdicts", f"verdict {name}", *said, cause))
    count(found, "verdicts", [*old, *new], wrong)


def numbers(before: dict, after: dict, causes: Causes, found: Comparison) -> set[str]:
    """Compare the numbers of each chapter's prose; return the pages on which one moved."""
    old = {(page, n): v for page, named in before["numbers"].items() for n, v in named.items()}
    new = {(page, n): v for page, named in after["numbers"].items() for n, v in named.items()}
    wrong = 0
    moved = set()
    for page, name in sorted(set(old) | set(new)):
        one, two = old.get((page, name), "none"), new.get((page, name), "none")
        if one != two:
            wrong += 1
            moved.add(page)
            where = f"number {name} of {page}"
            change = relative(one, two)
            found.differences.append(
                Difference("numbers", where, one, f"{two}{change}", causes.of(page))
            )
    count(found, "numbers", [f"{page} {name}" for page, name in [*old, *new]], wrong)
    return moved


def relative(one: str, two: str) -> str:
    """Return how large a step between two numbers is, or nothing for texts."""
    try:
        first, second = float(one), float(two)
    except ValueError:
        return ""
    if not first:
        return ""
    step = abs(second / first - 1)
    last = ", the last digits alone: another processor or library" if step < 1e-6 else ""
    return f" ({step:.2g} apart{last})"


def notebooks(old: dict[str, str], new: dict[str, str], causes: Causes, found: Comparison) -> None:
    """Compare the executed notebooks; a difference names the first output that is another."""
    wrong = 0
    for page in sorted(set(old) | set(new)):
        if old.get(page) != new.get(page):
            wrong += 1
            one, two = first_step(old.get(page, ""), new.get(page, ""))
            found.differences.append(
                Difference("notebooks", f"notebook of {page}", one, two, causes.of(page))
            )
    count(found, "notebooks", [*old, *new], wrong)


def first_step(one: str, two: str) -> tuple[str, str]:
    """Return the first lines in which two texts differ, cut to a length to read."""
    first, second = one.splitlines(), two.splitlines()
    for a, b in zip(first, second, strict=False):
        if a != b:
            return a.strip()[:100], b.strip()[:100]
    return f"{len(first)} lines", f"{len(second)} lines"


def page_of(name: str) -> str:
    """Return the page that a published file belongs to: itself, or the one it lies under."""
    if name.startswith("_data/") and name.count("/") > 1:
        return name.removeprefix("_data/").rpartition("/")[0]
    return name.removesuffix(".html")


def files(before: dict, after: dict, causes: Causes, found: Comparison, moved: set[str]) -> None:
    """Compare every published file by its sum; for a page, say which printed number moved."""
    old, new = before["files"], after["files"]
    wrong = 0
    for name in sorted(set(old) | set(new)):
        if old.get(name) == new.get(name):
            continue
        wrong += 1
        page = page_of(name)
        one, two = before["printed"].get(name, []), after["printed"].get(name, [])
        steps = [f"{a} → {b}" for a, b in zip(one, two, strict=False) if a != b]
        said = f"another sum; printed numbers that moved: {few(steps)}" if steps else "another sum"
        if name not in old or name not in new:
            said = "a new file" if name in new else "no such file"
        same_numbers = page not in moved and not steps and not name.endswith(HELD_BY_DATA)
        cause = causes.of(page, only_page=same_numbers)
        if same_numbers and causes.environment:
            cause += " (the bytes of pages and drawings may depend on the platform)"
        found.differences.append(
            Difference("pages", f"file {name}", (old.get(name) or "no such file")[:12], said, cause)
        )
    count(found, "pages", [*old, *new], wrong)
