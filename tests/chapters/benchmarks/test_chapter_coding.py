"""What the coding chapter shows, against the research's own figures."""

import numpy as np
import pytest

from analysis import evidence
from analysis.chapters.benchmarks import coding
from analysis.evidence import records

EV = evidence.load()


def test_vendors_report_more_than_independent_runs_of_the_same_models():
    gap = coding.vendor_gap(EV)
    assert gap.n == len(gap.table)
    assert gap.mean == pytest.approx(np.mean(gap.table["vendor"] - gap.table["independent"]))


def test_envelopes_only_rise_and_hold_one_row_a_day():
    for choice in coding.ENVELOPES.values():
        frame = coding.envelope(EV, **choice)
        assert frame["value"].is_monotonic_increasing
        assert frame["date"].is_unique


def test_a_missing_row_is_named():
    with pytest.raises(ValueError, match="expected one row, found 0"):
        coding.value(EV, coding.FULL, system="nobody")
    with pytest.raises(ValueError, match="record: expected the id"):
        records.number(EV, "sval-999")


def test_the_drawn_curve_is_the_quoted_one():
    """The text's growth of odds belongs to the curve drawn, whose ceiling is fixed."""
    fixed, free = coding.curves(coding.envelope(EV))
    quoted = coding.ceilings(EV).set_index("envelope").loc["all reporters"]
    assert np.exp(fixed.rate) == quoted["odds_per_year"]
    assert free.ceiling == quoted["ceiling"]
    assert fixed.aicc - free.aicc == quoted["aicc_gain"]
