"""Kernels: claims before and after an audit, one kernel in a whole run, and unlike measures."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ... import fits
from ...arguments import number as checked
from ...evidence.records import number

VENDOR_TASK = "anthropic_kernel_task_best"
PEOPLE = "anthropic_kernel_task_human"
HARD_DECK = "kernelbench_hard_v2"
BY_AUDIT = ("as first printed", "after an audit")


def claims_before_after(ev) -> pd.DataFrame:
    """Printed speedups and what an audit left of them: columns label, when, value (times).

    One row of the chart is one claim: the mean speedup of CUDA-L1 before and after its timing was
    repaired, the top of the range announced for the AI CUDA Engineer against the one of its kernels
    that outsiders timed, and METR's mean on KernelBench before and after faulty problems went.
    """
    pairs = {
        "AI CUDA Engineer (Sakana)": ("kern-0029", "kern-0030"),
        "CUDA-L1, mean": ("kern-0021", "kern-0022"),
        "KernelBench with agents (METR)": ("kern-0020", "kern-0019"),
    }
    return pd.DataFrame(
        [
            {"label": label, "when": when, "value": number(ev, record)}
            for label, records in pairs.items()
            for when, record in zip(BY_AUDIT, records, strict=True)
        ]
    )


def amdahl(share: float, speedup: float) -> float:
    """Share of the total time that is saved when a part of it runs faster.

    ``share`` is the part's share of the total time (0 to 1), ``speedup`` its factor (above 0).
    Amdahl (1967): a part that takes a share f of the time and becomes s times as fast saves
    f (1 - 1/s); never more than f, however large s. Raises ValueError outside those ranges.
    """
    share = checked("share", share, above=0.0)
    if share > 1:
        raise ValueError(f"share: expected at most 1, found {share}")
    return share * (1 - 1 / checked("speedup", speedup, above=0.0))


@dataclass(frozen=True)
class ImpliedShare:
    """Which share of a whole run a kernel takes, in percent, from its own and the whole's gain."""

    value: float
    lower: float
    upper: float
    kernel: float  # percent faster, as printed
    saved: float  # percent of the whole run, as printed


def implied_share(ev) -> ImpliedShare:
    """The share of Gemini's training that the kernel of AlphaEvolve takes, by Amdahl's law.

    "23% faster" can mean 1.23 times the speed or 23% less time; the middle takes the first. The
    ends take both readings and all values that round to the printed 1%.
    """
    kernel = number(ev, "kern-0096")
    saved = number(ev, "kern-0097")
    gain = kernel / 100
    saves = (1 - 1 / (1 + gain), gain)  # of the kernel's own time, under the two readings
    return ImpliedShare(
        saved / saves[0],
        (saved - 0.5) / max(saves),
        (saved + 0.5) / min(saves),
        kernel,
        saved,
    )


SHARES = (0.5, 0.25)  # of the run's time, to set beside the share that the report implies


def saved_curves(ev, *, largest: float = 20.0) -> pd.DataFrame:
    """Share of a run saved against the speedup of a part.

    Columns speedup, line, value, lower, upper; values are percent of the whole run. One line for
    the implied share of AlphaEvolve's kernel with its range, and one for each of ``SHARES``.
    Raises ValueError for ``largest`` of 1 or less.
    """
    largest = checked("largest", largest, above=1.0)
    found = implied_share(ev)
    at = np.linspace(1.0, largest, 77)
    rows = []
    for share in SHARES:
        for speedup in at:
            rows.append((speedup, f"{100 * share:.0f}% of the run", amdahl(share, speedup)))
    name = "the kernel of the report"
    frame = pd.DataFrame(rows, columns=["speedup", "line", "value"])
    known = pd.DataFrame(
        {
            "speedup": at,
            "line": name,
            "value": [amdahl(found.value / 100, s) for s in at],
            "lower": [amdahl(found.lower / 100, s) for s in at],
            "upper": [amdahl(found.upper / 100, s) for s in at],
        }
    )
    both = pd.concat([frame, known], ignore_index=True)
    columns = ["value", "lower", "upper"]
    both[columns] = 100 * both[columns]
    return both


def days_of_progress(ev, saved: float) -> float:
    """Days in which ordinary progress of algorithms saves as much compute as ``saved`` percent.

    Ho et al. (2024): the compute for a fixed result halves about every eight months.
    """
    saved = checked("saved", saved, above=0.0)
    if saved >= 100:
        raise ValueError(f"saved: expected less than 100 percent, found {saved}")
    return -math.log2(1 - saved / 100) * number(ev, "qual-036") * fits.DAYS_PER_YEAR / 12


def vendor_points(ev) -> pd.DataFrame:
    """The vendor's kernel task: best speedup by model, with the scaffold named in ``group``."""
    frame = ev.rows(VENDOR_TASK)
    standard = frame["conditions"].str.contains("/standard/")
    group = np.where(standard, "standard scaffold", "experimental scaffold")
    return frame.assign(group=group)[["date", "model", "value", "reporter", "group", "record"]]


@dataclass(frozen=True)
class VendorTrend:
    """One line through the standard-scaffold points of the vendor's task."""

    fit: fits.ExponentialFit
    falls: int  # how often a newer model was below the one before


def vendor_trend(ev) -> VendorTrend:
    """Fit it, and count how often the series falls."""
    frame = vendor_points(ev)
    frame = frame[frame["group"] == "standard scaffold"]
    return VendorTrend(
        fits.exponential(frame["date"], frame["value"]),
        int((frame["value"].diff() < 0).sum()),
    )


def efforts(ev) -> list[tuple[int, float]]:
    """The vendor's estimates of human effort: (hours, how many times faster), shortest first."""
    rows = ev.rows(PEOPLE).sort_values("value")
    hours = rows["system"].str.extract(r"about (\d+) h")[0].astype(int)
    return list(zip(hours, rows["value"].astype(float), strict=True))


def hour_marks(ev) -> list[dict]:
    """The same as levels of a chart: dicts of ``at`` (times) and ``label``."""
    return [{"at": times, "label": f"a person: about {hours} h"} for hours, times in efforts(ev)]


def hard_deck(ev) -> pd.DataFrame:
    """Agents on one repaired deck and one card: share of hardware peak in percent, by date."""
    frame = ev.rows(HARD_DECK)
    return frame.assign(value=100 * frame["value"])[["date", "system", "value", "record"]]


SUITES = {
    "KernelBench, December 2024": "kernelbench_2024_best_of_models",
    "KernelBench v3": "kernelbench_v3",
    "METR's filtered KernelBench": "metr_kernelbench",
    "CUDA-L1": "cuda_l1_claims",
    "KernelBench-Hard, repaired deck": HARD_DECK,
    "Anthropic's kernel task": VENDOR_TASK,
    "KernelEvolve (Meta)": "kernelevolve_speedup",
}


def suites(ev) -> pd.DataFrame:
    """What each measure measures: columns measure, quantity, readings, period.

    No two rows share tasks, unit and reference, which is why no line joins them.
    """
    instruments = ev.instruments.set_index("instrument")
    rows = []
    for label, series in SUITES.items():
        frame = ev.rows(series)
        about = instruments.loc[frame["instrument"].iloc[0]]
        rows.append(
            {
                "measure": label,
                "quantity": about["grader"],
                "readings": len(frame),
                "period": months(frame["date"].min(), frame["date"].max()),
            }
        )
    return pd.DataFrame(rows)


def months(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """A span in months: "Dec 2024", or "Jun to Aug 2026"."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%b %Y}"
    start = f"{first:%b}" if first.year == last.year else f"{first:%b %Y}"
    return f"{start} to {last:%b %Y}"


def scaffold_effect(ev) -> tuple[float, float]:
    """The vendor's task with one model under two scaffolds: the lower and the higher value."""
    row = ev.find("rval-086")
    return tuple(sorted((float(row["value"]), float(row["value_from"]))))
