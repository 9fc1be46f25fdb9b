"""Risks: errors that add up over generations, returns to research, and slow physical steps.

The page's calculator stands in :mod:`audit_site.live.error_form`; its script uses the same two
formulas, which a test compares.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import NormalDist

import pandas as pd

from ...claims.checks.arithmetic import surviving_accuracy
from ...evidence.records import number

ESSAY_ACCURACY = 0.999
ESSAY_GENERATIONS = (50, 500)
#: Published estimates of the returns to research, by record, highest of each study first.
RETURNS = {
    "qual-103": "language processing (Ho and Whitfill)",
    "qual-101": "computer vision (Ho and Whitfill)",
    "qual-102": "game playing (Ho and Whitfill)",
    "qual-043": "software as a whole (Forethought)",
    "qual-041": "a chess engine (Besiroglu and others)",
}
CORRECTED = ("qual-103", "qual-101", "qual-102")
CORRECTION = "qual-040"
ELASTICITIES = "qual-039"
STANDARD_ERROR = re.compile(r"\bSE (\d+(?:\.\d+)?)")
AS_ESTIMATED, AFTER_COMPUTE = "as estimated", "after the correction for compute"


def remaining(accuracy: float, generations: int, repaired: float = 0.0) -> float:
    """Share that is still right when an error is mended at once or never.

    Each generation keeps ``accuracy`` of what was right; a share ``repaired`` of its errors is
    found and mended before the next. Errors are taken to be independent, which is the essay's
    assumption, not a finding. Raises ValueError for shares outside 0 to 1.
    """
    check_share(repaired, "repaired")
    return surviving_accuracy(1 - (1 - accuracy) * (1 - repaired), generations)


def remaining_if_checked_again(accuracy: float, generations: int, repaired: float = 0.0) -> float:
    """Share that is still right when each generation also mends its share of inherited errors.

    With b the share that is wrong, one generation makes it (b + (1 - b)(1 - accuracy))(1 -
    repaired). Without repair this is the same as :func:`remaining`; with any repair it settles.
    Raises ValueError for shares outside 0 to 1.
    """
    check_share(repaired, "repaired")
    surviving_accuracy(accuracy, generations)  # refuses what is no share or no count
    lost = (1 - accuracy) * (1 - repaired)
    if lost == 0:
        return 1.0
    kept = accuracy * (1 - repaired)
    return 1 - lost / (1 - kept) * (1 - kept**generations)


def check_share(value: float, name: str) -> None:
    """Raise ValueError for a number outside 0 to 1."""
    if not 0 <= value <= 1:
        raise ValueError(f"{name}: expected a share between 0 and 1, found {value}")


def accuracy_needed(left: float, generations: int, repaired: float = 0.0) -> float:
    """Accuracy per generation that leaves a share ``left``, errors being mended at once or never.

    Raises ValueError for shares outside 0 to 1, for no generation, and where everything is mended.
    """
    check_share(left, "left")
    check_share(repaired, "repaired")
    if generations < 1 or repaired == 1:
        raise ValueError(
            "generations, repaired: expected at least one generation and some errors unmended, "
            f"found {generations}, {repaired}"
        )
    return 1 - (1 - left ** (1 / generations)) / (1 - repaired)


def remaining_table(
    accuracies: Sequence[float], generations: Sequence[int], repairs: Sequence[float]
) -> pd.DataFrame:
    """Every combination, in percent: accuracy, repaired, generations, remaining, checked_again."""
    return pd.DataFrame(
        [
            {
                "accuracy": 100 * accuracy,
                "repaired": 100 * repaired,
                "generations": count,
                "remaining": 100 * remaining(accuracy, count, repaired),
                "checked_again": 100 * remaining_if_checked_again(accuracy, count, repaired),
            }
            for accuracy in accuracies
            for repaired in repairs
            for count in generations
        ]
    )


def error_curves(accuracy: float, last: int, *, step: int = 10) -> pd.DataFrame:
    """Lines over generations, in percent: line, generations, value."""
    readings = (
        ("nothing mended", 0.0, remaining),
        ("half mended at once, the rest never", 0.5, remaining),
        ("nine in ten mended at once, the rest never", 0.9, remaining),
        ("half of all errors mended in each generation", 0.5, remaining_if_checked_again),
    )
    return pd.DataFrame(
        [
            {"line": line, "generations": count, "value": 100 * left(accuracy, count, share)}
            for line, share, left in readings
            for count in range(0, last + 1, step)
        ]
    )


def returns_rows(ev) -> pd.DataFrame:
    """Published returns to research with their intervals, before and after the correction.

    The returns, r, are the doublings of efficiency for each doubling of research input. Columns:
    label, series, value, lower, upper, record. Ho and Whitfill's correction divides by the factor
    of row ``CORRECTION``, and it is applied to their own three estimates only.
    """
    factor = number(ev, CORRECTION)
    rows = []
    for record, label in RETURNS.items():
        row = ev.find(record)
        low, high = bounds(row)
        value = float(row["value"])
        rows.append((label, AS_ESTIMATED, value, low, high, record))
        if record in CORRECTED:
            rows.append((label, AFTER_COMPUTE, value / factor, low / factor, high / factor, record))
    return pd.DataFrame(rows, columns=["label", "series", "value", "lower", "upper", "record"])


def bounds(row: pd.Series) -> tuple[float, float]:
    """The stated interval of a row; where only a standard error is stated, a 90% one.

    Raises ValueError when the row has neither.
    """
    if pd.notna(row["lower"]) and pd.notna(row["upper"]):
        return float(row["lower"]), float(row["upper"])
    match = STANDARD_ERROR.search(str(row["finding"]))
    if match is None:
        raise ValueError(f"row: expected an interval or a standard error, found {row['record']}")
    reach = NormalDist().inv_cdf(0.95) * float(match[1])
    return float(row["value"]) - reach, float(row["value"]) + reach


def elasticities(ev) -> tuple[float, float]:
    """Whitfill and Wu's two estimates of how well labour replaces compute, as they state them."""
    stated = str(ev.find(ELASTICITIES)["figure"])
    parts = stated.split("/")
    if len(parts) != 2:
        raise ValueError(
            f"{ELASTICITIES}: expected two figures parted by a slash, found {stated!r}"
        )
    return float(parts[0]), float(parts[1])


def speed_limit(whole: float, fixed: float) -> float:
    """How many times faster a process gets at most if only ``fixed`` of its time must remain.

    Amdahl's law with everything else taking no time. Raises ValueError unless 0 < fixed <= whole.
    """
    if not 0 < fixed <= whole:
        raise ValueError(f"whole, fixed: expected 0 < fixed <= whole, found {whole}, {fixed}")
    return whole / fixed
