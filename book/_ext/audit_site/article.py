"""Name, link and quote the article that is audited, from ``data/article.yml``.

``{article}`` makes three things, none of which needs an address typed into a chapter:

=================================  =================================================================
``{article}`the article```         the words, linked to the article
``{article}`its claim <a few words>``` the words, linked to the place where the quoted words stand
``{quote}`a few words```           the words in quotation marks, linked to their place
=================================  =================================================================

A quotation that is not in the article, word by word, is a warning, which stops a gated build.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml
from docutils import nodes
from sphinx.util.docutils import SphinxRole

from . import common

FILE = "data/article.yml"


def read(root: Path) -> dict[str, Any]:
    """Return what the file says. ValueError when it is not there."""
    path = root / FILE
    if not path.is_file():
        raise ValueError(f"{FILE}: expected this file, found none")
    return yaml.safe_load(path.read_text("utf-8"))


def of(app: Any) -> dict[str, Any]:
    """Return the article of the build, read on first use."""
    return common.once(app, "audit_article", lambda: read(Path(app.srcdir)), "the article")


def part(text: str) -> str:
    """Return words as a text fragment has them: a hyphen or comma would end the directive."""
    return quote(text.strip(), safe="").replace("-", "%2D")


def address(article: Mapping[str, Any], quotation: str = "") -> str:
    """Return the article's address, at the place of a quotation where one is given.

    Words that the quotation leaves out ("…") become a range from its first to its last piece.
    """
    from analysis.evidence.quotations import parts

    pieces = parts(quotation) if quotation else []
    if not pieces:
        return str(article["address"])
    ends = [pieces[0], pieces[-1]] if len(pieces) > 1 else pieces
    return f"{article['address']}#:~:text={','.join(part(piece) for piece in ends)}"


def named(article: Mapping[str, Any]) -> str:
    """Return title, site and day in words, the day only where it is known."""
    day = f", {article['day']}" if article["day"] else ""
    return f"{article['title']} ({article['site']}{day})"


def quoted(article: Mapping[str, Any], quotation: str) -> str:
    """Return a quotation in quotation marks as escaped HTML, linked to its place."""
    text = escape(quotation.strip(' “”"'))
    return f'<q><a href="{escape(address(article, quotation))}">{text}</a></q>'


class ArticleRole(SphinxRole):
    """Link to the article with the words given, at the place of the words in angle brackets."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        words, bracket, rest = self.text.partition("<")
        quotation = rest.removesuffix(">").strip() if bracket else ""
        return self.linked(words.strip(), quotation)

    def linked(
        self, words: str, quotation: str
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link, with a warning where the article has not the quoted words."""
        from analysis.evidence.quotations import stands_in

        article, messages = of(self.env.app), []
        if quotation and not stands_in(quotation, article):
            told = f"article: expected its own words, found {quotation!r}"
            messages = [self.inliner.reporter.warning(told, line=self.lineno)]
        to = address(article, quotation)
        return [nodes.reference(self.rawtext, words, refuri=to, internal=False)], messages


class QuoteRole(ArticleRole):
    """Quote the article: its words in quotation marks, linked to their place."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        found, messages = self.linked(self.text, self.text)
        return [nodes.Text("“"), *found, nodes.Text("”")], messages


def setup(app: Any) -> None:
    """Add the roles."""
    app.add_role("article", ArticleRole())
    app.add_role("quote", QuoteRole())
