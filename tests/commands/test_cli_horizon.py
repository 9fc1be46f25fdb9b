"""The horizon command on good, odd and broken files."""

import json

import pytest

from analysis import evidence
from analysis.horizons.tallies import COLUMNS

HEADER = ",".join(COLUMNS)


@pytest.fixture
def table(tmp_path):
    def write(*lines, header=HEADER):
        path = tmp_path / "tasks.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8", newline="")
        return path

    return write


@pytest.fixture
def metr():
    return evidence.DATA / "tasks" / "metr_th_1_1.csv"


def test_records_of_metrs_suite(command, metr):
    code, out, err = command("horizon", metr, "--json", "--draws", 300)
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert len(found) == 8
    opus = next(r for r in found if r["model"] == "Claude Opus 4.6" and r["reliability"] == 0.5)
    assert opus["horizon_minutes"] == pytest.approx(718.8, rel=1e-3)
    assert opus["lower"] < opus["horizon_minutes"] < opus["upper"]
    assert (opus["n_tasks"], opus["n_runs"], opus["level"]) == (228, 1391, 0.95)


def test_table_for_people(command, metr):
    code, out, _ = command("horizon", metr, "--draws", 50)
    assert code == 0
    rows = [" ".join(line.split()) for line in out.splitlines()]
    assert any(row.startswith("Claude Opus 4.6 50% 12 h ") for row in rows)
    assert any(row.startswith("GPT-4 0314 80% 53.4 s ") for row in rows)
    assert all(row.endswith(" 228 1391") for row in rows if row.startswith("Claude"))


def test_same_seed_same_bytes_and_penalty_passes_through(command, metr):
    first, again, penalised = (
        command("horizon", metr, "--draws", 20, "--seed", 7, "--json", *more)
        for more in ((), (), ("--penalty", 0.1))
    )
    assert first == again != penalised


def test_models_without_a_curve_get_a_stated_bound(command, table):
    path = table(
        *(f"zero,t{i},f,{2**i},4,0,x" for i in range(6)),
        *(f"full,t{i},f,{2**i},4,4,x" for i in range(6)),
        *(f"up,t{i},f,{2**i},9,{i},x" for i in range(6)),
        header=HEADER + ",remark",
    )
    code, out, _ = command("horizon", path, "--reliability", 0.5, "--json")
    assert code == 0
    zero, full, up = json.loads(out)
    assert (zero["horizon_minutes"], zero["lower"], zero["upper"]) == (None, 0.0, 2.0)
    assert (full["horizon_minutes"], full["lower"], full["upper"]) == (None, 16.0, None)
    assert (up["horizon_minutes"], up["lower"], up["upper"]) == (None, None, None)
    assert up["slope"] > 0
    text = command("horizon", path)[1]
    assert "one-sided: solved nothing" in text
    assert "one-sided: solved everything" in text
    assert "longer tasks were solved more often" in text


def test_problems_name_file_line_and_column(command, table):
    path = table(
        "m,a,f,1,4,5,", "m,b,,-1,4,0,", "m,c,f,4,four,0,", "m,d,f", header=HEADER + ",note"
    )
    code, out, err = command("horizon", path)
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        f"{path}:{rest}"
        for rest in (
            "2:n_successes: expected at most n_runs = 4, found '5'",
            "3:human_minutes: expected at least 0.001, found '-1'",
            "3:task_family: expected a value, found ''",
            "4:n_runs: expected a whole number, found 'four'",
            "5: expected 7 cells, found 3 cells",
        )
    ]
