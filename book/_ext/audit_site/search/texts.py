"""Take a page apart into what a search can find: its sections and claims, each with its texts.

A text is a paragraph, an item or a table's row, in the page's order. What only works on the page
(buttons, forms, citations to copy, code, drawings) is left out, and so is what stands there twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import html

#: Elements without words of their own.
SKIPPED = {
    *("script", "style", "svg", "math", "button", "form", "nav", "template", "noscript", "pre"),
    *("dialog", "summary", "thead"),
}
SKIPPED_CLASSES = {
    *("headerlink", "cite-open", "audit-code", "fig-tools", "fig-narrow", "page-origins"),
    *("chapter-place", "ledger-whole", "ledger-box", "fig-downloads", "page-downloads"),
    "moved-anchor",
}
INLINE = {
    *("a", "abbr", "b", "bdi", "cite", "code", "data", "em", "i", "kbd", "label", "mark", "q"),
    *("s", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr", "input"),
}
HEADINGS = {"h1", "h2", "h3", "h4"}
CARD = "claim-card"
END = "#"  # the anchor of no part: where a claim ends


@dataclass
class Part:
    """A section or a claim of a page: heading, anchor ("" for the top of the page), texts."""

    heading: str
    anchor: str
    claim: bool = False
    texts: list[str] = field(default_factory=list)


def is_skipped(element: Any) -> bool:
    """Say whether nothing of an element is to be found."""
    return (
        not isinstance(element.tag, str)
        or element.tag in SKIPPED
        or element.get("aria-hidden") == "true"
        or not SKIPPED_CLASSES.isdisjoint(element.classes)
    )


def gap(child: Any) -> str:
    """Return the space that a reader sees between two spans with nothing between them."""
    before = child.getprevious()
    beside = before is not None and before.tag == child.tag == "span" and not before.tail
    return " " if beside else ""


def words(element: Any) -> str:
    """Return an element's text in one line, without what is skipped."""
    return " ".join("".join(" " if piece is None else piece for piece in pieces(element)).split())


def pieces(element: Any) -> Iterator[str | Part | None]:
    """Give what is below an element: texts, parts that begin, None where a text ends."""
    yield element.text or ""
    for child in element:
        if not is_skipped(child):
            yield from pieces_of(child)
        yield child.tail or ""


def pieces_of(child: Any) -> Iterator[str | Part | None]:
    """Give what one element is: a claim, the heading of a part, a row, a piece or a text."""
    if CARD in child.classes:
        head = next((one for one in child.iter(*HEADINGS, "h5", "h6")), None)
        if head is not None:
            # The id leads the heading; what stands beside it in the card's top are links.
            heading = ": ".join(filter(None, (child.get("data-id"), words(head))))
            yield Part(heading, child.get("id", ""), claim=True)
            top = head.getparent()
            (top if "claim-top" in top.classes else head).drop_tree()
        yield from (None, *pieces(child), Part("", END))
    elif child.tag in HEADINGS:
        above = child.xpath("ancestor::section/@id")
        yield Part(words(child), child.get("id") or (above[-1] if above else ""))
    elif child.tag == "tr":
        yield from (None, " · ".join(filter(None, map(words, child))), None)
    elif child.tag in INLINE:
        yield gap(child)
        yield from pieces(child)
    else:
        yield from (None, *pieces(child), None)


def parts_of(page: str) -> list[Part]:
    """Return what a page of the site holds; nothing for one without an article."""
    articles = html.document_fromstring(page).xpath(
        "//article[contains(concat(' ', @class, ' '), ' bd-article ')]"
    )
    parts: list[Part] = []
    part, section, line = Part("", ""), Part("", ""), ""
    for piece in (piece for article in articles[:1] for piece in (*pieces(article), None)):
        if isinstance(piece, str):
            line += piece
            continue
        text = " ".join(line.split())
        line = ""
        if text not in part.texts and any(map(str.isalnum, text)):
            part.texts.append(text)
        if piece and piece.anchor == END:
            part = section  # which goes on after a claim
        elif piece:
            section, part = (part if piece.claim else section), piece
            parts.append(part)
    return parts
