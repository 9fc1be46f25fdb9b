"""Single figures of the evidence by row, thresholds, labels, and recorded benchmarks."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from ..arguments import one_of
from .schema import DATA
from .yaml_files import read_yaml

# A minus counts only where it stands before a number and after no digit: "90-180" is a range.
_NUMBER = re.compile(r"(?<![\w.])(?:(?<!\d )-)?\d+(?:\.\d+)?")
RECORDED = Path(__file__).resolve().parents[2] / "benchmarks" / "recorded"


def number(ev, record: str) -> float:
    """The value of any evidence row. Raises ValueError when there is no such row or no number."""
    row = ev.row(record)
    if pd.isna(row.get("value")):
        raise ValueError(f"record: expected a row with a value, found {record!r} without one")
    return float(row["value"])


def value_of(ev, series: str, **equals: Any) -> float:
    """The single value of a series that a selection names. ValueError when it is not one row."""
    frame = ev.rows(series, **equals)
    if len(frame) != 1:
        raise ValueError(f"{series} {equals}: expected one row, found {len(frame)}")
    return float(frame["value"].iloc[0])


def numbers_of(ev, **records: str) -> dict[str, float]:
    """Several at once: ``numbers_of(ev, gap="sval-074")`` gives ``{"gap": 24.2}``."""
    return {name: number(ev, record) for name, record in records.items()}


def figures(ev, record: str, *, count: int) -> tuple[float, ...]:
    """All numbers of a finding's ``figure`` text, in order: "14 / 12 / 31" gives (14, 12, 31).

    ``count`` says how many there must be, so that an edited cell is noticed. Raises ValueError for
    an unknown row and for another count.
    """
    row = ev.row(record)
    if "figure" not in row:
        raise ValueError(f"record: expected the id of a finding, found {record!r}")
    found = tuple(float(text) for text in _NUMBER.findall(str(row["figure"])))
    if len(found) != count:
        raise ValueError(f"{record}: expected {count} numbers, found {row['figure']!r}")
    return found


def number_in(ev, record: str, words: str) -> float:
    """The number at ``{}`` in the text of a row: "threshold {}%" finds 85 in "threshold 85%".

    Raises ValueError for an unknown row and where no column, or more than one, has those words.
    """
    before, after = (re.escape(part) for part in words.split("{}"))
    texts = [text for text in ev.row(record) if isinstance(text, str)]
    found = re.findall(f"{before}({_NUMBER.pattern}){after}", "\n".join(texts))
    if len(found) != 1:
        raise ValueError(f"{record}: expected the words {words!r} once, found {len(found)}")
    return float(found[0])


def ends(ev, record: str) -> tuple[float, float]:
    """The two ends of a finding that is a range. Raises ValueError when it has none."""
    ends = ev.row(record).reindex(["lower", "upper"]).astype(float)
    if ends.isna().any():
        raise ValueError(f"record: expected a finding with two ends, found {record!r}")
    return float(ends["lower"]), float(ends["upper"])


@lru_cache
def part_of(file: str, name: str) -> Any:
    """A part of a document of ``data/``; ValueError where there is none of that name to read."""
    content, problems = read_yaml(DATA, file)
    if problems or name not in content:
        raise ValueError(f"{file}: expected the name of a part of it, found {name!r}")
    return content[name]


def threshold(name: str) -> float:
    """A threshold of ``data/thresholds.yml`` for code that has no evidence at hand."""
    return float(part_of("thresholds.yml", name)["value"])


def labels(name: str) -> dict[str, str]:
    """Return a part of ``data/labels.yml``: ids of rows or series to what pages call them."""
    return part_of("labels.yml", name)


def benchmark(name: str) -> dict[str, Any]:
    """The recorded result ``name``, e.g. "timeline_speed", with the day and machine of its run.

    Pages print these; a page itself never measures a time. ValueError names those there are.
    """
    one_of("benchmark", name, sorted(file.stem for file in RECORDED.glob("*.json")))
    return json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))


def ran_on(result: dict[str, Any]) -> str:
    """Return when and on what a recorded benchmark ran, in words."""
    machine = result["machine"]
    return (
        f"{result['date']}, {machine['cores']} cores ({machine['processor']}, "
        f"{machine['system']}), Python {machine['python']}, numpy {machine['numpy']}, "
        f"scipy {machine['scipy']}"
    )
