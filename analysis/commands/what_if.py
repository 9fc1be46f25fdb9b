"""``python -m analysis whatif --add SERIES.csv``: what some new rows would move, data untouched."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import textwrap
from pathlib import Path
from typing import Any

from ..claims.verdict_rule import WORDS
from ..evidence import DATA
from .moved_by_rows import moved, whatif

WIDTH = 88


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
        help="last day of the evidence, for rows dated later (default: that of the data)",
    )
    parser.add_argument("--data", type=Path, default=DATA, help="another data folder")
    parser.add_argument("--json", action="store_true", help="the whole result as JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print what moves; faulty rows raise EvidenceError, which the command line turns into 1."""
    result = whatif(options.add, data_dir=options.data, as_of=options.as_of)
    if options.json:
        print(json.dumps(result, indent=1, ensure_ascii=False))
    else:
        print(as_text(result))
    return 0


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
    lines: list[str] = []
    quiet = []
    for row in result["verdicts"]:
        then = row["then_before"], row["then_after"]
        if row["before"] == row["after"] and then[0] == then[1]:
            quiet.append(row)
            continue
        if row["before"] != row["after"]:
            lines.append(f"  {row['id']}  {WORDS[row['before']]} -> {WORDS[row['after']]}")
            lines += wrapped(row["sentence"])
        if then[0] != then[1]:
            lines.append(f"  {row['id']}  at publication: {WORDS[then[0]]} -> {WORDS[then[1]]}")
        lines += check_text(row)
    head = "Verdicts that move:" if lines else "Verdicts: none moves."
    for row in quiet:
        lines.append(f"  {row['id']}  stays {WORDS[row['before']]}; checks that move:")
        lines += check_text(row)
    return [head, *lines]


def check_text(row: dict[str, Any]) -> list[str]:
    lines = []
    for check in row["checks"]:
        old, new = check["statistic_before"], check["statistic_after"]
        numbers = "" if old is None and new is None else f"  {shown(old)} -> {shown(new)}"
        lines.append(
            f"      {check['role']:<8} {check['name']:<16} "
            f"{check['before']} -> {check['after']}{numbers}"
        )
    return lines


def line_text(result: dict[str, Any]) -> list[str]:
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
    rows = moved(result["forecasts"])
    if not rows:
        return ["Probabilities: none moves by 0.05 points."]
    width = max(len(row["set"]) for row in rows)
    head = result["headline"]
    lines = [
        f"  {row['set']:<{width}}  {row['definition']:<2}  by {row['by']}  "
        f"{100 * row['before']:5.1f}% -> {100 * row['after']:5.1f}%  "
        f"{100 * row['change']:+6.1f} points"
        for row in rows
    ]
    lo, hi, verdict = head["lo"], head["hi"], head["verdict"]
    lines.append(
        f"  the headline: {100 * lo['before']:.0f} to {100 * hi['before']:.0f}% "
        f"({verdict['before']}) -> {100 * lo['after']:.0f} to {100 * hi['after']:.0f}% "
        f"({verdict['after']})"
    )
    return ["Probabilities that move:", *lines]


def tripwire_text(result: dict[str, Any]) -> list[str]:
    words = {True: "hit", False: "miss", None: "open"}
    lines = [
        f"  {row['by']}  {row['observable']:<10}  {row['path']:<18}  "
        f"{row['before']} -> {row['after']} ({words[row['hit']]})"
        for row in result["tripwires"]
    ]
    return ["Tripwires that the rows decide:", *lines] if lines else ["Tripwires: none decided."]


def shown(value: float | None) -> str:
    return "none" if value is None else f"{value:.4g}"


def wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="      ", subsequent_indent="      ")
