"""Two clean builds of the whole book under as different circumstances as one machine has.

Another folder, another time, hash seed, time zone, language, umask, number of cores, number of
kernels at once, ordinary instead of forked kernels, and numeric kernels without AVX. Every file of
the two sites is compared; for a file that differs the first differing place is told. With other
Pythons (each from an environment made from the same lock) the book is built once more under each,
and every verdict, every printed number and every file is compared with those of the first.

    nice .venv/bin/python -m benchmarks.same_bytes --as-of 2026-11-26 --python OTHER/bin/python
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from audit_site.finish import manifest
from audit_site.inputs import ROOT
from numpy._core._multiarray_umath import __cpu_baseline__, __cpu_dispatch__
from rebuild.records import check, snapshot

from benchmarks import recording

AVX = (
    *("AVX512F", "AVX512CD", "AVX512_SKX", "AVX512_CLX", "AVX512_CNL", "AVX512_ICL", "AVX512_SPR"),
    *("AVX2", "FMA3", "X86_V3", "X86_V4"),
)
#: numpy's run-time choices above its baseline, and a processor that OpenBLAS knows without AVX.
WITHOUT_AVX = {
    "NPY_DISABLE_CPU_FEATURES": " ".join(
        name for name in AVX if name in __cpu_dispatch__ and name not in __cpu_baseline__
    ),
    "OPENBLAS_CORETYPE": "Nehalem",
}
CIRCUMSTANCES: dict[str, dict[str, Any]] = {
    "plain": {"variables": {}, "umask": 0o022, "cores": None, "folder": "one"},
    "other": {
        "variables": {
            "PYTHONHASHSEED": "12345",
            "TZ": "Asia/Tokyo",
            "LANG": "de_DE.UTF-8",
            "LC_ALL": "C",
            "AUDIT_ORDINARY_KERNELS": "1",
            **WITHOUT_AVX,
        },
        "umask": 0o077,
        "cores": 1,
        "folder": "another folder/deeper/two",
    },
}


def built(how: dict[str, Any], folder: Path, python: str) -> tuple[Path, float]:
    """Build a copy of the project under circumstances; return the site and the seconds."""
    project = folder / how["folder"]
    check.copy_project(ROOT, project)

    def prepare() -> None:
        os.umask(how["umask"])
        if how["cores"] and hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[: how["cores"]]))

    began = time.perf_counter()
    done = subprocess.run(
        [python, "-m", "rebuild.build"],
        cwd=project,
        env=check.environment(project, **how["variables"]),
        preexec_fn=prepare,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"the build by {python} in {how['folder']!r} failed")
    return project / "_build" / "html", time.perf_counter() - began


def differing(one: Path, two: Path) -> tuple[int, list[dict[str, str]]]:
    """Compare two sites: the number of files in either, and those that differ with the place."""
    sums = manifest.sums(one), manifest.sums(two)
    names = sorted(set(sums[0]) | set(sums[1]))
    found = []
    for name in (name for name in names if sums[0].get(name) != sums[1].get(name)):
        both = [
            (site / name).read_bytes() if (site / name).is_file() else b"" for site in (one, two)
        ]
        unlike = (i for i, (a, b) in enumerate(zip(*both, strict=False)) if a != b)
        place = next(unlike, min(map(len, both)))
        here, there = (content[max(0, place - 40) : place + 40] for content in both)
        found.append({"file": name, "where": f"byte {place}: {here!r} against {there!r}"})
        print(name, found[-1]["where"], flush=True)
    return len(names), found


def numbers_of(site: Path) -> dict[str, list[str]]:
    """The numbers in prose of every page, as printed."""
    paths = sorted(site.rglob("*.html"))
    return {p.relative_to(site).as_posix(): snapshot.printed(p.read_text("utf-8")) for p in paths}


def another_python(python: str, folder: Path, first: Path) -> dict[str, Any]:
    """Build under another Python and compare with the first site."""
    asked = "import platform; print(platform.python_version())"
    version = subprocess.check_output([python, "-c", asked], text=True).strip()
    how = {**CIRCUMSTANCES["plain"], "folder": f"python {version}"}
    site, seconds = built(how, folder, python)
    files, found = differing(first, site)
    verdicts = snapshot.verdicts(first), snapshot.verdicts(site)
    numbers = numbers_of(first), numbers_of(site)
    return {
        "python": version,
        "verdicts": len(verdicts[0]),
        "verdicts_identical": sum(verdicts[1].get(k) == v for k, v in verdicts[0].items()),
        "numbers": sum(map(len, numbers[0].values())),
        "numbers_identical": sum(
            sum(a == b for a, b in zip(said, numbers[1].get(page, []), strict=False))
            for page, said in numbers[0].items()
        ),
        "files": files,
        "identical": files - len(found),
        "differing": found[:20],
        "seconds": round(seconds, 1),
    }


def run(folder: Path, pythons: list[str]) -> dict[str, Any]:
    """Build twice and compare, then once for each other Python; return counts and differences."""
    (one, first), (two, second) = (
        built(how, folder, sys.executable) for how in CIRCUMSTANCES.values()
    )
    files, found = differing(one, two)
    return {
        "circumstances": [
            "folder", "time", "PYTHONHASHSEED", "TZ", "LANG and LC_ALL", "umask", "number of cores",
            "kernels forked or ordinary", "numeric kernels with and without AVX",
        ],
        "disabled_features": WITHOUT_AVX["NPY_DISABLE_CPU_FEATURES"],
        "files": files,
        "identical": files - len(found),
        "differing": found,
        "seconds": [round(first, 1), round(second, 1)],
        "pythons": [another_python(python, folder, one) for python in pythons],
    }  # fmt: skip


def main() -> None:
    parser = recording.command(__doc__)
    parser.add_argument(
        "--python", action="append", default=[], help="a Python of another version, as locked"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        result = run(Path(name), options.python)
    print(f"{result['identical']} of {result['files']} files identical")
    print(recording.write("same_bytes", result, options.as_of))


if __name__ == "__main__":
    main()
