"""The appendix: every certified set, METR's curves, and the promises kept.

What the recorded benchmarks hold is tested in ``tests/text/test_benchmarks.py``.
"""

import pytest

from analysis import evidence
from analysis.chapters.appendix import fitter, how_to_rebuild
from analysis.evidence.records import benchmark

EV = evidence.load()


def test_every_certified_set_has_a_line_with_the_worse_start():
    table = fitter.digits().set_index("name")
    assert table["kind"].value_counts().to_dict() == {"nonlinear": 27, "linear": 11}
    both = [r for r in benchmark("nist_digits")["rows"] if r["name"] == "Lanczos2"]
    assert len(both) == 2
    assert table.loc["Lanczos2", "parameters"] == min(row["parameters"] for row in both)
    assert table.loc["Lanczos2", "steps"] == max(row["evaluations"] for row in both)
    least = table[["parameters", "standard_errors", "rss"]].min(axis=1)
    # The page names the sets with fewer than ten digits, and the two with fewer than seven.
    assert set(least[least < 9.9].index) == {"Filip", "Lanczos1", "Wampler4", "Wampler5"}
    assert set(least[least < 7.0].index) == {"Lanczos1", "Wampler5"}


def test_metrs_curves_are_refitted_in_the_build():
    table = fitter.coefficients(EV).set_index("model")
    assert len(table) == 4
    assert table["slope"].tolist() == pytest.approx(table["published_slope"].tolist(), abs=5.1e-4)
    assert table["score"].tolist() == pytest.approx(table["published_score"].tolist(), abs=5.1e-7)
    horizons = fitter.agreement()
    assert sorted(horizons["reliability"].unique()) == [50.0, 80.0]
    assert horizons["difference"].abs().max() < 0.1


def test_coverage_marks_what_is_broken():
    table = fitter.coverage()
    assert {"drift", "records", "kink-ignored", "tails", "walk", "repeats"} <= set(
        table.loc[table["broken"] != "", "scenario"]
    )
    assert table.loc[(table["broken"] == "") & ~table["wider"], "cover_95"].min() > 85.0
    # A frontier that wanders breaks a line's interval, and not the wider of two.
    wanders = table["scenario"].isin(["wider-walk", "wider-walk-noise"])
    assert table.loc[table["scenario"] == "walk", "cover_95"].max() < 50.0
    assert table.loc[wanders, "cover_95"].min() > 75.0


def test_no_mutation_was_wrongly_accepted_or_gave_a_traceback():
    table = how_to_rebuild.outcomes().set_index("outcome")["mutations"]
    assert table.sum() == benchmark("mutations")["mutations"] >= 2000
    assert table[["wrongly accepted", "exception"]].tolist() == [0, 0]
    assert benchmark("mutations")["refused_without_place"] == []
    kinds = how_to_rebuild.mutation_kinds()
    assert {outcome: kinds[outcome].sum() for outcome in table.index} == table.to_dict()


def test_every_killed_build_was_followed_by_the_right_one_and_other_pythons_agree():
    counts = how_to_rebuild.kill_counts()
    assert counts["builds"] >= 30
    assert counts["killed"] >= 20
    assert counts["whole"] == counts["right"] == counts["tidy"] == counts["builds"]
    found = how_to_rebuild.same_files()
    assert found["identical"] == found["files"] > 100
    for row in benchmark("same_bytes")["pythons"]:
        assert row["verdicts_identical"] == row["verdicts"] == 71
        assert row["numbers_identical"] == row["numbers"] > 1000
