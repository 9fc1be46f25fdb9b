"""Builds killed at random moments, each followed by a build with the right bytes.

A small book whose one chapter reads a value from its data is built from nothing for two values and
two wordings of a sentence. Then, round after round, the value or the wording changes, a build
starts and is killed without warning at a moment drawn uniformly over the time that such a build
takes. What must hold each time: until the next build the site is one of the right ones, whole; the
next build succeeds and gives the right one. Every fifth round also throws the cache away, so that
kills fall into all phases.

    nice .venv/bin/python -m benchmarks.kill_builds --as-of 2026-11-25
"""

import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import recording

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from site_project import edit, make_project, run_build, site, sound_build

SEED, ROUNDS = 20261125, 30
SENTENCE = "Maths:"
#: (value, wording), round after round: from one to the next one of the two changes.
STATES = (("1.5", SENTENCE), ("1.5", "Sums:"), ("2.5", "Sums:"), ("2.5", SENTENCE))


def project_in(folder: Path, state: tuple[str, str]) -> Path:
    """A small book that prints a value from its data."""
    project = make_project(folder)
    edit(
        project / "book" / "coding.md",
        "share=93.94321987654321",
        'share=float(open("../data/value.txt").read())',
    )
    put(project, state)
    return project


def put(project: Path, state: tuple[str, str]) -> None:
    """Bring the book's value and wording to a state."""
    (project / "data" / "value.txt").write_text(state[0], "utf-8")
    chapter = project / "book" / "coding.md"
    text = chapter.read_text("utf-8")
    for _, wording in STATES:
        text = text.replace(wording, state[1])
    chapter.write_text(text, "utf-8")


def timed_build(project: Path) -> float:
    """Build, which must succeed, and return the seconds."""
    began = time.perf_counter()
    sound_build(project)
    return time.perf_counter() - began


def killed_after(project: Path, seconds: float) -> bool:
    """Start a build and kill the builder alone after some seconds; whether it was still running."""
    said = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    build = subprocess.Popen(
        [sys.executable, "-m", "rebuild.build"], cwd=project, start_new_session=True, **said
    )
    try:
        build.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        build.kill()
        build.wait()
        return True
    return False


def run(folder: Path) -> dict[str, Any]:
    """Kill as many builds as there are rounds; return one row a round."""
    right = {}
    for number, state in enumerate(STATES):
        clean = project_in(folder / f"clean-{number}", state)
        whole_build = timed_build(clean)
        right[state] = site(clean)
    project = project_in(folder / "project", STATES[0])
    timed_build(project)
    put(project, STATES[1])
    words_alone = timed_build(project)
    put(project, STATES[0])
    timed_build(project)
    rng = random.Random(SEED)
    rows = []
    for number in range(ROUNDS):
        state = STATES[(number + 1) % len(STATES)]
        put(project, state)
        anew = number % 5 == 4
        if anew:
            shutil.rmtree(project / "_build" / ".cache", ignore_errors=True)
        what = "value" if number % 2 else "wording"
        share = rng.random()
        usual = whole_build if anew or what == "value" else words_alone
        killed = killed_after(project, share * usual)
        standing = site(project)
        done = run_build(project)
        rows.append(
            {
                "changed": what,
                "from_nothing": anew,
                "moment": round(share, 3),
                "killed": killed,
                "site_whole_meanwhile": not standing or standing in right.values(),
                "next_build_succeeds": done.returncode == 0,
                "right_bytes": site(project) == right[state],
                "nothing_left_behind": not (project / "_build" / ".staging").exists(),
            }
        )
        print(number + 1, rows[-1], flush=True)
        if done.returncode != 0:
            print(done.stdout[-2000:], done.stderr[-2000:], flush=True)
    return {
        "seed": SEED,
        "builds": ROUNDS,
        "killed": sum(row["killed"] for row in rows),
        "site_whole_meanwhile": sum(row["site_whole_meanwhile"] for row in rows),
        "next_build_right": sum(row["next_build_succeeds"] and row["right_bytes"] for row in rows),
        "nothing_left_behind": sum(row["nothing_left_behind"] for row in rows),
        "rows": rows,
    }


def main() -> None:
    options = recording.command(__doc__).parse_args()
    with tempfile.TemporaryDirectory() as name:
        result = run(Path(name))
    print(recording.write("kill_builds", result, options.as_of))


if __name__ == "__main__":
    main()
