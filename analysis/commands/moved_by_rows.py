"""What would move: verdicts, lines, probabilities and tripwires if some rows were added.

The rows are read with the validator's own code, as if they stood in ``data/``, and everything is
computed twice. Nothing is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from .. import evidence, timeline
from ..claims import ledger
from ..timeline.questions import tripwires
from ..timeline.refit import fitted_lines, refitted
from ..words import sig8


def whatif(
    path: Path | str, *, data_dir: Path = evidence.DATA, as_of: dt.date | None = None
) -> dict[str, Any]:
    """What the rows of a CSV file in the form of ``data/series`` would move.

    ``as_of`` moves the last day of the evidence, for rows that are dated later; both states are
    taken on that day, so that only the rows differ. See :func:`moves` for the result. EvidenceError
    lists every fault of the rows: file, row, column, expected, found.
    """
    before = evidence.load(data_dir)
    if as_of is not None:
        before = replace(before, vintage=evidence.moved_on(before.vintage, as_of))
    after = evidence.read(Path(data_dir), add=[path], as_of=as_of)
    return moves(before, after)


def moves(before: evidence.Evidence, after: evidence.Evidence) -> dict[str, Any]:
    """The differences between two states of the evidence, ready for JSON.

    ``added``: the new observations. ``verdicts``: claims of which the verdict, today's or as of
    publication, or any check's result or statistic differs. ``lines``: the trend lines that feed
    the model, before and after. ``unused``: added rows of such a series that no line takes, with
    the reason. ``forecasts``: every set, definition and date with its probability before and after.
    ``headline``: the verdict on the article's number and its range. ``tripwires``: frozen
    expectations of which the outcome differs.
    """
    return sig8(
        {
            "as_of": after.vintage["as_of"].isoformat(),
            "added": added_rows(before, after),
            "verdicts": verdict_moves(before, after),
            "lines": line_moves(before, after),
            "unused": unused_rows(before, after),
            "forecasts": forecast_moves(before, after),
            "headline": headline_moves(before, after),
            "tripwires": tripwire_moves(before, after),
        }
    )


def added_rows(before, after) -> list[dict[str, Any]]:
    """The observations of ``after`` that ``before`` has not."""
    new = after.series[~after.series["record"].isin(before.series["record"])]
    names = ["record", "series", "system", "value", "unit", "date"]
    return [
        {**dict(zip(names, row, strict=True)), "date": row[-1].date().isoformat()}
        for row in new[names].itertuples(index=False)
    ]


def verdict_moves(before, after) -> list[dict[str, Any]]:
    """Claims that look different: {id, before, after, then_before, then_after, sentence, checks}.

    ``then_*`` are the verdicts as of publication; ``sentence`` is the new one; ``checks`` lists
    {name, role, before, after, statistic_before, statistic_after} of those that differ.
    """
    found = []
    for old, new in zip(ledger.records(before), ledger.records(after), strict=True):
        checks = [
            {
                "name": one["name"],
                "role": one["role"],
                "before": one["result"],
                "after": other["result"],
                "statistic_before": one["statistic"],
                "statistic_after": other["statistic"],
            }
            for one, other in zip(old["checks"], new["checks"], strict=True)
            if (one["result"], one["statistic"]) != (other["result"], other["statistic"])
        ]
        row = {
            "id": old["id"],
            "before": old["verdict"],
            "after": new["verdict"],
            "then_before": old.get("verdict_at_publication", old["verdict"]),
            "then_after": new.get("verdict_at_publication", new["verdict"]),
            "sentence": new["sentence"],
            "checks": checks,
        }
        if checks or row["before"] != row["after"] or row["then_before"] != row["then_after"]:
            found.append(row)
    return found


def line_moves(before, after) -> list[dict[str, Any]]:
    """Every trend line that the model follows: {name, h0, d, n}, each {before, after}."""
    old, new = (fitted_lines(ev.assumptions, ev) for ev in (before, after))
    return [
        {
            "name": name,
            **{
                key: {"before": getattr(old[name], key), "after": getattr(new[name], key)}
                for key in ("h0", "d", "n")
            },
        }
        for name in old
    ]


def unused_rows(before, after) -> list[dict[str, str]]:
    """Added rows of a line's series that no line takes: {record, reason}, with METR's own rule."""
    known = set(before.series["record"])
    lines: dict[str, list[Mapping[str, Any]]] = {}
    for line in after.assumptions.get("lines", []):
        lines.setdefault(line["series"], []).append(line)
    rows = []
    for series, users in lines.items():
        frame = after.rows(series)
        values = frame["value"].to_numpy(dtype=float)
        best = values >= np.maximum.accumulate(values)
        most = max(line["at_most"] for line in users)
        first = min(line["since"] for line in users)
        for place, row in enumerate(frame.itertuples()):
            if row.record in known:
                continue
            if row.value > most:
                reason = f"above {most:g} minutes, where the lines' readings end"
            elif not best[place]:
                reason = "no longer than an earlier model's reading; the lines take records only"
            elif row.date.date() < first:
                reason = f"before {first}, where the lines begin"
            else:
                continue
            rows.append({"record": row.record, "reason": reason})
    return rows


def same_assumptions(before, after) -> bool:
    """Whether the model gets the same values and thresholds from both: then it need not run."""
    old, new = (refitted(ev.assumptions, ev) for ev in (before, after))
    return old == new and before.thresholds == after.thresholds


def forecast_moves(before, after) -> list[dict[str, Any]]:
    """{set, definition, by, before, after, change} for every set, definition and date."""
    old = timeline.table(assumptions=timeline.assumptions_of(before))
    new = old
    if not same_assumptions(before, after):
        new = timeline.table(assumptions=timeline.assumptions_of(after))
    return [
        {
            "set": one["set"],
            "definition": one["definition"],
            "by": one["by"],
            "before": one["probability"],
            "after": other["probability"],
            "change": other["probability"] - one["probability"],
        }
        for one, other in zip(old, new, strict=True)
    ]


def headline_moves(before, after) -> dict[str, dict[str, Any]]:
    """The verdict on the article's number and its range: {verdict, lo, hi}, before and after."""
    old = timeline.headline(before)
    new = old if same_assumptions(before, after) else timeline.headline(after)
    return {
        key: {"before": getattr(old, key), "after": getattr(new, key)}
        for key in ("verdict", "lo", "hi")
    }


def tripwire_moves(before, after) -> list[dict[str, Any]]:
    """Frozen expectations of which the outcome differs.

    Records {by, observable, path, before, after, hit}.
    """
    return [
        {
            "by": old["by"],
            "observable": old["observable"],
            "path": old["path"],
            "before": old["outcome"],
            "after": new["outcome"],
            "hit": new["hit"],
        }
        for old, new in zip(tripwires.check(before), tripwires.check(after), strict=True)
        if old["outcome"] != new["outcome"]
    ]


def moved(forecasts: Iterable[Mapping[str, Any]], least: float = 0.0005) -> list[Mapping[str, Any]]:
    """The forecasts that change by at least ``least`` (a fraction; 0.0005 is 0.05 points)."""
    return [row for row in forecasts if abs(row["change"]) >= least]
