"""Builds killed at random moments, each followed by a build with the right bytes.

A small book whose one chapter reads a value from its data is built for two values from nothing.
Then, round after round, the value changes, a build starts and is killed without warning at a moment
drawn uniformly over the time that a whole build takes. What must hold each time: until the next
build the site is one of the two right ones, whole; the next build succeeds and gives the right one.
Every third round also throws the cache away, so that kills fall into all phases.

    nice .venv/bin/python -m benchmarks.kill_builds --as-of 2026-11-25
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import recording

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from site_project import edit, make_project, run_build, tree

SEED = 20261125
VALUES = ("1.5", "2.5")


def project_in(folder: Path, value: str) -> Path:
    """A small book that prints a value from its data."""
    project = make_project(folder)
    (project / "data" / "value.txt").write_text(value, "utf-8")
    edit(
        project / "book" / "coding.md",
        "share=93.94321987654321",
        'share=float(open("../data/value.txt").read())',
    )
    return project


def start(project: Path) -> subprocess.Popen:
    """Start a build in a session of its own, so that its pid stands for all of it."""
    return subprocess.Popen(
        [sys.executable, "-m", "audit_site.build"],
        cwd=project,
        env=dict(os.environ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill_after(build: subprocess.Popen, seconds: float) -> bool:
    """Kill the builder alone after some seconds; whether it was still running."""
    try:
        build.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.kill(build.pid, signal.SIGKILL)
        build.wait()
        return True
    return False


def run(count: int, folder: Path) -> dict[str, Any]:
    """Kill ``count`` builds; return one row a round."""
    right, seconds = {}, 0.0
    for value in VALUES:
        clean = project_in(folder / f"clean-{value}", value)
        began = time.perf_counter()
        done = run_build(clean)
        seconds = time.perf_counter() - began
        if done.returncode != 0:
            raise RuntimeError(done.stdout + done.stderr)
        right[value] = tree(clean / "_build" / "html")
    project = project_in(folder / "project", VALUES[0])
    if run_build(project).returncode != 0:
        raise RuntimeError("the first build failed")
    rng = random.Random(SEED)
    rows = []
    for number in range(count):
        value = VALUES[(number + 1) % 2]
        (project / "data" / "value.txt").write_text(value, "utf-8")
        if number % 3 == 2:
            shutil.rmtree(project / "_build" / ".cache", ignore_errors=True)
        share = rng.random()
        killed = kill_after(start(project), share * seconds)
        site = project / "_build" / "html"
        standing = tree(site) if site.is_dir() else {}
        whole = not standing or standing in right.values()
        done = run_build(project)
        rows.append(
            {
                "moment": round(share, 3),
                "killed": killed,
                "site_whole_meanwhile": whole,
                "next_build_succeeds": done.returncode == 0,
                "right_bytes": tree(site) == right[value],
                "nothing_left_behind": not (project / "_build" / ".staging").exists(),
            }
        )
        print(number + 1, rows[-1], flush=True)
        if done.returncode != 0:
            print(done.stdout[-2000:], done.stderr[-2000:], flush=True)
    return {
        "seed": SEED,
        "builds": count,
        "killed": sum(row["killed"] for row in rows),
        "site_whole_meanwhile": sum(row["site_whole_meanwhile"] for row in rows),
        "next_build_right": sum(row["next_build_succeeds"] and row["right_bytes"] for row in rows),
        "nothing_left_behind": sum(row["nothing_left_behind"] for row in rows),
        "rows": rows,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    recording.add_arguments(parser)
    parser.add_argument("--count", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        result = run(options.count, Path(name))
    print(recording.write("kill_builds", result, options.as_of))


if __name__ == "__main__":
    main()
