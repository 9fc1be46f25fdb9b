"""What make check says: how much is the same, what is not, and the likely cause of each."""

import copy
import json
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml
from rebuild.records import check, compare, snapshot

RECORD = yaml.safe_load((Path(__file__).parent / "record.yml").read_text("utf-8"))
NOTEBOOKS = {"book/coding": "one\ntwo\n", "book/risks": "three\n"}


@pytest.fixture
def now() -> dict:
    return copy.deepcopy(RECORD)


def compared(now: dict, notebooks: dict[str, str] | None = None) -> compare.Comparison:
    return compare.compare(RECORD, now, NOTEBOOKS, notebooks or NOTEBOOKS)


def test_a_record_is_made_where_there_is_none(now, tmp_path, monkeypatch):
    monkeypatch.setattr(check, "rebuild", lambda root: (now, NOTEBOOKS))
    assert check.run(tmp_path, renew=True) == 0
    assert json.loads((tmp_path / snapshot.FILE).read_text("utf-8")) == now


def test_all_the_same_is_one_line(now):
    found = compared(now)
    assert found.differences == []
    assert found.summary() == (
        "2 of 2 verdicts, 3 of 3 numbers, 2 of 2 notebooks and 3 of 3 files identical to the record"
    )


def test_a_changed_row_is_named_where_the_verdict_rests_on_it(now):
    for row in ("swe-0001", "swe-0002"):
        now["inputs"][f"data/series/swe.csv row {row}"] = "x"
    now["verdicts"]["C01"] |= {"verdict": "contradicted", "sentence": "Wrong: it is 3%"}
    now["verdicts"]["C02"] |= {"sentence": "Open: later"}
    found = compared(now)
    first, second = found.differences
    assert "recorded “Holds: it is 93.9%” (supported), found “Wrong: it is 3%”" in str(first)
    assert first.cause == "data changed: data/series/swe.csv row swe-0001"
    assert second.cause == (
        "data changed: data/series/swe.csv row swe-0001, data/series/swe.csv row swe-0002"
    )
    assert found.counts["verdicts"] == (0, 2)


SHARE, PAGE = ("numbers", "book/coding", "share"), ("files", "book/coding.html")
FOUND = [
    ({("inputs", "analysis/rounding.py"): "x", SHARE: "93.944"},
     "number share of book/coding", "93.944 (1.1e-05 apart)",
     "code changed: analysis/rounding.py"),
    ({("environment", "scipy"): "1.18.0", SHARE: "93.943001"},
     "number share of book/coding", "the last digits alone",
     "the environment differs: scipy 1.17.1 in the record, 1.18.0 here"),
    ({("inputs", "book/coding.md"): "x", SHARE: "1"},
     "number share of book/coding", "1", "the chapter changed: book/coding.md"),
    ({("inputs", "book/coding.md"): "x", ("numbers", "book/risks", "n"): "4"},
     "number n of book/risks", "4", "not reproducible"),
    ({PAGE: "dddd"}, "file book/coding.html", "", "not reproducible"),
    ({PAGE: "dddd", ("environment", "system"): "Darwin arm64"},
     "file book/coding.html", "", "may depend on the platform"),
    ({PAGE: "dddd", ("inputs", "_config.yml"): "x"},
     "file book/coding.html", "", "the site's code or style changed: _config.yml"),
    ({("files", "book/new.html"): "eeee"}, "file book/new.html", "a new file", ""),
    ({("files", "claims.json"): None}, "file claims.json", "no such file", ""),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "where", "found", "cause"), FOUND)
def test_a_difference_is_named_with_its_likely_cause(now, changes, where, found, cause):
    for (*path, last), value in changes.items():
        part = now
        for step in path:
            part = part[step]
        part.update({last: value}) if value else part.pop(last)
    (one,) = compared(now).differences
    assert where in one.where
    assert found in one.found
    assert cause in one.cause


def test_a_download_has_the_cause_of_what_it_holds(now):
    now["files"]["_data/book/coding/coding.md"] = "ffff"
    now["files"]["_data/audit-data.zip"] = "ffff"
    now["inputs"]["book/coding.md"] = "x"
    now["inputs"]["_config.yml"] = "x"
    now["inputs"]["data/thresholds.yml"] = "x"
    archive, source = compared(now).differences
    assert archive.cause == "data changed: data/thresholds.yml"
    assert source.cause.startswith("the chapter changed: book/coding.md")


def test_a_notebook_shows_its_first_other_line(now):
    (found,) = compared(now, {**NOTEBOOKS, "book/coding": "one\nTWO\n"}).differences
    assert (found.recorded, found.found) == ("two", "TWO")


def test_rows_have_sums_of_their_own(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('record,note\na-1,"one\ntwo"\na-2,x\na-2,y\n', "utf-8")
    before = snapshot.rows_of(path)
    assert list(before) == ["record", "a-1", "a-2", "a-2 (line 5)"]
    path.write_text('record,note\na-1,"one\nthree"\na-2,x\na-2,y\n', "utf-8")
    assert compare.changed(before, snapshot.rows_of(path)) == ["a-1"]


def test_the_lock_is_read_for_this_python(tmp_path):
    lock = (
        "numpy==2.4.6 \\\n    --hash=sha256:" + "a" * 64 + "\n"
        "nowhere==1.0 ; python_full_version < '3.0' \\\n    --hash=sha256:" + "b" * 64 + "\n"
    )
    (tmp_path / "requirements.lock").write_text(lock, "utf-8")
    assert snapshot.packages(tmp_path) == {"numpy": version("numpy")}
    (tmp_path / "requirements.lock").write_text("nowhere==1.0 \\\n", "utf-8")
    assert snapshot.packages(tmp_path) == {"nowhere": "none"}
