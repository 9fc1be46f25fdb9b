"""Put a citation beside every labelled heading and every claim card, ready to copy.

A small button opens a box with the citation as APA, BibTeX, CSL-JSON and plain link. The box is a
popover, so it opens, closes with Escape and is reached by keyboard without any script; the script
only puts the citation on the clipboard with the same click. The whole book's entries are written
to ``citations.bib``.

On the page about citing, ``{citation} C23`` shows one citation as in its box, ``{citation}`` alone
the whole book's; ``:form:`` chooses apa, bibtex, csl or link. ``{rating-table}`` lists what a
verdict is in a claim review.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from analysis.vocabulary import WORDS

from .. import html_nodes
from ..ledger import badge
from ..markup import headings, table_box
from . import edition as editions
from . import forms as citations
from . import linked_data

NAME = "citations.bib"
STYLE = "cite.css"
SCRIPT = "cite.js"
LABELS = {"apa": "APA", "bibtex": "BibTeX", "csl": "CSL-JSON", "link": "Plain link"}
LANGUAGES = {"apa": "text", "bibtex": "text", "csl": "json", "link": "text"}
OPENS = {
    "book": "Cite this book",
    "chapter": "Cite this chapter",
    "section": "Cite this section",
}


def panel_id(item: citations.Citable) -> str:
    """Return the id of an item's box; labels of the book carry no underscore."""
    return f"cite_{item.name.lower()}"


def opener(item: citations.Citable) -> str:
    """Return the button that opens an item's box."""
    says = OPENS.get(item.kind, f"Cite claim {item.name}")
    if item.kind == "section":
        says += f": {item.title}"
    return (
        f'<button type="button" class="cite-open" popovertarget="{escape(panel_id(item))}" '
        f'aria-label="{escape(says)}" title="Copy a citation">Cite</button>'
    )


def panel(item: citations.Citable, edition: citations.Edition) -> str:
    """Return an item's box with all forms of its citation.

    The texts are no ``pre``: the theme takes those out of the tab order while they are hidden.
    """
    own = escape(panel_id(item))
    # Without a configured address the script fills in the one that the reader is at.
    relative = "" if edition.base else f' data-relative="{escape(item.address)}"'
    forms = "".join(
        f'<div class="cite-form"><p class="cite-name">{label}</p>'
        f'<div class="cite-text" data-form="{form}" tabindex="0" role="group" '
        f'aria-label="Citation as {label}">'
        f"{escape(citations.formatted(item, edition, form))}</div></div>"
        for form, label in LABELS.items()
    )
    return (
        f'<div popover id="{own}" class="cite-panel" role="dialog" '
        f'aria-label="Citation"{relative}>'
        f'<button type="button" class="cite-close" popovertarget="{own}" '
        'popovertargetaction="hide">Close</button>'
        f'<p class="cite-title">{escape(item.title)}</p>'
        f'<p class="cite-status" role="status"></p>{forms}</div>\n'
    )


def add_buttons(app: Any, doctree: nodes.document, page: str) -> None:
    """Put a button behind each labelled heading, and at each card's right beside its link."""
    if app.builder.format != "html":
        return
    edition = editions.edition_of(app)
    sections = editions.sections_of(app, page)
    claims = editions.claims_of(app, page)
    for section in doctree.findall(nodes.section):
        item = next((sections[i] for i in section["ids"] if i in sections), None)
        if item is not None and item.kind == "chapter":
            item = editions.page_of(app, page)  # the first page stands for the book
        if item is not None and isinstance(section[0], nodes.title):
            section.insert(1, html_nodes.ready(opener(item) + panel(item, edition)))
    for card in list(doctree.findall(html_nodes.audit_box)):
        item = next((claims[i] for i in card["ids"] if i in claims), None)
        if item is not None:
            boxes = card.findall(html_nodes.audit_box)
            right = next(box for box in boxes if "claim-right" in box["classes"])
            right += html_nodes.ready(f" · {opener(item)}")
            card += html_nodes.ready(panel(item, edition))


class audit_citation(nodes.General, nodes.Element):
    """Stands for the citation of ``name`` in ``form`` until the page is written."""


def form(argument: str) -> str:
    """Return a known form of citation; docutils reports the ``ValueError``."""
    return directives.choice(argument, citations.FORMATS)


class CitationExample(SphinxDirective):
    """``{citation} NAME``: a citation of a claim, a labelled heading or the book."""

    optional_arguments = 1
    option_spec = {"form": form}  # noqa: RUF012 (docutils reads it from the class)
    has_content = False

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0].strip() if self.arguments else ""
        if editions.named_of(self.env.app, name) is None:
            raise self.error(f"nothing to cite is called {name!r}")
        self.env.metadata[self.env.docname][editions.SHOWN] = "yes"
        return [audit_citation("", name=name, form=self.options.get("form", "apa"))]


class RatingTable(SphinxDirective):
    """``{rating-table}``: the verdicts with their numbers in a claim review."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        rows = "".join(
            f'<tr><th scope="row">{badge.badge(verdict)}</th>'
            f"<td>{'no number' if value is None else f'{value} of {linked_data.BEST}'}</td>"
            f"<td>{escape(WORDS[verdict])}</td></tr>\n"
            for verdict, value in linked_data.RATINGS.items()
        )
        head = headings("alternateName", "ratingValue", "What the verdict says")
        table = f"<table><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table>"
        return [html_nodes.ready(table_box("Ratings", table))]


def write_examples(app: Any, doctree: nodes.document, page: str) -> None:
    """Put the citations in the places that stand for them."""
    for place in list(doctree.findall(audit_citation)):
        item = editions.named_of(app, place["name"])
        text = citations.formatted(item, editions.edition_of(app), place["form"])
        block = nodes.literal_block(text, text, language=LANGUAGES[place["form"]])
        block["classes"].append("citation-example")
        place.replace_self(block)


def write_bibliography(app: Any) -> None:
    """Write the entries of the book, its chapters, sections and claims as BibTeX."""
    content = citations.bibtex(editions.all_of(app), editions.edition_of(app))
    (Path(app.outdir) / NAME).write_text(content, "utf-8")


def setup(app: Any) -> None:
    """Add the buttons as pages are written, so that no cached page keeps an old edition."""
    editions.setup(app)
    app.add_node(audit_citation)
    app.add_directive("citation", CitationExample)
    app.add_directive("rating-table", RatingTable)
    app.connect("doctree-resolved", add_buttons)
    app.connect("doctree-resolved", write_examples)
    app.add_css_file(STYLE)
    app.add_js_file(SCRIPT, loading_method="defer")
