"""What machines poll: an Atom feed of changes, and, where the address is known, a sitemap.

A feed may name things by relative addresses and ids without a domain, so it is always written. A
sitemap and ``robots.txt`` need full addresses: they are written once ``_config.yml`` has one.
"""

from __future__ import annotations

import uuid
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sphinx.errors import ExtensionError

from ..cite import editions, forms
from . import changes

FEED = "changes.xml"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
FIRST_LINE = '<?xml version="1.0" encoding="utf-8"?>\n'
# Ids of the feed stay the same whatever address the site moves to.
OURS = uuid.uuid5(uuid.UUID(int=0), "audit-60-by-2028")


def permanent_id(name: str) -> str:
    """Return an id for a feed or an entry that needs no domain."""
    return f"urn:uuid:{uuid.uuid5(OURS, name)}"


def moment(day: str) -> str:
    """Return an ISO day as the time that Atom asks for."""
    return f"{day}T00:00:00Z"


def feed(entries: list[changes.Change], edition: forms.Edition, home: str) -> str:
    """Return the Atom feed; ``home`` is the page that it speaks of."""

    def full(address: str) -> str:
        return f"{edition.base}/{address}" if edition.base else address

    out = [
        f'{FIRST_LINE}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">',
        f"<title>{escape(edition.title)}</title>",
        f"<id>{permanent_id('feed')}</id>",
        f"<updated>{moment(entries[0].as_of if entries else edition.as_of)}</updated>",
        f"<author><name>{escape(edition.author)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href="{escape(full(FEED))}"/>',
        f'<link rel="alternate" type="text/html" href="{escape(full(home))}"/>',
    ]
    for change in entries:
        text = "\n\n".join(change.paragraphs)
        out += [
            "<entry>",
            f"<title>Version {escape(change.version)}</title>",
            f"<id>{permanent_id(f'version {change.version}')}</id>",
            f"<updated>{moment(change.as_of)}</updated>",
            f'<link rel="alternate" type="text/html" href="{escape(full(home))}"/>',
            f'<content type="text">{escape(text)}</content>',
            "</entry>",
        ]
    return "\n".join([*out, "</feed>"]) + "\n"


def sitemap(pages: list[str], edition: forms.Edition) -> str:
    """Return the sitemap of ``pages`` (addresses below the root); all have the evidence's day."""
    urls = "".join(
        f"<url><loc>{escape(f'{edition.base}/{page}')}</loc>"
        f"<lastmod>{edition.as_of}</lastmod></url>\n"
        for page in pages
    )
    return f'{FIRST_LINE}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'


def write_feeds(app: Any, exception: Exception | None) -> None:
    """Write the feed and what needs the site's address."""
    if exception is not None or app.builder.format != "html":
        return
    out, edition = Path(app.outdir), editions.edition(app)
    log = Path(app.srcdir) / "CHANGELOG.md"
    try:
        entries = changes.read(log.read_text("utf-8"))
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


def setup(app: Any) -> None:
    """Write when the pages stand."""
    app.connect("build-finished", write_feeds, priority=700)
