"""Checks of a printed figure: is it right, does it mean what is said, was it measured alike."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from . import find_rows
from .find_rows import CONDITION, OPERATORS
from .result import CheckResult, ClaimError

TO_BASE = {
    "percent": ("percent", 1.0),
    "fraction": ("percent", 100.0),
    "minutes": ("minutes", 1.0),
    "hours": ("minutes", 60.0),
    "seconds": ("minutes", 1 / 60),
}


def base_unit(value: float, unit: str) -> tuple[float, str]:
    """Convert to the unit in which figures are compared (percent, minutes, else as given)."""
    name, factor = TO_BASE.get(unit, (unit, 1.0))
    return value * factor, name


def claimed(claim: Mapping[str, Any], params: Mapping[str, Any]) -> Mapping[str, Any]:
    """The figure of the claim that a check is about (``figure``: its place, first by default)."""
    figures = claim.get("figures") or []
    place = params.get("figure", 0)
    if not 0 <= place < len(figures):
        raise ClaimError(f"figure: expected a place among {len(figures)} figures, found {place}")
    return figures[place]


def source_row(ev, params: Mapping[str, Any]) -> tuple[pd.Series | None, float | None, str]:
    """The row a figure is held against, with its value and unit.

    Either ``series`` and ``where``, or ``record`` (any evidence table) with ``field``.
    """
    if "record" in params:
        row = ev.find(params["record"])
        if row is None:
            return None, None, ""
        name = params.get("field", "value")
        if name not in row.index:
            raise ClaimError(f"field: expected a column of {params['record']}, found {name!r}")
        value = row[name]
        unit = params.get("unit") or row.get("unit", "")
        return row, None if pd.isna(value) else float(value), unit
    row = find_rows.one(ev, params)
    if row is None:
        return None, None, ""
    return row, float(row["value"]), row["unit"]


def printed_precision(text: str) -> int:
    """Decimals of a figure as printed: ``"93.9%"`` has 1, ``"30 s"`` has 0."""
    digits = "".join(c for c in text if c.isdigit() or c == ".")
    return len(digits.split(".")[1]) if "." in digits else 0


def agrees(figure: Mapping[str, Any], value: float, unit: str, row, tolerance: float) -> tuple:
    """Whether a printed figure and a source value agree, and the relative difference.

    Equal at the printed precision always agrees. A figure printed as "about" also agrees within
    ``tolerance`` (a fraction) or inside the published 95% interval.
    """
    wanted, wanted_unit = base_unit(figure["value"], figure["unit"])
    found, found_unit = base_unit(value, unit)
    if wanted_unit != found_unit:
        raise ClaimError(f"unit: expected {found_unit} as in the source, found {wanted_unit}")
    scale = base_unit(1.0, figure["unit"])[0]
    difference = found / wanted - 1
    decimals = printed_precision(figure["printed"])
    equal = math.isclose(round(found / scale, decimals), figure["value"], abs_tol=1e-9)
    inside = False
    if figure.get("about") and row is not None and pd.notna(row.get("lower")):
        factor = base_unit(1.0, unit)[0]
        inside = row["lower"] * factor <= wanted <= row["upper"] * factor
    near = bool(figure.get("about")) and abs(difference) <= tolerance
    return equal or near or inside, difference, inside and not (equal or near)


def figure_matches(ev, claim, params, thresholds) -> CheckResult:
    """The figure equals the source's as printed ("about": within 5% or inside its 95% interval)."""
    figure = claimed(claim, params)
    tolerance = thresholds["figure_relative_tolerance"]
    row, value, unit = source_row(ev, params)
    if value is None:
        return CheckResult(
            "missing", threshold=tolerance, sentence="no figure was found to compare."
        )
    ok, difference, by_interval = agrees(figure, value, unit, row, tolerance)
    values = {
        "claimed": figure["value"],
        "found": value,
        "percent_off": 100 * difference,
        "printed": figure["printed"],
    }
    if row.get("lower") is not None and pd.notna(row.get("lower")):
        values |= {"lower": float(row["lower"]), "upper": float(row["upper"])}
    how = "inside the published 95% interval of" if by_interval else "in line with"
    sentence = (
        f"{figure['printed']} is {how if ok else 'not'} the source's "
        f"{value:.3g} {unit} ({100 * difference:+.1f}%)."
    )
    return CheckResult(
        "pass" if ok else "fail",
        100 * difference,
        100 * tolerance,
        "percent difference",
        (row["record"],),
        values,
        sentence,
    )


def interval_width(ev, claim, params, thresholds) -> CheckResult:
    """The 95% interval is narrower than a factor 4; a wider one is imprecise, never a failure."""
    row = find_rows.one(ev, params)
    limit = thresholds["interval_factor"]
    if row is None or pd.isna(row["lower"]) or row["lower"] <= 0:
        return CheckResult(
            "missing",
            threshold=limit,
            unit="factor",
            sentence="no interval is published for this figure.",
        )
    factor = float(row["upper"] / row["lower"])
    values = {
        "factor": factor,
        "lower": float(row["lower"]),
        "upper": float(row["upper"]),
        "lower_hours": float(row["lower"]) / 60,
        "upper_hours": float(row["upper"]) / 60,
    }
    sentence = f"the 95% interval spans a factor of {factor:.1f}."
    return CheckResult(
        "pass" if factor < limit else "imprecise",
        factor,
        limit,
        "factor",
        (row["record"],),
        values,
        sentence,
    )


def label_matches(ev, claim, params, thresholds) -> CheckResult:
    """Unit, subject, year, reliability named in the sentence equal the source's fields.

    ``says`` maps fields to what the sentence says: a column of the series row, a column of its
    instrument, ``year`` (of the row's date), or a condition such as ``">= 0.8"``.
    """
    row = ev.find(params["record"]) if "record" in params else find_rows.one(ev, params)
    if row is None:
        return CheckResult("missing", sentence="the source row is not there to compare with.")
    wrong, values = [], {}
    for name, said in params["says"].items():
        found = field_of(ev, row, name)
        values[name] = found
        if not said_equals(said, found):
            wrong.append((name, said, found))
    if wrong:
        name, said, found = wrong[0]
        sentence = f"the sentence says {name.replace('_', ' ')} {said}; the source has {found}."
        return CheckResult(
            "fail", float(len(wrong)), 0.0, "labels that differ", (row["record"],), values, sentence
        )
    sentence = f"all {len(params['says'])} labels of the sentence are the source's."
    return CheckResult("pass", 0.0, 0.0, "labels that differ", (row["record"],), values, sentence)


def field_of(ev, row: pd.Series, name: str) -> Any:
    """A field of a series row, of its instrument, or the year of its date."""
    if name == "year":
        return int(pd.Timestamp(row["date"]).year)
    if name in row.index:
        return row[name]
    instrument = ev.instruments.set_index("instrument").loc[row["instrument"]]
    if name not in instrument.index:
        raise ClaimError(f"says: expected a field of the series or instrument, found {name!r}")
    return instrument[name]


def said_equals(said: Any, found: Any) -> bool:
    match = CONDITION.match(said) if isinstance(said, str) else None
    if match:
        return bool(OPERATORS[match[1]](float(found), float(match[2])))
    if isinstance(said, str):
        return said.casefold() == str(found).casefold()
    return bool(said == found)


def figure_selector(claim: Mapping[str, Any]) -> Mapping[str, Any]:
    """The parameters of a claim's own figure_matches check."""
    for check in claim["checks"]:
        if "figure_matches" in check:
            return check["figure_matches"]
    raise ClaimError(f"{claim['id']}: expected a figure_matches check to compare with, found none")


def pair(ev, claim, params) -> tuple[pd.Series | None, pd.Series | None, str]:
    """The rows behind this claim's figure and behind the claim named in ``as``."""
    other = ev.claim(params["as"])
    ours = source_row(ev, params if "series" in params else figure_selector(claim))[0]
    theirs = source_row(ev, figure_selector(other))[0]
    return ours, theirs, params["as"]


def same_instrument(ev, claim, params, thresholds) -> CheckResult:
    """Both figures come from the same task set, grader and version."""
    ours, theirs, other = pair(ev, claim, params)
    if ours is None or theirs is None:
        return CheckResult("missing", sentence="one of the two figures has no source row.")
    table = ev.instruments.set_index("instrument")
    a, b = table.loc[ours["instrument"]], table.loc[theirs["instrument"]]
    names = ("task_set", "grader", "version")
    differ = [n for n in names if str(a[n]) != str(b[n])]
    values = {
        "found": float(ours["value"]),
        "other": float(theirs["value"]),
        "task_set": a["task_set"],
        "other_task_set": b["task_set"],
    }
    sentence = (
        f"measured as in {other}: same task set, grader and version."
        if not differ
        else f"compared with {other}, the {' and the '.join(differ).replace('_', ' ')} differ: "
        f"{b['task_set']} there, {a['task_set']} here."
    )
    return CheckResult(
        "fail" if differ else "pass",
        float(len(differ)),
        0.0,
        "of task set, grader, version",
        (ours["record"], theirs["record"]),
        values,
        sentence,
    )


def same_conditions(ev, claim, params, thresholds) -> CheckResult:
    """Both figures share scaffold class, compute and attempts; unknown counts as not measured."""
    ours, theirs, other = pair(ev, claim, params)
    if ours is None or theirs is None:
        return CheckResult("missing", sentence="one of the two figures has no source row.")
    parts = list(zip(ours["conditions"].split("/"), theirs["conditions"].split("/"), strict=True))
    names = ("scaffold", "compute", "attempts")
    differ = [
        n for n, (a, b) in zip(names, parts, strict=True) if a != b and "unknown" not in (a, b)
    ]
    unknown = [n for n, (a, b) in zip(names, parts, strict=True) if "unknown" in (a, b)]
    rows = (ours["record"], theirs["record"])
    values = {"ours": ours["conditions"], "theirs": theirs["conditions"]}
    if differ:
        return CheckResult(
            "fail",
            float(len(differ)),
            0.0,
            "of scaffold, compute, attempts",
            rows,
            values,
            f"compared with {other}, {' and '.join(differ)} changed as well.",
        )
    if unknown:
        return CheckResult(
            "missing",
            float(len(unknown)),
            0.0,
            "of scaffold, compute, attempts",
            rows,
            values,
            f"{' and '.join(unknown).capitalize()} not stated in the source.",
        )
    return CheckResult(
        "pass",
        0.0,
        0.0,
        "of scaffold, compute, attempts",
        rows,
        values,
        f"scaffold, compute and attempts are as in {other}.",
    )


def replicated(ev, claim, params, thresholds) -> CheckResult:
    """An independent report on the same instrument lies within 3 points or 2 standard errors.

    The default subject is the model of the claim's figure; ``series`` and ``where`` may name the
    independent rows themselves.
    """
    figure_row, value, _ = source_row(ev, figure_selector(claim))
    points, ses = thresholds["replication_points"], thresholds["replication_se"]
    if figure_row is None:
        return CheckResult("missing", threshold=points, sentence="the figure has no source row.")
    if "series" in params:
        found = find_rows.rows(ev, params)
    else:
        found = ev.series[
            (ev.series["instrument"] == figure_row["instrument"])
            & (ev.series["model"] == figure_row["model"])
        ]
    found = found[(found["reporter"] == "independent") & (found["record"] != figure_row["record"])]
    if found.empty:
        return CheckResult(
            "missing",
            threshold=points,
            unit="points",
            sentence=f"no independent run of {figure_row['model']} was found.",
        )
    gaps = found["value"] - value
    nearest = found.loc[gaps.abs().idxmin()]
    gap = float(nearest["value"] - value)
    limit = max(points, ses * float(nearest["se"])) if pd.notna(nearest["se"]) else points
    values = {"gap": gap, "independent": float(nearest["value"]), "figure": value}
    return CheckResult(
        "pass" if abs(gap) <= limit else "fail",
        gap,
        limit,
        "points",
        (figure_row["record"], nearest["record"]),
        values,
        f"an independent run gives {nearest['value']:g}, {gap:+.1f} points away.",
    )


def still_valid(ev, claim, params, thresholds) -> CheckResult:
    """The figure has not been corrected, withdrawn or revised beyond its tolerance since.

    Corrections stand in ``corrections.yml``; ``revised`` names the row of a later measurement of
    the same thing by the same party.
    """
    figure = claimed(claim, params)
    row, value, unit = source_row(ev, figure_selector(claim))
    if row is None:
        return CheckResult("missing", sentence="the figure has no source row.")
    tolerance = thresholds["figure_relative_tolerance"]
    new, rows = superseding(ev, row["record"], params)
    if new is None:
        return CheckResult(
            "pass",
            0.0,
            100 * tolerance,
            "percent difference",
            (row["record"],),
            {"claimed": figure["value"], "found": value},
            "the source's figure has not been corrected or withdrawn.",
        )
    ok, difference, _ = agrees(figure, new, unit, None, tolerance)
    values = {"claimed": figure["value"], "corrected": new, "percent_off": 100 * difference}
    verb = "is still within the figure's tolerance" if ok else "is not what is printed"
    return CheckResult(
        "pass" if ok else "fail",
        100 * difference,
        100 * tolerance,
        "percent difference",
        (row["record"], *rows),
        values,
        f"the source now has {new:g} {unit}, which {verb} ({100 * difference:+.1f}%).",
    )


def superseding(ev, record: str, params) -> tuple[float | None, tuple[str, ...]]:
    """The value that replaced a row's, from the corrections or a later measurement."""
    if "revised" in params:
        later = find_rows.one(ev, params["revised"])
        if later is not None:
            return float(later["value"]), (later["record"],)
    for correction in ev.corrections:
        if record in str(correction["where"]).split(", "):
            return float(correction["corrected"]), ()
    return None, ()
