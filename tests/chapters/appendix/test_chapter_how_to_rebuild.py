"""How to rebuild: the tables hold what was recorded, and what was recorded keeps the promises."""

import pytest

from analysis.chapters.appendix import how_to_rebuild
from analysis.evidence.records import benchmark


def test_no_mutation_was_wrongly_accepted_or_gave_a_traceback():
    table = how_to_rebuild.outcomes().set_index("outcome")
    assert table["mutations"].sum() == benchmark("mutations")["mutations"] >= 2000
    assert table["share"].sum() == pytest.approx(100)
    assert table.loc[["wrongly accepted", "exception"], "mutations"].tolist() == [0, 0]
    assert benchmark("mutations")["refused_without_place"] == []
    kinds = how_to_rebuild.mutation_kinds()
    for outcome in table.index:
        assert kinds[outcome].sum() == table.loc[outcome, "mutations"]


def test_every_killed_build_was_followed_by_the_right_one():
    counts = how_to_rebuild.kill_counts()
    assert counts["builds"] >= 30
    assert counts["killed"] >= 20
    assert counts["whole"] == counts["right"] == counts["tidy"] == counts["builds"]


def test_two_builds_gave_the_same_bytes_and_other_pythons_the_same_numbers():
    found = how_to_rebuild.same_files()
    assert found["identical"] == found["files"] > 100
    for row in benchmark("same_bytes")["pythons"]:
        assert row["verdicts_identical"] == row["verdicts"] == 71
        assert row["numbers_identical"] == row["numbers"] > 1000
    assert sorted(p.rpartition(".")[0] for p in how_to_rebuild.pythons()["python"]) == [
        "3.12",
        "3.13",
    ]


def test_a_build_is_compared_with_the_stock_build_of_the_same_pages():
    table = how_to_rebuild.builds()
    assert table["seconds"].gt(0).all()
    assert table.loc[0, "to_stock"] == 1.0
    assert table.loc[1, "to_stock"] == pytest.approx(
        benchmark("build_speed")["cold_to_stock"], 0.02
    )
