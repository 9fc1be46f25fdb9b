"""The choices of both routes, crossed: what every combination of them gives."""

from collections.abc import Mapping
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


def crossing(route: str, ev: Any = None) -> pd.DataFrame:
    """Cross every choice of a route, on the page's draws; worked out once for each evidence.

    A row is a combination: a column an axis with the name of its option, and ``percent``, the
    chance of the primary event by the last date. ValueError for a route that is neither "dates" nor
    "length".
    """
    return _crossing(ev, one_of("route", route, ROUTES)).copy()


@once
def _crossing(ev: Any, route: str) -> pd.DataFrame:
    known = book(ev)
    spec = known.raw["choices"]
    axes, gaps = (*spec[route], *spec["both"]), [axis["options"] for axis in spec["both"]]
    year = year_of(known.by[-1])
    percents: list[float] = []
    for options in product(*(axis["options"] for axis in spec[route])):
        dates = coder_dates(_route(options, known))
        percents += [_percent(dates, gap, year) for gap in product(*gaps)]
    named = ([option["name"] for option in axis["options"]] for axis in axes)
    found = pd.DataFrame(product(*named), columns=[axis["name"] for axis in axes])
    return found.assign(percent=percents)


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
