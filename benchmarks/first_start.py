"""From a fresh clone to the site, and what may befall a folder on the way.

Clones of the committed project in folders with a blank in their name: the environment by uv and by
pip (both from an empty folder; what they fetched before may lie in their own caches), the site from
nothing; then the folder is renamed and a row of its data changed, a stranger's package of the same
name stands in the user's settings, the environment is damaged in three ways, a clone is made with
other line ends, and the package is installed elsewhere.

    .venv/bin/python -m benchmarks.first_start --as-of 2026-11-28
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rebuild import inputs

from benchmarks import recording

ROOT = Path(__file__).resolve().parents[1]
LOAD = "from analysis import evidence; print(evidence.__file__); evidence.load()"


def run(folder: Path, *command: str | Path, **variables: str) -> tuple[int, str, float]:
    """Run a command without the settings of this process; return code, output and seconds."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    began = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=folder,
        env={**kept, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, time.perf_counter() - began


def timed(folder: Path, *command: str, **variables: str) -> float:
    """Return the seconds of a command. Raises ``RuntimeError`` when it fails."""
    code, said, seconds = run(folder, *command, **variables)
    if code != 0:
        raise RuntimeError(f"{command}: {said[-2000:]}")
    return seconds


def clone(target: Path, *settings: str) -> Path:
    """Clone the project as it is committed; return the folder."""
    subprocess.run(["git", *settings, "clone", "--quiet", ROOT, target], check=True)
    return target


def claims(project: Path) -> dict[str, Any]:
    """Return what the built site says of each claim."""
    published = json.loads((project / "_build" / "html" / "claims.json").read_text("utf-8"))
    return {claim["id"]: claim["sentence"] for claim in published["claims"]}


def change_a_row(project: Path) -> None:
    """Raise two scores of a benchmark by a tenth of a point, and seal the data."""
    table = project / "data" / "series" / "swe_bench.csv"
    content = table.read_text("utf-8")
    table.write_text(content.replace(",93.9,", ",94.0,"), "utf-8")
    if table.read_text("utf-8") == content:
        raise RuntimeError("the row to be changed is gone")
    timed(project, ".venv/bin/python", "-P", "-m", "analysis", "seal", PYTHONPATH=str(project))


def moved(project: Path, target: Path) -> tuple[Path, dict[str, Any]]:
    """Rename a built project, change a row, build; return the folder and what came of it."""
    before = claims(project)
    project.rename(target)
    change = timed(target, "make", "env")
    change_a_row(target)
    seconds = timed(target, "make", "book")
    new = [name for name, sentence in claims(target).items() if sentence != before[name]]
    return target, {"environment": change, "site": seconds, "claims_that_follow": new}


def with_a_stranger(project: Path, folder: Path) -> dict[str, bool]:
    """Build beside a package ``analysis`` of somebody else on the user's path."""
    (folder / "analysis").mkdir(parents=True)
    (folder / "analysis" / "__init__.py").write_text("raise SystemExit('a stranger')\n", "utf-8")
    code, said, _ = run(project, "make", "book", PYTHONPATH=str(folder))
    (folder / "analysis" / "__init__.py").write_text("", "utf-8")
    plain = run(project, ".venv/bin/jupyter-book", "build", ".", PYTHONPATH=str(folder))
    return {
        "make_is_unmoved": code == 0 and "nothing has changed" in said,
        "plain_build_refuses": plain[0] != 0 and "analysis: expected it from" in plain[1],
    }


def damaged(project: Path) -> dict[str, bool]:
    """Damage the environment in three ways; return whether the next make mends each."""
    env = project / ".venv"

    def half_made() -> None:
        (env / ".made.json").unlink()
        shutil.rmtree(next(env.glob("lib/*/site-packages/numpy")))

    def python_gone() -> None:
        (env / "bin" / "python").unlink()
        (env / "bin" / "python").symlink_to("/nowhere/python3")

    def empty() -> None:
        shutil.rmtree(env)
        env.mkdir()

    found = {}
    ways: tuple[Callable[[], None], ...] = (half_made, python_gone, empty)
    for way in ways:
        way()
        code = run(project, "make", "env")[0]
        works = run(project, ".venv/bin/python", "-c", "import numpy, analysis")[0]
        found[way.__name__] = code == 0 and works == 0
    return found


def installed(project: Path, target: Path) -> dict[str, bool]:
    """Install the package into a folder; return whether it loads its data and leaves nothing."""
    command = ("-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--target")
    timed(project, ".venv/bin/python", *command, str(target), ".")
    code, said, _ = run(
        target, project / ".venv/bin/python", "-P", "-c", LOAD, PYTHONPATH=str(target)
    )
    status = subprocess.check_output(["git", "status", "--porcelain"], cwd=project, text=True)
    changed = [
        line for line in status.splitlines() if not line.endswith(("swe_bench.csv", ".json"))
    ]
    return {"loads": code == 0 and said.startswith(str(target)), "nothing_left": changed == []}


def run_all(folder: Path) -> dict[str, Any]:
    """Go through every circumstance; return seconds and what held."""
    by_pip = clone(folder / "by pip")
    seconds = {"environment_by_pip": timed(by_pip, "make", "env", AUDIT_INSTALLER="pip")}
    shutil.rmtree(by_pip)
    project = clone(folder / "a clone")
    seconds["environment_by_uv"] = timed(project, "make", "env")
    seconds["site"] = timed(project, "make", "book")
    seconds["clone_to_site"] = seconds["environment_by_uv"] + seconds["site"]
    seconds["nothing_changed"] = timed(project, "make", "book")
    other_ends = clone(folder / "other ends", "-c", "core.autocrlf=true")
    sums = [inputs.sums(one, inputs.project_files(one)) for one in (project, other_ends)]
    project, after_move = moved(project, folder / "elsewhere" / "renamed")
    return {
        "load_before": round(os.getloadavg()[0], 2),
        "seconds": {name: round(value, 1) for name, value in seconds.items()},
        "uv_to_pip": seconds["environment_by_uv"] / seconds["environment_by_pip"],
        "same_bytes_with_other_line_ends": sums[0] == sums[1],
        "moved": after_move,
        "stranger": with_a_stranger(project, folder / "stranger"),
        "mended": damaged(project),
        "installed": installed(project, folder / "installed"),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    recording.add_arguments(parser)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "elsewhere").mkdir()
        result = run_all(Path(name))
    print(json.dumps(result, indent=1))
    print(recording.write("first_start", result, options.as_of))


if __name__ == "__main__":
    main()
