"""Give chapters what they write beside numbers, figures and cards: links, answer, folds.

=========================  ========================================================================
``{source}`words <key>```  the words, linked to the source of that key in ``data/sources.csv``
``{article-says}``         the article's words that the chapter checks
``{answer}``               the two or three sentences that answer the page
``{statistics}``           a closed fold for whoever asks how it was computed
=========================  ========================================================================

So a chapter types no address. An unknown key is a warning, which stops a build.
"""

from docutils import nodes
from sphinx.util.docutils import SphinxDirective, SphinxRole

from .html_nodes import audit_box, element, folded, inner
from .ledger import data
from .markup import is_web

STATISTICS = "For statisticians"


class SourceRole(SphinxRole):
    """Link words to the source whose key stands behind them in angle brackets."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        words, _, rest = self.text.partition("<")
        key = rest.removesuffix(">").strip()
        source = data.ledger(self.env.app).sources.get(key)
        if source is None or not is_web(source["url"]):
            expected = "a key with an address in data/sources.csv"
            fault = f"source: expected {expected}, found {key!r}"
            return [nodes.Text(self.text)], [self.inliner.reporter.warning(fault, line=self.lineno)]
        address = source["url"]
        return [nodes.reference(self.rawtext, words.strip(), refuri=address, internal=False)], []


def article_says(place: SphinxDirective) -> list[nodes.Node]:
    """``{article-says}``: the article's words, after a link to it."""
    url = data.ledger(place.env.app).sources[data.ARTICLE]["url"]
    link = element("a", "external", "article", href=url) if url else "article"
    words = [child for block in inner(place) for child in block.children]
    return [element("p", "article-says", "The ", link, ": ", *words)]


def answer(place: SphinxDirective) -> list[nodes.Node]:
    """``{answer}``: the answer of the page, its first sentence in bold."""
    return [element("div", "answer", *inner(place))]


def description_of(doctree: nodes.document) -> str:
    """Return the page's answer, or else its first paragraph, in at most 300 characters."""
    boxes = [n for n in doctree.findall(audit_box) if "answer" in n["classes"]]
    for node in (boxes[0] if boxes else doctree).findall(nodes.paragraph):
        line = " ".join(node.astext().split())
        if line:
            return line if len(line) <= 300 else line[:299].rsplit(" ", 1)[0] + "…"
    return ""


def statistics(place: SphinxDirective) -> list[nodes.Node]:
    """``{statistics}``: a closed fold."""
    return [folded(STATISTICS, "audit-fold statistics", *inner(place))]
