"""METR's record lines: where the length route starts, refitted when a reading is added.

The assumptions record each line's hours on the day of the start. The same fit is made on the
evidence at hand, and the start moves by the mean ratio of the logarithms; on the recorded data it
is 1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..fits import exponential

_FEWEST = 3  # points of a line; an earlier state of the evidence may have none
_SAME = 1e-6  # a ratio this close to 1 is the rounding of the recorded value


@dataclass(frozen=True)
class Line:
    """A record line at one reliability: hours on the start's day, days per doubling, points."""

    name: str
    reliability: float
    h: float
    d: float
    n: int


def fitted_lines(raw: Mapping[str, Any], ev: Any) -> list[Line]:
    """Refit every line of the assumptions, at each reliability that METR measures.

    METR's rule: the models that set a record at 50%, from the line's first day on, without readings
    above the measurable; least squares of the logarithm on the date.
    """
    series = dict(map(tuple, raw["series"]))
    half = ev.rows(series[0.5])
    values = half["value"].to_numpy(dtype=float)
    record = (values >= np.maximum.accumulate(values)) & (values <= raw["measurable_minutes"])
    found = []
    for row in raw["lines"]:
        names = half["system"][record & (half["date"].dt.date >= row["since"]).to_numpy()]
        for reliability, _ in row["h"]:
            frame = ev.rows(series[reliability])
            frame = frame[frame["system"].isin(names)]
            if len(frame) < _FEWEST:
                continue
            hours = frame["value"].to_numpy(dtype=float) / 60
            fit = exponential(list(frame["date"].dt.date), hours)
            start = float(fit.predict([raw["start"]]).value[0])
            found.append(Line(row["name"], reliability, start, fit.doubling_days, len(frame)))
    return found


def start_ratio(raw: Mapping[str, Any], lines: list[Line], reliability: float) -> float:
    """How far the start has moved from where the assumptions have it, at a reliability."""
    recorded = {row["name"]: dict(map(tuple, row["h"])) for row in raw["lines"]}
    measured = {line.reliability for line in lines}
    nearest = min(measured, key=lambda one: abs(one - reliability), default=reliability)
    logs = [
        math.log(line.h / recorded[line.name][nearest])
        for line in lines
        if line.reliability == nearest
    ]
    if not logs:
        return 1.0
    ratio = math.exp(sum(logs) / len(logs))
    return 1.0 if abs(ratio - 1) < _SAME else ratio
