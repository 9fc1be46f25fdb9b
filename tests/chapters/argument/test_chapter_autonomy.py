"""The autonomy chapter: the matrix, the scale, the nearest reading and the essay's window."""

import dataclasses

import pandas as pd
import pytest

from analysis import evidence, timeline
from analysis.chapters.argument import autonomy

EV = evidence.load()


def test_the_matrix_has_a_column_for_each_of_the_five_claims():
    table = autonomy.coverage(EV)
    assert list(table.columns) == ["evidence", *autonomy.CAPABILITIES]
    listed = [claim for claims in autonomy.WORK.values() for claim in claims]
    assert sorted(listed) == sorted(autonomy.CAPABILITIES)
    assert [c["id"] for c in EV.claims if c["page"] == "autonomy"][:5] == [*autonomy.CAPABILITIES]
    marks = set(table.drop(columns="evidence").to_numpy().ravel())
    assert marks == {autonomy.MEASURES, autonomy.PART, autonomy.NONE}
    for kind in autonomy.COVERAGE:
        assert kind.rests_on
        assert set() < set(kind.marks) <= set(autonomy.CAPABILITIES)


def test_evidence_that_does_not_exist_is_refused(monkeypatch):
    ghost = autonomy.Kind("a ghost", ("qual-999",), {"C13": autonomy.PART})
    monkeypatch.setattr(autonomy, "COVERAGE", (ghost,))
    with pytest.raises(ValueError, match="a ghost: expected rows or series"):
        autonomy.coverage(EV)


def test_a_scale_falls_and_a_row_that_is_no_share_is_refused(monkeypatch):
    assert autonomy.scale(EV)["value"].is_monotonic_decreasing
    monkeypatch.setattr(autonomy, "LEVELS", {"qual-022": "no number"})
    with pytest.raises(ValueError, match="record: expected a share in per cent"):
        autonomy.scale(EV)


def test_a_board_without_its_baselines_is_refused():
    bare = EV.series[EV.series["series"] != "posttrainbench_v1_2"]
    agents = EV.rows("posttrainbench_v1_2")
    agents = agents[agents["conditions"].str.startswith("agent/")]
    cut = dataclasses.replace(EV, series=pd.concat([bare, agents]))
    with pytest.raises(ValueError, match="expected agents, one base row"):
        autonomy.nearest(cut)


def test_the_weak_event_is_the_models_r1_and_only_grows_likelier():
    late = autonomy.chance_of_r1(EV, ["2027-12-31"])["value"]
    path = autonomy.chance_path(EV)
    assert path["value"].is_monotonic_increasing
    edges = autonomy.window(EV)
    assert path["date"].iloc[[0, -1]].tolist() == [*edges.values()][::2]
    deadline = next(c for c in EV.claim("C20")["checks"] if "resolved" in c)["resolved"]["by"]
    assert str(edges["after_2"].date()) == str(deadline)
    for name in timeline.Assumptions.from_mapping(EV.assumptions).sets:
        assert 100 * timeline.probability(name, "R1", "2027-12-31") == pytest.approx(late[0])
