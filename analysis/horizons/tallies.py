"""Task tallies: how often each model solved each task, checked row by row.

A tally table has one row per model and task, with the columns ``model``, ``task_id``,
``task_family``, ``human_minutes``, ``n_runs`` and ``n_successes``; others are ignored. Since a run
counts only through its task and family, tallies carry the same information as single runs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

__all__ = ["COLUMNS", "Tally", "TallyError", "read"]

COLUMNS = ("model", "task_id", "task_family", "human_minutes", "n_runs", "n_successes")


class TallyError(ValueError):
    """A tally table is not what it should be; ``problems`` lists everything that was found."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        shown = problems[:20]
        if len(problems) > len(shown):
            shown.append(f"and {len(problems) - len(shown)} more")
        super().__init__("\n".join(shown))


@dataclass(frozen=True, eq=False)
class Tally:
    """Runs and successes of one model, arrays of one entry per task."""

    model: str
    tasks: np.ndarray = field(repr=False)
    families: np.ndarray = field(repr=False)
    minutes: np.ndarray = field(repr=False)
    runs: np.ndarray = field(repr=False)
    successes: np.ndarray = field(repr=False)

    @property
    def n_tasks(self) -> int:
        """Number of tasks."""
        return len(self.tasks)

    @property
    def n_runs(self) -> int:
        """Number of runs over all tasks."""
        return int(self.runs.sum())

    def only(self, keep: np.ndarray) -> Tally:
        """The tally of the tasks for which ``keep`` is true; ValueError if there are none."""
        keep = np.asarray(keep)
        if keep.dtype != bool or keep.shape != self.tasks.shape or not keep.any():
            raise ValueError(
                f"keep: expected {self.n_tasks} booleans, at least one true, found {keep!r:.80}"
            )
        arrays = (self.tasks, self.families, self.minutes, self.runs, self.successes)
        return Tally(self.model, *(array[keep] for array in arrays))


def read(table: Iterable[Mapping[str, Any]] | Any, *, first_row: int = 1) -> tuple[Tally, ...]:
    """Check a table and return one :class:`Tally` per model, in order of first appearance.

    ``table`` is a DataFrame or a list of mappings; values may be numbers or strings. Rows are
    numbered from ``first_row`` in messages (2 for a file with a header line).

    Raises :class:`TallyError` (a ValueError) listing all that is wrong, each with row, column,
    what was expected and what was found: empty names, minutes that are not positive, run counts
    that are not whole numbers of at least 1, more successes than runs, a model's task listed twice,
    a task with two lengths or two families, a model whose tasks are all of one length.
    """
    if hasattr(table, "to_dict"):
        table = table.to_dict("records")
    records = list(table)
    if not records:
        raise TallyError(["table: expected at least one row, found none"])
    missing = [column for column in COLUMNS if column not in records[0]]
    if missing:
        found = ", ".join(map(str, records[0]))
        raise TallyError(
            [f"columns: expected {', '.join(COLUMNS)}, missing {', '.join(missing)}, found {found}"]
        )
    problems: list[str] = []
    seen: dict[tuple[str, str], int] = {}
    facts: dict[str, tuple[str, float, int]] = {}
    models: dict[str, list[tuple]] = {}
    for number, record in enumerate(records, start=first_row):
        row = _row(number, record, problems)
        if row is None:
            continue
        model, task, family, minutes, *_ = row
        if (model, task) in seen:
            problems.append(
                f"row {number}, task_id: expected each task once for {model}, "
                f"found {task!r} again (first in row {seen[model, task]})"
            )
            continue
        seen[model, task] = number
        known = facts.setdefault(task, (family, minutes, number))
        for column, here, before in (
            ("task_family", family, known[0]),
            ("human_minutes", minutes, known[1]),
        ):
            if here != before:
                problems.append(
                    f"row {number}, {column}: expected {before!r} for {task!r} "
                    f"as in row {known[2]}, found {here!r}"
                )
        models.setdefault(model, []).append(row)
    for model, rows in models.items():
        if not problems and len({row[3] for row in rows}) < 2:
            problems.append(
                f"model {model}, human_minutes: expected tasks of at least 2 different lengths, "
                f"found {len(rows)} of {rows[0][3]:g}"
            )
    if problems:
        raise TallyError(problems)
    return tuple(_tally(model, rows) for model, rows in models.items())


def _tally(model: str, rows: list[tuple]) -> Tally:
    _, tasks, families, minutes, runs, successes = zip(*rows, strict=True)
    return Tally(
        model,
        np.array(tasks, dtype=object),
        np.array(families, dtype=object),
        np.array(minutes, dtype=float),
        np.array(runs, dtype=np.int64),
        np.array(successes, dtype=np.int64),
    )


def _row(number: int, record: Mapping[str, Any], problems: list[str]) -> tuple | None:
    before = len(problems)

    def wrong(column: str, expected: str) -> None:
        problems.append(
            f"row {number}, {column}: expected {expected}, found {record.get(column)!r}"
        )

    names = []
    for column in COLUMNS[:3]:
        value = record.get(column)
        names.append(value.strip() if isinstance(value, str) else "")
        if not names[-1]:
            wrong(column, "a name")
    minutes = _number(record.get("human_minutes"))
    if not 0.0 < minutes < math.inf:
        wrong("human_minutes", "a positive number")
    runs = _number(record.get("n_runs"))
    if not 1.0 <= runs < 2**53 or runs != int(runs):
        wrong("n_runs", "a whole number of at least 1")
        runs = math.nan
    successes = _number(record.get("n_successes"))
    if not 0.0 <= successes < 2**53 or successes != int(successes):
        wrong("n_successes", "a whole number of at least 0")
    elif successes > runs:
        wrong("n_successes", f"at most n_runs = {int(runs)}")
    return (*names, minutes, int(runs), int(successes)) if len(problems) == before else None


def _number(value: Any) -> float:
    """The value as a float; nan for anything that is not a number."""
    if value is None or isinstance(value, (bool, np.bool_)):
        return math.nan
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan
