"""What the time-horizons chapter shows, against METR's figures and the research's own."""

import dataclasses

import numpy as np
import pytest

from analysis import evidence, fits
from analysis.chapters.benchmarks import time_horizons as horizons
from analysis.chapters.benchmarks import time_horizons_shape as shape

EV = evidence.load()


def test_the_five_points_are_metrs_within_its_intervals():
    points = horizons.article_points(EV)
    assert points["inside"].all()
    assert points["width"].iloc[-1] == pytest.approx(3633.786163 / 316.685725)  # METR's ends
    rows = horizons.reading_rows(EV)
    assert rows.groupby("label", sort=False)["series"].count().tolist() == [3] * 5
    measured = rows[rows["series"] != "the article"]
    assert ((measured["lower"] < measured["value"]) & (measured["value"] < measured["upper"])).all()


@pytest.mark.parametrize(("window", "days"), [("all years", 187.778), ("since 2023", 128.744)])
def test_lines_are_metrs(window, days):
    one = horizons.line(EV, horizons.P50, window)
    assert one.fit.doubling_days == pytest.approx(days, abs=0.05)
    assert one.end_lower < one.end_hours < one.end_upper


def test_a_line_reaches_its_lengths_in_order_and_meets_its_own_prediction():
    for one in horizons.lines(EV):
        days = list(one.reach.values())
        assert days == sorted(days)
        hours = one.fit.predict([days[1]]).value[0] / 60
        assert hours == pytest.approx(167, rel=0.01)
    table, rows = horizons.lines_table(EV), horizons.end_rows(EV)
    assert (rows["value"] / table["end_hours"]).tolist() == pytest.approx([60] * 6)
    with pytest.raises(ValueError, match=r"window: expected one of all years.*found 'since 2025'"):
        horizons.line(EV, horizons.P50, "since 2025")


def test_records_rise_and_every_point_of_the_figure_is_in_one_group():
    records = horizons.state_of_the_art(EV)
    assert records["value"].max() < horizons.MEASURABLE_MINUTES
    assert records["value"].is_monotonic_increasing
    count = horizons.horizon_points(EV)["group"].value_counts()
    assert count["Mythos Preview, above the limit"] == 1
    assert count["GPT-5.6 Sol, rejected by METR"] == 1
    assert count[horizons.RECORD] == len(records)


def test_the_suite_change_compares_models_of_both_suites():
    """METR: 170 to 228 tasks; GPT-5 +55%, GPT-4 0314 -34%, GPT-4 1106 -57%."""
    change = shape.suite_change(EV)
    by_model = change.table.set_index("model")["change"].round(2)
    assert (change.tasks_before, change.tasks_after) == (170, 228)
    assert by_model[["GPT-5", "GPT-4 0314", "GPT-4 1106"]].tolist() == [0.55, -0.34, -0.57]


def test_readings_from_a_note_are_metrs_and_a_note_without_them_is_refused():
    """METR: 11.3 h [5, 40], 71 h [13, 11,400] and more than 270 h."""
    table = horizons.rejected_readings(EV)
    assert table["hours"].tolist() == pytest.approx([11.3, 71, 270])
    assert table["upper"].iloc[:2].tolist() == [40, 11400]
    series = EV.series.assign(
        note=EV.series["note"].mask(EV.series["series"] == horizons.REJECTED, "")
    )
    with pytest.raises(ValueError, match="note of hor-060-p50: expected two further readings"):
        horizons.rejected_readings(dataclasses.replace(EV, series=series))


def test_coverage_agrees_with_the_packages_own_interval():
    """The closed form of the simulation is the profile interval of the fit, set by set."""
    points = horizons.article_points(EV)
    rng = np.random.default_rng(1)
    held = []
    for _ in range(200):
        fit = fits.exponential(points["date"], np.exp2(rng.normal(size=5)))
        interval = fit.interval("per_year")
        held.append(interval.lower <= 0 <= interval.upper)
    assert np.mean(held) == pytest.approx(0.95, abs=0.05)
    cover = shape.coverage_of_five(EV)
    assert cover.independent == pytest.approx(0.95, abs=0.01)
    assert cover.walk < 0.75
    assert shape.coverage_of_five(EV, draws=500) == shape.coverage_of_five(EV, draws=500)
    with pytest.raises(ValueError, match="draws: expected at least 100, found 5"):
        shape.coverage_of_five(EV, draws=5)
