"""What the head of each page says to reference managers, link previews and search engines.

Highwire tags (``citation_…``) carry the names that Zotero's reader of embedded metadata maps:
a page is a section of a book (``citation_inbook_title``), the first page is the book. Open Graph
tags give a shared link its title, sentence and card. Claims and data are described as JSON-LD, in
blocks that no browser runs.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes

from ..ledger import data
from ..publish import feeds, share_card
from ..take_away import archive
from . import boxes, editions, forms, linked_data

DATA_PAGE = "data-dictionary"
DATA_PACKAGE = "data/datapackage.json"
# The key of the article in data/sources.bib.
ARTICLE = "article"
LEAD = "In one sentence. "


def description_of(doctree: nodes.document) -> str:
    """Return the page's first paragraph as one line of at most 300 characters."""
    for node in doctree.findall(nodes.paragraph):
        line = " ".join(node.astext().split()).removeprefix(LEAD)
        if line:
            return line if len(line) <= 300 else line[:299].rsplit(" ", 1)[0] + "…"
    return ""


def root_of(page: str) -> str:
    """Return the way from a page to the site's root: ``../`` for each folder."""
    return "../" * page.count("/")


def meta(name: str, content: object, *, key: str = "name") -> str:
    """Return one escaped meta tag; an empty one is left out."""
    return f'<meta {key}="{name}" content="{escape(str(content))}" />\n' if content else ""


def highwire(item: forms.Citable, edition: forms.Edition, description: str) -> str:
    """Return the tags that reference managers read."""
    whole = item.kind == "book"
    return "".join(
        (
            meta("citation_title", item.title),
            "" if whole else meta("citation_inbook_title", edition.title),
            meta("citation_author", edition.author),
            meta("citation_publication_date", edition.released.replace("-", "/")),
            meta("citation_publisher", "" if whole else edition.author),
            meta("citation_language", "en-GB"),
            meta("citation_abstract", description),
            # Where no address is configured a reader's own is the only true one.
            meta("citation_public_url", forms.link_to(item, edition) if edition.base else ""),
        )
    )


def preview(
    *,
    title: str,
    description: str,
    site: str,
    page: str,
    edition: forms.Edition,
    root: str,
    kind: str = "article",
) -> str:
    """Return the tags of a link's preview; ``root`` is the way from the page to the site's root."""
    full = f"{edition.base}/" if edition.base else root
    return "".join(
        (
            meta("description", description),
            meta("og:type", kind, key="property"),
            meta("og:title", title, key="property"),
            meta("og:description", description, key="property"),
            meta("og:site_name", site, key="property"),
            meta("og:locale", "en_GB", key="property"),
            meta("og:url", f"{full}{page}.html" if edition.base else "", key="property"),
            meta("og:image", full + share_card.name_of(page), key="property"),
            meta("og:image:type", "image/png", key="property"),
            meta("og:image:width", share_card.WIDTH, key="property"),
            meta("og:image:height", share_card.HEIGHT, key="property"),
            meta("og:image:alt", f"Card of the page: {title}", key="property"),
            meta("twitter:card", "summary_large_image"),
        )
    )


def json_ld(content: dict[str, Any]) -> str:
    """Return a JSON-LD block; nothing in the data may end the element that holds it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>\n'


def reviews(app: Any, page: str) -> list[dict[str, Any]]:
    """Return the reviews of the claims whose cards stand on a page."""
    loaded, edition = data.ledger(app), editions.edition(app)
    article = loaded.sources.get(ARTICLE)
    mine = [record for record in loaded.records if data.page_of(record) == page]
    found = (
        linked_data.claim_review(record, edition, article=article, root=root_of(page))
        for record in mine
    )
    return [review for review in found if review is not None]


def data_set(app: Any, page: str) -> dict[str, Any] | None:
    """Return the description of the data, for the page that explains them."""
    package = Path(app.srcdir) / DATA_PACKAGE
    if not package.is_file():
        return None
    content = json.loads(package.read_text("utf-8"))
    files = [(archive.NAME, "application/zip"), (data.NAME, "application/json")]
    keywords = editions.keywords(app)
    return linked_data.dataset(
        content,
        editions.edition(app),
        page=f"{page}.html",
        files=files,
        keywords=keywords,
        root=root_of(page),
    )


def add_tags(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Write all tags of a page into its head."""
    if doctree is None or app.builder.format != "html":
        return
    edition = editions.edition(app)
    item = editions.page_item(app, page)
    description = description_of(doctree)
    way = context["pathto"]
    tags = highwire(item, edition, description) + preview(
        title=item.title if page != app.config.master_doc else app.env.titles[page].astext(),
        description=description,
        site=app.config.html_title,
        page=page,
        edition=edition,
        root=root_of(page),
        kind="book" if item.kind == "book" else "article",
    )
    tags += (
        f'<link rel="alternate" type="application/atom+xml" title="Changes" '
        f'href="{escape(way(feeds.FEED, 1))}" />\n'
        f'<link rel="alternate" type="application/x-bibtex" title="Citations" '
        f'href="{escape(way(boxes.NAME, 1))}" />\n'
    )
    blocks = reviews(app, page)
    if item.name == DATA_PAGE and (described := data_set(app, page)) is not None:
        blocks.append(described)
    context["metatags"] = context.get("metatags", "") + tags + "".join(map(json_ld, blocks))


def setup(app: Any) -> None:
    """Add the tags as each page is written."""
    app.connect("html-page-context", add_tags)
