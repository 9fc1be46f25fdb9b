"""Show the code behind a page: folded at each figure, and all of it at the foot of the chapter."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from .. import html_nodes
from ..common import up_to_root
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


@lru_cache(maxsize=2)
def code_cells(text: str) -> list[str]:
    """Return the code of a chapter's cells, in order, from its MyST source."""
    import jupytext

    notebook = jupytext.reads(text, fmt="md:myst")
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


class ChapterCode(SphinxDirective):
    """``{chapter-code}``: the chapter's whole code in one fold, to read or to copy."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        cells = code_cells(Path(self.env.doc2path(self.env.docname)).read_text("utf-8"))
        if not cells:
            return []
        fold = code_fold(self.env, "All the code of this chapter", cells)
        fold["classes"].append("chapter-code")
        for number, listing in enumerate(fold.findall(nodes.literal_block), start=1):
            # Where the origin of a number leads to; no promised address, for cells come and go.
            listing["ids"] = [f"code-{number}"]
        return [fold]


def setup(app: Any) -> None:
    """Add the directive."""
    app.add_directive("chapter-code", ChapterCode)
