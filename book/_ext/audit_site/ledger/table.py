"""Show the whole ledger: ``{ledger}`` as a table that can be narrowed, and the same as a CSV.

It is filled in when pages are written, because only then is it known which records have a card to
link to. Without scripts it is a plain table of everything; ``ledger.js`` reads the form above it,
hides and sorts rows, keeps the chips' counts true, and keeps the choice in the page's address, so
that a view can be sent to somebody and Back undoes.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from analysis.vocabulary import CAVEATS_TALLIED, CLASSES, GRADES, MAKER, WORDS
from analysis.words import count_in_words

from .. import common, html_nodes
from ..figures import figure
from ..html_nodes import typeset
from ..markup import headings
from . import badge, data, squares, standards

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
#: Narrowing by a value: field of a row, title, and the words of its values.
CHIPS = ("verdict", "class", "chapter", "grade")
FLAGS = {"maker": MAKER, "moved": "moved since version 1"}


class audit_ledger(nodes.General, nodes.Element):
    """Stands for the table until all pages are read; ``section`` limits it."""


class LedgerTable(SphinxDirective):
    """``{ledger}``: the table of all records, or of one section with ``:section:``."""

    has_content = False
    option_spec: ClassVar = {"section": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        section = self.options.get("section", "")
        known = {r["section"] for r in data.ledger(self.env.app).records}
        if section and section not in known:
            raise self.error(f"no section {section!r} in the ledger, only {sorted(known)}")
        return [audit_ledger("", section=section)]


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


def choices(records: list[data.Record]) -> dict[str, dict[str, str]]:
    """Return the values of each row of chips that occur, with their words, in their order."""
    words = {
        "verdict": {word: word for word in WORDS},
        "class": CLASSES,
        "chapter": {record["section"]: record["section_title"] for record in records},
        "grade": GRADES,
    }
    found = {name: {values_of(record)[name] for record in records} for name in CHIPS}
    return {
        name: {value: word for value, word in words[name].items() if value in found[name]}
        for name in CHIPS
    }


def chip(name: str, value: str, words: str, count: int) -> str:
    """Return a choice that can be on or off, with the rows it would leave."""
    shape = f"{badge.mark(value)} " if name == "verdict" else ""
    return (
        f'<label class="chip"><input type="checkbox" name="{name}" value="{escape(value)}" />'
        f"{shape}<span>{escape(words[:1].upper() + words[1:])}</span> <b>{count}</b></label>"
    )


def chips(name: str, title: str, words: dict[str, str], records: list[data.Record]) -> str:
    """Return a row of chips under its title."""
    counts = {value: sum(values_of(r)[name] == value for r in records) for value in words}
    made = "".join(chip(name, value, word, counts[value]) for value, word in words.items())
    return f"<fieldset><legend>{escape(title)}</legend>{made}</fieldset>"


def form(records: list[data.Record], *, up: str) -> str:
    """Return the choices as escaped HTML; ``up`` is the way to the site's root.

    A browser without scripts does not show them.
    """
    known = choices(records)
    flags = "".join(
        chip(name, "yes", words, sum(bool(values_of(record)[name]) for record in records))
        for name, words in FLAGS.items()
    )
    more = "".join(
        chips(name, title, known[name], records)
        for name, title in (
            ("class", "Kind of sentence"),
            ("chapter", "Chapter"),
            ("grade", "Evidence"),
        )
    )
    return (
        '<form class="ledger-filters" aria-label="Narrow the ledger">'
        f"{chips('verdict', 'Verdict', known['verdict'], records)}"
        '<div class="ledger-line"><label class="ledger-words"><span>Words, names or figures</span>'
        '<input type="search" name="q" autocomplete="off" spellcheck="false" /></label>'
        '<label><span>Order</span><select name="sort"><option value="">the article’s</option>'
        '<option value="verdict">by verdict</option></select></label>'
        f'<fieldset><legend class="visually-hidden">Only</legend>{flags}</fieldset>'
        '<button type="reset">Show all</button></div>'
        f"<details><summary>Kind of sentence, chapter, evidence</summary>{more}</details></form>\n"
        f'<p class="ledger-below"><span class="ledger-status" role="status">{shown(records)}</span>'
        f' <span class="ledger-downloads"><a href="{up}{CSV}" download>CSV</a>, '
        f'<a href="{up}{data.NAME}" download>JSON</a></span></p>\n'
    )


def shown(records: list[data.Record]) -> str:
    """Return how many rows there are, in words."""
    pairs = sum(bool(record.get("of")) for record in records)
    beside = f" and {count_in_words(pairs)} comparison{'s' * (pairs != 1)}" if pairs else ""
    return f"{len(records) - pairs} sentences{beside}"


def names(record: data.Record) -> str:
    """Return what a search may find beside the words in sight: witnesses, models, programs."""
    found = [one["witness"] for c in record["checks"] for side in sides_of(c) for one in side]
    for end in record.get("ends") or []:
        found += [
            str(end[key]) for key in ("model", "system", "scaffold", "reporter") if end.get(key)
        ]
    return " ".join(dict.fromkeys([record["id"], *found]))


def sides_of(check: data.Record) -> list[list[data.Record]]:
    """Return the witnesses of a check, side by side."""
    return [check.get(side) or [] for side in ("for", "against", "limits")]


def earlier(record: data.Record) -> str:
    """Return the verdicts of other days and versions where they differ, as escaped HTML."""
    parts = []
    if record["moved"] and record["word_v1"]:
        parts.append(f"version 1: {record['word_v1']}")
    if record["word_at_publication"] not in ("", record["word"]):
        parts.append(f"on the essay’s day: {record['word_at_publication']}")
    return "".join(f'<span class="earlier">{escape(part)}</span>' for part in parts)


def ledger_row(record: data.Record, place: int, link: str | None) -> str:
    """Return one row of the table; ``place`` is its place in the article's order."""
    name = record["id"].replace("-", "–")
    first = f'<a href="{escape(link)}">{escape(name)}</a>' if link else escape(name)
    attributes = "".join(
        f' data-{key}="{escape(value)}"' for key, value in values_of(record).items() if value
    )
    quote = f"<q>{escape(record['quote'])}</q> " if record.get("quote") else ""
    kind = CAVEATS_TALLIED.get(record["caveat"], "")
    kind = f'<span class="v-kind">{escape(kind)}</span>' if kind else ""
    return (
        f'<tr data-id="{escape(record["id"])}" data-place="{place}"{attributes}>'
        f'<th scope="row">{first}</th>'
        f'<td data-h="The article" class="words">{quote}<span class="ours">'
        f"{escape(typeset(record['says']))}</span><span hidden>{escape(names(record))}</span></td>"
        f'<td data-h="Verdict">{badge.badge(record["word"])}{kind}{earlier(record)}'
        '<p class="yours" hidden></p></td>'
        f'<td data-h="Why" class="words">{escape(typeset(record["sentence"]))}</td>'
        f'<td data-h="Evidence">{escape(typeset(record["evidence_words"]))}</td>'
        f'<td data-h="Chapter">{escape(record["section_title"])}</td></tr>'
    )


def table(records: list[data.Record], links: dict[str, str]) -> str:
    """Return the ledger as an HTML table."""
    rows = "\n".join(ledger_row(r, n, links.get(r["id"])) for n, r in enumerate(records))
    head = headings("Id", "The article’s words, and ours", "Verdict", "Why", "Evidence", "Chapter")
    return (
        f'<table class="stack ledger"><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n'
        "</tbody></table>\n"
    )


def whole(loaded: data.Ledger, section: str, links: dict[str, str], up: str) -> str:
    """Return the ledger, or a section of it, as HTML: findings, standards, choices, table."""
    records = [r for r in loaded.in_order() if not section or r["section"] == section]
    if not records:
        return '<p class="ledger-empty">The ledger is empty.</p>'
    told = escape(loaded.document["tally"]["line"])
    top = "" if section else f'<p class="squares-tally">{told}</p>\n'
    chosen = standards.control(loaded) + standards.moved_table() if not section else ""
    return (
        f'<div class="ledger-whole">{top}{chosen}{form(records, up=up)}{table(records, links)}'
        "</div>\n"
    )


def fill_in(app: Any, doctree: nodes.document, docname: str) -> None:
    """Replace the waiting tables of a page."""
    for node in list(doctree.findall(audit_ledger)):
        loaded, links = data.ledger(app), squares.card_links(app, docname)
        html = whole(loaded, node["section"], links, common.up_to_root(docname))
        doctree["audit_ledger"] = True
        standards.note(doctree)
        node.replace_self(html_nodes.ready(html))


def csv_of(records: list[data.Record]) -> str:
    """Return the ledger as CSV, one row a record; nothing in it can act as a formula."""
    rows = [[record.get(field) or "" for field in COLUMNS.values()] for record in records]
    return figure.csv_text(list(COLUMNS), rows)


def write_table(app: Any) -> None:
    """Write the ledger as CSV for spreadsheets; ``claims.json`` holds everything."""
    common.write_whole(Path(app.outdir) / CSV, csv_of(data.ledger(app).in_order()))


def setup(app: Any) -> None:
    """Add the directive and fill it in at the end."""
    app.add_node(audit_ledger)
    app.add_directive("ledger", LedgerTable)
    app.connect("doctree-resolved", fill_in)
    common.load_where(app, lambda page: page.get("audit_ledger"), "ledger.css", "ledger.js")
