"""Turn a chart of a notebook into a figure of the page.

The notebook holds only the specification; here it becomes two inline SVGs (for wide and narrow
screens, the style sheet shows one), with one label that states the finding, a caption, the data as
a folded table and as a file, the picture to take away, and the code that made it.
"""

import contextlib
import csv
import io
import json
import multiprocessing
import queue
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.errors import ExtensionError

from .. import html_nodes
from ..cite.edition import edition_of, full
from ..common import deaf_children, light_colours, up_to_root, write_whole
from ..html_nodes import element
from ..markup import is_number, pieces
from . import code, drawing, picture

MIME = "application/vnd.vegalite.v6+json"
HTML = pieces("figures/figure.html")
DOWNLOADS = "_data"
ENDINGS = (".csv", ".json", ".svg", ".png")
FEW = 3  # pages that are not worth a second process
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes a cell for
FOLDED = "folded"  # the tag of a cell whose figure stands in a closed fold


class audit_chart(nodes.General, nodes.Element):
    """The drawn part of a figure; ``spec`` is that of its chart as :func:`figure_node` takes it."""


class FigureRenderer:
    """MyST-NB's plug-in for the charts of :mod:`analysis.charts`."""

    mime_priority_overrides = (("*", MIME, 1),)

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Node] | None:
        """Turn a chart's output into a figure, or leave any other output to MyST-NB."""
        if data.mime_type != MIME:
            return None
        if inline:
            raise ExtensionError("a chart cannot stand inside a line of text")
        document = renderer.renderer.document
        node = figure_node(document, data.content)
        cell = renderer.renderer.nb_client.notebook.cells[data.cell_index]
        if FOLDED in cell["metadata"].get("tags", []):
            title = data.content["usermeta"]["figure"]["finding"]
            return [html_nodes.folded(title, "audit-fold figure-fold", node)]
        return [node]


def figure_node(document: nodes.document, spec: dict[str, Any]) -> nodes.Element:
    """Build the figure of one chart and make it a target of ``{ref}``.

    ``spec`` is the wide specification with the figure's other parts in ``usermeta.figure``. Raises
    ``ExtensionError`` for a chart without them and for two figures of one name on a page.
    """
    env = document.settings.env
    details = spec.get("usermeta", {}).get("figure")
    if details is None:
        raise ExtensionError(f"{env.docname}: expected a chart of analysis.charts, found another")
    name = details["name"]
    anchor = f"fig-{name}"
    if anchor in document.ids:
        raise ExtensionError(f"{env.docname}: two figures are named {name!r}")

    drawn = audit_chart("", spec=spec)
    said = element("span", "fig-source", f"Source: {details['source']}")
    caption = element("figcaption", "", f"{details['caption']} ", said)
    headline = element("p", "fig-finding", details["finding"])
    legend = html_nodes.ready(HTML.legend(details.get("legend", [])))
    base = f"{up_to_root(env.docname)}{DOWNLOADS}/{env.docname}/{name}"
    cells = [[(cell_text(v), is_number(v)) for v in row] for row in details["rows"]]
    tools = HTML.tools(f"Data of: {details['finding']}", details["columns"], cells, base)
    taken = element("a", "fig-spec", "its specification", href=f"{base}.json", download="")
    drawing_box = element("figure", "", headline, legend, drawn, caption)
    below = html_nodes.ready(tools), code.code_line(taken)
    figure = element("div", "audit-figure", drawing_box, *below)
    figure["ids"] = [anchor]
    html_nodes.anchored(env, document, anchor, figure, details["finding"])
    return figure


def cell_text(value: Any) -> str:
    """Return a table cell as text; a missing value is empty."""
    return f"{value:.8g}" if isinstance(value, float) else "" if value is None else str(value)


def csv_text(columns: list[str], rows: list[list[Any]]) -> str:
    """Return a figure's data as CSV.

    A text that a spreadsheet would run as a formula is led by an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        formulas = (isinstance(value, str) and value.startswith(FORMULA) for value in row)
        cells = zip(formulas, map(cell_text, row), strict=True)
        writer.writerow(["'" * formula + text for formula, text in cells])
    return out.getvalue()


@dataclass(frozen=True)
class Drawing:
    """All that the drawings of one figure are made of, in the project ``root``: the figure's parts
    and its specifications, ``wide`` and ``narrow``, without them."""

    details: dict[str, Any]
    specs: dict[str, dict[str, Any]]
    palette: dict[str, str]
    foot: str
    root: Path

    @classmethod
    def of(cls, app: Any, page: str, node: nodes.Element) -> "Drawing":
        """Return the drawing of a chart on a page; a picture of it carries source and address."""
        root, details = Path(app.srcdir), node["spec"]["usermeta"]["figure"]
        both = {"wide": node["spec"], "narrow": details["narrow"]}
        specs = {size: {k: v for k, v in s.items() if k != "usermeta"} for size, s in both.items()}
        address = full(f"{page}.html#fig-{details['name']}", edition_of(app))
        foot = f"Source: {details['source']}. {app.config.html_title}, {address}"
        return cls(details, specs, light_colours(root), foot, root)

    def svg(self, size: str) -> str:
        """Return the inline SVG of ``wide`` or ``narrow``; ValueError for a literal colour."""
        return drawing.draw(self.specs[size], label=self.details["finding"], root=self.root)

    def ahead(self) -> None:
        """Draw all of it into the caches."""
        self.svg("narrow")
        self.pictures()

    def pictures(self) -> tuple[str, bytes]:
        """Return the SVG and the PNG to take away."""
        words = {"title": self.details["finding"], "foot": self.foot}
        legend = self.details.get("legend", [])
        taken = picture.picture(self.svg("wide"), self.palette, legend=legend, **words)
        return taken, picture.png(taken, self.root)


def draw_ahead(coming: Any) -> None:
    """Draw what a queue brings as long as the builder lives, the latest first. What fails is left
    to the builder."""
    builder, waiting = multiprocessing.parent_process(), []
    while builder is not None and builder.is_alive():
        with contextlib.suppress(queue.Empty):
            while True:
                waiting.append(coming.get(timeout=0 if waiting else 1))
        with contextlib.suppress(Exception):
            waiting.pop().ahead()


def begin_drawing(app: Any, env: Any, pages: list[str]) -> None:
    """Let a second process draw figures while the pages are read and written.

    The builder writes the first page first and draws what it does not find in the caches; the other
    takes the latest that was read: the two meet somewhere, and neither waits for the other.
    """
    if len(pages) <= FEW:
        return
    beside = multiprocessing.get_context("forkserver")
    with deaf_children(), contextlib.suppress(OSError):
        app.audit_drawings = beside.Queue()
        app.audit_drawings.cancel_join_thread()
        beside.Process(target=draw_ahead, args=(app.audit_drawings,), daemon=True).start()


def collect(app: Any, doctree: nodes.document) -> None:
    """Hand on the figures of a page that was read."""
    if app.audit_drawings is not None:
        for node in doctree.findall(audit_chart):
            app.audit_drawings.put(Drawing.of(app, app.env.docname, node))


def visit_chart(translator: Any, node: nodes.Element) -> None:
    """Draw both widths of a chart into the page and write its downloads."""
    builder = translator.builder
    drawn = Drawing.of(builder.app, builder.current_docname, node)
    details = drawn.details
    try:
        for size in ("wide", "narrow"):
            translator.body.append(f'<div class="fig-{size}">{drawn.svg(size)}</div>\n')
    except ValueError as error:
        raise ExtensionError(f"figure {details['name']}: {error}") from error
    base = Path(builder.outdir) / DOWNLOADS / builder.current_docname / details["name"]
    content = json.dumps(drawn.specs["wide"], indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    content = picture.coloured(content, drawn.palette)
    table = csv_text(details["columns"], details["rows"])
    for ending, file in zip(ENDINGS, (table, content, *drawn.pictures()), strict=True):
        write_whole(base.with_suffix(ending), file)
    raise nodes.SkipNode


def setup(app: Any) -> None:
    """Register the chart node; the renderer itself is found through its entry point.

    Drawing begins after whatever a builder does before it reads, such as running the notebooks.
    """
    app.audit_drawings = None
    app.add_node(audit_chart, html=(visit_chart, None))
    app.connect("env-before-read-docs", begin_drawing, priority=950)
