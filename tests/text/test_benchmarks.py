"""The recorded benchmarks hold the bars, and repeat where they can be repeated in a test."""

import importlib
import json
from pathlib import Path

import pytest

from analysis.evidence.records import benchmark
from benchmarks import mutations

ROOT = Path(__file__).resolve().parents[2]
RECORDED = ROOT / "benchmarks" / "recorded"
#: The baseline runs in an environment of its own; the others are no trials.
OTHERS = {"baseline_sklearn", "mutation_kinds", "recording"}
TRIALS = sorted({path.stem for path in (ROOT / "benchmarks").glob("*.py")} - OTHERS)


def recorded(name):
    found = json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))
    assert found["benchmark"] == name
    assert found["date"].startswith("20")
    assert {"processor", "cores", "python", "numpy", "scipy"} <= set(found["machine"])
    return found


@pytest.mark.parametrize("name", TRIALS)
def test_a_trial_can_be_started(name):
    assert importlib.import_module(f"benchmarks.{name}").main


def test_metrs_intervals_are_met():
    found = recorded("metr_intervals")
    assert found["repetitions"] == 30
    assert len(found["rows"]) == 8
    for row in found["rows"]:
        assert row["refitted"] == pytest.approx(row["published"], rel=1e-3)
        assert max(abs(row["lower_gap"]), abs(row["upper_gap"])) <= 3.0


def test_intervals_cover_what_they_promise_where_the_truth_is_the_model():
    rows = recorded("coverage")["rows"]
    assert {"line", "drift", "records", "kink", "kink-ignored", "horizon"} <= {
        row["scenario"] for row in rows
    }
    for row in rows:
        if row["scenario"] in ("line", "all-models", "parabola"):
            # Exact intervals: what is left is simulation error.
            for level in (50, 90, 95):
                gap = row[f"coverage_{level}"] - level / 100.0
                assert abs(gap) <= 3.5 * row[f"error_{level}"], row
        if row["scenario"] in ("kink", "pace", "scores", "ceiling", "shares"):
            assert row["coverage_95"] >= 0.85, row


def test_speeds_hold_their_bars():
    assert all(row["seconds"] < 2.0 for row in recorded("backtest_speed")["rows"])
    found = recorded("speed")
    assert found["importing"]["seconds"] < 0.3
    seconds = {row["runs"]: row["seconds"] for row in found["scaling"]}
    assert seconds[1_000_000] / seconds[100_000] < 15.0
    draws = recorded("timeline_speed")
    assert draws["draws"] >= 1_000_000
    assert draws["compiled"]["ratio"] < 1.5
    assert draws["largest_difference"] < 1e-9
    with pytest.raises(ValueError, match=r"expected one of .*timeline_speed.*, found 'none'"):
        benchmark("none")


def test_the_bootstrap_is_a_hundred_times_faster_than_one_fit_per_draw():
    found = recorded("speed")["bootstrap"]
    assert (found["draws"], found["models"]) == (1000, 4)
    runs = found["baselines"]["runs"]
    assert (runs["jobs"], found["rounds"] >= 3) == (2, True)
    # By the clock, and in processor time, which a busy machine disturbs less.
    assert min(runs["ratio"], runs["processor_ratio"]) >= 100.0
    # The furthest of 16 interval ends, each compared in Monte Carlo standard deviations of one of
    # the two estimates: their difference varies by root two as much.
    assert all(one["largest_gap"] < 3.0 * 2.0**0.5 for one in found["baselines"].values())


def test_intervals_that_assume_too_much_cover_too_little():
    """Known, recorded and said on the page; the wider of two stands where a frontier wanders."""
    rows = recorded("coverage")["rows"]
    at = {(row["scenario"], row["quantity"]): row["coverage_95"] for row in rows}
    assert at["kink-ignored", "rate after"] < 0.5
    assert at["records", "doublings a year"] < 0.92
    assert max(share for (name, _), share in at.items() if name == "walk") < 0.5
    assert min(share for (name, _), share in at.items() if name.startswith("wider-walk")) > 0.75


def test_the_trial_of_mutations_still_runs(tmp_path):
    rows = mutations.work(tmp_path / "data", range(1, 43, 6))
    assert {row["outcome"] for row in rows} <= {"refused", "no effect", "visible", "told"}
    assert len({row["outcome"] for row in rows}) >= 2


def test_no_mutation_was_wrongly_accepted_or_gave_a_traceback():
    found = recorded("mutations")
    outcomes = found["outcomes"]
    assert sum(outcomes.values()) == found["mutations"] >= 2000
    assert (outcomes["wrongly accepted"], outcomes["exception"]) == (0, 0)
    assert found["refused_without_place"] == []
    for name, count in outcomes.items():
        assert sum(kind[name] for kind in found["kinds"]) == count


def test_every_killed_build_was_followed_by_the_right_one_and_other_pythons_agree():
    kills, same = recorded("kill_builds"), recorded("same_bytes")
    kept = ("site_whole_meanwhile", "next_build_right", "nothing_left_behind")
    assert {kills[name] for name in kept} == {kills["builds"]}
    assert kills["builds"] >= 30
    assert kills["killed"] >= 20
    assert same["identical"] == same["files"] > 100
    for row in same["pythons"]:
        assert row["verdicts_identical"] == row["verdicts"] >= 71
        assert row["numbers_identical"] == row["numbers"] > 1000
