"""How fast the timeline model is: a million draws beside one loop in C and one in plain Python.

    python -m benchmarks.timeline_speed --as-of 2026-11-28

Times are of the processor, so that a second core would not help. The timed work is one set of the
length route on a million draws: the coder's dates, then three events by two dates. All three get
the same normal scores. The loop in C keeps a draw in registers from the first number to the last
and is compiled with all optimisations that keep IEEE arithmetic; it needs a C compiler. Result:
``benchmarks/recorded/timeline_speed.json``; without ``--as-of`` nothing is written.
"""

from __future__ import annotations

import argparse
import ctypes
import datetime as dt
import math
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from analysis import timeline
from analysis.timeline.model import passed
from benchmarks import recording

MILLION = 2**20
SLOW = 4_000
YEARS = (2028.0, 2029.0)
ROUNDS = 7
FUSED = r"""
#include <math.h>
static double phi(double x) { return 0.5 * erfc(-x * M_SQRT1_2); }
void model(const double *z, long n, const double *p, double *out) {
    /* p: start, scale, log2(H/h), least, sH/ln 2, sd, g, sg, ln m, m, s, ln(c L), ln L, years */
    double hits[6] = {0};
    for (long i = 0; i < n; i++) {
        double d = fmax(p[2] + p[4] * z[n + i], p[3]);
        double g = fmin(fmax(p[6] + p[7] * z[2 * n + i], 0.6), 1.02), r = -log(g);
        double k = r > 0 ? fmin(d, p[8] / r) : d;
        double t = fabs(r) < 1e-9 ? d : expm1(-r * k) / expm1(-r) + (d - k) / p[9];
        double date = p[0] + p[1] * exp(p[5] * z[i]) * t;
        for (int y = 0; y < 2; y++) {
            double left = p[13 + y] - date;
            if (left <= 0) continue;
            double x = log(left);
            hits[y] += 1;
            hits[2 + y] += phi((x - p[11]) / p[10]);
            hits[4 + y] += phi((x - p[12]) / p[10]);
        }
    }
    for (int j = 0; j < 6; j++) out[j] = hits[j] / n;
}
"""


def package(z: np.ndarray) -> list[float]:
    """The package's own code: AC, able and TED, each by both dates."""
    chosen = timeline.book().set("kokotajlo-2026-04")
    dates = chosen.coder.coder_dates(z)
    medians = (0.0, chosen.c * chosen.L, chosen.L)
    columns = [passed(year - dates, medians, chosen.s) for year in YEARS]
    return [column[event] for event in range(3) for column in columns]


def numbers() -> list[float]:
    """The inputs of the same set for the other two."""
    chosen = timeline.book().set("kokotajlo-2026-04")
    one = chosen.coder
    least = max(math.log2(one.floor / one.h), 0.0)
    return [
        *(one.start, one.d / 365.25, math.log2(one.H / one.h), least, one.sH / math.log(2)),
        *(one.sd, one.g, one.sg, math.log(one.m), one.m, chosen.s),
        *(math.log(chosen.c * chosen.L), math.log(chosen.L), *YEARS),
    ]


def compiled(folder: Path) -> Callable[[np.ndarray], list[float]] | None:
    """The loop in C as a function; None where no compiler is found."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return None
    source, library = folder / "model.c", folder / "model.so"
    source.write_text(FUSED, encoding="ascii")
    command = [compiler, "-O3", "-march=native", "-fno-math-errno", "-shared", "-fPIC"]
    subprocess.run([*command, "-o", str(library), str(source), "-lm"], check=True)
    function = ctypes.CDLL(str(library)).model
    floats = np.ctypeslib.ndpointer(np.float64, flags="C")
    function.argtypes, function.restype = [floats, ctypes.c_long, floats, floats], None
    given = np.array(numbers())

    def run(z: np.ndarray) -> list[float]:
        out = np.empty(6)
        function(z, z.shape[1], given, out)
        return out.tolist()

    return run


def plain(z: np.ndarray) -> list[float]:
    """The same model, one draw at a time, as most scripts write it."""
    start, scale, first, least, sH, sd, g0, sg, log_m, m, s, able, ted, *years = numbers()
    hits = [0.0] * 6
    for a, b, c in z.T:
        n = max(first + sH * b, least)
        r = -np.log(np.clip(g0 + sg * c, 0.6, 1.02))
        k = min(n, log_m / r) if r > 0 else n
        time_ = n if abs(r) < 1e-9 else (1 - np.exp(-r * k)) / (1 - np.exp(-r)) + (n - k) / m
        date = start + scale * np.exp(sd * a) * time_
        for place, year in enumerate(years):
            if year > date:
                x = np.log(year - date)
                hits[place] += 1
                for row, median in ((2, able), (4, ted)):
                    hits[row + place] += 0.5 * math.erfc((median - x) / s / math.sqrt(2))
    return [hit / z.shape[1] for hit in hits]


def seconds_of(function: Callable[[np.ndarray], list[float]], z: np.ndarray) -> float:
    start = time.process_time()
    function(z)
    return time.process_time() - start


def main() -> int:
    """Print the times; 1 if the three disagree or the package is slower than it should be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--as-of",
        type=dt.date.fromisoformat,
        metavar="DATE",
        help="day of the run, ISO; the result is recorded with it",
    )
    args = parser.parse_args()
    z = np.random.default_rng(1).standard_normal((3, MILLION))
    with tempfile.TemporaryDirectory() as folder:
        loop = compiled(Path(folder))
        package(z[:, :4096]), loop and loop(z)  # first calls are not what is measured
        rounds = [
            (seconds_of(package, z), seconds_of(loop, z) if loop else math.nan)
            for _ in range(ROUNDS)
        ]
        fused = loop(z) if loop else package(z)
    ours, theirs = (statistics.median(column) for column in zip(*rounds, strict=True))
    few = np.ascontiguousarray(z[:, :SLOW])
    per_draw = seconds_of(plain, few) / SLOW
    error = max(
        *(abs(a - b) for a, b in zip(package(z), fused, strict=True)),
        *(abs(a - b) for a, b in zip(package(few), plain(few), strict=True)),
    )
    ratio = statistics.median(a / b for a, b in rounds)
    print(f"{MILLION:,} draws of one set, 3 events, {len(YEARS)} dates")
    print(f"  package         {ours:7.3f} s  (median of {ROUNDS})")
    print(f"  one loop in C   {theirs:7.3f} s  package takes {ratio:.2f} times as long")
    print(f"  plain Python    {per_draw * MILLION:7.2f} s  {per_draw * MILLION / ours:.0f} times")
    print(f"  largest difference {error:.1e}")
    if error > 1e-9:
        return 1
    if args.as_of is not None and loop:
        result = {
            "draws": MILLION,
            "events": 3,
            "dates": len(YEARS),
            "rounds": ROUNDS,
            "seconds": ours,
            "compiled": {"what": "one fused loop in C", "seconds": theirs, "ratio": ratio},
            "baseline": {
                "what": "the same model in plain Python, one draw at a time",
                "draws": SLOW,
                "seconds_per_draw": per_draw,
                "ratio": per_draw * MILLION / ours,
            },
            "largest_difference": error,
        }
        recording.write("timeline_speed", result, args.as_of)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
