"""Write what machines poll: an Atom feed of the changelog, and, given an address, a sitemap.

A feed may name things by relative addresses and ids without a domain, so it is always written. A
sitemap and ``robots.txt`` need full addresses: they are written once ``_config.yml`` has one.
"""

from __future__ import annotations

import uuid
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..cite import edition as editions
from ..cite import forms
from .changelog import PAGE, Change, changes_of

FEED = "changes.xml"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
FIRST_LINE = '<?xml version="1.0" encoding="utf-8"?>\n'
# Ids of the feed stay the same whatever address the site moves to.
OURS = uuid.uuid5(uuid.UUID(int=0), "audit-60-by-2028")


def permanent_id(name: str) -> str:
    """Return an id for a feed or an entry that needs no domain."""
    return f"urn:uuid:{uuid.uuid5(OURS, name)}"


def opening(title: str, name: str, day: str) -> str:
    """Return what feeds and entries begin with: title, lasting id, ISO day as a moment."""
    return (
        f"<title>{escape(title)}</title>\n<id>{permanent_id(name)}</id>\n"
        f"<updated>{day}T00:00:00Z</updated>\n"
    )


def entry(change: Change, last: str, edition: forms.Edition) -> str:
    """Return the feed's entry of a change; ``last`` is the newest version that is released."""
    name = f"version {change.version}" if change.version else f"after version {last}"
    link = escape(f"{forms.full(PAGE, edition)}.html#{change.anchor}")
    return (
        f"<entry>\n{opening(change.name, name, change.built or edition.built)}"
        f'<link rel="alternate" type="text/html" href="{link}"/>\n'
        f'<content type="html">{escape(change.html)}</content>\n</entry>\n'
    )


def feed(told: list[Change], edition: forms.Edition) -> str:
    """Return the Atom feed of the changes, newest first."""
    own = escape(forms.full(FEED, edition))
    page = escape(f"{forms.full(PAGE, edition)}.html")
    last = next((change.version for change in told if change.version), "")
    newest = told[0].built if told else ""
    return (
        f'{FIRST_LINE}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">\n'
        + opening(edition.title, "feed", newest or edition.built)
        + f"<author><name>{escape(edition.author)}</name></author>\n"
        f'<link rel="self" type="application/atom+xml" href="{own}"/>\n'
        f'<link rel="alternate" type="text/html" href="{page}"/>\n'
        + "".join(entry(change, last, edition) for change in told)
        + "</feed>\n"
    )


def sitemap(pages: list[str], edition: forms.Edition) -> str:
    """Return the sitemap of ``pages`` (addresses below the root); all have the day of the build."""
    urls = "".join(
        f"<url><loc>{escape(f'{edition.base}/{page}')}</loc>"
        f"<lastmod>{edition.built}</lastmod></url>\n"
        for page in pages
    )
    return f'{FIRST_LINE}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'


def pages_of(app: Any) -> list[str]:
    """Return the site's pages below its root: all but those that only lead on, and the search."""
    out = Path(app.outdir)
    found = {path.relative_to(out).as_posix() for path in out.rglob("*.html")}
    left_out = {"index.html", "search.html", *app.audit_moves}
    return sorted(page for page in found - left_out if not page.startswith("_"))


def write_feeds(app: Any) -> None:
    """Write the feed and what needs the site's address."""
    out, edition = Path(app.outdir), editions.edition_of(app)
    (out / FEED).write_text(feed(changes_of(app), edition), "utf-8")
    if not edition.base:
        return
    (out / SITEMAP).write_text(sitemap(pages_of(app), edition), "utf-8")
    # Crawlers read robots.txt at a host's root alone.
    if urlsplit(edition.base).path in {"", "/"}:
        lines = f"User-agent: *\nAllow: /\nSitemap: {edition.base}/{SITEMAP}\n"
        (out / ROBOTS).write_text(lines, "utf-8")
