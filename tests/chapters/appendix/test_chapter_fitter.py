"""How the fitter earns trust: the tables hold what was recorded and published."""

import re
from pathlib import Path

import pytest

from analysis import evidence
from analysis.chapters.appendix import fitter
from analysis.evidence.records import benchmark

EV = evidence.load()
BOOK = Path(__file__).resolve().parents[3] / "book"


def test_every_certified_set_has_a_line_with_the_worse_start():
    table = fitter.digits()
    assert table["kind"].value_counts().to_dict() == {"nonlinear": 27, "linear": 11}
    both = [r for r in benchmark("nist_digits")["rows"] if r["name"] == "Lanczos2"]
    assert len(both) == 2
    worst = table.set_index("name").loc["Lanczos2"]
    assert worst["parameters"] == min(row["parameters"] for row in both)
    assert worst["steps"] == max(row["evaluations"] for row in both)
    rest = table[table["name"] != "Lanczos1"]
    assert rest[["parameters", "standard_errors", "rss"]].min().min() >= 7.0


def test_metrs_curves_are_refitted_in_the_build():
    table = fitter.coefficients(EV).set_index("model")
    assert len(table) == 4
    assert table.loc["Claude Opus 4.6", "published_slope"] == -0.412
    assert table["slope"].tolist() == pytest.approx(table["published_slope"].tolist(), abs=5.1e-4)
    assert table["score"].tolist() == pytest.approx(table["published_score"].tolist(), abs=5.1e-7)


def test_metrs_horizons_and_interval_ends():
    horizons = fitter.agreement()
    assert sorted(horizons["reliability"].unique()) == [50.0, 80.0]
    assert horizons["difference"].abs().max() < 0.1
    assert horizons["difference"].abs().max() == pytest.approx(
        fitter.largest_relative(horizons, "refitted", "published")
    )
    ends = fitter.interval_ends()
    assert len(ends) == 16
    assert ends["apart"].abs().max() <= 3.0
    o1 = ends.set_index(["model", "reliability", "end"]).loc[("o1", 50.0, "upper")]
    assert o1["published"] == pytest.approx(64.95249)


def test_coverage_is_complete_and_marks_what_is_broken():
    table = fitter.coverage()
    assert {"drift", "records", "kink-ignored", "tails"} <= set(
        table.loc[table["broken"] != "", "scenario"]
    )
    kept = table[table["broken"] == ""]
    assert kept["cover_95"].min() > 85.0
    for scenario in ("line", "drift", "scores", "odds"):
        assert 5 in set(table.loc[table["scenario"] == scenario, "n"]), scenario
    assert table["error_95"].between(0.5, 2.0).all()


def test_speed_names_its_machine_and_scaling_is_a_line():
    assert re.match(r"2\d{3}-\d\d-\d\d, \d+ cores", fitter.where(benchmark("speed")))
    table = fitter.speeds()
    assert (table["seconds"] / table["ours"]).min() > 50.0
    assert (table["gap"] < 4.0).all()
    scaling = fitter.scaling()
    measured = scaling[scaling["line"] == "measured"].set_index("runs")["value"]
    assert measured.index.max() == 1_000_000
    # A thousand times the runs in not much more than a thousand times the time.
    assert measured[1_000_000] / measured[1_000] < 1500.0
    even = scaling[scaling["line"] != "measured"].set_index("runs")["value"]
    assert even[1_000] == pytest.approx(even[1_000_000] / 1000.0)


def test_time_grows_in_proportion_to_the_runs():
    assert 0.8 < fitter.proportion() < 1.1
    row = fitter.rolling()
    assert row["series"] > 25
    assert row["wall_seconds"] < benchmark("backtest_speed")["limit_seconds"]


def test_chapters_say_what_an_interval_from_few_points_is_worth():
    rows = benchmark("coverage")["rows"]
    drift = next(r for r in rows if (r["scenario"], r["n"]) == ("drift", 5))
    assert fitter.short_coverage(95) == pytest.approx(100 * drift["coverage_95"])
    assert fitter.short_coverage(90) == pytest.approx(100 * drift["coverage_90"])
    # Worth a sentence as long as it is off by more than the simulation's own error.
    assert fitter.short_coverage(95) < 95.0 - 3 * 100 * drift["error_95"]
    for chapter in ("kernels", "posttrain_bench", "training_speedups"):
        text = (BOOK / f"{chapter}.md").read_text(encoding="utf-8")
        assert "{glue:text}`short_held:.0f`" in text
        assert "](#fitter-coverage)" in text
