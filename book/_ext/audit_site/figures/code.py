"""Show the code behind a page where it stands: each cell in a closed fold named after what it does.

A chapter walks in cells tagged ``rows``, ``fit``, ``numbers`` and ``figure``. Neighbouring cells
share one line of folds; those that lead to a figure stand below it, in the line of its own cell.
Whatever else a cell is tagged with, the code of an untagged one is not shown.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from .. import html_nodes
from ..common import up_to_root
from ..html_nodes import element, text
from . import source_pages


def code_fold(
    env: Any, summary: str, cells: list[str], *, before: list[str] | None = None
) -> nodes.Element:
    """Return a closed fold with highlighted Python, one block a cell, and links to its sources.

    ``before`` are other cells of the chapter, whose imports the code may use.
    """
    listings = [nodes.literal_block(cell, cell.rstrip(), language="python") for cell in cells]
    called = source_pages.sources(env.app).called(cells, before=before)
    links = source_pages.link_line(called, up_to_root(env.docname))
    return html_nodes.folded(summary, "audit-code", *listings, *links)


def code_line(*folds: nodes.Node) -> nodes.Element:
    """Return the line that holds the folds of neighbouring cells."""
    return element("div", "code-line", element("span", "", text("Code:")), *folds)


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
        cells = [n for n in self.document.findall(nodes.container) if is_cell(n)]
        if not cells:
            return
        sources = code_cells(Path(self.env.doc2path(self.env.docname)).read_text("utf-8"))
        waiting: list[nodes.Node] = []
        last: nodes.Element | None = None
        at = -1
        for cell in cells:
            source = taken_source(cell)
            name = next((tag for tag in NAMES if f"tag_{tag}" in cell["classes"]), None)
            if source is None or name is None:
                continue
            at = sources.index(source, at + 1)
            if last is not None and not (waiting and are_neighbours(last, cell)):
                settle(last, waiting)
                waiting = []
            last = self.placed(cell, name, source, at, sources, waiting)
            if last is None:
                waiting = []
        if last is not None:
            settle(last, waiting)
        for cell in cells:
            if not cell.children and cell.parent is not None:
                cell.parent.remove(cell)

    def placed(
        self,
        cell: nodes.Element,
        name: str,
        source: str,
        at: int,
        sources: list[str],
        waiting: list[nodes.Node],
    ) -> nodes.Element | None:
        """Add a cell's fold to those that wait; put all into the figure if the cell draws one.

        Return the cell while its fold waits.
        """
        lines = [n for n in cell.findall(html_nodes.audit_box) if "code-line" in n["classes"]]
        if lines:
            boxes = lines[0].findall(html_nodes.audit_box)
            fold = next(box for box in boxes if "audit-code" in box["classes"])
        else:
            fold = code_fold(self.env, NAMES[name], [source], before=sources[:at])
        for listing in fold.findall(nodes.literal_block):
            # Where the origin of a number leads to; no promised address, for cells come and go.
            listing["ids"] = [f"code-{at + 1}"]
        if not lines:
            waiting.append(fold)
            return cell
        lines[0][1:1] = waiting
        for before in waiting:
            before.parent = lines[0]
        return None


#: The tags of cells, in the order of a walk, and what their folds are called.
NAMES = {"rows": "the rows", "fit": "the fit", "numbers": "the numbers", "figure": "the figure"}


def is_cell(node: nodes.Element) -> bool:
    """Say whether a container holds a code cell of the notebook."""
    return node.get("nb_element") == "cell_code"


def taken_source(cell: nodes.Element) -> str | None:
    """Take a cell's code off the page; return it, or None where it is not shown at all."""
    for part in list(cell.children):
        if part.get("nb_element") == "cell_code_source":
            cell.remove(part)
            return next(iter(part.findall(nodes.literal_block))).astext()
    return None


def are_neighbours(one: nodes.Element, other: nodes.Element) -> bool:
    """Say whether nothing that is seen stands between two cells."""
    parent = one.parent
    if parent is not other.parent:
        return False
    between = parent.children[parent.index(one) + 1 : parent.index(other)]
    return all(isinstance(node, (nodes.comment, nodes.target)) for node in between)


def settle(cell: nodes.Element, folds: list[nodes.Node]) -> None:
    """Put the line of waiting folds behind the last cell that they came from."""
    if folds:
        cell.parent.insert(cell.parent.index(cell) + 1, code_line(*folds))


def setup(app: Any) -> None:
    """Add the folds in place."""
    app.add_transform(ShowCells)
