"""Show the whole ledger: ``{ledger}`` as a table that can be narrowed, and the same as a CSV.

Without scripts it is a plain table of everything; ``ledger.js`` reads the form above it, hides and
sorts rows, keeps the chips' counts true, and keeps the choice in the page's address, so that a view
can be sent to somebody and Back undoes.
"""

from collections import Counter
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from analysis.vocabulary import CLASSES, GRADES, MAKER, WORDS
from analysis.words import count_in_words

from .. import common, html_nodes
from ..figures import figure
from ..markup import pieces
from . import data, squares, standards

HTML = pieces("ledger/table.html")
CSV = "_data/ledger.csv"
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


def ledger(place: SphinxDirective) -> list[nodes.Node]:
    """``{ledger}``: the table of all records."""
    app, page = place.env.app, place.env.docname
    place.state.document["audit_standards"] = True  # asks for the letters of all records
    links = squares.card_links(app, page)
    return [html_nodes.ready(whole(data.ledger(app), links, common.up_to_root(page)))]


def values_of(record: data.Record) -> dict[str, str]:
    """Return what a row can be narrowed by: the data attributes of its element."""
    return {
        "verdict": record["word"],
        "class": record["class"],
        "chapter": record["section"],
        "grade": record["grade"],
        "maker": "yes" if record["maker"] else "",
        "moved": "yes" if record["moved"] else "",
    }


def choices(records: list[data.Record]) -> dict[str, list[tuple[str, str, int]]]:
    """Return (value, words, rows) of each choice that occurs, in order, by what it narrows."""
    words = {
        "verdict": {word: word for word in WORDS},
        "class": CLASSES,
        "chapter": {record["section"]: record["section_title"] for record in records},
        "grade": GRADES,
        "maker": {"yes": MAKER},
        "moved": {"yes": "moved since version 1"},
    }
    found = {}
    for name, known in words.items():
        counts = Counter(values_of(record)[name] for record in records)
        found[name] = [(v, word, counts[v]) for v, word in known.items() if counts[v]]
    return found


def shown(records: list[data.Record]) -> str:
    """Return how many rows there are, in words."""
    pairs = sum(bool(record.get("of")) for record in records)
    beside = f" and {count_in_words(pairs)} comparison{'s' * (pairs != 1)}" if pairs else ""
    return f"{len(records) - pairs} sentences{beside}"


def names(record: data.Record) -> str:
    """Return what a search may find beside the words in sight: witnesses, models, programs."""
    sides = [c.get(side) or [] for c in record["checks"] for side in ("for", "against", "limits")]
    found = [one["witness"] for side in sides for one in side]
    for end in record.get("ends") or []:
        named = (end.get(key) for key in ("model", "system", "scaffold", "reporter"))
        found += [str(name) for name in named if name]
    return " ".join(dict.fromkeys([record["id"], *found]))


def whole(loaded: data.Ledger, links: dict[str, str], up: str) -> str:
    """Return the ledger as HTML: findings, standards, choices, table; ``up`` is the way to the
    site's root."""
    records = loaded.in_order()
    return HTML.whole(
        loaded.document["tally"]["line"],
        standards.day_of(loaded),
        choices(records),
        shown(records),
        up + CSV,
        up + data.NAME,
        [(r, links.get(r["id"]), values_of(r), names(r)) for r in records],
    )


def write_table(app: Any) -> None:
    """Write the ledger as CSV for spreadsheets, one row a record; ``claims.json`` holds everything.

    Nothing in it can act as a formula.
    """
    records = data.ledger(app).in_order()
    rows = [[record.get(field) or "" for field in COLUMNS.values()] for record in records]
    common.write_whole(Path(app.outdir) / CSV, figure.csv_text(list(COLUMNS), rows))
