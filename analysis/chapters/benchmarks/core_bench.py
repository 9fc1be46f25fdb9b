"""CORE-Bench: a corrected start, a rise in three steps, a fixed agent, and the repaired tasks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from ... import fits
from ...evidence.records import figures, number
from ...fits.shares import wilson
from ...fits.trend import Interval

PAPER, FIXED_AGENT = "corebench_hard_paper", "corebench_hard_hal_coreagent"
CLAUDE_CODE, REPAIRED = "corebench_hard_claude_code", "corebench_v1_1"
START, CORRECTED = "core-0001", "core-0002"
TRIALS = ("core-0014", "core-0015", "core-0016")  # the paper's own three, graded after the repair
AUTOMATIC, REGRADED = "core-0073", "core-0074"
OPUS = "Claude Opus 4.5"
N_TASKS = 45


@dataclass(frozen=True)
class Start:
    """The 2024 figure, in per cent: as printed, as corrected, and how well it is known.

    ``between_trials`` is the interval the authors print (three trials of one agent), ``of_tasks``
    the one for papers of this kind, from the middle trial (nine of 45).
    """

    printed: float
    corrected: float
    trials: tuple[float, ...]
    between_trials: Interval
    of_tasks: Interval


def start(ev) -> Start:
    """The article's first figure and its authors' correction."""
    corrected = ev.row(CORRECTED)
    trials = tuple(number(ev, record) for record in TRIALS)
    middle = sorted(trials)[1]
    return Start(
        number(ev, START),
        float(corrected["value"]),
        trials,
        Interval(float(corrected["lower"]), float(corrected["upper"]), float(corrected["level"])),
        wilson(middle, N_TASKS),
    )


def steps(ev) -> pd.DataFrame:
    """From the printed 2024 figure to the printed 2025 figure, one change at a time.

    Columns: step, start, end, change (points). The first row is the authors' correction; the other
    three add up to the way from the corrected start to the end. Only one order was measured: the
    agent was changed on the new model, the grading on the new agent.
    """
    opus = ev.rows(FIXED_AGENT, model=OPUS)["value"].max()
    path = [
        ("2024 figure, one faulty task repaired", number(ev, START)),
        ("newer model, same agent, same grader", number(ev, CORRECTED)),
        ("another agent, same model, same grader", float(opus)),
        ("graded again by hand, one task dropped", number(ev, AUTOMATIC)),
        ("", number(ev, REGRADED)),
    ]
    rows = [(step, before, after, after - before) for (step, before), (_, after) in pairwise(path)]
    return pd.DataFrame(rows, columns=["step", "start", "end", "change"])


def agent_effects(ev) -> pd.DataFrame:
    """The same model under both agents, automatic grading: model, core_agent, claude_code, change.

    CORE-Agent: the model's best run. Opus 4.1 under Claude Code was given only in words ("about ten
    points" worse), so its value is rounded.
    """
    other = {
        OPUS: number(ev, AUTOMATIC),
        "Claude Sonnet 4.5": float(
            ev.rows(CLAUDE_CODE, model="Claude Sonnet 4.5")["value"].iloc[0]
        ),
        "Claude Sonnet 4": float(ev.rows(CLAUDE_CODE, model="Claude Sonnet 4")["value"].iloc[0]),
        "Claude Opus 4.1": figures(ev, "rval-009", count=2)[1],
    }
    table = pd.DataFrame(
        [
            (model, float(ev.rows(FIXED_AGENT, model=model)["value"].max()), value)
            for model, value in other.items()
        ],
        columns=["model", "core_agent", "claude_code"],
    )
    return table.assign(change=table["claude_code"] - table["core_agent"])


def fixed_agent(ev) -> pd.DataFrame:
    """One row a model on CORE-Agent, original 45 tasks, automatic grading; by day of its first run.

    The value is the mean of the model's runs; the interval is Wilson's for 45 tasks, because more
    runs of the same tasks are not more tasks. Columns: model, developer, date, value, lower, upper,
    n_runs.
    """
    frame = ev.rows(FIXED_AGENT)
    table = (
        frame.groupby("model", as_index=False)
        .agg(
            developer=("developer", "first"),
            date=("date", "min"),
            value=("value", "mean"),
            n_runs=("value", "size"),
        )
        .sort_values(["date", "model"])
        .reset_index(drop=True)
    )
    spans = [wilson(value, N_TASKS) for value in table["value"]]
    return table.assign(lower=[s.lower for s in spans], upper=[s.upper for s in spans])


def fixed_trend(ev) -> tuple[fits.RateOfChange, fits.LogisticFit]:
    """Growth of the log-odds a year with the agent held fixed, and the curve through all runs."""
    runs = ev.rows(FIXED_AGENT)
    rate = fits.rate_of_change(runs["date"], fits.logit(runs["value"]), runs["model"])
    return rate, fits.logistic(runs["date"], runs["value"])


EFFORT = re.compile(r"\(effort (\w+)\)")


def repaired(ev) -> pd.DataFrame:
    """Version 1.1, one row a model and agent: model, scaffold, value, lower, upper, date.

    Where an agent ran at several levels of effort, the medium one stands for it.
    """
    frame = ev.rows(REPAIRED)
    effort = frame["system"].str.extract(EFFORT)[0].fillna("medium")
    several = frame.groupby(["model", "scaffold"])["system"].transform("size") > 1
    kept = frame[~several | (effort == "medium")]
    return kept[["model", "scaffold", "value", "lower", "upper", "date"]].reset_index(drop=True)


def repeats(ev) -> pd.DataFrame:
    """Five repeats of the same Codex agents on version 1.1: model, mean, all_five (per cent)."""
    mean = ev.rows("corebench_v1_1_mean_of_5")[["model", "value"]]
    every = ev.rows("corebench_v1_1_all_5_of_5")[["model", "value"]]
    table = mean.merge(every, on="model", suffixes=("_mean", "_every"))
    return table.rename(columns={"value_mean": "mean", "value_every": "all_five"})


def audit(ev) -> dict[str, int]:
    """What the audit of June 2026 did to the 45 tasks, and the size of the set it left.

    Keys: removed, edited, kept, added, dropped, left, outside (new out-of-distribution tasks).
    """
    removed, edited, kept = figures(ev, "rval-013", count=3)
    table = ev.instruments.set_index("instrument")
    note = str(table.loc[REPAIRED, "note"])
    added, dropped = (
        int(re.search(rf"(\d+) {word}", note).group(1)) for word in ("added", "dropped")
    )
    return {
        "removed": int(removed),
        "edited": int(edited),
        "kept": int(kept),
        "added": added,
        "dropped": dropped,
        "left": int(table.loc[REPAIRED, "n_tasks"]),
        "outside": int(table.loc["corebench_ood", "n_tasks"]),
    }
