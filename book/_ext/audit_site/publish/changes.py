"""Tell what each version changed, from the changelog: as a page and as an Atom feed.

A feed may name things by relative addresses and ids without a domain, so it is always written. A
sitemap and ``robots.txt`` need full addresses: they are written once ``_config.yml`` has one.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt

from .. import common
from ..cite import edition as editions
from ..cite import forms
from ..markup import pieces

HTML = pieces("publish/publish.html")
FILE = "CHANGELOG.md"
PAGE = "changes"
TITLE = "What each version changed"
FEED = "changes.xml"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
HEAD = re.compile(
    r"^## (?:Unreleased|(\d+\.\d+\.\d+) "
    r"\(texts read up to (\d{4}-\d{2}-\d{2}), built (\d{4}-\d{2}-\d{2})\))$"
)
FAULT = "what has changed cannot be told"
# Ids of the feed stay the same whatever address the site moves to.
OURS = uuid.uuid5(uuid.UUID(int=0), "audit-60-by-2028")


@dataclass(frozen=True)
class Change:
    """One version: its number, its two ISO days, its text in Markdown. What comes after the last
    version has no number and no days."""

    version: str
    as_of: str
    built: str
    text: str

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
        if head is None:
            raise ValueError(
                f"{FILE}: expected '## 1.2.3 (texts read up to 2026-01-31, built 2026-02-01)' "
                f"or '## Unreleased', found {heading!r}"
            )
        if head[1] or body.strip():
            found.append(Change(*head.groups(""), body.strip()))
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


def permanent_id(name: str) -> str:
    """Return an id for a feed or an entry that needs no domain."""
    return f"urn:uuid:{uuid.uuid5(OURS, name)}"


def feed(told: list[Change], edition: forms.Edition) -> str:
    """Return the Atom feed of the changes, newest first."""
    last = next((change.version for change in told if change.version), "")
    names = (f"version {c.version}" if c.version else f"after version {last}" for c in told)
    entries = [(c, permanent_id(name)) for c, name in zip(told, names, strict=True)]
    own, page = (forms.full(name, edition) for name in (FEED, f"{PAGE}.html"))
    return str(HTML.feed(edition, permanent_id("feed"), own, page, entries))


def write_feeds(app: Any) -> None:
    """Write the feed and what needs the site's address.

    The sitemap has all pages but the search and those that only lead on.
    """
    out, edition = Path(app.outdir), editions.edition_of(app)
    (out / FEED).write_text(feed(changes_of(app), edition), "utf-8")
    if not edition.base:
        return
    found = {path.relative_to(out).as_posix() for path in out.rglob("*.html")}
    pages = found - {"index.html", "search.html", *app.audit_moves}
    listed = sorted(page for page in pages if not page.startswith("_"))
    (out / SITEMAP).write_text(HTML.sitemap(edition, listed), "utf-8")
    # Crawlers read robots.txt at a host's root alone.
    if urlsplit(edition.base).path in {"", "/"}:
        lines = f"User-agent: *\nAllow: /\nSitemap: {edition.base}/{SITEMAP}\n"
        (out / ROBOTS).write_text(lines, "utf-8")
