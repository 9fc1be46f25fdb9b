"""The acceleration chapter: inclusion by rule, pooling, records, flat stretches, and chains."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import evidence
from analysis.chapters.argument import acceleration, acceleration_chain
from analysis.claims import ledger

EV = evidence.load()


def long_enough(frame):
    days = frame["date"]
    spans = (days.max() - days.min()).days >= 182
    return spans and frame["system"].nunique() >= 6 and days.nunique() >= 6


def test_the_pool_holds_by_rule_whatever_could_enter_or_names_the_reason():
    """Whatever its score: bounded, by others than vendors, one attempt, long enough."""
    series = EV.series
    conditions = series["conditions"].fillna("")
    fit = series[
        series["unit"].isin(["percent", "fraction", "points"])
        & series["human_baseline"].ne(True)
        & series["reporter"].ne("vendor")
        & conditions.str.startswith("agent/")
        & ~conditions.str.endswith("/several")
    ]
    could = set()
    for _, one in fit.groupby(["series", "instrument"]):
        if any(long_enough(group) for group in (one, *(g for _, g in one.groupby("scaffold")))):
            could.add(one["series"].iloc[0])
    pooled = {selector["series"] for selector in acceleration.members(EV)}
    assert could == pooled | set(acceleration.OUT)
    assert pooled == set(acceleration.LABELS)
    for selector in acceleration.members(EV):
        frame = acceleration.entries(EV, selector["series"])
        assert frame["record"].isin(fit["record"]).all(), selector
        assert long_enough(frame), selector
        assert frame["instrument"].nunique() == 1
        assert not {"value", "record_then"} & set(selector.get("where", {}))


def test_a_line_through_the_best_rises_even_without_progress():
    found = acceleration.selection(EV, draws=400)
    assert 0 < found.by_chance < found.by_chance_high < found.best
    assert found.all_rows < found.best
    again = acceleration.selection(EV, draws=400)
    assert again == found
    with pytest.raises(ValueError, match="draws: expected at least 100"):
        acceleration.selection(EV, draws=10)


def test_claims_and_series_outside_the_pool_are_named():
    with pytest.raises(ValueError, match="claim: expected one with a consistent check"):
        acceleration.members(EV, "C05")
    with pytest.raises(ValueError, match="series: expected one of"):
        acceleration.entries(EV, "swe_bench_lite")


def regression(frame, share):
    """The slope of the log-odds of a share over years, and its error, by scipy."""
    years = (frame["date"] - frame["date"].min()).dt.days / 365.25
    return stats.linregress(years, np.log(share / (1 - share)))


def test_slopes_are_those_of_an_ordinary_regression():
    frame = acceleration.entries(EV, "gso")
    line = regression(frame, frame["value"] / 100)
    row = acceleration.growth(EV).set_index("series").loc["gso"]
    assert row["slope"] == pytest.approx(line.slope)
    assert row["error"] == pytest.approx(line.stderr)
    assert row["odds"] == pytest.approx(np.exp(line.slope))
    assert row["odds_lower"] < row["odds"] < row["odds_upper"]
    # METR's mean score is a fraction of one, unlike the others.
    frame = EV.rows("metr_th_1_1_score", instrument="metr_th_1_1_score")
    line = regression(frame, frame["value"])
    assert acceleration.metr_score(EV).value == pytest.approx(line.slope)


def test_figure_card_and_every_pool_with_one_left_out_rest_on_the_same_slopes():
    table = acceleration.growth(EV)
    pooled = acceleration.pooled(table)
    judged = ledger.judge(EV, EV.claim("C11"))
    check = next(check for check in judged.checks if check.name == "consistent")
    assert check.values["k"] == pooled.k == len(table)
    assert check.values["predicted_lower"] == pytest.approx(pooled.predicted_lower)
    rest = acceleration.pooled(table[table["label"] != "GSO"])
    out = acceleration.one_left_out(EV).set_index("left_out")
    assert out.loc["GSO", "mean"] == pytest.approx(rest.mean)
    forest = acceleration.forest(EV).set_index("label")
    mean, further = forest.loc[acceleration.MEAN], forest.loc[acceleration.FURTHER]
    assert further["lower"] < mean["lower"] < mean["upper"] < further["upper"]


def test_a_flat_run_is_counted_from_the_best_to_the_next():
    days = pd.to_datetime(["2025-01-01", "2025-02-01", "2025-03-01", "2025-05-01", "2025-06-01"])
    frame = pd.DataFrame({"date": days, "value": [10.0, 20.0, 20.0, 30.0, 25.0]})
    found = acceleration.flat(frame)
    assert (found["best"], found["days"], found["entries"], found["ended"]) == (20.0, 89, 1, True)
    assert acceleration.flat(frame.head(3))["ended"] is False
    steps = acceleration.best_so_far(frame)
    assert steps["value"].tolist() == sorted(steps["value"])
    assert (steps["value"].iloc[-1], steps["date"].iloc[-1]) == (30.0, days[-1])


def test_reliability_multiplies_along_a_chain():
    assert acceleration_chain.chain(0.9, 3) == pytest.approx(72.9)
    assert acceleration_chain.chain(1.0, 500) == 100
    needed = acceleration_chain.step_needed(0.5, 100)
    assert acceleration_chain.chain(needed / 100, 100) == pytest.approx(50)
    curves = acceleration_chain.chains(most=10)
    assert curves.groupby("line")["value"].apply(lambda v: v.is_monotonic_decreasing).all()
    for reliability, steps in ((1.2, 3), (-0.1, 3), (0.9, -1)):
        with pytest.raises(ValueError, match="reliability, steps: expected"):
            acceleration_chain.chain(reliability, steps)
    for whole, steps in ((0.0, 3), (1.1, 3), (0.5, 0)):
        with pytest.raises(ValueError, match="whole, steps: expected"):
            acceleration_chain.step_needed(whole, steps)


def test_repeats_fail_together_and_metrs_curve_is_flatter_than_a_constant_rate():
    for one in acceleration_chain.repeats(EV):
        assert one.multiplied == pytest.approx(100 * (one.mean / 100) ** 5)
        assert one.multiplied < one.all_five < one.mean
    # METR: Opus 4.6 works 12 h at 50% and 70 min at 80%; a constant rate would have 3.9 h.
    found = acceleration_chain.steadiness(EV)
    assert (found.half / 60, found.four_fifths) == pytest.approx((12.0, 69.9), abs=0.05)
    assert found.expected == pytest.approx(found.half * np.log(0.8) / np.log(0.5))
    steepness = np.log(4) / np.log(found.half / found.four_fifths)
    odds = np.exp(-steepness * np.log(found.times))
    assert found.longer == pytest.approx(100 * odds / (1 + odds))
