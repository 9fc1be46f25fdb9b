"""The code behind a page: folded at each figure, and all of it at the foot of the chapter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from .. import html_nodes


def code_fold(summary: str, cells: list[str]) -> html_nodes.audit_fold:
    """Return a closed fold with highlighted Python, one block a cell."""
    listings = [nodes.literal_block(cell, cell.rstrip(), language="python") for cell in cells]
    return html_nodes.folded(summary, "audit-code", *listings)


def code_cells(text: str, path: str) -> list[str]:
    """Return the code of a chapter's cells, in order, from its MyST source."""
    import jupytext

    notebook = jupytext.reads(text, fmt="md:myst")
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


class ChapterCode(SphinxDirective):
    """``{chapter-code}``: the chapter's whole code in one fold, to read or to copy."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        path = Path(self.env.doc2path(self.env.docname))
        cells = code_cells(path.read_text("utf-8"), path.name)
        if not cells:
            return []
        fold = code_fold("All the code of this chapter", cells)
        fold["classes"].append("chapter-code")
        for number, listing in enumerate(fold.children, start=1):
            # Where the origin of a number leads to; no promised address, for cells come and go.
            listing["ids"] = [f"code-{number}"]
        return [fold]


def setup(app: Any) -> None:
    """Add the directive."""
    app.add_directive("chapter-code", ChapterCode)
