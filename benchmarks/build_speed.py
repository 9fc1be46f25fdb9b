"""How long the builds of the whole book take, and what a stock build of the same pages takes.

All in one run on one machine, so that the ratios mean something: from nothing as a stock Jupyter
Book builds (one notebook after the other, a fresh kernel each), from nothing as here, nothing
changed, one text changed, the floor (everything executed before, all pages read and written, which
must give the same bytes as the change of the text), one data row changed. The environment stands;
the data's own check is part of each but the stock build.

    .venv/bin/python -m benchmarks.build_speed --as-of 2026-11-25
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from audit_site.finish import manifest
from audit_site.inputs import ROOT, caches_home
from rebuild import reuse_pages
from rebuild.records import check

from benchmarks import recording


def timed(project: Path, *command: str, **variables: str) -> float:
    """Seconds of a command in a project; RuntimeError when it fails."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *command],
        cwd=project,
        env=check.environment(project, **variables),
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - began
    if done.returncode != 0:
        raise RuntimeError(f"{command}: {done.stdout[-2000:]} {done.stderr[-2000:]}")
    return seconds


def run(folder: Path) -> dict[str, Any]:
    """Build under each circumstance; return seconds and ratios."""
    ours = ("-m", "rebuild.build")
    stock = (str(Path(sys.executable).with_name("jupyter-book")), "build", ".")
    seconds: dict[str, float] = {}

    plain = folder / "stock"
    check.copy_project(ROOT, plain)
    seconds["stock"] = timed(plain, *stock, AUDIT_ONE_BY_ONE="1")
    shutil.rmtree(plain)

    project = folder / "project"
    check.copy_project(ROOT, project)
    seconds["cold"] = timed(project, *ours)
    seconds["nothing_changed"] = timed(project, *ours)
    chapter = project / "book" / "appendix" / "about.md"
    chapter.write_text(chapter.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
    seconds["text_changed"] = timed(project, *ours)
    taken_up = manifest.sums(project / "_build" / "html")
    (caches_home(project) / reuse_pages.NOTE).unlink()
    seconds["floor"] = timed(project, *ours)
    if manifest.sums(project / "_build" / "html") != taken_up:
        raise RuntimeError("a change of text gave another site than all pages made anew")
    table = project / "data" / "series" / "swe_bench.csv"
    lines = table.read_text("utf-8").splitlines(keepends=True)
    place = max(n for n, line in enumerate(lines) if not line.rstrip().endswith(('"', ",")))
    lines[place] = lines[place].rstrip() + ".\n"
    table.write_text("".join(lines), "utf-8")
    timed(project, "-m", "analysis", "seal")
    seconds["row_changed"] = timed(project, *ours)
    pages = len(list((project / "_build" / "html" / "book").rglob("*.html")))
    return {
        "pages": pages,
        "seconds": {name: round(value, 1) for name, value in seconds.items()},
        "cold_to_stock": seconds["cold"] / seconds["stock"],
    }


def main() -> None:
    options = recording.command(__doc__).parse_args()
    with tempfile.TemporaryDirectory() as name:
        result = run(Path(name))
    print(result["seconds"], f"cold {result['cold_to_stock']:.2f} of stock")
    print(recording.write("build_speed", result, options.as_of))


if __name__ == "__main__":
    main()
