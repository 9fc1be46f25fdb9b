"""Task tallies: files of strangers and frames, read by the same rules."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.evidence import EvidenceError
from analysis.horizons import fit, tallies

GOOD = {**dict(zip(tallies.COLUMNS, ("m", "t1", "f", 3.0, 4, 2), strict=True)), "note": ""}
OTHER = {**dict(zip(tallies.COLUMNS, ("m", "t2", "f", 9.0, 4, 1), strict=True)), "note": "long"}


def write(folder, *lines):
    path = folder / "tasks.csv"
    pd.DataFrame(lines, dtype=object).to_csv(path, index=False)
    return path


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"human_minutes": 0}, "1:human_minutes: expected at least 0.001, found '0'"),
        ({"human_minutes": math.inf}, "1:human_minutes: expected a finite number, found 'inf'"),
        ({"n_runs": 0}, "1:n_runs: expected at least 1, found '0'"),
        ({"n_runs": True}, "1:n_runs: expected a whole number, found 'True'"),
        ({"n_successes": -1}, "1:n_successes: expected at least 0, found '-1'"),
        ({"task_id": "t2"}, "2:task_id: expected a key of its own, found"),
        ({"human_minutes": 9.0}, "1:human_minutes: expected tasks of at least 2 different lengths"),
    ],
)
def test_bad_rows_of_files_are_named(tmp_path, change, message):
    # In a file the header is line 1.
    line, _, rest = message.partition(":")
    with pytest.raises(ValueError, match=r"tasks\.csv:") as error:
        tallies.read_file(write(tmp_path, GOOD | change, OTHER))
    assert f"tasks.csv:{int(line) + 1}:{rest}" in str(error.value)


def test_one_task_has_one_length_and_one_family(tmp_path):
    other = GOOD | {"model": "n", "human_minutes": 4.0, "task_family": "g"}
    with pytest.raises(EvidenceError) as error:
        tallies.read_file(write(tmp_path, GOOD, OTHER, other))
    for told in ("task_family: expected f for t1", "human_minutes: expected 3.0 for t1"):
        assert f"4:{told} as in line 2, found" in str(error.value)


def test_missing_columns_and_empty_tables_are_named(tmp_path):
    less = {key: value for key, value in GOOD.items() if key != "n_runs"}
    with pytest.raises(ValueError, match="n_runs"):
        tallies.read_file(write(tmp_path, less, less))
    with pytest.raises(ValueError, match="and 30 more"):
        tallies.read_file(
            write(tmp_path, *(GOOD | {"task_id": f"t{i}", "n_runs": -1} for i in range(50)))
        )
    (tmp_path / "tasks.csv").write_text(",".join(GOOD) + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match="expected at least one row"):
        tallies.read_file(tmp_path / "tasks.csv")


RUNS = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)), min_size=2, max_size=6)
ODD = st.one_of(st.none(), st.floats(), st.integers(-1, 99), st.text(max_size=3))


@given(RUNS, st.dictionaries(st.sampled_from(tallies.COLUMNS), ODD, max_size=3))
@settings(max_examples=80)
def test_any_table_gives_tallies_that_fit_or_a_value_error(tmp_path_factory, runs, odd):
    table = [
        GOOD | {"task_id": f"t{n}", "human_minutes": 2**n, "n_runs": max(p), "n_successes": min(p)}
        for n, p in enumerate(runs)
    ]
    path = write(tmp_path_factory.getbasetemp(), table[0] | odd, *table[1:])
    try:
        found = tallies.read_file(path)
    except ValueError:
        return
    for tally in found:
        assert np.all((tally.successes <= tally.runs) & (tally.minutes > 0))
        one = fit(tally)
        if one.solved == "some":
            assert one.horizon() >= 0.0
