"""At the foot of every page: version, evidence day and content hash, and the files for machines."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

from ..cite import boxes, editions
from ..cite.forms import Edition
from ..ledger import data
from ..notebook import long_day
from ..publish import feeds
from . import manifest

LINKS = (
    ("the ledger", data.NAME),
    ("citations", boxes.NAME),
    ("changes", feeds.FEED),
    ("checksums of all pages", manifest.NAME),
)


def stamp(edition: Edition, links: list[tuple[str, str]]) -> str:
    """Return the stamp as HTML; ``links`` are words and addresses of files."""
    day = long_day(date.fromisoformat(edition.as_of))
    files = ", ".join(f'<a href="{escape(href)}">{escape(words)}</a>' for words, href in links)
    return (
        f'<p class="page-stamp">Version {escape(edition.version)}, evidence as of {escape(day)}, '
        f"content <code>{escape(edition.content)}</code>. For machines: {files}.</p>"
    )


def add_stamp(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Hand the stamp to the theme's footer."""
    way = context["pathto"]
    links = [(words, way(name, 1)) for words, name in LINKS]
    context["theme_extra_footer"] = stamp(editions.edition(app), links)


def setup(app: Any) -> None:
    """Stamp each page as it is written."""
    app.connect("html-page-context", add_stamp)
