"""Records: the running best of a series, and what choosing it does."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..arguments import vector
from .dates import day_numbers

__all__ = ["running_records"]


def running_records(
    dates: Iterable, values: Iterable, *, lowest: bool = False, ties: bool = False
) -> np.ndarray:
    """Return which observations were the best of all up to their day, in the order given.

    The best is the highest value, or with ``lowest`` the lowest. Of several observations on one
    day only the best can be a record. An observation that equals the record counts only with
    ``ties``.

    Records are a selected sample: each is chosen for being above all before it, so a fit to them
    alone sits above the typical model and its scatter is too small. Where that matters, fit every
    model that met a rule written without looking at scores beside them.
    """
    days = day_numbers("dates", dates)
    score = vector("values", values, length=len(days))
    score = -score if lowest else score
    mask = np.zeros(len(days), dtype=bool)
    best = -np.inf
    for day in np.unique(days):
        today = np.flatnonzero(days == day)
        top = score[today].max()
        if top > best or (ties and top == best):
            winners = today[score[today] == top]
            mask[winners if ties else winners[:1]] = True
            best = top
    return mask
