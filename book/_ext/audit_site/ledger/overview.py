"""Show the ledger as a whole: as squares, as a table, and under a reader's own standards.

``{squares}`` draws all sentences on the first page, ``{squares} chapter`` those of a chapter. They
stand in the article's order with a gap after each section. What can be counted is a finding:
sentences that state one fact are one block as wide as they are many, and a sentence that repeats
the fact elsewhere is an arrow back to it, so that picture, key and tally agree.

``{ledger}`` is a plain table of everything where no script runs; ``ledger.js`` reads the form above
it, hides and sorts rows, keeps the chips' counts true, and keeps the choice in the page's address.

The verdicts under every choice of evidence are one letter each in a block of data on the page (the
policy lets no script fetch a file from disk), worked out beforehand by the ledger's own code;
``standards.js`` only looks them up. A page with cards carries the letters of its own records, the
first page and the ledger carry all. ``{standards-table}`` prints the tallies of every choice for
readers without script, ``{moved-verdicts}`` lists what the second version of the rule moved.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from analysis.vocabulary import NOTHING_LEFT, REASONS, WORDS
from analysis.words import COUNTS, count_in_words

from .. import common
from ..figures import figure
from ..html_nodes import ready
from ..markup import css_class, data_block, pieces, typeset
from . import data

#: Each shape stands once on a page, in the sprite; marks refer to it, so a page of 71 squares stays
#: small and a script can change a square by changing one address.
MARKS = pieces("ledger/marks.html")
SQUARES = pieces("ledger/squares.html")
TABLE = pieces("ledger/table.html")
STANDARDS = pieces("ledger/standards.html")
FULL_PAGE = "book/appendix/full_ledger"
CSV = "_data/ledger.csv"
BANNER = '<p class="standards-banner" role="status" hidden></p>\n'
#: Verdict to what one sentence of it does, and what several do.
SAID = {
    "Holds": ("holds", "hold"),
    "Holds with a caveat": ("holds with a caveat", "hold with a caveat"),
    "Misleads": ("misleads", "mislead"),
    "Definition": ("is a definition", "are definitions"),
}
#: Columns of the CSV and the fields of a record that fill them.
COLUMNS = {
    "id": "id",
    "section": "section_title",
    "class": "class_word",
    "group": "group",
    "article": "quote",
    "in our words": "says",
    "verdict": "word",
    "kind of caveat": "caveat_word",
    "why": "sentence",
    "evidence": "evidence_words",
    "verdict in version 1": "word_v1",
    "verdict on the essay's day": "word_at_publication",
    "address": "url",
}
#: The id of a row in brackets, which only "For statisticians" shows.
ROW = re.compile(r" \([a-z]+-[\w-]+\)")
#: Direction of a move to its words behind a count.
DIRECTIONS = {
    "towards": "moved towards the article",
    "against": "moved against it",
    "beside": "moved neither way",
    "first": "are judged for the first time",
}


# ---- squares -------------------------------------------------------------------------------------


def squares(place: SphinxDirective) -> list[nodes.Node]:
    """``{squares}``: all sentences, key, tally and comparisons; ``{squares} chapter``: a page's."""
    kind, env = "".join(place.arguments).strip(), place.env
    if kind not in ("", "chapter"):
        raise place.error(f"squares: expected 'chapter' or nothing, found {kind!r}")
    loaded, links = data.ledger(env.app), card_links(env.app, env.docname)
    if kind:
        return [ready(line(loaded, env.docname, links))]
    full = FULL_PAGE in env.found_docs
    way = env.app.builder.get_relative_uri(env.docname, FULL_PAGE) if full else ""
    place.state.document["audit_standards"] = True  # asks for the letters of all records
    return [ready(strip(loaded, links, way))]


def blocks(
    records: Sequence[data.Record], groups: Mapping[str, data.Record]
) -> list[list[dict[str, Any]]]:
    """Return the squares section by section; what is in none of ``groups`` has its own.

    Each has the ``finding`` it shows, the ``members`` in it, their ``span`` of ids, and what it
    ``repeats``: the first record of a fact that it only points back to.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    first: dict[str, data.Record] = {}

    def place(record: data.Record) -> tuple[str, str]:
        name = record.get("group", "")
        return record["section"], name if name in groups else record["id"]

    for (section, name), run in groupby(records, place):
        members = list(run)
        known = first.setdefault(name, members[0])
        again = known is not members[0]
        for part in [[one] for one in members] if again else [members]:
            facts = {"finding": groups.get(name, part[0]), "members": part, "span": data.span(part)}
            found.setdefault(section, []).append(facts | {"repeats": known if again else None})
    return list(found.values())


def strip(loaded: data.Ledger, links: dict[str, str], ledger_page: str = "") -> str:
    """Return the strip of the first page: standards, squares, key, tally, comparisons."""
    counts = Counter(finding["word"] for finding in loaded.document["findings"])
    sections = blocks(loaded.records, loaded.groups)
    return SQUARES.strip(loaded, sections, links, counts, ledger_page, data.pair_label)


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
    known = (blocks(own, {}), links, counted(own), compared, data.pair_label)
    return SQUARES.line(*known) if own else ""


def card_links(app: Any, docname: str) -> dict[str, str]:
    """Return the relative address of each record whose page is in the book, seen from ``docname``:
    that every one has its card there ``validate`` checks, and the list of published addresses."""
    there = (one for one in data.ledger(app).cards if data.page_of(one) in app.env.found_docs)
    return {record["id"]: data.way_to(record, docname) for record in there}


def add_sprite(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Put the sprite at the start of a page that has a mark."""
    if 'class="v-mark"' in context.get("body", ""):
        context["body"] = str(MARKS.sprite()) + context["body"]


# ---- table ---------------------------------------------------------------------------------------


def ledger(place: SphinxDirective) -> list[nodes.Node]:
    """``{ledger}``: the table of all records."""
    app, page = place.env.app, place.env.docname
    place.state.document["audit_standards"] = True  # asks for the letters of all records
    return [ready(table(data.ledger(app), card_links(app, page), common.up_to_root(page)))]


def names(record: data.Record) -> str:
    """Return what a search may find beside the words in sight: witnesses, models, programs."""
    sides = [c.get(side) or [] for c in record["checks"] for side in ("for", "against", "limits")]
    found = [one["witness"] for side in sides for one in side]
    for end in record.get("ends") or []:
        named = (end.get(key) for key in ("model", "system", "scaffold", "reporter"))
        found += [str(name) for name in named if name]
    return " ".join(dict.fromkeys([record["id"], *found]))


def table(loaded: data.Ledger, links: dict[str, str], up: str) -> str:
    """Return the ledger as HTML: findings, standards, choices, table; ``up`` is the way to the
    site's root."""
    records, pairs = loaded.in_order(), len(loaded.comparisons)
    chapters = {record["section"]: record["section_title"] for record in records}
    beside = f" and {count_in_words(pairs)} comparison{'s' * (pairs != 1)}" if pairs else ""
    shown = f"{len(loaded.records)} sentences{beside}"
    ways = up + CSV, up + data.NAME
    return TABLE.whole(loaded, records, chapters, shown, *ways, links, names)


def files(app: Any) -> dict[str, str]:
    """Return the ledger as CSV for spreadsheets, a row a record; ``claims.json`` holds everything.

    Nothing in it can act as a formula.
    """
    records = data.ledger(app).in_order()
    rows = [[record.get(field) or "" for field in COLUMNS.values()] for record in records]
    return {CSV: figure.csv_text(list(COLUMNS), rows)}


# ---- a reader's own standards --------------------------------------------------------------------


def name_of(record: data.Record) -> str:
    """Return a record's ids and words in a list: the article's own, else ours."""
    quote = record.get("quote")
    ids = ", ".join(record.get("members", [record["id"]])).replace("-", "–")
    said = f"“{quote}”" if quote else record.get("says") or record["title"]
    return f"{ids} {typeset(said)}"


def block(loaded: data.Ledger, ids: Sequence[str]) -> str:
    """Return the block of data for the records ``ids`` as an element that no browser runs."""
    known = loaded.standards
    places = [n for n, name in enumerate(known["order"]) if name in ids]
    order = [known["order"][n] for n in places]
    names = {one["id"]: name_of(one) for one in [*loaded.cards, *loaded.groups.values()]}
    content = {
        "ids": order,
        "findings": [one["id"] for one in loaded.document["findings"] if one["id"] in order],
        "letters": {
            view: "".join(letters[n] for n in places) for view, letters in known["letters"].items()
        },
        "words": known["words"],
        "classes": {letter: css_class(word) for letter, word in known["words"].items()},
        "why": {
            name: {letter: typeset(ROW.sub("", why)) for letter, why in found.items()}
            for name, found in known["reasons"].items()
            if name in order
        },
        "names": {name: names[name] for name in order},
        "numbers": COUNTS,
    }
    return data_block(content, 'id="standards-data"')


def add_block(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Write the data to the foot of a page that shows verdicts, and the banner's place on top."""
    if doctree is None:
        return
    loaded = data.ledger(app)
    if doctree.get("audit_standards"):
        context["body"] += block(loaded, loaded.standards["order"])
    elif own := [record["id"] for record in loaded.cards if data.page_of(record) == page]:
        context["body"] = BANNER + context["body"] + block(loaded, own)


def standards_table(place: SphinxDirective) -> list[nodes.Node]:
    """``{standards-table}``: the tally of findings under every choice."""
    return [ready(tallies(data.ledger(place.env.app)))]


def tallies(loaded: data.Ledger) -> str:
    """Return the tallies as an HTML table: one row a choice, one column a word that occurs."""
    known, groups = loaded.standards, []
    found = {one["id"] for one in loaded.document["findings"]}
    places = [n for n, name in enumerate(known["order"]) if name in found]
    base = known["letters"]["|set"]
    used = {known["words"][letter] for letter in "".join(known["letters"].values())}
    for view in known["views"]:
        rows = []
        for strict in known["strict"]:
            letters = known["letters"][f"{view}|{strict}"]
            counts = Counter(known["words"][letters[n]] for n in places)
            rows.append((strict, counts, sum(letters[n] != base[n] for n in places)))
        groups.append((list(filter(None, view.split(","))), rows))
    words = [word for word in [*WORDS, NOTHING_LEFT] if word in used]
    return STANDARDS.tallies(words, groups, loaded.document["vintage"]["published"])


def moved_verdicts(place: SphinxDirective) -> list[nodes.Node]:
    """``{moved-verdicts}``: which way they moved, then under its reason what moved alike in one
    line: ids with links, both words, why."""
    loaded, page = data.ledger(place.env.app), place.env.docname
    moves, reasons = loaded.document["moved"], []
    for kind, words in REASONS.items():
        alike: dict[tuple[str, ...], tuple[list[tuple[str, str]], data.Record]] = {}
        for move in (move for move in moves if move["kind"] == kind):
            key = (move["before"], move["after"], move["why"])
            way = data.way_to(loaded.card(move["id"]), page)
            alike.setdefault(key, ([], move))[0].append((move["id"], way))
        if alike:
            reasons.append((words, list(alike.values())))
    counts = Counter(move["direction"] for move in moves)
    said = ", ".join(f"{count_in_words(counts[d])} {w}" for d, w in DIRECTIONS.items() if counts[d])
    verb = "verdict differs" if len(moves) == 1 else "verdicts differ"
    summary = f"{len(moves)} {verb} from version 1: {said}."
    return [ready(STANDARDS.moved(summary, reasons), read=True)]
