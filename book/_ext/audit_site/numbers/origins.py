"""List beside a page where each number in its prose comes from.

``{glue:text}`` prints a number with its name; the list says which code cell made it, what that code
is, where its function is defined, and which evidence rows, series and claims the code reads
(:mod:`.tracing`). A row is named as holding the number only where its value equals it. The list is
a page of its own, ``coding-numbers.html``, and a script of the same name with its entries, which
``origins.js`` loads once a number is asked, to show them beside it: a script, because nothing else
can be loaded from disk.
"""

import ast
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.core.variables import RetrievalError
from myst_nb.ext.glue.roles import PasteTextRole
from myst_nb.ext.glue.utils import retrieve_glue_data
from sphinx.transforms import SphinxTransform

from analysis.evidence.records import labels

from .. import common, html_nodes
from ..figures import code
from ..finish.page import curled, unturned
from ..markup import pieces, with_minus
from ..tables.rows import GRADES, row_anchor
from . import tracing

HTML = pieces("numbers/origins.html")
TITLE = "Where each number comes from"
LIST = "-numbers"  # what the name of a page's list has behind that of the page
CLAIM = re.compile(r"C\d\d")
ROWS_SHOWN = 3
SAME = 1e-7
SEEN = {"copy": "from a copy"}  # where a grade's own name is no word for it
#: What these modules read as a whole, and documents that are no tables.
WHOLE = {"analysis.timeline": "assumptions", "analysis.backtest": "series"}
DOCUMENTS = ("assumptions", "tripwires", "vintage")
# Small whole numbers equal too many rows by chance.
LEAST_WHOLE = 20


class NamedNumber(PasteTextRole):
    """``{glue:text}`` that leaves the number's name in the page."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        found, messages = super().run()
        for position, node in enumerate(found):
            if isinstance(node, nodes.inline) and "pasted-text" in node["classes"]:
                name = self.text.rsplit(":", 1)[0]
                shown = with_minus(node.astext())
                span = html_nodes.element("span", "pasted-text", shown)
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


def row_line(row: Any, sources: dict[str, dict[str, Any]], up: str = "") -> str:
    """Return what a reader may know about one evidence row as escaped HTML; ``up`` leads to the
    site's root."""
    day, source = row.get("date"), sources.get(str(row.get("source")), {})
    words = {"day": f"{day:%Y-%m-%d}" if day == day and day is not None else "", "graded": GRADES}
    link = row_anchor(str(row["record"]), up)
    return str(HTML.row(link, dict(row), source, labels("measured_by"), **words))


def series_line(ev: Any, series: str) -> str:
    """Return a series in short as escaped HTML: its size and how its rows were seen."""
    frame = ev.rows(series)
    counts = frame["access"].value_counts()
    seen = ", ".join(f"{counts[a]} {SEEN.get(a, a)}" for a in GRADES if a in counts)
    return str(HTML.series(series, len(frame), seen))


def origin(
    chapter: tracing.Chapter, ev: Any, name: str, value: float | None, up: str = ""
) -> dict[str, Any]:
    """Return where one number comes from, as plain data; ``up`` leads to the site's root.

    ``cell`` and ``code`` say how it is made; ``what`` is the documentation of the function called,
    ``function`` its name as written and ``defined`` its module and name there;
    ``claims``, ``series``, ``rows`` and ``tables`` are what the code names; ``equal`` are rows of
    the series that hold exactly ``value``; all but the tables are escaped HTML.
    """
    made = chapter.expression(name)
    if made is None:
        return {}
    # In the order of their names: how Python compiles a function decides which it meets first.
    texts = sorted(made.texts)
    series = [text for text in texts if text in ev.series_ids]
    rows = [ev.find(text) for text in texts if text in ev.places]
    equal = [
        row_line(row, ev.sources, up)
        for one in series
        for _, row in value_rows(ev.rows(one), value).iterrows()
    ]
    functions = [pair for pair in made.functions.items() if pair[0].partition(".")[0] != "evidence"]
    name, (module, defined) = functions[0] if functions else ("", (None, ""))
    named = [one for one in made.tables if one != "series"]
    tables = [t for t in named if t in DOCUMENTS or hasattr(getattr(ev, t, None), "columns")]
    called = [module.name for module, _ in made.functions.values()]
    tables += [part for one, part in WHOLE.items() if any(m.startswith(one) for m in called)]
    return {
        "cell": made.cell,
        "code": made.code,
        "what": tracing.first_sentence(module.defined[defined]) if module else "",
        "function": name,
        "defined": [module.name, defined] if module else [],
        "claims": [text for text in texts if CLAIM.fullmatch(text)],
        "series": [series_line(ev, one) for one in series],
        "rows": [row_line(row, ev.sources, up) for row in rows],
        "tables": tables,
        "equal": equal if len(equal) <= ROWS_SHOWN else [],
    }


def page_origins(
    chapter: tracing.Chapter, named: dict[str, float | None], up: str = ""
) -> dict[str, dict[str, Any]]:
    """Return the origin of each named number of a chapter; ``up`` leads to the site's root."""
    from analysis import evidence

    ev = evidence.load()
    return {name: origin(chapter, ev, name, value, up) for name, value in named.items()}


class ListOrigins(SphinxTransform):
    """Note the numbers of a page and put the waiting list at its end."""

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
        chapter = code.chapter_of(self.env)
        found = common.kept_json(
            Path(self.app.srcdir),
            f"origins/{self.env.docname}.json",
            lambda: page_origins(chapter, values, common.up_to_root(self.env.docname)),
            key=[chapter.cells, values],
        )
        shown = {name: ", ".join(dict.fromkeys(texts)) for name, texts in forms.items()}
        section += html_nodes.later(listed, found=found, forms=shown)


def listed(app: Any, page: str, found: dict[str, Any], forms: dict[str, str]) -> nodes.Element:
    """Write the script with the entries of a page, and return a link to the page that lists them.

    Claims are linked now that all pages are known.
    """
    from ..ledger.overview import card_links

    links, known = card_links(app, page + LIST), code.sources(app)
    up = common.up_to_root(page)
    own, entries = page.rpartition("/")[2], {}
    for name, one in found.items():
        place = known.address(*one["defined"]) if one.get("defined") else ""
        entry = HTML.entry(one, links, up + place if place else "", f"{own}.html")
        entries[name] = unturned(curled(str(entry)))
    index = f"{up}{code.INDEX}.html" if known.modules else ""
    head = HTML.listed(TITLE, f"{own}.html", app.env.titles[page].astext(), index)
    app.audit_origins[page] = f"{head}{HTML.items(forms, entries)}"
    script = json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
    file = Path(app.outdir) / f"{page}{LIST}.js"
    common.write_whole(file, f"globalThis.auditOrigins = {script};\n")
    version = hashlib.sha256(script.encode("utf-8")).hexdigest()[:8]
    return html_nodes.ready(HTML.way(TITLE, f"{own}{LIST}", version))


def pages(app: Any) -> Iterator[tuple[str, dict[str, str], str]]:
    """Give Sphinx the lists of the pages that were written."""
    for page, body in app.audit_origins.items():
        yield f"{page}{LIST}", {"title": TITLE, "body": body}, "page.html"


def setup(app: Any) -> None:
    """Replace the role and write the lists."""
    app.audit_origins = {}
    app.setup_extension("myst_nb")
    app.add_role_to_domain("glue", "text", NamedNumber(), override=True)
