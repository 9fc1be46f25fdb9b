"""Checks of words: who said it, does the sum hold, what do the rows for and against say."""

from __future__ import annotations

import pandas as pd

from .arithmetic import QUANTITIES
from .result import CheckResult, ClaimError

# A faithful copy of a primary text counts as primary; a report about it does not.
PRIMARY_ACCESS = ("primary", "copy")
TEXTS = {
    "essay": "the essay",
    "x post": "the author's post of the same day",
    "oxford": "the Oxford lecture",
    "institute": "the Institute's text",
    "benchmark paper": "the benchmark's own paper",
    "openai": "OpenAI's own statement",
    "anthropic": "Anthropic's own publication",
    "field usage": "the term's use in the field",
}


def said_by(ev, claim, params, thresholds) -> CheckResult:
    """Found in the named text. Absent from a text that was read only in part is missing."""
    text = params.get("text", "essay")
    table = ev.statements
    found = table[(table["claim"] == claim["id"]) & (table["text"] == text)]
    if found.empty:
        raise ClaimError(f"expected a row of statements.csv for the text {text!r}, found none")
    row, named = found.iloc[0], TEXTS[text]
    if row["found"] == "present":
        result = "pass"
    elif row["found"] == "partly":
        result = "imprecise"
    elif row["found"] == "opposite" or row["coverage"] == "full":
        result = "fail"
    else:
        result = "missing"
    wording = {
        "pass": f"{named} says so.",
        "imprecise": f"{named} says part of it.",
        "fail": f"{named} does not say so.",
        "missing": f"it does not stand in the copies of {named} that could be read.",
    }[result]
    return CheckResult(
        result,
        threshold="found in the text",
        rows=(row["record"],),
        values={"text": text},
        sentence=wording,
    )


def arithmetic_holds(ev, claim, params, thresholds) -> CheckResult:
    """A value recomputed from its parts equals the printed one at its precision."""
    if params["quantity"] not in QUANTITIES:
        raise ClaimError(
            f"quantity: expected one of {sorted(QUANTITIES)}, found {params['quantity']!r}"
        )
    value = QUANTITIES[params["quantity"]]()
    printed, decimals = float(params["printed"]), int(params["decimals"])
    gap = round(value, decimals) - printed
    half_unit = 0.5 * 10.0**-decimals
    ok = abs(gap) < half_unit
    return CheckResult(
        "pass" if ok else "fail",
        value,
        printed,
        "percent",
        (),
        {"recomputed": value, "printed": printed},
        f"recomputed, it is {value:.{decimals + 1}f}; printed is {printed:g}.",
    )


def judged(ev, claim, params, thresholds) -> CheckResult:
    """For what no statistic decides: rows for and against, by party and by how they were seen.

    Passes with two or more rows for, from two parties, at least one primary, none against; fails
    with two or more against and none for; both sides are conflicting; fewer rows are missing.
    """
    sides: dict[str, list[pd.Series]] = {}
    for side in ("for", "against"):
        rows = (ev.find(name) for name in params.get(side) or [])
        sides[side] = [row for row in rows if row is not None]
    need = thresholds["judged_rows"]
    n_for, n_against = len(sides["for"]), len(sides["against"])
    parties = {row.get("party") or row["source"] for row in sides["for"]}
    primary = any(row["access"] in PRIMARY_ACCESS for row in sides["for"])
    if n_for and n_against:
        result = "conflicting"
    elif n_for >= need and len(parties) >= 2 and primary:
        result = "pass"
    elif n_against >= need and not n_for:
        result = "fail"
    else:
        result = "missing"
    used = tuple(row["record"] for side in ("for", "against") for row in sides[side])
    numbers = {
        name: float(row["value"])
        for side in ("for", "against")
        for name, row in named_rows(params, side, sides)
        if "value" in row.index and pd.notna(row["value"])
    }
    return CheckResult(
        result,
        float(n_for - n_against),
        float(need),
        "rows for minus rows against",
        used,
        {"n_for": n_for, "n_against": n_against, "evidence": numbers},
        f"judged, not computed: {n_for} {'row' if n_for == 1 else 'rows'} for, "
        f"{n_against} against.",
    )


def named_rows(params, side, sides):
    kept = {row["record"]: row for row in sides[side]}
    return [(name, kept[name]) for name in params.get(side) or [] if name in kept]


def resolved(ev, claim, params, thresholds) -> CheckResult:
    """Happened by the date: pass; the date passed without it: fail; the date lies ahead."""
    by = pd.Timestamp(params["by"])
    happened = ev.find(params["record"]) if params.get("record") else None
    days = float((by - pd.Timestamp(ev.vintage["as_of"])).days)
    if happened is not None and pd.Timestamp(happened["date"]) <= by:
        return CheckResult(
            "pass",
            days,
            0.0,
            "days left",
            (happened["record"],),
            {"days": days},
            "it has happened.",
        )
    if days < 0:
        return CheckResult(
            "fail", days, 0.0, "days left", (), {"days": days}, "the date has passed without it."
        )
    return CheckResult(
        "too_early", days, 0.0, "days left", (), {"days": days}, f"{days:.0f} days are left."
    )
