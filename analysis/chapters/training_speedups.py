"""Training speedups: one vendor task, as printed and as measured again."""

from __future__ import annotations

import pandas as pd

from .. import trends

PRINTED = "llm_training_published_col_june2026"
AGAIN = "llm_training_rerun_june2026"
ESSAY = "clark_as_quoted"
HARD = "llm_training_hard"


def readings(ev) -> pd.DataFrame:
    """All readings of the task by kind: date, model, value (times), group."""
    kinds = {ESSAY: "quoted in the essay", PRINTED: "printed by the maker", AGAIN: "measured again"}
    frames = [ev.rows(series).assign(group=name) for series, name in kinds.items()]
    table = pd.concat(frames)[["date", "model", "value", "group", "reporter", "record"]]
    return table.sort_values(["date", "group", "record"], kind="stable").reset_index(drop=True)


def shift(ev) -> pd.DataFrame:
    """Printed against measured again, model by model: model, printed, again, percent."""
    printed = ev.rows(PRINTED).set_index("model")["value"]
    table = ev.rows(AGAIN)[["model", "date", "value"]].rename(columns={"value": "again"})
    table["printed"] = table["model"].map(printed)
    table = table.dropna(subset=["printed"]).reset_index(drop=True)
    table["percent"] = 100 * (table["again"] / table["printed"] - 1)
    return table


def pace(ev) -> tuple[trends.ExponentialFit, trends.QuadraticFit]:
    """One pace, and a changing pace, through all readings of the June re-run."""
    frame = ev.rows(AGAIN)
    return (
        trends.exponential(frame["date"], frame["value"]),
        trends.quadratic(frame["date"], frame["value"]),
    )
