"""How long all combinations of choices take, beside one model run a combination.

Run with ``python benchmarks/choices_speed.py --as-of DATE``. The timed work is what the chapter
shows: every combination on three definitions and two dates, then medians, shares, leaving each
option out, and the exact decomposition of the variance. Times are of the processor, so that other
work on the machine does not count. The baseline asks the model anew for each combination, on a
sample of them.
"""

from __future__ import annotations

import argparse
import statistics
import time

import numpy as np
import recording

from analysis import evidence, timeline
from analysis.timeline.questions import crossing
from analysis.timeline.questions.crossing import Crossing

LIMIT = 10.0  # seconds
REPEATS = 5
SAMPLE = 150  # combinations that the baseline runs


def everything(known: timeline.Assumptions) -> Crossing:
    """All combinations and all that the chapter says about them."""
    found = crossing.cross(assumptions=known)
    for definition, day in found.p:
        found.summary(definition, day)
        found.specification_curve(definition, day)
        found.effects(definition, day)
        found.leave_one_out(definition, day)
        found.anova(definition, day)
    return found


def one_by_one(known: timeline.Assumptions, found: Crossing, sample: int) -> tuple[float, float]:
    """Seconds for the sampled combinations run singly, and the largest difference found."""
    generator = np.random.default_rng(1)
    places = generator.permutation(np.argwhere(found.allowed))[:sample]
    chosen = []
    for place in places:
        values: dict = {"p": 0}
        for axis, index in zip(found.axes, place, strict=True):
            values |= axis.values[index]
        chosen.append((tuple(place), known.base.replace("one cell", **values)))
    largest, start = 0.0, time.process_time()
    for place, cell in chosen:
        for definition, day in found.p:
            p = timeline.probability(cell, definition, day, draws=2**11, assumptions=known)
            largest = max(largest, abs(p - found.p[definition, day][place]))
    return time.process_time() - start, largest


def main() -> int:
    """Record and print the times; 1 if the median is over the limit or the two disagree."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    recording.add_arguments(parser)
    options = parser.parse_args()
    known = timeline.assumptions_of(evidence.load())
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        found = everything(known)
        times.append(time.process_time() - start)
    seconds = statistics.median(times)
    single, largest = one_by_one(known, found, SAMPLE)
    singly = single / SAMPLE * found.count
    result = {
        "combinations": found.count,
        "panels": len(found.p),
        "seconds": seconds,
        "worst": max(times),
        "limit": LIMIT,
        "one_by_one": {"sample": SAMPLE, "seconds": singly, "ratio": singly / seconds},
        "largest_difference": largest,
    }
    recording.write("choices_speed", result, options.as_of)
    print(f"{found.count:,} combinations on {len(found.p)} panels")
    print(f"  package        {seconds:8.2f} s  (median of {REPEATS}, worst {max(times):.2f} s)")
    print(f"  one by one     {singly:8.2f} s  (from a sample of {SAMPLE})")
    print(f"  ratio          {singly / seconds:8.1f}")
    print(f"  largest difference of a probability {largest:.1e}")
    return 0 if seconds < LIMIT and largest < 1e-9 else 1


if __name__ == "__main__":
    raise SystemExit(main())
