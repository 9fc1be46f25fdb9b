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
from ..timeline.questions import tripwires
from ..timeline.questions.headline import headline
from ..words import sig8
from . import what_if_ledger
from .what_if_notes import notes

WIDTH = 88
NOT_COVERED = "Not covered: the numbers on the pages, which are computed when the book is built."
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

    ``added``: the new observations. ``notes``: what is odd about them though it is no fault.
    ``verdicts``: claims, comparisons and groups of which the verdict, today's or as of publication,
    the sentence, or the result or margin of a check differs. ``lines``: the trend lines that feed
    the model, before and after. ``unused``: added rows of such a series that no line takes, with
    the reason. ``forecasts``: every set, event and date with its per cent before and after.
    ``headline``: the verdict on the essay's number and its range. ``tripwires``: frozen
    expectations of which the outcome differs.
    """
    lines = tuple(
        {f"{line.name}, {100 * line.reliability:.0f}%": line for line in timeline.book(ev).lines}
        for ev in (before, after)
    )
    # The model need not run again when it gets the same values and thresholds from both.
    still = lines[0] == lines[1] and before.limits == after.limits
    head = headline(before)
    heads = head, head if still else headline(after)
    return sig8(
        {
            "as_of": after.vintage["as_of"].isoformat(),
            "added": added_rows(before, after),
            "notes": notes(before, after),
            "verdicts": what_if_ledger.moves(before, after),
            "lines": [
                {"name": name, **{key: pair(lines, key, name) for key in ("h", "d", "n")}}
                for name in lines[0]
            ],
            "unused": unused_rows(before, after),
            "forecasts": forecast_moves(before, before if still else after),
            "headline": {
                "word": pair(heads, "word"),
                **{key: pair([one.first for one in heads], key) for key in ("low", "high")},
            },
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


def unused_rows(before, after) -> list[dict[str, str]]:
    """Added rows of a line's series that no line takes: {record, reason}, with METR's own rule."""
    known, raw = set(before.series["record"]), after.assumptions
    series = dict(map(tuple, raw["series"]))
    half = after.rows(series[0.5])
    values = half["value"].to_numpy(dtype=float)
    best = half[values >= np.maximum.accumulate(values)]
    most, first = raw["measurable_minutes"], min(line["since"] for line in raw["lines"])
    rows = []
    for name in series.values():
        frame = after.rows(name)
        for row in frame.itertuples():
            if row.record in known:
                continue
            if row.value > most:
                reason = f"above {most:g} minutes, where the lines' readings end"
            elif row.record not in set(best["record"]) and (
                name == series[0.5] or row.system not in set(best["system"])
            ):
                reason = "no longer than an earlier model's reading; the lines take records only"
            elif row.date.date() < first:
                reason = f"before {first}, where the lines begin"
            else:
                continue
            rows.append({"record": row.record, "reason": reason})
    return rows


def forecast_moves(before, after) -> list[dict[str, Any]]:
    """{set, event, by, before, after, change} for every set, event and date, per cent."""
    old = timeline.forecast(ev=before)
    new = old if after is before else timeline.forecast(ev=after)
    return [
        {key: one[key] for key in ("set", "event", "by")}
        | {
            "before": one["probability"],
            "after": other["probability"],
            "change": other["probability"] - one["probability"],
        }
        for one, other in zip(old, new, strict=True)
    ]


def tripwire_moves(before, after) -> list[dict[str, Any]]:
    """Frozen expectations of which the outcome differs.

    {edition, by, observable, path, before, after, hit}.

    ``hit`` is true, false, or None while the expectation is open.
    """
    return [
        {key: old[key] for key in ("edition", "by", "observable", "path")}
        | {"before": old["outcome"], "after": new["outcome"], "hit": new["hit"]}
        for old, new in zip(tripwires.check(before), tripwires.check(after), strict=True)
        if old["outcome"] != new["outcome"]
    ]


def moved(forecasts: Iterable[Mapping[str, Any]], least: float = 0.05) -> list[Mapping[str, Any]]:
    """The forecasts that change by at least ``least`` points."""
    return [row for row in forecasts if abs(row["change"]) >= least]


def as_text(result: dict[str, Any]) -> str:
    """The result for a person to read: what was added, then what moves and what does not."""
    lines = [f"Added, with the evidence as of {result['as_of']}:"]
    lines += [
        f"  {row['record']}  {row['series']}  {row['date']}  {row['value']:g} {row['unit']}  "
        f"{row['system']}"
        for row in result["added"]
    ]
    if result["notes"]:
        lines += ["", "To look at, though no fault:"]
        for note in result["notes"]:
            lines += textwrap.wrap(note, WIDTH, initial_indent="  ", subsequent_indent="    ")
    lines += ["", *what_if_ledger.text(result["verdicts"])]
    for part in (line_text, forecast_text, tripwire_text):
        lines += ["", *part(result)]
    lines += ["", NOT_COVERED]
    return "\n".join(lines)


def line_text(result: dict[str, Any]) -> list[str]:
    """Trend lines of the model that move, and added rows that none of them takes."""
    lines = []
    for row in result["lines"]:
        h, d, n = row["h"], row["d"], row["n"]
        if h["before"] != h["after"] or d["before"] != d["after"]:
            lines.append(
                f"  {row['name']:<21} {h['before']:.2f} -> {h['after']:.2f} h, doubling in "
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
        f"  {row['set']:<{width}}  {row['event']:<4}  by {row['by']}  "
        f"{row['before']:5.1f}% -> {row['after']:5.1f}%  "
        f"{row['change']:+6.1f} points"
        for row in rows
    ]
    low, high, word = (result["headline"][key] for key in ("low", "high", "word"))
    was, now = (
        f"{low[when]:.0f} to {high[when]:.0f}% ({word[when]})" for when in ("before", "after")
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
