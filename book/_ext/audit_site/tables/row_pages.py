"""Write a page for each part of a table: every row with its source and what uses it.

The pages are plain HTML from the CSV files, made once for a state of the data, framed by the theme
like all others. What uses a row is read from the judged ledger (claims), from the text of chapters
and what their code names (pages), and from the assumptions (inputs of the model).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from .. import common, inputs
from ..figures.code import code_cells
from ..ledger import data as ledger_data
from ..markup import web_link
from ..numbers import tracing
from . import rows

INDEX = f"{rows.FOLDER}/index"
TITLE = "All rows of the evidence"
DATA_FILE = "datapackage.json"
WORD = re.compile(r"[A-Za-z][\w.-]*")
#: Columns that open a row's line, in order of preference.
HEADS = ("system", "model", "finding", "forecaster", "party", "claim", "title", "words", "printed")


def read() -> list[dict[str, Any]]:
    """Return every table file as plain data: path, title, key and rows as (line, cells)."""
    from analysis.evidence import DATA
    from analysis.evidence.load import read_tables
    from analysis.evidence.schema import TABLES

    contents, _ = read_tables(DATA)
    return [
        {
            "path": path,
            "title": table.title,
            "about": table.description,
            "key": table.key,
            "rows": [
                (line, {name: shown(cell) for name, cell in row.items() if shown(cell)})
                for line, row in contents[path].rows
            ],
        }
        for table in TABLES
        for path in table.paths
    ]


def shown(cell: Any) -> str:
    """Return a cell as text, as the file has it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return f"{cell:.10g}" if isinstance(cell, float) else str(cell)


def claims_by_row(records: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Return the claims whose checks read a row, by its record."""
    found: dict[str, list[str]] = {}
    for claim in records:
        for record in {record for check in claim["checks"] for record in check["rows"]}:
            found.setdefault(record, []).append(claim["id"])
    return found


def words_by_page(root: Path) -> dict[str, set[str]]:
    """Return the words of each chapter's source, and the texts that its numbers lead to."""
    found = {}
    for path in sorted((root / "book").rglob("*.md")):
        text = path.read_text("utf-8")
        page = path.relative_to(root).with_suffix("").as_posix()
        found[page] = {*WORD.findall(text), *tracing.Chapter(code_cells(text)).texts()}
    return found


def uses(root: Path, records: list[dict[str, Any]]) -> dict[str, dict[str, list[str]]]:
    """Return what uses rows and series: ``claims``, ``pages`` and ``model``, by record or series.

    ``pages`` are names below the site's root, ``model`` names of fitted lines or of assumptions.
    """
    from analysis import evidence

    assumed = evidence.load().assumptions
    by_page: dict[str, list[str]] = {}
    for page, words in words_by_page(root).items():
        for word in words:
            by_page.setdefault(word, []).append(page)
    model = {word: ["its assumptions"] for word in WORD.findall(str(assumed))}
    lines = [f"the line {line['name']}" for line in assumed["lines"]]
    model |= {series: lines for _, series in assumed["series"]}
    return {"claims": claims_by_row(records), "pages": by_page, "model": model}


def used_line(row: Mapping[str, str], key: str, known: Mapping[str, Any], links: Any) -> str:
    """Return what uses a row as escaped HTML; nothing where nothing does."""
    parts = [
        f'claim <a href="../{escape(links[name])}">{escape(name)}</a>'
        for name in known["claims"].get(key, ())
        if name in links
    ]
    names = (key, row.get("series", "")) if "series" in row else (key,)
    pages = sorted({page for name in names if name for page in known["pages"].get(name, ())})
    parts += [
        f'page <a href="../{escape(page)}.html">{escape(page.rpartition("/")[2])}</a>'
        for page in pages
    ]
    model = dict.fromkeys(one for name in names if name for one in known["model"].get(name, ()))
    parts += [f"the model: {escape(one)}" for one in model]
    return "; ".join(parts)


def row_html(
    table: Mapping[str, Any], line: int, row: Mapping[str, str], known: Mapping[str, Any]
) -> str:
    """Return one row: its id, its columns, its source, its line in the file, what uses it."""
    key = " ".join(row.get(name, "") for name in table["key"])
    name = next((row[column] for column in HEADS if row.get(column)), "")
    cells = []
    for column, cell in row.items():
        if column in table["key"] and len(table["key"]) == 1:
            continue
        text = escape(rows.GRADES.get(cell, cell)) if column == "access" else escape(cell)
        if column == "source" and cell in known["sources"]:
            source = known["sources"][cell]
            text = (
                f"{web_link(source['title'], source['url'], classes='external')} ({escape(cell)})"
            )
        elif column == "url":
            text = web_link(cell, cell, classes="external")
        elif column in ("record", "by", "series_record") and cell in known["where"]:
            text = f'<a href="../{escape(known["where"][cell])}">{escape(cell)}</a>'
        cells.append(f"<dt>{escape(column.replace('_', ' '))}</dt><dd>{text}</dd>")
    used = used_line(row, key, known, known["links"])
    cells.append(f"<dt>used by</dt><dd>{used or 'nothing yet'}</dd>")
    cells.append(f"<dt>file</dt><dd>data/{escape(table['path'])}, line {line}</dd>")
    head = name if len(name) <= 90 else f"{name[:89]}…"
    anchor = key if key else f"line-{line}"
    return (
        f'<section class="row" id="{escape(anchor.replace(" ", "_"))}"><h2>{escape(key)}'
        f"{' · ' if key and head else ''}{escape(head)}</h2><dl>{''.join(cells)}</dl></section>\n"
    )


def bodies(tables: list[dict[str, Any]], known: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return title and body of every page by its name, the index first."""
    out: dict[str, list[str]] = {INDEX: [TITLE, ""]}
    lines = []
    for table in tables:
        count = len(table["rows"])
        names = [rows.page_of(table["path"], at) for at in range(0, count, rows.PER_PAGE)]
        links = ", ".join(
            f'<a href="{name.rpartition("/")[2]}.html">{at * rows.PER_PAGE + 1} to '
            f"{min(count, (at + 1) * rows.PER_PAGE)}</a>"
            for at, name in enumerate(names)
        )
        lines.append(f"<dt>{escape(table['path'])}: {links}</dt><dd>{escape(table['about'])}</dd>")
        for at, name in enumerate(names):
            part = table["rows"][at * rows.PER_PAGE : (at + 1) * rows.PER_PAGE]
            first = at * rows.PER_PAGE + 1
            title = f"{table['path']}, rows {first} to {first + len(part) - 1}"
            body = "".join(row_html(table, line, row, known) for line, row in part)
            out[name] = [title, body]
    out[INDEX][1] = f'<div class="source-index"><dl>{"".join(lines)}</dl></div>\n'
    return out


def made(root: Path, records: list[dict[str, Any]], sources: Mapping[str, Any]) -> dict[str, Any]:
    """Make the pages' bodies from the project's data."""
    from analysis import evidence

    known = uses(root, records) | {
        "sources": sources,
        "where": rows.located(evidence.load()),
        "links": {record["id"]: record["url"] for record in records},
    }
    return bodies(read(), known)


def pages(app: Any) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give Sphinx the pages to write: none where the last site's are taken up as they are."""
    root = Path(app.srcdir)
    if not (root / "data" / DATA_FILE).is_file() or common.taken_up(app):
        return
    loaded = ledger_data.ledger(app)
    found = common.cached_json(
        root,
        "rows.json",
        lambda: made(root, loaded.records, loaded.sources),
        key=inputs.digest(inputs.sums(root, sorted((root / "book").rglob("*.md")))),
    )
    way = f'<p class="source-way"><a href="index.html">{TITLE}</a></p>\n'
    for name, (title, body) in found.items():
        own = "" if name == INDEX else way
        yield name, {"title": title, "body": f"<h1>{escape(title)}</h1>\n{own}{body}"}, "page.html"


def load_style(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Load the style sheet on the pages of rows alone."""
    if page.startswith(f"{rows.FOLDER}/"):
        app.add_css_file("source.css")


def setup(app: Any) -> None:
    """Add the pages to those of the chapters."""
    app.connect("html-collect-pages", pages)
    app.connect("html-page-context", load_style)
