"""How long each chapter took and what it ran with: in ``_build/status.json``, never in a page."""

from __future__ import annotations

import json
import platform
from importlib.metadata import version
from pathlib import Path

from audit_site.common import write_whole

NAME = "status.json"
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


def read(root: Path) -> dict[str, float]:
    """Return the seconds of each chapter that stands; nothing if there is no (whole) file."""
    try:
        chapters = json.loads((root / "_build" / NAME).read_text("utf-8"))["chapters"]
    except (OSError, ValueError, KeyError):
        return {}
    return {page: took for page, took in chapters.items() if (root / f"{page}.md").is_file()}


def note_run(root: Path, page: str, seconds: float) -> None:
    """Keep how long a chapter's notebook took when it last ran."""
    content = {"chapters": {**read(root), page: round(seconds, 2)}, "versions": versions()}
    write_whole(root / "_build" / NAME, json.dumps(content, indent=1, sort_keys=True) + "\n")
