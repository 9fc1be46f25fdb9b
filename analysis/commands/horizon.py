"""``python -m analysis horizon``: time horizons with intervals from anybody's task tallies."""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path
from typing import Any

import pandas as pd

from ..arguments import decimal, number, whole
from ..horizons import PENALTY, HorizonFit, fit, human_time, tallies
from ..horizons.bootstrap import bootstrap
from ..words import sig8

#: What stands behind the level of an interval, by :attr:`HorizonFit.solved`.
REMARKS = {
    "some": "",
    "none": ", one-sided: solved nothing",
    "all": ", one-sided: solved everything",
}


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """Add the command to the subparsers of ``python -m analysis``."""
    parser = subparsers.add_parser(
        "horizon",
        help="time horizons from task tallies",
        description="The task length, in human time, that each model masters at a reliability, "
        "with bootstrap intervals over task families, tasks and runs.",
        epilog=f"TASKS.csv has the columns {', '.join(tallies.COLUMNS)}; others are ignored.",
    )
    parser.add_argument("file", metavar="TASKS.csv", type=Path, help="one row per model and task")
    parser.add_argument(
        "--reliability", nargs="+", type=decimal, default=[0.5, 0.8], metavar="P",
        help="chances of success between 0 and 1 (default: 0.5 0.8)",
    )  # fmt: skip
    parser.add_argument("--draws", type=whole, default=1000, metavar="N", help="default 1000")
    parser.add_argument("--seed", type=whole, default=1, metavar="S", help="default 1")
    parser.add_argument(
        "--penalty", type=decimal, default=PENALTY, metavar="L",
        help=f"ridge penalty on the slope (default {PENALTY:g})",
    )  # fmt: skip
    parser.add_argument(
        "--level", type=decimal, default=0.95, metavar="Q", help="of the intervals (default 0.95)"
    )
    parser.add_argument("--json", action="store_true", help="records instead of a table")
    parser.set_defaults(run=run)
    return parser


def run(args: argparse.Namespace) -> int:
    """Print a table or JSON records; 0, or 2 with every problem on stderr for bad input."""
    try:
        found = _horizons(args)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    records = [_record(*one, args.level) for one in found]
    if args.json:
        print(json.dumps(records, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        lines = [_line(one[0], record) for one, record in zip(found, records, strict=True)]
        print(pd.DataFrame(lines).to_string(index=False))
    return 0


def _horizons(args: argparse.Namespace) -> list[tuple[HorizonFit, float, float, float]]:
    """Fit, reliability and ends of the interval in minutes (nan: none), models in file order."""
    suite = tallies.read_file(args.file)
    reliabilities = [number("reliability", p, above=0.0, below=1.0) for p in args.reliability]
    fits = [fit(tally, penalty=args.penalty) for tally in suite]
    fitted = [tally for tally, one in zip(suite, fits, strict=True) if one.solved == "some"]
    if fitted:
        resampled = bootstrap(
            fitted, reliabilities=reliabilities, draws=args.draws, seed=args.seed,
            penalty=args.penalty, level=args.level,
        )  # fmt: skip
    found = []
    for one in fits:
        for reliability in reliabilities:
            lower = upper = math.nan
            if one.solved != "rising":
                ends = (
                    resampled.interval(one.model, reliability)
                    if one.solved == "some"
                    else one.bound(reliability, level=args.level)
                )
                lower, upper = ends.lower, ends.upper
            found.append((one, reliability, lower, upper))
    return found


def _record(one: HorizonFit, reliability, lower, upper, level) -> dict[str, Any]:
    """One record of the JSON output, to 8 significant digits; None for what there is not.

    A model that solved nothing or everything has no horizon, slope and intercept but a one-sided
    bound: see :meth:`analysis.horizons.HorizonFit.bound`. An end without limit is None.
    """
    values = {
        "model": one.model,
        "reliability": reliability,
        "horizon_minutes": one.horizon(reliability) if one.solved == "some" else math.nan,
        "lower": lower,
        "upper": upper,
        "level": level,
        "slope": one.slope,
        "intercept": one.intercept,
        "n_tasks": one.n_tasks,
        "n_runs": one.n_runs,
    }
    limitless = {
        key for key, value in values.items() if key != "model" and not math.isfinite(value)
    }
    return sig8(values | dict.fromkeys(limitless))


def _line(one: HorizonFit, record: dict[str, Any]) -> dict[str, str]:
    """The same for people."""

    def length(key: str, missing: str) -> str:
        return missing if record[key] is None else human_time(record[key])

    interval = "longer tasks were solved more often"
    if one.solved != "rising":
        level = f"{100 * record['level']:g}%{REMARKS[one.solved]}"
        interval = f"{length('lower', 'no limit')} to {length('upper', 'no limit')} ({level})"
    return {
        "model": one.model,
        "reliability": f"{100 * record['reliability']:g}%",
        "horizon": length("horizon_minutes", "none"),
        "interval": interval,
        "tasks": str(one.n_tasks),
        "runs": str(one.n_runs),
    }
