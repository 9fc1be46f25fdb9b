"""Risks: what is left of an accuracy that is lost a little in every generation."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ..arithmetic import surviving_accuracy


def remaining(accuracy: float, generations: int, repaired: float = 0.0) -> float:
    """Share that is still right after so many generations.

    Each generation keeps ``accuracy`` of what was right; a share ``repaired`` of errors is found
    and mended. Errors are taken to be independent, which is the essay's assumption, not a finding.
    Raises ValueError for shares outside 0 to 1.
    """
    if not 0 <= repaired <= 1:
        raise ValueError(f"repaired: expected a share between 0 and 1, found {repaired}")
    return surviving_accuracy(1 - (1 - accuracy) * (1 - repaired), generations)


def remaining_table(
    accuracies: Sequence[float], generations: Sequence[int], repairs: Sequence[float]
) -> pd.DataFrame:
    """Every combination, in percent: accuracy, repaired, generations, remaining."""
    return pd.DataFrame(
        [
            {
                "accuracy": 100 * accuracy,
                "repaired": 100 * repaired,
                "generations": count,
                "remaining": 100 * remaining(accuracy, count, repaired),
            }
            for accuracy in accuracies
            for repaired in repairs
            for count in generations
        ]
    )
