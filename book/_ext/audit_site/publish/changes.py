"""The changelog as data: one entry a version, for the feed of changes and for checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

HEAD = re.compile(
    r"^## (?P<version>\d+\.\d+\.\d+) \(evidence as of (?P<as_of>\d{4}-\d{2}-\d{2})\)$"
)
UNRELEASED = "## Unreleased"


@dataclass(frozen=True)
class Change:
    """One version: its number, the ISO day of its evidence, and its text in Markdown."""

    version: str
    as_of: str
    text: str

    @property
    def paragraphs(self) -> list[str]:
        """The text as lines of prose: paragraphs and list items without their marks."""
        blocks = re.split(r"\n\s*\n|\n(?=[-*] )", self.text)
        lines = (" ".join(block.split()).removeprefix("- ").removeprefix("* ") for block in blocks)
        return [line for line in lines if line and not line.startswith("#")]


def read(text: str) -> list[Change]:
    """The released versions of a changelog, newest first as written.

    ValueError for a heading of the second level that is neither a version with its evidence's day
    nor "Unreleased", and for versions out of order.
    """
    found = list(_entries(text))
    numbers = [tuple(int(part) for part in change.version.split(".")) for change in found]
    if numbers != sorted(set(numbers), reverse=True):
        raise ValueError(
            "CHANGELOG.md: expected each version once, newest first; found "
            + ", ".join(change.version for change in found)
        )
    return found


def _entries(text: str) -> Iterator[Change]:
    parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:]
    for part in parts:
        heading, _, body = part.partition("\n")
        if heading.strip() == UNRELEASED:
            continue
        head = HEAD.match(heading.strip())
        if head is None:
            raise ValueError(
                "CHANGELOG.md: expected '## 1.2.3 (evidence as of 2026-01-31)' or "
                f"'{UNRELEASED}', found {heading!r}"
            )
        yield Change(head["version"], head["as_of"], body.strip())
