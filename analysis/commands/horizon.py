"""``python -m analysis horizon``: time horizons with intervals from anybody's task tallies."""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
from pathlib import Path
from typing import Any

from ..arguments import number
from ..horizons import PENALTY, HorizonFit, fit, tallies
from ..horizons.bootstrap import bootstrap
from ..words import sig8

__all__ = ["add_parser", "records", "run"]


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
        "--reliability", nargs="+", type=float, default=[0.5, 0.8], metavar="P",
        help="chances of success between 0 and 1 (default: 0.5 0.8)",
    )  # fmt: skip
    parser.add_argument("--draws", type=int, default=1000, metavar="N", help="default 1000")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="default 1")
    parser.add_argument(
        "--penalty", type=float, default=PENALTY, metavar="L",
        help=f"ridge penalty on the slope (default {PENALTY:g})",
    )  # fmt: skip
    parser.add_argument(
        "--level", type=float, default=0.95, metavar="Q", help="of the intervals (default 0.95)"
    )
    parser.add_argument("--json", action="store_true", help="records instead of a table")
    parser.set_defaults(run=run)
    return parser


def run(args: argparse.Namespace) -> int:
    """Print a table or JSON records; 0, or 2 with every problem on stderr for bad input."""
    try:
        found = _records(
            args.file,
            reliabilities=args.reliability,
            draws=args.draws,
            seed=args.seed,
            penalty=args.penalty,
            level=args.level,
        )
    except OSError as error:
        print(f"{args.file}: {error.strerror}", file=sys.stderr)
        return 2
    except ValueError as error:
        for line in str(error).splitlines():
            print(f"{args.file}: {line}", file=sys.stderr)
        return 2
    if args.json:
        rows = [record for record, _ in found]
        print(json.dumps(rows, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print(_table(found))
    return 0


def records(
    path: Path | str,
    *,
    reliabilities: list[float],
    draws: int = 1000,
    seed: int = 1,
    penalty: float = PENALTY,
    level: float = 0.95,
) -> list[dict[str, Any]]:
    """One record per model and reliability, rounded to 8 significant digits, models in file order.

    Keys: model, reliability, horizon_minutes, lower, upper, level, slope, intercept, n_tasks,
    n_runs. A model that solved nothing or everything has no horizon, slope and intercept (None) but
    a one-sided bound: see :meth:`analysis.horizons.HorizonFit.bound`. An end without limit is None.
    """
    return [
        record
        for record, _ in _records(
            path, reliabilities=reliabilities, draws=draws, seed=seed, penalty=penalty, level=level
        )
    ]


def _records(path, *, reliabilities, draws, seed, penalty, level) -> list[tuple[dict, str]]:
    """Each record with how the model's runs ended (:attr:`HorizonFit.solved`)."""
    models = _read(Path(path))
    fits = {tally.model: fit(tally, penalty=penalty) for tally in models}
    fitted = [tally for tally in models if fits[tally.model].solved == "some"]
    reliabilities = [number("reliability", p, above=0.0, below=1.0) for p in reliabilities]
    resampled = (
        bootstrap(
            fitted, reliabilities=reliabilities, draws=draws, seed=seed, penalty=penalty,
            level=level,
        )
        if fitted
        else None
    )  # fmt: skip
    return [
        (_record(fits[tally.model], reliability, resampled, level), fits[tally.model].solved)
        for tally in models
        for reliability in reliabilities
    ]


def _record(one: HorizonFit, reliability: float, resampled, level: float) -> dict[str, Any]:
    horizon = lower = upper = math.nan
    if one.solved == "some":
        horizon = one.horizon(reliability)
        interval = resampled.interval(one.model, reliability)
        lower, upper = interval.lower, interval.upper
    elif one.solved in ("none", "all"):
        bound = one.bound(reliability, level=level)
        lower, upper = bound.lower, bound.upper
    return sig8(
        {
            "model": one.model,
            "reliability": reliability,
            "horizon_minutes": _finite(horizon),
            "lower": _finite(lower),
            "upper": _finite(upper),
            "level": level,
            "slope": _finite(one.slope),
            "intercept": _finite(one.intercept),
            "n_tasks": one.n_tasks,
            "n_runs": one.n_runs,
        }
    )


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _read(path: Path) -> tuple[tallies.Tally, ...]:
    """Tallies of a CSV file; row numbers in messages are those of its lines, the header being 1."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
    except UnicodeDecodeError as error:
        byte = f"{error.object[error.start]:#x} at {error.start}"
        raise ValueError(f"expected UTF-8 text, found byte {byte}") from error
    except csv.Error as error:
        raise ValueError(f"expected comma-separated values: {error}") from error
    header = reader.fieldnames or []
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise ValueError(f"columns: expected each once, found {', '.join(twice)} again")
    # A comma inside a number, such as 1,440, would shift every cell after it.
    longer = [line for line, row in enumerate(rows, start=2) if None in row]
    if longer:
        cells = len(header) + len(rows[longer[0] - 2][None])
        raise ValueError(f"row {longer[0]}: expected {len(header)} cells, found {cells}")
    return tallies.read(rows, first_row=2)


_REMARKS = {
    "some": "",
    "none": ", one-sided: solved nothing",
    "all": ", one-sided: solved everything",
}


def _table(found: list[tuple[dict[str, Any], str]]) -> str:
    header = ("model", "reliability", "horizon", "interval", "tasks", "runs")
    rows = [header]
    for record, solved in found:
        low, high = _length(record["lower"], "no limit"), _length(record["upper"], "no limit")
        rows.append(
            (
                record["model"],
                f"{100 * record['reliability']:g}%",
                _length(record["horizon_minutes"], "none"),
                f"{low} to {high} ({100 * record['level']:g}%{_REMARKS[solved]})"
                if solved != "rising"
                else "longer tasks were solved more often",
                str(record["n_tasks"]),
                str(record["n_runs"]),
            )
        )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _length(minutes: float | None, missing: str) -> str:
    """Minutes in the unit a person would use."""
    if minutes is None:
        return missing
    for size, unit in ((1440.0 * 7, "weeks"), (60.0, "h"), (1.0, "min")):
        if minutes >= size * (2.0 if unit == "weeks" else 1.0):
            return f"{minutes / size:.3g} {unit}"
    return f"{60.0 * minutes:.3g} s"
