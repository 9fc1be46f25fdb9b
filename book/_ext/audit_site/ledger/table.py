"""Show the whole ledger: ``{verdict-strip}`` (one square a claim), ``{ledger}`` (a table), a CSV.

Both are filled in when pages are written, because only then is it known which claims have a card
to link to. Without scripts the table is a plain table; ``ledger.js`` reads the form above it, hides
the rows that do not fit, says how many are left, and keeps the choice in the page's address, so
that a filtered view can be sent to somebody.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from analysis.vocabulary import KINDS, MEANINGS, STRENGTHS, WORDS

from .. import common, html_nodes
from ..figures import figure
from ..markup import headings
from . import badge, card, data

FULL_PAGE = "book/appendix/full_ledger"
CSV = "_data/ledger.csv"
BEFORE = "verdict_at_publication"
#: Columns of the CSV and the fields of a record that fill them.
COLUMNS = {
    "claim": "id",
    "section": "section_title",
    "kind": "kind",
    "says": "says",
    "verdict": "verdict",
    "verdict_word": "verdict_word",
    BEFORE: BEFORE,
    "evidence": "strength",
    "decided_by": "decided_by",
    "sentence": "sentence",
    "url": "url",
}


class audit_waiting(nodes.General, nodes.Element):
    """Stands for a strip or a table until all pages are read; ``what`` and ``section``."""


class VerdictStrip(SphinxDirective):
    """``{verdict-strip}``: one linked square a claim, in article order, with a counted legend."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        return [audit_waiting("", what="strip", section="")]


class LedgerTable(SphinxDirective):
    """``{ledger}``: the table of all claims, or of one section with ``:section:``."""

    has_content = False
    option_spec: ClassVar = {"section": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        section = self.options.get("section", "")
        known = {r["section"] for r in data.ledger(self.env.app).records}
        if section and section not in known:
            raise self.error(f"no section {section!r} in the ledger, only {sorted(known)}")
        return [audit_waiting("", what="table", section=section)]


def counted(records: list[dict[str, Any]], field: str, words: dict[str, str]) -> list[tuple]:
    """Return (value, word, count) of a field's values: known words first, in their order."""
    tally = Counter(record[field] for record in records)
    known = [value for value in words if tally[value]]
    return [(v, words.get(v, v), tally[v]) for v in [*known, *sorted(set(tally) - set(words))]]


def address(page: str, **chosen: str) -> str:
    """Return the address of a filtered ledger: ``page#verdict=misleading``."""
    return f"{page}#{urlencode(chosen)}"


def legend(records: list[dict[str, Any]], ledger_page: str) -> str:
    """Return the legend of the strip: each verdict's shape, word and count.

    A word leads to the ledger with only that verdict's claims shown, where there is such a page.
    """
    words = {record["verdict"]: record["verdict_word"] for record in records}
    items = []
    for verdict, _, count in counted(records, "verdict", WORDS):
        shown = badge.badge(verdict, words[verdict])
        if ledger_page:
            shown = f'<a href="{escape(address(ledger_page, verdict=verdict))}">{shown}</a>'
        items.append(
            f'<li title="{escape(MEANINGS[verdict])}">{shown} '
            f'<span class="strip-count">{count}</span></li>'
        )
    return f'<ul class="strip-legend">{"".join(items)}</ul>'


def strip(records: list[dict[str, Any]], links: dict[str, str], ledger_page: str = "") -> str:
    """Return the strip as HTML: one square a claim, linked where the claim has a card."""
    squares = []
    for record in records:
        label = escape(f"{record['id']} {record['verdict_word']}: {record['says']}")
        link = links.get(record["id"])
        tag, target = ("a", f' href="{escape(link)}"') if link else ("span", "")
        squares.append(
            f'<li><{tag} class="strip-square {badge.css_class(record["verdict"])}"{target} '
            f'title="{label}">{badge.icon(record["verdict"])}'
            f'<span class="visually-hidden">{label}</span></{tag}></li>'
        )
    return (
        f'<div class="verdict-strip"><ol aria-label="All {len(records)} claims by verdict">'
        + "\n".join(squares)
        + f"</ol>{legend(records, ledger_page)}</div>\n"
    )


def choice(name: str, title: str, every: str, options: list[tuple]) -> str:
    """Return a labelled list to choose one value from."""
    items = "".join(
        f'<option value="{escape(value)}">{escape(word[:1].upper() + word[1:])} ({count})</option>'
        for value, word, count in options
    )
    return (
        f'<label class="ledger-choice"><span>{escape(title)}</span><select name="{name}">'
        f'<option value="">{escape(every)}</option>{items}</select></label>'
    )


def form(records: list[dict[str, Any]], *, up: str) -> str:
    """Return the filters as escaped HTML; ``up`` is the way to the site's root.

    A browser without scripts does not show them.
    """
    boxes = "".join(
        f'<label class="ledger-verdict {badge.css_class(value)}">'
        f'<input type="checkbox" name="verdict" value="{escape(value)}" />'
        f"{badge.icon(value)}<span>{escape(word)}</span> "
        f'<span class="ledger-number">{count}</span></label>'
        for value, word, count in counted(records, "verdict", WORDS)
    )
    kinds = choice("kind", "Kind", "Every kind", counted(records, "kind", KINDS))
    strengths = choice(
        "strength", "Evidence", "Any evidence", counted(records, "strength", STRENGTHS)
    )
    return (
        '<form class="ledger-filters" aria-label="Filter the claims">'
        f"<fieldset><legend>Verdict</legend>{boxes}</fieldset>"
        f'<div class="ledger-line">{kinds}{strengths}'
        '<label class="ledger-choice ledger-words"><span>Words</span>'
        '<input type="search" name="q" autocomplete="off" spellcheck="false" /></label>'
        '<button type="reset">Show all</button></div></form>\n'
        f'<p class="ledger-below"><span class="ledger-status" role="status">{len(records)} claims'
        f'</span> <span class="ledger-downloads">Download: <a href="{up}{CSV}" download>CSV</a>, '
        f'<a href="{up}{data.NAME}" download>JSON</a></span></p>\n'
    )


def ledger_row(record: dict[str, Any], link: str | None) -> str:
    """Return one row of the table."""
    name = escape(record["id"])
    first = f'<a href="{escape(link)}">{name}</a>' if link else name
    before = record.get(BEFORE)
    word = escape(WORDS.get(before, ""))
    earlier = f'<span class="earlier">when the essay appeared: {word}</span>' if before else ""
    strength = STRENGTHS.get(record["strength"], record["strength"])
    pending = record["verdict"] == "pending"
    return (
        f'<tr data-verdict="{escape(record["verdict"])}" data-kind="{escape(record["kind"])}" '
        f'data-strength="{escape(record["strength"])}">'
        f'<th scope="row">{first}</th><td>{escape(record["says"])}</td>'
        f"<td>{badge.badge(record['verdict'], record['verdict_word'])}{earlier}</td>"
        f"<td>{escape(KINDS.get(record['kind'], record['kind']))}</td>"
        f"<td>{'' if pending else escape(strength)}</td></tr>"
    )


def table(records: list[dict[str, Any]], links: dict[str, str]) -> str:
    """Return the ledger as an HTML table, one body a section of the article."""
    bodies = []
    for section in dict.fromkeys(record["section"] for record in records):
        of_section = [record for record in records if record["section"] == section]
        rows = "\n".join(ledger_row(record, links.get(record["id"])) for record in of_section)
        bodies.append(
            f'<tbody><tr class="ledger-section"><th colspan="5" scope="rowgroup">'
            f"{escape(of_section[0]['section_title'])}</th></tr>\n{rows}\n</tbody>"
        )
    head = headings("Claim", "What the article says", "Verdict", "Kind", "Evidence")
    return (
        '<div class="table-box ledger-box" tabindex="0" role="region" '
        'aria-label="Ledger of claims">'
        f'<table class="ledger"><thead><tr>{head}</tr></thead>\n'
        + "\n".join(bodies)
        + "\n</table></div>\n"
    )


def claim_links(app: Any, docname: str) -> dict[str, str]:
    """Return the relative address of each claim that has a card, seen from ``docname``."""
    placed = card.placed(app.env)
    return {
        record["id"]: f"{app.builder.get_relative_uri(docname, placed[record['id']])}"
        f"#{data.anchor_of(record)}"
        for record in data.ledger(app).records
        if record["id"] in placed
    }


def fill_in(app: Any, doctree: nodes.document, docname: str) -> None:
    """Replace the waiting strips and tables of a page."""
    for node in list(doctree.findall(audit_waiting)):
        records = data.ledger(app).records
        if node["section"]:
            records = [record for record in records if record["section"] == node["section"]]
        if not records:
            node.replace_self(html_nodes.paragraph("The ledger is empty.", "ledger-empty"))
            continue
        links = claim_links(app, docname)
        if node["what"] == "strip":
            full = FULL_PAGE in app.env.found_docs
            page = app.builder.get_relative_uri(docname, FULL_PAGE) if full else ""
            html = strip(records, links, page)
        else:
            filters = form(records, up=common.up_to_root(docname))
            html = f'<div class="ledger-whole">{filters}{table(records, links)}</div>\n'
            doctree["audit_ledger"] = True
        node.replace_self(html_nodes.ready(html))


def csv_of(records: list[dict[str, Any]]) -> str:
    """Return the ledger as CSV, one row a claim; nothing in it can act as a formula."""
    rows = [
        [
            record.get(field) or (record["verdict"] if field == BEFORE else "")
            for field in COLUMNS.values()
        ]
        for record in records
    ]
    return figure.csv_text(list(COLUMNS), rows)


def write_table(app: Any) -> None:
    """Write the ledger as CSV for spreadsheets; ``claims.json`` holds everything."""
    common.write_whole(Path(app.outdir) / CSV, csv_of(data.ledger(app).records))


def setup(app: Any) -> None:
    """Add the directives and fill them in at the end."""
    app.add_node(audit_waiting)
    app.add_directive("verdict-strip", VerdictStrip)
    app.add_directive("ledger", LedgerTable)
    app.connect("doctree-resolved", fill_in)
    common.load_where(app, lambda page: page.get("audit_ledger"), "ledger.css", "ledger.js")
