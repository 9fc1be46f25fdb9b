"""The vocabulary of checks.

A check is a small function ``(ev, claim, params, thresholds) -> CheckResult``. Its result is one of
*pass* (the evidence meets the threshold for the sentence), *fail* (it meets the threshold for the
opposite), *imprecise* (an interval spans both), *missing* (nobody measured it, or no full text was
read), *conflicting* (primary evidence on both sides) or *too_early* (the date lies ahead).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from . import figures, model, trends, words
from .result import CheckResult, ClaimError


@dataclass(frozen=True)
class Check:
    """A word of the vocabulary: its family, the roles it may play, and its function."""

    family: str
    roles: tuple[str, ...]
    function: Callable[..., CheckResult]

    @property
    def rule(self) -> str:
        """The first paragraph of the function's docstring: when it passes and when it fails."""
        return (self.function.__doc__ or "").split("\n\n")[0].replace("\n    ", " ").strip()


CORE = ("core", "context")
CONTEXT = ("context",)
MEANING = ("meaning", "context")

VOCABULARY: dict[str, Check] = {
    "figure_matches": Check("figure", CORE, figures.figure_matches),
    "interval_width": Check("figure", CONTEXT, figures.interval_width),
    "label_matches": Check("meaning", MEANING, figures.label_matches),
    "same_instrument": Check("instrument", MEANING, figures.same_instrument),
    "same_conditions": Check("instrument", CONTEXT, figures.same_conditions),
    "replicated": Check("replication", CONTEXT, figures.replicated),
    "trend_positive": Check("trend", CORE, trends.trend_positive),
    "shape_preferred": Check("shape", CORE, trends.shape_preferred),
    "accelerating": Check("shape", CORE, trends.accelerating),
    "gap_narrowing": Check("gap", CORE, trends.gap_narrowing),
    "consistent": Check("pooling", CORE, trends.consistent),
    "still_valid": Check("today", CONTEXT, figures.still_valid),
    "said_by": Check("attribution", ("gate", "core", "meaning", "context"), words.said_by),
    "arithmetic_holds": Check("arithmetic", CORE, words.arithmetic_holds),
    "bayes_factor": Check("model", CORE, model.bayes_factor),
    "judged": Check("judged", ("core", "meaning", "context"), words.judged),
    "resolved": Check("forecast", CORE, words.resolved),
}

__all__ = ["VOCABULARY", "Check", "CheckResult", "ClaimError"]
