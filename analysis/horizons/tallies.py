"""Task tallies: how often each model solved each task, checked row by row.

A tally table has one row per model and task, with the columns of :data:`COLUMNS`. Since a run
counts only through its task and family, tallies carry the same information as single runs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from ..evidence import EvidenceError, rules, schema
from ..evidence.csv_files import Content, Problem, read_table, short

COLUMNS = ("model", "task_id", "task_family", "human_minutes", "n_runs", "n_successes")
TASKS = schema.table("tasks")


@dataclass(frozen=True, eq=False)
class Tally:
    """Runs and successes of one model, arrays of one entry per task."""

    model: str
    tasks: np.ndarray = field(repr=False)
    families: np.ndarray = field(repr=False)
    minutes: np.ndarray = field(repr=False)
    runs: np.ndarray = field(repr=False)
    successes: np.ndarray = field(repr=False)

    def only(self, keep: np.ndarray) -> Tally:
        """The tally of the tasks for which ``keep`` is true."""
        arrays = (self.tasks, self.families, self.minutes, self.runs, self.successes)
        return Tally(self.model, *(array[keep] for array in arrays))


def read(table: pd.DataFrame) -> tuple[Tally, ...]:
    """Return one :class:`Tally` per model, in order of first appearance.

    ``table`` has typed cells that are known to be right, such as ``Evidence.tasks``.
    """
    kinds = dict(zip(COLUMNS[1:], (object, object, float, np.int64, np.int64), strict=True))
    return tuple(
        Tally(model, *(rows[column].to_numpy(dtype=kind) for column, kind in kinds.items()))
        for model, rows in table.groupby("model", sort=False)
    )


def read_file(path: Path | str) -> tuple[Tally, ...]:
    """Read a CSV file of tallies as :func:`read` does a table, by the rules of the evidence.

    Raises EvidenceError (a ValueError) listing all that is wrong, with file and line: what
    the reader of the evidence refuses, more successes than runs, a task twice or with two lengths
    or families, a model whose tasks are all of one length.
    """
    name = str(path)
    fields = tuple(field for field in TASKS.fields if field.name in COLUMNS)
    table = replace(TASKS, paths=(name,), fields=fields)
    content, problems = read_table(Path(), name, table, stranger=True, others=True)
    if content is None:
        raise EvidenceError(problems)
    problems += rules.repeats(table, {name: content})
    for line, row in content.rows:
        problems += [
            Problem(name, line, *fault) for fault in rules.row_faults(table, row, dt.date.max)
        ]
    problems += [Problem(name, *fault) for fault in _contradictions(content)]
    frame = pd.DataFrame(content.columns)
    problems = problems or [Problem(name, *fault) for fault in _one_length(content, frame)]
    if problems:
        raise EvidenceError(sorted(problems))
    return read(frame)


def _contradictions(content: Content) -> Iterator[tuple[int, str, str, str]]:
    """Tasks with another family or length than in their first row: line, column, both."""
    seen: dict[tuple[str, str], tuple[int, object]] = {}
    for line, row in content.rows:
        for column in ("task_family", "human_minutes"):
            if None in (task := row["task_id"], value := row[column]):
                continue
            first, before = seen.setdefault((task, column), (line, value))
            if value != before:
                yield line, column, f"{before} for {task} as in line {first}", short(str(value))


def _one_length(content: Content, frame: pd.DataFrame) -> Iterator[tuple[int, str, str, str]]:
    """Models of which no curve can be fitted, at their first rows."""
    for model, lengths in frame.groupby("model", sort=False)["human_minutes"]:
        if lengths.nunique() < 2:
            want = f"tasks of at least 2 different lengths for {model}"
            only = f"{len(lengths)} of {lengths.iloc[0]:g}"
            yield content.lines[lengths.index[0]], "human_minutes", want, only
