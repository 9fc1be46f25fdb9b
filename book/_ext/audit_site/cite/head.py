"""Tell reference managers, link previews and search engines in its head what a page is.

Highwire tags (``citation_…``) carry the names that Zotero's reader of embedded metadata maps:
a page is a section of a book (``citation_inbook_title``), the first page is the book. Open Graph
tags give a shared link its title, sentence and card. Book, claims and data are described as
JSON-LD, in blocks that no browser runs.
"""

import csv
import json
from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup

from .. import html_nodes
from ..common import up_to_root
from ..ledger import data
from ..markup import data_block, pieces
from ..publish import changes, share_card
from ..take_away import downloads
from . import boxes, edition, forms, linked_data

HTML = pieces("cite/cite.html")
DATA_PAGE = "data-dictionary"
DATA_PACKAGE, SERIES = "data/datapackage.json", "data/series"


def description_of(doctree: nodes.document) -> str:
    """Return the page's answer, or else its first paragraph, in at most 300 characters."""
    boxes = [n for n in doctree.findall(html_nodes.audit_box) if "answer" in n["classes"]]
    for node in (boxes[0] if boxes else doctree).findall(nodes.paragraph):
        line = " ".join(node.astext().split())
        if line:
            return line if len(line) <= 300 else line[:299].rsplit(" ", 1)[0] + "…"
    return ""


def tags(item: forms.Citable, edition: forms.Edition, *, page: str, **said: str) -> str:
    """Return the tags about a page for reference managers and for the preview of a link.

    ``said`` are its title and description and the title of the site.
    """
    card = share_card.name_of(page), share_card.WIDTH, share_card.HEIGHT
    return HTML.page(item, edition, f"{page}.html", card, **said)


def page_tags(app: Any, page: str, doctree: nodes.document) -> str:
    """Return the :func:`tags` about a page, for itself or for another that leads to it."""
    item, description = edition.page_of(app, page), description_of(doctree)
    title = app.env.titles[page].astext() if item.kind == "book" else item.title
    said = {"title": title, "description": description, "site": app.config.html_title}
    return tags(item, edition.edition_of(app), page=page, **said)


def first_day(root: Path) -> str:
    """Return the earliest day of the observations."""
    tables = (path.read_text("utf-8").splitlines() for path in (root / SERIES).glob("*.csv"))
    return min(row["date"] for lines in tables for row in csv.DictReader(lines))


def described(app: Any, page: str, doctree: nodes.document) -> list[dict[str, Any] | None]:
    """Return the reviews of the claims and comparisons whose cards stand on a page, and on the
    first page the description of the book, on the one that tells of the data that of the data."""
    loaded, this, root = data.ledger(app), edition.edition_of(app), up_to_root(page)
    article, package = loaded.sources[data.ARTICLE], Path(app.srcdir) / DATA_PACKAGE
    own = (record for record in loaded.cards if data.page_of(record) == page)
    found = [linked_data.claim_review(record, this, article, root) for record in own]
    if page == app.config.master_doc:
        found.append(linked_data.report(this, description_of(doctree), article, root))
    elif edition.page_of(app, page).name == DATA_PAGE and package.is_file():
        files = [(downloads.ARCHIVE, "application/zip"), (data.NAME, "application/json")]
        days = (first_day(Path(app.srcdir)), this.as_of)
        content = json.loads(package.read_text("utf-8"))
        more = {"page": f"{page}.html", "files": files, "days": days, "root": root}
        found.append(linked_data.dataset(content, this, **more))
    return found


def add_tags(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Write all tags of a page into its head; one that is no chapter has a description alone."""
    if doctree is None:
        title = Markup(context.get("title", page)).striptags()
        tags = HTML.tag("description", f"{title}: a page of “{app.config.html_title}”")
        context["metatags"] = f"{context.get('metatags', '')}{tags}"
        return
    links = (("atom+xml", "Changes", changes.FEED), ("x-bibtex", "Citations", boxes.NAME))
    alternates = [(kind, title, context["pathto"](name, 1)) for kind, title, name in links]
    things = filter(None, described(app, page, doctree))
    blocks = [data_block(thing, kind="ld+json") for thing in things]
    written = page_tags(app, page, doctree) + HTML.alternates(alternates)
    context["metatags"] = "".join([context.get("metatags", ""), str(written), *blocks])
