"""The choices of both routes, crossed: in what share of the combinations does a number come out?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from ...arguments import one_of
from ...once import once
from ...words import year_of
from ..forecast import coder_dates
from ..model import passed, slowed
from ..sets import Book, book

ROUTES = ("dates", "length")


@dataclass(frozen=True)
class Crossing:
    """Every combination of one route: ``choices`` names the option of each axis, a column an axis;
    ``percents`` is the chance of the primary event by the last date, per cent."""

    axes: tuple[Mapping[str, Any], ...]
    choices: pd.DataFrame
    percents: pd.Series
    at_least: float

    @property
    def share(self) -> float:
        """Per cent of the combinations that reach the number."""
        return 100 * float((self.percents >= self.at_least).mean())

    def by_option(self) -> list[dict[str, Any]]:
        """{axis, option, share, median, n}: what each option's combinations give, per cent."""
        return [
            {
                "axis": axis,
                "option": option,
                "share": replace(self, percents=chosen).share,
                "median": float(chosen.median()),
                "n": chosen.size,
            }
            for axis in self.choices
            for option, chosen in self.percents.groupby(self.choices[axis], sort=False)
        ]

    def without(self, names: Iterable[str]) -> Crossing:
        """The combinations that use none of the named options; ValueError for an unknown one."""
        known = {option["name"] for axis in self.axes for option in axis["options"]}
        if unknown := set(names) - known:
            raise ValueError(f"option: expected one of the choices, found {min(unknown)!r}")
        keep = ~self.choices.isin(list(names)).any(axis=1)
        return replace(self, choices=self.choices[keep], percents=self.percents[keep])

    def variance(self) -> list[dict[str, Any]]:
        """{axis, share}: what each axis alone explains of the spread of the chances, per cent."""
        rows, spread = [], self.percents.var(ddof=0)
        for axis in self.choices:
            means = self.percents.groupby(self.choices[axis]).transform("mean")
            rows.append({"axis": axis, "share": 100 * float(means.var(ddof=0) / spread)})
        return rows


def crossing(route: str, ev: Any = None) -> Crossing:
    """Cross every choice of a route, on the page's draws; worked out once for each evidence.

    ValueError for a route that is neither "dates" nor "length".
    """
    return _crossing(ev, one_of("route", route, ROUTES))


@once
def _crossing(ev: Any, route: str) -> Crossing:
    known = book(ev)
    spec = known.raw["choices"]
    axes = (*spec[route], *spec["both"])
    year = year_of(known.by[-1])
    own, gaps = product(*(axis["options"] for axis in spec[route])), spec["both"]
    percents: list[float] = []
    for options in own:
        dates = coder_dates(_route(options, known))
        percents += [_percent(dates, gap, year) for gap in product(*(a["options"] for a in gaps))]
    named = ([option["name"] for option in axis["options"]] for axis in axes)
    choices = pd.DataFrame(product(*named), columns=[axis["name"] for axis in axes])
    return Crossing(axes, choices, pd.Series(percents), spec["at_least"])


def _route(options: tuple[Mapping[str, Any], ...], known: Book) -> Any:
    """The coder's route of one combination of a route's own options."""
    values: dict[str, float] = {}
    reliability = known.raw["reliability"]["used"]
    for option in options:
        if "coder" in option:
            return known.set(option["coder"]).coder
        values |= option.get("values", {})
        reliability = option.get("reliability", reliability)
    hours = known.reliability
    start = values.pop("h") * hours[reliability] / hours[known.raw["reliability"]["used"]]
    any_length = next(one for one in known.sets.values() if one.route == "length")
    return any_length.coder.changed(**values, h=start)


def _percent(dates: np.ndarray, options: tuple[Mapping[str, Any], ...], year: float) -> float:
    values = {key: value for option in options for key, value in option["values"].items()}
    median = (values["c"] * values["L"],)
    before = passed(year - dates, median, values["s"])[0]
    if not values["q"]:
        return 100 * before
    after = passed(year - values["D"] - dates, median, values["s"])[0]
    return 100 * slowed(before, after, values["q"])
