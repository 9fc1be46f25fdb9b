"""Training speedups and the public race, against the sources' own figures."""

import numpy as np
import pytest

from analysis import evidence
from analysis.chapters.benchmarks import speedrun
from analysis.chapters.benchmarks import training_speedups as speed
from analysis.claims import ledger

EV = evidence.load()


def test_the_re_run_is_anthropics_and_the_misprinted_card_is_no_reading():
    """Anthropic's table: 22.33 as published, 35.52 measured again, 59.1% more."""
    shift = speed.shift(EV).set_index("model")["percent"]
    assert shift["Claude Sonnet 4.6"] == pytest.approx(100 * (35.52 / 22.33 - 1), abs=0.05)
    assert "Claude Sonnet 4.6" not in set(speed.two_prints(EV)["label"])


def test_the_chapter_and_the_claim_use_the_same_bend():
    check = ledger.judge(EV, EV.claim("C44")).checks[0]
    bend = speed.bends(EV).set_index("data").loc["measured again, all models"]
    assert check.values["acceleration"] == pytest.approx(bend["acceleration"])
    assert check.result == "unshown"


def test_a_hold_out_sees_nothing_later_than_its_day():
    early, late = speed.hold_out(EV, until="2026-02-28"), speed.hold_out(EV)
    assert early[0].fit.n < late[0].fit.n
    assert "Claude Mythos Preview" in {one.model for one in early}


def test_concentration_rises_to_the_whole_with_smaller_and_smaller_steps():
    table = speedrun.concentration(EV)
    share = table["share"].to_numpy()
    assert share[0] == 0
    assert share[-1] == pytest.approx(100)
    assert (np.diff(share, 2) <= 1e-12).all()


def test_a_step_doubles_as_often_as_its_two_readings_say():
    steps = speed.steps(EV)
    # Doublings a year by hand: log2(16.53 / 5.5) over 56 days is 10.35.
    assert steps.set_index("days").loc[56, "per_year"] == pytest.approx(10.35, abs=0.005)


def test_the_race_is_the_public_list_and_every_record_is_a_step_forward():
    race = speedrun.race(EV)
    assert race["number"].tolist() == list(range(1, 93))
    assert (race["minutes"].iloc[0], race["minutes"].iloc[-1]) == (45, 0.665)
    # Once retimings set the time to beat.
    assert (race["gain"].dropna() > 0).all()
    assert np.isnan(race["gain"].iloc[0])
    assert speedrun.credited(EV)["of"] == speedrun.paces(EV)["n"].sum() == len(race)
    assert speedrun.whole_factor(EV) == pytest.approx(45 / 0.665)
    assert speedrun.largest(EV, 3)["factor"].is_monotonic_decreasing


def test_half_of_the_race_needs_the_fewest_steps_that_reach_it():
    table = speedrun.concentration(EV).set_index("steps")["share"]
    half = speedrun.steps_for(EV, 50)
    assert table[half - 1] < 50 <= table[half]
    assert speedrun.steps_for(EV, 100) == 91
    with pytest.raises(ValueError, match="share"):
        speedrun.steps_for(EV, 0)
