"""The commands that compute: ``forecast`` on the model's inputs, ``horizon`` on anybody's file."""

import json

import pytest

from analysis import evidence, timeline
from analysis.horizons.tallies import COLUMNS

HEADER = ",".join(COLUMNS)
METR = evidence.DATA / "tasks" / "metr_th_1_1.csv"


def test_records_hold_set_event_day_and_bracket(command):
    words = ("--set", "halstead-2026-08", "--event", "able", "--by", "2028-12-31", "--json")
    code, out, _ = command("forecast", *words)
    (record,) = json.loads(out)
    found = timeline.bracket("halstead-2026-08")
    assert (code, record["set"]) == (0, "halstead-2026-08")
    assert record["probability"] == pytest.approx(found.mark)
    assert (record["floor"], record["ceiling"]) == pytest.approx((found.floor, found.ceiling))


def test_a_slow_down_and_none_so_far_move_the_number(command):
    plain, slow, none = (
        json.loads(
            command("forecast", "--set", "greenblatt-2026-04", "--event", "AC", "--json", *more)[1]
        )
        for more in ((), ("--slow-down",), ("--given-none-by", "2026-10-06"))
    )
    assert slow[1]["probability"] < plain[1]["probability"]
    assert none[0]["probability"] < plain[0]["probability"]
    assert slow[0]["slow_down"] is True
    assert none[0]["given_none_by"] == "2026-10-06"


def test_the_table_has_every_set_and_event(command):
    _, out, _ = command("forecast")
    lines = out.strip().splitlines()
    assert len(lines) == 1 + 7 * 5
    assert "38.0% [22.1, 49.5]" in next(line for line in lines if "halstead" in line)


def test_backwards(command):
    _, out, _ = command("forecast", "--needs", "60", "--set", "lifland-2026-08")
    assert "2027.49 gives 60%" in out
    assert "no value does it; the nearest gives 37.0%" in out
    _, out, _ = command("forecast", "--needs", "60", "--set", "kokotajlo-2026-04", "--json")
    assert {row["input"] for row in json.loads(out)} >= {"d", "H", "g", "L"}


def test_own_values_for_inputs(command):
    words = ("--set", "halstead-2026-08", "--event", "able", "--json", "--with", "L=0,5", "c=1")
    _, out, _ = command("forecast", *words)
    changed = timeline.book().set("halstead-2026-08").changed(L=0.5, c=1)
    assert json.loads(out)[1]["probability"] == pytest.approx(timeline.percent(changed))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--set", "sceptic"], "set: sceptic was withdrawn. It was ours and nobody's view."),
        (["--with", "L=many"], "with: L: expected a number, found 'many'"),
        (["--with", "L=1e9"], "with: L: expected 0 to 20, found 1e9"),
        (["--with", "L=nan"], "with: L: expected 0 to 20, found nan"),
        (["--with", "f=1"], "with: expected one of coder, d"),
        (["--with", "H=100"], "input: expected coder on the date route, found H"),
        (["--by", "2028"], "by: expected a day such as"),
        (["--needs", "60", "--given-none-by", "2026-10-06"], "given-none-by: expected none"),
    ],
)
def test_what_cannot_be_is_one_line(command, words, told):
    code, out, err = command("forecast", *words)
    assert code == 2
    assert out == ""
    assert told in err
    assert len(err.strip().splitlines()) == 1


@pytest.fixture
def table(tmp_path):
    def write(*lines, header=HEADER):
        path = tmp_path / "tasks.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8", newline="")
        return path

    return write


def test_records_of_metrs_suite(command):
    code, out, err = command("horizon", METR, "--json", "--draws", 300)
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert len(found) == 8
    opus = next(r for r in found if r["model"] == "Claude Opus 4.6" and r["reliability"] == 0.5)
    assert opus["horizon_minutes"] == pytest.approx(718.8, rel=1e-3)
    assert opus["lower"] < opus["horizon_minutes"] < opus["upper"]
    assert (opus["n_tasks"], opus["n_runs"], opus["level"]) == (228, 1391, 0.95)


def test_table_for_people(command):
    code, out, _ = command("horizon", METR, "--draws", 50)
    assert code == 0
    rows = [" ".join(line.split()) for line in out.splitlines()]
    assert any(row.startswith("Claude Opus 4.6 50% 12 h ") for row in rows)
    assert any(row.startswith("GPT-4 0314 80% 53 s ") for row in rows)
    assert all(row.endswith(" 228 1391") for row in rows if row.startswith("Claude"))


def test_same_seed_same_bytes_and_penalty_passes_through(command):
    first, again, penalised = (
        command("horizon", METR, "--draws", 20, "--seed", 7, "--json", *more)
        for more in ((), (), ("--penalty", 0.1))
    )
    assert first == again != penalised


def test_models_without_a_curve_have_no_horizon_and_a_reason(command, table):
    path = table(
        *(f"zero,t{i},f,{2**i},4,0,x" for i in range(6)),
        *(f"full,t{i},f,{2**i},4,4,x" for i in range(6)),
        *(f"up,t{i},f,{2**i},9,{i},x" for i in range(6)),
        header=HEADER + ",remark",
    )
    code, out, _ = command("horizon", path, "--reliability", 0.5, "--json")
    assert code == 0
    zero, full, up = json.loads(out)
    for one in (zero, full, up):
        assert (one["horizon_minutes"], one["lower"], one["upper"]) == (None, None, None)
    assert up["slope"] > 0
    text = command("horizon", path)[1]
    assert "solved nothing" in text
    assert "solved everything" in text
    assert "longer tasks were solved more often" in text


def test_problems_name_file_line_and_column(command, table):
    path = table(
        "m,a,f,1,4,5,", "m,b,,-1,4,0,", "m,c,f,4,four,0,", "m,d,f", header=HEADER + ",note"
    )
    code, out, err = command("horizon", path)
    assert (code, out) == (1, "")
    head, *lines = err.splitlines()
    assert head == "5 problems in the data"
    assert lines == [
        f"  {path}:{rest}"
        for rest in (
            "2:n_runs: expected at least n_successes = 5, found 4",
            "3:human_minutes: expected at least 0.001, found '-1'",
            "3:task_family: expected a value, found ''",
            "4:n_runs: expected a whole number, found 'four'",
            "5: expected 7 cells, found 3 cells",
        )
    ]
