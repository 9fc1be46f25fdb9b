"""Sums that the article or the essay does in passing, done again. They decide nothing."""

from __future__ import annotations


def conditional_probability(by_later: float, by_earlier: float) -> float:
    """P(event in the second period | none in the first) from two cumulative probabilities."""
    if not 0 <= by_earlier < 1 or not by_earlier <= by_later <= 1:
        raise ValueError(
            "by_earlier, by_later: expected 0 <= by_earlier <= by_later <= 1 with "
            f"by_earlier < 1, found {by_earlier}, {by_later}"
        )
    return (by_later - by_earlier) / (1 - by_earlier)
