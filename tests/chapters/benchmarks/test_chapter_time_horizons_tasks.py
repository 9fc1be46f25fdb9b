"""The task-level refit of the time-horizons chapter, against METR's own values and intervals."""

import pytest

from analysis import evidence
from analysis.chapters.benchmarks import time_horizons_tasks as tasks

EV = evidence.load()
BOOT = tasks.refit(EV, draws=1000)
TABLE = tasks.refit_table(EV, BOOT).set_index("model")
OPUS, GPT = "Claude Opus 4.6", "GPT-5.2"


def test_horizons_are_metrs_at_both_reliabilities():
    assert TABLE["p50"].tolist() == pytest.approx(TABLE["metr_p50"].tolist(), rel=1e-3)
    assert TABLE["p80"].tolist() == pytest.approx(TABLE["metr_p80"].tolist(), rel=1e-3)


def test_intervals_are_metrs_within_monte_carlo_error():
    assert TABLE["p50_lower"].tolist() == pytest.approx(TABLE["metr_p50_lower"].tolist(), rel=0.1)
    assert TABLE["p50_upper"].tolist() == pytest.approx(TABLE["metr_p50_upper"].tolist(), rel=0.25)


def test_the_old_penalty_gives_what_was_first_published():
    """394 and 870 minutes before March 2026, 352 and 719 since."""
    old = TABLE["old_penalty"].tolist()
    assert old == pytest.approx(TABLE["first_published"].tolist(), rel=1e-3)
    assert TABLE.loc[OPUS, "old_penalty"] > 1.15 * TABLE.loc[OPUS, "p50"]


def test_three_draws_in_ten_of_the_last_point_lie_beyond_the_limit():
    """29% in the research's own bootstrap."""
    assert TABLE.loc[OPUS, "above_limit"] == pytest.approx(0.29, abs=0.05)
    assert TABLE.loc["o1", "above_limit"] == 0


def test_paired_ratios():
    """Opus 4.6 over GPT-5.2: clear of 1 at 50% [1.05, 8.3], not at 80% [0.42, 2.6]."""
    ratio = tasks.ratios(BOOT).set_index(["model", "reliability"])
    half, fifth = ratio.loc[(OPUS, 0.5)], ratio.loc[(OPUS, 0.8)]
    assert half["before"] == GPT
    assert half["lower"] == pytest.approx(1.05, abs=0.1)
    assert half["upper"] == pytest.approx(8.0, rel=0.2)
    assert fifth["lower"] == pytest.approx(0.42, abs=0.05)
    assert fifth["upper"] == pytest.approx(2.6, rel=0.15)
    assert ratio.loc[(GPT, 0.8), "lower"] > 2


def test_paired_intervals_are_narrower_than_unpaired_ones():
    one, other = TABLE.loc[OPUS], TABLE.loc[GPT]
    ratio = tasks.ratios(BOOT).set_index(["model", "reliability"]).loc[(OPUS, 0.5)]
    assert ratio["upper"] < one["p50_upper"] / other["p50_lower"]
    assert ratio["lower"] > one["p50_lower"] / other["p50_upper"]


def test_success_by_length():
    table = tasks.success_by_length(EV).set_index("band")
    assert table["tasks"].sum() == 228
    assert table.loc["8 to 16 h", OPUS] == pytest.approx(49.4, abs=0.1)
    assert table.loc["1 to 4 h", GPT] == pytest.approx(61.1, abs=0.1)
    assert table.drop(columns="tasks").stack().between(0, 100).all()
    assert set(tasks.FROM_AN_HOUR) <= set(table.index)
    assert len(tasks.FROM_AN_HOUR) == 4


def test_the_suite_is_short_of_long_tasks():
    assert tasks.suite_size(EV) == {"tasks": 228, "families": 79, "from_8h": 31, "from_16h": 5}


def test_choices_of_analysis_move_the_last_point():
    """Without the five RE-Bench tasks 509 minutes (-29%), with equal weights 832."""
    table = tasks.choices(EV).set_index("choice")
    assert table.loc["without RE-Bench", "minutes"] == pytest.approx(509, abs=1)
    assert table.loc["without RE-Bench", "percent"] == pytest.approx(-29.2, abs=0.1)
    assert table.loc["equal weights", "minutes"] == pytest.approx(832, abs=1)
    assert table.loc["standard", "percent"] == 0


def test_a_model_without_tallies_is_named():
    with pytest.raises(ValueError, match=r"model: expected one of GPT-4 0314.*found 'GPT-3.5'"):
        tasks.choices(EV, "GPT-3.5")


def test_the_same_seed_gives_the_same_draws():
    again = tasks.refit(EV, draws=1000)
    assert (again.horizons == BOOT.horizons).all()
