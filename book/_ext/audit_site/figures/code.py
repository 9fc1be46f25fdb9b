"""Show the code behind a page where it stands: each cell in a closed fold named after what it does.

A chapter walks in cells tagged ``rows``, ``fit``, ``numbers`` and ``figure``. Neighbouring cells
share one line of folds; those that lead to a figure stand below it, in the line of its own cell.
Whatever else a cell is tagged with, the code of an untagged one is not shown.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from .. import html_nodes
from ..common import up_to_root
from ..html_nodes import element
from . import source_pages


def code_fold(env: Any, summary: str, sources: list[str], at: int) -> nodes.Element:
    """Return a closed fold with a cell's highlighted code, and links to what it calls.

    ``sources`` are all cells of the chapter: the code may use the imports of those above.
    """
    listing = nodes.literal_block(sources[at], sources[at].rstrip(), language="python")
    # Where the origin of a number leads to; no promised address, for cells come and go.
    listing["ids"] = [f"code-{at + 1}"]
    called = source_pages.sources(env.app).called(sources[: at + 1])
    links = source_pages.link_line(called, up_to_root(env.docname))
    return html_nodes.folded(summary, "audit-code", listing, *links)


def code_line(*folds: nodes.Node) -> nodes.Element:
    """Return the line that holds the folds of neighbouring cells."""
    return element("div", "code-line", element("span", "", "Code:"), *folds)


@lru_cache(maxsize=2)
def code_cells(text: str) -> list[str]:
    """Return the code of a chapter's cells, in order, from its MyST source."""
    import jupytext

    notebook = jupytext.reads(text, fmt="md:myst")
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


class ShowCells(SphinxTransform):
    """Turn the code of tagged cells into folds, and take that of all others away."""

    default_priority = 650

    def apply(self, **_: Any) -> None:
        cells = [
            n for n in self.document.findall(nodes.container) if n.get("nb_element") == "cell_code"
        ]
        if not cells:
            return
        sources = code_cells(Path(self.env.doc2path(self.env.docname)).read_text("utf-8"))
        waiting: list[nodes.Node] = []
        last, at = nodes.container(), -1
        for cell in cells:
            source = taken_source(cell)
            name = next((tag for tag in NAMES if f"tag_{tag}" in cell["classes"]), None)
            if source is None or name is None:
                continue
            at = sources.index(source, at + 1)
            if waiting and not are_neighbours(last, cell):
                settle(last, waiting)
                waiting = []
            waiting.append(code_fold(self.env, NAMES[name], sources, at))
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


#: The tags of cells, in the order of a walk, and what their folds are called.
NAMES = {"rows": "the rows", "fit": "the fit", "numbers": "the numbers", "figure": "the figure"}


def taken_source(cell: nodes.Element) -> str | None:
    """Take a cell's code off the page; return it, or None where it is not shown at all."""
    for part in list(cell.children):
        if part.get("nb_element") == "cell_code_source":
            cell.remove(part)
            return next(iter(part.findall(nodes.literal_block))).astext()
    return None


def are_neighbours(one: nodes.Element, other: nodes.Element) -> bool:
    """Say whether nothing that is seen stands between two cells."""
    if one.parent is not other.parent:
        return False
    between = one.parent[one.parent.index(one) + 1 : one.parent.index(other)]
    return all(isinstance(node, (nodes.comment, nodes.target)) for node in between)


def settle(cell: nodes.Element, folds: list[nodes.Node]) -> None:
    """Put the line of waiting folds behind the last cell that they came from."""
    cell.parent.insert(cell.parent.index(cell) + 1, code_line(*folds))
