"""Our results beside published ones: NIST's certified digits, METR's intervals.

    python -m benchmarks.published --as-of 2026-11-25

Correct digits on the certified problems in ``tests/nist``, and our bootstrap intervals beside
METR's in Monte Carlo standard deviations. Results: ``nist_digits`` and ``metr_intervals`` in
``benchmarks/recorded``.
"""

import dataclasses

import numpy as np

from analysis import evidence
from analysis.horizons import tallies
from analysis.horizons.bootstrap import bootstrap
from benchmarks import recording
from tests.nist.certified import PROBLEMS, digits

REPETITIONS = 30
DRAWS = 1000


def nist() -> dict:
    """A row for each problem and start."""
    return {"rows": [dataclasses.asdict(row) for problem in PROBLEMS for row in digits(problem)]}


def metr() -> dict:
    """A row for each model at each reliability: METR's ends beside the mean of ours."""
    ev = evidence.load()
    suite = tallies.read(ev.tasks)
    runs = [bootstrap(suite, seed=seed, draws=DRAWS) for seed in range(REPETITIONS)]
    rows = []
    for index, tally in enumerate(suite):
        for what, reliability in (("p50", 0.5), ("p80", 0.8)):
            theirs = ev.rows(f"metr_th_1_1_{what}", model=tally.model).iloc[0]
            ours = [run.interval(tally.model, reliability) for run in runs]
            row = {
                "model": tally.model,
                "reliability": reliability,
                "published": float(theirs["value"]),
                "refitted": float(runs[0].point[index, runs[0].reliabilities.index(reliability)]),
            }
            for end in ("lower", "upper"):
                values = np.array([getattr(interval, end) for interval in ours])
                row[end] = float(values.mean())
                row[f"published_{end}"] = float(theirs[end])
                row[f"{end}_gap"] = float((theirs[end] - values.mean()) / values.std(ddof=1))
            rows.append(row)
    return {"repetitions": REPETITIONS, "draws": DRAWS, "rows": rows}


def main() -> None:
    options = recording.command(__doc__).parse_args()
    recording.write("nist_digits", nist(), options.as_of)
    recording.write("metr_intervals", metr(), options.as_of)


if __name__ == "__main__":
    main()
