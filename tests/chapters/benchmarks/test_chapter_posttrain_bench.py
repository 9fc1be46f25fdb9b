"""PostTrainBench chapter: scores against floors, three scorings, the closing gap."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import evidence
from analysis.chapters.benchmarks import posttrain_bench as ptb


@pytest.fixture(scope="module")
def ev():
    return evidence.load()


def test_the_two_printed_runs(ev):
    table = ptb.printed(ev)
    assert table["score"].tolist() == [24.82, 28.22]
    assert table["later"].tolist() == [17.72, 23.43]
    # Shares as worked out in the research notes, from both floors, and the ratio of scores.
    assert table["share"].round(1).tolist() == [39.6, 47.4]
    assert table["share_few"].round(1).tolist() == [20.4, 30.7]
    assert (table["ratio"] / 100).round(2).tolist() == [0.49, 0.55]


def test_shares_of_a_gap():
    assert ptb.share_of_gap(10, 10, 20) == 0
    assert ptb.share_of_gap(20, 10, 20) == 100
    assert ptb.share_of_gap(5, 10, 20) == -50
    with pytest.raises(ValueError, match="top: expected a number above the floor 20"):
        ptb.share_of_gap(10, 20, 20)


@given(st.floats(0, 100), st.floats(0, 40), st.floats(41, 100), st.floats(0.1, 10))
def test_a_share_does_not_depend_on_the_unit(score, floor, top, factor):
    one = ptb.share_of_gap(score, floor, top)
    assert ptb.share_of_gap(factor * score, factor * floor, factor * top) == pytest.approx(
        one, rel=1e-6, abs=1e-6
    )


def test_without_the_faulty_test_one_agent_is_above_the_few_example_floor(ev):
    table = ptb.without_bfcl(ev).set_index("label")
    few = table.loc["untouched, a few examples shown"]
    agents = table[table["kind"] == "agent"]
    assert (few["seven"], few["six"]) == (18.08, 19.40)
    assert agents[agents["six"] > few["six"]].index.tolist() == ["Opus 4.6, long context"]
    assert (agents["seven"] > agents["six"]).all()
    assert table["kind"].iloc[0] == "floor"
    assert table["kind"].iloc[-1] == "yardstick"


def test_eight_agents_were_scored_in_all_three_versions(ev):
    wide = ptb.rescored(ev).pivot(index="line", columns="position", values="value")
    assert wide.shape == (8, 3)
    assert wide.notna().all(axis=None)
    assert wide.loc["Claude Code + Opus 4.7", list(ptb.VERSIONS.values())].tolist() == [
        28.56,
        28.56,
        24.66,
    ]


def test_run_noise_is_pooled_over_agents(ev):
    sd, dof = ptb.run_noise(ev)
    frame = ev.rows(ptb.V1_2)
    own = (frame["se"] * np.sqrt(frame["n_runs"])).dropna()
    assert own.min() < sd < own.max()
    assert dof == (frame["n_runs"].dropna() - 1).sum()


def test_people_who_prompt_again_are_left_out_and_intervals_hold_the_value(ev):
    for series in (ptb.V1, ptb.V1_2):
        frame = ptb.agents(ev, series)
        assert not frame["conditions"].str.endswith("/several").any()
        assert frame["model"].notna().all()
    assert len(frame) == 18
    assert frame["best"].sum() == 6
    assert ((frame["lower"] < frame["value"]) & (frame["value"] < frame["upper"])).all()


def test_the_gap_closes_on_version_1_2_whoever_is_left_out(ev):
    closing = ptb.closing(ev)
    rate, low, high = ptb.Closing.monthly(closing.records)
    assert rate == pytest.approx(-4.5, abs=0.05)
    assert closing.records.error / 12 == pytest.approx(0.4, abs=0.05)
    assert closing.r_squared_records == pytest.approx(0.96, abs=0.005)
    assert low < rate < high < 0
    rate, low, high = ptb.Closing.monthly(closing.all_agents)
    assert rate == pytest.approx(-3.4, abs=0.05)
    assert high < 0
    assert closing.strongest < rate < closing.weakest < 0
    assert round(closing.share_first) == 25
    assert round(closing.share_last) == 91


def test_at_publication_no_narrowing_could_be_told(ev):
    then, n = ptb.closing_then(ev)
    low, high = then.interval(0.90)
    assert low < 0 < high
    assert n == 27


def test_lines_meet_the_yardstick_after_their_middle(ev):
    days = ptb.meeting_days(ev)
    assert pd.Timestamp("2026-08-01") < days["records"] < days["all agents"]


def test_the_audits_flags(ev):
    assert ptb.flags(ev) == {
        "contaminated": 234,
        "outside": 12,
        "swapped": 10,
        "looked": 3,
        "redone": 121,
    }
