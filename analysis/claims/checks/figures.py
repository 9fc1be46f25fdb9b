"""Checks of a printed figure: is it right, still, precise, found by another party, named well."""

import datetime as dt
import math
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pandas as pd

from ...evidence.load import CONDITION, OPERATORS
from ...words import base_unit
from . import find_rows
from .result import CheckResult, ClaimError, Unread

#: From here on a length of time is told in hours.
MANY_MINUTES = 120
POINTS = ("percent", "points", "fraction")


def amount(value: float, unit: str) -> str:
    """A value as people say it: "1.96%", "52 times", "36 seconds", "12 hours"."""
    if unit in ("percent", "fraction"):
        return f"{base_unit(value, unit)[0]:.4g}%"
    if unit == "minutes" and value < 1:
        return f"{60 * value:.0f} seconds"
    if unit == "minutes":
        return f"{value / 60:.3g} hours" if value >= MANY_MINUTES else f"{value:.3g} minutes"
    return f"{value:.4g} {'times' if unit == 'factor' else unit}"


def claimed(claim: Mapping[str, Any], params: Mapping[str, Any]) -> Mapping[str, Any]:
    """The figure of the claim that a check is about (``figure``: its place, first by default)."""
    figures = claim.get("figures") or []
    place = params.get("figure", 0)
    if not 0 <= place < len(figures):
        raise ClaimError(f"figure: expected a place among {len(figures)} figures, found {place}")
    return figures[place]


def selector_of(ev, claim: Mapping[str, Any], params: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row of a check: its own, else that of the claim's figure_matches of the same figure.

    A comparison has no figure of its own; that on which it ends stands for it.
    """
    if own := find_rows.of(params):
        return own
    if claim.get("of"):
        claim = ev.claim(claim["of"][-1])
    place = params.get("figure", 0)
    for chosen in (check.get("figure_matches") for check in claim["checks"]):
        if chosen and chosen.get("figure", 0) == place:
            return find_rows.of(chosen)
    raise ClaimError(f"{claim['id']}: expected a figure_matches check to compare with, found none")


def in_band(distance: float, mark: float, end: float) -> str:
    """Place a distance: yes up to the mark, nearly up to the end of the band, no beyond."""
    return "yes" if distance <= mark else "nearly" if distance <= end else "no"


def percent_off(figure: Mapping[str, Any], value: float, unit: str) -> float:
    """How far a source's value lies from the printed figure, in percent of the figure.

    Raises ClaimError where the two are in units that cannot be compared.
    """
    wanted, wanted_unit = base_unit(figure["value"], figure["unit"])
    found, found_unit = base_unit(value, unit)
    if wanted_unit != found_unit:
        raise ClaimError(f"unit: expected {found_unit} as in the source, found {wanted_unit}")
    return 100 * (found / wanted - 1)


def as_printed(figure: Mapping[str, Any], value: float, unit: str) -> bool:
    """Whether a value equals the figure once it is rounded to the decimals that were printed."""
    digits = re.search(r"\d+(?:\.(\d+))?", figure["printed"])
    decimals = len(digits[1] or "") if digits else 0
    found = base_unit(value, unit)[0] / base_unit(1.0, figure["unit"])[0]
    return math.isclose(round(found, decimals), figure["value"], abs_tol=1e-9)


def compared(figure, value: float, unit: str, thresholds, told: str, **more) -> CheckResult:
    """The result of holding a printed figure against a value, with its margin in words."""
    off = percent_off(figure, value, unit)
    mark, end = 100 * thresholds["figure_equal"], 100 * thresholds["figure_near"]
    equal = as_printed(figure, value, unit)
    result = "yes" if equal else in_band(abs(off), mark, end)
    marks = f"up to {mark:g}% counts as equal, up to {end:g}% as nearly"
    values = {"printed": figure["printed"], "found": value}
    words = f"{told} {amount(value, unit)}" + ("" if equal else f", {abs(off):.2g}% away")
    if unit == "minutes":
        values |= {"found_seconds": 60 * value, "found_hours": value / 60}
    values |= more.pop("values", {})
    said = {"values": values, "words": words, "detail": marks}
    return CheckResult(result, off, mark, "percent difference", **said, **more)


def ends_of(row: pd.Series) -> dict[str, float]:
    """The published interval of a row, in its unit and, for minutes, in hours."""
    if "lower" not in row.index or pd.isna(row["lower"]) or pd.isna(row["upper"]):
        return {}
    low, high = float(row["lower"]), float(row["upper"])
    ends = {"lower": low, "upper": high}
    if row.get("unit") == "minutes":
        ends |= {"lower_hours": low / 60, "upper_hours": high / 60}
    return ends


def figure_matches(ev, claim, params, thresholds) -> CheckResult:
    """The printed figure against its source's value."""
    row, value, unit = find_rows.value(ev, find_rows.of(params))
    used = {"rows": (row["record"],), "values": ends_of(row)}
    return compared(claimed(claim, params), value, unit, thresholds, "the source has", **used)


#: A value that replaced another: with its unit where a row has it, the row, and the source.
Later = tuple[float, str, tuple[str, ...], tuple[str, ...]]


def replaced(ev, record: str, params, *, by: dt.date | None = None) -> Later | None:
    """What replaced a row's value: a later measurement (``revised``) or a correction.

    With ``by``, only what is known to have been public on that day.
    """
    if "revised" in params:
        with suppress(Unread):
            row, value, unit = find_rows.value(ev, params["revised"])
            known = row.get("known_from")
            day = row["date"] if pd.isna(known) else known
            if by is None or day <= pd.Timestamp(by):
                return value, unit, (row["record"],), ()
    for correction in ev.corrections:
        if record in str(correction["where"]).split(", "):
            day = correction.get("corrected_on")
            if by is None or (day is not None and day <= by):
                return float(correction["corrected"]), "", (), (correction["source"],)
    return None


def current(ev, claim, params, thresholds) -> CheckResult:
    """The source's own value on the essay's day, where it had been corrected before it."""
    day, told = ev.vintage["published"], "by then the source had"
    if found := later_value(ev, claim, params, thresholds, told, by=day):
        return found
    raise Unread("no correction before the essay's day could be read")


def still_valid(ev, claim, params, thresholds) -> CheckResult:
    """A later correction, withdrawal or new measurement by the same party."""
    if found := later_value(ev, claim, params, thresholds, "the source now has"):
        return found
    row = find_rows.one(ev, selector_of(ev, claim, params))
    words = "nobody has corrected or withdrawn it since"
    return CheckResult("yes", 0.0, rows=(row["record"],), words=words)


def later_value(ev, claim, params, thresholds, told: str, *, by=None) -> CheckResult | None:
    """The figure against what replaced its source's value (:func:`replaced`), None if nothing."""
    row, _, unit = find_rows.value(ev, selector_of(ev, claim, params))
    later = replaced(ev, row["record"], params, by=by)
    if later is None:
        return None
    value, own, rows, sources = later
    used = {"rows": (row["record"], *rows), "sources": sources, "values": {"corrected": value}}
    return compared(claimed(claim, params), value, own or unit, thresholds, told, **used)


def range_width(ev, claim, params, thresholds) -> CheckResult:
    """The width of the published 95% interval."""
    row = find_rows.one(ev, selector_of(ev, claim, params))
    ends = ends_of(row)
    if not ends or ends["lower"] <= 0:
        words = "no interval is published for this figure"
        return CheckResult("unread", rows=(row["record"],), words=words)
    mark, end = thresholds["range_factor"], thresholds["range_near"]
    factor = ends["upper"] / ends["lower"]
    result = in_band(factor, mark, end)
    words = f"the 95% interval spans a factor of {factor:.1f}"
    detail = f"up to {mark:g} is precise, up to {end:.3g} nearly"
    result = "unshown" if result == "no" else result
    values = {"factor": factor, **ends}
    said = {"values": values, "words": words, "detail": detail}
    return CheckResult(result, factor, mark, "factor", (row["record"],), **said)


def replicated(ev, claim, params, thresholds) -> CheckResult:
    """Another party's measurement of the same thing.

    Scores are compared in points, or in standard errors of the other party's value if that is
    wider; figures in other units by the marks of figure_matches.
    """
    row, value, unit = find_rows.value(ev, selector_of(ev, claim, params))
    rows = ev.series
    kind = "model" if row["model"] else "system"
    same = (rows["instrument"] == row["instrument"]) & (rows[kind] == row[kind])
    found = rows[same & (rows["reporter"] != row["reporter"]) & (rows["record"] != row["record"])]
    if found.empty:
        words = f"nobody else has published this figure of {row[kind]}"
        return CheckResult("unshown", rows=(row["record"],), words=words)
    gaps = found["value"].astype(float) - value
    place = gaps.abs().idxmin()
    nearest, gap = found.loc[place], float(gaps.loc[place])
    if unit in POINTS:
        scale = 100.0 if unit == "fraction" else 1.0
        error = nearest.get("se")
        ses = 0.0 if error is None or pd.isna(error) else thresholds["replication_se"] * error
        mark = max(thresholds["replication_points"], float(ses) * scale)
        end = max(thresholds["replication_near"], mark)
        distance, told = abs(gap) * scale, "points"
    else:
        mark, end = 100 * thresholds["figure_equal"], 100 * thresholds["figure_near"]
        distance, told = abs(100 * gap / value), "percent"
    words = f"another party has {amount(float(nearest['value']), unit)}, {distance:.2g} {told} away"
    detail = f"up to {mark:.2g} counts as the same, up to {end:.2g} as nearly"
    rows, result = (row["record"], nearest["record"]), in_band(distance, mark, end)
    return CheckResult(result, distance, mark, told, rows, words=words, detail=detail)


def label_matches(ev, claim, params, thresholds) -> CheckResult:
    """What the sentence calls the figure, against the source's own label.

    ``says`` maps a field to what the sentence says: a column of the row or of its instrument,
    ``year`` of its date, or a condition such as ``">= 0.8"``. ``near`` maps a field to labels of
    the same kind, ``plain`` a label of the source to what it means.
    """
    row = find_rows.one(ev, selector_of(ev, claim, params))
    worst, told, so = "yes", [], []
    for name, said in params["says"].items():
        found = field_of(ev, row, name)
        if found is None or found == "" or (not isinstance(found, str) and pd.isna(found)):
            result = "unread"
        elif equals(said, found):
            result = "yes"
            so += [f"the source has {amount(found, row['unit'])}"] if name == "value" else []
        else:
            near = (params.get("near") or {}).get(name) or []
            result = "nearly" if any(equals(one, found) for one in near) else "no"
            label = f"as {name.replace('_', ' ')} the source has “{found}”"
            told.append((params.get("plain") or {}).get(str(found), label))
        # What a source leaves out says less against the sentence than a label that differs.
        worst = max(worst, result, key=("yes", "unread", "nearly", "no").index)
    words = "; ".join(told) or "the source leaves the label out"
    words = "; ".join(so) if worst == "yes" else words
    return CheckResult(worst, rows=(row["record"],), words=words)


def field_of(ev, row: pd.Series, name: str) -> Any:
    """A field of a row, of its instrument, or the year of its date."""
    if name == "year":
        return int(pd.Timestamp(row["date"]).year)
    if name in row.index:
        return row[name]
    instrument = ev.instruments.set_index("instrument").loc[row["instrument"]]
    if name not in instrument.index:
        raise ClaimError(f"says: expected a field of the series or instrument, found {name!r}")
    return instrument[name]


def equals(said: Any, found: Any) -> bool:
    """Whether a label of the source is what is said: a text, a number, or a condition on one."""
    if not isinstance(said, str):
        return bool(said == found)
    if match := CONDITION.match(said):
        return bool(OPERATORS[match[1]](float(found), float(match[2])))
    return said.casefold() == str(found).casefold()
