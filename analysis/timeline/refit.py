"""How a new observation reaches the forecast: values that follow a trend line move with it.

The assumptions record, for each line, the horizon at the origin's date and the doubling time that
the data gave when the sets were written. The same fit is made on the evidence at hand; medians that
follow a line are multiplied by the ratio. On the recorded data every ratio is 1.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..fits import exponential

_SAME = 1e-6  # a ratio this close to 1 is the rounding of the recorded value


@dataclass(frozen=True)
class Line:
    """A trend line of horizons: hours on the origin's date, days per doubling, points used."""

    name: str
    h0: float
    d: float
    n: int


def fitted_line(row: Mapping[str, Any], origin: Any, ev: Any) -> Line:
    """Refit one line of the assumptions.

    METR's rule: the best reading so far by release date, from ``since``, without those above
    ``at_most`` minutes, by least squares of the logarithm on the date.
    """
    frame = ev.rows(row["series"])
    values = frame["value"].to_numpy(dtype=float)
    if row["unit"] != "minutes":
        raise ValueError(f"lines: {row['name']}: expected minutes, found {row['unit']!r}")
    record = values >= np.maximum.accumulate(values)
    since = frame["date"].dt.date.to_numpy() >= row["since"]
    used = record & since & (values <= row["at_most"])
    fit = exponential(list(frame["date"].dt.date[used]), values[used] / 60)
    return Line(
        row["name"],
        float(fit.predict([origin]).value[0]),
        fit.doubling_days,
        int(used.sum()),
    )


def fitted_lines(raw: Mapping[str, Any], ev: Any) -> dict[str, Line]:
    """Every line of the assumptions, refitted on the evidence."""
    origin = raw["origin"]["date"]
    return {row["name"]: fitted_line(row, origin, ev) for row in raw.get("lines", [])}


def refitted(raw: Mapping[str, Any], ev: Any) -> dict[str, Any]:
    """The assumptions with every value that follows a line moved by the line's ratio."""
    recorded = {row["name"]: row for row in raw.get("lines", [])}
    lines = fitted_lines(raw, ev)

    def ratio(parameter: str, names: Iterable[str]) -> float:
        logs = [
            math.log(getattr(lines[name], parameter) / recorded[name][parameter]) for name in names
        ]
        factor = math.exp(sum(logs) / len(logs))  # between lines: the geometric mean
        return 1.0 if abs(factor - 1) < _SAME else factor

    def moved(row: Mapping[str, Any]) -> dict[str, Any]:
        values = dict(row.get("values") or {})
        for parameter, names in (row.get("follows") or {}).items():
            values[parameter] = _scaled(values[parameter], ratio(parameter, names))
        return {**row, "values": values}

    parameters = {
        name: (
            {**row, "value": _scaled(row["value"], ratio(name, row["follows"]))}
            if "follows" in row
            else row
        )
        for name, row in raw["parameters"].items()
    }
    result = {
        **raw,
        "parameters": parameters,
        "sets": [moved(row) for row in raw["sets"]],
    }
    if "choices" in raw:
        axes = [
            {**axis, "options": [moved(option) for option in axis["options"]]}
            for axis in raw["choices"]["axes"]
        ]
        result["choices"] = {**raw["choices"], "axes": axes}
    return result


def _scaled(value: Any, factor: float) -> Any:
    if isinstance(value, Mapping):
        return {**value, "median": value["median"] * factor}
    if isinstance(value, list):
        return [value[0] * factor, *value[1:]]
    return value * factor
