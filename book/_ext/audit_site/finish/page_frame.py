"""Frame each page, and write the one at the site's root that leads to the first.

Above a chapter's title stands its place in the book; at each page's foot version, day and hash.
The chapters are those of the contents that are no appendix; the first page is not counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from .. import common
from ..cite import boxes, edition, head
from ..cite.forms import Edition
from ..ledger import data
from ..publish import feeds
from ..tables import row_pages
from ..take_away import downloads
from . import manifest

APPENDIX = "appendix/"
#: Where the data package is, its archive and the pages of its rows.
DATA = (
    ("All data (zip)", downloads.ARCHIVE),
    ("all rows", f"{row_pages.INDEX}.html"),
)
LINKS = (
    ("the ledger", data.NAME),
    ("citations", boxes.NAME),
    ("changes", feeds.FEED),
    ("checksums of all pages", manifest.NAME),
)


ROOT_PAGE = """\
<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="refresh" content="0; url={target}" />
    <title>{title}</title>
    {tags}
    <link rel="icon" href="_static/favicon.svg" />
    <link rel="canonical" href="{canonical}" />
  </head>
  <body>
    <p><a href="{target}">{title}</a></p>
  </body>
</html>
"""


def chapters(root: Path, toc: str = "_toc.yml") -> list[str]:
    """Return the names of the pages that are chapters, in order."""
    pages = [page for _, pages in common.contents(root, toc) for page in pages]
    return [page for page in pages[1:] if APPENDIX not in page]


def place(number: int, total: int) -> str:
    """Return the line above a chapter's title as HTML; the bar is for the eye only."""
    return (
        f'<p class="chapter-place">Chapter {number} of {total}'
        f'<svg class="chapter-bar" viewBox="0 0 {total} 1" preserveAspectRatio="none" '
        'aria-hidden="true">'
        f'<path d="M0 0h{total}v1H0z" fill="var(--line)"/>'
        f'<path d="M0 0h{number}v1H0z" fill="var(--soft)"/></svg></p>\n'
    )


def stamp(
    edition: Edition, links: list[tuple[str, str]], data: Sequence[tuple[str, str]] = ()
) -> str:
    """Return the line at a page's foot as HTML.

    ``links`` are words and addresses of files, ``data`` those of the evidence itself.
    """
    files = ", ".join(f'<a href="{escape(href)}">{escape(words)}</a>' for words, href in links)
    whole = " · ".join(f'<a href="{escape(href)}">{escape(words)}</a>' for words, href in data)
    return (
        f'<p class="page-stamp">{whole}{". " if whole else ""}Version {escape(edition.version)}, '
        f"{escape(edition.days)}, content <code>{escape(edition.content)}</code>. "
        f"For machines: {files}.</p>"
    )


def root_page(*, title: str, tags: str, target: str, base: str) -> str:
    """Return the root page's HTML; ``tags`` are ready, all other texts are escaped here."""
    return ROOT_PAGE.format(
        title=escape(title),
        tags=tags.strip().replace("\n", "\n    "),
        target=escape(target),
        canonical=escape(f"{base}/{target}" if base else target),
    )


def add_place(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Put a chapter's place above its title."""
    if doctree is not None:
        toc = app.config.external_toc_path
        known = common.once(
            app, "audit_chapters", lambda: chapters(Path(app.srcdir), toc), "the contents"
        )
        if page in known:
            context["body"] = place(known.index(page) + 1, len(known)) + context["body"]


def add_stamp(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Hand the foot's line to the theme."""
    links = [(words, context["pathto"](name, 1)) for words, name in LINKS]
    whole = DATA if (Path(app.srcdir) / "data" / downloads.DESCRIPTION).is_file() else ()
    data_links = [(words, context["pathto"](name, 1)) for words, name in whole]
    context["theme_extra_footer"] = stamp(edition.edition_of(app), links, data_links)


def write_root_page(app: Any) -> None:
    """Write the root page with the tags of the first one."""
    index = app.config.master_doc
    doctree = app.env.get_and_resolve_doctree(index, app.builder)
    page = root_page(
        title=app.env.titles[index].astext(),
        tags=head.page_tags(app, index, doctree, root=""),
        target=f"{index}.html",
        base=edition.edition_of(app).base,
    )
    (Path(app.outdir) / "index.html").write_text(page, "utf-8")


def setup(app: Any) -> None:
    """Frame pages as they are written."""
    app.connect("html-page-context", add_place)
    app.connect("html-page-context", add_stamp)
