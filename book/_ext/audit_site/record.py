"""``python -m audit_site.record``: the chapters as executed notebooks, to compare with later.

``pytest --nbval`` runs each of them again and compares every output: printed text, numbers handed
to the prose, and the data and encoding of every chart. They are made from the sources, because the
notebooks of a site build have their numbers taken out.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

from . import execution, settings
from .progress import Progress

FOLDER = Path("tests") / "recorded" / "notebooks"


def chapters(root: Path) -> list[Path]:
    """Return the sources of all chapters in the book's order."""
    contents = yaml.safe_load((root / "_toc.yml").read_text("utf-8"))
    names = [contents["root"]]
    for part in contents.get("parts", []):
        names.extend(chapter["file"] for chapter in part.get("chapters", []))
    return [root / f"{name}.md" for name in names]


def executed(path: Path) -> Any:
    """Return a chapter's notebook after running it, or None if it has no code."""
    import jupytext
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.v4.upgrade(jupytext.read(path))
    if "kernelspec" not in notebook.metadata:
        return None  # a page of text: its listings are to be read, not run
    if not any(cell.cell_type == "code" for cell in notebook.cells):
        return None
    client = NotebookClient(notebook, timeout=600, resources={"metadata": {"path": path.parent}})
    client.execute()
    return plain(notebook)


def plain(notebook: Any) -> Any:
    """Take out what differs from run to run: times, random cell ids, versions, and the text."""
    notebook.metadata = {"kernelspec": {"display_name": "Python 3", "name": "python3"}}
    notebook.metadata["kernelspec"]["language"] = "python"
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        cell.metadata = {}
    return notebook


def record(root: Path, progress: Progress) -> int:
    """Run every chapter and write the recorded notebooks; return how many there are."""
    import nbformat

    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    kept = set()
    for path in chapters(root):
        name = path.relative_to(root / "book").with_suffix(".ipynb").as_posix().replace("/", "-")
        progress.start(name)
        notebook = executed(path)
        progress.finish()
        if notebook is not None:
            kept.add(name)
            (folder / name).write_text(nbformat.writes(notebook) + "\n", "utf-8")
    for stale in folder.glob("*.ipynb"):
        if stale.name not in kept:
            stale.unlink()
    return len(kept)


def main() -> int:
    """Command line: record the project in the current folder."""
    root = Path.cwd()
    settings.fix_environment(root)
    execution.isolate_kernels(root)
    progress = Progress()
    count = record(root, progress)
    progress.say(f"{count} notebooks recorded in {FOLDER.as_posix()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
