"""The chapters as executed notebooks without their text: what ``pytest --nbval`` runs again.

They are taken from the cache of a build; the notebooks in a build's own output have their numbers
taken out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from audit_site.common import contents

from ..run_notebooks import cache_of

FOLDER = Path("tests") / "recorded" / "notebooks"


def file_name(page: str) -> str:
    """Return the name of a chapter's recorded notebook."""
    return page.removeprefix("book/").replace("/", "-") + ".ipynb"


def source(path: Path) -> Any:
    """Return a chapter's notebook before it runs, or None for a page without code to run."""
    import jupytext
    import nbformat

    notebook = nbformat.v4.upgrade(jupytext.read(path))
    # A page of text has no kernel: its listings are to be read, not run.
    code = any(cell.cell_type == "code" for cell in notebook.cells)
    return notebook if code and "kernelspec" in notebook.metadata else None


def from_cache(root: Path, folder: Path) -> dict[str, Any]:
    """Return page to executed notebook, as a build left them in its cache.

    Raises ``ValueError`` for a chapter with code that the cache does not hold.
    """
    cache = cache_of(folder)
    pages = (page for _, part in contents(root) for page in part)
    sources = {page: source(root / f"{page}.md") for page in pages}
    found = {}
    for page, notebook in sources.items():
        if notebook is None:
            continue
        try:
            _, merged = cache.merge_match_into_notebook(notebook)
        except KeyError:
            raise ValueError(f"{page}.md: expected its executed notebook in the cache") from None
        found[page] = plain(merged)
    return found


def plain(notebook: Any) -> Any:
    """Take out what differs from run to run: times, random cell ids, versions, and the text."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}
    }
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        cell.metadata = {}
    return notebook


def text_of(notebook: Any) -> str:
    """Return a plain notebook as it is written to disk."""
    import nbformat

    return nbformat.writes(notebook) + "\n"
