"""Write what machines poll: an Atom feed of the changelog, and, given an address, a sitemap.

A feed may name things by relative addresses and ids without a domain, so it is always written. A
sitemap and ``robots.txt`` need full addresses: they are written once ``_config.yml`` has one.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sphinx.errors import ExtensionError

from ..cite import edition as editions
from ..cite import forms

FEED = "changes.xml"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
FIRST_LINE = '<?xml version="1.0" encoding="utf-8"?>\n'
# Ids of the feed stay the same whatever address the site moves to.
OURS = uuid.uuid5(uuid.UUID(int=0), "audit-60-by-2028")
HEAD = re.compile(
    r"^## (?P<version>\d+\.\d+\.\d+) "
    r"\(texts read up to (?P<as_of>\d{4}-\d{2}-\d{2}), built (?P<built>\d{4}-\d{2}-\d{2})\)$"
)
UNRELEASED = "## Unreleased"
PARAGRAPH = "\n\n"


@dataclass(frozen=True)
class Change:
    """One version: its number, its two ISO days, and its text in Markdown."""

    version: str
    as_of: str
    built: str
    text: str

    @property
    def paragraphs(self) -> list[str]:
        """Return the text as lines of prose: paragraphs and list items without their marks."""
        blocks = re.split(r"\n\s*\n|\n(?=[-*] )", self.text)
        lines = (" ".join(block.split()).removeprefix("- ").removeprefix("* ") for block in blocks)
        return [line for line in lines if line and not line.startswith("#")]


def changes(text: str) -> list[Change]:
    """Return the released versions of a changelog, newest first as written.

    Raises ``ValueError`` for a heading of the second level that is neither a version with its
    two days nor "Unreleased", and for versions out of order.
    """
    found = []
    for part in re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        if heading.strip() == UNRELEASED:
            continue
        head = HEAD.match(heading.strip())
        if head is None:
            raise ValueError(
                "CHANGELOG.md: expected '## 1.2.3 (texts read up to 2026-01-31, built 2026-02-01)' "
                f"or '{UNRELEASED}', found {heading!r}"
            )
        found.append(Change(head["version"], head["as_of"], head["built"], body.strip()))
    numbers = [tuple(int(part) for part in change.version.split(".")) for change in found]
    if numbers != sorted(set(numbers), reverse=True):
        raise ValueError(
            "CHANGELOG.md: expected each version once, newest first; found "
            + ", ".join(change.version for change in found)
        )
    return found


def permanent_id(name: str) -> str:
    """Return an id for a feed or an entry that needs no domain."""
    return f"urn:uuid:{uuid.uuid5(OURS, name)}"


def opening(title: str, name: str, day: str) -> str:
    """Return what feeds and entries begin with: title, lasting id, ISO day as a moment."""
    return (
        f"<title>{escape(title)}</title>\n<id>{permanent_id(name)}</id>\n"
        f"<updated>{day}T00:00:00Z</updated>\n"
    )


def feed(entries: list[Change], edition: forms.Edition, home: str) -> str:
    """Return the Atom feed; ``home`` is the page that it speaks of."""
    to_home = escape(forms.full(home, edition))
    to_home = f'<link rel="alternate" type="text/html" href="{to_home}"/>\n'
    own = escape(forms.full(FEED, edition))
    listed = "".join(
        "<entry>\n"
        + opening(f"Version {change.version}", f"version {change.version}", change.built)
        + to_home
        + f'<content type="text">{escape(PARAGRAPH.join(change.paragraphs))}</content>\n</entry>\n'
        for change in entries
    )
    return (
        f'{FIRST_LINE}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">\n'
        + opening(edition.title, "feed", entries[0].built if entries else edition.built)
        + f"<author><name>{escape(edition.author)}</name></author>\n"
        f'<link rel="self" type="application/atom+xml" href="{own}"/>\n'
        f"{to_home}{listed}</feed>\n"
    )


def sitemap(pages: list[str], edition: forms.Edition) -> str:
    """Return the sitemap of ``pages`` (addresses below the root); all have the day of the build."""
    urls = "".join(
        f"<url><loc>{escape(f'{edition.base}/{page}')}</loc>"
        f"<lastmod>{edition.built}</lastmod></url>\n"
        for page in pages
    )
    return f'{FIRST_LINE}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'


def write_feeds(app: Any) -> None:
    """Write the feed and what needs the site's address."""
    out, edition = Path(app.outdir), editions.edition_of(app)
    try:
        entries = changes((Path(app.srcdir) / "CHANGELOG.md").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ExtensionError(f"the feed of changes cannot be made: {error}") from error
    (out / FEED).write_text(feed(entries, edition, f"{app.config.master_doc}.html"), "utf-8")
    if not edition.base:
        return
    pages = sorted(f"{page}.html" for page in app.env.found_docs)
    (out / SITEMAP).write_text(sitemap(pages, edition), "utf-8")
    # Crawlers read robots.txt at a host's root alone.
    if urlsplit(edition.base).path in {"", "/"}:
        lines = f"User-agent: *\nAllow: /\nSitemap: {edition.base}/{SITEMAP}\n"
        (out / ROBOTS).write_text(lines, "utf-8")
