"""Read the changelog, and make from it the page that says what each version changed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from .. import common
from ..cite.forms import days_in_words
from ..markup import pieces

HTML = pieces("publish/publish.html")
FILE = "CHANGELOG.md"
PAGE = "changes"
TITLE = "What each version changed"
HEAD = re.compile(
    r"^## (?P<version>\d+\.\d+\.\d+) "
    r"\(texts read up to (?P<as_of>\d{4}-\d{2}-\d{2}), built (?P<built>\d{4}-\d{2}-\d{2})\)$"
)
UNRELEASED = "## Unreleased"
FAULT = "what has changed cannot be told"


@dataclass(frozen=True)
class Change:
    """One version: its number, its two ISO days, its text in Markdown. What comes after the last
    version has no number and no days."""

    version: str
    as_of: str
    built: str
    text: str

    @property
    def name(self) -> str:
        """Return what the change is called."""
        return f"Version {self.version}" if self.version else "Not yet released"

    @property
    def anchor(self) -> str:
        """Return its anchor on the page of changes."""
        return f"v{self.version.replace('.', '-')}" if self.version else "unreleased"

    @property
    def days(self) -> str:
        """Return the two days in words."""
        return days_in_words(self.as_of, self.built) if self.version else ""

    @property
    def html(self) -> str:
        """Return the text as HTML; markup in it is text."""
        settings = {"html": False, "typographer": True}
        return MarkdownIt("commonmark", settings).enable("smartquotes").render(self.text)


def changes(text: str) -> list[Change]:
    """Return what a changelog tells, newest first; "Unreleased" only where something stands there.

    Raises ``ValueError`` for a heading of the second level that is neither a version with its
    two days nor "Unreleased", and for versions out of order.
    """
    found = []
    for part in re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        head = HEAD.match(heading.strip())
        if head is not None:
            found.append(Change(head["version"], head["as_of"], head["built"], body.strip()))
        elif heading.strip() != UNRELEASED:
            raise ValueError(
                f"{FILE}: expected '## 1.2.3 (texts read up to 2026-01-31, built 2026-02-01)' "
                f"or '{UNRELEASED}', found {heading!r}"
            )
        elif body.strip():
            found.append(Change("", "", "", body.strip()))
    numbers = [tuple(map(int, c.version.split("."))) for c in found if c.version]
    if numbers != sorted(set(numbers), reverse=True) or not all(c.version for c in found[1:]):
        raise ValueError(
            f"{FILE}: expected what is unreleased first, then each version once, newest first; "
            f"found {', '.join(change.version or 'Unreleased' for change in found)}"
        )
    return found


def changes_of(app: Any) -> list[Change]:
    """Return what the build's changelog tells, read on first use."""
    path = Path(app.srcdir) / FILE
    return common.once(app, "audit_changes", lambda: changes(path.read_text("utf-8")), FAULT)


def collect(app: Any) -> Iterator[tuple[str, dict[str, str], str]]:
    """Give the page to the builder, in the frame of every other page."""
    body = str(HTML.changes(PAGE, TITLE, changes_of(app)))
    yield PAGE, {"title": TITLE, "body": body}, "page.html"
