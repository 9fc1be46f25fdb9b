"""What to watch: what each path expects by each date, and whether it came.

A path is a set of assumptions, or a set restricted to the worlds in which an event happens by some
date. Two kinds of observable: a *reading* (the best measured time horizon, with an 80% interval
that includes the scatter of single measurements) and an *event* (with its probability).
``data/tripwires.yml`` holds the expectations as they were frozen, so that later data cannot move
them; :func:`check` scores them once their dates have passed.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...words import year_of
from .. import Assumptions, Definition, ParameterSet, conditional, probability
from ..draws import SEED, make_scores
from ..model import DAYS_PER_YEAR, able_share, gap_of, growth_years, rates

_DRAWS = 2**16
_GAP, _NOISE = 6, 7  # columns after those of the model


@dataclass(frozen=True)
class Path:
    """A set of assumptions, and the event and date its worlds are restricted to (or None)."""

    name: str
    chosen: ParameterSet
    given: Definition | None = None
    given_by: float | None = None

    def dates(self, event: Definition, z: np.ndarray) -> np.ndarray:
        """Decimal year of ``event`` in every draw where it can happen; shape (N,)."""
        gap = gap_of(self.chosen, event).at(z[_GAP])
        return self.chosen.origin + growth_years(self.chosen, event, z) + gap

    def inside(self, z: np.ndarray) -> np.ndarray:
        """Which draws belong to the path; shape (N,)."""
        if self.given is None:
            return np.ones(z.shape[1], dtype=bool)
        return self.dates(self.given, z) <= self.given_by


def horizon_at(chosen: ParameterSet, year: float, z: np.ndarray, reliability: float) -> np.ndarray:
    """Horizon in hours at a reliability and a date, shape (N,); infinite past the limit.

    Inverts the doubling times: after tau units of d, n = -ln(1 - tau (1 - exp(-r))) / r doublings.
    """
    tau = (year - chosen.origin) * DAYS_PER_YEAR / chosen.d.at(z[1])
    r = rates(chosen, z)
    straight = np.abs(r) < 1e-9
    safe = np.where(straight, 1.0, r)
    with np.errstate(divide="ignore", over="ignore"):
        n = np.where(straight, tau, -np.log(np.maximum(1 + tau * np.expm1(-safe), 0)) / safe)
        lost = chosen.k.at(z[3]) * math.log(reliability / (1 - reliability))
        return chosen.h0.at(z[0]) * np.exp2(n - lost)


def paths_of(spec: Mapping[str, Any], known: Assumptions) -> list[Path]:
    """The paths listed in the tripwires."""
    paths = []
    for row in spec["paths"]:
        chosen, given = known.set(row["set"]), row.get("given")
        if given is None:
            paths.append(Path(row["name"], chosen))
            continue
        event = known.definition(given["definition"])
        if not isinstance(event, Definition):
            raise ValueError(f"given: expected one of AC, R2, R3, R4, found {event.name!r}")
        paths.append(Path(row["name"], chosen, event, year_of(given["by"])))
    return paths


def expectations(
    spec: Mapping[str, Any], known: Assumptions, *, draws: int = _DRAWS, seed: int = SEED
) -> list[dict[str, Any]]:
    """What every path expects of every observable by every date.

    Records {by, observable, path} with {low, middle, high} for readings (hours; None: no limit) or
    {probability} for events, given none by the day on which the tripwires were made.
    """
    z = make_scores(draws, seed, columns=8)
    paths = [(path, path.inside(z)) for path in paths_of(spec, known)]
    records: list[dict[str, Any]] = []
    for day in spec["dates"]:
        for observable in spec["observables"]:
            for path, inside in paths:
                row = {"by": day.isoformat(), "observable": observable["id"], "path": path.name}
                if observable["kind"] == "reading":
                    row |= _reading(path, inside, observable, year_of(day), z)
                else:
                    event = known.definition(observable["definition"])
                    when = year_of(spec["made"]), year_of(day)
                    row |= {"probability": _event(path, inside, event, when, z, known)}
                records.append(row)
    return records


def _reading(
    path: Path, inside: np.ndarray, observable: Mapping[str, Any], year: float, z: np.ndarray
) -> dict[str, float | None]:
    hours = horizon_at(path.chosen, year, z, observable["reliability"])
    hours = np.sort((hours * np.exp(observable["scatter"] * z[_NOISE]))[inside])
    low, middle, high = (
        float(hours[min(hours.size - 1, int(share * hours.size))]) for share in (0.1, 0.5, 0.9)
    )
    return {
        "low": low,
        "middle": middle,
        "high": high if math.isfinite(high) else None,
    }


def _event(
    path: Path,
    inside: np.ndarray,
    event: Any,
    when: tuple[float, float],
    z: np.ndarray,
    known: Assumptions,
) -> float:
    if not isinstance(event, Definition):
        p0, p = (probability(path.chosen, event, year, assumptions=known) for year in when)
        return conditional(p, p0)
    dates = path.dates(event, z)[inside]
    # Where the given event happens the world is an able one.
    able = able_share(path.chosen, event) if path.given is None else 1.0
    p0, p = (able * float((dates <= year).mean()) for year in when)
    return conditional(p, p0)


def check(ev: Any, spec: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """The frozen expectations (those of ``ev``) scored on the evidence, as of its vintage.

    Each record of ``spec["expected"]`` with {observed, outcome, hit, score}. Outcomes: "ahead" (the
    date has not passed), "not measured" (no accepted reading of a model released shortly before),
    "below", "inside" or "above" the interval, "happened" or "did not happen". ``hit``: inside, or
    an event on the side of one half that its probability was on; None while nothing can be said.
    ``score`` is the Brier score of an event, (p - outcome)^2.
    """
    spec = spec or ev.tripwires
    observables = {row["id"]: row for row in spec["observables"]}
    as_of = ev.vintage["as_of"]
    records = []
    for row in spec["expected"]:
        day = dt.date.fromisoformat(row["by"])
        scored = {**row, "observed": None, "outcome": "ahead", "hit": None, "score": None}
        if day <= as_of:
            observable = observables[row["observable"]]
            kind = _score_reading if observable["kind"] == "reading" else _score_event
            scored |= kind(row, observable, day, spec, ev)
        records.append(scored)
    return records


def _score_reading(
    row: Mapping[str, Any], observable: Mapping[str, Any], day: dt.date, spec: Any, ev: Any
) -> dict[str, Any]:
    frame = ev.rows(observable["series"])
    released = frame["date"].dt.date
    recent = (released <= day) & (released > day - dt.timedelta(days=spec["within_days"]))
    if not recent.any():
        return {"outcome": "not measured"}
    hours = float(frame["value"][recent].max()) / 60
    high = math.inf if row["high"] is None else row["high"]
    outcome = "below" if hours < row["low"] else "above" if hours > high else "inside"
    return {"observed": hours, "outcome": outcome, "hit": outcome == "inside"}


def _score_event(
    row: Mapping[str, Any], observable: Mapping[str, Any], day: dt.date, spec: Any, ev: Any
) -> dict[str, Any]:
    happened = ev.assumptions["definitions"][observable["definition"]]["happened"]
    came = isinstance(happened, dt.date) and happened <= day
    return {
        "observed": came,
        "outcome": "happened" if came else "did not happen",
        "hit": (row["probability"] >= 0.5) == came,
        "score": (row["probability"] - came) ** 2,
    }


def tally(records: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Hits and misses by path: {path, hits, misses, open, score}, the score a mean (or None)."""
    by_path: dict[str, list[Mapping[str, Any]]] = {}
    for row in records:
        by_path.setdefault(row["path"], []).append(row)
    return [
        {
            "path": path,
            "hits": sum(row["hit"] is True for row in rows),
            "misses": sum(row["hit"] is False for row in rows),
            "open": sum(row["hit"] is None for row in rows),
            "score": _mean([row["score"] for row in rows if row["score"] is not None]),
        }
        for path, rows in by_path.items()
    ]


def _mean(scores: list[float]) -> float | None:
    return sum(scores) / len(scores) if scores else None
