"""Every check of a course in time: each result, on rows made for it."""

import pytest
from evidence_stub import LIMITS, course, evidence, run

from analysis.claims.checks import ClaimError


def jitter(n, size=0.05):
    return [size * (-1) ** k for k in range(n)]


def doublings(pace, n=8, bend=0.0):
    return [2 ** (pace * k + bend * k * k + e) for k, e in enumerate(jitter(n))]


@pytest.mark.parametrize(
    ("pace", "goes", "result"),
    [(0.5, "up", "yes"), (-0.5, "up", "no"), (-0.5, "down", "yes"), (0.0, "up", "unshown")],
)
def test_a_trend_lies_on_the_claimed_side_of_zero(pace, goes, result):
    ev = evidence(*course(doublings(pace), unit="minutes"))
    assert run("trend", ev, series="s", scale="log2", goes=goes).result == result


def test_the_band_of_a_slope_is_the_interval_that_leaves_out_twice_as_much():
    ev = evidence(*course(doublings(0.5), unit="minutes"))
    found = run("trend", ev, series="s", scale="log2")
    # At a level between those that clear zero by the wide and by the narrow interval.
    for level in (0.9, 0.99, 0.999, 0.9999, 0.99999):
        marks = {**LIMITS, "trend_level": level}
        wide, near = (
            run("trend", ev, marks={**LIMITS, "trend_level": one}, series="s", scale="log2")
            for one in (level, 1 - 2 * (1 - level))
        )
        expected = (
            "yes" if wide.values["lower"] > 0 else
            "nearly" if near.values["lower"] > 0 else "unshown"
        )  # fmt: skip
        assert run("trend", ev, marks=marks, series="s", scale="log2").result == expected
    assert found.values["fast_days"] == pytest.approx(365.25 / found.values["upper"])


def test_few_points_or_few_models_show_no_trend():
    few = evidence(*course(doublings(0.5, 3)))
    assert run("trend", few, series="s", scale="log2").result == "unshown"
    same = evidence(*(row | {"model": "M"} for row in course(doublings(0.5))))
    assert run("trend", same, series="s", scale="log2").result == "unshown"
    assert run("trend", evidence(), series="s", scale="log2").result == "unshown"


def test_a_gap_closes_by_points_a_month_on_one_version():
    scores = [20 + 3 * k + e for k, e in enumerate(jitter(8, 0.3))]
    rows = [*course(scores), {"series": "top", "value": 60.0}]
    found = run("trend", evidence(*rows), series="s", scale="linear",
                reference={"record": "r9"})  # fmt: skip
    assert found.result == "yes"
    assert found.values["closing_month"] == pytest.approx(3 * 365.25 / 12 / 30, rel=0.02)
    assert found.values["closing_low"] < found.values["closing_month"]
    rows[-1]["instrument"] = "j"
    with pytest.raises(ClaimError, match="expected one instrument"):
        run("trend", evidence(*rows), series="s", scale="linear", reference={"record": "r9"})


@pytest.mark.parametrize(("bend", "result"), [(0.08, "yes"), (-0.08, "no"), (0.0, "unshown")])
def test_the_pace_itself_rises_falls_or_cannot_be_told(bend, result):
    ev = evidence(*course(doublings(0.5, 10, bend), unit="factor"))
    assert run("pace_changes", ev, series="s").result == result


def bent(n=16):
    return [2 ** (0.1 * min(k, 8) + 1.2 * max(k - 8, 0) + e) for k, e in enumerate(jitter(n))]


@pytest.mark.parametrize(
    ("values", "prefer", "over", "result"),
    [
        (bent(), "kinked", "exponential", "yes"),
        (bent(), "exponential", "kinked", "no"),
        (doublings(0.5, 16), "kinked", "exponential", "no"),
        (doublings(0.5, 16), "exponential", "kinked", "yes"),
        (doublings(0.5, 16), "exponential", "linear", "yes"),
        (doublings(0.5, 16), "linear", "exponential", "no"),
        ([10 + 3 * k + e for k, e in enumerate(jitter(16))], "exponential", "linear", "no"),
        ([100 + k + 9 * e for k, e in enumerate(jitter(16))], "exponential", "linear", "unshown"),
    ],
)
def test_a_shape_is_ahead_by_aicc_and_against_chance(values, prefer, over, result):
    ev = evidence(*course(values, unit="minutes"))
    assert run("shape", ev, series="s", prefer=prefer, over=over).result == result


def test_a_shape_is_compared_with_a_straight_one():
    ev = evidence(*course(bent()))
    with pytest.raises(ClaimError, match="expected exponential and another shape"):
        run("shape", ev, series="s", prefer="kinked", over="quadratic")


def test_values_without_a_place_on_the_scale_are_named():
    for scale, value in (("logit", 100.0), ("log2", 0.0), ("cubic", 1.0)):
        rows = course([10, 20, 30, 40, value])
        with pytest.raises(ClaimError, match="scale"):
            run("trend", evidence(*rows), series="s", scale=scale)
