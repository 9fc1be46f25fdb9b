"""PostTrainBench: scores and floors, one faulty test, three scorings, and the gap that closes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ... import fits
from ...evidence.records import figures, labels, number, threshold
from ...fits.trend import student
from ...words import DAYS_PER_YEAR

LEVEL = threshold("trend_level")
V1, V1_1, V1_2 = "posttrainbench_v1", "posttrainbench_v1_1", "posttrainbench_v1_2"
WITHOUT_BFCL = "posttrainbench_v1_without_bfcl"
VERSIONS = {V1: "v1", V1_1: "v1.1 (July 2026)", V1_2: "v1.2 (September 2026)"}
ALONE = ("agent/standard/1", "agent/high/1")  # agents that no person prompted again
LOWER_END, UPPER_END = "ptb-0016", "ptb-0029"  # the runs behind the article's 25 and 28
INSTRUCT, ZERO_SHOT, FEW_SHOT = "ptb-0037", "ptb-0038", "ptb-0039"
INSTRUCT_NOW, ZERO_SHOT_NOW = "ptb-0089", "ptb-0090"


def share_of_gap(score: float, floor: float, top: float) -> float:
    """How much of the way from a floor to a yardstick a score has come, in per cent.

    Raises ValueError when the yardstick is not above the floor.
    """
    if not top > floor:
        raise ValueError(f"top: expected a number above the floor {floor}, found {top}")
    return 100 * (score - floor) / (top - floor)


def printed(ev) -> pd.DataFrame:
    """The two runs behind "25 to 28", as printed and as scored later, per row one run.

    Columns: run, score, later (after contaminated parts were set back), gain (over the untouched
    models), later_gain, share (of the gap, from the untouched models, %), share_few (from the
    same models shown a few examples, %), ratio (score over the yardstick, %).
    """
    base, few, top = (number(ev, record) for record in (ZERO_SHOT, FEW_SHOT, INSTRUCT))
    long_context = ev.rows(V1_1, system=ev.row(LOWER_END)["system"])
    later = (float(long_context["value"].iloc[0]), number(ev, "rval-054"))
    rows = [
        {
            "run": ev.row(record)["system"],
            "score": (score := number(ev, record)),
            "later": after,
            "gain": score - base,
            "later_gain": after - base,
            "share": share_of_gap(score, base, top),
            "share_few": share_of_gap(score, few, top),
            "ratio": 100 * score / top,
        }
        for record, after in zip((LOWER_END, UPPER_END), later, strict=True)
    ]
    return pd.DataFrame(rows)


LABELS = labels("posttrain_systems")
#: Names that the two series give to the same entry of version 1.
SAME_ENTRY = {
    "Official instruct-tuned models": "Official instruct-tuned versions of the same 4 base LLMs",
    "Codex CLI + GPT-5.1 Codex Max": "Codex CLI + GPT-5.1 Codex Max (medium)",
}


def without_bfcl(ev) -> pd.DataFrame:
    """Version 1 with and without the function-calling benchmark that was later dropped.

    Columns: label, kind (floor, agent or yardstick), seven (all benchmarks), six (without it).
    Floors first, then agents by their score without it, then the yardstick.
    """
    six, seven = ev.rows(WITHOUT_BFCL), ev.rows(V1).set_index("system")["value"]
    rows = [
        {
            "label": LABELS[system],
            "kind": "floor"
            if system.startswith("Base")
            else "yardstick"
            if system.startswith("Official")
            else "agent",
            "seven": float(seven[SAME_ENTRY.get(system, system)]),
            "six": float(value),
        }
        for system, value in six.set_index("system")["value"].items()
    ]
    table = pd.DataFrame(rows)
    order = {"floor": 0, "agent": 1, "yardstick": 2}
    return table.sort_values(["kind", "six"], key=lambda c: c.map(order) if c.name == "kind" else c,
                             kind="stable").reset_index(drop=True)  # fmt: skip


def rescored(ev) -> pd.DataFrame:
    """Agents present in all three scorings: line, position, value, ordered by version, then score.

    Fable 5 stands in version 1 with a preliminary run.
    """
    frames = []
    for series, position in VERSIONS.items():
        frame = ev.rows(series)
        frame = frame[frame["conditions"].isin(ALONE)]
        name = frame["system"].str.replace(" (preliminary)", "", regex=False)
        frames.append(pd.DataFrame({"line": name, "position": position, "value": frame["value"]}))
    table = pd.concat(frames)
    everywhere = table.groupby("line")["position"].transform("nunique") == len(VERSIONS)
    kept = table[everywhere]
    place = kept["position"].map({name: n for n, name in enumerate(VERSIONS.values())})
    return (
        kept.assign(place=place)
        .sort_values(["place", "value"], ascending=[True, False])
        .drop(columns="place")
        .reset_index(drop=True)
    )


def run_noise(ev, series: str = V1_2) -> tuple[float, int]:
    """Standard deviation of single runs of one agent, pooled over agents, and its dof.

    Two or three runs tell little about the spread of one agent; together they tell it well.
    """
    frame = ev.rows(series)
    frame = frame[frame["se"].notna() & (frame["n_runs"] > 1)]
    spare = frame["n_runs"].to_numpy(float) - 1
    variance = frame["se"].to_numpy(float) ** 2 * frame["n_runs"].to_numpy(float)
    return float(np.sqrt(np.sum(spare * variance) / spare.sum())), int(spare.sum())


def agents(ev, series: str = V1_2) -> pd.DataFrame:
    """Unaided agents of one version by release date, with 95% intervals from the pooled run noise.

    Columns: those of the series, with ``lower`` and ``upper`` filled and ``best`` (record so far).
    """
    frame = ev.rows(series)
    frame = frame[frame["conditions"].isin(ALONE)].reset_index(drop=True)
    sd, dof = run_noise(ev, series)
    reach = student(0.95, dof) * sd / np.sqrt(frame["n_runs"].fillna(1).to_numpy(float))
    value = frame["value"].to_numpy(float)
    return frame.assign(
        lower=value - reach,
        upper=value + reach,
        best=fits.running_records(frame["date"], frame["value"]),
    )


@dataclass(frozen=True)
class Closing:
    """How fast the gap to the makers' releases changes, points a month (negative: it closes)."""

    all_agents: fits.RateOfChange
    records: fits.RateOfChange
    n: int
    n_records: int
    r_squared_records: float
    weakest: float
    strongest: float
    nearest: float
    share_first: float
    share_last: float

    @staticmethod
    def monthly(found: fits.RateOfChange, level: float = LEVEL) -> tuple[float, float, float]:
        """(estimate, lower, upper) in points a month, by the wider of two intervals."""
        span = found.interval(level)
        return found.value / 12, span.lower / 12, span.upper / 12


def closing(ev) -> Closing:
    """The gap on version 1.2, over all agents and over records; dates are releases of the models.

    ``weakest`` and ``strongest`` are the slopes of all agents with the one agent left out that
    matters most, points a month. ``share_first`` and ``share_last`` are shares of the gap at the
    first and the last record, per cent.
    """
    frame = agents(ev)
    floor, top = number(ev, ZERO_SHOT_NOW), number(ev, INSTRUCT_NOW)
    gap = top - frame["value"].to_numpy(float)
    best = frame[frame["best"]]
    kept = (np.arange(len(frame)) != n for n in range(len(frame)))
    line = np.array([_rate(frame[keep], gap[keep]).value / 12 for keep in kept])
    scores = best["value"].to_numpy(float)
    days = best["date"].to_numpy("datetime64[D]").astype(float)
    return Closing(
        all_agents=_rate(frame, gap),
        records=_rate(best, top - scores),
        n=len(frame),
        n_records=len(best),
        r_squared_records=float(np.corrcoef(days, scores)[0, 1] ** 2),
        weakest=float(line.max()),
        strongest=float(line.min()),
        nearest=float(gap.min()),
        share_first=share_of_gap(float(scores[0]), floor, top),
        share_last=share_of_gap(float(scores[-1]), floor, top),
    )


def meeting_days(ev) -> dict[str, pd.Timestamp]:
    """When the fitted lines of version 1.2 meet the makers' releases: "records" and "all agents".

    Arithmetic on two straight lines, not a forecast: nothing says that the lines stay straight.
    """
    frame, top = agents(ev), number(ev, INSTRUCT_NOW)
    out = {}
    for name, part in (("records", frame[frame["best"]]), ("all agents", frame)):
        gap = top - part["value"].to_numpy(float)
        years = -float(gap.mean()) / _rate(part, gap).by_model.value
        out[name] = (part["date"].mean() + pd.Timedelta(days=DAYS_PER_YEAR * years)).normalize()
    return out


def closing_then(ev) -> tuple[fits.RateOfChange, int]:
    """The same slope on version 1 with the agents known when the essay appeared, and their number.

    Points a year; the version in force then, before the audit.
    """
    known = ev.known_by(ev.vintage["published"])
    frame = known.rows(V1)
    frame = frame[frame["conditions"].isin(ALONE)]
    gap = number(ev, INSTRUCT) - frame["value"].to_numpy(float)
    return _rate(frame, gap), len(frame)


def _rate(frame: pd.DataFrame, gap: np.ndarray) -> fits.RateOfChange:
    return fits.rate_of_change(frame["date"], gap, frame["model"])


def flags(ev) -> dict[str, int]:
    """Runs that the audit of July 2026 flagged, by reason, and how many were done again."""
    contaminated, outside, swapped, looked = figures(ev, "rval-056", count=4)
    return {
        "contaminated": int(contaminated),
        "outside": int(outside),
        "swapped": int(swapped),
        "looked": int(looked),
        "redone": int(number(ev, "rval-057")),
    }
