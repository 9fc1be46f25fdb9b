"""Our bootstrap intervals beside METR's, in Monte Carlo standard deviations, recorded.

python -m benchmarks.metr_intervals --as-of 2026-11-25
"""

from __future__ import annotations

import numpy as np

from analysis import evidence
from analysis.horizons import tallies
from analysis.horizons.bootstrap import bootstrap
from benchmarks import recording

REPETITIONS = 30
DRAWS = 1000


def main() -> None:
    options = recording.command(__doc__).parse_args()
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
            print(
                f"{tally.model:16} {what}: {row['published']:8.2f} / {row['refitted']:8.2f}   "
                f"{row['published_lower']:8.2f} / {row['lower']:8.2f} ({row['lower_gap']:+.1f})   "
                f"{row['published_upper']:8.1f} / {row['upper']:8.1f} ({row['upper_gap']:+.1f})"
            )
    result = {"repetitions": REPETITIONS, "draws": DRAWS, "rows": rows}
    recording.write("metr_intervals", result, options.as_of)


if __name__ == "__main__":
    main()
