"""Full autonomy: which evidence measures which of five capabilities, and how far work runs alone.

The matrix is a judgement and says so: a test *measures* a capability when its score is about that
capability, and covers it *in part* when its tasks include it while the score is about something
else, or when it is measured on a small model only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ... import timeline

CAPABILITIES = {
    "C13": "designs experiments",
    "C14": "writes code",
    "C15": "runs evaluations",
    "C16": "changes architectures",
    "C17": "trains successors",
}
SHORT = {
    "C13": "experi\u00adments",
    "C14": "code",
    "C15": "evalua\u00adtions",
    "C16": "architec\u00adtures",
    "C17": "succes\u00adsors",
}  # with soft hyphens, so that the matrix fits a page
MEASURES, PART, NONE = "measures", "in part", "–"


@dataclass(frozen=True)
class Kind:
    """A kind of evidence, the rows or series it stands on, and what it says about whom."""

    name: str
    rests_on: tuple[str, ...]
    marks: Mapping[str, str]


COVERAGE = (
    Kind(
        "SWE-bench and METR's horizons",
        ("swe_bench_verified", "metr_th_1_1_p50"),
        {"C14": MEASURES},
    ),
    Kind(
        "kernel and training-speed tasks",
        ("kernelbench_hard_v2", "llm_training_rerun_june2026"),
        {"C14": MEASURES},
    ),
    Kind("CORE-Bench", ("corebench_hard_hal_coreagent",), {"C15": PART}),
    Kind("MLE-bench", ("mlebench_main",), {"C13": PART, "C14": PART, "C15": PART}),
    Kind("PostTrainBench", ("posttrainbench_v1_2",), {"C13": PART, "C15": PART, "C17": PART}),
    Kind(
        "NanoGPT speedrun and its replays",
        ("rval-104", "rval-106", "qual-027"),
        {"C14": PART, "C16": PART},
    ),
    Kind("Karpathy's overnight loop", ("qual-028",), {"C13": PART, "C16": PART}),
    Kind("automated alignment researchers", ("qual-004", "qual-005"), {"C13": PART}),
    Kind("the model's next step against a person's", ("qual-032",), {"C13": MEASURES}),
    Kind("two complete research projects", ("qual-029",), {"C13": MEASURES}),
)


def coverage(ev) -> pd.DataFrame:
    """The matrix: column evidence and one column a capability, by claim id.

    Raises ValueError when a kind rests on a row or series that is not in the evidence.
    """
    known = set(ev.series["series"])
    rows = []
    for kind in COVERAGE:
        lost = [name for name in kind.rests_on if name not in known and ev.find(name) is None]
        if lost:
            raise ValueError(f"{kind.name}: expected rows or series of the evidence, found {lost}")
        rows.append({"evidence": kind.name, **{c: kind.marks.get(c, NONE) for c in CAPABILITIES}})
    return pd.DataFrame(rows)


def tally(ev) -> pd.DataFrame:
    """How many kinds of evidence measure each capability: claim, capability, measures, in_part."""
    table = coverage(ev)
    return pd.DataFrame(
        [
            {
                "claim": claim,
                "capability": name,
                "measures": int((table[claim] == MEASURES).sum()),
                "in_part": int((table[claim] == PART).sum()),
            }
            for claim, name in CAPABILITIES.items()
        ]
    )


# Epoch AI's six kinds of work in AI research, and which of the article's five fall under each; the
# assignment is ours.
WORK = {
    "deciding what to work on": (),
    "designing": ("C13", "C16"),
    "building": ("C14",),
    "running": ("C15", "C17"),
    "analysing": (),
    "communicating": (),
}


def work_table() -> pd.DataFrame:
    """The six kinds of work and the capabilities of the list that fall under them: work, listed."""
    return pd.DataFrame(
        [
            {"work": work, "listed": ", ".join(CAPABILITIES[c] for c in claims) or "nothing"}
            for work, claims in WORK.items()
        ]
    )


LEVELS = {
    "qual-108": "at least collaborates (AL3 to AL5)",
    "qual-056": "leads, a person supervises (AL4)",
    "qual-055": "works alone (AL5)",
}


def scale(ev) -> pd.DataFrame:
    """Shares of one laboratory's research work by level of automation, for ``charts.rows``.

    Columns: label, value (per cent), text, date, record. The first is published as a lower bound.
    Raises ValueError when a row is missing or its value is not a share.
    """
    rows = []
    for record, label in LEVELS.items():
        row = ev.find(record)
        if row is None or not 0 <= row["value"] <= 100:
            raise ValueError(f"record: expected a share in per cent, found {record!r} as {row!r}")
        at_least = str(row["figure"]).startswith(">")
        text = f"{'over ' if at_least else ''}{row['value']:.0f}%"
        rows.append((label, float(row["value"]), text, row["date"], record))
    return pd.DataFrame(rows, columns=["label", "value", "text", "date", "record"])


@dataclass(frozen=True)
class Nearest:
    """The nearest public reading of an agent training a model: PostTrainBench 1.2, in points."""

    best: float
    system: str
    date: pd.Timestamp
    official: float
    base: float

    @property
    def share(self) -> float:
        """Per cent of the way from the untouched base models to their makers' own versions."""
        return 100 * (self.best - self.base) / (self.official - self.base)


def nearest(ev) -> Nearest:
    """Best autonomous agent on PostTrainBench 1.2 beside the makers' models and the base models."""
    frame = ev.rows("posttrainbench_v1_2")
    conditions = frame["conditions"].fillna("")
    agents = frame[conditions.str.startswith("agent/")]
    untouched = frame[conditions.str.startswith("none/standard")]
    official = frame[frame["system"].str.startswith("Official")]
    if agents.empty or len(untouched) != 1 or len(official) != 1:
        raise ValueError(
            f"posttrainbench_v1_2: expected agents, one base row and one row of official models, "
            f"found {len(agents)}, {len(untouched)} and {len(official)}"
        )
    best = agents.loc[agents["value"].idxmax()]
    return Nearest(
        float(best["value"]),
        str(best["system"]),
        best["date"],
        float(official["value"].iloc[0]),
        float(untouched["value"].iloc[0]),
    )


def window(ev, *, years: tuple[int, ...] = (1, 2)) -> dict[str, pd.Timestamp]:
    """The essay's window: ``start`` (publication) and the day so many years later, by name."""
    start = pd.Timestamp(ev.vintage["published"])
    return {"start": start} | {f"after_{n}": start + pd.DateOffset(years=n) for n in years}


def chance_of_r1(ev, days) -> pd.DataFrame:
    """Probability of R1 by each day, in per cent: date, value. R1 is the same in every set."""
    known = timeline.assumptions_of(ev)
    name = next(name for name in known.sets if name != known.article_set)
    return pd.DataFrame(
        [
            {
                "date": pd.Timestamp(day),
                "value": 100
                * timeline.probability(
                    name, "R1", pd.Timestamp(day).strftime("%Y-%m-%d"), assumptions=known
                ),
            }
            for day in days
        ]
    )


def chance_path(ev) -> pd.DataFrame:
    """R1 month by month from publication to the end of the window: line, date, value (per cent)."""
    edges = window(ev)
    last = edges["after_2"]
    days = [*pd.date_range(edges["start"], last, freq="MS"), last]
    return chance_of_r1(ev, [edges["start"], *days]).assign(line="R1, a weak reading")
