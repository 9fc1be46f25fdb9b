"""Recorded benchmark results, for pages that print a time: a page itself never measures one.

The scripts in ``benchmarks/`` write them with the day and the machine of the run.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks" / "recorded"


def benchmark(name: str) -> dict[str, Any]:
    """The recorded result ``name``, e.g. "choices_speed". ValueError names those there are."""
    path = FOLDER / f"{name}.json"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in FOLDER.glob("*.json")))
        raise ValueError(f"benchmark: expected one of {known}, found {name!r}")
    return json.loads(path.read_text(encoding="utf-8"))
