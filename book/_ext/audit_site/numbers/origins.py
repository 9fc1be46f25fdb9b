"""Where each number in the prose comes from: a list at the foot of the page, shown at the number.

``{glue:text}`` prints a number with its name; the list says which code cell made it, what that code
is, and which evidence rows, series and claims the code reads (:mod:`.tracing`). A row
is named as holding the number only where its value equals it. The list is plain HTML in a fold;
``origins.js`` shows its entries beside the number for mouse, finger and keyboard.
"""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.core.variables import RetrievalError
from myst_nb.ext.glue.roles import PasteTextRole
from myst_nb.ext.glue.utils import retrieve_glue_data
from rebuild import execution
from sphinx.transforms import SphinxTransform

from .. import html_nodes
from ..figures import code as codefold
from . import tracing

CLAIM = re.compile(r"C\d\d")
SERIES_SHOWN = 4
ROWS_SHOWN = 3
SAME = 1e-7
CODE_SHOWN = 160
SEEN = {
    "primary": "seen in the author's own file or page",
    "copy": "seen in a third party's copy of the text",
    "second-hand": "seen second-hand",
    "computed": "computed from primary material",
}
ACCESS_WORDS = {
    "primary": "primary",
    "copy": "from a copy",
    "second-hand": "second-hand",
    "computed": "computed",
}
REPORTERS = {
    "vendor": "reported by the vendor",
    "benchmark": "reported by the benchmark",
    "independent": "reported independently",
}
EXPLANATION = (
    "What the code of a number can read is found by following its names through the source. A row "
    "is said to hold a number only where its value is exactly that."
)
# Small whole numbers equal too many rows by chance.
LEAST_WHOLE = 20


class NamedNumber(PasteTextRole):
    """``{glue:text}`` that leaves the number's name in the page."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        found, messages = super().run()
        for position, node in enumerate(found):
            if isinstance(node, nodes.inline) and "pasted-text" in node["classes"]:
                name = self.text.rsplit(":", 1)[0]
                shown = html_nodes.with_minus(node.astext())
                span = html_nodes.element("span", "pasted-text", html_nodes.text(shown))
                span["attributes_"]["data-n"] = name
                span["audit_number"] = (name, self.value_of(name), node.astext())
                found[position] = span
        return found, messages

    def value_of(self, name: str) -> float | None:
        """Return the number behind a name, or None for a text."""
        try:
            plain = retrieve_glue_data(self.document, name).data["text/plain"]
            value = ast.literal_eval(plain)
        except (RetrievalError, ValueError, SyntaxError):
            return None
        return float(value) if isinstance(value, (int, float)) else None


def value_rows(frame: Any, value: float | None) -> Any:
    """Return the rows of a series that hold exactly ``value``."""
    if value is None or (value == int(value) and abs(value) < LEAST_WHOLE):
        return frame.iloc[:0]
    return frame[(frame["value"] - value).abs() <= SAME * max(1.0, abs(value))]


def row_note(row: Any, sources: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Return what a reader may know about one evidence row."""
    get = row.get
    who = str(get("system") or get("party") or get("forecaster") or "")
    day = get("date")
    source = sources.get(str(get("source")), {})
    return {
        "row": str(row["record"]),
        "who": who,
        "day": f"{day:%Y-%m-%d}" if day == day and day is not None else "",
        "reporter": str(get("reporter") or ""),
        "source": str(source.get("title") or get("source") or ""),
        "url": str(source.get("url") or ""),
        "access": str(get("access") or ""),
    }


def series_note(ev: Any, series: str) -> dict[str, Any]:
    """Return a series in short: its size and how its rows were seen."""
    frame = ev.rows(series)
    seen = frame["access"].value_counts()
    return {
        "series": series,
        "rows": len(frame),
        "seen": [[str(access), int(seen[access])] for access in ACCESS_WORDS if access in seen],
    }


def origin(chapter: tracing.Chapter, ev: Any, name: str, value: float | None) -> dict[str, Any]:
    """Return where one number comes from, as plain data.

    ``cell`` and ``code`` say how it is made; ``what`` is the documentation of the function called;
    ``claims``, ``series`` and ``rows`` are what the code names; ``equal`` are rows of the series
    that hold exactly ``value``.
    """
    made = chapter.expression(name)
    if made is None:
        return {}
    # In the order of their names: how Python compiles a function decides which it meets first.
    texts = sorted(made.reach.texts)
    series = [text for text in texts if text in ev.series_ids]
    rows = [ev.find(text) for text in texts if text in ev.places]
    equal = []
    for one in series:
        frame = ev.rows(one)
        equal += [row_note(row, ev.sources) for _, row in value_rows(frame, value).iterrows()]
    functions = [
        f for n, f in made.reach.functions.items() if n.partition(".")[0] not in {"evidence"}
    ]
    return {
        "cell": made.cell,
        "code": made.code,
        "what": tracing.first_line(functions[0]) if functions else "",
        "claims": [text for text in texts if CLAIM.fullmatch(text)],
        "series": [series_note(ev, one) for one in series],
        "rows": [row_note(row, ev.sources) for row in rows],
        "equal": equal if len(equal) <= ROWS_SHOWN else [],
    }


def page_origins(
    cells: list[str], named: dict[str, float | None], cache: Path
) -> dict[str, dict[str, Any]]:
    """Return the origin of each named number of a chapter, made once for each state of the inputs.

    ``cache`` is a file below the folder of the inputs' digest; the chapter's own code and values
    are compared with those it was made from.
    """
    key = json.dumps([cells, named])
    if cache.is_file():
        content = json.loads(cache.read_text("utf-8"))
        if content["key"] == key:
            return content["origins"]
    from analysis import evidence

    ev = evidence.load()
    chapter = tracing.Chapter(cells)
    origins = {name: origin(chapter, ev, name, value) for name, value in named.items()}
    cache.parent.mkdir(parents=True, exist_ok=True)
    part = cache.with_suffix(f".{os.getpid()}.part")
    part.write_text(json.dumps({"key": key, "origins": origins}, ensure_ascii=False), "utf-8")
    part.replace(cache)
    return origins


def span(text: str, classes: str = "") -> str:
    """Return one line of an entry; only inline elements, for it is shown inside a paragraph."""
    return f'<span class="{classes}">{text}</span>' if classes else f"<span>{text}</span>"


def row_line(note: dict[str, str]) -> str:
    """Return one evidence row as escaped HTML."""
    url = note["url"]
    source = escape(note["source"])
    if url.startswith(("https://", "http://")):
        source = f'<a href="{escape(url)}">{source}</a>'
    parts = [f"row <code>{escape(note['row'])}</code>"]
    about = ", ".join(escape(note[k]) for k in ("who", "day") if note[k])
    if about:
        parts[0] += f" ({about})"
    if note["reporter"]:
        parts.append(escape(REPORTERS.get(note["reporter"], note["reporter"])))
    if source:
        parts.append(source)
    if note["access"]:
        parts.append(escape(SEEN.get(note["access"], note["access"])))
    return "; ".join(parts)


def series_line(note: dict[str, Any]) -> str:
    """Return one series as escaped HTML."""
    seen = ", ".join(f"{count} {ACCESS_WORDS[access]}" for access, count in note["seen"])
    rows = "1 row" if note["rows"] == 1 else f"{note['rows']} rows"
    return f"series <code>{escape(note['series'])}</code> ({rows}: {escape(seen)})"


def entry(found: dict[str, Any], links: dict[str, str]) -> str:
    """Return what is known about a number as escaped HTML of inline elements."""
    if not found:
        return span("Handed to the text by the code at the foot of this page.")
    lines = []
    for claim in found["claims"]:
        name = escape(claim)
        link = f'<a href="{escape(links[claim])}">{name}</a>' if claim in links else name
        lines.append(span(f"From claim {link} of the ledger"))
    if found["equal"]:
        lines += [span("Stands in " + row_line(row)) for row in found["equal"]]
    lines += [span("Reads " + row_line(row)) for row in found["rows"][:ROWS_SHOWN]]
    hidden = len(found["rows"]) - ROWS_SHOWN
    if hidden > 0:
        lines.append(span(f"and {hidden} more row{'s' if hidden > 1 else ''}"))
    shown = found["series"][:SERIES_SHOWN]
    if shown:
        more = len(found["series"]) - len(shown)
        text = "; ".join(series_line(note) for note in shown)
        lines.append(span("Reads " + text + (f"; and {more} more" if more else "")))
    code = found["code"]
    code = code if len(code) <= CODE_SHOWN else code[: CODE_SHOWN - 1] + "…"
    if found["what"] and not found["equal"]:
        lines.append(span(escape(found["what"]) + "."))
    cell = f'<a href="#code-{found["cell"]}">cell {found["cell"]}</a>'
    lines.append(span(f"Code, {cell}: <code>{escape(code)}</code>"))
    return "".join(lines)


def printed(texts: Iterable[str]) -> str:
    """Return the forms in which a number is printed on the page."""
    return ", ".join(dict.fromkeys(texts))


class ListOrigins(SphinxTransform):
    """Note the numbers of a page and put the waiting list before the chapter's code."""

    default_priority = 701

    def apply(self, **_: Any) -> None:
        spans = [n for n in self.document.findall(html_nodes.audit_span) if n.get("audit_number")]
        section = next(iter(self.document.findall(nodes.section)), None)
        if not spans or section is None:
            return
        forms: dict[str, list[str]] = {}
        values: dict[str, float | None] = {}
        for one in spans:
            name, value, text = one["audit_number"]
            forms.setdefault(name, []).append(text)
            values[name] = value
        path = Path(self.env.doc2path(self.env.docname))
        cells = codefold.code_cells(path.read_text("utf-8"), path.name)
        root = Path(self.app.srcdir)
        cache = execution.cache_folder(root) / "origins" / f"{self.env.docname}.json"
        found = page_origins(cells, values, cache)
        waiting = audit_origins("", found=found, forms={k: printed(v) for k, v in forms.items()})
        fold = html_nodes.folded("Where each number comes from", "page-origins", waiting)
        ends = list(section.findall(html_nodes.audit_fold))
        code = [n for n in ends if "chapter-code" in n["classes"]]
        if code:
            code[0].parent.insert(code[0].parent.index(code[0]), fold)
        else:
            section += fold


class audit_origins(nodes.General, nodes.Element):
    """The list of a page's numbers: ``found`` and ``forms`` by name."""


def visit_origins(translator: Any, node: nodes.Element) -> None:
    """Write the list; claims are linked now that all pages are known."""
    from ..ledger.table import claim_links

    builder = translator.builder
    links = claim_links(builder.app, builder.current_docname)
    items = [
        f'<li id="n-{escape(name)}"><b>{escape(form)}</b> {entry(node["found"][name], links)}</li>'
        for name, form in node["forms"].items()
    ]
    translator.body.append(f"<p>{EXPLANATION}</p>\n")
    translator.body.append('<ul class="origins">' + "\n".join(items) + "</ul>\n")
    raise nodes.SkipNode


def leave_out(translator: Any, node: nodes.Element) -> None:
    """Other output formats print no list."""
    raise nodes.SkipNode


def add_assets(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Load the style and the script where a list stands."""
    if doctree is not None and next(iter(doctree.findall(audit_origins)), None) is not None:
        app.add_css_file("origins.css")
        app.add_js_file("origins.js", loading_method="defer")


def setup(app: Any) -> None:
    """Replace the role, list the numbers, and write the list."""
    plain = dict.fromkeys(("latex", "text", "man", "texinfo"), (leave_out, None))
    app.add_node(audit_origins, html=(visit_origins, None), **plain)
    app.setup_extension("myst_nb")
    app.add_role_to_domain("glue", "text", NamedNumber(), override=True)
    app.add_transform(ListOrigins)
    app.connect("html-page-context", add_assets)
