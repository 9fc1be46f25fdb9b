"""The chapters as executed notebooks without their text: what ``pytest --nbval`` runs again.

They are made from the sources or taken from the cache of a build; the notebooks in a build's own
output have their numbers taken out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from ..run_notebooks import PATIENCE, cache_of

FOLDER = Path("tests") / "recorded" / "notebooks"


def chapters(root: Path) -> list[Path]:
    """Return the sources of all chapters in the book's order."""
    contents = yaml.safe_load((root / "_toc.yml").read_text("utf-8"))
    parts = [contents, *contents.get("parts", [])]
    names = [contents["root"], *(c["file"] for part in parts for c in part.get("chapters", []))]
    return [root / f"{name}.md" for name in names]


def page_of(root: Path, path: Path) -> str:
    """Return a chapter's page, such as ``book/coding``."""
    return path.relative_to(root).with_suffix("").as_posix()


def file_name(page: str) -> str:
    """Return the name of a chapter's recorded notebook."""
    return page.removeprefix("book/").replace("/", "-") + ".ipynb"


def source(path: Path) -> Any:
    """Return a chapter's notebook before it runs, or None for a page without code to run."""
    import jupytext
    import nbformat

    notebook = nbformat.v4.upgrade(jupytext.read(path))
    if "kernelspec" not in notebook.metadata:
        return None  # a page of text: its listings are to be read, not run
    if not any(cell.cell_type == "code" for cell in notebook.cells):
        return None
    return notebook


def executed(path: Path) -> Any:
    """Return a chapter's notebook after running it in a kernel of its own, or None without code."""
    from nbclient import NotebookClient

    notebook = source(path)
    if notebook is None:
        return None
    folder = {"metadata": {"path": path.parent}}
    NotebookClient(notebook, timeout=600, resources=folder, **PATIENCE).execute()
    return plain(notebook)


def from_cache(root: Path, folder: Path) -> dict[str, Any]:
    """Return page to executed notebook, as a build left them in its cache.

    Raises ``ValueError`` for a chapter with code that the cache does not hold.
    """
    cache = cache_of(folder)
    found = {}
    for path in chapters(root):
        notebook = source(path)
        if notebook is None:
            continue
        try:
            _, merged = cache.merge_match_into_notebook(notebook)
        except KeyError:
            name = path.relative_to(root).as_posix()
            raise ValueError(f"{name}: expected its executed notebook in the cache") from None
        found[page_of(root, path)] = plain(merged)
    return found


def plain(notebook: Any) -> Any:
    """Take out what differs from run to run: times, random cell ids, versions, and the text."""
    notebook.metadata = {"kernelspec": {"display_name": "Python 3", "name": "python3"}}
    notebook.metadata["kernelspec"]["language"] = "python"
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        cell.metadata = {}
    return notebook


def text_of(notebook: Any) -> str:
    """Return a plain notebook as it is written to disk."""
    import nbformat

    return nbformat.writes(notebook) + "\n"
