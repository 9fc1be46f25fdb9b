"""Write what machines poll: an Atom feed of the changelog, and, given an address, a sitemap.

A feed may name things by relative addresses and ids without a domain, so it is always written. A
sitemap and ``robots.txt`` need full addresses: they are written once ``_config.yml`` has one.
"""

import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..cite import edition as editions
from ..cite import forms
from ..markup import pieces
from .changelog import PAGE, Change, changes_of

HTML = pieces("publish/publish.html")
FEED = "changes.xml"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
# Ids of the feed stay the same whatever address the site moves to.
OURS = uuid.uuid5(uuid.UUID(int=0), "audit-60-by-2028")


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


def pages_of(app: Any) -> list[str]:
    """Return the site's pages below its root: all but those that only lead on, and the search."""
    out = Path(app.outdir)
    found = {path.relative_to(out).as_posix() for path in out.rglob("*.html")}
    found -= {"index.html", "search.html", *app.audit_moves}
    return sorted(page for page in found if not page.startswith("_"))


def write_feeds(app: Any) -> None:
    """Write the feed and what needs the site's address."""
    out, edition = Path(app.outdir), editions.edition_of(app)
    (out / FEED).write_text(feed(changes_of(app), edition), "utf-8")
    if not edition.base:
        return
    (out / SITEMAP).write_text(HTML.sitemap(edition, pages_of(app)), "utf-8")
    # Crawlers read robots.txt at a host's root alone.
    if urlsplit(edition.base).path in {"", "/"}:
        lines = f"User-agent: *\nAllow: /\nSitemap: {edition.base}/{SITEMAP}\n"
        (out / ROBOTS).write_text(lines, "utf-8")
