"""Tell reference managers, link previews and search engines in its head what a page is.

Highwire tags (``citation_…``) carry the names that Zotero's reader of embedded metadata maps:
a page is a section of a book (``citation_inbook_title``), the first page is the book. Open Graph
tags give a shared link its title, sentence and card. Book, claims and data are described as
JSON-LD, in blocks that no browser runs.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup

from .. import html_nodes
from ..common import read_yaml, up_to_root
from ..ledger import data
from ..markup import pieces
from ..publish import feeds, share_card
from ..take_away import downloads
from . import boxes, edition, forms, linked_data

HTML = pieces("cite/cite.html")
DATA_PAGE = "data-dictionary"
DATA_PACKAGE, SERIES = "data/datapackage.json", "data/series"
# The key of the article in data/sources.bib.
ARTICLE = "article"


def description_of(doctree: nodes.document) -> str:
    """Return the page's answer, or else its first paragraph, in at most 300 characters."""
    boxes = [n for n in doctree.findall(html_nodes.audit_box) if "answer" in n["classes"]]
    for node in (boxes[0] if boxes else doctree).findall(nodes.paragraph):
        line = " ".join(node.astext().split())
        if line:
            return line if len(line) <= 300 else line[:299].rsplit(" ", 1)[0] + "…"
    return ""


def highwire(item: forms.Citable, edition: forms.Edition, description: str) -> str:
    """Return the tags that reference managers read."""
    whole = item.kind == "book"
    return HTML.tags(
        {
            "citation_title": item.title,
            "citation_inbook_title": "" if whole else edition.title,
            # A comma says where a surname ends: without one readers of these tags would split it.
            "citation_author": f"{edition.author},".replace(";", ",;"),
            "citation_publication_date": edition.released.replace("-", "/"),
            "citation_publisher": "" if whole else edition.author,
            "citation_language": "en-GB",
            "citation_abstract": description,
            # Where no address is configured a reader's own is the only true one.
            "citation_public_url": forms.full(item.address, edition) if edition.base else "",
        }
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
    return HTML.tags(
        {
            "description": description,
            "og:type": kind,
            "og:title": title,
            "og:description": description,
            "og:site_name": site,
            "og:locale": "en_GB",
            "og:url": f"{edition.base}/{page}.html" if edition.base else "",
            "og:image": forms.full(share_card.name_of(page), edition, root),
            "og:image:type": "image/png",
            "og:image:width": share_card.WIDTH,
            "og:image:height": share_card.HEIGHT,
            "og:image:alt": f"Card of the page: {title}",
            "twitter:card": "summary_large_image",
        }
    )


def page_tags(app: Any, page: str, doctree: nodes.document, *, root: str) -> str:
    """Return the tags about a page for the page itself or for another that leads to it.

    ``root`` is the way to the site's root from the page that carries the tags.
    """
    item, this = edition.page_of(app, page), edition.edition_of(app)
    description = description_of(doctree)
    first = page == app.config.master_doc
    return highwire(item, this, description) + preview(
        title=app.env.titles[page].astext() if first else item.title,
        description=description,
        site=app.config.html_title,
        page=page,
        edition=this,
        root=root,
        kind="book" if first else "article",
    )


def reviews(app: Any, page: str) -> list[dict[str, Any]]:
    """Return the reviews of the claims and comparisons whose cards stand on a page."""
    loaded, this = data.ledger(app), edition.edition_of(app)
    article = loaded.sources.get(ARTICLE)
    own = (record for record in loaded.cards if data.page_of(record) == page)
    told = {"article": article, "root": up_to_root(page)}
    return [found for one in own if (found := linked_data.claim_review(one, this, **told))]


def first_day(root: Path) -> str:
    """Return the earliest day of the observations."""
    tables = (path.read_text("utf-8").splitlines() for path in (root / SERIES).glob("*.csv"))
    return min(row["date"] for lines in tables for row in csv.DictReader(lines))


def works(app: Any, page: str, doctree: nodes.document) -> list[dict[str, Any]]:
    """Return the description of the book on its first page, and of the data where they are told."""
    root, this = Path(app.srcdir), edition.edition_of(app)
    keywords = read_yaml(root, "CITATION.cff")["keywords"]
    common = {"keywords": keywords, "root": up_to_root(page)}
    if page == app.config.master_doc:
        article = data.ledger(app).sources.get(ARTICLE)
        text = description_of(doctree)
        return [linked_data.report(this, description=text, article=article, **common)]
    package = root / DATA_PACKAGE
    if edition.page_of(app, page).name != DATA_PAGE or not package.is_file():
        return []
    files = [(downloads.ARCHIVE, "application/zip"), (data.NAME, "application/json")]
    days = (first_day(root), this.as_of)
    content = json.loads(package.read_text("utf-8"))
    where = {"page": f"{page}.html", "files": files}
    return [linked_data.dataset(content, this, days=days, **where, **common)]


def add_tags(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Write all tags of a page into its head; one that is no chapter has a description alone."""
    if app.builder.format != "html":
        return
    if doctree is None:
        title = Markup(context.get("title", page)).striptags()
        tags = HTML.tags({"description": f"{title}: a page of “{app.config.html_title}”"})
        context["metatags"] = f"{context.get('metatags', '')}{tags}"
        return
    links = (("atom+xml", "Changes", feeds.FEED), ("x-bibtex", "Citations", boxes.NAME))
    alternates = [(kind, title, context["pathto"](name, 1)) for kind, title, name in links]
    blocks = map(linked_data.block, [*reviews(app, page), *works(app, page, doctree)])
    written = page_tags(app, page, doctree, root=up_to_root(page)) + HTML.alternates(alternates)
    context["metatags"] = "".join([context.get("metatags", ""), str(written), *blocks])
