"""``python -m analysis whatif --add SERIES.csv``: what some new rows would move, data untouched.

The rows are read with the validator's own code, as if they stood in ``data/``, and everything is
computed twice. Nothing is written.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from .. import evidence, timeline
from ..claims import ledger
from ..claims.verdict_rule import WORDS
from ..timeline.questions import tripwires
from ..timeline.refit import fitted_lines, refitted
from ..words import sig8

WIDTH = 88
HITS = {True: "hit", False: "miss", None: "open"}


def add_parser(commands: Any) -> None:
    """Add the command to the subparsers of ``python -m analysis``."""
    parser = commands.add_parser(
        "whatif",
        help="which verdicts and probabilities would move if some rows were added",
        description="Reads a CSV file in the form of data/series/*.csv as if its rows stood in the "
        "data, and shows what would move. Nothing is written.",
    )
    parser.add_argument("--add", required=True, metavar="SERIES.csv", help="the new rows")
    parser.add_argument(
        "--as-of",
        type=dt.date.fromisoformat,
        metavar="DATE",
        help="day up to which texts were read, for later rows (default: that of the data)",
    )
    parser.add_argument("--data", type=Path, default=evidence.DATA, help="another data folder")
    parser.add_argument("--json", action="store_true", help="the whole result as JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print what moves; faulty rows raise EvidenceError, which the command line turns into 1."""
    result = whatif(options.add, data_dir=options.data, as_of=options.as_of)
    print(json.dumps(result, indent=1, ensure_ascii=False) if options.json else as_text(result))
    return 0


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
    lines = tuple(fitted_lines(ev.assumptions, ev) for ev in (before, after))
    # The model need not run again when it gets the same values and thresholds from both.
    values = tuple(refitted(ev.assumptions, ev) for ev in (before, after))
    still = values[0] == values[1] and before.limits == after.limits
    head = timeline.headline(before)
    heads = head, head if still else timeline.headline(after)
    return sig8(
        {
            "as_of": after.vintage["as_of"].isoformat(),
            "added": added_rows(before, after),
            "verdicts": verdict_moves(before, after),
            "lines": [
                {"name": name, **{key: pair(lines, key, name) for key in ("h0", "d", "n")}}
                for name in lines[0]
            ],
            "unused": unused_rows(before, after),
            "forecasts": forecast_moves(before, before if still else after),
            "headline": {key: pair(heads, key) for key in ("verdict", "lo", "hi")},
            "tripwires": tripwire_moves(before, after),
        }
    )


def pair(states: tuple[Any, Any], key: str, name: str | None = None) -> dict[str, Any]:
    """An attribute in both states, of the entry ``name`` where they are mappings."""
    old, new = states if name is None else (states[0][name], states[1][name])
    return {"before": getattr(old, key), "after": getattr(new, key)}


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


def forecast_moves(before, after) -> list[dict[str, Any]]:
    """{set, definition, by, before, after, change} for every set, definition and date."""
    old = timeline.table(assumptions=timeline.assumptions_of(before))
    new = old if after is before else timeline.table(assumptions=timeline.assumptions_of(after))
    return [
        {key: one[key] for key in ("set", "definition", "by")}
        | {
            "before": one["probability"],
            "after": other["probability"],
            "change": other["probability"] - one["probability"],
        }
        for one, other in zip(old, new, strict=True)
    ]


def tripwire_moves(before, after) -> list[dict[str, Any]]:
    """Frozen expectations of which the outcome differs: {by, observable, path, before, after, hit}.

    ``hit`` is true, false, or None while the expectation is open.
    """
    return [
        {key: old[key] for key in ("by", "observable", "path")}
        | {"before": old["outcome"], "after": new["outcome"], "hit": new["hit"]}
        for old, new in zip(tripwires.check(before), tripwires.check(after), strict=True)
        if old["outcome"] != new["outcome"]
    ]


def moved(forecasts: Iterable[Mapping[str, Any]], least: float = 0.0005) -> list[Mapping[str, Any]]:
    """The forecasts that change by at least ``least`` (a fraction; 0.0005 is 0.05 points)."""
    return [row for row in forecasts if abs(row["change"]) >= least]


def as_text(result: dict[str, Any]) -> str:
    """The result for a person to read: what was added, then what moves and what does not."""
    lines = [f"Added, with the evidence as of {result['as_of']}:"]
    lines += [
        f"  {row['record']}  {row['series']}  {row['date']}  {row['value']:g} {row['unit']}  "
        f"{row['system']}"
        for row in result["added"]
    ]
    for part in (verdict_text, line_text, forecast_text, tripwire_text):
        lines += ["", *part(result)]
    return "\n".join(lines)


def verdict_text(result: dict[str, Any]) -> list[str]:
    """Verdicts that move, then those that stay while a check of theirs moves."""
    loud: list[str] = []
    quiet: list[str] = []
    for row in result["verdicts"]:
        claim, then = row["id"], (row["then_before"], row["then_after"])
        lines = []
        if row["before"] != row["after"]:
            lines.append(f"  {claim}  {WORDS[row['before']]} -> {WORDS[row['after']]}")
            lines += textwrap.wrap(
                row["sentence"], WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 6
            )
        if then[0] != then[1]:
            lines.append(f"  {claim}  at publication: {WORDS[then[0]]} -> {WORDS[then[1]]}")
        part = loud if lines else quiet
        part += lines or [f"  {claim}  stays {WORDS[row['before']]}; checks that move:"]
        part += [check_text(check) for check in row["checks"]]
    return ["Verdicts that move:" if loud else "Verdicts: none moves.", *loud, *quiet]


def check_text(check: Mapping[str, Any]) -> str:
    old, new = (
        "none" if value is None else f"{value:.4g}"
        for value in (check["statistic_before"], check["statistic_after"])
    )
    numbers = "" if old == new == "none" else f"  {old} -> {new}"
    head = f"      {check['role']:<8} {check['name']:<16} "
    return f"{head}{check['before']} -> {check['after']}{numbers}"


def line_text(result: dict[str, Any]) -> list[str]:
    """Trend lines of the model that move, and added rows that none of them takes."""
    lines = []
    for row in result["lines"]:
        h0, d, n = row["h0"], row["d"], row["n"]
        if h0["before"] != h0["after"] or d["before"] != d["after"]:
            lines.append(
                f"  {row['name']:<18} {h0['before']:.2f} -> {h0['after']:.2f} h, doubling in "
                f"{d['before']:.1f} -> {d['after']:.1f} days, {n['before']} -> {n['after']} points"
            )
    head = "Trend lines that feed the model:" if lines else "Trend lines of the model: none moves."
    lines += [f"  not used: {row['record']}, {row['reason']}" for row in result["unused"]]
    return [head, *lines]


def forecast_text(result: dict[str, Any]) -> list[str]:
    """Probabilities that move, with the headline's range."""
    rows = moved(result["forecasts"])
    if not rows:
        return ["Probabilities: none moves by 0.05 points."]
    width = max(len(row["set"]) for row in rows)
    lines = [
        f"  {row['set']:<{width}}  {row['definition']:<2}  by {row['by']}  "
        f"{100 * row['before']:5.1f}% -> {100 * row['after']:5.1f}%  "
        f"{100 * row['change']:+6.1f} points"
        for row in rows
    ]
    lo, hi, verdict = (result["headline"][key] for key in ("lo", "hi", "verdict"))
    was, now = (
        f"{100 * lo[when]:.0f} to {100 * hi[when]:.0f}% ({verdict[when]})"
        for when in ("before", "after")
    )
    return ["Probabilities that move:", *lines, f"  the headline: {was} -> {now}"]


def tripwire_text(result: dict[str, Any]) -> list[str]:
    """Frozen expectations that the rows decide."""
    lines = [
        f"  {row['by']}  {row['observable']:<10}  {row['path']:<18}  "
        f"{row['before']} -> {row['after']} ({HITS[row['hit']]})"
        for row in result["tripwires"]
    ]
    return ["Tripwires that the rows decide:", *lines] if lines else ["Tripwires: none decided."]
