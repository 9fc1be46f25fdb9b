"""How to rebuild: tables of the recorded trials, two builds, killed builds, spoilt data, speed."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...evidence.records import benchmark

__all__ = ["builds", "kill_counts", "mutation_kinds", "outcomes", "pythons", "same_files"]

#: Outcomes of a mutation in the order of the table, with what each means.
OUTCOMES = {
    "refused": "refused, with file and reason",
    "no effect": "read as the same data: nothing can differ",
    "visible": "a legal new value, named by make check",
    "told": "the ledger says which claim cannot be judged on it",
    "wrongly accepted": "accepted, though it must be refused",
    "exception": "a traceback instead of a reason",
}
#: What is built, in the order of the table, with the time that was aimed at (seconds).
BUILDS: dict[str, tuple[str, float | None]] = {
    "stock": ("from nothing, as a stock Jupyter Book builds: one notebook after the other", None),
    "cold": ("from nothing, as here", 90.0),
    "floor": ("pages read and written, every notebook executed before", None),
    "row_changed": ("one data row changed", 60.0),
    "text_changed": ("one text changed", 5.0),
    "nothing_changed": ("nothing changed", 3.0),
}


def outcomes() -> pd.DataFrame:
    """What became of the spoilt data: outcome, meaning, mutations, share (percent)."""
    result = benchmark("mutations")
    rows = [
        {"outcome": name, "meaning": meaning, "mutations": result["outcomes"][name]}
        for name, meaning in OUTCOMES.items()
    ]
    frame = pd.DataFrame(rows)
    return frame.assign(share=100 * frame["mutations"] / result["mutations"])


def mutation_kinds() -> pd.DataFrame:
    """What became of each kind of mutation: kind and one column an outcome."""
    return pd.DataFrame(benchmark("mutations")["kinds"])


def kill_counts() -> dict[str, int]:
    """Counts over the killed builds: builds, killed, whole meanwhile, right after, tidy."""
    result = benchmark("kill_builds")
    return {
        "builds": result["builds"],
        "killed": result["killed"],
        "whole": result["site_whole_meanwhile"],
        "right": result["next_build_right"],
        "tidy": result["nothing_left_behind"],
    }


def same_files() -> dict[str, Any]:
    """Files of two builds under different circumstances, and how many are identical."""
    result = benchmark("same_bytes")
    return {name: result[name] for name in ("files", "identical", "circumstances")}


def pythons() -> pd.DataFrame:
    """The book under other Pythons against the first: python, and identical of all in words."""
    rows = [
        {
            "python": row["python"],
            **{
                name: f"{row[same]} of {row[name]}"
                for name, same in (
                    ("verdicts", "verdicts_identical"),
                    ("numbers", "numbers_identical"),
                    ("files", "identical"),
                )
            },
        }
        for row in benchmark("same_bytes")["pythons"]
    ]
    return pd.DataFrame(rows, columns=["python", "verdicts", "numbers", "files"])


def builds() -> pd.DataFrame:
    """How long each kind of build takes: what, seconds, to_stock (ratio), aim (seconds)."""
    result = benchmark("build_speed")
    seconds = result["seconds"]
    return pd.DataFrame(
        {
            "what": words,
            "seconds": seconds[name],
            "to_stock": seconds[name] / seconds["stock"],
            "aim": aim,
        }
        for name, (words, aim) in BUILDS.items()
    )
