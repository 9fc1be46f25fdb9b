"""PostTrainBench chapter: scores against floors, three scorings, the closing gap."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import evidence
from analysis.chapters.benchmarks import posttrain_bench as ptb

EV = evidence.load()


def test_the_two_printed_runs():
    table = ptb.printed(EV)
    assert table["score"].tolist() == [24.82, 28.22]
    assert table["later"].tolist() == [17.72, 23.43]


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


def test_run_noise_is_pooled_over_agents():
    sd, dof = ptb.run_noise(EV)
    frame = EV.rows(ptb.V1_2)
    own = (frame["se"] * np.sqrt(frame["n_runs"])).dropna()
    assert own.min() < sd < own.max()
    assert dof == (frame["n_runs"].dropna() - 1).sum()


def test_people_who_prompt_again_are_left_out_and_intervals_hold_the_value():
    for series in (ptb.V1, ptb.V1_2):
        frame = ptb.agents(EV, series)
        assert not frame["conditions"].str.endswith("/several").any()
        assert frame["model"].notna().all()
    assert ((frame["lower"] < frame["value"]) & (frame["value"] < frame["upper"])).all()
