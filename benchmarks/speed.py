"""How fast, as ratios measured in one run against kept baselines.

    python -m benchmarks.speed --as-of 2026-11-25 --sklearn /path/to/python

* the hierarchical bootstrap of four models against one scikit-learn fit per draw and model
  (``baseline_sklearn.py``, both cores), on single runs and on tallies, in turns, with the quantiles
  compared; the ratio is the median of the rounds;
* importing the package beyond its libraries;
* the time of one horizon fit against the number of runs, up to a million.

``--sklearn`` names the Python of an environment with numpy, pandas, scikit-learn and joblib; it is
no part of this project's own environment. Result: ``benchmarks/recorded/speed.json``.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from analysis import evidence, horizons
from analysis.evidence.records import benchmark as recorded
from analysis.horizons import tallies
from analysis.horizons.bootstrap import bootstrap
from benchmarks import recording

HERE = Path(__file__).resolve().parent
TASKS = evidence.DATA / "tasks" / "metr_th_1_1.csv"
REPETITIONS = 30


def timed(call, times: int) -> list[float]:
    """Seconds of each of several runs."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        found.append(time.perf_counter() - start)
    return found


def best(call, times: int) -> float:
    """Shortest of several runs, in seconds."""
    return min(timed(call, times))


def hierarchical(python: str, draws: int, baseline_draws: int, rounds: int) -> dict:
    """Ours and both baselines in turn, several rounds, so that all meet the same machine.

    A baseline may be timed on fewer draws, which are independent of each other; its times are then
    scaled to as many as ours, and its quantiles compared with ours from as few.
    """
    suite = tallies.read(evidence.load().tasks)
    runs = [bootstrap(suite, seed=seed, draws=baseline_draws) for seed in range(REPETITIONS)]
    ours: list[float] = []
    spent: list[float] = []
    theirs: dict[str, list[dict]] = {"runs": [], "tallies": []}
    ratios: dict[str, list[float]] = {name: [] for name in theirs}
    for turn in range(rounds):
        for name, found in theirs.items():
            began = time.process_time()
            here = timed(lambda: bootstrap(suite, seed=1, draws=draws), 5)
            found.append(_sklearn(python, baseline_draws, name, draws / baseline_draws))
            here += timed(lambda: bootstrap(suite, seed=1, draws=draws), 5)
            spent.append((time.process_time() - began) / len(here))
            ours += here
            ratios[name].append(found[-1]["seconds"] / statistics.median(here))
            print(f"round {turn + 1}: bootstrap {statistics.median(here):.3f} s; scikit-learn on "
                  f"{name} {found[-1]['seconds']:.1f} s; ratio {ratios[name][-1]:.0f}",
                  flush=True)  # fmt: skip
    return {
        "draws": draws,
        "baseline_draws": baseline_draws,
        "models": len(suite),
        "rounds": rounds,
        "seconds": statistics.median(ours),
        "fastest": min(ours),
        "processor_seconds": statistics.median(spent),
        "baselines": {
            name: {
                "seconds": statistics.median(one["seconds"] for one in found),
                "fastest": min(one["seconds"] for one in found),
                "processor_ratio": statistics.median(one["processor_seconds"] for one in found)
                / statistics.median(spent),
                "jobs": found[0]["jobs"],
                "ratio": statistics.median(ratios[name]),
                "lowest_ratio": min(ratios[name]),
                "highest_ratio": max(ratios[name]),
                "largest_gap": _largest_gap(found[0]["quantiles"], runs),
            }
            for name, found in theirs.items()
        },
    }


def _sklearn(python: str, draws: int, name: str, factor: float) -> dict:
    extra = ["--tallies"] if name == "tallies" else []
    call = [python, str(HERE / "baseline_sklearn.py"), str(TASKS), f"--draws={draws}", *extra]
    found = json.loads(subprocess.run(call, check=True, capture_output=True, text=True).stdout)
    return found | {key: factor * found[key] for key in ("seconds", "processor_seconds")}


def _largest_gap(quantiles: dict, runs) -> float:
    """Furthest baseline quantile from ours, in Monte Carlo standard deviations of the difference.

    Both are one run of as many draws, so the difference varies by root two times as much as one.
    """
    gaps = []
    for model, by_reliability in quantiles.items():
        for reliability, ends in by_reliability.items():
            ours = [run.interval(model, float(reliability)) for run in runs]
            # On the log scale: upper ends have a long tail.
            for theirs, values in zip(
                ends, ([i.lower for i in ours], [i.upper for i in ours]), strict=True
            ):
                logs = np.log(values)
                gaps.append(abs(np.log(theirs) - logs.mean()) / logs.std(ddof=1))
    return float(max(gaps))


IMPORT = """
import time
import numpy, pandas, scipy.linalg, scipy.optimize, scipy.special, scipy.stats, yaml
start = time.perf_counter()
import analysis, analysis.backtest, analysis.evidence, analysis.horizons.bootstrap, analysis.fits
print(time.perf_counter() - start)
"""


def importing() -> dict:
    def once():
        call = [sys.executable, "-c", IMPORT]
        return float(subprocess.run(call, check=True, capture_output=True, text=True).stdout)

    seconds = min(once() for _ in range(5))
    print(f"import beyond libraries: {seconds:.3f} s")
    return {"seconds": seconds}


def scaling() -> list[dict]:
    """One fit of as many tasks as runs: the largest tables that a number of runs can make."""
    rng = np.random.default_rng(1)
    rows = []
    for runs in (1_000, 10_000, 100_000, 1_000_000):
        minutes = 2.0 ** rng.uniform(-3.0, 11.0, runs)
        chance = 1.0 / (1.0 + np.exp(-(3.0 - 0.6 * np.log2(minutes))))
        names = np.array([f"t{i}" for i in range(runs)], dtype=object)
        families = np.array([f"f{i % (runs // 5)}" for i in range(runs)], dtype=object)
        tally = tallies.Tally(
            "m", names, families, minutes, np.ones(runs, dtype=np.int64),
            rng.binomial(1, chance),
        )  # fmt: skip
        seconds = best(lambda tally=tally: horizons.fit(tally), 3)
        rows.append({"runs": runs, "seconds": seconds})
        print(f"fit of {runs} runs: {seconds:.4f} s", flush=True)
    return rows


def main() -> None:
    parser = recording.command(__doc__)
    parser.add_argument("--sklearn", required=True, metavar="PYTHON")
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--baseline-draws", type=int, metavar="N", help="default: as many as ours")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--only", nargs="+", choices=("importing", "scaling", "bootstrap"),
        help="measure these, keep what was recorded of the others",
    )  # fmt: skip
    options = parser.parse_args()
    measures = {
        "importing": importing,
        "scaling": scaling,
        "bootstrap": lambda: hierarchical(
            options.sklearn, options.draws, options.baseline_draws or options.draws, options.rounds
        ),
    }
    kept = recorded("speed") if options.only else {}
    result = {
        name: measure() if not options.only or name in options.only else kept[name]
        for name, measure in measures.items()
    }
    recording.write("speed", result, options.as_of)


if __name__ == "__main__":
    main()
