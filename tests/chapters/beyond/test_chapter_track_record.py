"""The track record chapter: what trends were worth, what came after, numbers that move."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from analysis import backtest, evidence
from analysis.chapters.beyond import track_record as record
from analysis.chapters.beyond import track_record_drift as drift
from analysis.chapters.beyond import track_record_frozen as after

EV = evidence.load()
FOUND = record.rolled(EV)
GAINS = record.gains(FOUND)
FROZEN = after.frozen(EV)


def test_every_backtested_series_and_family_has_a_name():
    for selection in record.SELECTIONS:
        assert {one.name for one in backtest.eligible(EV, selection=selection)} <= set(record.NAMES)
    assert set(record.FAMILIES) == set(backtest.SHAPES)
    assert len(set(record.NAMES.values())) == len(record.NAMES)


def test_better_means_a_gain_above_zero_and_a_gain_lies_in_its_interval():
    finite = GAINS[np.isfinite(GAINS["value"])]
    assert (finite["lower"] <= finite["value"]).all()
    assert (finite["value"] <= finite["upper"]).all()
    assert GAINS[~np.isfinite(GAINS["value"])]["runaway"].gt(0).all()
    assert (GAINS[GAINS["verdict"] == "better"]["lower"] > 0).all()
    assert (finite[finite["verdict"] == "worse"]["upper"] < 0).all()


def test_coverage_counts_are_counts_and_short_series_cannot_tell():
    table = record.coverages(FOUND["records"])
    assert (table["half"] <= table["ninety"]).all()
    assert (table["ninety_honest"] == (table["ninety_high"] >= 90)).all()
    table = record.by_series(FOUND["records"])
    short = table[table["n"] < backtest.LEAST_SCORED]
    assert len(short)
    assert (short["better"] == "cannot tell").all()


def test_nothing_after_the_essay_is_used_in_the_frozen_fits():
    later = pd.Timestamp(EV.vintage["published"])
    series = EV.series.copy()
    moved = (series["known_from"].fillna(series["date"]) > later) & series["value"].notna()
    # Horizons four times longer after the essay: outcomes move, expectations must not.
    series.loc[moved & (series["unit"] == "minutes"), "value"] *= 4.0
    other = after.frozen(dataclasses.replace(EV, series=series))
    keys = ["series", "date", "line"]
    for name in ("metr_th_1_1_p50", "metr_th_1_1_p80"):
        one, two = (t[t["series"] == name].set_index(keys) for t in (FROZEN, other))
        same = one.index.intersection(two.index)
        assert len(same)
        pd.testing.assert_series_equal(one.loc[same, "expected"], two.loc[same, "expected"])


def test_frozen_records_lie_where_the_table_says():
    inside = FROZEN["inside"]
    within = FROZEN[inside]
    assert (within["came"] >= within["lower"] - 1e-9).all()
    assert (within["came"] <= within["upper"] + 1e-9).all()
    assert (inside == FROZEN["percentile"].between(5, 95)).all()
    assert {after.place(row) for _, row in within.iterrows()} == {"inside"}


def test_metrs_line_and_its_next_reading():
    # METR's line since 2023 doubles in 128.7 days; 17.4 h was published on 8 May 2026.
    found, wide = (after.metr(EV, "metr_th_1_1_p50", *more) for more in ((), ("all years",)))
    assert found.doubling_days == pytest.approx(128.744, abs=1e-2)
    # Over all years the line is that of METR's file of 11 April, the last before the essay.
    assert wide.doubling_days == pytest.approx(184.690, abs=1e-2)
    assert found.came == pytest.approx(17.41, abs=0.01)
    assert (found.result == "inside") == (5 <= found.percentile <= 95)


def test_events_that_did_not_come_score_by_what_was_given_to_them():
    table = after.event_scores(EV).set_index("set")
    own = table.loc["article's own"]
    assert own["R2"] == table["R2"].max()
    assert table["R2_score"].to_numpy() == pytest.approx((table["R2"].to_numpy() / 100) ** 2)
    assert (table["R3"] <= table["R2"] + 1e-9).all()


def test_edited_forecasts_are_noticed():
    frame = EV.horizon_forecasts.copy()
    frame.loc[frame["record"] == "hfc-001", "interval"] = "wide"
    with pytest.raises(ValueError, match="hfc-001: expected a median and two points"):
        drift.expectation(dataclasses.replace(EV, horizon_forecasts=frame))
    frame.loc[frame["record"] == "hfc-013", "result"] = "soon"
    with pytest.raises(ValueError, match="hfc-013: expected hours"):
        drift.panel_hours(dataclasses.replace(EV, horizon_forecasts=frame))
    with pytest.raises(ValueError, match="record: expected the id of a forecast"):
        drift.expectation(dataclasses.replace(EV, horizon_forecasts=frame[frame["record"] == "x"]))
    notes = EV.forecasts.assign(note="none")
    with pytest.raises(ValueError, match="text: expected a month and a year"):
        drift.scenario_month(dataclasses.replace(EV, forecasts=notes))
