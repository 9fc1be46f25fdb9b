"""How long the rolling-origin backtest takes, every fit included.

    python -m benchmarks.backtest_speed --as-of 2026-11-25

The work is every series of the evidence that is long enough, its records and all of its models,
with every trend family at every origin. Both the time of the processor and that by the clock are
recorded, the shortest of several runs each. Result: ``benchmarks/recorded/backtest_speed.json``.
"""

from __future__ import annotations

import os
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as in builds: the matrices are small

from analysis import backtest, evidence
from benchmarks import recording

REPETITIONS = 5
LIMIT = 2.0


def measure(selection: str) -> dict:
    """Size of the work and times for the records or for all models of every series."""
    series = backtest.eligible(evidence.load(), selection=selection)
    spent, clocked = [], []
    for _ in range(REPETITIONS):
        start, clock = time.process_time(), time.perf_counter()
        found = backtest.rolling_over(series)
        spent.append(time.process_time() - start)
        clocked.append(time.perf_counter() - clock)
    result = {
        "selection": selection,
        "series": len(series),
        "observations": sum(one.n for one in series),
        "forecasts": len(found),
        "seconds": min(spent),
        "wall_seconds": min(clocked),
    }
    print(f"{selection}: {len(series)} series, {len(found)} forecasts, {result['seconds']:.2f} s")
    return result


def main() -> int:
    """Record; 1 if all series together take longer than the limit."""
    arguments = recording.command(__doc__).parse_args()
    rows = [measure(selection) for selection in ("records", "all")]
    recording.write("backtest_speed", {"rows": rows, "limit_seconds": LIMIT}, arguments.as_of)
    return 0 if all(row["seconds"] < LIMIT for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
