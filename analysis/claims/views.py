"""Less evidence: without what is second-hand, what only its maker measured, what came later.

A view is evidence in which some rows are missing; the same rule judges on it. Grades of evidence
are found with it, verdicts as of publication, and a reader's own standards.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from ..evidence.load import RECORD_TABLES
from ..once import once
from . import ledger

#: How a row was seen, to its grade.
GRADE_OF = {"primary": "P", "copy": "C", "computed": "K", "second-hand": "S"}
#: What a view may leave out, beside the grades P, C, K and S.
MAKER, LATER = "maker", "later"


@once
def makers(ev) -> set[str]:
    """Ids of the rows that report somebody's own system and that nobody else has measured.

    Of series a vendor's row for a model on an instrument without a row of another party; of
    findings what the column ``maker`` says.
    """
    frame = ev.series
    measured = pd.MultiIndex.from_frame(frame[["instrument", "model"]])
    own = (frame["reporter"] == "vendor").to_numpy()
    found = set(frame["record"][own & ~measured.isin(measured[~own])])
    for frame in (getattr(ev, name) for name in RECORD_TABLES):
        if "maker" in frame.columns:
            found |= set(frame["record"][frame["maker"].fillna(False).astype(bool)])
    return found


@once
def view(ev, leave: frozenset[str]) -> tuple[Any, set[str]]:
    """The evidence without rows of the grades P, C, K, S, ``maker`` or ``later``; their ids."""
    dropped, seen = makers(ev) if MAKER in leave else set(), ev
    if LATER in leave:
        day = ev.vintage["published"]
        dated = [one for one in ev.corrections if one.get("corrected_on")]
        known = [one for one in dated if one["corrected_on"] <= day]
        seen = replace(ev.known_by(day), corrections=known)
    cut, gone = {}, set()
    for table in RECORD_TABLES:
        frame = getattr(seen, table)
        out = frame["record"].isin(dropped)
        if "access" in frame.columns:
            out |= frame["access"].map(GRADE_OF).isin(leave)
        cut[table] = frame[~out]
        gone |= set(getattr(ev, table)["record"]) - set(cut[table]["record"])
    return replace(seen, **cut), gone


def judged(
    ev, leave: Iterable[str] = (), *, limits=None, functions=None, base=None
) -> list[ledger.Judged]:
    """Every claim and comparison judged on a view, with other thresholds or other checks.

    Only those are judged again that use a row, a correction, a threshold or a check which differs;
    ``base`` are all of them judged on the whole evidence with these ``limits``.
    """
    leave, functions = frozenset(leave), functions or {}
    seen, gone = view(ev, leave) if leave else (ev, set())
    new = {} if base or limits is None else limits
    other = {name for name, value in new.items() if value != ev.limits[name]}

    def touched(one: ledger.Judged) -> bool:
        corrected = LATER in leave and any(check.sources for check in one.checks)
        replaced = any(check.name in functions for check in one.checks)
        return corrected or replaced or bool(other & one.asked or gone & one.rows)

    how = {"limits": limits, "functions": functions}
    every = base or ledger.judge_all(ev)
    return [ledger.judge(seen, one.claim, **how) if touched(one) else one for one in every]


def grades(ev) -> dict[str, tuple[str, bool, bool]]:
    """Id of claim or comparison to its grade, whether that is the weakest, and whether the verdict
    rests on the maker's own measurement.

    The grade is that of the weakest row without which the verdict would fall: rows are left out
    grade by grade from the weakest, and the first that changes the word is it. Where none does, as
    with a "may" that stays open, it is the best grade among the rows used, not the weakest.
    """
    steps = {leave[-1]: judged(ev, leave) for leave in ("S", "SK", "SKC", "SKCP")}
    alone, out = judged(ev, [MAKER]), {}
    for place, one in enumerate(ledger.judge_all(ev)):
        name = one.claim["id"]
        fell = next((g for g, seen in steps.items() if seen[place].word != one.word), "")
        measured = one.rows - set(ev.statements["record"])
        only = bool(measured) and measured <= makers(ev)
        rows = [row for row in map(ev.find, one.rows) if row is not None and "access" in row.index]
        best = next((g for g in "PCKS" if g in [GRADE_OF[row["access"]] for row in rows]), "")
        out[name] = fell or best, bool(fell), alone[place].word != one.word or only
    return out
