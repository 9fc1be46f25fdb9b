"""The acceleration chapter: inclusion by rule, pooling, records, flat stretches, and chains."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import evidence
from analysis.chapters.argument import acceleration, acceleration_chain
from analysis.claims import ledger

EV = evidence.load()
BOUNDED = ("percent", "fraction", "points")


def allowed(frame):
    """Rows that the rule of inclusion lets in, whatever their score."""
    conditions = frame["conditions"].fillna("")
    return frame[
        frame["unit"].isin(BOUNDED)
        & (frame["human_baseline"] != True)  # noqa: E712
        & (frame["reporter"] != "vendor")
        & conditions.str.startswith("agent/")
        & ~conditions.str.endswith("/several")
    ]


def long_enough(frame):
    days = frame["date"]
    return (
        frame["system"].nunique() >= 6
        and days.nunique() >= 6
        and (days.max() - days.min()).days >= 182
    )


def test_every_pooled_benchmark_meets_the_rule_with_all_its_entries():
    for selector in acceleration.members(EV):
        frame = acceleration.entries(EV, selector["series"])
        assert len(allowed(frame)) == len(frame), selector
        assert long_enough(frame), selector
        assert frame["instrument"].nunique() == 1
        assert "value" not in selector.get("where", {})
        assert "record_then" not in selector.get("where", {})


def test_a_series_that_could_enter_is_pooled_or_named_with_its_reason():
    pooled = {selector["series"] for selector in acceleration.members(EV)}
    could = set()
    for series, frame in allowed(EV.series).groupby("series"):
        for _, one in frame.groupby("instrument"):
            groups = [one, *(part for _, part in one.groupby("scaffold"))]
            if any(long_enough(group) for group in groups):
                could.add(series)
    assert could == pooled | set(acceleration.OUT)
    assert pooled == set(acceleration.LABELS)


def test_the_articles_four_are_among_the_nine():
    table = acceleration.growth(EV)
    assert table["named"].sum() == 4
    named = {selector["series"] for selector in acceleration.members(EV, "C10")}
    assert set(table[table["named"]]["series"]) == named


def test_slopes_are_those_of_an_ordinary_regression():
    frame = acceleration.entries(EV, "gso")
    y = np.log(frame["value"] / (100 - frame["value"]))
    years = (frame["date"] - frame["date"].min()).dt.days / 365.25
    line = stats.linregress(years, y)
    row = acceleration.growth(EV).set_index("series").loc["gso"]
    assert row["slope"] == pytest.approx(line.slope)
    assert row["error"] == pytest.approx(line.stderr)
    assert row["odds"] == pytest.approx(np.exp(line.slope))
    assert row["odds_lower"] < row["odds"] < row["odds_upper"]


def test_figure_and_card_rest_on_the_same_pool():
    judged = ledger.judge(EV, EV.claim("C11"))
    check = next(check for check in judged.checks if check.name == "consistent")
    pooled = acceleration.pooled(acceleration.growth(EV))
    assert check.values["k"] == pooled.k == 9
    assert check.values["predicted_lower"] == pytest.approx(pooled.predicted_lower)


def test_forest_ends_with_a_prediction_wider_than_the_mean():
    forest = acceleration.forest(EV).set_index("label")
    mean, further = forest.loc[acceleration.MEAN], forest.loc[acceleration.FURTHER]
    assert mean["value"] == further["value"]
    assert further["lower"] < mean["lower"] < mean["upper"] < further["upper"]
    assert len(forest) == 11


def test_leaving_one_out_is_the_pool_of_the_rest():
    table = acceleration.growth(EV)
    rest = acceleration.pooled(table[table["label"] != "GSO"])
    out = acceleration.one_left_out(EV).set_index("left_out")
    assert out.loc["GSO", "mean"] == pytest.approx(rest.mean)
    assert len(out) == 9


def test_repeats_of_a_system_count_once():
    """Fewer rows in CORE-Bench (29 systems of 37 entries), hence another pool, near the first."""
    once = acceleration.one_row_a_system(EV)
    whole = acceleration.pooled(acceleration.growth(EV))
    assert once.k == whole.k
    assert once.mean == pytest.approx(whole.mean, abs=0.2)
    assert once.mean != whole.mean


def test_metrs_mean_score_is_read_as_per_cent():
    """About 0.93 log-odds a year; read as a fraction of one it would be far less."""
    frame = EV.rows("metr_th_1_1_score", instrument="metr_th_1_1_score")
    share = frame["value"]
    years = (frame["date"] - frame["date"].min()).dt.days / 365.25
    line = stats.linregress(years, np.log(share / (1 - share)))
    assert acceleration.metr_score(EV).value == pytest.approx(line.slope)


def test_a_line_through_the_best_rises_even_without_progress():
    found = acceleration.selection(EV, draws=400)
    assert 0 < found.by_chance < found.by_chance_high < found.best
    assert found.all_rows < found.best
    again = acceleration.selection(EV, draws=400)
    assert again == found
    with pytest.raises(ValueError, match="draws: expected at least 100"):
        acceleration.selection(EV, draws=10)


def test_the_best_so_far_never_falls_and_ends_on_the_last_day():
    frame = acceleration.entries(EV, acceleration.CORE_BENCH)
    steps = acceleration.best_so_far(frame)
    assert steps["value"].is_monotonic_increasing
    assert steps["date"].is_monotonic_increasing
    assert steps["value"].iloc[-1] == frame["value"].max() == 51.11
    assert steps["date"].iloc[-1] == frame["date"].max()


def test_the_line_passes_the_mean_and_stays_inside_its_band():
    frame = acceleration.entries(EV, acceleration.CORE_BENCH)
    line = acceleration.fitted_line(frame)
    assert ((line["lower"] < line["value"]) & (line["value"] < line["upper"])).all()
    first, last = line["value"].iloc[0] / 100, line["value"].iloc[-1] / 100
    span = (line["date"].iloc[-1] - line["date"].iloc[0]).days / 365.25
    rise = np.log(last / (1 - last)) - np.log(first / (1 - first))
    assert rise / span == pytest.approx(acceleration.slope_of(frame).value)


def test_a_flat_run_is_counted_from_the_best_to_the_next():
    days = pd.to_datetime(
        ["2025-01-01", "2025-02-01", "2025-03-01", "2025-03-01", "2025-05-01", "2025-06-01"]
    )
    frame = pd.DataFrame({"date": days, "value": [10.0, 20.0, 15.0, 20.0, 30.0, 25.0]})
    assert acceleration.flat(frame) == {
        "best": 20.0,
        "since": pd.Timestamp("2025-02-01"),
        "until": pd.Timestamp("2025-05-01"),
        "days": 89,
        "entries": 2,
        "ended": True,
    }
    unfinished = acceleration.flat(frame[frame["value"] <= 20])
    assert not unfinished["ended"]
    assert unfinished["until"] == pd.Timestamp("2025-03-01")


def test_core_bench_has_the_longest_flat_run():
    table = acceleration.flat_stretches(EV)
    assert table["entries"].is_monotonic_decreasing
    first = table.iloc[0]
    assert (first["label"], first["best"], first["days"]) == ("CORE-Bench, hard", 37.78, 267)
    assert first["span"] == "Nov 2024 – Aug 2025"


def test_doubling_times_of_measures_without_a_ceiling():
    """2.8 months for the training task, as the research notes computed it."""
    table = acceleration.unbounded(EV).set_index("label")
    assert (table["lower"] < table["months"]).all()
    assert (table["months"] < table["upper"]).all()
    training = table.loc["Anthropic's training task, every model re-run"]
    assert training["n"] == 10
    assert training["months"] == pytest.approx(2.8, abs=0.05)


def test_claims_and_series_outside_the_pool_are_named():
    with pytest.raises(ValueError, match="claim: expected one with a consistent check"):
        acceleration.members(EV, "C05")
    with pytest.raises(ValueError, match="series: expected one of"):
        acceleration.entries(EV, "swe_bench_lite")


def test_reliability_multiplies_along_a_chain():
    assert acceleration_chain.chain(0.99, 100) == pytest.approx(36.6, abs=0.05)
    assert acceleration_chain.chain(0.9, 3) == pytest.approx(72.9)
    assert acceleration_chain.chain(1.0, 500) == 100
    needed = acceleration_chain.step_needed(0.5, 100)
    assert needed == pytest.approx(99.309, abs=0.001)
    assert acceleration_chain.chain(needed / 100, 100) == pytest.approx(50)
    curves = acceleration_chain.chains(most=10)
    assert len(curves) == 40
    assert curves.groupby("line")["value"].apply(lambda v: v.is_monotonic_decreasing).all()


@pytest.mark.parametrize(("reliability", "steps"), [(1.2, 3), (-0.1, 3), (0.9, -1)])
def test_impossible_chains_are_refused(reliability, steps):
    with pytest.raises(ValueError, match="reliability, steps: expected"):
        acceleration_chain.chain(reliability, steps)


@pytest.mark.parametrize(("whole", "steps"), [(0.0, 3), (1.1, 3), (0.5, 0)])
def test_impossible_goals_are_refused(whole, steps):
    with pytest.raises(ValueError, match="whole, steps: expected"):
        acceleration_chain.step_needed(whole, steps)


def test_repeats_of_a_task_fail_together():
    """59.0% of tasks in all five repeats at the worst, 94.9% at the best, from the later audit."""
    worst, best = acceleration_chain.repeats(EV)
    assert (worst.all_five, best.all_five) == (58.97, 94.87)
    for one in (worst, best):
        assert one.multiplied == pytest.approx(100 * (one.mean / 100) ** 5)
        assert one.multiplied < one.all_five < one.mean


def test_metrs_curve_is_flatter_than_a_constant_rate():
    """12 h at 50% and 70 min at 80% for Opus 4.6; a constant rate would have 3.9 h."""
    found = acceleration_chain.steadiness(EV)
    assert found.half / 60 == pytest.approx(12.0, abs=0.05)
    assert found.four_fifths == pytest.approx(69.9, abs=0.05)
    assert found.expected / 60 == pytest.approx(3.86, abs=0.01)
    assert found.longer_constant == 6.25
    steepness = np.log(4) / np.log(found.half / found.four_fifths)
    odds = np.exp(-steepness * np.log(found.times))
    assert found.longer == pytest.approx(100 * odds / (1 + odds))
