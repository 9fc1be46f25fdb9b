"""What the page on citing shows from code: citations as in their boxes, and the rating of verdicts.

``{citation} C23`` gives one citation, ``{citation}`` alone the whole book; ``:form:`` chooses apa,
bibtex, csl or link. The text is made as the page is written, because the edition is newer than the
page that was read. ``{rating-table}`` lists what a verdict is in a claim review.
"""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from .. import html_nodes
from ..ledger import badge
from . import editions, forms, linked_data

LANGUAGES = {"apa": "text", "bibtex": "text", "csl": "json", "link": "text"}


class audit_citation(nodes.General, nodes.Element):
    """Stands for the citation of ``name`` in ``form`` until the page is written."""


def form(argument: str) -> str:
    """Return a known form of citation; docutils reports the ``ValueError``."""
    return directives.choice(argument, forms.FORMATS)


class CitationExample(SphinxDirective):
    """``{citation} NAME``: a citation of a claim, a labelled heading or the book."""

    optional_arguments = 1
    option_spec = {"form": form}  # noqa: RUF012 (docutils reads it from the class)
    has_content = False

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0].strip() if self.arguments else ""
        if editions.named(self.env.app, name) is None:
            raise self.error(f"nothing to cite is called {name!r}")
        self.env.metadata[self.env.docname][editions.SHOWN] = "yes"
        return [audit_citation("", name=name, form=self.options.get("form", "apa"))]


class RatingTable(SphinxDirective):
    """``{rating-table}``: the verdicts with their numbers in a claim review."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        rows = "".join(
            f'<tr><th scope="row">{badge.badge(verdict, badge.WORDS[verdict])}</th>'
            f"<td>{'no number' if value is None else f'{value} of {linked_data.BEST}'}</td>"
            f"<td>{escape(badge.MEANINGS[verdict])}</td></tr>\n"
            for verdict, value in linked_data.RATINGS.items()
        )
        head = "".join(
            f'<th scope="col">{title}</th>'
            for title in ("alternateName", "ratingValue", "What the verdict says")
        )
        table = f"<table><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table>"
        return [
            html_nodes.ready(
                f'<div class="table-box" tabindex="0" role="region" '
                f'aria-label="Ratings">{table}</div>\n'
            )
        ]


def write_examples(app: Any, doctree: nodes.document, page: str) -> None:
    """Put the citations in the places that stand for them."""
    edition = editions.edition(app)
    for place in list(doctree.findall(audit_citation)):
        item = editions.named(app, place["name"])
        text = forms.formatted(item, edition, place["form"])
        block = nodes.literal_block(text, text, language=LANGUAGES[place["form"]])
        block["classes"].append("citation-example")
        place.replace_self(block)


def setup(app: Any) -> None:
    """Add the directives."""
    app.add_node(audit_citation)
    app.add_directive("citation", CitationExample)
    app.add_directive("rating-table", RatingTable)
    app.connect("doctree-resolved", write_examples)
