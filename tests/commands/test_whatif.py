"""What new rows would move: computed on both states, with nothing written."""

import datetime as dt
import json

import pandas as pd
import pytest

from analysis import evidence, timeline
from analysis.commands import what_if
from analysis.evidence import EvidenceError, seal

AFTER = "2027-01-05"


def newest(series="metr_th_1_1_p50"):
    """The last row of a series of METR's as it stands in its file."""
    path = evidence.DATA / "series/time_horizons.csv"
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    return rows[rows["series"] == series].iloc[-1].to_dict()


def write(path, *rows):
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def reading(minutes, day="2026-03-20", **changes):
    row = newest() | {
        "record": "hor-901-p50", "system": "A new model", "model": "A new model",
        "developer": "Somebody", "date": day, "value": str(minutes), "lower": "", "upper": "",
        "level": "", "known_from": day, "known_basis": "announced", "note": "",
    }  # fmt: skip
    return row | changes


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """The result of a record just below METR's limit, half the time and at four times in five."""
    fifth = newest("metr_th_1_1_p80")
    own = ("series", "instrument", "conditions", "unit")
    pair = reading(940), reading(240, record="hor-901-p80", **{key: fifth[key] for key in own})
    result = what_if.whatif(write(tmp_path_factory.mktemp("rows") / "new.csv", *pair))
    assert seal.stale(evidence.DATA) == [], "the data have been written to"
    return result


def test_a_record_moves_the_lines_and_with_them_the_probabilities(record):
    result = record
    assert len(result["lines"]) == len(timeline.book().lines)
    for line in result["lines"].values():
        before, after = (int(line[when].split()[-2]) for when in ("before", "after"))
        assert after == before + 1
    # Stated dates stay; only the sets that start from the measured trend move, and the event nears.
    moves = dict(result["probabilities"])
    moves.pop("the headline", None)
    assert {name.split()[0] for name in moves} == {"kokotajlo-2026-04", "lifland-2026-04"}
    for one in moves.values():
        assert float(one["after"].rstrip("%")) > float(one["before"].rstrip("%"))


def test_a_row_may_come_with_its_new_source(tmp_path, command):
    row = write(tmp_path / "new.csv", reading(940, source="zz-board"))
    said = {"key": "zz-board", "type": "online", "title": "A board", "organization": "Somebody"}
    said |= {"year": 2026, "url": "https://example.org/b", "repository": ""}
    source = write(tmp_path / "its.csv", said)
    code, out, _ = command("whatif", "--add", row, "--sources", source)
    assert (code, "hor-901-p50" in out) == (0, True)
    code, _, told = command("whatif", "--add", row)
    assert (code, "'zz-board'" in told) == (1, True)
    known = write(tmp_path / "known.csv", said, said | {"key": "clark-x-post"})
    code, _, told = command("whatif", "--add", row, "--sources", known)
    assert (code, "known.csv" in told) == (1, True)


def test_checks_that_use_the_series_move_with_it(record):
    moves = record["verdicts"]
    name = next(name for name in moves if name.startswith("C31 check"))
    assert name.endswith("main trend")
    for when, count in (("before", "23 models"), ("after", "24 models")):
        assert moves[name][when].startswith("yes: ")
        assert count in moves[name][when]
    # The sentence prints the interval, so it moves with the margin; the word stays.
    assert "C31 sentence" in moves
    assert "C31" not in moves
    assert not any(name.startswith("C23") for name in moves)


def test_a_later_reading_needs_a_later_day_and_decides_tripwires(tmp_path, command, monkeypatch):
    monkeypatch.setattr(what_if, "PARTS", {"tripwires": what_if.PARTS["tripwires"]})
    path = write(tmp_path / "new.csv", reading(1800, "2026-12-20"))
    with pytest.raises(EvidenceError, match=r"new\.csv:2:date: expected a day up to built"):
        what_if.whatif(path)
    result = what_if.whatif(path, as_of=dt.date.fromisoformat(AFTER))
    assert result["as_of"] == AFTER
    assert all("horizon-50" in name for name in result["tripwires"])
    assert {row["before"] for row in result["tripwires"].values()} == {"not measured (open)"}
    found = {name.split(", ")[-1]: row["after"] for name, row in result["tripwires"].items()}
    assert found["sceptic"].endswith("(hit)")
    assert found["on course for 2028"].startswith("below")
    code, _, err = command("whatif", "--add", path, "--as-of", "2026-01-01")
    assert (code, "as_of: expected a day from" in err) == (2, True)


def test_a_line_that_the_rows_leave_without_points_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(what_if, "PARTS", {"lines": what_if.PARTS["lines"]})
    result = what_if.whatif(write(tmp_path / "new.csv", reading(950, "1926-03-20")))
    assert {one["after"] for one in result["lines"].values()} == {what_if.GONE}


def test_odd_rows_are_noted_and_not_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(what_if, "PARTS", {"lines": what_if.PARTS["lines"]})
    rows = [
        reading(12, record="hor-901-p50"),
        reading(352, "2026-03-21", record="hor-902-p50", model="Claude Opus 4.6"),
        reading(1_000_000, "2026-03-22", record="hor-903-p50", series="metr_th_1_1_p05"),
        reading(2_000_000, "2026-03-23", record="hor-904-p50", instrument="metr_th_1_0_p80"),
    ]
    result = what_if.whatif(write(tmp_path / "new.csv", *rows))

    def noted(name, part):
        return any(note.startswith(name) and part in note for note in result["notes"])

    assert noted("hor-901-p50", "12 minutes is more than 20 times off the readings before it")
    assert noted("hor-901-p50", "the model 'A new model' is new; nearest is")
    assert noted("hor-902-p50", "has Claude Opus 4.6 already: hor-055-p50, 718.807 minutes")
    assert noted("hor-903-p50", "the series 'metr_th_1_1_p05' is new; nearest is 'metr_th_1_1_p")
    assert noted(
        "hor-904-p50", "no other row of metr_th_1_1_p50 has the instrument 'metr_th_1_0_p80'"
    )
    assert noted("hor-904-p50", "2e+06 minutes is more than 20 times off")
    assert not noted("hor-902-p50", "times off")
    assert not noted("hor-902-p50", "the model")
    assert result["lines"] == {}  # no reading is a record that METR's rule would take


def test_faulty_rows_are_told_in_a_line_each(tmp_path, command):
    path = write(
        tmp_path / "new.csv", reading(300, source="nobody"), reading(301, record="hor-001-p50")
    )
    code, out, err = command("whatif", "--add", path)
    assert (code, out) == (1, "")
    told, again, unknown = err.strip().splitlines()
    assert told == "2 problems in the data"
    assert "new.csv:3:record: expected a key of its own" in again
    assert "new.csv:2:source: expected a key of sources.csv" in unknown


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        ("trend_level=0.999", 1, "thresholds.yml:trend_level.value: expected a number from 0.8"),
        ("trend_levl=0.8", 2, "threshold: expected one of figure_equal, "),
        (None, 2, "whatif: expected --add SERIES.csv or --threshold NAME=VALUE, found none"),
    ],
)
def test_a_threshold_is_asked_for_as_in_its_file(typed, code, told, command):
    found, _, err = command("whatif", *(["--threshold", typed] if typed else []))
    assert (found, told in err) == (code, True)


def test_a_threshold_moves_also_the_lines(monkeypatch):
    monkeypatch.setattr(what_if, "PARTS", {"lines": what_if.PARTS["lines"]})
    moved = what_if.whatif(limits=[("measurable_minutes", 700)])["lines"]
    assert "13 points" in moved["METR since 2023, 50%"]["after"]


def test_json_and_text_hold_the_whole_result(record, monkeypatch, command):
    monkeypatch.setattr(what_if, "whatif", lambda *_, **__: record)
    code, text, _ = command("whatif", "--add", "new.csv")
    assert code == 0
    for part in (
        "hor-901-p50  metr_th_1_1_p50  2026-03-20  940 minutes  A new model",
        "15 points",
        "    was: yes: ",
        "Tripwires: none moves.",
    ):
        assert part in text
    assert text.rstrip().endswith(what_if.NOT_COVERED)
    result = json.loads(command("whatif", "--add", "new.csv", "--json")[1])
    assert set(result) == {"as_of", "added", "notes", *what_if.PARTS}
    assert result["added"][0]["value"] == 940
