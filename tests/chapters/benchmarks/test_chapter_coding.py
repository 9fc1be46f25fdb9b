"""What the coding chapter shows, against the research's own figures."""

import numpy as np
import pytest

from analysis import evidence
from analysis.chapters.benchmarks import coding
from analysis.evidence import records

EV = evidence.load()


def test_the_same_claude_2_run_scores_differently_on_each_task_set():
    table = coding.starting_points(EV)
    claude = table[table["system"] == coding.CLAUDE_2]["value"].tolist()
    assert claude == [1.96, 3.0, 4.4]


def test_one_change_at_a_time_ends_at_the_articles_figure():
    steps = coding.changes_at_once(EV)
    assert steps["end"].iloc[-1] == 93.9
    assert steps["end"].iloc[1] == steps["start"].iloc[2] == 22.4


def test_vendors_report_more_than_independent_runs_of_the_same_models():
    gap = coding.vendor_gap(EV)
    assert gap.n == len(gap.table) >= 12
    assert gap.interval.lower > 0
    assert gap.mean == pytest.approx(np.mean(gap.table["vendor"] - gap.table["independent"]))


def test_the_implied_full_score_is_the_verified_checks_value():
    """75.2 (72 to 78) over 16 systems, as the independent check recomputed it."""
    implied = coding.implied_full(EV, 93.9)
    assert implied.n == 16
    assert implied.value == pytest.approx(75.2, abs=0.1)
    assert (implied.interval.lower, implied.interval.upper) == pytest.approx((72, 78), abs=0.5)
    assert implied.highest_seen < 93.9


def test_envelopes_only_rise_and_hold_one_row_a_day():
    for choice in coding.ENVELOPES.values():
        frame = coding.envelope(EV, **choice)
        assert frame["value"].is_monotonic_increasing
        assert frame["date"].is_unique


def test_the_ceiling_depends_on_who_is_counted():
    table = coding.ceilings(EV).set_index("envelope")
    assert table.loc["official board only", "ceiling"] < table.loc["all reporters", "ceiling"]
    assert (table["lower"] < table["ceiling"]).all()
    assert (table["ceiling"] < table["upper"]).all()


def test_the_hold_out_lesson():
    """82.4 with a free ceiling and 93.8 with a fixed one, for a reported 93.9."""
    hold = coding.hold_out(EV)
    assert hold.reported == 93.9
    assert hold.free == pytest.approx(82.4, abs=1.0)
    assert hold.fixed == pytest.approx(93.8, abs=1.0)


def test_a_missing_row_is_named():
    with pytest.raises(ValueError, match="expected one row, found 0"):
        coding.value(EV, coding.FULL, system="nobody")
    with pytest.raises(ValueError, match="record: expected the id"):
        records.number(EV, "sval-999")


def test_the_drawn_curve_is_the_quoted_one():
    """The text's growth of odds belongs to the curve in the figure: 6.46 a year, not 7.03."""
    fixed, free = coding.curves(coding.envelope(EV))
    quoted = coding.ceilings(EV).set_index("envelope").loc["all reporters"]
    assert np.exp(fixed.rate) == quoted["odds_per_year"] == pytest.approx(6.46, abs=0.01)
    assert free.ceiling == quoted["ceiling"]
    assert fixed.aicc - free.aicc == quoted["aicc_gain"]
