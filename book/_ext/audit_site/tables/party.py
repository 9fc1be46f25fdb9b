"""Show everything that comes from one party: ``{party} METR`` under a heading of its own.

A party is a person, an organisation or the keepers of a test. A row is theirs where one of the
names given (``{party} AI Futures, Kokotajlo``) stands as words in who said or measured it, or in
who published its source. What rests on a row is read from the judged ledger: the claims whose
checks name it.
"""

import re
from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from analysis.vocabulary import WORDS
from analysis.words import month_in_words, month_of

from .. import common, html_nodes
from ..ledger import data
from ..ledger.overview import card_links
from ..markup import pieces
from .row_pages import all_uses
from .rows import row_link

HTML = pieces("tables/tables.html")
#: Columns that name who is behind a row, beside the publisher of its source.
WHO = ("party", "witness", "forecaster")
#: Chances that a forecast may give, with their words.
BY = {"p_by_2027": "by 2027", "p_by_2028": "by 2028", "p_by_2030": "by 2030"}


def is_named(names: list[str], *texts: object) -> bool:
    """Say whether one of the names stands in one of the texts, as whole words.

    What stands after a colon names the subject, as in "Polymarket: OpenAI announces AGI".
    """
    heads = (str(text or "").partition(": ")[0] for text in texts)
    return any(map(pattern(*names).search, heads))


@cache
def pattern(*names: str) -> re.Pattern[str]:
    """Return what finds one of the names as whole words."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


def rows_of(ev: Any, names: list[str]) -> list[dict[str, Any]]:
    """Return the rows of a party in the tables' order, as dicts."""
    from analysis.evidence.load import RECORD_TABLES

    theirs = {key for key, one in ev.sources.items() if is_named(names, one["publisher"])}
    if "rows" not in ev.kept:
        tables = (getattr(ev, name).to_dict("records") for name in RECORD_TABLES)
        ev.kept["rows"] = [row for table in tables for row in table]
    return [
        row
        for row in ev.kept["rows"]
        if row["source"] in theirs or is_named(names, *(row.get(column) for column in WHO))
    ]


def statement(row: Mapping[str, Any]) -> str:
    """Return what a row says: a finding, a forecast with its chances, a fit with its value."""
    if row.get("quantity"):
        return f"{row['quantity']}: {row['value']:.4g} {row['unit']}"
    if row.get("forecaster"):
        dated = [f"middle date {month_of(q)}" for q in [row.get("q50")] if q and q == q]
        # A half beside a middle date is what the date implies, and nothing that they said.
        chances = {by: row[p] for p, by in BY.items() if row.get(p, 0) > 0}
        said = [f"{p:.0%} {by}" for by, p in chances.items() if not (dated and p == 0.5)]
        said += [row["result"]] if row.get("result") else []
        return ": ".join(filter(None, [row["forecaster"], ", ".join(dated + said), row["event"]]))
    return str(row.get("finding") or row["summary"])


def month(row: Mapping[str, Any]) -> str:
    """Return the month of a row in words, or nothing for one without a day."""
    day = row.get("date")
    return month_in_words(day.date()) if day is not None and day == day else ""


def overview(ev: Any, names: list[str], known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is shown of a party: ``said`` (id, text, month), ``series`` (name, first id, how
    many), ``sources``, and ``claims`` and ``pages`` that use its rows.

    ``known`` is what :func:`~audit_site.tables.row_pages.uses` gives.
    """
    mine = rows_of(ev, names)
    series: dict[str, list[str]] = {}
    for row in mine:
        if row.get("series"):
            series.setdefault(row["series"], []).append(row["record"])
    said = [row for row in mine if not row.get("series")]
    used = [row["record"] for row in mine] + list(series)
    sources = dict.fromkeys(row["source"] for row in mine) | dict.fromkeys(
        key for key, one in ev.sources.items() if is_named(names, one["publisher"])
    )
    return {
        "said": [(row["record"], statement(row), month(row)) for row in said],
        "series": [(name, ids[0], len(ids)) for name, ids in series.items()],
        "sources": [ev.sources[key] for key in sources if key in ev.sources],
        "claims": sorted({one for name in used for one in known["claims"].get(name, ())}),
        "pages": {one for name in used for one in known["pages"].get(name, ())},
    }


def party(place: SphinxDirective) -> list[nodes.Node]:
    """``{party} name, name``: everything that comes from a party of these names."""
    names = [name.strip() for name in place.arguments[0].split(",")]
    return [html_nodes.later(of_party, names=names)]


def of_party(app: Any, doctree: nodes.document, page: str, names: list[str]) -> nodes.Element:
    """Return a party as it stands on a page. ``ExtensionError`` for one without a row."""
    from analysis import evidence

    loaded, links, up = data.ledger(app), card_links(app, page), common.up_to_root(page)
    found = overview(evidence.load(), names, all_uses(app))
    if not found["sources"]:
        told = ", ".join(names)
        raise ExtensionError(f"{page}: party: expected one with a source, found {told}")
    claims: dict[str, list[tuple[str, str]]] = {word: [] for word in WORDS}
    for one in filter(links.get, found["claims"]):
        claims[loaded.card(one)["word"]].append((one, links[one]))
    found["claims"] = [pair for pair in claims.items() if pair[1]]
    found["pages"] = [
        (f"{up}{name}.html", app.env.titles[name].astext().partition(":")[0])
        for name in common.pages(app)
        if name in found["pages"]
    ]
    return html_nodes.ready(HTML.party(**found, link=partial(row_link, up=up)))
