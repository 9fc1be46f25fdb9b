"""``python -m analysis whatif``: what new rows or another threshold would move, data untouched.

Both are read with the validator's own code, as if they stood in ``data/``. What they may move is
put into words before and after, and the words that differ are told. Nothing is written.
"""

import argparse
import datetime as dt
import difflib
import json
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from .. import evidence, timeline
from ..arguments import day, decimal
from ..claims import records
from ..timeline.questions import tripwires
from ..timeline.questions.headline import headline
from ..words import significant

WIDTH = 88
NOT_COVERED = "Not covered: the numbers on the pages, which are computed when the book is built."
GONE = "not there"
HITS = {True: "hit", False: "miss", None: "open"}
#: How many times a value may lie off the median of this many readings before it, untold.
FAR, RECENT = 20, 5


def run(options: argparse.Namespace) -> int:
    """Print what would move if some rows were added or a threshold had another value.

    Reads CSV files in the form of data/series/*.csv and of data/sources.csv, and values in place of
    those of data/thresholds.yml, as if they stood in the data. Nothing is written.
    """
    if not (options.add or options.threshold):
        raise ValueError("whatif: expected --add SERIES.csv or --threshold NAME=VALUE, found none")
    how = {"limits": options.threshold, "data_dir": options.data, "as_of": options.as_of}
    result = whatif(options.add, sources=options.sources, **how)
    print(json.dumps(result, indent=1, ensure_ascii=False) if options.json else as_text(result))
    return 0


def whatif(
    path: Path | str | None = None,
    *,
    sources: Sequence[Path | str] = (),
    limits: Sequence[tuple[str, float]] = (),
    data_dir: Path = evidence.DATA,
    as_of: dt.date | None = None,
) -> dict[str, Any]:
    """What the rows of a CSV file in the form of ``data/series`` would :func:`move <moves>`.

    ``sources`` are files of the form of ``data/sources.csv`` with the sources that the rows name;
    ``limits`` are thresholds and other values of them. ``as_of`` moves the last day of both states
    of the evidence, for rows that are dated later. EvidenceError lists every fault of rows and
    values, ValueError names a threshold that is not there.
    """
    data_dir = Path(data_dir)
    before = evidence.read(data_dir, as_of=as_of) if as_of else evidence.load(data_dir)
    add = [path] if path else []
    after = evidence.read(data_dir, add=add, sources=sources, as_of=as_of, limits=limits)
    return moves(before, after)


def moves(before: evidence.Evidence, after: evidence.Evidence) -> dict[str, Any]:
    """The differences between two states of the evidence, ready for JSON.

    ``added`` observations, ``notes`` of what is odd about them, and for each of :data:`PARTS` names
    to what differs, before and after.
    """
    new = after.series[~after.series["record"].isin(before.series["record"])]
    columns = ["record", "series", "system", "value", "unit", "date"]
    found: dict[str, Any] = {
        "as_of": after.vintage["as_of"].isoformat(),
        "added": significant(
            new[columns].assign(date=new["date"].dt.date.astype(str)).to_dict("records")
        ),
        "notes": [
            f"{row['record']}: {note}"
            for _, row in new.iterrows()
            for note in odd(row, before.series, after.series)
        ],
    }
    for part, (_, tell) in PARTS.items():
        old, now = tell(before), tell(after)
        found[part] = {
            name: {"before": old.get(name, GONE), "after": now.get(name, GONE)}
            for name in {**old, **now}
            if old.get(name) != now.get(name)
        }
    return found


def odd(row: pd.Series, known: pd.DataFrame, every: pd.DataFrame) -> Iterator[str]:
    """What is odd about a new row though it is no fault: names that nobody used, a value far off.

    ``known`` are the rows before, ``every`` one those with the new. Hours where minutes stand are
    sixty times off the readings before them.
    """
    for column in ("series", "model"):
        names = sorted(set(known[column]) - {""})
        if row[column] and row[column] not in names:
            near = difflib.get_close_matches(row[column], names, n=1, cutoff=0)[0]
            yield f"the {column} {row[column]!r} is new; nearest is {near!r}"
    others = every[every["record"] != row["record"]]
    others = others[others["series"] == row["series"]]
    if len(others) and row["instrument"] not in set(others["instrument"]):
        yield f"no other row of {row['series']} has the instrument {row['instrument']!r}"
    same = others[others["model"] == row["model"]] if row["model"] else others[:0]
    for one in same[:1].itertuples():
        yield f"{one.series} has {one.model} already: {one.record}, {one.value:g} {one.unit}"
    before = others[others["date"] <= row["date"]].sort_values("date", kind="stable")
    earlier = before["value"].tail(RECENT)
    usual, value = earlier.median(), row["value"]
    if value > FAR * usual or 0 < value < usual / FAR:
        yield (
            f"{value:g} {row['unit']} is more than {FAR} times off the readings before it, whose "
            f"median is {usual:g}"
        )


def verdicts(ev: Any) -> dict[str, str]:
    """Word, word as of publication, sentence and checks of claims, comparisons and groups."""
    ledger, told = records.document(ev), {}
    for one in (*ledger["claims"], *ledger["comparisons"], *ledger["groups"]):
        told[one["id"]] = one["word"]
        told[f"{one['id']} at publication"] = one["word_at_publication"]
        told[f"{one['id']} sentence"] = one["sentence"]
        for place, check in enumerate(one.get("checks", []), start=1):
            name = f"{one['id']} check {place}, {check['role']} {check['name']}"
            told[name] = f"{check['result']}: {check['words']}"
    return told


def lines(ev: Any) -> dict[str, str]:
    """METR's record lines with the hours, pace and points that the model starts from."""
    return {
        f"{line.name}, {100 * line.reliability:.0f}%": f"{line.h:.2f} h, doubling in {line.d:.1f} "
        f"days, {line.n} points"
        for line in timeline.book(ev).lines
    }


def probabilities(ev: Any) -> dict[str, str]:
    """Every set, event and date, and the verdict on the headline with its range."""
    head, marks = headline(ev), [timeline.percent(one, ev=ev) for one in timeline.book(ev).newest]
    told = {
        f"{one['set']} {one['event']} by {one['by']}": f"{one['probability']:.1f}%"
        for one in timeline.forecast(ev=ev)
    }
    return told | {"the headline": f"{min(marks):.0f} to {max(marks):.0f}% ({head.word})"}


def expected(ev: Any) -> dict[str, str]:
    """Frozen expectations with their outcomes."""
    return {
        f"edition {one['edition']}, by {one['by']}, {one['observable']}, {one['path']}": (
            f"{one['outcome']} ({HITS[one['hit']]})"
        )
        for one in tripwires.check(ev)
    }


def thresholds(ev: Any) -> dict[str, str]:
    """The value of every threshold."""
    return {name: f"{value:g}" for name, value in ev.limits.items()}


#: What may move: its words over a list, and the function that tells a state of it.
PARTS = {
    "thresholds": ("Thresholds", thresholds),
    "verdicts": ("Verdicts, sentences and checks", verdicts),
    "lines": ("Trend lines that feed the model", lines),
    "probabilities": ("Probabilities", probabilities),
    "tripwires": ("Tripwires", expected),
}


def as_text(result: dict[str, Any]) -> str:
    """The result for a person to read: what was added, then what moves and what does not."""
    head = "Added" if result["added"] else "No row added"
    out = [f"{head}, with the evidence as of {result['as_of']}:"]
    out += [
        f"  {row['record']}  {row['series']}  {row['date']}  {row['value']:g} {row['unit']}  "
        f"{row['system']}"
        for row in result["added"]
    ]
    out += [f"  note: {note}" for note in result["notes"]]
    for part, (words, _) in PARTS.items():
        out += ["", f"{words}:" if result[part] else f"{words}: none moves."]
        for name, pair in result[part].items():
            if max(map(len, pair.values())) < WIDTH // 3:
                out.append(f"  {name}: {pair['before']} -> {pair['after']}")
                continue
            out.append(f"  {name}")
            for head, when in (("was", "before"), ("now", "after")):
                text = f"{head}: {pair[when]}"
                out += textwrap.wrap(text, WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 9)
    return "\n".join([*out, "", NOT_COVERED])


def marked(text: str) -> tuple[str, float]:
    """Return name and value of ``NAME=VALUE``."""
    name, _, value = text.partition("=")
    return name, decimal(value)


READ = "day up to which texts were read, for later rows (default: that of the data)"
OPTIONS = {
    "--add": {"metavar": "SERIES.csv", "help": "the new rows"},
    "--sources": {"action": "append", "default": [], "metavar": "SOURCES.csv"}
    | {"help": "sources that the new rows name, in the form of data/sources.csv"},
    "--threshold": {"type": marked, "action": "append", "default": [], "metavar": "NAME=VALUE"}
    | {"help": "another value of a threshold of thresholds.yml (may be given again)"},
    "--as-of": {"type": day, "metavar": "DATE", "help": READ},
    "--data": {"type": Path, "default": evidence.DATA, "help": "another data folder"},
    "--json": {"action": "store_true", "help": "the whole result as JSON"},
}
COMMANDS = {"whatif": (run, OPTIONS)}
