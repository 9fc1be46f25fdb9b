"""Offer each page to take away: its executed notebook, its source, and a place to run it.

The notebook is the source with the results of the build's own run, cell ids counted, nothing that
differs from run to run. Launch links appear when ``_config.yml`` names a repository on GitHub.

The whole Data Package is one archive, so that standard tools can load and check it: what
``datapackage.json`` lists and that file itself, stored in the package's order under the evidence's
date.
"""

import contextlib
import io
import json
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .. import common
from ..cite import edition as editions
from ..figures import figure
from ..markup import pieces

HTML = pieces("finish/frame.html")
GITHUB = re.compile(r"https://github\.com/(?P<name>[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+?)(?:\.git|/)?")
ARCHIVE = f"{figure.DOWNLOADS}/audit-data.zip"
FOLDER = "audit-data"
DESCRIPTION = "datapackage.json"
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
    from jupyter_cache import get_cache
    from myst_nb.core.read import create_nb_reader

    env = app.env
    text = path.read_text("utf-8")
    reader = create_nb_reader(str(path), env.myst_config, env.mystnb_config, text)
    cache = get_cache(app.config.nb_execution_cache_path)
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
            # Without those that only hand a number to the prose.
            cell.outputs = [o for o in cell.outputs if "scrapbook" not in o.get("metadata", {})]
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


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
    binder = f"https://mybinder.org/v2/gh/{name}/{at}?urlpath={quote(f'lab/tree/{notebook}', '')}"
    colab = f"https://colab.research.google.com/github/{name}/blob/{quote(branch)}/{notebook}"
    return [("Run it on Binder", binder), ("Read it in Colab", colab)]


def add_line(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Put the line below a page's text."""
    if doctree is None:
        return
    path = Path(app.env.doc2path(page))
    theme = app.config.html_theme_options
    launch = launch_links(
        str(theme.get("repository_url") or ""), str(theme.get("repository_branch") or "main"), page
    )
    base = common.up_to_root(page) + base_of(page)
    context["body"] += str(HTML.downloads(base, is_notebook(path), launch))


def archive(folder: Path, day: date) -> bytes:
    """Return the package of a folder as an archive that is the same each time.

    Raises ``FileNotFoundError`` for a listed file that is not there.
    """
    content = json.loads((folder / DESCRIPTION).read_text("utf-8"))
    names = [DESCRIPTION, "README.md"]
    for path in (resource["path"] for resource in content["resources"]):
        names += [path] if isinstance(path, str) else path
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name in dict.fromkeys(names):
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, (folder / name).read_bytes())
    return out.getvalue()


def files(app: Any) -> dict[str, str | bytes]:
    """Return sources, executed notebooks and, if there is a package, the archive."""
    evidence, found = Path(app.srcdir) / "data", {}
    if (evidence / DESCRIPTION).is_file():
        day = date.fromisoformat(editions.edition_of(app).built)
        found[ARCHIVE] = archive(evidence, day)
    for page in sorted(app.env.found_docs):
        path, name = Path(app.env.doc2path(page)), f"{base_of(page)}.md"
        text, old = path.read_text("utf-8"), Path(app.outdir) / name
        if common.taken_up(app) and old.is_file() and old.read_text("utf-8") == text:
            continue  # only words of other pages have changed: the notebook stands beside it
        found[name] = text
        if is_notebook(path):
            found[f"{base_of(page)}.ipynb"] = executed(app, path)
    return found
