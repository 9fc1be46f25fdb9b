"""What each page offers to take away: its executed notebook, its source, and a place to run it.

The notebook is the source with the results of the build's own run, cell ids counted, nothing that
differs from run to run. Launch links appear when ``_config.yml`` names a repository on GitHub.
"""

from __future__ import annotations

import contextlib
import re
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rebuild import run_notebooks

from ..figures import figure

GITHUB = re.compile(r"https://github\.com/(?P<name>[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+?)(?:\.git|/)?")
RECORDED = "tests/recorded/notebooks"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def base_of(page: str) -> str:
    """Return where a page's downloads lie, below the site's root and without an ending."""
    return f"{figure.DOWNLOADS}/{page}/{page.rpartition('/')[2]}"


def is_notebook(path: Path) -> bool:
    """Say whether a page's source has code that runs."""
    text = path.read_text("utf-8")
    return path.suffix == ".md" and text.startswith("---") and "\n```{code-cell}" in text


def executed(app: Any, path: Path) -> str:
    """Return a page's notebook as JSON with the results of the build's own run.

    Where a draft has no result, because a cell failed or nothing was run, it comes without.
    """
    import nbformat
    from myst_nb.core.read import create_nb_reader

    env = app.env
    text = path.read_text("utf-8")
    reader = create_nb_reader(str(path), env.myst_config, env.mystnb_config, text)
    cache = run_notebooks.cache_of(Path(app.config.nb_execution_cache_path))
    notebook = reader.read(text)
    with contextlib.suppress(KeyError):
        _, notebook = cache.merge_match_into_notebook(notebook)
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        tags = cell.metadata.get("tags")
        cell.metadata = {"tags": tags} if tags else {}
        if cell.cell_type == "code":
            cell.outputs = [out for out in cell.outputs if not is_glue(out)]
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


def is_glue(output: Any) -> bool:
    """Say whether an output only hands a number to the prose."""
    return "scrapbook" in output.get("metadata", {})


def launch_links(repository: str, branch: str, page: str) -> list[tuple[str, str]]:
    """Return (words, address) of places to open a page's notebook; none without a known repository.

    Both open the notebook of the last release, which the repository holds. Binder makes the locked
    environment first (``.binder``); Colab has none, so there it can be read but not run.
    """
    found = GITHUB.fullmatch(repository.strip())
    if found is None:
        return []
    name, at = found["name"], quote(branch, safe="")
    notebook = f"{RECORDED}/{page.removeprefix('book/').replace('/', '-')}.ipynb"
    return [
        (
            "Run it on Binder",
            f"https://mybinder.org/v2/gh/{name}/{at}?urlpath={quote(f'lab/tree/{notebook}', '')}",
        ),
        (
            "Read it in Colab",
            f"https://colab.research.google.com/github/{name}/blob/{quote(branch)}/{notebook}",
        ),
    ]


def line(page: str, *, notebook: bool, launch: list[tuple[str, str]]) -> str:
    """Return the line of downloads at the foot of a page as escaped HTML."""
    base = figure.up_to_root(page) + base_of(page)
    files = [("Notebook (.ipynb)", "ipynb")] if notebook else []
    files.append(("Source (.md)", "md"))
    links = [f'<a href="{escape(base)}.{end}" download>{words}</a>' for words, end in files]
    if notebook:
        links += [
            f'<a class="external" href="{escape(to)}">{escape(words)}</a>' for words, to in launch
        ]
    return (
        '<p class="page-downloads"><span>This page to take away:</span> '
        + " ".join(links)
        + "</p>\n"
    )


def add_line(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Put the line below a page's text."""
    if doctree is None or page not in app.env.found_docs:
        return
    path = Path(app.env.doc2path(page))
    theme = app.config.html_theme_options
    launch = launch_links(
        str(theme.get("repository_url") or ""), str(theme.get("repository_branch") or "main"), page
    )
    context["body"] += line(page, notebook=is_notebook(path), launch=launch)


def same_text(one: Path, two: Path) -> bool:
    """Say whether two files are there with the same text."""
    return two.is_file() and one.read_text("utf-8") == two.read_text("utf-8")


def write(app: Any, exception: Exception | None) -> None:
    """Write the sources and the executed notebooks below the site's root."""
    if exception is not None or app.builder.format != "html":
        return
    for page in sorted(app.env.found_docs):
        path = Path(app.env.doc2path(page))
        base = Path(app.outdir) / base_of(page)
        base.parent.mkdir(parents=True, exist_ok=True)
        if app.config.audit_last_content and same_text(path, base.with_suffix(".md")):
            continue  # only words of other pages have changed: the notebook stands beside it
        base.with_suffix(".md").write_text(path.read_text("utf-8"), "utf-8")
        if is_notebook(path):
            base.with_suffix(".ipynb").write_text(executed(app, path), "utf-8")


def setup(app: Any) -> None:
    """Add the line to pages and write the files at the end."""
    app.connect("html-page-context", add_line)
    app.connect("build-finished", write, priority=700)
