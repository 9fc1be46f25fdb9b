"""Give each page what it is cited by: boxes with citations, tags in its head, linked data.

*Boxes.* A small link beside every labelled heading and every claim card opens a box with the
citation as APA, BibTeX, CSL-JSON and plain link. The texts of a page's citations are data of the
page, not words of it: a script makes the box from them, and whoever reads a page aloud or takes its
text gets none of them. What all have in common is there once, with places for what is each one's
own. Without scripts the link leads to the page about citing, on which ``{citation} C23`` shows one
citation as in its box, ``{citation}`` alone the whole book's; ``:form:`` chooses apa, bibtex, csl
or link. The whole book's entries are written to ``citations.bib``.

*Head.* Highwire tags (``citation_…``) carry the names that Zotero's reader of embedded metadata
maps: a page is a section of a book (``citation_inbook_title``), the first page is the book. Open
Graph tags give a shared link its title, sentence and card.

*Linked data.* Book, claims and data are described in schema.org's words (JSON-LD: Report,
ClaimReview, Dataset), in blocks that no browser runs. A claim review gives the verdict in words. A
number stands beside it only where the verdict says how true the sentence is; where nothing has been
shown, or nothing is decided, a number would pretend to a knowledge that the audit does not have.
The reviewer is the project, never a person. ``article`` is the source that is audited, and ``root``
the way to the site's root from the page that carries the description, for a site without an
address.
"""

import json
import re
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
from ..publish import downloads, feeds, share_card
from ..tables import rows
from . import edition

HTML = pieces("cite/cite.html")
NAME = "citations.bib"
TEXTS = "cite_texts"
#: The label of the part of the book that says how to cite.
GUIDE = "how-to-cite-claim"
#: Stand in the citations of a page for what is an item's own.
PLACES = edition.Citable("section", "zzname", "zztitle", "zzaddress")
PLACE = re.compile("zz(name|title|address)")
LANGUAGES = {"apa": "text", "bibtex": "text", "csl": "json", "link": "text"}
DATA_PAGE = "data-dictionary"
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


# ---- boxes ---------------------------------------------------------------------------------------


def filled(text: str, item: edition.Citable) -> str:
    """Return a citation of :data:`PLACES` as ``cite.js`` fills it in for an item."""
    own = {"name": item.name.lower(), "title": item.title, "address": item.address}
    return PLACE.sub(lambda place: own[place[1]], text)


def texts(items: list[edition.Citable], this: edition.Edition) -> dict[str, Any]:
    """Return what the boxes of a page say: the citation in each ``form`` with places for what is an
    item's own, and of each item (by name) title, address, and the forms that are no such: the
    book's, and where a title has signs that a form writes otherwise.

    Without a configured address the script fills in the one that the reader is at.
    """
    common = {form: edition.formatted(PLACES, this, form) for form in edition.FORMATS}
    known = {}
    for item in items:
        own = {form: edition.formatted(item, this, form) for form in common}
        more = {form: own[form] for form in common if own[form] != filled(common[form], item)}
        known[item.name] = {"title": item.title, "address": item.address} | more
    return {"forms": common, "relative": not this.base, "items": known}


def guide(app: Any, page: str) -> str:
    """Return the way from a page to the part that says how to cite, or else to all citations."""
    heading = edition.named_of(app, GUIDE)
    return up_to_root(page) + (heading.address if heading else NAME)


def claim_opener(app: Any, page: str, record: data.Record) -> str:
    """Return the link that opens the citation of a claim or comparison on a page."""
    return HTML.opener(edition.of_claim(record), guide(app, page))


def add_links(app: Any, doctree: nodes.document, page: str) -> None:
    """Put a link behind each labelled heading, and the texts of these and of the cards last."""
    own = [item for item in edition.parts_of(app) if item.page == page]
    known, cited = {item.name: item for item in own if item.kind != "claim"}, []
    for section in doctree.findall(nodes.section):
        item = next(filter(None, map(known.get, section["ids"])), None)
        if item and item.kind == "chapter":
            item = edition.page_of(app, page)  # the first page stands for the book
        if item:
            section.insert(1, html_nodes.ready(HTML.opener(item, guide(app, page))))
            cited.append(item)
    cited += [item for item in own if item.kind == "claim"]
    if cited:
        content = texts(cited, edition.edition_of(app))
        doctree += html_nodes.ready(data_block(content, f'id="{TEXTS}"'))


def citation(place: SphinxDirective) -> list[nodes.Node]:
    """``{citation} NAME``: a citation of a claim, a labelled heading or the book."""
    name, form = "".join(place.arguments).strip(), place.options.get("form", "apa")
    if edition.named_of(place.env.app, name) is None:
        raise place.error(f"nothing to cite is called {name!r}")
    if form not in edition.FORMATS:
        raise place.error(f"form: expected one of {', '.join(edition.FORMATS)}, found {form!r}")
    place.env.metadata[place.env.docname][edition.SHOWN] = "yes"
    return [html_nodes.later(example, name=name, form=form)]


def example(app: Any, page: str, name: str, form: str) -> nodes.Element:
    """Return the citation of ``name`` in ``form`` as a listing."""
    text = edition.formatted(edition.named_of(app, name), edition.edition_of(app), form)
    return nodes.literal_block(text, text, language=LANGUAGES[form], classes=["citation-example"])


def files(app: Any) -> dict[str, str]:
    """Return the entries of the book, its chapters, sections and claims as BibTeX."""
    return {NAME: edition.bibtex(edition.parts_of(app), edition.edition_of(app))}


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


def work(kind: str, this: edition.Edition, address: str, root: str) -> dict[str, Any]:
    """Return what book and data have in common."""
    return {
        "@context": CONTEXT,
        "@type": kind,
        "url": edition.full(address, this, root),
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
    record: Record, this: edition.Edition, article: Record, root: str = ""
) -> dict[str, Any]:
    """Return a claim or a comparison whose verdict has a rating as a ClaimReview."""
    item = edition.of_claim(record)
    claim = {"@type": "Claim", "name": record["id"], "appearance": appeared(article)}
    if article.get("publisher"):
        claim["author"] = organisation(article["publisher"])
    return {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "name": item.title,
        "url": edition.full(item.address, this, root),
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
    this: edition.Edition, description: str, article: Record, root: str = ""
) -> dict[str, Any]:
    """Return the book as a Report about an article."""
    author = organisation(this.author, this.base)
    return {
        **work("Report", this, edition.whole_book(this).address, root),
        "name": this.title,
        "headline": this.title,
        "description": description,
        "author": author,
        "publisher": author,
        "about": appeared(article),
        "citation": article["url"],
    }


def dataset(package: Record, this: edition.Edition, page: str, root: str = "") -> dict[str, Any]:
    """Return the Data Package as a Dataset that a page describes."""
    files = {downloads.ARCHIVE: "application/zip", data.NAME: "application/json"}
    return {
        **work("Dataset", this, f"{page}.html", root),
        "name": package["title"],
        "description": package["description"],
        "temporalCoverage": f"{first_day()}/{this.as_of}",
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": edition.full(address, this, root),
                "encodingFormat": kind,
            }
            for address, kind in files.items()
        ],
    }


def rating_table(place: SphinxDirective) -> list[nodes.Node]:
    """``{rating-table}``: the verdicts with their numbers in a claim review."""
    return [html_nodes.ready(HTML.ratings(RATINGS, BEST))]


# ---- the head of a page --------------------------------------------------------------------------


def page_tags(app: Any, page: str, doctree: nodes.document) -> str:
    """Return the tags about a page for reference managers and for the preview of a link, for itself
    or for another that leads to it."""
    item, this = edition.page_of(app, page), edition.edition_of(app)
    title = app.env.titles[page].astext() if item.kind == edition.BOOK else item.title
    card = share_card.name_of(page), share_card.WIDTH, share_card.HEIGHT
    said = {"title": title, "description": description_of(doctree), "site": app.config.html_title}
    return HTML.page(item, this, f"{page}.html", card, **said)


def first_day() -> str:
    """Return the earliest day of the observations."""
    series = (table["rows"] for table in rows.tables() if table["name"] == "series")
    return min(row["date"] for part in series for _, row in part)


def described(app: Any, page: str, doctree: nodes.document) -> list[dict[str, Any]]:
    """Return the reviews of the claims and comparisons whose cards stand on a page, and on the
    first page the description of the book, on the one that tells of the data that of the data."""
    loaded, this, root = data.ledger(app), edition.edition_of(app), up_to_root(page)
    article, package = loaded.sources[data.ARTICLE], Path(app.srcdir, "data", downloads.DESCRIPTION)
    own = (one for one in loaded.cards if data.page_of(one) == page and one["word"] in RATINGS)
    found = [claim_review(record, this, article, root) for record in own]
    if page == app.config.master_doc:
        found.append(report(this, description_of(doctree), article, root))
    elif edition.page_of(app, page).name == DATA_PAGE and package.is_file():
        found.append(dataset(json.loads(package.read_text("utf-8")), this, page, root))
    return found


def add_tags(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Write all tags of a page into its head; one that is no chapter has a description alone."""
    if doctree is None:
        title = Markup(context.get("title", page)).striptags()
        tags = HTML.tag("description", f"{title}: a page of “{app.config.html_title}”")
        context["metatags"] = f"{context.get('metatags', '')}{tags}"
        return
    links = (("atom+xml", "Changes", feeds.FEED), ("x-bibtex", "Citations", NAME))
    alternates = [(kind, title, context["pathto"](name, 1)) for kind, title, name in links]
    blocks = [data_block(thing, kind="ld+json") for thing in described(app, page, doctree)]
    written = page_tags(app, page, doctree) + HTML.alternates(alternates)
    context["metatags"] = "".join([context.get("metatags", ""), str(written), *blocks])
