"""Put a citation beside every labelled heading and every claim card, ready to copy.

A small link opens a box with the citation as APA, BibTeX, CSL-JSON and plain link. The texts of a
page's citations are data of the page, not words of it: a script makes the box from them, and
whoever reads a page aloud or takes its text gets none of them. What all have in common is there
once, with places for what is each one's own. Without scripts the link leads to
the page about citing. The whole book's entries are written to ``citations.bib``.

On the page about citing, ``{citation} C23`` shows one citation as in its box, ``{citation}`` alone
the whole book's; ``:form:`` chooses apa, bibtex, csl or link.
"""

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from .. import html_nodes
from ..common import up_to_root
from ..ledger import data
from ..markup import data_block, pieces
from . import edition as editions
from . import forms as citations

HTML = pieces("cite/cite.html")
NAME = "citations.bib"
TEXTS = "cite_texts"
#: The label of the part of the book that says how to cite.
GUIDE = "how-to-cite-claim"
#: Stand in the citations of a page for what is an item's own.
PLACES = citations.Citable("section", "zzname", "zztitle", "zzaddress")
PLACE = re.compile("zz(name|title|address)")
LANGUAGES = {"apa": "text", "bibtex": "text", "csl": "json", "link": "text"}


def filled(text: str, item: citations.Citable) -> str:
    """Return a citation of :data:`PLACES` as ``cite.js`` fills it in for an item."""
    own = {"name": item.name.lower(), "title": item.title, "address": item.address}
    return PLACE.sub(lambda place: own[place[1]], text)


def texts(items: list[citations.Citable], edition: citations.Edition) -> dict[str, Any]:
    """Return what the boxes of a page say: the citation in each ``form`` with places for what is an
    item's own, and of each item (by name) title, address, and the forms that are no such: the
    book's, and where a title has signs that a form writes otherwise.

    Without a configured address the script fills in the one that the reader is at.
    """
    forms = {form: citations.formatted(PLACES, edition, form) for form in citations.FORMATS}
    known = {}
    for item in items:
        own = {form: citations.formatted(item, edition, form) for form in forms}
        more = {form: own[form] for form in forms if own[form] != filled(forms[form], item)}
        known[item.name] = {"title": item.title, "address": item.address} | more
    return {"forms": forms, "relative": not edition.base, "items": known}


def guide(app: Any, page: str) -> str:
    """Return the way from a page to the part that says how to cite, or else to all citations."""
    heading = editions.named_of(app, GUIDE)
    return up_to_root(page) + (heading.address if heading else NAME)


def claim_opener(app: Any, page: str, record: data.Record) -> str:
    """Return the link that opens the citation of a claim or comparison on a page."""
    return HTML.opener(citations.of_claim(record), guide(app, page))


def add_links(app: Any, doctree: nodes.document, page: str) -> None:
    """Put a link behind each labelled heading, and the texts of these and of the cards last."""
    own = [item for item in editions.parts_of(app) if item.page == page]
    known, cited = {item.name: item for item in own if item.kind != "claim"}, []
    for section in doctree.findall(nodes.section):
        item = next(filter(None, map(known.get, section["ids"])), None)
        if item and item.kind == "chapter":
            item = editions.page_of(app, page)  # the first page stands for the book
        if item and isinstance(section[0], nodes.title):
            section.insert(1, html_nodes.ready(HTML.opener(item, guide(app, page))))
            cited.append(item)
    cited += [item for item in own if item.kind == "claim"]
    if cited:
        content = texts(cited, editions.edition_of(app))
        doctree += html_nodes.ready(data_block(content, f'id="{TEXTS}"'))


def citation(place: SphinxDirective) -> list[nodes.Node]:
    """``{citation} NAME``: a citation of a claim, a labelled heading or the book."""
    name, form = "".join(place.arguments).strip(), place.options.get("form", "apa")
    if editions.named_of(place.env.app, name) is None:
        raise place.error(f"nothing to cite is called {name!r}")
    if form not in citations.FORMATS:
        raise place.error(f"form: expected one of {', '.join(citations.FORMATS)}, found {form!r}")
    place.env.metadata[place.env.docname][editions.SHOWN] = "yes"
    return [html_nodes.later(example, name=name, form=form)]


def example(app: Any, doctree: nodes.document, page: str, name: str, form: str) -> nodes.Element:
    """Return the citation of ``name`` in ``form`` as a listing."""
    text = citations.formatted(editions.named_of(app, name), editions.edition_of(app), form)
    return nodes.literal_block(text, text, language=LANGUAGES[form], classes=["citation-example"])


def write_bibliography(app: Any) -> None:
    """Write the entries of the book, its chapters, sections and claims as BibTeX."""
    this = editions.edition_of(app)
    content = citations.bibtex([citations.whole_book(this), *editions.parts_of(app)], this)
    (Path(app.outdir) / NAME).write_text(content, "utf-8")
