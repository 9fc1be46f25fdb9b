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


def test_paired_ratios():
    """Opus 4.6 over GPT-5.2, at fixed draws: [1.05, 8.3] at 50%, [0.42, 2.6] at 80%."""
    ratio = tasks.ratios(BOOT).set_index(["model", "reliability"])
    half, fifth = ratio.loc[(OPUS, 0.5)], ratio.loc[(OPUS, 0.8)]
    assert half["before"] == GPT
    assert half["lower"] == pytest.approx(1.05, abs=0.1)
    assert half["upper"] == pytest.approx(8.0, rel=0.2)
    assert fifth["lower"] == pytest.approx(0.42, abs=0.05)
    assert fifth["upper"] == pytest.approx(2.6, rel=0.15)
    again = tasks.refit(EV, draws=1000)
    assert (again.horizons == BOOT.horizons).all()


def test_paired_intervals_are_narrower_than_unpaired_ones():
    one, other = TABLE.loc[OPUS], TABLE.loc[GPT]
    ratio = tasks.ratios(BOOT).set_index(["model", "reliability"]).loc[(OPUS, 0.5)]
    assert ratio["upper"] < one["p50_upper"] / other["p50_lower"]
    assert ratio["lower"] > one["p50_lower"] / other["p50_upper"]


def test_success_by_length_holds_every_task_once():
    table = tasks.success_by_length(EV).set_index("band")
    assert table["tasks"].sum() == tasks.suite_size(EV)["tasks"] == 228
    assert table.drop(columns="tasks").stack().between(0, 100).all()
    assert set(tasks.FROM_AN_HOUR) <= set(table.index)


def test_choices_are_compared_with_the_standard_one():
    table = tasks.choices(EV).set_index("choice")
    assert table.loc["standard", "percent"] == 0
    assert (table["minutes"] / table.loc["standard", "minutes"] - 1).to_numpy() == pytest.approx(
        table["percent"].to_numpy() / 100
    )
    with pytest.raises(ValueError, match=r"model: expected one of GPT-4 0314.*found 'GPT-3.5'"):
        tasks.choices(EV, "GPT-3.5")
