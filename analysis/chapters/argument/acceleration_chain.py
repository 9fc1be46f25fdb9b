"""A chain of parts: what reliability does along it, and whether failures are independent at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...horizons.readings import ARTICLE_MODELS, P50, P80


def chain(reliability: float | np.ndarray, steps: float | np.ndarray) -> np.ndarray:
    """Chance in per cent that every one of ``steps`` steps succeeds.

    ``reliability`` is the chance of a single step as a fraction; steps fail independently and
    nothing is repaired. Raises ValueError for a chance outside 0 to 1 or a negative count.
    """
    p, n = np.asarray(reliability, float), np.asarray(steps, float)
    if ((p < 0) | (p > 1)).any() or (n < 0).any():
        raise ValueError(
            f"reliability, steps: expected chances in 0 to 1 and no negative count, "
            f"found {reliability!r} and {steps!r}"
        )
    return 100 * p**n


def step_needed(whole: float, steps: int) -> float:
    """Reliability in per cent that each of ``steps`` steps needs for a chance ``whole`` (fraction).

    Raises ValueError for a chance not above 0 and at most 1, or fewer than one step.
    """
    if not 0 < whole <= 1 or steps < 1:
        raise ValueError(f"whole, steps: expected 0 to 1 and 1 or more, found {whole}, {steps}")
    return 100 * whole ** (1 / steps)


def chains(reliabilities: Sequence[float] = (0.999, 0.99, 0.95, 0.9), *, most: int = 100):
    """Curves for ``charts.curves``: columns steps, value (per cent), line."""
    steps = np.arange(1, most + 1)
    return pd.concat(
        [
            pd.DataFrame({"steps": steps, "value": chain(p, steps), "line": f"{100 * p:g}% a step"})
            for p in reliabilities
        ],
        ignore_index=True,
    )


@dataclass(frozen=True)
class Independence:
    """Whether failures are independent: right in all of five repeats, measured and multiplied."""

    model: str
    mean: float
    all_five: float
    multiplied: float


def repeats(ev) -> list[Independence]:
    """Five repeats of each CORE-Bench 1.1 task: first and last by share right in all five."""
    mean = ev.rows("corebench_v1_1_mean_of_5").set_index("model")["value"]
    five = ev.rows("corebench_v1_1_all_5_of_5").set_index("model")["value"]
    rows = [
        Independence(str(m), float(mean[m]), float(five[m]), float(chain(mean[m] / 100, 5)))
        for m in five.sort_values().index
    ]
    return [rows[0], rows[-1]]


@dataclass(frozen=True)
class Steadiness:
    """METR's two horizons of one model against a constant chance of failure a minute.

    ``half`` and ``four_fifths`` are its horizons in minutes at 50 and 80%; ``expected`` is the
    second if failures came at a constant rate; ``longer`` the chance in per cent at ``times`` the
    first horizon along METR's curve, ``longer_constant`` the same at the constant rate.
    """

    model: str
    half: float
    four_fifths: float
    expected: float
    times: int
    longer: float
    longer_constant: float


def steadiness(ev, *, times: int = 4) -> Steadiness:
    """Whether the article's last model fails at a constant rate, as a chain would.

    METR's curve is logistic in the log of task length, so two points fix it. Raises ValueError
    when the model has not one row in each series.
    """
    model = ARTICLE_MODELS[2026]
    found = {series: ev.rows(series, model=model)["value"] for series in (P50, P80)}
    if any(len(values) != 1 for values in found.values()):
        raise ValueError(f"model: expected one row each for {model!r} in {P50} and {P80}")
    half, fifth = (float(found[series].iloc[0]) for series in (P50, P80))
    steepness = np.log(4) / np.log(half / fifth)
    return Steadiness(
        model,
        half,
        fifth,
        half * np.log(0.8) / np.log(0.5),
        times,
        float(100 / (1 + times**steepness)),
        100 * 0.5**times,
    )
