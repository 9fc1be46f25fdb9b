"""The autonomy chapter: the matrix, the scale, the nearest reading and the essay's window."""

import dataclasses

import pandas as pd
import pytest

from analysis import evidence, timeline
from analysis.chapters.argument import autonomy
from analysis.claims import ledger

EV = evidence.load()


def test_the_matrix_has_a_column_for_each_of_the_five_claims():
    table = autonomy.coverage(EV)
    assert list(table.columns) == ["evidence", *autonomy.CAPABILITIES]
    assert [c["id"] for c in EV.claims if c["page"] == "autonomy"][:5] == [*autonomy.CAPABILITIES]
    marks = set(table.drop(columns="evidence").to_numpy().ravel())
    assert marks == {autonomy.MEASURES, autonomy.PART, autonomy.NONE}
    assert {name.replace("\u00ad", "") for name in autonomy.SHORT.values()} == {
        "experiments",
        "code",
        "evaluations",
        "architectures",
        "successors",
    }


def test_every_kind_of_evidence_covers_something_and_names_known_claims():
    for kind in autonomy.COVERAGE:
        assert kind.marks
        assert set(kind.marks) <= set(autonomy.CAPABILITIES)
        assert kind.rests_on


def test_evidence_that_does_not_exist_is_refused(monkeypatch):
    ghost = autonomy.Kind("a ghost", ("qual-999",), {"C13": autonomy.PART})
    monkeypatch.setattr(autonomy, "COVERAGE", (ghost,))
    with pytest.raises(ValueError, match="a ghost: expected rows or series"):
        autonomy.coverage(EV)


def test_code_is_measured_best_and_three_abilities_not_by_themselves():
    tally = autonomy.tally(EV).set_index("claim")
    assert tally.loc["C14", "measures"] == tally["measures"].max()
    for claim in ("C15", "C16", "C17"):
        assert tally.loc[claim, "measures"] == 0
        assert tally.loc[claim, "in_part"] > 0


def test_each_listed_ability_falls_under_one_kind_of_work():
    listed = [claim for claims in autonomy.WORK.values() for claim in claims]
    assert sorted(listed) == sorted(autonomy.CAPABILITIES)
    table = autonomy.work_table().set_index("work")["listed"]
    assert len(table) == EV.find("qual-109")["value"] == 6
    assert (table == "nothing").sum() == 3


def test_the_list_is_not_shown_and_never_called_wrong():
    for claim in autonomy.CAPABILITIES:
        judged = ledger.judge(EV, EV.claim(claim))
        assert judged.decision.verdict == "not supported"
        assert judged.checks[0].result == "missing"


def test_the_scale_is_the_published_one():
    """26% led, 0% alone, over 90% at or above collaborating (Anthropic, August 2026)."""
    table = autonomy.scale(EV).set_index("record")
    assert table["value"].to_dict() == {"qual-108": 90.0, "qual-056": 26.0, "qual-055": 0.0}
    assert table["text"].tolist() == ["over 90%", "26%", "0%"]
    assert table["value"].is_monotonic_decreasing


def test_a_scale_row_that_is_no_share_is_refused(monkeypatch):
    monkeypatch.setattr(autonomy, "LEVELS", {"qual-022": "no number"})
    with pytest.raises(ValueError, match="record: expected a share in per cent"):
        autonomy.scale(EV)


def test_the_nearest_reading_is_the_notes_share_of_the_gap():
    """44.7 of 48.4 points over a base of 8.0: 91% of the gap by September 2026."""
    found = autonomy.nearest(EV)
    assert (found.best, found.official, found.base) == (44.71, 48.41, 8.01)
    assert found.share == pytest.approx(91, abs=0.5)
    assert found.date.strftime("%Y-%m") == "2026-09"


def test_a_board_without_its_baselines_is_refused():
    bare = EV.series[EV.series["series"] != "posttrainbench_v1_2"]
    agents = EV.rows("posttrainbench_v1_2")
    agents = agents[agents["conditions"].str.startswith("agent/")]
    cut = dataclasses.replace(EV, series=pd.concat([bare, agents]))
    with pytest.raises(ValueError, match="expected agents, one base row"):
        autonomy.nearest(cut)


def test_the_window_is_one_to_two_years_from_publication():
    edges = autonomy.window(EV)
    assert [str(day.date()) for day in edges.values()] == ["2026-05-04", "2027-05-04", "2028-05-04"]
    deadline = next(c for c in EV.claim("C20")["checks"] if "resolved" in c)["resolved"]["by"]
    assert str(edges["after_2"].date()) == str(deadline)


def test_the_weak_event_is_the_models_r1_and_only_grows_likelier():
    """88% by the end of 2027 and 98% by the end of 2028, as the specification of the model has."""
    late = autonomy.chance_of_r1(EV, ["2027-12-31", "2028-12-31"])["value"]
    assert late.tolist() == pytest.approx([88, 98], abs=0.6)
    path = autonomy.chance_path(EV)
    assert path["value"].is_monotonic_increasing
    assert path["date"].iloc[[0, -1]].dt.strftime("%Y-%m-%d").tolist() == [
        "2026-05-04",
        "2028-05-04",
    ]
    for name in timeline.Assumptions.from_mapping(EV.assumptions).sets:
        assert 100 * timeline.probability(name, "R1", "2027-12-31") == pytest.approx(late[0])
