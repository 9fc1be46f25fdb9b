"""A citation beside every labelled heading and every claim card, ready to copy.

A small button opens a box with the citation as APA, BibTeX, CSL-JSON and plain link. The box is a
popover, so it opens, closes with Escape and is reached by keyboard without any script; the script
only puts the citation on the clipboard with the same click. The whole book's entries are written
to ``citations.bib``.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes

from .. import html_nodes
from . import editions
from . import forms as citations

NAME = "citations.bib"
STYLE = "cite.css"
SCRIPT = "cite.js"
LABELS = {"apa": "APA", "bibtex": "BibTeX", "csl": "CSL-JSON", "link": "Plain link"}
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
    """Put a button behind each labelled heading and at the head of each claim card."""
    if app.builder.format != "html":
        return
    edition = editions.edition(app)
    sections = editions.sections_of(app, page)
    claims = editions.claims_of(app, page)
    for section in doctree.findall(nodes.section):
        item = next((sections[i] for i in section["ids"] if i in sections), None)
        if item is not None and item.kind == "chapter":
            item = editions.page_item(app, page)  # the first page stands for the book
        if item is not None and isinstance(section[0], nodes.title):
            section.insert(1, html_nodes.ready(opener(item) + panel(item, edition)))
    for card in list(doctree.findall(html_nodes.audit_box)):
        item = next((claims[i] for i in card["ids"] if i in claims), None)
        head = next(iter(card.findall(html_nodes.audit_title)), None)
        if item is not None and head is not None:
            card.insert(card.index(head) + 1, html_nodes.ready(opener(item) + panel(item, edition)))


def write_bibliography(app: Any, exception: Exception | None) -> None:
    """Write the entries of the book, its chapters, sections and claims as BibTeX."""
    if exception is not None or app.builder.format != "html":
        return
    items = editions.all_items(app, set(app.env.found_docs))
    content = citations.bibtex(items, editions.edition(app))
    (Path(app.outdir) / NAME).write_text(content, "utf-8")


def setup(app: Any) -> None:
    """Add the buttons as pages are written, so that no cached page keeps an old edition."""
    editions.setup(app)
    app.connect("doctree-resolved", add_buttons)
    app.connect("build-finished", write_bibliography, priority=700)
    app.add_css_file(STYLE)
    app.add_js_file(SCRIPT, loading_method="defer")
