"""Everything can come out otherwise: each main check of each claim can end in *no*.

Evidence is altered, check by check, so that the main check says the opposite; the claim must then
read Wrong or Misleads. A definition has no main check.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis import evidence
from analysis.claims import ledger
from analysis.claims.checks import find_rows, pairs
from analysis.claims.checks.figures import selector_of

EV = evidence.load()
CASES = [
    (claim["id"], place, name)
    for claim in EV.claims
    for place, (name, params) in enumerate(ledger.check_items(claim))
    if params["role"] == "main"
]
FAR = 3.0


def with_cells(ev, record, **cells):
    """The evidence with some cells of one row changed."""
    name = EV.places[record][0]
    frame = getattr(ev, name).copy()
    for column, value in cells.items():
        frame.loc[frame["record"] == record, column] = value
    return replace(ev, **{name: frame})


def on_course(rows, values):
    """The evidence with other values in these rows of its series."""
    frame = EV.series.copy()
    place = frame.set_index("record").index.get_indexer(rows["record"])
    frame.iloc[place, frame.columns.get_loc("value")] = values
    return replace(EV, series=frame)


def dated(params):
    """The rows of a trend in order, their days since the first, and a little scatter."""
    rows = find_rows.rows(EV, params).sort_values(["date", "record"])
    days = (rows["date"] - rows["date"].min()).dt.days.to_numpy()
    return rows, days, 0.01 * (-1.0) ** np.arange(len(rows))


def figure_elsewhere(claim, params):
    row = find_rows.one(EV, find_rows.of(params))
    field = params.get("field", "value")
    # A probability stays below one.
    far = 1 / FAR if params.get("unit") == "fraction" else FAR
    return with_cells(EV, row["record"], **{field: row[field] * far}), params


def corrected_elsewhere(claim, params):
    row = find_rows.one(EV, selector_of(EV, claim, params))
    if "revised" in params:
        other = find_rows.one(EV, params["revised"])
        return with_cells(EV, other["record"], value=other["value"] * FAR), params
    far = [
        {**one, "corrected": one["corrected"] * FAR} if row["record"] in one["where"] else one
        for one in EV.corrections
    ]
    return replace(EV, corrections=far), params


def called_something_else(claim, params):
    row = find_rows.one(EV, selector_of(EV, claim, params))
    name = next(iter(params["says"]))
    if name == "year":
        return with_cells(EV, row["record"], date=pd.Timestamp("2001-01-01")), params
    number = name == "reliability" or isinstance(row.get(name), float)
    other = 0.01 if number else "another thing"
    if name in row.index:
        return with_cells(EV, row["record"], **{name: other}), params
    frame = EV.instruments.copy()
    frame.loc[frame["instrument"] == row["instrument"], name] = other
    return replace(EV, instruments=frame), params


def said_otherwise(claim, params):
    frame = EV.statements.copy()
    frame.loc[frame["claim"] == claim["id"], ["found", "coverage"]] = ["opposite", "full"]
    return replace(EV, statements=frame), params


def course_turned(claim, params):
    """The same rows on a course that goes the other way, with a little scatter."""
    rows, _, scatter = dated(params)
    gap = "reference" in params
    down = params.get("goes", "down" if gap else "up") == "up"
    # Of a gap the scores go the other way than the gap.
    sign = 1.0 if down == gap else -1.0
    y = sign * np.linspace(0.0, 1.0, len(rows)) + scatter
    low, high = (5.0, 60.0) if params.get("scale") == "logit" else (10.0, 40.0)
    values = low + (high - low) * (y - y.min()) / np.ptp(y)
    # A condition on the values would choose other rows.
    kept = {k: v for k, v in (params.get("where") or {}).items() if k != "value"}
    return on_course(rows, values), {**params, "where": kept}


def pace_turned(claim, params):
    rows, days, scatter = dated(params)
    t, sign = days / 365.25, -1.0 if params.get("goes", "up") == "up" else 1.0
    return on_course(rows, 2.0 ** (5 * t + sign * 4 * t**2 + scatter)), params


def shape_turned(claim, params):
    """The same rows on a straight line in time, with a little scatter."""
    rows, days, scatter = dated(params)
    return on_course(rows, (10.0 + days) * np.exp(scatter)), params


def ends_swapped(claim, params):
    one, other = params["first"], params["last"]
    return EV, {**params, "first": other, "last": one}


def change_lost(claim, params):
    like = [find_rows.one(EV, params[name]) for name in ("like_first", "like_last")]
    printed = {pairs.taken(EV, params[name])[0]["record"] for name in pairs.ENDS}
    # Change an end that the printed pair does not share, where there is one.
    other, target = like if like[1]["record"] not in printed else like[::-1]
    if {row["record"] for row in like} <= printed:
        # The printed values stand in the claims; both ends of the like pair may go.
        params = {**params, "first": {"claim": claim["of"][0]}, "last": {"claim": claim["of"][1]}}
    return with_cells(EV, target["record"], value=other["value"] * 1.01), params


def witnesses_turned(claim, params):
    """Two parties that have found the opposite, and nobody who has found it."""
    rows = EV.qualitative.iloc[:2].copy()
    rows["record"] = ["turned-1", "turned-2"]
    rows["witness"] = ["one party", "another party"]
    rows["access"] = "primary"
    turned = {**params, "for": [], "against": ["turned-1", "turned-2"], "numbers": {}}
    return replace(EV, qualitative=pd.concat([EV.qualitative, rows])), turned


ALTERED = {
    "figure_matches": figure_elsewhere,
    "current": corrected_elsewhere,
    "label_matches": called_something_else,
    "said_by": said_otherwise,
    "trend": course_turned,
    "pace_changes": pace_turned,
    "shape": shape_turned,
    "direction": ends_swapped,
    "like_for_like": change_lost,
    "judged": witnesses_turned,
}


@pytest.mark.parametrize(("name", "place", "check"), CASES, ids=lambda part: str(part))
def test_a_main_check_can_say_no_and_the_claim_is_then_wrong_or_misleads(name, place, check):
    claim = EV.claim(name)
    params = ledger.check_items(claim)[place][1]
    altered, turned = EV, params
    if ledger.judge(EV, claim).checks[place].result != "no":
        altered, turned = ALTERED[check](claim, params)
    checks = [*claim["checks"]]
    checks[place] = {check: turned}
    judged = ledger.judge(altered, {**claim, "checks": checks})
    assert judged.checks[place].result == "no"
    assert judged.word in ("Wrong", "Misleads")


def test_every_claim_but_a_definition_is_among_the_cases():
    without = {claim["id"] for claim in EV.claims} - {name for name, _, _ in CASES}
    assert without == {claim["id"] for claim in EV.claims if claim["class"] == "X"}
