"""How long each chapter took and what it ran with: beside the site, never in its pages.

Times differ from run to run, so they stand in ``_build/status.json`` and ``_build/status.html``,
outside the folder whose bytes are compared.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any

NAME = "status.json"
PAGE = "status.html"
LIBRARIES = (
    "jupyter-book",
    "sphinx",
    "myst-nb",
    "ipykernel",
    "numpy",
    "scipy",
    "pandas",
    "statsmodels",
    "altair",
    "vl-convert-python",
)


def versions() -> dict[str, str]:
    """Return what the numbers and the pages depend on: Python, system and main libraries."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        **{name: version(name) for name in LIBRARIES},
    }


def read(root: Path) -> dict[str, Any]:
    """Return what is known of earlier runs; nothing if there is no (whole) file."""
    try:
        content = json.loads((root / "_build" / NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return {"chapters": {}}
    return content if isinstance(content.get("chapters"), dict) else {"chapters": {}}


def replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_text(text, "utf-8")
    part.replace(path)


def note_run(root: Path, page: str, seconds: float) -> None:
    """Keep how long a chapter's notebook took when it last ran."""
    content = read(root)
    content["chapters"][page] = round(seconds, 2)
    content["versions"] = versions()
    replace(root / "_build" / NAME, json.dumps(content, indent=1, sort_keys=True) + "\n")


def page_html(content: dict[str, Any]) -> str:
    """Return the status page: chapters by time, then versions."""
    total = sum(content["chapters"].values())
    rows = "\n".join(
        f"<tr><td>{escape(page)}</td><td>{seconds:.1f} s</td></tr>"
        for page, seconds in sorted(content["chapters"].items(), key=lambda item: -item[1])
    )
    libraries = "\n".join(
        f"<tr><td>{escape(name)}</td><td>{escape(number)}</td></tr>"
        for name, number in content.get("versions", {}).items()
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><meta charset="utf-8"><title>Status of the build</title>'
        "<style>body{font-family:Liberation Sans,Arial,sans-serif;margin:2rem;color-scheme:light "
        "dark}td{padding:.15rem 1rem .15rem 0}td+td{text-align:right}</style>\n"
        "<h1>Status of the build</h1>\n"
        f"<p>Seconds of each chapter's notebook when it last ran; {total:.0f} s in all, "
        "several at a time. A chapter whose code and inputs have not changed is not run again.</p>"
        f"\n<table>{rows}</table>\n<h2>Versions</h2>\n<table>{libraries}</table>\n</html>\n"
    )


def write_page(app: Any, exception: Exception | None) -> None:
    """Write the status page for the chapters that the book has now."""
    if exception is not None or app.builder.format != "html":
        return
    root = Path(app.srcdir)
    content = read(root)
    content["chapters"] = {
        page: seconds for page, seconds in content["chapters"].items() if page in app.env.all_docs
    }
    if content["chapters"]:
        replace(root / "_build" / PAGE, page_html(content))


def setup(app: Any) -> None:
    """Write the page when the site is whole."""
    app.connect("build-finished", write_page, priority=995)


if __name__ == "__main__":
    json.dump(versions(), sys.stdout, indent=1)
