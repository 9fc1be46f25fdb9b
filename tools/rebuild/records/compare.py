"""What differs between two snapshots, and the likely cause of each difference.

A cause is looked for among what the snapshots were made of: data by row, the chapter's own source,
code of the package, code of the site, the lock and the environment. If none of these changed, the
build itself is not reproducible, which is the worst finding and said as such.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

RESULTS = ("verdicts", "numbers", "notebooks", "files")
#: What must be the same of each claim.
JUDGED = ("verdict", "at_publication", "sentence")
SHOWN = 4
#: What a changed file is called: data and code may move a number, the site's code only a page.
KINDS = {
    "data": "data changed",
    "analysis": "code changed",
    "requirements.lock": "requirements.lock changed",
}
SITE = "the site's code or style changed"
# Published files whose bytes follow from data and numbers, not from the look of a page.
HELD_BY_DATA = (".zip", ".csv", ".json", ".ipynb", ".bib")


@dataclass(frozen=True)
class Difference:
    """One thing that is not as recorded; ``cause`` is one line."""

    where: str
    recorded: str
    found: str
    cause: str

    def __str__(self) -> str:
        said = f"{self.where}: recorded {self.recorded}, found {self.found}"
        return f"{said}\n    cause  {self.cause}"


@dataclass
class Comparison:
    """How much is the same (one of RESULTS to (same, all)) and every difference."""

    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    def summary(self) -> str:
        """Return the one line that a referee reads first."""
        parts = [f"{self.counts[kind][0]} of {self.counts[kind][1]} {kind}" for kind in RESULTS]
        return ", ".join(parts[:-1]) + f" and {parts[-1]} identical to the record"

    def differing(self, kind: str, old: dict[Any, Any], new: dict[Any, Any]) -> list[Any]:
        """Return the names whose values differ; note how many are the same."""
        names = sorted(set(old) | set(new))
        other = [name for name in names if old.get(name) != new.get(name)]
        self.counts[kind] = len(names) - len(other), len(names)
        return other

    def add(self, where: str, recorded: str, found: str, cause: str) -> None:
        """Note a difference."""
        self.differences.append(Difference(where, recorded, found, cause))


def few(names: Iterable[str]) -> str:
    """Return the first names of a list in words."""
    listed = list(names)
    more = f" and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
    return ", ".join(listed[:SHOWN]) + more


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return the names whose value was added, removed or changed, sorted, with a sign."""
    signs = {name: " (removed)" for name in before if name not in after}
    signs |= {name: " (new)" for name in after if name not in before}
    other = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    return [name + signs.get(name, "") for name in sorted(other)]


class Causes:
    """What changed among the inputs of two snapshots."""

    def __init__(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        there, here = before["environment"], after["environment"]
        self.environment = [
            f"{name} {there.get(name, 'none')} in the record, {here.get(name, 'none')} here"
            for name in there | here
            if there.get(name) != here.get(name)
        ]
        self.chapters: list[str] = []
        self.moved: dict[str, list[str]] = {kind: [] for kind in (*KINDS.values(), SITE)}
        for name in changed(before["inputs"], after["inputs"]):
            if name.startswith("book/") and ".md" in name:
                self.chapters.append(name)
            else:
                first = name.partition(" (")[0].partition("/")[0]
                self.moved[KINDS.get(first, SITE)].append(name)

    def of(self, page: str, *, used: Iterable[str] = (), only_page: bool = False) -> str:
        """Return the likely cause of a difference on ``page``.

        ``used`` names rows that the result rests on: if any of them changed, they are told alone.
        ``only_page`` says that its numbers are the same, so that data and package are no cause.
        """
        said = [f"the chapter changed: {name}" for name in self.chapters if f"{page}.md" in name]
        rows = {f"row {row}" for row in used}
        for kind, names in self.moved.items():
            if names and only_page == (kind == SITE):
                hit = [one for one in names if any(row in one for row in rows)]
                said.append(f"{kind}: {few(hit or names)}")
        if self.environment:
            said.append(f"the environment differs: {few(self.environment)}")
        others = [*self.chapters, *(name for names in self.moved.values() for name in names)]
        if only_page and others and not said:
            said.append(f"another page or the ledger changed: {few(others)}")
        return "; ".join(said) or (
            "none found: same data, code and environment; the build is not reproducible here"
        )


def compare(
    before: dict[str, Any],
    after: dict[str, Any],
    old_notebooks: dict[str, str],
    new_notebooks: dict[str, str],
) -> Comparison:
    """Compare two snapshots and the texts of their executed notebooks by page."""
    causes, found = Causes(before, after), Comparison()
    judged = [
        {name: [claim[key] for key in JUDGED] for name, claim in snapshot["verdicts"].items()}
        for snapshot in (before, after)
    ]
    for name in found.differing("verdicts", *judged):
        claims = [snapshot["verdicts"].get(name) for snapshot in (before, after)]
        said = ["none" if c is None else f"“{c['sentence']}” ({c['verdict']})" for c in claims]
        known = claims[1] or claims[0] or {}
        found.add(f"verdict {name}", *said, causes.of(known["page"], used=known["rows"]))
    numbers = [
        {(page, n): v for page, named in snapshot["numbers"].items() for n, v in named.items()}
        for snapshot in (before, after)
    ]
    moved = found.differing("numbers", *numbers)
    for page, name in moved:
        one, two = (known.get((page, name), "none") for known in numbers)
        found.add(f"number {name} of {page}", one, two + relative(one, two), causes.of(page))
    for page in found.differing("notebooks", old_notebooks, new_notebooks):
        steps = first_step(old_notebooks.get(page, ""), new_notebooks.get(page, ""))
        found.add(f"notebook of {page}", *steps, causes.of(page))
    for name in found.differing("files", before["files"], after["files"]):
        found.add(*published(name, before, after, causes, {page for page, _ in moved}))
    return found


def relative(one: str, two: str) -> str:
    """Return how large a step between two numbers is, or nothing for texts."""
    try:
        step = abs(float(two) / float(one) - 1)
    except (ValueError, ZeroDivisionError):
        return ""
    last = ", the last digits alone: another processor or library" if step < 1e-6 else ""
    return f" ({step:.2g} apart{last})"


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


def published(
    name: str, before: dict, after: dict, causes: Causes, moved: set[str]
) -> tuple[str, str, str, str]:
    """Tell of a published file that differs; ``moved`` are the pages whose numbers did."""
    old, new = before["files"], after["files"]
    said = "another sum"
    if name not in old or name not in new:
        said = "a new file" if name in new else "no such file"
    page = page_of(name)
    same_numbers = page not in moved and not name.endswith(HELD_BY_DATA)
    cause = causes.of(page, only_page=same_numbers)
    if same_numbers and causes.environment:
        cause += " (the bytes of pages and drawings may depend on the platform)"
    return f"file {name}", old.get(name, "no such file")[:12], said, cause
