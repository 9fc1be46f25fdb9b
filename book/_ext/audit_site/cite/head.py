"""Tell reference managers, link previews and search engines in its head what a page is.

Highwire tags (``citation_…``) carry the names that Zotero's reader of embedded metadata maps:
a page is a section of a book (``citation_inbook_title``), the first page is the book. Open Graph
tags give a shared link its title, sentence and card. Book, claims and data are described in
schema.org's words (JSON-LD: Report, ClaimReview, Dataset), in blocks that no browser runs.

A claim review gives the verdict in words. A number stands beside it only where the verdict says how
true the sentence is; where nothing has been shown, or nothing is decided, a number would pretend to
a knowledge that the audit does not have. The reviewer is the project, never a person. ``article``
is the source that is audited, and ``root`` the way to the site's root from the page that carries
the description, for a site without an address.
"""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.util.docutils import SphinxDirective

from .. import html_nodes
from ..chapter import description_of
from ..common import up_to_root
from ..ledger import data
from ..markup import data_block, pieces
from ..publish import downloads, files, share_card
from . import boxes, edition, forms

HTML = pieces("cite/cite.html")
DATA_PAGE = "data-dictionary"
DATA_PACKAGE, SERIES = "data/datapackage.json", "data/series"
CONTEXT = "https://schema.org"
LANGUAGE = "en-GB"
DATA_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
#: Verdict -> rating; None where the verdict says nothing about truth. 5 is best and 1 is worst.
RATINGS: dict[str, int | None] = {
    "Holds": 5,
    "Holds with a caveat": 4,
    "Misleads": 2,
    "Wrong": 1,
    "Not shown": None,
    "Open": None,
    "Not checked": None,
}
BEST, WORST = 5, 1
Record = Mapping[str, Any]


# ---- schema.org's words --------------------------------------------------------------------------


def organisation(name: str, url: str = "") -> dict[str, Any]:
    """Return an organisation, with its address only where one is known."""
    return {"@type": "Organization", "name": name} | ({"url": url} if url else {})


def rating(word: str) -> dict[str, Any]:
    """Return a verdict of :data:`RATINGS` as a schema.org rating."""
    numbers = {"ratingValue": RATINGS[word], "bestRating": BEST, "worstRating": WORST}
    known = {"@type": "Rating", "alternateName": word}
    return known if RATINGS[word] is None else known | numbers


def appeared(article: Record) -> dict[str, Any]:
    """Return a source (title, url, publisher) as an article."""
    known = {"@type": "Article", "url": article["url"], "headline": article["title"]}
    publisher = article.get("publisher")
    return known | ({"publisher": organisation(publisher)} if publisher else {})


def work(kind: str, this: forms.Edition, address: str, root: str) -> dict[str, Any]:
    """Return what book and data have in common."""
    return {
        "@context": CONTEXT,
        "@type": kind,
        "url": forms.full(address, this, root),
        "version": this.version,
        "identifier": this.content,
        "datePublished": this.released,
        "dateModified": this.built,
        "license": DATA_LICENCE,
        "creator": organisation(this.author, this.base),
        "inLanguage": LANGUAGE,
        "isAccessibleForFree": True,
        "keywords": list(this.keywords),
    }


def claim_review(
    record: Record, this: forms.Edition, article: Record, root: str = ""
) -> dict[str, Any]:
    """Return a claim or a comparison whose verdict has a rating as a ClaimReview."""
    item = forms.of_claim(record)
    claim = {"@type": "Claim", "name": record["id"], "appearance": appeared(article)}
    if article.get("publisher"):
        claim["author"] = organisation(article["publisher"])
    return {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "name": item.title,
        "url": forms.full(item.address, this, root),
        "claimReviewed": record["says"],
        "itemReviewed": claim,
        "author": organisation(this.author, this.base),
        "datePublished": this.released,
        "version": this.version,
        "reviewRating": rating(record["word"]),
        "reviewBody": record["sentence"],
        "inLanguage": LANGUAGE,
        "license": DATA_LICENCE,
    }


def report(
    this: forms.Edition, description: str, article: Record, root: str = ""
) -> dict[str, Any]:
    """Return the book as a Report about an article."""
    author = organisation(this.author, this.base)
    return {
        **work("Report", this, forms.whole_book(this).address, root),
        "name": this.title,
        "headline": this.title,
        "description": description,
        "author": author,
        "publisher": author,
        "about": appeared(article),
        "citation": article["url"],
    }


def dataset(
    package: Record, this: forms.Edition, *, page: str, first: str, root: str = ""
) -> dict[str, Any]:
    """Return the Data Package as a Dataset that a page describes; ``first`` is the first ISO day
    that it covers."""
    files = {downloads.ARCHIVE: "application/zip", data.NAME: "application/json"}
    return {
        **work("Dataset", this, f"{page}.html", root),
        "name": package["title"],
        "description": package["description"],
        "license": package["licenses"][0]["path"],
        "temporalCoverage": f"{first}/{this.as_of}",
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": forms.full(address, this, root),
                "encodingFormat": kind,
            }
            for address, kind in files.items()
        ],
    }


def rating_table(place: SphinxDirective) -> list[nodes.Node]:
    """``{rating-table}``: the verdicts with their numbers in a claim review."""
    return [html_nodes.ready(HTML.ratings(RATINGS, BEST))]


# ---- the head of a page --------------------------------------------------------------------------


def tags(item: forms.Citable, this: forms.Edition, *, page: str, **said: str) -> str:
    """Return the tags about a page for reference managers and for the preview of a link.

    ``said`` are its title and description and the title of the site.
    """
    card = share_card.name_of(page), share_card.WIDTH, share_card.HEIGHT
    return HTML.page(item, this, f"{page}.html", card, **said)


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


def described(app: Any, page: str, doctree: nodes.document) -> list[dict[str, Any]]:
    """Return the reviews of the claims and comparisons whose cards stand on a page, and on the
    first page the description of the book, on the one that tells of the data that of the data."""
    loaded, this, root = data.ledger(app), edition.edition_of(app), up_to_root(page)
    article, source = loaded.sources[data.ARTICLE], Path(app.srcdir)
    own = (one for one in loaded.cards if data.page_of(one) == page and one["word"] in RATINGS)
    found = [claim_review(record, this, article, root) for record in own]
    if page == app.config.master_doc:
        found.append(report(this, description_of(doctree), article, root))
    elif edition.page_of(app, page).name == DATA_PAGE and (source / DATA_PACKAGE).is_file():
        content = json.loads((source / DATA_PACKAGE).read_text("utf-8"))
        found.append(dataset(content, this, page=page, first=first_day(source), root=root))
    return found


def add_tags(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Write all tags of a page into its head; one that is no chapter has a description alone."""
    if doctree is None:
        title = Markup(context.get("title", page)).striptags()
        tags = HTML.tag("description", f"{title}: a page of “{app.config.html_title}”")
        context["metatags"] = f"{context.get('metatags', '')}{tags}"
        return
    links = (("atom+xml", "Changes", files.FEED), ("x-bibtex", "Citations", boxes.NAME))
    alternates = [(kind, title, context["pathto"](name, 1)) for kind, title, name in links]
    blocks = [data_block(thing, kind="ld+json") for thing in described(app, page, doctree)]
    written = page_tags(app, page, doctree) + HTML.alternates(alternates)
    context["metatags"] = "".join([context.get("metatags", ""), str(written), *blocks])
