"""The chapter on industry goals: order of days, months from the essay, sums reported."""

import pytest

from analysis import evidence
from analysis.chapters.argument import industry_goals as goals

EV = evidence.load()


def test_every_goal_was_said_before_its_date_and_one_is_declared_met():
    table = goals.goals(EV)
    for _, rows in table.groupby("label"):
        days = rows.set_index("when")["date"]
        assert days["said"] < days["aimed for"]
    (met,) = table.loc[table["when"] == "declared met", "label"]
    days = table[table["label"] == met].set_index("when")["date"]
    assert days["declared met"].to_period("M") == days["aimed for"].to_period("M")


def test_months_count_from_the_essay():
    assert goals.months_from_essay(EV, "2026-05-04") == 0
    assert goals.months_from_essay(EV, "2027-05-04") == pytest.approx(12, abs=0.02)
    assert goals.months_from_essay(EV, "2026-04-04") < 0
