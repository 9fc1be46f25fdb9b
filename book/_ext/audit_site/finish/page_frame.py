"""Frame each page, and write the one at the site's root that leads to the first.

Above a page's title stands which book it is from, a chapter's place in it and how long it takes to
read; at each page's foot version, day and hash. The chapters are those of the contents that are no
appendix; the first page is not counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes

from analysis.words import day_in_words

from .. import common, html_nodes
from ..cite import boxes, edition, head
from ..cite.forms import Edition
from ..ledger import data
from ..publish import feeds
from ..tables import row_pages
from ..take_away import downloads
from . import manifest

APPENDIX = "appendix/"
TAG = re.compile(r"<[^>]*>")
WORDS_A_MINUTE = 220
WHO = "start-how"  # where the first page says who made it
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


def words_of(node: nodes.Node) -> int:
    """Return how many words of a page are read: code, formulas and closed folds are not."""
    if isinstance(node, nodes.Text):
        return len(node.astext().split())
    if isinstance(node, (nodes.literal_block, nodes.math_block, nodes.comment)):
        return 0
    if isinstance(node, html_nodes.audit_markup):
        return len(TAG.sub(" ", node["html"]).split()) if node["read"] else 0
    if isinstance(node, html_nodes.audit_box) and node.get("tag") == "details":
        return 0
    return sum(words_of(child) for child in node.children)


def kicker(title: str, home: str, *, number: int, total: int, words: int) -> str:
    """Return the line above a page's title as HTML; ``number`` is 0 for a page of the appendix."""
    parts = [f'<a href="{escape(home)}">{escape(title)}</a>']
    if number:
        parts.append(f"chapter {number} of {total}")
    minutes = max(1, round(words / WORDS_A_MINUTE))
    parts.append("1 minute" if minutes == 1 else f"{minutes} minutes")
    return f'<p class="chapter-place">{" · ".join(parts)}</p>\n'


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
    """Put the line above a page's title."""
    first = app.config.master_doc
    if doctree is not None and page == first:
        read = day_in_words(edition.edition_of(app).as_of)
        context["body"] = (
            f'<p class="chapter-place">Texts read up to {escape(read)} · '
            f'<a href="#{WHO}">who made this</a></p>\n{context["body"]}'
        )
    elif doctree is not None and page in app.env.found_docs:
        toc = app.config.external_toc_path
        known = common.once(
            app, "audit_chapters", lambda: chapters(Path(app.srcdir), toc), "the contents"
        )
        line = kicker(
            app.config.html_title,
            context["pathto"](first),
            number=known.index(page) + 1 if page in known else 0,
            total=len(known),
            words=words_of(doctree),
        )
        context["body"] = line + context["body"]


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
