"""Show the code behind the book: each cell where it stands, and the package on pages of its own.

A chapter walks in cells tagged ``rows``, ``fit``, ``numbers`` and ``figure``; each becomes a closed
fold named after what it does. Neighbouring cells share one line of folds; those that lead to a
figure stand below it, in the line of its own cell. Whatever else a cell is tagged with, the code of
an untagged one is not shown.

Of the package there is a page a module and an index. The address of a module follows from its file
(``source/analysis/fits/growth.html``), that of a definition from its name (``#def-exponential``,
``#def-Fit.rate``), so both outlive what is edited around them.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from pygments.formatters import HtmlFormatter
from sphinx.transforms import SphinxTransform

from .. import common, html_nodes
from ..html_nodes import element
from ..markup import pieces
from ..numbers.tracing import FOLDER, Chapter, Module, Sources, chapter, package

HTML, TABLES = pieces("figures/figure.html"), pieces("tables/tables.html")
INDEX = f"{FOLDER}/index"
TITLE = "Source of the package"
#: Kinds of signs that both of the theme's schemes colour alike, by the one that stands for all;
#: those of "" have the colour of all code. Operators get it too: every second mark was a dot's.
ALIKE = {
    "": ("n", "o", "p", "w", "nn"),
    "s": ("s1", "s2", "sa", "sd", "se", "si", "dl"),
    "k": ("kc", "kn", "ow"),
    "m": ("bp", "mf", "mi", "mo", "nb", "nd"),
}
SAME = {kind: one for one, kinds in ALIKE.items() for kind in kinds}
#: The tags of cells, in the order of a walk, and what their folds are called.
NAMES = {"rows": "the rows", "fit": "the fit", "numbers": "the numbers", "figure": "the figure"}


def code_fold(env: Any, summary: str, code: Chapter, at: int) -> nodes.Element:
    """Return a closed fold with the highlighted code of a cell, and links to what it calls."""
    cell = code.cells[at]
    listing = nodes.literal_block(cell, cell.rstrip(), language="python")
    # Where the origin of a number leads to; no promised address, for cells come and go.
    listing["ids"] = [f"code-{at + 1}"]
    links = link_line(code.called(at, sources(env.app)), common.up_to_root(env.docname))
    return html_nodes.folded(summary, "audit-code", listing, *links)


def chapter_of(env: Any) -> Chapter:
    """Return the code of the chapter that is being read."""
    return chapter(Path(env.doc2path(env.docname)).read_text("utf-8"))


def code_line(*folds: nodes.Node) -> nodes.Element:
    """Return the line that holds the folds of neighbouring cells."""
    return element("div", "code-line", element("span", "", "Code:"), *folds)


class ShowCells(SphinxTransform):
    """Put the code of tagged cells into folds; MyST-NB itself shows none."""

    default_priority = 650

    def apply(self, **_: Any) -> None:
        cells = [
            n for n in self.document.findall(nodes.container) if n.get("nb_element") == "cell_code"
        ]
        if not cells:
            return
        code = chapter_of(self.env)
        waiting: list[nodes.Node] = []
        last = nodes.container()
        for at, cell in enumerate(cells):
            name = next((tag for tag in NAMES if f"tag_{tag}" in cell["classes"]), None)
            if name is None:
                continue
            if waiting and not are_neighbours(last, cell):
                settle(last, waiting)
                waiting = []
            waiting.append(code_fold(self.env, NAMES[name], code, at))
            boxes = cell.findall(html_nodes.audit_box)
            line = next((box for box in boxes if "code-line" in box["classes"]), None)
            last = cell
            if line is not None:  # of the figure that the cell draws
                line.insert(1, waiting)
                waiting = []
        if waiting:
            settle(last, waiting)
        for cell in cells:
            if not cell.children and cell.parent is not None:
                cell.parent.remove(cell)


def are_neighbours(one: nodes.Element, other: nodes.Element) -> bool:
    """Say whether nothing that is seen stands between two cells."""
    if one.parent is not other.parent:
        return False
    between = one.parent[one.parent.index(one) + 1 : one.parent.index(other)]
    return all(isinstance(node, (nodes.comment, nodes.target)) for node in between)


def settle(cell: nodes.Element, folds: list[nodes.Node]) -> None:
    """Put the line of waiting folds behind the last cell that they came from."""
    cell.parent.insert(cell.parent.index(cell) + 1, code_line(*folds))


def sources(app: Any) -> Sources:
    """Return the build's sources, read on first use."""
    return package(Path(app.srcdir))


def link_line(found: dict[str, str], up: str) -> list[nodes.Node]:
    """Return the line of links below a listing; ``up`` is the way to the site's root."""
    if not found:
        return []
    links = (element("a", "", name, href=up + address) for name, address in found.items())
    listed = [part for link in links for part in (", ", link)]
    return [element("p", "code-sources", "Source: ", *listed[1:])]


class LeanFormatter(HtmlFormatter):
    """Marks code in the kinds that are seen: a page of it weighs half."""

    def _get_css_classes(self, ttype: Any) -> str:
        kind = super()._get_css_classes(ttype)
        return SAME.get(kind, kind)


def lean_listings(app: Any) -> None:
    """Let all code of the site be marked leanly."""
    app.builder.highlighter.formatter = LeanFormatter


def listing(module: Module, highlighter: Any) -> str:
    """Return a module's highlighted source, with an anchor at each of its definitions."""
    html = highlighter.highlight_block(module.source, "python")
    start, pre, rest = html.partition("<pre>")
    lines = rest.split("\n")
    for name, line in module.definitions.items():
        lines[line - 1] = f'<span class="def" id="def-{name}">{lines[line - 1]}</span>'
    return f'<div class="highlight-python notranslate">{start}{pre}' + "\n".join(lines) + "</div>\n"


def index(modules: list[Module]) -> str:
    """Return the list of modules by folder, each with the first sentence of its docstring."""
    folders: dict[str, list[tuple[str, str, str]]] = {}
    for module in modules:
        way = module.page.removeprefix(f"{FOLDER}/")
        folder, _, name = way.rpartition("/")
        folders.setdefault(folder, []).append((f"{way}.html", name, module.summary))
    return HTML.source_index(TITLE, folders.items())


def pages(app: Any) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give Sphinx the pages to write: none where the last site's are taken up as they are."""
    modules = list(sources(app).modules.values())
    if not modules or common.taken_up(app):
        return
    highlighter = app.builder.highlighter
    listings = common.kept_json(
        Path(app.srcdir),
        "source.json",
        lambda: {module.name: listing(module, highlighter) for module in modules},
    )
    yield INDEX, {"title": TITLE, "body": index(modules)}, "page.html"
    for module in modules:
        way = f"{common.up_to_root(module.page)}{INDEX}.html", TITLE
        body = str(TABLES.listing(module.name, way, listings[module.name]))
        yield module.page, {"title": module.name, "body": body}, "page.html"
