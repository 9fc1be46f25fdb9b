"""Make the parts of a chapter's first screen and its folds.

``{article-says}`` quotes the article with a link to it, ``{answer}`` holds the two or three
sentences that answer the page, ``{statistics}`` folds what only a statistician asks for. The line
of squares between answer and chart is that of :mod:`audit_site.ledger.squares`.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from .. import html_nodes
from ..html_nodes import element, text
from ..ledger import data

ARTICLE = "article"  # its key in data/sources.bib
STATISTICS = "For statisticians"


class Inner(SphinxDirective):
    """A directive around text of the chapter."""

    has_content = True

    def inner(self) -> list[nodes.Node]:
        """Return the directive's text as nodes."""
        self.assert_has_content()
        holder = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, holder)
        return holder.children


class ArticleSays(Inner):
    """``{article-says}``: the article's words that the chapter checks, after a link to it."""

    def run(self) -> list[nodes.Node]:
        source = data.ledger(self.env.app).sources.get(ARTICLE, {})
        lead = element("p", "article-says", text("The "))
        word = text("article")
        lead += element("a", "external", word, href=source["url"]) if source.get("url") else word
        lead += text(": ")
        for block in self.inner():
            lead.extend(block.children)
        return [lead]


class Answer(Inner):
    """``{answer}``: the answer of the page, its first sentence in bold."""

    def run(self) -> list[nodes.Node]:
        return [element("div", "answer", *self.inner())]


class Statistics(Inner):
    """``{statistics}``: a closed fold for whoever asks how it was computed."""

    def run(self) -> list[nodes.Node]:
        return [html_nodes.folded(STATISTICS, "audit-fold statistics", *self.inner())]


def setup(app: Any) -> None:
    """Add the directives."""
    app.add_directive("article-says", ArticleSays)
    app.add_directive("answer", Answer)
    app.add_directive("statistics", Statistics)
