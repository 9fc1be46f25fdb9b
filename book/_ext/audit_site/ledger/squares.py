"""Draw all sentences as squares: ``{squares}`` on the first page, ``{squares} chapter`` on others.

The squares stand in the article's order with a gap after each section. What can be counted is a
finding: sentences that state one fact are one block as wide as they are many, and a sentence that
repeats the fact elsewhere is an arrow back to it, so that picture, key and tally agree. Both are
filled in when pages are written, because only then is it known which records have a card.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlencode

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from analysis.vocabulary import NOTHING_LEFT, WORDS
from analysis.words import count_in_words

from .. import html_nodes
from ..html_nodes import typeset
from . import badge, data, standards

FULL_PAGE = "book/appendix/full_ledger"
BRIEF = {" seconds": " s", " minutes": " min", " hours": " h", " per cent": "%"}
LAST = ' class="last"'
#: Verdict to what one sentence of it does, and what several do.
SAID = {
    "Holds": ("holds", "hold"),
    "Holds with a caveat": ("holds with a caveat", "hold with a caveat"),
    "Misleads": ("misleads", "mislead"),
    "Definition": ("is a definition", "are definitions"),
}


@dataclass(frozen=True)
class Block:
    """A square or a block of several: the finding it shows, the records in it, how it is drawn.

    ``repeats`` is the first record of a fact that the block only points back to.
    """

    finding: data.Record
    members: tuple[data.Record, ...]
    repeats: data.Record | None = None

    @property
    def first(self) -> data.Record:
        return self.members[0]


class audit_squares(nodes.General, nodes.Element):
    """Stands for squares until all pages are read; ``chapter`` says which kind."""


class Squares(SphinxDirective):
    """``{squares}``: all sentences, key, tally and comparisons; ``{squares} chapter``: a page's."""

    optional_arguments = 1
    has_content = False

    def run(self) -> list[nodes.Node]:
        kind = self.arguments[0].strip() if self.arguments else ""
        if kind not in ("", "chapter"):
            raise self.error(f"squares: expected 'chapter' or nothing, found {kind!r}")
        return [audit_squares("", chapter=kind == "chapter")]


def blocks(loaded: data.Ledger, *, apart: bool = False) -> list[list[Block]]:
    """Return the blocks section by section; ``apart`` leaves every sentence its own square."""
    found: dict[str, list[Block]] = {}
    seen: dict[str, data.Record] = {}
    for record in loaded.records:
        section = found.setdefault(record["section"], [])
        name = record.get("group", "")
        if not name or apart:
            section.append(Block(record, (record,)))
        elif section and section[-1].finding["id"] == name and section[-1].repeats is None:
            last = section.pop()
            section.append(Block(last.finding, (*last.members, record)))
        else:
            section.append(Block(loaded.groups[name], (record,), seen.get(name)))
        seen.setdefault(name, record)
    return list(found.values())


def span(members: tuple[data.Record, ...]) -> str:
    """Return the ids of neighbours: ``C13`` or ``C13-C17`` with a dash."""
    first, last = members[0]["id"], members[-1]["id"]
    return first if first == last else f"{first}–{last}"


def square(block: Block, links: dict[str, str]) -> str:
    """Return a block as HTML: a link to its card, named by ids, word and deciding sentence."""
    word, many = block.finding["word"], len(block.members)
    if block.repeats is not None:
        said = f"{span(block.members)}: the same fact as {block.repeats['id']}"
        inside, classes = badge.mark(badge.SAME), "square v-same"
        told = f'<span class="tip">{escape(said)}</span>'
    else:
        inside = badge.mark(word, bare=many > 1)
        classes = f"square {badge.css_class(word)}" + (" wide" if many > 1 else "")
        told = (
            f'<span class="tip">{escape(span(block.members))} · <b>{escape(word)}</b>: '
            f"{escape(typeset(block.finding['sentence']))}</span>"
        )
    target = links.get((block.repeats or block.first)["id"])
    tag, way = ("a", f' href="{escape(target)}"') if target else ("span", "")
    own = "" if block.repeats else f' data-id="{escape(block.finding["id"])}"'
    size = f' style="--n:{many}"' if many > 1 else ""
    return f'<{tag} class="{classes}"{way}{own}{size}>{inside}{told}</{tag}>'


def rows(sections: list[list[Block]], links: dict[str, str]) -> str:
    """Return the list items of squares, the last of each section marked for its gap."""
    last = {id(section[-1]) for section in sections}
    return "\n".join(
        f"<li{LAST if id(block) in last else ''}>{square(block, links)}</li>"
        for section in sections
        for block in section
    )


def key(counts: dict[str, int], page: str) -> str:
    """Return each verdict's square, word and count; a word leads to the ledger's rows of it."""
    items = []
    for word, meaning in {**WORDS, NOTHING_LEFT: "your choice leaves nothing to check"}.items():
        shown = escape(word)
        if page and word != NOTHING_LEFT:
            shown = f'<a href="{escape(page)}?{escape(urlencode({"verdict": word}))}">{shown}</a>'
        hidden = "" if counts.get(word) else " hidden"
        items.append(
            f'<li data-word="{escape(word)}" title="{escape(meaning)}"{hidden}>'
            f"{badge.mark(word)} {shown} <b>{counts.get(word, 0)}</b></li>"
        )
    return f'<ul class="squares-key">{"".join(items)}</ul>'


def pair_label(record: data.Record) -> str:
    """Return both ends of a comparison as the article prints them, in short: ``2 → 93.9%``."""
    first, last = (short(end["printed"]) for end in record["ends"])
    for unit in ("%", "x", "×"):
        if first.endswith(unit) and last.endswith(unit):
            first = first.removesuffix(unit)
    levels = any(check["name"] == "same_terms" for check in record["checks"])
    return f"{first} against {last}" if levels else f"{first} → {last}"


def short(printed: str) -> str:
    """Return a printed figure without its "about" and with short units."""
    for long, brief in BRIEF.items():
        printed = printed.replace(long, brief)
    return printed.strip().lstrip("~≈").strip()


def pairs(records: list[data.Record], links: dict[str, str], *, named: bool = True) -> str:
    """Return the comparisons as squares with labels."""
    items = []
    for record in records:
        label = escape(pair_label(record))
        if named:
            label = f"{escape(record['section_title'].partition(':')[0])} {label}"
        target = links.get(record["id"])
        tag, way = ("a", f' href="{escape(target)}"') if target else ("span", "")
        items.append(
            f'<{tag} class="pair {badge.css_class(record["word"])}"{way} '
            f'data-id="{escape(record["id"])}">{badge.mark(record["word"])}<span>{label}</span>'
            f'<span class="tip"><b>{escape(record["word"])}</b>: '
            f"{escape(typeset(record['sentence']))}</span></{tag}>"
        )
    return "".join(items)


def strip(loaded: data.Ledger, links: dict[str, str], ledger_page: str = "") -> str:
    """Return the strip of the first page: standards, squares, key, tally, comparisons."""
    sections, tally = blocks(loaded), loaded.document["tally"]
    counts = Counter(finding["word"] for finding in loaded.document["findings"])
    return (
        f'<div class="squares-whole">{standards.control(loaded)}'
        f'<ol class="squares" aria-label="{tally["sentences"]} sentences by verdict">\n'
        f"{rows(sections, links)}</ol>\n{key(counts, ledger_page)}"
        f"{standards.moved_table()}"
        f'<p class="squares-tally">{escape(tally["line"])} A wide block is one fact in several '
        "sentences, an arrow leads back to one.</p>\n"
        f'<p class="squares-pairs">{pairs(loaded.comparisons, links)}</p></div>\n'
    )


def counted(records: list[data.Record]) -> str:
    """Return how many sentences have each verdict: "One misleads, three hold"."""
    tally = Counter(record["word"] for record in records)
    parts = []
    for word in WORDS:
        if number := tally[word]:
            one, many = SAID.get(word, (f"is {word.lower()}", f"are {word.lower()}"))
            said = one if number == 1 else many
            # After "three hold" the verb is not said again.
            said = said.removeprefix("holds ").removeprefix("hold ") if parts else said
            parts.append(f"{count_in_words(number)} {said}")
    said = ", ".join(parts)
    return said[:1].upper() + said[1:]


def line(loaded: data.Ledger, page: str, links: dict[str, str]) -> str:
    """Return a chapter's squares, their count in words, its comparison; "" without claims."""
    own = [record for record in loaded.records if data.page_of(record) == page]
    if not own:
        return ""
    here = [
        [block for block in section if data.page_of(block.first) == page]
        for section in blocks(loaded, apart=True)
    ]
    compared = [record for record in loaded.comparisons if data.page_of(record) == page]
    beside = f" · {pairs(compared, links, named=False)}" if compared else ""
    return (
        '<div class="squares-line"><ol class="squares" aria-label="The sentences of this chapter '
        f'by verdict">{rows([s for s in here if s], links)}</ol>'
        f'<span class="squares-said">{escape(counted(own))}{beside}</span></div>\n'
    )


def card_links(app: Any, docname: str) -> dict[str, str]:
    """Return the relative address of each record that has a card, seen from ``docname``."""
    placed = getattr(app.env, "audit_claims", {})
    return {
        record["id"]: (
            ""
            if placed[record["id"]] == docname
            else app.builder.get_relative_uri(docname, placed[record["id"]])
        )
        + f"#{data.anchor_of(record)}"
        for record in data.ledger(app).cards
        if record["id"] in placed
    }


def chapter_line(app: Any, page: str) -> str:
    """Return a chapter's line of squares as HTML; "" for a page without claims."""
    return line(data.ledger(app), page, card_links(app, page))


def fill_in(app: Any, doctree: nodes.document, docname: str) -> None:
    """Replace what waits for squares on a page."""
    for node in list(doctree.findall(audit_squares)):
        loaded = data.ledger(app)
        if node["chapter"]:
            html = chapter_line(app, docname)
        elif loaded.records:
            full = FULL_PAGE in app.env.found_docs
            page = app.builder.get_relative_uri(docname, FULL_PAGE) if full else ""
            html = strip(loaded, card_links(app, docname), page)
            standards.note(doctree)
        else:
            html = '<p class="ledger-empty">The ledger is empty.</p>'
        node.replace_self(html_nodes.ready(html))


def setup(app: Any) -> None:
    """Add the directive and fill it in at the end."""
    app.add_node(audit_squares)
    app.add_directive("squares", Squares)
    app.connect("doctree-resolved", fill_in)
