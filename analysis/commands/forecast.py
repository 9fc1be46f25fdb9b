"""``python -m analysis forecast``: what the published inputs give, by set, event and date."""

import argparse
import json
from itertools import product
from typing import Any

import pandas as pd

from .. import timeline
from ..arguments import decimal, one_of
from ..timeline import needs
from ..words import significant


def run(args: argparse.Namespace) -> int:
    """Print what others' published inputs give by a date, in per cent: nobody's forecast.

    A date means the end of that day.
    """
    if args.needs is not None:
        records, tell = _needed(args), needs_text
    else:
        how = {"slow_down": args.slow_down, "given_none_by": args.given_none_by}
        records, tell = timeline.forecast(_sets(args), args.event, args.by, **how), as_text
    records = significant(records)
    print(json.dumps(records, indent=1, ensure_ascii=False) if args.json else tell(records))
    return 0


def _sets(args: argparse.Namespace) -> list[timeline.ParameterSet]:
    """The sets asked for, with the changes asked for; ValueError names what cannot be."""
    known = timeline.book()
    changes: dict[str, float] = {}
    for text in args.changes or ():
        symbol, _, number = text.partition("=")
        kind = known.raw["inputs"][one_of("with", symbol, known.raw["inputs"])]
        low, high = kind["low"], kind["high"]
        try:
            changes[symbol] = decimal(number.replace(",", "."))
        except ValueError:
            raise ValueError(f"with: {symbol}: expected a number, found {number!r}") from None
        if not low <= changes[symbol] <= high:
            raise ValueError(f"with: {symbol}: expected {low:g} to {high:g}, found {number}")
    return [known.set(name).changed(**changes) for name in args.set or known.sets]


def _needed(args: argparse.Namespace) -> list[dict[str, Any]]:
    """{set, event, by, target} and the fields of :class:`~...needs.Need`."""
    known = timeline.book()
    if args.given_none_by is not None:
        raise ValueError("given-none-by: expected none with --needs, found one")
    records = []
    events, days = map(known.event, args.event or ["able"]), args.by or [known.by[-1]]
    for one, event, day in product(_sets(args), events, days):
        head = {"set": one.id, "event": event, "by": day, "target": args.needs}
        found = needs(one, event, args.needs, day, slow_down=args.slow_down)
        records += [head | vars(need) for need in found]
    return records


def as_text(records: list[dict[str, Any]]) -> str:
    """The records as a table: a line a set and event, a column a date, floor and ceiling beside."""
    lines: dict[tuple[str, str], dict[str, str]] = {}
    for record in records:
        line = lines.setdefault((record["set"], record["event"]), {"median": "not reached"})
        if record["median"] is not None:
            line["median"] = f"{record['median']:.1f}"
        line[str(record["by"])] = f"{record['probability']:.1f}%"
        if record["floor"] is not None:
            line[str(record["by"])] += f" [{record['floor']:.1f}, {record['ceiling']:.1f}]"
    table = pd.DataFrame.from_dict(lines, orient="index").rename_axis(["set", "event"])
    days = [column for column in table if column != "median"]
    return table[[*days, "median"]].reset_index().to_string(index=False)


def needs_text(records: list[dict[str, Any]]) -> str:
    """One line an input: the value that gives the number, or that none does."""
    rows = []
    for record in records:
        now = f"{record['name']} ({record['input']}): {record['now']:.6g} {record['unit']}"
        if record["value"] is None:
            after = f"no value does it; the nearest gives {record['best']:.1f}%"
        else:
            after = f"{record['value']:.6g} gives {record['target']:g}%"
        rows.append(f"{record['set']}  {record['event']} by {record['by']}  {now} -> {after}")
    return "\n".join(rows)


MANY = {"action": "extend", "nargs": "+"}
TRUE = {"action": "store_true"}
EVENTS = "one or more of able, AC, TED, pace, R3 (default: all)"
BACKWARDS = "backwards: the value of each input alone that gives so much"
CHANGES = "other values for inputs of the sets, such as L=0,8 or coder=2028.5"
OPTIONS = {
    "--set": MANY | {"metavar": "ID", "help": "one set or more (default: all)"},
    "--event": MANY | {"metavar": "EVENT", "help": EVENTS},
    "--by": {"nargs": "+", "metavar": "DAY", "help": "days (default: ends of 2027, 2028)"},
    "--slow-down": TRUE | {"help": "let in the set's chance of a slow-down"},
    "--given-none-by": {"metavar": "DAY", "help": "condition on no event by the end of that day"},
    "--needs": {"type": decimal, "metavar": "PER CENT", "help": BACKWARDS},
    "--with": MANY | {"dest": "changes", "metavar": "INPUT=VALUE", "help": CHANGES},
    "--json": TRUE | {"help": "records instead of a table"},
}
COMMANDS = {"forecast": (run, OPTIONS)}
