"""Make the search page and the index that its script looks through.

The index is a script, so that the search works from disk; it holds the texts themselves, and no
page but this one loads it. It is made from the finished pages: what a reader sees can be found.
Sphinx's own index, which knows words and neither numbers nor sentences, is not written.

A page is taken apart into its sections and claims, each with its texts: paragraphs, items and
tables' rows in the page's order. What only works on the page (buttons, forms, citations to copy,
code, drawings) is left out, and so is what stands there twice.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import html

from ..common import kept_json, pages
from ..markup import written
from ..tables import rows

PAGE = "search"
INDEX = "search_index.js"
FORM = written("publish/search.html")
#: Columns of numbers in the row's unit.
NUMBERS = ("value", "lower", "upper")
#: Columns for machines, and those that say how a row was seen.
HIDDEN = {
    *("record", "date_kind", "date_precision", "split", "scaffold", "instrument", "conditions"),
    *("reporter", "reported_by", "record_then", "human_baseline", "source", "seen_in", "maker"),
    *("access", "known_from", "known_basis", "se", "level", "n_runs", "unit", "unit_detail"),
    *("reports", "figure", "value_from", "coverage", "reproduced"),
}
#: Elements without words of their own.
SKIPPED = {
    *("script", "style", "svg", "math", "button", "form", "nav", "template", "noscript", "pre"),
    *("dialog", "summary", "thead"),
}
SKIPPED_CLASSES = {
    *("headerlink", "cite-open", "audit-code", "fig-tools", "fig-narrow", "page-origins"),
    *("chapter-place", "ledger-whole", "ledger-box", "fig-downloads", "page-downloads"),
    *("moved-anchor", "claim-statistics"),
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


#: Where a claim ends, and the section that it stands in goes on.
END = Part("", "#")


# ---- pages ---------------------------------------------------------------------------------------


def is_skipped(element: Any) -> bool:
    """Say whether nothing of an element is to be found."""
    return (
        not isinstance(element.tag, str)
        or element.tag in SKIPPED
        or element.get("aria-hidden") == "true"
        or not SKIPPED_CLASSES.isdisjoint(element.classes)
    )


def words(element: Any) -> str:
    """Return an element's text in one line, without what is skipped."""
    return " ".join("".join(" " if piece is None else piece for piece in pieces(element)).split())


def pieces(element: Any) -> Iterator[str | Part | None]:
    """Give what is below an element: texts, parts that begin, None where a text ends."""
    yield element.text or ""
    for child in element:
        if not is_skipped(child):
            yield from pieces_of(child)
        elif child.tag == "svg":
            yield " "
        yield child.tail or ""


def pieces_of(child: Any) -> Iterator[str | Part | None]:
    """Give what one element is: a claim, the heading of a part, a row, a piece or a text."""
    if CARD in child.classes:
        (top,) = child.find_class("claim-top")
        # The id leads the heading; what stands beside it in the card's top are links.
        heading = f"{child.get('data-id')}: {words(top.find('h3'))}"
        yield Part(heading, child.get("id", ""), claim=True)
        top.drop_tree()
        yield from (None, *pieces(child), END)
    elif child.tag in HEADINGS:
        above = child.xpath("ancestor::section/@id")
        yield Part(words(child), child.get("id") or (above[-1] if above else ""))
    elif child.tag == "tr":
        yield from (None, " · ".join(filter(None, map(words, child))), None)
    elif child.tag in INLINE:
        before = child.getprevious()
        # A reader sees a space between two spans with nothing between them.
        beside = before is not None and before.tag == child.tag == "span" and not before.tail
        yield from (" " if beside else "", *pieces(child))
    else:
        yield from (None, *pieces(child), None)


def parts_of(page: str) -> list[Part]:
    """Return what a page of the site holds; nothing for one without an article."""
    articles = html.document_fromstring(page).find_class("bd-article")
    parts: list[Part] = []
    part, section, line = Part("", ""), Part("", ""), ""
    for piece in (piece for article in articles[:1] for piece in (*pieces(article), None)):
        if isinstance(piece, str):
            line += piece
            continue
        text, line = " ".join(line.split()), ""
        if text not in part.texts and any(map(str.isalnum, text)):
            part.texts.append(text)
        if piece is END:
            part = section
        elif piece:
            section, part = (part if piece.claim else section), piece
            parts.append(part)
    return parts


# ---- rows and the index --------------------------------------------------------------------------


def text_of(row: dict[str, str]) -> str:
    """Return a row as people read it, each cell once, its numbers with their unit."""
    unit = row.get("unit", "")
    sign = "%" if unit == "percent" else f" {unit}" if unit else ""
    cells = ((name, cell) for name, cell in row.items() if name not in HIDDEN)
    said = (f"{cell}{sign}" if name in NUMBERS else cell for name, cell in cells)
    return " · ".join(dict.fromkeys(said))


def texts() -> list[list[Any]]:
    """Return the rows with an id, page by page: table, address of the page, (id, text) of each."""
    from analysis.evidence.load import RECORD_TABLES

    return [
        [table["name"], f"{name}.html", [[row["record"], text_of(row)] for _, row in part]]
        for table in rows.tables()
        if table["name"] in RECORD_TABLES
        for name, _, part in rows.pages_of(table)
    ]


def index(app: Any) -> dict[str, Any]:
    """Return what the search looks through: pages with their parts, and tables with their rows.

    A page is title, address and parts; a part heading, anchor, 1 for a claim, and its texts.
    """
    root, told = Path(app.srcdir), []
    for name in pages(app):
        found = parts_of((Path(app.outdir) / f"{name}.html").read_text("utf-8"))
        parts = [[part.heading, part.anchor, int(part.claim), part.texts] for part in found]
        told.append([app.env.titles[name].astext(), f"{name}.html", parts])
    # A book with a ledger of its own has no rows.
    known = [] if app.config.audit_ledger_file else kept_json(root, "search rows", texts)
    return {"pages": told, "tables": known}


def files(app: Any) -> dict[str, str]:
    """Return the index; where styles and scripts are cut it gets its sum into its address."""
    text = json.dumps(index(app), ensure_ascii=False, separators=(",", ":"))
    return {f"_static/{INDEX}": f"globalThis.auditTexts = {text};\n"}


def collect(app: Any) -> Iterator[tuple[str, dict[str, str], str]]:
    """Give the search page to the builder, in the frame of every other page."""
    yield PAGE, {"title": "Search", "body": FORM}, "page.html"


def no_stock_index(app: Any) -> None:
    """Let Sphinx write neither its index nor its page."""
    app.builder.search = False
