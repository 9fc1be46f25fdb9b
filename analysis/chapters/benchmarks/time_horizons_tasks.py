"""Time horizons from the ground: METR's task tallies of four models, refitted.

Four of the article's five models are in the tallies (all but GPT-3.5, which was never run on suite
1.1). From them the horizons, their intervals and, what METR does not publish, the intervals of the
*ratio* of two models on the same tasks follow.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ... import horizons
from ...horizons import bootstrap, tallies
from .time_horizons import MEASURABLE_MINUTES, P50, P80, SEED

OLD_PENALTY = 0.1  # METR's ridge penalty until March 2026
DRAWS = 2000
NEWEST = "Claude Opus 4.6"
#: Ends of the bands of human time, in minutes, with their names.
BANDS = {
    (0.0, 1.0): "under 1 min",
    (1.0, 16.0): "1 to 16 min",
    (16.0, 60.0): "16 to 60 min",
    (60.0, 240.0): "1 to 4 h",
    (240.0, 480.0): "4 to 8 h",
    (480.0, 960.0): "8 to 16 h",
    (960.0, np.inf): "16 h and more",
}
FROM_AN_HOUR = tuple(name for (low, _), name in BANDS.items() if low >= 60.0)


def refit(ev, *, draws: int = DRAWS, seed: int = SEED) -> bootstrap.Bootstrap:
    """Horizons at 50% and 80% of the four models with the hierarchical bootstrap."""
    return bootstrap.bootstrap(
        tallies.read(ev.tasks), reliabilities=(0.5, 0.8), draws=draws, seed=seed
    )


def refit_table(ev, boot: bootstrap.Bootstrap) -> pd.DataFrame:
    """Our refit beside METR's values, by model; minutes.

    Columns: model; p50, p50_lower, p50_upper, p80, p80_lower, p80_upper (ours); metr_p50,
    metr_p50_lower, metr_p50_upper, metr_p80; above_limit (share of draws with a 50% horizon above
    16 h); old_penalty (the 50% horizon with the penalty METR used until March 2026);
    first_published (what METR printed first).
    """
    first = ev.article_points.set_index("model")["first_published_minutes"]
    rows = []
    for tally in tallies.read(ev.tasks):
        model = tally.model
        half, fifth = ev.rows(P50, model=model).iloc[0], ev.rows(P80, model=model).iloc[0]
        place = boot.models.index(model)
        one, two = boot.interval(model, 0.5), boot.interval(model, 0.8)
        rows.append(
            {
                "model": model,
                "p50": boot.point[place, 0],
                "p50_lower": one.lower,
                "p50_upper": one.upper,
                "p80": boot.point[place, 1],
                "p80_lower": two.lower,
                "p80_upper": two.upper,
                "metr_p50": half["value"],
                "metr_p50_lower": half["lower"],
                "metr_p50_upper": half["upper"],
                "metr_p80": fifth["value"],
                "above_limit": boot.share_above(model, MEASURABLE_MINUTES),
                "old_penalty": horizons.fit(tally, penalty=OLD_PENALTY).horizon(0.5),
                "first_published": first[model],
            }
        )
    return pd.DataFrame(rows)


def ratios(boot: bootstrap.Bootstrap) -> pd.DataFrame:
    """How many times longer each model's horizon is than that of the model before it.

    Both horizons come from the same tasks in each draw, so what the tasks have in common cancels.
    Columns: model, before, reliability, ratio, lower, upper (95%).
    """
    rows = []
    for before, model in zip(boot.models[:-1], boot.models[1:], strict=True):
        for reliability in boot.reliabilities:
            interval = boot.ratio_interval(model, before, reliability)
            rows.append(
                {
                    "model": model,
                    "before": before,
                    "reliability": reliability,
                    "ratio": boot.ratio(model, before, reliability),
                    "lower": interval.lower,
                    "upper": interval.upper,
                }
            )
    return pd.DataFrame(rows)


def success_by_length(ev) -> pd.DataFrame:
    """Mean share of runs solved by length of task, in per cent, each task counting alike.

    Columns: band, tasks, and one a model. Lengths are human times; a band holds its lower end and
    not its upper one.
    """
    tasks = ev.tasks.assign(share=100 * ev.tasks["n_successes"] / ev.tasks["n_runs"])
    models = list(dict.fromkeys(tasks["model"]))
    lengths = tasks.drop_duplicates("task_id")["human_minutes"]
    rows = []
    for (low, high), name in BANDS.items():
        inside = tasks[(tasks["human_minutes"] >= low) & (tasks["human_minutes"] < high)]
        means = inside.groupby("model")["share"].mean()
        count = int(((lengths >= low) & (lengths < high)).sum())
        rows.append({"band": name, "tasks": count, **{m: float(means[m]) for m in models}})
    return pd.DataFrame(rows)


def suite_size(ev) -> dict[str, int]:
    """Tasks and families of suite 1.1, and how many tasks take people 8 h or 16 h and more."""
    tasks = ev.tasks.drop_duplicates("task_id")
    minutes = tasks["human_minutes"]
    return {
        "tasks": len(tasks),
        "families": tasks["task_family"].nunique(),
        "from_8h": int((minutes >= 480).sum()),
        "from_16h": int((minutes >= MEASURABLE_MINUTES).sum()),
    }


def choices(ev, model: str = NEWEST) -> pd.DataFrame:
    """The 50% horizon of one model under other choices of analysis: choice, minutes, percent.

    ``percent`` is the change against the standard analysis. Raises ValueError for a model that is
    not in the tallies.
    """
    tally = [one for one in tallies.read(ev.tasks) if one.model == model]
    if not tally:
        known = ", ".join(dict.fromkeys(ev.tasks["model"]))
        raise ValueError(f"model: expected one of {known}, found {model!r}")
    return pd.DataFrame(
        [
            {"choice": found.choice, "minutes": found.horizon, "percent": 100 * found.change}
            for found in bootstrap.sensitivity(tally)
        ]
    )
