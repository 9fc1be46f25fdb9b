"""Take a page apart into what a search can find: its sections and claims, each with its texts.

A text is a paragraph, an item or a table's row, in the page's order. What only works on the page
(buttons, forms, citations to copy, code, drawings) is left out, and so is what stands there twice.
"""

from __future__ import annotations

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
}
INLINE = {
    *("a", "abbr", "b", "bdi", "cite", "code", "data", "em", "i", "kbd", "label", "mark", "q"),
    *("s", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr", "input"),
}
HEADINGS = {"h1", "h2", "h3", "h4"}
CARD = "claim-card"


@dataclass
class Part:
    """A section or a claim of a page: heading, anchor ("" for the top of the page), texts."""

    heading: str
    anchor: str
    claim: bool = False
    texts: list[str] = field(default_factory=list)


def classes(element: Any) -> set[str]:
    """Return the classes of an element."""
    return set((element.get("class") or "").split())


def is_skipped(element: Any) -> bool:
    """Say whether nothing of an element is to be found."""
    return (
        not isinstance(element.tag, str)
        or element.tag in SKIPPED
        or element.get("aria-hidden") == "true"
        or not SKIPPED_CLASSES.isdisjoint(classes(element))
    )


def gap(child: Any) -> str:
    """Return the space that a reader sees between two spans with nothing between them."""
    before = child.getprevious()
    beside = before is not None and before.tag == child.tag == "span" and not before.tail
    return " " if beside else ""


def words(element: Any) -> str:
    """Return an element's text in one line, without what is skipped."""
    return " ".join("".join(pieces(element)).split())


def pieces(element: Any) -> Iterator[str]:
    """Give the texts below an element in their order."""
    yield element.text or ""
    for child in element:
        if not is_skipped(child):
            yield gap(child) if child.tag in INLINE else " "
            yield from pieces(child)
        yield child.tail or ""


class Reader:
    """Goes through an article once; ``parts`` are what it holds, in order."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.part: Part | None = None
        self.line: list[str] = []

    def flush(self) -> None:
        """End the text that is open and keep it, unless its part has it already."""
        text = " ".join("".join(self.line).split())
        self.line = []
        if self.part and text not in self.part.texts and any(map(str.isalnum, text)):
            self.part.texts.append(text)

    def begin(self, element: Any, anchor: str, *, claim: bool = False) -> None:
        """Begin a part with its heading."""
        self.flush()
        self.part = Part(words(element), anchor, claim)
        self.parts.append(self.part)

    def read(self, element: Any, anchor: str = "") -> None:
        """Read what is below an element; ``anchor`` is that of the nearest section."""
        if element.tag == "section":
            anchor = element.get("id") or anchor
        self.line.append(element.text or "")
        for child in element:
            self.read_child(child, anchor)
            self.line.append(child.tail or "")

    def read_child(self, child: Any, anchor: str) -> None:
        """Read one element: as the heading of a part, a claim, a row, a piece or a text."""
        if is_skipped(child):
            return
        if CARD in classes(child):
            self.read_card(child)
        elif child.tag in HEADINGS:
            self.begin(child, child.get("id") or anchor)
        elif child.tag == "tr":
            self.flush()
            self.line.append(" · ".join(filter(None, map(words, child))))
            self.flush()
        elif child.tag in INLINE:
            self.line.append(gap(child))
            self.read(child, anchor)
        else:
            self.flush()
            self.read(child, anchor)
            self.flush()

    def read_card(self, card: Any) -> None:
        """Read a claim's card as a part of its own; the section goes on after it."""
        self.flush()
        before = self.part
        head = next((one for one in card.iter(*HEADINGS, "h5", "h6")), None)
        if head is not None:
            self.begin(head, card.get("id", ""), claim=True)
            # The id leads the heading; what stands beside it in the card's top are links.
            self.part.heading = ": ".join(filter(None, (card.get("data-id"), self.part.heading)))
            top = head.getparent()
            (top if "claim-top" in classes(top) else head).drop_tree()
        self.read(card)
        self.flush()
        self.part = before


def parts_of(page: str) -> list[Part]:
    """Return what a page of the site holds; nothing for one without an article."""
    articles = html.document_fromstring(page).xpath(
        "//article[contains(concat(' ', @class, ' '), ' bd-article ')]"
    )
    if not articles:
        return []
    reader = Reader()
    reader.read(articles[0])
    reader.flush()
    return reader.parts
