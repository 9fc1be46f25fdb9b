"""Others' published results as a check: given their inputs, the arithmetic must come near them."""

import math
from collections.abc import Mapping
from typing import Any

from ...words import year_of
from ..forecast import median, percent
from ..model import Length, page_draws, passed
from ..sets import Book, book


def checks(ev: Any = None) -> list[dict[str, Any]]:
    """Every check of the assumptions: a published number beside ours, a decimal year or per cent.

    {name, unit, published, ours, within, fit, near}: ``near`` says whether ours lies ``within``
    what was asked for. ``fit`` marks numbers that the inputs were fitted to, or plain arithmetic;
    the others are independent of what was fitted.
    """
    known = book(ev)
    return [
        {"name": name, "unit": unit, "published": published, "ours": ours}
        | {"within": row["within"], "fit": row.get("fit", False)}
        | {"near": abs(ours - published) <= row["within"]}
        for row in known.raw["checks"]
        for name, unit, published, ours in _pairs(row, known, ev)
    ]


def _pairs(row: Mapping[str, Any], known: Book, ev: Any) -> list[tuple[str, str, float, float]]:
    """(name, unit, published, ours) of a check's numbers."""
    name = row["name"]
    if "uplift" in row:
        ours = uplift_date(**row["uplift"], day=known.raw["sets"][0]["day"])
        return [(name, "year", row["median"], ours)]
    if "mixture" in row:
        return [(name, "%", row["percent"], mixture_percent(row["mixture"], year_of(row["by"])))]
    chosen = known.variant(row["set"], row.get("change", {}))
    if "median" in row:
        ours = median(chosen, row["event"], share=row.get("share", 0.5), ev=ev)
        return [(name, "year", row["median"], ours)]
    if "percent" in row:
        return [(name, "%", row["percent"], percent(chosen, row["event"], row["by"], ev=ev))]
    return [
        (f"{name}, end of {year - 1:.0f}", "%", p, percent(chosen, row["event"], year, ev=ev))
        for year, p in zip(row["years"], row["percents"], strict=True)
    ]


def uplift_date(*, now: float, coder: float, months: float, day: Any) -> float:
    """When uplift reaches the coder's, if (uplift - 1) doubles in so many months from ``day``."""
    return year_of(day) + math.log2((coder - 1) / (now - 1)) * months / 12


def mixture_percent(row: Mapping[str, Any], year: float) -> float:
    """AI 2027's code in this arithmetic: three fixed shapes with weights, no floor and no limit."""
    z, total = page_draws(), 0.0
    for log_g, weight in zip(row["log_g"], row["weights"], strict=True):
        numbers = {name: row[name] for name in ("h", "d", "sd", "H", "sH", "start")}
        route = Length(**numbers, g=math.exp(log_g), m=1e12, floor=0.0, shapes=(0.0, math.inf))
        dates = route.coder_dates(z)
        total += weight * passed(year - dates, (row["c"] * row["L"],), row["s"])[0]
    return 100 * total
