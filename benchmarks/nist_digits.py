"""Correct digits on the certified problems in ``tests/nist``, recorded for the methods chapter.

python -m benchmarks.nist_digits --as-of 2026-11-25
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import yaml

from benchmarks import recording
from tests.nist.certified import digits_table

PROBLEMS = Path(__file__).resolve().parents[1] / "tests" / "nist"


def main() -> None:
    options = recording.command(__doc__).parse_args()
    problems = [
        yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(PROBLEMS.glob("*.yml"))
    ]
    rows = [dataclasses.asdict(row) for row in digits_table(problems)]
    for row in rows:
        print(
            f"{row['name']:10} start {row['start'] or '-'}  parameters {row['parameters']:4.1f}  "
            f"standard errors {row['standard_errors']:4.1f}"
        )
    recording.write("nist_digits", {"rows": rows}, options.as_of)


if __name__ == "__main__":
    main()
