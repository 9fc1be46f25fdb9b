"""Let readers set their own standards of evidence, worked out beforehand by the ledger's own code.

The verdicts under every choice are one letter each in a block of data on the page (the policy lets
no script fetch a file from disk); ``standards.js`` only looks them up. A page with cards carries
the letters of its own records, the first page and the ledger carry all. ``{standards-table}``
prints the tallies of every choice for readers without script, ``{moved-verdicts}`` lists what the
second version of the rule moved.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from analysis.vocabulary import NOTHING_LEFT, REASONS, WORDS
from analysis.words import COUNTS, count_in_words, day_in_words

from .. import html_nodes
from ..markup import css_class, data_block, pieces, typeset
from . import data

HTML = pieces("ledger/standards.html")
#: The id of a row in brackets, which only "For statisticians" shows.
ROW = re.compile(r" \([a-z]+-[\w-]+\)")
#: What can be left out: its name in the address, and in words with the day of the article.
LEAVE = {
    "maker": "figures that only the maker measured",
    "second": "what was read second-hand",
    "later": "what came out after {published}",
}
#: How strict: name in the table of letters, and in words.
STRICT = {"half": "half as strict", "set": "as set", "twice": "twice as strict"}


def day_of(loaded: data.Ledger) -> str:
    """Return the day of the article in words."""
    return day_in_words(loaded.document["vintage"]["published"])


def name_of(record: data.Record) -> str:
    """Return a record's ids and words in a list: the article's own, else ours."""
    quote = record.get("quote")
    ids = ", ".join(record.get("members", [record["id"]])).replace("-", "–")
    said = f"“{quote}”" if quote else record.get("says") or record["title"]
    return f"{ids} {typeset(said)}"


def block(loaded: data.Ledger, ids: Sequence[str]) -> str:
    """Return the block of data for the records ``ids`` as an element that no browser runs."""
    table = loaded.standards
    places = [n for n, name in enumerate(table["order"]) if name in ids]
    order = [table["order"][n] for n in places]
    kept = set(order)
    names = {one["id"]: name_of(one) for one in [*loaded.cards, *loaded.groups.values()]}
    content = {
        "ids": order,
        "findings": [f["id"] for f in loaded.document["findings"] if f["id"] in kept],
        "letters": {
            view: "".join(letters[n] for n in places) for view, letters in table["letters"].items()
        },
        "words": table["words"],
        "classes": {letter: css_class(word) for letter, word in table["words"].items()},
        "why": {
            name: {letter: typeset(ROW.sub("", why)) for letter, why in found.items()}
            for name, found in table["reasons"].items()
            if name in kept
        },
        "names": {name: names[name] for name in order},
        "numbers": COUNTS,
    }
    return data_block(content, 'id="standards-data"')


BANNER = '<p class="standards-banner" role="status" hidden></p>\n'


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
    return [html_nodes.ready(tallies(data.ledger(place.env.app)))]


def tallies(loaded: data.Ledger) -> str:
    """Return the tallies as an HTML table: one row a choice, one column a word that occurs."""
    table, published = loaded.standards, day_of(loaded)
    leave = {name: words.format(published=published) for name, words in LEAVE.items()}
    found = {one["id"] for one in loaded.document["findings"]}
    places = [n for n, name in enumerate(table["order"]) if name in found]
    base = table["letters"]["|set"]
    used = {table["words"][letter] for letters in table["letters"].values() for letter in letters}
    groups = []
    for view in table["views"]:
        rows = []
        for strict, words in STRICT.items():
            letters = table["letters"][f"{view}|{strict}"]
            counts = Counter(table["words"][letters[n]] for n in places)
            rows.append((words, counts, sum(letters[n] != base[n] for n in places)))
        left_out = "; ".join(leave[name] for name in view.split(",") if name)
        groups.append((f"Left out: {left_out or 'nothing'}", rows))
    return HTML.tallies([word for word in [*WORDS, NOTHING_LEFT] if word in used], groups)


#: Direction of a move to its words behind a count.
DIRECTIONS = {
    "towards": "moved towards the article",
    "against": "moved against it",
    "beside": "moved neither way",
}


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
    return [html_nodes.ready(HTML.moved(summary(moves), reasons), read=True)]


def summary(moves: list[data.Record]) -> str:
    """Return how many verdicts moved and which way."""
    counts = Counter(move["direction"] for move in moves)
    said = ", ".join(f"{count_in_words(counts[d])} {w}" for d, w in DIRECTIONS.items() if counts[d])
    verb = "verdict differs" if len(moves) == 1 else "verdicts differ"
    return f"{len(moves)} {verb} from version 1: {said}."
