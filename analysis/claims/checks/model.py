"""Checks that ask the timeline model."""

from __future__ import annotations

import statistics

from ... import timeline
from .result import CheckResult


def bayes_factor(ev, claim, params, thresholds) -> CheckResult:
    """Evidence for the sentence's hypothesis is at least 3 in half of the newest sets.

    The hypothesis is that today's approach cannot get there, so that nothing would have happened by the
    date; the rival is that it can, and then nothing has happened with probability 1 - P, with P that of
    AI that can do the research alone. The factor is 1 / (1 - P).
    """
    limit, share = thresholds["bayes_factor"], ev.limits["sets_share"]
    factors = sorted(timeline.bayes_factors(params["by"], ev).values())
    reached = sum(f >= limit for f in factors) / len(factors)
    against = sum(f <= 1 / limit for f in factors) / len(factors)
    result = "pass" if reached >= share else "fail" if against >= share else "imprecise"
    middle = statistics.median(factors)
    return CheckResult(
        result,
        middle,
        limit,
        "Bayes factor, median over sets",
        (),
        {"low": factors[0], "high": factors[-1], "median": middle},
        f"if nothing has happened by then, the odds of a defect rise by a factor of "
        f"{factors[0]:.1f} to {factors[-1]:.1f}.",
    )
