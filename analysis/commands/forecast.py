"""``python -m analysis forecast``: what the sets of assumptions give, by definition and date."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import yaml

from .. import timeline
from ..timeline.draws import SEED
from ..words import sig8


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """Add the command to the subparsers of ``python -m analysis``."""
    parser = subparsers.add_parser(
        "forecast",
        help="probabilities and medians of the timeline model",
        description="What stated assumptions give: not a forecast of ours. A date means the end "
        "of that day.",
    )
    parser.add_argument(
        "--set", action="extend", nargs="+", metavar="NAME", help="one set or more (default: all)"
    )
    parser.add_argument(
        "--sets", metavar="FILE", help="YAML list of further sets, {name, values}, as in the data"
    )
    parser.add_argument(
        "--definition",
        action="extend",
        nargs="+",
        metavar="R",
        help="one or more of AC, R1, R2, R3, R4 (default: all)",
    )
    parser.add_argument("--by", nargs="+", metavar="DATE", help="ISO days (default: the article's)")
    parser.add_argument(
        "--given-none-by", metavar="DATE", help="condition on no event by the end of that day"
    )
    parser.add_argument(
        "--draws",
        default="reference",
        metavar="N",
        help='a number of draws, "page" (4,096) or "reference" (2^18, the default)',
    )
    parser.add_argument("--seed", default=SEED, metavar="S", help=f"default {SEED}")
    parser.add_argument("--json", action="store_true", help="records instead of a table")
    parser.set_defaults(run=run)
    return parser


def run(args: argparse.Namespace) -> int:
    """Print the records asked for; 0, or 2 with one line on stderr for bad input."""
    known = timeline.default_assumptions()  # unusable data are not a wrong request
    try:
        records = sig8(
            timeline.table(
                sets=args.set,
                definitions=args.definition,
                by=args.by,
                given_none_by=args.given_none_by,
                draws=_whole(args.draws),
                seed=_whole(args.seed),
                assumptions=_with_sets(known, args.sets),
            )
        )
    except ValueError as error:
        print("forecast: " + "; ".join(str(error).splitlines()), file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps(records, indent=1, ensure_ascii=False))
    else:
        print(as_text(records))
    return 0


def as_text(records: list[dict[str, Any]]) -> str:
    """The records as a table: a line a set and definition, a column a date."""
    days = list(dict.fromkeys(record["by"] for record in records))
    lines: dict[tuple[str, str], dict[str, Any]] = {}
    for record in records:
        line = lines.setdefault((record["set"], record["definition"]), {})
        line[record["by"]] = f"{100 * record['probability']:.1f}%"
        middle = record["median"]
        line["median"] = "not reached" if middle is None else f"{middle:.1f}"
    width = max([len(name) for name, _ in lines] + [3])
    rows = [
        f"{'set':{width}}  {'R':2}  " + "".join(f"{day!s:>12}" for day in days) + "      median"
    ]
    for (name, event), line in lines.items():
        cells = "".join(f"{line[day]:>12}" for day in days)
        rows.append(f"{name:{width}}  {event:2}  {cells}{line['median']:>12}")
    return "\n".join(rows)


def _whole(text: Any) -> Any:
    """A whole number if the text is one, else the text, for the model to refuse by name."""
    try:
        return int(text)
    except ValueError:
        return text


def _with_sets(known: timeline.Assumptions, path: str | None) -> timeline.Assumptions:
    if path is None:
        return known
    try:
        rows = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ValueError(f"sets: expected a readable YAML file, found {path}: {error}") from None
    if not isinstance(rows, list) or not all(isinstance(r, dict) and "name" in r for r in rows):
        raise ValueError(f"sets: expected a list of {{name, values}} in {path}, found {rows!r:.60}")
    rows = [{"id": row["name"], **row} for row in rows]
    raw = {**known.raw, "sets": [*known.raw["sets"], *rows]}
    return timeline.Assumptions.from_mapping(raw)
