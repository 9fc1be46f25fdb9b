"""``python -m analysis horizon``: time horizons with intervals from anybody's task tallies."""

import argparse
import json
import math
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd

from ..arguments import decimal, number, option, whole
from ..horizons import PENALTY, fit, tallies
from ..horizons.bootstrap import bootstrap
from ..horizons.fitting import NO_HORIZON
from ..words import length_of_time, significant


def run(args: argparse.Namespace) -> int:
    """Print the time horizons that anybody's task tallies give.

    A horizon is the task length, in human time, that a model masters at a reliability; intervals
    are bootstrapped over task families, tasks and runs.
    """
    records = _horizons(args)
    if args.json:
        records = [{key: row[key] for key in row if key != "solved"} for row in records]
        print(json.dumps(records, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print(pd.DataFrame(map(_line, records)).to_string(index=False))
    return 0


def _horizons(args: argparse.Namespace) -> list[dict[str, Any]]:
    """A record for each model, in the file's order, and reliability, to 8 significant digits.

    A model that solved nothing or everything has no horizon, slope and intercept. What there is not
    is None, as is an end without limit.
    """
    suite = tallies.read_file(args.file)
    reliabilities = [number("reliability", p, above=0.0, below=1.0) for p in args.reliability]
    fits = [fit(tally, penalty=args.penalty) for tally in suite]
    fitted = [tally for tally, one in zip(suite, fits, strict=True) if one.solved == "some"]
    how = {"draws": args.draws, "seed": args.seed, "penalty": args.penalty}
    resampled = bootstrap(fitted, reliabilities=reliabilities, **how) if fitted else None
    records = []
    for one, p in product(fits, reliabilities):
        row = dict.fromkeys(("model", "reliability", "horizon_minutes", "lower", "upper", "level"))
        row |= {"model": one.model, "reliability": p, "level": args.level}
        if one.solved == "some":
            ends = resampled.interval(one.model, p, level=args.level)
            row |= {"horizon_minutes": one.horizon(p), **vars(ends)}
        row |= {key: getattr(one, key) for key in ("slope", "intercept", "n_tasks", "n_runs")}
        for key in ("lower", "upper", "slope", "intercept"):
            row[key] = row[key] if row[key] is not None and math.isfinite(row[key]) else None
        records.append(significant(row) | {"solved": one.solved})
    return records


def _line(record: dict[str, Any]) -> dict[str, str]:
    """A record for people."""

    def told(key: str, missing: str) -> str:
        return missing if record[key] is None else length_of_time(record[key])

    ends = f"{told('lower', 'no limit')} to {told('upper', 'no limit')}"
    interval = NO_HORIZON.get(record["solved"], f"{ends} ({100 * record['level']:g}%)")
    return {
        "model": record["model"],
        "reliability": f"{100 * record['reliability']:g}%",
        "horizon": told("horizon_minutes", "none"),
        "interval": interval,
        "tasks": str(record["n_tasks"]),
        "runs": str(record["n_runs"]),
    }


DEFAULT = "(default %(default)s)"
FILE = f"one row per model and task, with {', '.join(tallies.COLUMNS)}; others are ignored"
CHANCES = {"metavar": "P", "help": f"chances of success {DEFAULT}", "default": [0.5, 0.8]}
CHANCE = option("a number in plain digits (the file stands before the options)", float)
OPTIONS = {
    "file": {"metavar": "TASKS.csv", "type": Path, "help": FILE},
    "--reliability": CHANCES | {"type": CHANCE, "nargs": "+"},
    "--draws": {"metavar": "N", "type": whole, "default": 1000, "help": DEFAULT},
    "--seed": {"metavar": "S", "type": whole, "default": 1, "help": DEFAULT},
    "--penalty": {"metavar": "L", "type": decimal, "default": PENALTY, "help": f"ridge {DEFAULT}"},
    "--level": {
        "metavar": "Q",
        "type": decimal,
        "default": 0.95,
        "help": f"of intervals {DEFAULT}",
    },
    "--json": {"action": "store_true", "help": "records instead of a table"},
}
COMMANDS = {"horizon": (run, OPTIONS)}
