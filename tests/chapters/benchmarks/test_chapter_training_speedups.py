"""Training speedups and the public race, against the sources' own figures."""

import numpy as np
import pytest

from analysis import evidence
from analysis.chapters.benchmarks import speedrun
from analysis.chapters.benchmarks import training_speedups as speed

EV = evidence.load()


def test_the_end_point_has_three_values_from_one_maker():
    table = speed.two_prints(EV).pivot(index="label", columns="when", values="value")
    assert sorted(table.loc["Claude Mythos Preview"]) == [42.42, 51.91, 60.81]
    assert sorted(table.loc["Claude Opus 4.6"]) == [30.09, 30.75, 34.0]


def test_the_misprinted_card_is_no_reading():
    assert "Claude Sonnet 4.6" not in set(speed.two_prints(EV)["label"])


def test_the_largest_shift_is_sonnet_4_6():
    """Anthropic's table: 22.33 as published, 35.52 measured again, 59.1% more."""
    shift = speed.shift(EV).set_index("model")["percent"]
    assert shift.idxmax() == "Claude Sonnet 4.6"
    assert shift.max() == pytest.approx(59.1, abs=0.05)


def test_the_re_run_doubles_in_84_days():
    """The research found 4.35 doublings a year with an R2 of 0.90 on the ten points."""
    line, _ = speed.pace(EV)
    assert line.n == 10
    assert line.per_year == pytest.approx(4.35, abs=0.005)
    assert line.r_squared == pytest.approx(0.90, abs=0.005)
    assert line.doubling_days == pytest.approx(84.0, abs=0.1)


def test_growth_between_printed_points_peaks_in_the_autumn():
    """Doublings a year by hand: log2(16.53 / 5.5) over 56 days is 10.35."""
    steps = speed.steps(EV)
    assert steps["days"].tolist() == [130, 56, 73, 61]
    assert steps["per_year"].round(2).tolist() == [2.47, 10.35, 5.21, 3.66]


def test_no_selection_shows_a_change_of_pace():
    table = speed.bends(EV)
    assert table["n"].tolist() == [5, 10, 7, 11]
    assert ((table["lower"] < 0) & (table["upper"] > 0)).all()
    narrower = speed.bends(EV, level=0.5)
    assert (narrower["upper"] - narrower["lower"] < table["upper"] - table["lower"]).all()


def test_the_chapter_and_the_claim_use_the_same_bend():
    from analysis.claims import ledger

    check = ledger.judge(EV, EV.claim("C44")).checks[0]
    bend = speed.bends(EV).set_index("data").loc["measured again, all models"]
    assert check.values["acceleration"] == pytest.approx(bend["acceleration"])
    assert check.result == "imprecise"


def test_all_readings_after_april_lie_below_the_line_and_one_below_its_band():
    ahead = {one.model: one for one in speed.hold_out(EV)}
    assert set(ahead) == {"Claude Opus 4.8", "Claude Mythos 5", "Claude Opus 5"}
    assert all(one.reported < one.value for one in ahead.values())
    assert [m for m, one in ahead.items() if one.reported < one.lower] == ["Claude Opus 4.8"]
    assert ahead["Claude Opus 5"].fit.n == 8


def test_a_hold_out_sees_nothing_later_than_its_day():
    early = speed.hold_out(EV, until="2026-02-28")
    assert early[0].fit.n == 6
    assert "Claude Mythos Preview" in {one.model for one in early}


def test_more_than_half_of_the_doublings_fell_in_2025():
    """log(16.53 / 2.993) / log(51.91 / 2.993) = 59.9%."""
    assert speed.share_within(EV) == pytest.approx(59.9, abs=0.05)


def test_a_slowing_line_does_not_beat_the_straight_one():
    found = speed.shapes(EV)
    assert found.n == 11
    assert found.best == "exponential"


def test_the_race_has_89_records_from_45_to_1_23_minutes():
    race = speedrun.race(EV)
    assert race["number"].tolist() == list(range(1, 90))
    assert (race["minutes"].iloc[0], race["minutes"].iloc[-1]) == (45, 1.23)
    assert speedrun.whole_factor(EV) == pytest.approx(36.6, abs=0.05)


def test_every_record_is_a_step_forward_once_retimings_set_the_time_to_beat():
    race = speedrun.race(EV)
    assert (race["gain"].dropna() > 0).all()
    assert np.isnan(race["gain"].iloc[0])


def test_ai_systems_carry_a_small_share_of_the_race():
    """The independent check found 5 of 89, 1.3% of the logarithm, 6.0% since the first."""
    mine = speedrun.credited(EV)
    assert (mine["n"], mine["of"]) == (5, 89)
    assert mine["share"] == pytest.approx(1.3, abs=0.05)
    assert mine["since"] == pytest.approx(6.0, abs=0.05)


def test_the_race_slowed_after_its_first_year():
    paces = speedrun.paces(EV).set_index("span")
    assert paces["n"].sum() == 89
    early, late = paces.loc["first year"], paces.loc["since July 2025"]
    assert early["upper"] < late["lower"]


def test_concentration_rises_to_the_whole_with_smaller_and_smaller_steps():
    table = speedrun.concentration(EV)
    share = table["share"].to_numpy()
    assert share[0] == 0
    assert share[-1] == pytest.approx(100)
    assert (np.diff(share, 2) <= 1e-12).all()


def test_half_of_the_race_needs_seven_steps():
    table = speedrun.concentration(EV).set_index("steps")["share"]
    assert table[6] < 50 <= table[7]
    assert speedrun.steps_for(EV, 50) == 7
    assert speedrun.steps_for(EV, 100) == 88
    with pytest.raises(ValueError, match="share"):
        speedrun.steps_for(EV, 0)


def test_the_largest_steps_are_named():
    top = speedrun.largest(EV, 3)
    assert top["factor"].is_monotonic_decreasing
    assert top["factor"].iloc[0] == pytest.approx(22.3 / 15.2, rel=0.01)
