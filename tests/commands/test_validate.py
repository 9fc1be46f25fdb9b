"""Bad data: each fault is told with file, row and column, all at once, never a traceback."""

import csv
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package
from pybtex.database import parse_file
from site_project import edit

from analysis import evidence
from analysis.commands import validate
from analysis.evidence import rules, yaml_files
from analysis.evidence import seal as package
from analysis.evidence.load import read_tables

SWE = "series/swe_bench.csv"
BEST = "AI that beats the best experts"
CHART = "January 2027, November 2027, April 2030"


def change(data, path, line, column, value):
    """Put a value into a cell; ``line`` counts the header as 1 (no cell holds a line break)."""
    with (data / path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[line - 1][rows[0].index(column)] = value
    with (data / path).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def faults(data):
    """Data faults only: every change also makes the seal stale."""
    return [p for p in validate.problems(data, ledger=False) if p.kind == "data"]


@pytest.fixture(scope="module")
def sound():
    """The rows and documents of the data as they stand."""
    return read_tables(evidence.DATA)[0], yaml_files.read_documents(evidence.DATA)[0]


def by_the_standard(data):
    """What the frictionless validator, which reads the package by itself, finds: file and row."""
    report = Package(str(data / package.NAME)).validate()
    tasks = [(task.place, error) for task in report.tasks for error in task.errors]
    return [error.note for error in report.errors], {
        (place, getattr(error, "row_number", 0)) for place, error in tasks
    }


def test_the_data_are_sound_and_frictionless_agrees():
    assert validate.problems() == []
    assert by_the_standard(evidence.DATA) == ([], set())


def cases(name):
    path = Path(__file__).with_name(name)
    return pd.read_csv(path, dtype=str, keep_default_na=False).to_dict("records")


def test_each_bad_cell_is_one_line_and_all_are_told_at_once(data):
    long = {"column": "note", "value": "x" * 2000, "expected": "at most 1500 characters"}
    where = dict(enumerate([*cases("cells.csv"), long], start=312))
    for line, case in where.items():
        change(data, SWE, line, case["column"], case["value"])
    change(data, "findings.csv", 7, "source", "nobody")
    edit(data / "assumptions.yml", "source: aifm-snapshot}", "source: aifm-snapshots}")
    found = faults(data)
    assert ("findings.csv", 7, "source") in [(p.file, p.row, p.column) for p in found]
    unknown = [p.expected for p in found if p.file == "assumptions.yml"]
    assert unknown
    assert all("near: aifm-snapshot" in expected for expected in unknown)
    for line, case in where.items():
        (told,) = (p for p in found if (p.file, p.row, p.column) == (SWE, line, case["column"]))
        assert case["expected"] in str(told)


def test_what_does_not_fit_its_row_its_series_or_a_fact_check_is_told(data):
    misfits = cases("misfits.csv")
    for one in misfits:
        change(data, one["path"], int(one["line"]), one["column"], one["value"])
    found = faults(data)
    for one in misfits:
        assert any(
            (p.file, str(p.row)) == (one["path"], one["line"])
            and (p.column == one["told"] or not one["told"])
            and one["expected"] in p.expected
            for p in found
        ), one


def test_what_no_reader_takes_and_what_stands_twice_are_told(data):
    """A mark of direction, a giant cell, an extra one, a file undeclared, a source, key and row."""
    lines = (data / SWE).read_text("utf-8").splitlines(keepends=True)
    again = [lines[1], lines[20].replace("swe-0020", "swe-9001", 1)]
    (data / SWE).write_text("".join([*lines, *again]), "utf-8")
    edit(data / SWE, "\nswe-0003,", "\nswe-0003,extra,")
    change(data, "findings.csv", 12, "figure", "x" * 140_000)
    change(data, "forecasts.csv", 12, "note", "a\u202eb")
    (data / "series" / "more.csv").write_text("a\n1\n", "utf-8")
    edit(data / "vintage.yml", "as_of:", "until:")
    sources = (data / "sources.csv").read_text("utf-8").splitlines(keepends=True)
    (data / "sources.csv").write_text("".join([*sources, sources[1]]), "utf-8")
    twice = len(lines) + 1
    told = {str(problem).split(", found")[0] for problem in faults(data)}
    for place in ("findings.csv:12:figure", "forecasts.csv:12"):
        assert any(one.startswith(f"{place}:") for one in told), place
    assert told >= {
        "series/more.csv: expected a file of the schema",
        f"{SWE}:4: expected 29 cells",
        "vintage.yml:as_of: expected this key",
        f"{SWE}:{twice}:record: expected a key of its own",
        f"{SWE}:{twice + 1}:record: expected a row of its own",
        f"sources.csv:{len(sources) + 1}:key: expected a key of its own",
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("as_of: 2026-10-10", "as_of: 2025-01-01"),
        ("as_of: 2026-10-10", "as_of: 2026-10-11"),
        ("built: 2026-11-30", "built: 2026-11-01"),
        ("counts: true", "counts: false"),
    ],
)
def test_bad_vintage_is_told(data, sound, old, new):
    contents, documents = sound
    edit(data / "vintage.yml", old, new)
    wrong = rules.check(contents, documents | yaml_files.read_documents(data)[0])
    assert "vintage.yml" in {p.file for p in wrong}


def test_a_threshold_stands_within_its_bounds_and_between_its_neighbours(sound):
    entries, bounds = sound[1]["thresholds"], "a number between 0.001 and 0.5"
    beyond = "from 0.125 to 0.5, or its own strict moved along"
    bands = [("", 0.02, "at least figure_equal"), (".value", 0.1, beyond), (".value", 0.7, bounds)]
    for key, value, told in [*bands, (".value", 0.0009, bounds), (".lax", 0.7, bounds)]:
        entry = entries["figure_near"] | {key[1:] or "value": value}
        found = rules.document_faults({"thresholds": entries | {"figure_near": entry}})
        assert any((p.column, told in p.expected) == (f"figure_near{key}", True) for p in found)


def test_a_corrected_forecast_leaves_no_old_date_in_the_model(data):
    for cell in ("4 p_by_2028 0.4", "2 p_by_2028 0.3", "5 p_by_2027 0.13", "9 q50 2028.2",
                 "14 q50 2031.4", "25 q90 2066.3"):  # fmt: skip
        number, column, value = cell.split()
        change(data, "forecasts.csv", int(number) + 1, column, value)
    edit(data / "assumptions.yml", "within: 0.05, record: fc-018", "within: 0.05, record: fc-918")
    assert {(p.column, p.expected.split(",")[0], p.found) for p in faults(data)} == {
        (
            "checks[Coding uplift alone].record",
            "the id of an evidence row (near: fc-018)",
            "'fc-918'",
        ),
        (
            "checks[AI Futures' 90% day for choosing experiments like the best]",
            "2066.3",
            "2066.24",
        ),
        ("checks[Greenblatt's research alone, with AI Futures' share of the gap]", "0.3", "0.26"),
        (f"checks[Greenblatt's ten chances of {BEST}]", "0.13", "0.12"),
        (f"checks[Halstead's date of {BEST}]", "2031.4", "2031.29"),
        ("sets[greenblatt-2026-04].coder", "0.4", "0.39"),
        ("sets[halstead-2026-08].L.words", "May 2031 (q50)", "April 2031"),
        ("sets[kokotajlo-2026-08].coder", "2028.2", "2027.88"),
        ("sets[kokotajlo-2026-08].coder.words", "January 2027 (q10)", CHART),
    }


def test_a_slip_in_a_repeated_number_is_told(data):
    edit(data / "claims/coding.yml", "Agents opened 932,791", "Agents opened 832,791")
    (fault,) = faults(data)
    assert (fault.file, fault.found) == ("repeats.csv", "'832,791'")
    assert "expected 932791 in C21.primary, as" in str(fault)
    edit(data / "claims/coding.yml", "Agents opened 832,791", "Agents opened 932,791")
    change(data, "repeats.csv", 2, "typed", "24-13-01")
    assert [(p.row, p.column, p.found) for p in faults(data)] == [(2, "typed", "'24-13-01'")]


def test_a_table_that_cannot_be_read_is_the_only_fault(data):
    edit(data / "fits.csv", "record,", "Record,")
    assert {p.file for p in faults(data)} == {"fits.csv"}
    edit(data / "fits.csv", "Record,", "record,")
    edit(data / "series/time_horizons.csv", "hor-055-p50,", "hor-955-p50,")
    (fault,) = faults(data)
    assert "a record of series/*.csv" in fault.expected


def test_frictionless_refuses_what_the_reader_refuses(data):
    change(data, "forecasts.csv", 3, "closeness", "nearly")
    change(data, "findings.csv", 4, "source", "nobody")
    package.seal(data)
    assert by_the_standard(data) == ([], {("forecasts.csv", 3), ("findings.csv", 4)})


def test_command_prints_one_line_a_problem_and_seal_refuses_faulty_data(data, command):
    change(data, SWE, 60, "date", "yesterday")
    code, out, _ = command("validate", "--data", data)
    lines = out.splitlines()
    assert code == 1
    assert lines[0].startswith("series/swe_bench.csv: expected the sealed bytes")
    day = "a day as YYYY-MM-DD from 1900 to 2199"
    assert f"series/swe_bench.csv:60:date: expected {day}, found 'yesterday'" in lines
    assert lines[-1] == "2 problems, 1 of them cured by python -m analysis seal"
    before = (data / package.NAME).read_bytes()
    code, out, _ = command("seal", "--data", data)
    assert (code, "not sealed" in out) == (1, True)
    assert (data / package.NAME).read_bytes() == before


def test_the_bibliography_has_every_source_and_follows_the_table(data, command):
    entries = parse_file(str(data / "sources.bib"), "bibtex").entries
    sources = evidence.load(data).sources
    assert list(entries) == list(sources)
    for key, one in sources.items():
        plain = re.sub(r"\\([&%$#_])", r"\1", entries[key].fields["title"])
        assert plain.strip("{}").replace(r"\textasciitilde{}", "~") == one["title"]
        assert entries[key].fields.get("url", "") == one["url"]
    change(data, "sources.csv", 5, "title", "Another title")
    assert {p.kind for p in validate.problems(data)} == {"stale seal"}
    assert command("seal", "--data", data)[0] == 0
    assert "{{Another title}}" in (data / "sources.bib").read_text("utf-8")
    assert validate.problems(data, ledger=False) == []


def test_a_build_accepts_edited_but_sound_data_and_says_so(data, command):
    edit(data / "vintage.yml", 'version: "0.2.5"', 'version: "0.1.1"')
    code, out, _ = command("validate", "--edited", "--data", data)
    assert (code, out[:26]) == (0, "edited since the last seal")
    change(data, SWE, 2, "date", "yesterday")
    assert command("validate", "--edited", "--data", data)[0] == 1


def test_a_claim_that_no_chapter_shows_is_told(data):
    book = data.parent / "book"
    shutil.copytree(
        evidence.DATA.parent / "book", book, ignore=shutil.ignore_patterns("_*", "*.ipynb")
    )
    claims = evidence.load(data).claims
    assert validate.claims_without_card(data, claims) == []
    (chapter,) = [path for path in book.rglob("*.md") if "{claim} C05" in path.read_text("utf-8")]
    chapter.write_text(chapter.read_text("utf-8").replace("{claim} C05", "{claim} C06"), "utf-8")
    (problem,) = validate.claims_without_card(data, claims)
    assert str(problem).endswith(f"expected its card ({{claim}}) in {chapter.name}, found none")
    assert problem in validate.problems(data)
    (strayed,) = validate.claims_without_card(data, [claims[0] | {"page": "predicton"}])
    assert "in predicton.md" in strayed.expected
