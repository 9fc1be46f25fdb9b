"""Write what is read beside the chapters: changes as a page and a feed, what programs ask for.

What each version changed comes from the changelog. A feed may name things by relative addresses and
ids without a domain, so it is always written; a sitemap and ``robots.txt`` need full addresses, and
are written once ``_config.yml`` has one. ``llms.txt`` (its form is that of llmstxt.org) says in
plain text what the site is and says, ``watch.ics`` is a calendar (RFC 5545) with a whole-day event
for each dated test of a verdict. Everything in them is from the published claims document and the
edition.
"""

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt

from .. import common
from ..chapter import description_of
from ..cite import edition as citing
from ..ledger import data
from ..markup import pieces, written
from ..tables.due import due
from . import downloads

HTML = pieces("publish/publish.html")
CHANGELOG = "CHANGELOG.md"
PAGE, TITLE = "changes", "What each version changed"
FEED, SITEMAP, ROBOTS = "changes.xml", "sitemap.xml", "robots.txt"
LLMS, CALENDAR = "llms.txt", "watch.ics"
HEAD = re.compile(
    r"^## (?:Unreleased|(\d+\.\d+\.\d+) "
    r"\(texts read up to (\d{4}-\d{2}-\d{2}), built (\d{4}-\d{2}-\d{2})\))$"
)
FAULT = "what has changed cannot be told"
# Ids of the feed stay the same whatever address the site moves to.
OURS = uuid.uuid5(uuid.UUID(int=0), "audit-60-by-2028")
#: Files that llms.txt tells of.
FILES = {
    data.NAME: "every sentence with its checks, rows and verdict; its schema is beside it",
    downloads.ARCHIVE: "all data with their sources, a Data Package",
    "citations.bib": "everything that can be cited, as BibTeX",
    FEED: "what each version changed, as a feed",
}


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
                f"{CHANGELOG}: expected '## 1.2.3 (texts read up to 2026-01-31, built 2026-02-01)' "
                f"or '## Unreleased', found {heading!r}"
            )
        if head[1] or body.strip():
            found.append(Change(*head.groups(""), body.strip()))
    numbers = [tuple(map(int, c.version.split("."))) for c in found if c.version]
    if numbers != sorted(set(numbers), reverse=True) or not all(c.version for c in found[1:]):
        raise ValueError(
            f"{CHANGELOG}: expected what is unreleased first, then each version once, newest "
            f"first; found {', '.join(change.version or 'Unreleased' for change in found)}"
        )
    return found


def changes_of(app: Any) -> list[Change]:
    """Return what the build's changelog tells, read on first use."""
    path = Path(app.srcdir) / CHANGELOG
    return common.once(app, "audit_changes", lambda: changes(path.read_text("utf-8")), FAULT)


def collect(app: Any) -> Iterator[tuple[str, dict[str, str], str]]:
    """Give the page of changes to the builder, in the frame of every other page."""
    body = str(HTML.changes(PAGE, TITLE, changes_of(app)))
    yield PAGE, {"title": TITLE, "body": body}, "page.html"


def permanent_id(name: str) -> str:
    """Return an id for a feed or an entry that needs no domain."""
    return f"urn:uuid:{uuid.uuid5(OURS, name)}"


def feed(told: list[Change], edition: citing.Edition) -> str:
    """Return the Atom feed of the changes, newest first."""
    last = next((change.version for change in told if change.version), "")
    names = (f"version {c.version}" if c.version else f"after version {last}" for c in told)
    entries = [(c, permanent_id(name)) for c, name in zip(told, names, strict=True)]
    own, page = (citing.full(name, edition) for name in (FEED, f"{PAGE}.html"))
    return str(HTML.feed(edition, permanent_id("feed"), own, page, entries))


def llms(
    ledger: data.Ledger, edition: citing.Edition, *, summary: str, pages: Mapping[str, str]
) -> str:
    """Return ``llms.txt``; ``pages`` are titles by address, ``summary`` the answer in short."""
    facts = {"edition": edition, "summary": summary, "pages": pages, "files": FILES}
    facts |= {"ledger": ledger, "article": ledger.sources[data.ARTICLE], "full": citing.full}
    facts["citation"] = citing.apa(citing.whole_book(edition), edition)
    return written("publish/llms.txt", **facts)


def calendar(records: Iterable[Mapping[str, Any]], edition: citing.Edition) -> str:
    """Return the calendar of the days on which to look at a verdict again."""
    as_of = dt.date.fromisoformat(edition.as_of)
    days = ((due(str(record["would_change"] or ""), as_of), record) for record in records)
    events = [(day, record) for day, record in days if day]
    facts = {"edition": edition, "events": events, "value": escaped, "full": citing.full}
    return "".join(map(folded, written("publish/watch.ics", **facts).splitlines()))


def escaped(text: str) -> str:
    """Return a text as a calendar's value."""
    return re.sub(r"([\\;,])", r"\\\1", " ".join(text.split()))


def folded(line: str) -> str:
    """Return a line of a calendar in pieces of at most 75 bytes, as the format asks."""
    parts = [""]
    for letter in line:
        if len(f"{parts[-1]}{letter}".encode()) > 75:
            parts.append(" ")
        parts[-1] += letter
    return "\r\n".join(parts) + "\r\n"


def files(app: Any) -> dict[str, str]:
    """Return all of it but the page.

    The sitemap has all pages but the search and those that only lead on; crawlers read
    ``robots.txt`` at a host's root alone.
    """
    edition, ledger = citing.edition_of(app), data.ledger(app)
    pages = {f"{page}.html": app.env.titles[page].astext() for page in common.pages(app)}
    summary = description_of(app.env.get_doctree(app.config.master_doc))
    found = {
        FEED: feed(changes_of(app), edition),
        LLMS: llms(ledger, edition, summary=summary, pages=pages),
        CALENDAR: calendar(ledger.cards, edition),
    }
    if edition.base:
        out = Path(app.outdir)
        there = {path.relative_to(out).as_posix() for path in out.rglob("*.html")}
        own = there - {"index.html", "search.html", *app.audit_moves}
        listed = sorted(page for page in own if not page.startswith("_"))
        found[SITEMAP] = str(HTML.sitemap(edition, listed))
        if urlsplit(edition.base).path in {"", "/"}:
            found[ROBOTS] = f"User-agent: *\nAllow: /\nSitemap: {edition.base}/{SITEMAP}\n"
    return found
