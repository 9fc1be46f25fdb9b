"""Checks of two figures set side by side: which way, how much is left like for like, same terms.

The fault of a pair is booked on the pair's own record (``class: pair``), never on its figures.
"""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ...words import base_unit
from . import find_rows
from .figures import amount, claimed, in_band, selector_of
from .result import CheckResult, ClaimError

#: Parameters that select the two ends, and those of the pair like for like.
ENDS, LIKE = ("first", "last"), ("like_first", "like_last")
#: What must be held for two values to be taken on one instrument.
HELD = ("task_set", "grader", "version")
#: What a row says of its conditions, in this order; a better program is part of the change.
CONDITIONS = ("program", "time and machines", "attempts")
COMPARED = ("time and machines", "attempts")


def taken(ev, selector: Mapping[str, Any]) -> tuple[pd.Series, float, str]:
    """A row with its value and unit; ``claim: C27`` is the figure that the article prints there."""
    if "claim" not in selector:
        return find_rows.value(ev, selector)
    claim = ev.claim(selector["claim"])
    row, _, unit = find_rows.value(ev, selector_of(ev, claim, selector))
    figure = claimed(claim, selector)
    return row, base_unit(figure["value"], figure["unit"])[0] / base_unit(1.0, unit)[0], unit


def alike(ev, one: pd.Series, other: pd.Series) -> list[str]:
    """What differs between two rows of task set, grader and version."""
    table = ev.instruments.set_index("instrument")
    a, b = table.loc[one["instrument"]], table.loc[other["instrument"]]
    return [name for name in HELD if str(a[name]) != str(b[name])]


def direction(ev, claim, params, thresholds) -> CheckResult:
    """Both ends, taken on one instrument, go the way that is said."""
    (one, a, _), (other, b, _) = (find_rows.value(ev, params[name]) for name in ENDS)
    rows = (one["record"], other["record"])
    if alike(ev, one, other):
        return CheckResult("unread", rows=rows, words="no two values on one test could be read")
    up = params.get("goes", "up") == "up"
    result = "yes" if (b > a) == up and a != b else "no"
    unit = str(one["unit"])
    words = f"{amount(a, unit)} and {amount(b, unit)}"
    values = {"first": a, "last": b}
    return CheckResult(result, b - a, 0.0, unit, rows=rows, values=values, words=words)


def like_for_like(ev, claim, params, thresholds) -> CheckResult:
    """The share of the printed change that is left with task set, grader and version held."""
    printed = [taken(ev, params[name]) for name in ENDS]
    like = [find_rows.value(ev, params[name]) for name in LIKE]
    if differ := alike(ev, like[0][0], like[1][0]):
        raise ClaimError(f"like_first, like_last: expected one instrument, found another {differ}")
    scale = math.log if params.get("factor") else float
    first, last, one, other = (scale(value) for _, value, _ in (*printed, *like))
    if last == first:
        raise ClaimError("first, last: expected two values that differ, found the same")
    share = (other - one) / (last - first)
    lost, mark, end = 1 - share, thresholds["missing_share"], thresholds["missing_share_near"]
    ends = zip((*ENDS, *LIKE), (*printed, *like), strict=True)
    values = {name: value for name, (_, value, _) in ends}
    start = params["first"].get("claim", claim["of"][0])  # an earlier end cannot be compared
    since = "" if start == claim["of"][0] else claimed(ev.claim(start), {})["printed"]
    told = ", counted in doublings" if params.get("factor") else ""
    words = (
        f"{amount(values['like_first'], like[0][2])} to "
        f"{amount(values['like_last'], like[1][2])} is "
        f"{100 * share:.0f}% of the printed change{since and f' since {since}'}{told}"
    )
    detail = f"{100 * (1 - mark):.0f}% counts as the same, {100 * (1 - end):.0f}% is the least"
    rows = tuple(dict.fromkeys(row["record"] for row, _, _ in (*printed, *like)))
    unit, result = "share of the printed change", in_band(lost, mark, end)
    values |= {"share": share, "since": since}
    said = {"values": values, "words": words, "detail": detail}
    return CheckResult(result, share, 1 - mark, unit, rows, **said)


def same_terms(ev, claim, params, thresholds) -> CheckResult:
    """Task set, grader, version, time and machines of both levels.

    ``limits`` names rows in which whoever keeps the test says that the two were not taken on the
    same terms.
    """
    rows = [find_rows.one(ev, params[name]) for name in ENDS]
    said = [row for row in map(ev.find, params.get("limits") or []) if row is not None]
    parts = [dict(zip(CONDITIONS, row["conditions"].split("/"), strict=True)) for row in rows]
    differ = [name.replace("_", " ") for name in alike(ev, *rows)]
    unknown = [name for name in COMPARED if "unknown" in (parts[0][name], parts[1][name])]
    differ += [
        name for name in COMPARED if name not in unknown and parts[0][name] != parts[1][name]
    ]
    result = "no" if said or differ else ("yes", "nearly", "unread")[len(unknown)]
    told = f"not known: {', '.join(unknown)}"
    if result == "no":
        told = f"not the same: {', '.join(differ)}" if differ else "the test’s keepers say no"
    elif result == "yes":
        told = "task set, grader, version, time and machines are alike"
    used = tuple(row["record"] for row in (*rows, *said))
    values = {"first": float(rows[0]["value"]), "last": float(rows[1]["value"])}
    return CheckResult(result, float(len(differ)), 0.0, rows=used, values=values, words=told)
