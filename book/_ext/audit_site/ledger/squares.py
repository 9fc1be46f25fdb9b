"""Draw all sentences as squares: ``{squares}`` on the first page, ``{squares} chapter`` on others.

The squares stand in the article's order with a gap after each section. What can be counted is a
finding: sentences that state one fact are one block as wide as they are many, and a sentence that
repeats the fact elsewhere is an arrow back to it, so that picture, key and tally agree.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from analysis.vocabulary import WORDS
from analysis.words import count_in_words

from .. import html_nodes
from ..markup import pieces
from . import data, standards

HTML = pieces("ledger/squares.html")
#: Each shape stands once on a page, in the sprite; marks refer to it, so a page of 71 squares stays
#: small and a script can change a square by changing one address.
MARKS = pieces("ledger/marks.html")
FULL_PAGE = "book/appendix/full_ledger"
BRIEF = {" seconds": " s", " minutes": " min", " hours": " h", " per cent": "%"}
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
    def span(self) -> str:
        """The ids of its sentences."""
        return span(self.members)


def squares(place: SphinxDirective) -> list[nodes.Node]:
    """``{squares}``: all sentences, key, tally and comparisons; ``{squares} chapter``: a page's."""
    kind, env = "".join(place.arguments).strip(), place.env
    if kind not in ("", "chapter"):
        raise place.error(f"squares: expected 'chapter' or nothing, found {kind!r}")
    loaded, links = data.ledger(env.app), card_links(env.app, env.docname)
    if kind:
        return [html_nodes.ready(line(loaded, env.docname, links))]
    full = FULL_PAGE in env.found_docs
    way = env.app.builder.get_relative_uri(env.docname, FULL_PAGE) if full else ""
    place.state.document["audit_standards"] = True  # asks for the letters of all records
    return [html_nodes.ready(strip(loaded, links, way))]


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


def pair_label(record: data.Record) -> str:
    """Return both ends of a comparison as the article prints them, in short: ``2 → 93.9%``."""
    ends = [[short(end["printed"]) for end in record["ends"] if end["claim"] == name]
            for name in record["of"]]  # fmt: skip
    for unit in ("%", "x", "×"):
        if all(end.endswith(unit) for side in ends for end in side):
            ends[0] = [end.removesuffix(unit) for end in ends[0]]
    first, last = ("–".join(side) for side in ends)
    levels = any(check["name"] == "same_terms" for check in record["checks"])
    return f"{first} against {last}" if levels else f"{first} → {last}"


def short(printed: str) -> str:
    """Return a printed figure without its "about" and with short units."""
    for long, brief in BRIEF.items():
        printed = printed.replace(long, brief)
    return printed.strip().lstrip("~≈").strip()


def pairs(records: list[data.Record], *, named: bool) -> list[tuple[data.Record, str]]:
    """Return each comparison with its label, which a name of its section may lead."""
    titles = [f"{r['section_title'].partition(':')[0]} " if named else "" for r in records]
    return [(r, title + pair_label(r)) for r, title in zip(records, titles, strict=True)]


def strip(loaded: data.Ledger, links: dict[str, str], ledger_page: str = "") -> str:
    """Return the strip of the first page: standards, squares, key, tally, comparisons."""
    return HTML.strip(
        loaded.document["tally"],
        blocks(loaded),
        links,
        Counter(finding["word"] for finding in loaded.document["findings"]),
        ledger_page,
        pairs(loaded.comparisons, named=True),
        standards.day_of(loaded),
    )


def counted(records: list[data.Record]) -> str:
    """Return how many sentences have each verdict: "One misleads, three hold"."""
    tally = Counter(record["word"] for record in records)
    parts: list[str] = []
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
    own, compared = (
        [record for record in records if data.page_of(record) == page]
        for records in (loaded.records, loaded.comparisons)
    )
    if not own:
        return ""
    sections = [[b for b in s if b.finding in own] for s in blocks(loaded, apart=True)]
    shown = [section for section in sections if section]
    return HTML.line(shown, links, counted(own), pairs(compared, named=False))


def card_links(app: Any, docname: str) -> dict[str, str]:
    """Return the relative address of each record whose page is in the book, seen from
    ``docname``: that every one has its card there is checked when all are read."""
    there = (one for one in data.ledger(app).cards if data.page_of(one) in app.env.found_docs)
    return {record["id"]: data.way_to(record, docname) for record in there}


def add_sprite(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Put the sprite at the start of a page that has a mark."""
    if 'class="v-mark"' in context.get("body", ""):
        context["body"] = str(MARKS.sprite()) + context["body"]
