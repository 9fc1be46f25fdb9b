"""Give chapters what they write beside numbers, figures and cards: links, quotations, folds.

=====================================  ============================================================
``{article}`the article```             the words, linked to the article
``{article}`its claim <a few words>``` the words, linked to the place where the quoted words stand
``{quote}`a few words```               the words in quotation marks, linked to their place
``{source}`words <key>```              the words, or the title where only a key is given, linked to
                                       the source of that key in ``data/sources.bib``
``{article-says}``                     the article's words that the chapter checks
``{answer}``                           the two or three sentences that answer the page
``{statistics}``                       a closed fold for whoever asks how it was computed
=====================================  ============================================================

So a chapter types no address. A quotation that is not in the article, word by word, and an unknown
key are warnings, which stop a build.
"""

from functools import partial
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective, SphinxRole

from . import common
from .html_nodes import element, folded, inner
from .ledger import data
from .markup import is_web

ARTICLE = "article"  # its key in data/sources.bib, and its file
STATISTICS = "For statisticians"
Found = tuple[list[nodes.Node], list[nodes.system_message]]


class Linking(SphinxRole):
    """A role that links its words; what stands in angle brackets says where to."""

    def split(self) -> tuple[str, str]:
        """Return the words and what stands in angle brackets behind them."""
        words, bracket, rest = self.text.partition("<")
        return words.strip(), rest.removesuffix(">").strip() if bracket else ""

    def linked(self, words: str, to: str, fault: str = "") -> Found:
        """Return the words with a link, and a fault as a warning."""
        messages = [self.inliner.reporter.warning(fault, line=self.lineno)] if fault else []
        link = nodes.reference(self.rawtext, words, refuri=to, internal=False)
        return [link if to else nodes.Text(words)], messages

    def to_article(self, words: str, quotation: str) -> Found:
        """Return the words, linked to the place of a quotation in the article."""
        from analysis.evidence.quotations import stands_in

        app = self.env.app
        read = partial(common.read_yaml, Path(app.srcdir), f"data/{ARTICLE}.yml")
        article = common.once(app, "audit_article", read, "the article")
        known = not quotation or stands_in(quotation, article)
        fault = "" if known else f"article: expected its own words, found {quotation!r}"
        return self.linked(words, common.place_in(article["address"], quotation), fault)


class ArticleRole(Linking):
    """Link to the article with the words given, at the place of the words in angle brackets."""

    def run(self) -> Found:
        return self.to_article(*self.split())


class QuoteRole(Linking):
    """Quote the article: its words in quotation marks, linked to their place."""

    def run(self) -> Found:
        found, messages = self.to_article(self.text, self.text)
        return [nodes.Text("“"), *found, nodes.Text("”")], messages


class SourceRole(Linking):
    """Link to the source with the words given, or with its title when only a key is given."""

    def run(self) -> Found:
        words, key = self.split()
        words, key = (words, key) if key else ("", self.text.strip())
        source = data.ledger(self.env.app).sources.get(key)
        if source is None or not is_web(source["url"]):
            expected = "a key with an address in data/sources.bib"
            return self.linked(self.text, "", f"source: expected {expected}, found {key!r}")
        return self.linked(words or source["title"], source["url"])


def article_says(place: SphinxDirective) -> list[nodes.Node]:
    """``{article-says}``: the article's words, after a link to it."""
    source = data.ledger(place.env.app).sources.get(ARTICLE, {})
    link: nodes.Node | str = "article"
    if source.get("url"):
        link = element("a", "external", link, href=source["url"])
    words = [child for block in inner(place) for child in block.children]
    return [element("p", "article-says", "The ", link, ": ", *words)]


def answer(place: SphinxDirective) -> list[nodes.Node]:
    """``{answer}``: the answer of the page, its first sentence in bold."""
    return [element("div", "answer", *inner(place))]


def statistics(place: SphinxDirective) -> list[nodes.Node]:
    """``{statistics}``: a closed fold."""
    return [folded(STATISTICS, "audit-fold statistics", *inner(place))]
