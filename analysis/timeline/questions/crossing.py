"""Every defensible choice: all combinations of the options that an analyst has to pick from.

The axes, their options and the impossible pairs are data (``choices`` in the assumptions). Each
combination is one full run of the timeline model with its uncertainty; definitions of the event are
panels, and beliefs such as the share of never stay apart. The share of combinations at or above a
level counts analyses, not worlds: it is never a probability.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...words import iso_of, year_of
from .. import Assumptions, Definition, ParameterSet, default_assumptions
from ..draws import SEED, scores
from ..model import (
    DAYS_PER_YEAR,
    able_share,
    doubling_times,
    doublings_needed,
    gap_of,
    log_time,
    rates,
    share_passed,
)

_DRAWS = 2**11
_ORDER = ("line", "reliability", "requirement", "shape", "feedback", "gap")


@dataclass(frozen=True)
class Axis:
    """One choice: its name, the names of its options, and what each sets in the model."""

    name: str
    options: tuple[str, ...]
    values: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, eq=False)
class Crossing:
    """All combinations. Arrays have one dimension an axis, in the order of ``axes``.

    ``impossible`` are pairs {axis: option} that cannot go together, ``allowed`` is False where a
    combination holds one; ``p[definition, date]`` are probabilities of
    worlds in which it is not ruled out (p = 0), with dates as ISO days.
    """

    axes: tuple[Axis, ...]
    impossible: tuple[Mapping[str, str], ...]
    allowed: np.ndarray
    p: Mapping[tuple[str, str], np.ndarray]
    at_least: float

    @property
    def count(self) -> int:
        """Number of combinations that are possible."""
        return int(self.allowed.sum())

    def values(self, definition: str, by: str) -> np.ndarray:
        """Probabilities of the possible combinations, shape (count,), in the order of the grid."""
        return self._panel(definition, by)[self.allowed]

    def summary(self, definition: str, by: str, never: float = 0.0) -> dict[str, float]:
        """Median, quartiles, range and the share of combinations at or above the level.

        ``never`` scales every probability by one less that share.
        """
        values = (1 - never) * self.values(definition, by)
        low, quarter, middle, three, high = np.quantile(values, [0, 0.25, 0.5, 0.75, 1])
        return {
            "count": self.count,
            "lo": float(low),
            "q25": float(quarter),
            "median": float(middle),
            "q75": float(three),
            "hi": float(high),
            "share": float((values >= self.at_least).mean()),
        }

    def specification_curve(self, definition: str, by: str) -> tuple[np.ndarray, np.ndarray]:
        """Sorted probabilities (count,) and the option taken on each axis (count, axes)."""
        values = self.values(definition, by)
        order = np.argsort(values, kind="stable")
        return values[order], np.argwhere(self.allowed)[order]

    def effects(self, definition: str, by: str) -> list[dict[str, Any]]:
        """What each choice moves: {axis, option, count, median, mean, share} with it fixed."""
        return [
            {"axis": axis.name, "option": option, **self._described(definition, by, kept)}
            for axis, option, kept in self._options()
        ]

    def leave_one_out(self, definition: str, by: str) -> list[dict[str, Any]]:
        """The share at or above the level if one option is dropped: {axis, option, share, ...}.

        ``change`` is against the share with every option.
        """
        whole = self.summary(definition, by)["share"]
        rows = []
        for axis, option, kept in self._options():
            row = self._described(definition, by, self.allowed & ~kept)
            rows.append(
                {"axis": axis.name, "option": option, **row, "change": row["share"] - whole}
            )
        return rows

    def anova(self, definition: str, by: str) -> dict[str, Any]:
        """Exact shares of the variance over the largest complete crossing.

        Shares need every option crossed with every other, so options that occur in an impossible
        pair are left out as far as it takes (``left_out``). Returns {left_out, count, variance,
        main: {axis: share}, pairs: {(axis, axis): share}, higher, total: {axis: share}}: ``main``,
        ``pairs`` and ``higher`` add to 1; ``total`` is an axis with all its interactions.
        """
        keep, left_out = self._complete()
        y = self._panel(definition, by)[np.ix_(*keep)]
        return {"left_out": left_out, "count": y.size, **variance_shares(y, self._names())}

    def _names(self) -> list[str]:
        return [axis.name for axis in self.axes]

    def _panel(self, definition: str, by: str) -> np.ndarray:
        try:
            return self.p[definition, by]
        except KeyError:
            known = "; ".join(f"{event} by {day}" for event, day in self.p)
            raise ValueError(
                f"definition, by: expected one of {known}, found {definition!r}, {by!r}"
            ) from None

    def _options(self) -> Iterator[tuple[Axis, str, np.ndarray]]:
        for place, axis in enumerate(self.axes):
            for index, option in enumerate(axis.options):
                kept = np.zeros_like(self.allowed)
                kept[(slice(None),) * place + (index,)] = True
                yield axis, option, kept & self.allowed

    def _described(self, definition: str, by: str, kept: np.ndarray) -> dict[str, Any]:
        values = self._panel(definition, by)[kept]
        return {
            "count": int(values.size),
            "median": float(np.median(values)),
            "mean": float(values.mean()),
            "share": float((values >= self.at_least).mean()),
        }

    def _complete(self) -> tuple[list[list[int]], list[tuple[str, str]]]:
        """The largest sub-grid without an impossible combination, and what it leaves out."""
        named = {(axis, option) for row in self.impossible for axis, option in row.items()}
        choices = [
            (place, index)
            for place, axis in enumerate(self.axes)
            for index, option in enumerate(axis.options)
            if (axis.name, option) in named
        ]
        best: tuple[int, list[list[int]], tuple[tuple[int, int], ...]] = (-1, [], ())
        for size in range(len(choices) + 1):
            for dropped in itertools.combinations(choices, size):
                keep = [
                    [i for i in range(len(axis.options)) if (place, i) not in dropped]
                    for place, axis in enumerate(self.axes)
                ]
                count = math.prod(map(len, keep))
                if count > best[0] and self.allowed[np.ix_(*keep)].all():
                    best = (count, keep, dropped)
        names = [(self.axes[place].name, self.axes[place].options[i]) for place, i in best[2]]
        return best[1], names


def variance_shares(y: np.ndarray, names: Sequence[str]) -> dict[str, Any]:
    """Exact decomposition of the variance of ``y`` over a full factorial, one dimension an axis.

    Every cell has the same weight. Main effects and pairs come from conditional means; what is left
    belongs to interactions of three or more. Returns {variance, main, pairs, higher, total}.
    """
    if y.ndim != len(names):
        raise ValueError(f"names: expected {y.ndim} names, found {len(names)}")
    variance = float(y.var())
    axes = range(y.ndim)

    def explained(kept: tuple[int, ...]) -> float:
        mean = y.mean(axis=tuple(axis for axis in axes if axis not in kept))
        return float(mean.var()) / variance if variance > 0 else 0.0

    main = {names[i]: explained((i,)) for i in axes}
    pairs = {
        (names[i], names[j]): explained((i, j)) - main[names[i]] - main[names[j]]
        for i, j in itertools.combinations(axes, 2)
    }
    whole = 1.0 if variance > 0 else 0.0
    total = {names[i]: whole - explained(tuple(axis for axis in axes if axis != i)) for i in axes}
    rest = whole - sum(main.values()) - sum(pairs.values())
    return {"variance": variance, "main": main, "pairs": pairs, "higher": rest, "total": total}


def axes_of(known: Assumptions) -> tuple[Axis, ...]:
    """The axes listed in the assumptions."""
    axes = tuple(
        Axis(
            row["name"],
            tuple(option["name"] for option in row["options"]),
            tuple(option["values"] for option in row["options"]),
        )
        for row in known.raw["choices"]["axes"]
    )
    if sorted(axis.name for axis in axes) != sorted(_ORDER):
        raise ValueError(
            f"choices: expected the axes {', '.join(_ORDER)}, "
            f"found {', '.join(axis.name for axis in axes)}"
        )
    return axes


def allowed_in(axes: Sequence[Axis], impossible: Sequence[Mapping[str, str]]) -> np.ndarray:
    """False where a combination holds an impossible pair; one dimension an axis."""
    allowed = np.ones([len(axis.options) for axis in axes], dtype=bool)
    for row in impossible:
        place: list[Any] = [slice(None)] * len(axes)
        for dimension, axis in enumerate(axes):
            if axis.name in row:
                if row[axis.name] not in axis.options:
                    raise ValueError(
                        f"impossible: {axis.name}: expected one of {'; '.join(axis.options)}, "
                        f"found {row[axis.name]!r}"
                    )
                place[dimension] = axis.options.index(row[axis.name])
        allowed[tuple(place)] = False
    return allowed


def cross(
    definitions: Sequence[str] = ("R2", "R3", "R4"),
    by: Sequence[dt.date | str] | None = None,
    *,
    draws: int | str = _DRAWS,
    seed: int = SEED,
    assumptions: Assumptions | None = None,
) -> Crossing:
    """Run every combination, by definition and date. R1 has no choices of this kind.

    About 17,000 combinations on three definitions and two dates take some 5 seconds on one core:
    the growth is computed once for all gaps and dates that share it.
    """
    known = assumptions or default_assumptions()
    axes = axes_of(known)
    events = [known.definition(name) for name in definitions]
    if not all(isinstance(event, Definition) for event in events):
        raise ValueError(f"definitions: expected some of AC, R2, R3, R4, found {definitions!r}")
    days = list(known.raw["by"] if by is None else by)
    years = np.array([year_of(day) for day in days])
    base, z = known.base.replace(p=0, w=1), scores(draws, seed)
    by_name = {axis.name: axis for axis in axes}
    position = [[axis.name for axis in axes].index(name) for name in _ORDER]
    shape = [len(by_name[name].options) for name in _ORDER]
    panels = {}
    for event in events:
        grid = np.empty([*shape, len(days)])
        for where, row in _rows(base, event, by_name, years, z):
            grid[where] = row
        # From the order of the computation to that of the data.
        ordered = np.transpose(grid, [*np.argsort(position), len(axes)])
        for index, day in enumerate(days):
            panels[event.name, str(iso_of(day))] = ordered[..., index]
    impossible = tuple(
        {axis.name: row[axis.name] for axis in axes if axis.name in row}
        for row in known.raw["choices"]["impossible"]
    )
    allowed = allowed_in(axes, impossible)
    return Crossing(axes, impossible, allowed, panels, float(known.raw["choices"]["at_least"]))


def _rows(
    base: ParameterSet,
    event: Definition,
    axes: Mapping[str, Axis],
    years: np.ndarray,
    z: np.ndarray,
) -> Iterator[tuple[tuple[int, ...], np.ndarray]]:
    """For each growth path: its place on the first five axes and P by gap and date."""
    speed = [
        rates(base.replace(**shape, **feedback), z)
        for shape in axes["shape"].values
        for feedback in axes["feedback"].values
    ]
    gaps = [gap_of(base.replace(**gap), event) for gap in axes["gap"].values]
    able = able_share(base, event)
    fixed = event.reliability is not None
    for i, line in enumerate(axes["line"].values):
        drawn = base.replace(**line)
        pace = drawn.d.at(z[1]) / DAYS_PER_YEAR
        for k, requirement in enumerate(axes["requirement"].values):
            known: dict[float, list[np.ndarray]] = {}
            for j, reliability in enumerate(axes["reliability"].values):
                chosen = drawn.replace(**requirement, **reliability)
                # R4 has a reliability of its own: what the axis says does not change it.
                required = event.reliability_in(chosen)
                if required not in known or not fixed:
                    n = doublings_needed(chosen, event, z)
                    known[required] = [
                        _by_gap(years - base.origin, pace * doubling_times(n, r), gaps, able)
                        for r in speed
                    ]
                for index, row in enumerate(known[required]):
                    yield (i, j, k, *divmod(index, len(axes["feedback"].options))), row


def _by_gap(since: np.ndarray, g: np.ndarray, gaps: Sequence[Any], able: float) -> np.ndarray:
    left = log_time(since[:, None] - g[None, :])
    return np.array([able * share_passed(left, gap).mean(axis=1) for gap in gaps])
