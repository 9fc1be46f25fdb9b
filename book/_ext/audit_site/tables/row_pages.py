"""Write a page for each part of a table: every row with its source and what uses it.

The pages are plain HTML from the CSV files, made once for a state of the data, framed by the theme
like all others. What uses a row is read from the judged ledger (claims), from the text of chapters
and what their code names (pages), and from the assumptions (inputs of the model).
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .. import common, inputs
from ..ledger import data as ledger_data
from ..markup import pieces
from ..numbers import tracing
from . import rows

HTML = pieces("tables/tables.html")
INDEX = f"{rows.FOLDER}/index"
TITLE = "All rows of the evidence"
DATA_FILE = "datapackage.json"
WORD = re.compile(r"[A-Za-z][\w.-]*")
#: Columns that open a row's line, in order of preference.
HEADS = ("system", "model", "finding", "forecaster", "party", "claim", "title", "words", "printed")


def uses(root: Path, records: list[dict[str, Any]]) -> dict[str, dict[str, list[str]]]:
    """Return what uses rows and series: ``claims``, ``pages`` and ``model``, by record or series.

    ``pages`` are names below the site's root whose source has the word, or whose numbers lead to
    it; ``model`` names of fitted lines or of assumptions.
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
        for word in {*WORD.findall(text), *tracing.chapter(text).texts()}:
            pages.setdefault(word, []).append(page)
    assumed = evidence.load().assumptions
    model = {word: ["its assumptions"] for word in WORD.findall(str(assumed))}
    lines = [f"the line {line['name']}" for line in assumed["lines"]]
    model |= {series: lines for _, series in assumed["series"]}
    return {"claims": claims, "pages": pages, "model": model}


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


def bodies(tables: list[dict[str, Any]], known: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return title and body of every page by its name, the index first."""
    out: dict[str, list[str]] = {INDEX: [TITLE, ""]}
    listed = []
    for table in tables:
        links = []
        for first in range(0, len(table["rows"]), rows.PER_PAGE):
            part = table["rows"][first : first + rows.PER_PAGE]
            name, last = rows.page_of(table["path"], first), first + len(part)
            links.append((f"{name.rpartition('/')[2]}.html", f"{first + 1} to {last}"))
            body = "".join(row_html(table, line, row, known) for line, row in part)
            out[name] = [f"{table['path']}, rows {first + 1} to {last}", body]
        listed.append((table["path"], links, table["about"]))
    out[INDEX][1] = str(HTML.row_index(listed))
    return out


def all_uses(app: Any) -> dict[str, dict[str, list[str]]]:
    """Return what uses each row of the project, made once for a state of data, code and text."""
    root, records = Path(app.srcdir), ledger_data.ledger(app).cards
    texts = inputs.Sources.read(root / "book", lambda name: name.endswith(".md")).sums
    return common.kept_json(root, "uses.json", lambda: uses(root, records), key=texts)


def made(records: list[dict[str, Any]], used: Mapping[str, Any]) -> dict[str, Any]:
    """Make the pages' bodies from the project's data; ``used`` is what :func:`uses` gives."""
    from analysis import evidence

    loaded = evidence.load()
    known = {
        **used,
        "sources": loaded.sources,
        "grades": rows.GRADES,
        "where": rows.addresses(),
        "links": {record["id"]: record["url"] for record in records},
    }
    return bodies(rows.tables(), known)


def pages(app: Any) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give Sphinx the pages to write: none where the last site's are taken up as they are."""
    root = Path(app.srcdir)
    if not (root / "data" / DATA_FILE).is_file() or common.taken_up(app):
        return
    records, used = ledger_data.ledger(app).cards, all_uses(app)
    found = common.kept_json(root, "rows.json", lambda: made(records, used), key=used)
    for name, (title, body) in found.items():
        way = ("index.html", TITLE) if name != INDEX else None
        yield name, {"title": title, "body": str(HTML.listing(title, way, body))}, "page.html"
