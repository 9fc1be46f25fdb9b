"""How fast the rolling-origin backtest is, as a ratio in one run against a kept baseline.

    python benchmarks/backtest_speed.py --as-of 2026-11-25

The work is every series of the evidence that is long enough, its records and all of its models,
with every trend family at every origin. The baseline below makes the same forecasts as a script
would that uses the package's public fits: one whole fit for each origin and family, one score at a
time. Its numbers must be the same to 1e-8. The ratio is one of processor times, so that other work
on the machine and a second core count for little; the time by the clock is recorded beside it.
Result: ``benchmarks/recorded/backtest_speed.json``.
"""

from __future__ import annotations

import argparse
import math
import time

import numpy as np
import recording

from analysis import backtest, evidence

REPETITIONS = 5
LIMIT = 2.0


def one_fit_each(series) -> list[tuple]:
    """Baseline: (series, shape, origin, target, mean, scale, crps) by a whole fit for each."""
    found = []
    for one in series:
        dates = one.frame["date"].to_numpy("datetime64[D]")
        values = one.frame["value"].to_numpy(float)
        known = dates if one.known is None else one.known.to_numpy("datetime64[D]")
        odds = values / (100.0 - values) if one.bounded else values
        for day in np.unique(known):
            train, targets = np.flatnonzero(known < day), np.flatnonzero(known == day)
            train = train[np.argsort(dates[train], kind="stable")]
            targets = targets[np.argsort(dates[targets], kind="stable")]
            for shape, (fitter, least) in backtest.SHAPES.items():
                if len(train) < least:
                    continue
                try:
                    fit = fitter(dates[train], odds[train])
                except ValueError:
                    continue
                for target in targets:
                    mean, scale, dof = fit.distribution(dates[[target]])
                    mean, scale, seen = float(mean[0]), float(scale[0]), math.log2(odds[target])
                    sound = math.isfinite(mean) and scale > 0.0
                    score = float(backtest.crps(mean, scale, dof, seen)) if sound else math.inf
                    found.append((one.name, shape, day, dates[target], mean, scale, score))
    return found


def timed(call):
    """(processor seconds, seconds by the clock, result)."""
    start, clock = time.process_time(), time.perf_counter()
    result = call()
    return time.process_time() - start, time.perf_counter() - clock, result


def largest_difference(ours, theirs) -> float:
    """Largest difference of a mean, scale or score, relative where it is above one."""
    ours = [f for f in ours if f.shape != backtest.NAIVE]
    if len(ours) != len(theirs):
        raise AssertionError(f"{len(ours)} forecasts here, {len(theirs)} from the baseline")
    key = {}
    for f in ours:
        key.setdefault((f.series, f.shape, str(f.origin), str(f.target)), []).append(
            (f.mean, f.scale, f.crps)
        )
    worst = 0.0
    for name, shape, day, target, *numbers in theirs:
        same = key[name, shape, str(day), str(target)].pop(0)
        for one, two in zip(same, numbers, strict=True):
            if math.isfinite(one) or math.isfinite(two):
                worst = max(worst, abs(one - two) / max(1.0, abs(two)))
    return worst


def measure(selection: str) -> dict:
    """Times, ratio and agreement for the records or for all models of every series."""
    series = backtest.eligible(evidence.load(), selection=selection)
    runs = [timed(lambda: backtest.rolling_over(series)) for _ in range(REPETITIONS)]
    ours, found = min(run[0] for run in runs), runs[0][2]
    baselines = [timed(lambda: one_fit_each(series)) for _ in range(2)]
    baseline, theirs = min(run[0] for run in baselines), baselines[0][2]
    result = {
        "selection": selection,
        "series": len(series),
        "observations": sum(one.n for one in series),
        "forecasts": len(found),
        "seconds": ours,
        "wall_seconds": min(run[1] for run in runs),
        "baseline_seconds": baseline,
        "ratio": baseline / ours,
        "largest_difference": largest_difference(found, theirs),
    }
    print(
        f"{selection}: {result['series']} series, {result['forecasts']} forecasts, {ours:.2f} s; "
        f"a fit each {baseline:.2f} s; ratio {result['ratio']:.1f}; "
        f"largest difference {result['largest_difference']:.1e}"
    )
    return result


def main() -> int:
    """Record; 1 if all series together take longer than the limit or the numbers differ."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    recording.add_arguments(parser)
    arguments = parser.parse_args()
    rows = [measure(selection) for selection in ("records", "all")]
    recording.write("backtest_speed", {"rows": rows, "limit_seconds": LIMIT}, arguments.as_of)
    good = all(row["seconds"] < LIMIT and row["largest_difference"] < 1e-8 for row in rows)
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
