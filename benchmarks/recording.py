"""Where benchmark results go: one JSON file each, with the day and the machine they came from."""

import argparse
import datetime as dt
import json
import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from analysis.evidence.records import RECORDED
from analysis.words import significant


def command(doc: str) -> argparse.ArgumentParser:
    """The command line of a trial; the day is an argument, since nothing here reads the clock."""
    parser = argparse.ArgumentParser(description=doc.split("\n", 1)[0])
    said = "day of the run, ISO, to be recorded with the result"
    parser.add_argument(
        "--as-of", required=True, type=dt.date.fromisoformat, metavar="DATE", help=said
    )
    return parser


def machine() -> dict[str, Any]:
    """What the numbers depend on: processor, cores, versions. No names, no paths."""
    return {
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "scipy", "pandas")},
    }


def write(name: str, result: dict[str, Any], as_of: dt.date) -> Path:
    """Write ``benchmarks/recorded/NAME.json``."""
    path = RECORDED / f"{name}.json"
    content = {
        "benchmark": name,
        "date": as_of.isoformat(),
        "machine": machine(),
        **significant(result),
    }
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
