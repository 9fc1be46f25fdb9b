"""What the chapter on industry goals shows, against the dates and sums reported."""

import pandas as pd
import pytest

from analysis import evidence
from analysis.chapters.argument import industry_goals as goals

EV = evidence.load()


def dated():
    return goals.goals(EV).set_index(["label", "when"])


def test_the_interns_goal_was_declared_met_in_its_month():
    intern = dated().loc["OpenAI: research intern", "date"]
    assert intern["said"] == pd.Timestamp("2025-10-28")
    assert intern["declared met"] == pd.Timestamp("2026-09-06")
    assert (intern["aimed for"].year, intern["aimed for"].month) == (2026, 9)


def test_the_researchers_goal_falls_inside_clarks_window():
    table = dated()["value"]
    researcher = table["OpenAI: true researcher", "aimed for"]
    assert 0 < researcher < table["Clark: no person needed", "aimed for"]


def test_every_goal_was_said_before_its_date_and_one_is_declared_met():
    for _, rows in goals.goals(EV).groupby("label"):
        days = rows.set_index("when")["date"]
        assert days["said"] < days["aimed for"]
    assert (goals.goals(EV)["when"] == "declared met").sum() == 1


@pytest.mark.parametrize(
    ("year", "day"), [(2028.0, "2028-01-01"), (2027.5, "2027-07-02"), (2028.5, "2028-07-02")]
)
def test_a_decimal_year_is_a_day(year, day):
    assert goals.day_of(year) == pd.Timestamp(day)


def test_months_count_from_the_essay():
    assert goals.months_from_essay(EV, "2026-05-04") == 0
    assert goals.months_from_essay(EV, "2027-05-04") == pytest.approx(12, abs=0.02)
    assert goals.months_from_essay(EV, "2026-04-04") < 0


def test_sums_are_those_reported():
    table = goals.funding(EV).set_index("record")["value"]
    assert (table["qual-009"], table["qual-011"], table["qual-014"]) == (650, 300, 1030)
    assert goals.raised_for_research(EV) == 950
