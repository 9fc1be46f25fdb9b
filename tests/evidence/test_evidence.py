"""The evidence as loaded: types, look-ups, what was known when, quotations; and its seal."""

import json
from pathlib import Path

import pandas as pd
import pytest
from refused import refused

from analysis import evidence
from analysis.evidence import quotations, seal
from analysis.evidence.records import figures, number_in
from analysis.evidence.schema import table

UNREADABLE = ("", "[]", '{"resources": 3}')
ROWS = Path(__file__).parents[1] / "recorded" / "rows.csv"


def test_series_have_the_columns_and_types_of_the_schema(ev):
    assert tuple(ev.series.columns) == table("series").columns
    kinds = {"number": "f", "integer": "i", "boolean": "b", "date": "M", "string": "O"}
    for field in table("series").fields:
        assert ev.series[field.name].dtype.kind == kinds[field.type], field.name
    assert evidence.load() is ev


def test_rows_are_sorted_and_filtered(ev):
    rows = ev.rows("swe_bench_verified", reporter="vendor")
    assert rows["date"].is_monotonic_increasing
    assert set(rows["reporter"]) == {"vendor"}
    mythos = ev.rows("swe_bench_verified", model="Claude Mythos Preview")
    assert mythos["value"].tolist() == [93.9]
    on_day = ev.rows("swe_bench_verified", date="2026-04-07")
    assert on_day["record"].tolist() == ["swe-0553", "swe-0554"]


test_what_is_unknown_is_named = refused(
    (lambda: evidence.load().rows("swe_bench_verifed"), "near: swe_bench_verified"),
    (lambda: evidence.load().rows("swe_bench_verified", colour="red"), "colour"),
    (lambda: evidence.load().rows(None), "a series of the data, found None"),
    (lambda: evidence.load().rows("swe_bench_verified", date="today"), "date: expected a day"),
    (lambda: evidence.load().rows("swe_bench_verified", value="> x"), "in plain digits, found 'x'"),
    (lambda: evidence.load().known_by("now"), "day: expected a day such as"),
    (lambda: evidence.load("/nowhere"), "1 problem in the data\n  /nowhere: expected a folder"),
    (lambda: evidence.load().row("swe-9999"), "swe-9999"),
    (lambda: evidence.load().claim("C99"), "C99"),
    (lambda: table("serie"), "series"),
    (lambda: number_in(evidence.load(), "qual-061", "mark {}%"), "'mark {}%' once, found 0"),
    (lambda: number_in(evidence.load(), "qual-050", "{}%"), "'{}%' once, found 3"),
)


def test_all_numbers_of_a_figure_keep_their_signs(ev):
    assert figures(ev, "rval-126", count=2) == (-0.73, -0.45)
    assert figures(ev, "rval-106", count=2) == (8.2, 9.3)


def test_rows_are_chosen_by_several_days_and_names(ev):
    first = ev.rows("metr_th_1_1_p50").head(2)
    for column in ("date", "model"):
        assert len(ev.rows("metr_th_1_1_p50", **{column: {*first[column]}})) == 2
    assert len(repr(ev)) < 100


def test_known_by_uses_the_day_of_publication(ev):
    then = ev.known_by(ev.vintage["published"])
    models = set(then.rows("metr_th_1_1_p50")["model"])
    assert "Claude Opus 4.6" in models
    assert "Claude Mythos Preview (early)" not in models
    assert then.rows("metr_th_1_1_gpt56_sol_rejected").empty
    assert then.rows("corebench_v1_1").empty, "the audit's paper is of June 2026"
    known = then.series["known_from"].fillna(then.series["date"])
    assert (known <= pd.Timestamp(ev.vintage["published"])).all()
    assert ev.known_by("2030-01-01").series.equals(ev.series)


def test_known_by_waits_for_the_end_of_an_imprecise_date(ev):
    months = ev.findings[ev.findings["date_precision"] == "month"]
    day = months["date"].iloc[0]
    record = months["record"].iloc[0]
    assert record not in set(ev.known_by(day).findings["record"])
    assert record in set(ev.known_by(day + pd.offsets.MonthEnd(0)).findings["record"])


def test_no_row_was_dropped_on_the_way_from_research():
    """Rows per research file as recorded when it was carried over; new data may only add."""
    recorded = pd.read_csv(ROWS, keep_default_na=False)
    assert len(recorded) > 10
    for line in recorded.itertuples():
        rows = pd.read_csv(evidence.DATA / line.resource, dtype=str)
        own = rows[rows["record"].str.startswith(f"{line.prefix}-")] if line.prefix else rows
        assert len(own) >= line.rows_out, line


def test_a_reading_that_came_later_has_the_value_of_its_time(ev):
    now, then = ev, ev.known_by(ev.vintage["published"])
    assert len(then.rows("metr_th_1_0_p50")) == len(now.rows("metr_th_1_0_p50"))
    for record in ("hor-034-p50", "hor-026-p80"):
        stood = now.series[now.series["model"] == now.row(record)["model"]]
        files = stood[stood["series"].str.startswith("metr_vintage_")]["value"]
        assert then.row(record)["value"] != now.row(record)["value"]
        assert then.row(record)["value"] in set(files)
        assert then.row(record)["known_from"] <= pd.Timestamp(now.vintage["published"])
    assert then.series["record"].is_unique


@pytest.mark.parametrize("end", ["consistently", "surely"])
def test_the_articles_words_are_found_where_some_are_left_out_and_others_are_not(ev, end):
    said = f"estimates a 60% probability … performance is improving rapidly and {end}"
    assert quotations.stands_in(said, ev.article) is (end == "consistently")
    for other in ("consistently and rapidly improving", "a 61% probability", "performance", ""):
        assert not quotations.stands_in(other, ev.article)


def test_faults_name_the_claim_and_more_than_half_of_the_article_is_refused(ev):
    claims = [
        {"id": "C01", "quote": "benchmark effectively solved"},
        {"id": "C02", "quote": "solved effectively benchmark"},
        {"id": "C03", "quote": " ".join(["progress is visible at every scale"] * 3)},
    ]
    places = [place for place, *_ in quotations.article_faults(claims, ev.article)]
    assert places == ["[C02].quote", "[C03].quote", "[C03].quote"]
    claims = [{"id": f"C{n}", "quote": f"word{n} " * 12} for n in range(40)]
    assert list(quotations.article_faults(claims, ev.article))[-1][0] == "[all].quote"


def test_seal_is_idempotent_and_deterministic(data):
    before = (data / seal.NAME).read_bytes()
    assert seal.seal(data) is False
    assert seal.stale(data) == []
    (data / seal.NAME).unlink()
    assert seal.seal(data) is True
    assert (data / seal.NAME).read_bytes() == before


def test_a_changed_byte_a_removed_resource_and_no_package_are_a_stale_seal(data):
    path, package = data / "sources.bib", data / seal.NAME
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    (problem,) = seal.stale(data)
    assert (problem.file, problem.kind) == ("sources.bib", "stale seal")
    assert "python -m analysis seal" in problem.expected
    seal.seal(data)
    written = json.loads(package.read_text("utf-8"))
    gone = written["resources"].pop(0)
    package.write_text(json.dumps(written), "utf-8")
    (problem,) = seal.stale(data)
    assert (problem.file, problem.kind) == (gone["path"], "stale seal")
    package.unlink()
    for content, found in ((None, "no file"), *((c, "unreadable JSON") for c in UNREADABLE)):
        if content is not None:
            package.write_text(content, "utf-8")
        (problem,) = seal.stale(data)
        assert (problem.file, problem.found, problem.kind) == (seal.NAME, found, "stale seal")
