"""How fast the timeline model is: a million draws beside the same model in a plain Python loop.

    python benchmarks/timeline_speed.py --as-of 2026-11-25

Times are of the processor, so that a second core would not help. The timed work is the whole of it:
making the draws, then all four definitions on the axis by both dates of the article. The baseline
keeps the model as most public timeline models write it, one draw at a time. Result:
``benchmarks/recorded/timeline_speed.json``; without ``--as-of`` nothing is written.
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
import statistics
import time
from pathlib import Path

import numpy as np
import recording
import yaml
from analysis.timeline.draws import make_scores

from analysis import timeline
from analysis.timeline.model import able_share, gap_of, growth_years, mean_share_passed

MILLION = 2**20  # 1,048,576
SLOW = 4_000
EVENTS = ("AC", "R2", "R3", "R4")
YEARS = (2028.0, 2029.0)
LIMIT = 2.0


def fast(book: timeline.Assumptions, draws: int) -> dict[tuple[str, float], float]:
    """The package's own code on ``draws`` fresh draws."""
    chosen = book.set("published spread")
    z = make_scores(draws, seed=1)
    result = {}
    for name in EVENTS:
        event = book.definition(name)
        g = growth_years(chosen, event, z)
        for year in YEARS:
            share = mean_share_passed(year - chosen.origin, g, gap_of(chosen, event))
            result[name, year] = able_share(chosen, event) * share
    return result


def slow(book: timeline.Assumptions, draws: int) -> dict[tuple[str, float], float]:
    """The same model, one draw at a time, with NumPy used as most scripts use it."""
    chosen = book.set("published spread")
    generator = np.random.default_rng(1)
    events = [book.definition(name) for name in EVENTS]
    hits = {(event.name, year): 0.0 for event in events for year in YEARS}
    for _ in range(draws):
        z = generator.standard_normal(6)
        h0, d, H, k = (
            spread.median * np.exp(spread.sigma * score)
            for spread, score in zip((chosen.h0, chosen.d, chosen.H, chosen.k), z[:4], strict=True)
        )
        r = chosen.a.mean + chosen.a.sd * z[4] + (chosen.f.mean + chosen.f.sd * z[5]) / 10
        for event in events:
            rho = event.reliability_in(chosen)
            n = max(0.0, np.log2(event.multiplier * H / h0) + k * np.log(rho / (1 - rho)))
            doublings = n if abs(r) < 1e-9 else (1 - np.exp(-r * n)) / (1 - np.exp(-r))
            g = d / 365.25 * doublings
            for year in YEARS:
                left = year - chosen.origin - g
                if left > 0 and event.gap == 0:
                    hits[event.name, year] += 1
                elif left > 0:
                    score = np.log(left / (event.gap * chosen.L.median)) / chosen.L.sigma
                    hits[event.name, year] += 0.5 * math.erfc(-score / math.sqrt(2))
    return {
        (event.name, year): able_share(chosen, event) * hits[event.name, year] / draws
        for event in events
        for year in YEARS
    }


def main() -> int:
    """Print the times; 1 if a million draws took longer than the limit or the two disagree."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--as-of",
        type=dt.date.fromisoformat,
        metavar="DATE",
        help="day of the run, ISO; the result is recorded with it",
    )
    args = parser.parse_args()
    path = Path(__file__).parent.parent / "data" / "assumptions.yml"
    book = timeline.Assumptions.from_mapping(yaml.safe_load(path.read_text(encoding="utf-8")))
    fast(book, 2**12)  # imports and first calls are not what is measured
    times = []
    for _ in range(5):
        start = time.process_time()
        ours = fast(book, MILLION)
        times.append(time.process_time() - start)
    seconds = statistics.median(times)
    start = time.process_time()
    theirs = slow(book, SLOW)
    per_draw = (time.process_time() - start) / SLOW
    error = max(abs(ours[key] - theirs[key]) for key in ours)
    print(f"{MILLION:,} draws, {len(EVENTS)} definitions, {len(YEARS)} dates")
    print(f"  package        {seconds:8.2f} s  (median of {len(times)}, worst {max(times):.2f} s)")
    print(f"  one at a time  {per_draw * MILLION:8.2f} s  ({per_draw * 1e6:.0f} us a draw)")
    print(f"  ratio          {per_draw * MILLION / seconds:8.0f}")
    print(f"  largest difference of a probability {100 * error:.1f} points on {SLOW:,} draws")
    good = seconds < LIMIT and error < 0.04
    if args.as_of is not None and good:
        result = {
            "draws": MILLION,
            "definitions": list(EVENTS),
            "dates": len(YEARS),
            "seconds": seconds,
            "worst_seconds": max(times),
            "limit_seconds": LIMIT,
            "baseline": {
                "what": "the same model, one draw at a time",
                "draws": SLOW,
                "seconds_per_draw": per_draw,
                "ratio": per_draw * MILLION / seconds,
            },
            "largest_difference": error,
        }
        recording.write("timeline_speed", result, args.as_of)
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
