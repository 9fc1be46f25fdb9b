"""Show what rests on the evidence: a page for each part of a table, ``{party} METR`` for a source.

The pages have every row with its source and what uses it. They are plain HTML from the CSV files,
made once for a state of the data, framed by the theme like all others. What uses a row is read from
the judged ledger (claims), from the text of chapters and what their code names (pages), and from
the assumptions (inputs of the model).

A party is a person, an organisation or the keepers of a test. A row is theirs where one of the
names given (``{party} AI Futures, Kokotajlo``) stands as words in who said or measured it, or in
who published its source.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from analysis.vocabulary import WORDS
from analysis.words import month_in_words, month_of

from .. import common, html_nodes, inputs
from ..cite import edition
from ..markup import pieces
from ..numbers import tracing
from ..publish import downloads
from ..tables import rows
from . import data
from .overview import card_links

HTML = pieces("tables/tables.html")
INDEX = f"{rows.FOLDER}/index"
TITLE = "All rows of the evidence"
WORD = re.compile(r"[A-Za-z][\w.-]*")
ROLE = re.compile(r"\{[^}\n]*\}`[^`]*`")
MODEL = "timeline"  # what a page that uses the model names in its code
#: Columns that open a row's line, in order of preference.
HEADS = ("system", "model", "finding", "forecaster", "party", "claim", "title", "words", "printed")
#: Columns that name who is behind a row, beside the publisher of its source.
WHO = ("party", "witness", "forecaster")
#: Chances that a forecast may give, with their words.
BY = {"p_by_2027": "by 2027", "p_by_2028": "by 2028", "p_by_2030": "by 2030"}


def uses(root: Path, records: list[dict[str, Any]]) -> dict[str, dict[str, list[str]]]:
    """Return what uses rows and series: ``claims``, ``pages`` and ``model``, by record or series.

    ``pages`` are names below the site's root whose source has the word outside of plain prose, or
    whose numbers lead to it; ``model`` names of fitted lines or of assumptions.
    """
    from analysis import evidence

    claims: dict[str, list[str]] = {}
    for claim in records:
        for record in {record for check in claim["checks"] for record in check["rows"]}:
            claims.setdefault(record, []).append(claim["id"])
    pages: dict[str, list[str]] = {}
    for path in sorted((root / "book").rglob("*.md")):
        text = path.read_text("utf-8")
        page = path.relative_to(root).with_suffix("").as_posix()
        # Not the words of paragraphs: where these alone change, other pages are taken up.
        named = [*(piece[0] for piece in edition.NO_PROSE.finditer(text)), *ROLE.findall(text)]
        for word in {*WORD.findall(" ".join(named)), *tracing.chapter(text).texts()}:
            pages.setdefault(word, []).append(page)
    assumed = evidence.load().assumptions
    model = {word: ["its assumptions"] for word in WORD.findall(str(assumed))}
    lines = [f"the line {line['name']}" for line in assumed["lines"]]
    model |= {series: lines for _, series in assumed["series"]}
    return {"claims": claims, "pages": pages, "model": model}


def all_uses(app: Any) -> dict[str, dict[str, list[str]]]:
    """Return what uses each row of the project, made once for a state of data, code and text."""
    root, records = Path(app.srcdir), data.ledger(app).cards
    texts = inputs.Sources.read(root / "book", lambda name: name.endswith(".md")).sums
    return common.kept_json(root, "uses.json", lambda: uses(root, records), key=texts)


# ---- pages of rows -------------------------------------------------------------------------------


def row_html(
    table: Mapping[str, Any], line: int, row: Mapping[str, str], known: Mapping[str, Any]
) -> str:
    """Return one row: its id, its columns, its source, its line in the file, what uses it."""
    key = " ".join(row.get(name, "") for name in table["key"])
    head = next((row[column] for column in HEADS if row.get(column)), "")
    names = [name for name in (key, row.get("series", "")) if name]
    claims = [(c, known["links"][c]) for c in known["claims"].get(key, ()) if c in known["links"]]
    pages = sorted({page for name in names for page in known["pages"].get(name, ())})
    model = dict.fromkeys(one for name in names for one in known["model"].get(name, ()))
    used = [("claim", *pair) for pair in claims]
    used += [("page", page.rpartition("/")[2], f"{page}.html") for page in pages]
    used += [(f"the model: {one}", "", "") for one in model]
    own = table["key"] if len(table["key"]) == 1 else ()
    cells = {column: cell for column, cell in row.items() if column not in own}
    anchor = (key or f"line-{line}").replace(" ", "_")
    return HTML.row(anchor, key, head, cells, known, used, table["path"], line)


def made(records: list[dict[str, Any]], used: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return title and body of every page by its name, the index first, from the project's data;
    ``used`` is what :func:`uses` gives."""
    from analysis import evidence

    known = {
        **used,
        "sources": evidence.load().sources,
        "grades": rows.GRADES,
        "where": rows.addresses(),
        "links": {record["id"]: record["url"] for record in records},
    }
    out, listed = {}, []
    for table in rows.tables():
        links = []
        for name, first, part in rows.pages_of(table):
            span = f"{first + 1} to {first + len(part)}"
            links.append((f"{name.rpartition('/')[2]}.html", span))
            body = "".join(row_html(table, line, row, known) for line, row in part)
            out[name] = [f"{table['path']}, rows {span}", body]
        listed.append((table["path"], links, table["about"]))
    return {INDEX: [TITLE, str(HTML.row_index(listed))], **out}


def pages(app: Any) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give Sphinx the pages to write: none where the last site's are taken up as they are."""
    root = Path(app.srcdir)
    if not (root / "data" / downloads.DESCRIPTION).is_file() or common.taken_up(app):
        return
    records, used = data.ledger(app).cards, all_uses(app)
    found = common.kept_json(root, "rows.json", lambda: made(records, used), key=used)
    for name, (title, body) in found.items():
        way = ("index.html", TITLE) if name != INDEX else None
        yield name, {"title": title, "body": str(HTML.listing(title, way, body))}, "page.html"


# ---- parties -------------------------------------------------------------------------------------


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
    """Return what is shown of a party: ``said`` (id, text, month), ``series`` (name, code
    name, ids), ``sources``, and ``claims`` and ``pages`` that use its rows.

    ``known`` is what :func:`uses` gives.
    """
    from analysis.evidence.load import RECORD_TABLES
    from analysis.evidence.records import labels

    if "rows" not in ev.kept:
        tables = (getattr(ev, name).to_dict("records") for name in RECORD_TABLES)
        ev.kept["rows"] = [row for table in tables for row in table]
    theirs = [key for key, one in ev.sources.items() if is_named(names, one["publisher"])]
    mine = [
        row
        for row in ev.kept["rows"]
        if row["source"] in theirs or is_named(names, *(row.get(column) for column in WHO))
    ]
    series: dict[str, list[str]] = {}
    for row in mine:
        if row.get("series"):
            series.setdefault(row["series"], []).append(row["record"])
    used = [row["record"] for row in mine] + list(series)
    claims = sorted({one for name in used for one in known["claims"].get(name, ())})
    sources = dict.fromkeys([*(row["source"] for row in mine), *theirs])
    feeds = [MODEL] if any(name in known["model"] for name in used) else []
    return {
        "said": [
            (row["record"], statement(row), month(row)) for row in mine if not row.get("series")
        ],
        "series": [(labels("series").get(name), name, ids) for name, ids in series.items()],
        "sources": [ev.sources[key] for key in sources if key in ev.sources],
        "claims": claims,
        # Where their rows are used or cited, their claims judged, or the model that they feed run.
        "pages": {
            page
            for one in (*used, *claims, *sources, *feeds)
            for page in known["pages"].get(one, ())
        },
    }


def party(place: SphinxDirective) -> list[nodes.Node]:
    """``{party} name, name``: everything that comes from a party of these names."""
    names = [name.strip() for name in place.arguments[0].split(",")]
    return [html_nodes.later(of_party, names=names)]


def of_party(app: Any, page: str, names: list[str]) -> nodes.Element:
    """Return a party as it stands on a page. ``ExtensionError`` for one without a source."""
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
        if name in found["pages"] and name != page
    ]
    return html_nodes.ready(HTML.party(**found, where=rows.addresses(), up=up))
