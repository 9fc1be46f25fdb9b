"""How fast, as ratios measured in one run against kept baselines.

    python -m benchmarks.speed --as-of 2026-11-25 --sklearn /path/to/python

* the hierarchical bootstrap of four models against one scikit-learn fit per draw and model
  (``baseline_sklearn.py``, both cores), on single runs and on tallies, in turns, with the quantiles
  compared; the ratio is the median of the rounds;
* importing the package beyond its libraries;
* the time of one horizon fit against the number of runs, up to a million;
* the rolling-origin backtest of every series that is long enough, its records and all of its
  models, every trend family at every origin and every fit included;
* the timeline model on a million draws against a loop in C (``baseline_timeline.c``).

``--sklearn`` names the Python of an environment with numpy, pandas, scikit-learn and joblib; it is
no part of this project's own environment. Results: ``speed``, ``backtest_speed`` and
``timeline_speed`` in ``benchmarks/recorded``.
"""

import ctypes
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as in builds: the matrices are small

import numpy as np

from analysis import backtest, evidence, horizons, timeline
from analysis.horizons import tallies
from analysis.horizons.bootstrap import bootstrap
from analysis.timeline.model import passed
from benchmarks import recording

HERE = Path(__file__).resolve().parent
TASKS = evidence.DATA / "tasks" / "metr_th_1_1.csv"
REPETITIONS = 30
DRAWS, ROUNDS = 1000, 5
MILLION, YEARS = 2**20, (2028.0, 2029.0)
IMPORT = """
import time
import numpy, pandas, scipy.linalg, scipy.optimize, scipy.special, scipy.stats, yaml
start = time.perf_counter()
import analysis, analysis.backtest, analysis.evidence, analysis.horizons.bootstrap, analysis.fits
print(time.perf_counter() - start)
"""


def timed(call: Callable, times: int, clock: Callable = time.perf_counter) -> list[float]:
    """Seconds of each of several runs, by the clock or of the processor."""
    found = []
    for _ in range(times):
        start = clock()
        call()
        found.append(clock() - start)
    return found


def hierarchical(python: str) -> dict:
    """Ours and both baselines in turn, several rounds, so that all meet the same machine."""
    suite = tallies.read(evidence.load().tasks)
    runs = [bootstrap(suite, seed=seed, draws=DRAWS) for seed in range(REPETITIONS)]
    ours: list[float] = []
    spent: list[float] = []
    theirs: dict[str, list[dict]] = {"runs": [], "tallies": []}
    ratios: dict[str, list[float]] = {name: [] for name in theirs}
    for turn in range(ROUNDS):
        for name, found in theirs.items():
            began = time.process_time()
            here = timed(lambda: bootstrap(suite, seed=1, draws=DRAWS), 5)
            found.append(_sklearn(python, name))
            here += timed(lambda: bootstrap(suite, seed=1, draws=DRAWS), 5)
            spent.append((time.process_time() - began) / len(here))
            ours += here
            ratios[name].append(found[-1]["seconds"] / statistics.median(here))
            print(f"round {turn + 1}, {name}: ratio {ratios[name][-1]:.0f}", flush=True)
    return {
        "draws": DRAWS,
        "models": len(suite),
        "rounds": ROUNDS,
        "seconds": statistics.median(ours),
        "baselines": {
            name: {
                "seconds": statistics.median(one["seconds"] for one in found),
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


def _sklearn(python: str, name: str) -> dict:
    extra = ["--tallies"] if name == "tallies" else []
    call = [python, str(HERE / "baseline_sklearn.py"), str(TASKS), f"--draws={DRAWS}", *extra]
    return json.loads(subprocess.run(call, check=True, capture_output=True, text=True).stdout)


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


def importing() -> dict:
    call = [sys.executable, "-c", IMPORT]
    texts = [subprocess.check_output(call, text=True) for _ in range(5)]
    return {"seconds": min(map(float, texts))}


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
        seconds = min(timed(lambda tally=tally: horizons.fit(tally), 3))
        rows.append({"runs": runs, "seconds": seconds})
    return rows


def backtesting() -> dict:
    """The shortest of several runs, of the processor and by the clock."""
    rows = []
    for selection in ("records", "all"):
        series = backtest.eligible(evidence.load(), selection=selection)
        found = backtest.rolling_over(series)
        spent, clocked = (
            min(timed(lambda series=series: backtest.rolling_over(series), 5, clock))
            for clock in (time.process_time, time.perf_counter)
        )
        rows.append({
            "selection": selection, "series": len(series), "forecasts": len(found),
            "observations": sum(len(one.frame) for one in series),
            "seconds": spent, "wall_seconds": clocked,
        })  # fmt: skip
    return {"rows": rows}


def package(z: np.ndarray) -> list[float]:
    """The package's own code: AC, able and TED, each by both dates."""
    chosen = timeline.book().set("kokotajlo-2026-04")
    dates = chosen.coder.coder_dates(z)
    medians = (0.0, chosen.c * chosen.L, chosen.L)
    columns = [passed(year - dates, medians, chosen.s) for year in YEARS]
    return [column[event] for event in range(3) for column in columns]


def compiled(folder: Path) -> Callable[[np.ndarray], list[float]]:
    """The same set in one loop in C, which keeps a draw in registers from first to last."""
    chosen = timeline.book().set("kokotajlo-2026-04")
    one = chosen.coder
    given = np.array([
        *(one.start, one.d / 365.25, math.log2(one.H / one.h)),
        *(max(math.log2(one.floor / one.h), 0.0), one.sH / math.log(2), one.sd, one.g, one.sg),
        *(math.log(one.m), one.m, chosen.s, math.log(chosen.c * chosen.L), math.log(chosen.L)),
        *YEARS,
    ])  # fmt: skip
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang") or "cc"
    command = [compiler, "-O3", "-march=native", "-fno-math-errno", "-shared", "-fPIC", "-o"]
    library = folder / "model.so"
    subprocess.run([*command, library, HERE / "baseline_timeline.c", "-lm"], check=True)
    function = ctypes.CDLL(str(library)).model
    floats = np.ctypeslib.ndpointer(np.float64, flags="C")
    function.argtypes, function.restype = [floats, ctypes.c_long, floats, floats], None

    def run(z: np.ndarray) -> list[float]:
        out = np.empty(6)
        function(z, z.shape[1], given, out)
        return out.tolist()

    return run


def drawing() -> dict:
    """Times of the processor, so that a second core would not help; all get the same draws."""
    z = np.random.default_rng(1).standard_normal((3, MILLION))
    with tempfile.TemporaryDirectory() as folder:
        loop = compiled(Path(folder))
        error = max(abs(a - b) for a, b in zip(package(z), loop(z), strict=True))
        rounds = [
            [timed(lambda call=call: call(z), 1, time.process_time)[0] for call in (package, loop)]
            for _ in range(7)
        ]
    ours, theirs = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = statistics.median(a / b for a, b in rounds)
    return {
        "draws": MILLION, "events": 3, "dates": len(YEARS), "rounds": len(rounds), "seconds": ours,
        "compiled": {"what": "one fused loop in C", "seconds": theirs, "ratio": ratio},
        "largest_difference": error,
    }  # fmt: skip


def main() -> None:
    parser = recording.command(__doc__)
    parser.add_argument("--sklearn", metavar="PYTHON", required=True)
    options = parser.parse_args()
    speed = {"importing": importing(), "scaling": scaling()}
    speed["bootstrap"] = hierarchical(options.sklearn)
    recording.write("speed", speed, options.as_of)
    recording.write("backtest_speed", backtesting(), options.as_of)
    recording.write("timeline_speed", drawing(), options.as_of)


if __name__ == "__main__":
    main()
