"""Draw the rows of a fact check: the same sample for the same data and seed.

The population are all rows with a record id and a source; a row is *used* if a check of a claim
reads it. Half of the sample is used, half is not, each drawn without replacement from the sorted
ids.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

from .load import RECORD_TABLES, Evidence


def sample(ev: Evidence, used: Iterable[str], *, seed: int, size: int) -> list[tuple[str, bool]]:
    """Return ``size`` pairs of a record and whether it is used, the used ones first.

    ``used`` are the records that the checks read. Raises ValueError where a half has too few rows.
    """
    everything = {record for name in RECORD_TABLES for record in getattr(ev, name)["record"]}
    taken = everything & set(used)
    drawn, generator = [], random.Random(seed)
    for number, pool, is_used in (
        (size // 2, taken, True),
        (size - size // 2, everything - taken, False),
    ):
        if len(pool) < number:
            raise ValueError(f"size: expected at most {2 * len(pool)} rows, found {size}")
        drawn += [(record, is_used) for record in generator.sample(sorted(pool), number)]
    return drawn
