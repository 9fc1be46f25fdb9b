"""Task tallies: how often each model solved each task, checked row by row.

A tally table has one row per model and task, with the columns of :data:`COLUMNS`. Since a run
counts only through its task and family, tallies carry the same information as single runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from ..evidence import schema
from ..evidence.csv_files import Problem, read_table, short

COLUMNS = ("model", "task_id", "task_family", "human_minutes", "n_runs", "n_successes")
FIELDS = tuple(field for field in schema.table("tasks").fields if field.name in COLUMNS)
#: Problems that are shown in full.
SHOWN = 20


class TallyError(ValueError):
    """A tally table is not what it should be; ``problems`` lists everything that was found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        more = [f"and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else []
        super().__init__("\n".join([*map(str, problems[:SHOWN]), *more]))


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


def read_file(path: Path | str) -> tuple[Tally, ...]:
    """Read a CSV file of tallies, one :class:`Tally` per model, in order of first appearance.

    Raises :class:`TallyError` as :func:`read`, with file and line, also for what the reader of the
    evidence refuses.
    """
    name = str(path)
    table = schema.Table("tallies", "Task tallies", "Runs and successes.", (name,), FIELDS)
    content, problems = read_table(Path(), name, table, stranger=True, others=True)
    if content is None:
        raise TallyError(problems)
    return _tallies(pd.DataFrame(content.columns), content.lines, name, problems)


def read(table: pd.DataFrame) -> tuple[Tally, ...]:
    """Return one :class:`Tally` per model of a frame of typed cells such as ``Evidence.tasks``.

    Raises :class:`TallyError` (a ValueError) listing all that is wrong: more successes than runs, a
    task twice or with two lengths or families, a model whose tasks are all of one length.
    """
    missing = [Problem("table", 1, c, "this column", "none") for c in COLUMNS if c not in table]
    if missing or not len(table):
        raise TallyError(missing or [Problem("table", 0, "", "at least one row", "none")])
    return _tallies(table.reset_index(drop=True), range(1, len(table) + 1), "table", [])


def _tallies(frame: pd.DataFrame, lines, name: str, problems: list[Problem]) -> tuple[Tally, ...]:
    """The tallies of cells that are right by themselves; ``problems`` are those found before."""
    problems = [*problems, *_contradictions(frame, lines, name)] or _one_length(frame, lines, name)
    if problems:
        raise TallyError(sorted(problems))
    kinds = dict(zip(COLUMNS[1:], (object, object, float, np.int64, np.int64), strict=True))
    return tuple(
        Tally(model, *(rows[column].to_numpy(dtype=kind) for column, kind in kinds.items()))
        for model, rows in frame.groupby("model", sort=False)
    )


def _contradictions(frame: pd.DataFrame, lines, name: str) -> list[Problem]:
    """What rows say against each other or themselves, cells that were refused left out."""
    found: list[Problem] = []
    rows = frame.dropna(subset=list(COLUMNS))
    seen: dict[tuple[str, str], int] = {}
    facts: dict[str, tuple[int, pd.Series]] = {}
    for place, row in rows.iterrows():
        line, task, said = lines[place], row["task_id"], []
        if row["n_successes"] > row["n_runs"]:
            said.append(("n_successes", f"at most n_runs = {row['n_runs']:g}", row["n_successes"]))
        if seen.setdefault((row["model"], task), line) != line:
            once = f"each task once for {row['model']} (first in line {seen[row['model'], task]})"
            said.append(("task_id", once, task))
        first, before = facts.setdefault(task, (line, row))
        said += [
            (column, f"{before[column]} for {task} as in line {first}", row[column])
            for column in ("task_family", "human_minutes")
            if row[column] != before[column]
        ]
        found += [
            Problem(name, line, column, want, short(str(have))) for column, want, have in said
        ]
    return found


def _one_length(frame: pd.DataFrame, lines, name: str) -> list[Problem]:
    """Models of which no curve can be fitted, at their first rows."""
    found = []
    for model, lengths in frame.groupby("model", sort=False)["human_minutes"]:
        if lengths.nunique() < 2:
            want = f"tasks of at least 2 different lengths for {model}"
            only = f"{len(lengths)} of {lengths.iloc[0]:g}"
            found.append(Problem(name, lines[lengths.index[0]], "human_minutes", want, only))
    return found
