"""The whole ledger: ``{verdict-strip}`` (one square a claim) and ``{ledger}`` (a table).

Both are filled in when pages are written, because only then is it known which claims have a card
to link to. Without scripts the table is a plain table; ``ledger.js`` works the filters above it,
which :mod:`audit_site.ledger.filters` writes.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from .. import html_nodes
from ..figures import figure
from . import badge, card, data
from . import filters as ledgerfilters

FULL_PAGE = "book/appendix/full_ledger"


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


def count_verdicts(records: list[dict[str, Any]]) -> list[tuple[str, str, int]]:
    """Return (verdict, word, count) in the order of the verdict words, leaving out zeros."""
    tally = Counter(record["verdict"] for record in records)
    words = {record["verdict"]: record["verdict_word"] for record in records}
    return [(v, words[v], tally[v]) for v in badge.SHAPES if tally[v]]


def legend(records: list[dict[str, Any]], ledger_page: str) -> str:
    """Return the legend of the strip: each verdict's shape, word and count.

    A word leads to the ledger with only that verdict's claims shown, where there is such a page.
    """
    items = []
    for verdict, word, count in count_verdicts(records):
        shown = badge.badge(verdict, word)
        if ledger_page:
            target = escape(ledgerfilters.address(ledger_page, verdict=verdict))
            shown = f'<a href="{target}">{shown}</a>'
        items.append(
            f'<li title="{escape(badge.MEANINGS[verdict])}">{shown} '
            f'<span class="strip-count">{count}</span></li>'
        )
    return f'<ul class="strip-legend">{"".join(items)}</ul>'


def strip(records: list[dict[str, Any]], links: dict[str, str], ledger_page: str = "") -> str:
    """Return the strip as HTML: one square a claim, linked where the claim has a card."""
    squares = []
    for record in records:
        label = escape(f"{record['id']} {record['verdict_word']}: {record['says']}")
        classes = f"strip-square {badge.css_class(record['verdict'])}"
        inner = f'{badge.icon(record["verdict"])}<span class="visually-hidden">{label}</span>'
        link = links.get(record["id"])
        body = (
            f'<a class="{classes}" href="{escape(link)}" title="{label}">{inner}</a>'
            if link
            else f'<span class="{classes}" title="{label}">{inner}</span>'
        )
        squares.append(f"<li>{body}</li>")
    return (
        f'<div class="verdict-strip"><ol aria-label="All {len(records)} claims by verdict">'
        + "\n".join(squares)
        + f"</ol>{legend(records, ledger_page)}</div>\n"
    )


def ledger_row(record: dict[str, Any], link: str | None) -> str:
    """Return one row of the table."""
    name = escape(record["id"])
    first = f'<a href="{escape(link)}">{name}</a>' if link else name
    before = record.get("verdict_at_publication")
    word = escape(badge.WORDS.get(before, "")) if before else ""
    earlier = f'<span class="earlier">when the essay appeared: {word}</span>' if before else ""
    strength = card.STRENGTHS.get(record["strength"], record["strength"])
    pending = record["verdict"] == "pending"
    return (
        f'<tr data-verdict="{escape(record["verdict"])}" data-kind="{escape(record["kind"])}" '
        f'data-strength="{escape(record["strength"])}">'
        f'<th scope="row">{first}</th><td>{escape(record["says"])}</td>'
        f"<td>{badge.badge(record['verdict'], record['verdict_word'])}{earlier}</td>"
        f"<td>{escape(card.KINDS.get(record['kind'], record['kind']))}</td>"
        f"<td>{'' if pending else escape(strength)}</td></tr>"
    )


def table(records: list[dict[str, Any]], links: dict[str, str]) -> str:
    """Return the ledger as an HTML table, one body a section of the article."""
    bodies = []
    for section in dict.fromkeys(record["section"] for record in records):
        of_section = [record for record in records if record["section"] == section]
        title = escape(of_section[0]["section_title"])
        rows = "\n".join(ledger_row(record, links.get(record["id"])) for record in of_section)
        bodies.append(
            f'<tbody><tr class="ledger-section"><th colspan="5" scope="rowgroup">'
            f"{title}</th></tr>\n"
            f"{rows}\n</tbody>"
        )
    head = "".join(
        f'<th scope="col">{name}</th>'
        for name in ("Claim", "What the article says", "Verdict", "Kind", "Evidence")
    )
    return (
        '<div class="table-box ledger-box" tabindex="0" role="region" '
        'aria-label="Ledger of claims">'
        f'<table class="ledger"><thead><tr>{head}</tr></thead>\n'
        + "\n".join(bodies)
        + "\n</table></div>\n"
    )


def claim_links(app: Any, docname: str) -> dict[str, str]:
    """Return the relative address of each claim that has a card, seen from ``docname``."""
    links = {}
    for record in data.ledger(app).records:
        page = card.placed(app.env).get(record["id"])
        if page:
            way = app.builder.get_relative_uri(docname, page)
            links[record["id"]] = f"{way}#{data.anchor_of(record)}"
    return links


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
            html = strip(records, links, ledger_page(app, docname))
        else:
            filters = ledgerfilters.form(records, up=figure.up_to_root(docname))
            html = f'<div class="ledger-whole">{filters}{table(records, links)}</div>\n'
            doctree["audit_ledger"] = True
        node.replace_self(html_nodes.ready(html))


def ledger_page(app: Any, docname: str) -> str:
    """Return the relative address of the page with the full ledger, or nothing if it is absent."""
    if FULL_PAGE not in app.env.found_docs:
        return ""
    return app.builder.get_relative_uri(docname, FULL_PAGE)


def add_assets(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Load the filters' script and style sheet where a ledger stands, and nowhere else."""
    if doctree is not None and doctree.get("audit_ledger"):
        app.add_css_file("ledger.css")
        app.add_js_file("ledger.js", loading_method="defer")


def write_table(app: Any, exception: Exception | None) -> None:
    """Write the ledger as CSV for spreadsheets; ``claims.json`` holds everything."""
    if exception is None and app.builder.format == "html":
        path = Path(app.outdir) / ledgerfilters.CSV
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ledgerfilters.csv_of(data.ledger(app).records), "utf-8")


def setup(app: Any) -> None:
    """Add the directives and fill them in at the end."""
    app.add_node(audit_waiting)
    app.connect("html-page-context", add_assets)
    app.connect("build-finished", write_table, priority=700)
    app.add_directive("verdict-strip", VerdictStrip)
    app.add_directive("ledger", LedgerTable)
    app.connect("doctree-resolved", fill_in)
