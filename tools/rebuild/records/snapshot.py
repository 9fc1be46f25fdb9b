"""What a build found, small enough to keep: verdicts, numbers, page sums, and what it was made of.

``tests/recorded/record.json`` is a snapshot of the last release. Beside the results it holds the
sums of all inputs (code by file, data by row) and the versions of the environment, so that a later
difference can be told with its likely cause.
"""

import csv
import hashlib
import html
import io
import json
import platform
import re
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from audit_site.cite import edition
from audit_site.common import contents
from audit_site.finish import manifest
from audit_site.inputs import Sources, cache_folder, is_below
from audit_site.ledger import data as ledgerdata
from audit_site.publish.downloads import KERNEL, is_notebook
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ..run_notebooks import cache_of

FILE = Path("tests") / "recorded" / "record.json"
#: The chapters as executed notebooks without their text: what ``pytest --nbval`` runs again.
NOTEBOOKS = FILE.parent / "notebooks"
PRINTED = re.compile(r'<span\b[^>]*\bclass="pasted-text"[^>]*>(.*?)</span>', re.S)
TAGS = re.compile(r"<[^>]+>")
GLUED = "application/papermill.record/text/plain"
READ = (
    *("analysis", "book", "data", "tools"),
    *("_config.yml", "_toc.yml", "pyproject.toml", "requirements.lock"),
)


def rows_of(path: Path) -> dict[str, str]:
    """Return the sum of each row of a CSV file by its first cell (numbered where that repeats)."""
    rows: dict[str, str] = {}
    reader = csv.reader(io.StringIO(path.read_text("utf-8"), newline=""))
    for row in reader:
        name = row[0] if row else ""
        if name in rows:
            name = f"{name} (line {reader.line_num})"
        rows[name] = hashlib.sha256("\x1f".join(row).encode("utf-8")).hexdigest()[:8]
    return rows


def inputs(root: Path) -> dict[str, str]:
    """Return the sums of all that a build is made of: of each file, and of each row of the data."""
    found = {}
    for name, content in Sources.read(root, lambda name: is_below(name, *READ)).sums.items():
        if is_below(name, "data") and name.endswith(".csv"):
            found |= {f"{name} row {row}": one for row, one in rows_of(root / name).items()}
        elif name != "data/datapackage.json":  # sums of the others
            found[name] = content[:12]
    return found


def packages(root: Path) -> dict[str, str]:
    """Return the installed version, or "none", of each package of the lock that this Python and
    system need."""
    installed = {canonicalize_name(one.name): one.version for one in distributions()}
    lines = (root / "requirements.lock").read_text("utf-8").splitlines()
    locked = (Requirement(line.rstrip("\\ ")) for line in lines if line[:1].isalnum())
    needed = (one for one in locked if one.marker is None or one.marker.evaluate())
    names = (canonicalize_name(one.name) for one in needed)
    return {name: installed.get(name, "none") for name in names}


def verdicts(site: Path) -> dict[str, dict[str, Any]]:
    """Return the verdict of each claim and comparison, today and at publication, its sentence and
    the rows it used."""
    content = json.loads((site / ledgerdata.NAME).read_text("utf-8"))
    return {
        claim["id"]: {
            "verdict": claim["word"],
            "at_publication": claim["word_at_publication"],
            "sentence": claim["sentence"],
            "page": claim["url"].partition(".html")[0],
            "rows": sorted({row for check in claim["checks"] for row in check["rows"]}),
        }
        for claim in [*content["claims"], *content["comparisons"]]
    }


def glued(notebook: Any) -> dict[str, str]:
    """Return the numbers and texts that a notebook handed to its prose, as written down."""
    found = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            note = output.get("metadata", {}).get("scrapbook", {})
            if "name" in note:
                found[note["name"]] = output["data"][GLUED]
    return found


def printed(page: str) -> list[str]:
    """Return the numbers of a page as printed, in their order."""
    return [html.unescape(TAGS.sub("", text)) for text in PRINTED.findall(page)]


def take(root: Path, site: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the snapshot of a built project and the text of each executed notebook by page.

    ``root`` is the project with the cache that the build filled, ``site`` its HTML.
    """
    notebooks = from_cache(root)
    found = {
        "verdicts": verdicts(site),
        "numbers": {page: glued(notebook) for page, notebook in notebooks.items()},
        "files": manifest.sums(site, blank=edition.content_hash(root)),
        "inputs": inputs(root),
        "environment": {
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
            **packages(root),
        },
    }
    texts = {page: f"{nbformat.writes(notebook)}\n" for page, notebook in notebooks.items()}
    return found, texts


def file_name(page: str) -> str:
    """Return the name of a chapter's recorded notebook."""
    return page.removeprefix("book/").replace("/", "-") + ".ipynb"


def from_cache(root: Path) -> dict[str, Any]:
    """Return page to executed notebook, as a build left them in its cache: from those in its output
    the numbers are taken out."""
    cache, found = cache_of(cache_folder(root)), {}
    for page in (page for _, part in contents(root) for page in part):
        if not is_notebook(root / f"{page}.md"):
            continue
        notebook = nbformat.v4.upgrade(jupytext.read(root / f"{page}.md"))
        _, merged = cache.merge_match_into_notebook(notebook)
        found[page] = plain(merged)
    return found


def plain(notebook: Any) -> Any:
    """Take out what differs from run to run: times, random cell ids, versions, and the text."""
    notebook.metadata = {"kernelspec": KERNEL}
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        cell.metadata = {}
    return notebook
