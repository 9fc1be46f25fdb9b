"""Make the parts of a chapter's first screen and its folds.

``{article-says}`` quotes the article with a link to it, ``{answer}`` holds the two or three
sentences that answer the page, ``{squares} chapter`` shows the verdicts of the page's claims with their
tally, ``{statistics}`` folds what only a statistician asks for.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from analysis.vocabulary import WORDS

from .. import html_nodes
from ..html_nodes import element, text
from ..ledger import badge, data

ARTICLE = "article"  # its key in data/sources.bib
STATISTICS = "For statisticians"
#: How the tally counts a verdict's word: one, and more than one.
COUNTED = {
    "Holds": ("holds", "hold"),
    "Holds with a caveat": ("with a caveat", "with a caveat"),
    "Misleads": ("misleads", "mislead"),
}


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


def verdicts_of(app: Any, page: str) -> list[dict[str, Any]]:
    """Return what became of a page's claims, in the article's order: the only look at the ledger.

    Each has ``id``, ``verdict`` and ``word``, ``says`` (the sentence that decided, or else the
    claim) and ``href`` on its page.
    """
    return [
        {
            "id": record["id"],
            "verdict": record["verdict"],
            "word": record["verdict_word"],
            "says": record["sentence"].removeprefix(f"{record['verdict_word']}: ")
            or record["says"],
            "href": f"#{data.anchor_of(record)}",
        }
        for record in data.ledger(app).records
        if data.page_of(record) == page
    ]


def tally(words: list[str]) -> str:
    """Return verdict words as counted in a sentence: "1 misleads, 3 hold, 4 with a caveat"."""
    counts, order = Counter(words), list(WORDS.values())
    found = sorted(counts, key=lambda word: order.index(word) if word in order else len(order))
    return ", ".join(
        f"{counts[word]} {COUNTED.get(word, (word.lower(),) * 2)[counts[word] > 1]}"
        for word in found
    )


def squares(found: list[dict[str, Any]]) -> str:
    """Return the line of squares as HTML: one linked square a claim, then the tally."""
    items = []
    for one in found:
        label = escape(f"{one['id']} {one['word']}: {one['says']}")
        items.append(
            f'<li><a class="strip-square {badge.css_class(one["verdict"])}" '
            f'href="{escape(one["href"])}" title="{label}">{badge.icon(one["verdict"])}'
            f'<span class="visually-hidden">{label}</span></a></li>'
        )
    return (
        '<div class="chapter-squares verdict-strip"><ol aria-label="Verdicts of this chapter">'
        + "".join(items)
        + f"</ol><span>{escape(tally([one['word'] for one in found]))}</span></div>\n"
    )


class Squares(SphinxDirective):
    """``{squares} chapter``: the verdicts of the chapter's claims, each a link to its card."""

    has_content = False
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        found = verdicts_of(self.env.app, self.env.docname)
        return [html_nodes.ready(squares(found))] if found else []


def setup(app: Any) -> None:
    """Add the directives."""
    app.add_directive("article-says", ArticleSays)
    app.add_directive("answer", Answer)
    app.add_directive("statistics", Statistics)
    app.add_directive("squares", Squares)
