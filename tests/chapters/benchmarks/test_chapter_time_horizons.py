"""What the time-horizons chapter shows, against METR's figures and the research's own."""

import dataclasses
import re

import numpy as np
import pandas as pd
import pytest

from analysis import evidence, fits
from analysis.chapters.benchmarks import time_horizons as horizons
from analysis.chapters.benchmarks import time_horizons_shape as shape

EV = evidence.load()


def test_the_five_points_are_metrs_within_its_intervals():
    """-16.6, +0.3, +3.0, +2.2 and +0.2 per cent, all inside; only o1 is narrower than factor 4."""
    points = horizons.article_points(EV)
    assert points["percent_off"].round(1).tolist() == [-16.6, 0.3, 3.0, 2.2, 0.2]
    assert points["inside"].all()
    assert points["year"][points["width"] < 4].tolist() == [2024]
    assert points["width"].iloc[-1] == pytest.approx(3633.786163 / 316.685725)


def test_at_80_percent_the_five_read_15_s_to_70_min():
    fifth = horizons.article_points(EV)["p80"].tolist()
    assert [horizons.in_words(value) for value in fifth] == [
        "15 s",
        "53 s",
        "7.1 min",
        "66 min",
        "70 min",
    ]


def test_every_point_has_a_row_for_the_article_and_two_with_intervals():
    rows = horizons.reading_rows(EV)
    assert rows.groupby("label", sort=False)["series"].count().tolist() == [3] * 5
    assert rows["label"].iloc[0] == "Mar 2022: GPT-3.5"
    assert rows["label"].iloc[-1] == "Feb 2026: Opus 4.6"
    measured = rows[rows["series"] != "the article"]
    assert ((measured["lower"] < measured["value"]) & (measured["value"] < measured["upper"])).all()
    assert rows[rows["series"] == "the article"]["lower"].isna().all()


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(0.5, 0.9, "30 to 54 s"), (31.0, 132.0, "31 min to 2.2 h"), (300.0, 4140.0, "5 to 69 h")],
)
def test_ranges_name_a_common_unit_once(low, high, text):
    assert horizons.range_in_words(low, high) == text


def test_steps_by_true_dates():
    """364, 632, 371 and 56 days; one doubling every 121, 190, 117 and 56."""
    steps = horizons.steps(EV)
    assert steps["days"].tolist() == [364, 632, 371, 56]
    assert steps["doubling_days"].round().tolist() == [121, 190, 117, 56]
    assert steps["factor"].tolist() == pytest.approx([8, 10, 9, 2])
    assert steps["factor_80"].iloc[-1] == pytest.approx(69.874587 / 66.002649)


def test_five_points_double_every_143_days():
    assert horizons.article_trend(EV).doubling_days == pytest.approx(143.4, abs=0.1)


@pytest.mark.parametrize(
    ("series", "window", "days", "end_hours"),
    [
        (horizons.P50, "all years", 187.778, 187),
        (horizons.P50, "since 2023", 128.744, 2091),
        (horizons.P50, "since 2024", 104.7, 10544),
        (horizons.P80, "since 2023", 133.4, 288),
        (horizons.P80, "since 2024", 106.1, 1660),
    ],
)
def test_lines_are_metrs_and_the_researchs(series, window, days, end_hours):
    one = horizons.line(EV, series, window)
    assert one.fit.doubling_days == pytest.approx(days, abs=0.05)
    assert one.end_hours == pytest.approx(end_hours, rel=0.002)
    assert one.end_lower < one.end_hours < one.end_upper


def test_a_line_reaches_its_lengths_in_order_and_meets_its_own_prediction():
    for one in horizons.lines(EV):
        days = list(one.reach.values())
        assert days == sorted(days)
        hours = one.fit.predict([days[1]]).value[0] / 60
        assert hours == pytest.approx(167, rel=0.01)


def test_an_unknown_window_is_named():
    with pytest.raises(ValueError, match=r"window: expected one of all years.*found 'since 2025'"):
        horizons.line(EV, horizons.P50, "since 2025")


def test_end_rows_are_the_lines_in_minutes():
    table, rows = horizons.lines_table(EV), horizons.end_rows(EV)
    assert (rows["value"] / table["end_hours"]).tolist() == pytest.approx([60] * 6)
    assert rows.groupby("series")["label"].nunique().tolist() == [3, 3]


def test_the_line_on_a_day_lies_between_its_ends():
    """33 h (10 to 112) on the last day of the evidence, as the research computed it."""
    value, low, high = horizons.on_day(EV, EV.vintage["as_of"])
    assert (value, low, high) == pytest.approx((33.1, 9.8, 112), rel=0.01)


def test_records_end_below_metrs_limit():
    records = horizons.state_of_the_art(EV)
    assert len(records) == 17
    assert records["value"].max() < horizons.MEASURABLE_MINUTES
    assert records["value"].is_monotonic_increasing


def test_figure_groups_keep_what_metr_leaves_out_or_rejects_apart():
    points = horizons.horizon_points(EV)
    count = points["group"].value_counts()
    assert count["Mythos Preview, above the limit"] == 1
    assert count["GPT-5.6 Sol, rejected by METR"] == 1
    assert count[horizons.RECORD] == 17
    assert count.sum() == 27


def test_the_rejected_readings():
    """11.3 h [5, 40], 71 h [13, 11,400] and more than 270 h."""
    table = horizons.rejected_readings(EV)
    assert table["hours"].tolist() == pytest.approx([11.3, 71, 270])
    assert table["upper"].iloc[:2].tolist() == [40, 11400]
    assert np.isnan(table["upper"].iloc[2])


def test_a_note_without_the_further_readings_is_refused():
    series = EV.series.assign(
        note=EV.series["note"].mask(EV.series["series"] == horizons.REJECTED, "")
    )
    with pytest.raises(ValueError, match="note of hor-060-p50: expected two further readings"):
        horizons.rejected_readings(dataclasses.replace(EV, series=series))


def test_visual_computer_use_is_40_to_100_times_shorter():
    assert horizons.domain_factor(EV) == pytest.approx((40, 100))


def test_first_published_values_were_not_todays():
    table = horizons.first_published(EV).set_index("year")
    assert table.loc[2026, "first_published_minutes"] == pytest.approx(870.027)
    assert table.loc[2026, "now"] == pytest.approx(718.80683)


def test_the_article_names_what_the_essay_passes_on():
    assert horizons.foreseen_2026(EV) == 100


def test_the_bend():
    """AICc 7.5 against -19.5, 260 then 105 days, as the research found."""
    straight, bent = horizons.bend(EV)
    assert (straight.aicc, bent.aicc) == pytest.approx((7.5, -19.5), abs=0.05)
    assert bent.doubling_days_before == pytest.approx(260, abs=0.5)
    assert bent.doubling_days_after == pytest.approx(105, abs=0.5)


def test_the_bend_is_not_made_by_the_suite_alone_and_there_is_no_second_one():
    table = shape.bends(EV).set_index("points")
    assert table.loc["1.0 since 2023", "lead"] > 4
    assert table.loc["1.0 since 2023", "after_days"] > table["after_days"].iloc[0]
    assert table.loc["1.1 since 2024", "lead"] < -4


def test_both_fits_are_drawn_over_the_same_days_inside_their_bands():
    curves = shape.bend_curves(EV)
    one, two = (frame for _, frame in curves.groupby("line", sort=False))
    assert one["date"].tolist() == two["date"].tolist()
    assert (curves["lower"] < curves["value"]).all()
    assert (curves["value"] < curves["upper"]).all()


def test_choosing_records_does_not_make_the_pace():
    table = shape.every_model(EV).set_index("window")
    assert table["n"].tolist() == [25, 22, 20]
    relative = table["doubling_days"] / table["of_records"] - 1
    assert relative.abs().max() < 0.05


def test_the_suite_change_raised_new_models_and_lowered_old_ones():
    """170 to 228 tasks; GPT-5 +55%, GPT-4 0314 -34%, GPT-4 1106 -57%."""
    change = shape.suite_change(EV)
    by_model = change.table.set_index("model")["change"].round(2)
    assert (change.tasks_before, change.tasks_after) == (170, 228)
    assert by_model[["GPT-5", "GPT-4 0314", "GPT-4 1106"]].tolist() == [0.55, -0.34, -0.57]
    assert "GPT-2" not in by_model.index
    assert change.days_after < change.days_before


def test_five_points_cover_only_if_they_are_independent():
    cover = shape.coverage_of_five(EV)
    assert cover.independent == pytest.approx(0.95, abs=0.01)
    assert cover.walk < 0.75


def test_coverage_agrees_with_the_packages_own_interval():
    """The closed form of the simulation is the profile interval of the fit, set by set."""
    points = horizons.article_points(EV)
    rng = np.random.default_rng(1)
    held = []
    for _ in range(200):
        fit = fits.exponential(points["date"], np.exp2(rng.normal(size=5)))
        held.append(fit.per_year_interval.lower <= 0 <= fit.per_year_interval.upper)
    assert np.mean(held) == pytest.approx(0.95, abs=0.05)


def test_coverage_repeats_itself_and_refuses_few_draws():
    assert shape.coverage_of_five(EV, draws=500) == shape.coverage_of_five(EV, draws=500)
    with pytest.raises(ValueError, match="draws: expected at least 100, found 5"):
        shape.coverage_of_five(EV, draws=5)


def test_the_gap_between_reliabilities_never_closes():
    gap = horizons.reliability_gap(EV)
    assert gap["ratio"].min() > 2
    assert gap["date"].is_monotonic_increasing
    assert gap.set_index("model").loc["Claude Opus 4.6", "ratio"] == gap["ratio"].max()


def test_every_claim_of_the_page_says_what_would_change_it():
    for claim in EV.claims:
        if claim["page"] == "time_horizons":
            assert re.search(r"\d", claim["would_change"]), claim["id"]
            assert re.search(r"202\d", claim["would_change"]), claim["id"]
            assert isinstance(claim["would_change"], str)


def test_the_series_ends_with_mythos_preview():
    accepted = EV.rows(horizons.P50)
    assert accepted["model"].iloc[-1] == "Claude Mythos Preview (early)"
    assert accepted["date"].max() == pd.Timestamp("2026-04-07")
