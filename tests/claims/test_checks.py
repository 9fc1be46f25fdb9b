"""Every check of a figure, a pair, a text, witnesses or a course: each result, on made rows."""

import dataclasses
import datetime as dt
import re
from functools import partial

import pytest
from evidence_stub import LIMITS, course, evidence, run, spoken, statement
from refused import refused

from analysis.claims import records
from analysis.claims.checks import VOCABULARY, ClaimError
from analysis.claims.checks.figures import amount
from analysis.evidence import load


def figure(value, unit="percent", printed=None, **more):
    text = printed or f"{value}"
    return {"figures": [{"value": value, "unit": unit, "printed": text}], **more}


def checked(**selector):
    return [{"figure_matches": selector or {"record": "r1"}}]


@pytest.mark.parametrize(
    ("printed", "value", "source", "result"),
    [
        ("93.9%", 93.9, 93.94, "yes"),  # equal at the printed precision
        ("~20%", 20, 20.9, "yes"),  # within 5%
        ("~20%", 20, 21.1, "nearly"),
        ("~20%", 20, 15.1, "nearly"),
        ("~20%", 20, 25.1, "no"),
    ],
)
def test_a_figure_is_its_sources_in_a_band(printed, value, source, result):
    outcome = run("figure_matches", evidence({"value": source}), figure(value, printed=printed),
                  record="r1")  # fmt: skip
    assert outcome.result == result
    assert outcome.statistic == pytest.approx(100 * (source / value - 1))
    assert f"{source:.4g}%" in outcome.words


def test_amounts_are_told_as_people_say_them():
    numbers = [(1.96, "percent"), (0.6, "fraction"), (61.79, "factor"), (24.82, "points")]
    assert [amount(*one) for one in numbers] == ["1.96%", "60%", "61.79 times", "24.82 points"]
    told = [amount(minutes, "minutes") for minutes in (0.599, 3.99, 718.8)]
    assert told == ["36 seconds", "3.99 minutes", "12 hours"]


def test_units_are_converted_and_those_that_cannot_be_compared_refused():
    ev = evidence({"value": 0.6, "unit": "minutes", "lower": 0.26, "upper": 1.1})
    outcome = run("figure_matches", ev, figure(36, "seconds", "36 s"), record="r1")
    assert outcome.result == "yes"
    assert outcome.values["found_seconds"] == pytest.approx(36)
    assert outcome.values["upper_hours"] == pytest.approx(1.1 / 60)
    with pytest.raises(ClaimError, match="unit: expected minutes as in the source, found percent"):
        run("figure_matches", ev, figure(36), record="r1")


def test_a_figure_whose_row_is_not_there_is_unread():
    assert run("figure_matches", evidence({"value": 1}), figure(1), record="r9").result == "unread"


@pytest.mark.parametrize(
    ("upper", "result"), [(59.9, "yes"), (61, "nearly"), (69.9, "nearly"), (70.1, "unshown")]
)
def test_a_wide_interval_is_unshown_never_a_no(upper, result):
    ev = evidence({"lower": 10, "upper": upper})
    assert run("range_width", ev, record="r1").result == result
    assert run("range_width", evidence({}), record="r1").result == "unread"


def test_labels_are_compared_with_the_row_its_instrument_and_its_year():
    ev = evidence({"date": "2025-06-01", "instrument": "i", "scaffold": ""})

    def label(**says):
        return run("label_matches", ev, record="r1", says=says, near={"task_set": ["set A"]})

    assert label(year=2025, model="m").result == "yes"
    assert label(reliability=">= 0.8").result == "no"
    assert label(task_set="the whole set").result == "nearly"
    assert label(task_set="the whole set", year=2024).result == "no"
    assert label(scaffold="an agent").result == "unread"
    with pytest.raises(ClaimError, match="says: expected a field"):
        label(colour="red")


@pytest.mark.parametrize(
    ("value", "se", "unit", "result"),
    [
        (47.5, None, "percent", "yes"),
        (45, None, "percent", "nearly"),
        (43, None, "percent", "no"),
        (43, 4, "percent", "yes"),
        (52, None, "factor", "yes"),  # other units by the marks of a figure
        (60, None, "factor", "nearly"),
        (70, None, "factor", "no"),
    ],
)
def test_replication_is_in_points_or_in_standard_errors_if_wider(value, se, unit, result):
    other = {"value": value, "reporter": "independent", "se": se, "unit": unit}
    claim = {"checks": checked(record="r1")}
    found = run("replicated", evidence({"unit": unit}, other), claim)
    same, nearly = (float(n) for n in re.findall(r"[\d.]+", found.detail))
    assert (found.result, same <= nearly) == (result, True)
    # Nobody else is no no, nor is another system without a model.
    assert run("replicated", evidence({"unit": unit}), claim).result == "unshown"
    nameless = evidence({"unit": unit, "model": ""}, other | {"model": "", "system": "Other"})
    assert run("replicated", nameless, claim).result == "unshown"


CORRECTION = {
    "where": "r1", "corrected": 19.3, "source": "paper",
    "reason": "One task was faulty.", "corrected_on": dt.date(2024, 12, 19),
}  # fmt: skip


@pytest.mark.parametrize(
    ("corrected", "result"), [(21.9, "yes"), (19.3, "nearly"), (12.0, "no"), (None, "unread")]
)
def test_current_is_the_value_on_the_articles_day(corrected, result):
    given = [] if corrected is None else [{**CORRECTION, "corrected": corrected}]
    ev = evidence({"value": 21.48}, corrections=given)
    claim = figure(21.5, printed="~21.5%", checks=checked())
    outcome = run("current", ev, claim)
    assert outcome.result == result
    assert outcome.sources == (("paper",) if corrected else ())
    late = {**CORRECTION, "corrected_on": dt.date(2026, 7, 28)}
    assert run("current", evidence({"value": 21.48}, corrections=[late]), claim).result == "unread"
    # On the article's own day it could be known: a correction as well as a later measurement.
    same_day = {**late, "corrected": 12.0, "corrected_on": dt.date(2026, 5, 4)}
    ev = evidence({"value": 21.48}, corrections=[same_day])
    assert run("current", ev, claim).result == "no"
    ev = evidence({"value": 21.48}, {"value": 12.0, "date": "2026-05-04"})
    claim = figure(21.5, checks=checked(record="r1"))
    assert run("current", ev, claim, revised={"record": "r2"}).result == "no"


def test_a_later_correction_ends_validity_and_none_leaves_it():
    claim = figure(21.5, printed="~21.5%", checks=checked(record="r1"))
    late = {**CORRECTION, "corrected_on": dt.date(2026, 7, 28)}
    assert run("still_valid", evidence({"value": 21.48}), claim).result == "yes"
    ev = evidence({"value": 21.48}, {"value": 30, "model": "N", "series": "t"}, corrections=[late])
    assert run("still_valid", ev, claim).result == "nearly"
    assert run("still_valid", ev, claim, revised={"record": "r2"}).result == "no"


ENDS = {"first": {"record": "r1"}, "last": {"record": "r2"}}


def pair(first=50.0, last=100.0, **more):
    rows = [{"value": first}, {"value": last, **more}, {"value": 52.0}, {"value": 90.0}]
    return evidence(*rows), {"id": "P01-02", "of": ["C01", "C02"]}


@pytest.mark.parametrize(
    ("one", "other", "result"),
    [(50, 100, "yes"), (52, 98, "yes"), (52, 90, "nearly"), (60, 80, "no"), (80, 60, "no"),
     (20, 100, "yes")],
)  # fmt: skip
def test_like_for_like_is_the_share_of_the_change_that_is_left(one, other, result):
    ev, claim = pair()
    ev.series.loc[2:3, "value"] = [one, other]
    like = {"like_first": {"record": "r3"}, "like_last": {"record": "r4"}}
    found = run("like_for_like", ev, claim, **ENDS, **like)
    assert found.result == result
    assert found.statistic == pytest.approx((other - one) / 50)


def test_factors_are_compared_by_their_logarithms_and_ends_on_two_tests_refused():
    ev, claim = pair(2.0, 32.0)
    like = {**ENDS, "like_first": {"record": "r3"}, "like_last": {"record": "r4"}}
    ev.series.loc[2:3, "value"] = [4.0, 32.0]
    assert run("like_for_like", ev, claim, factor=True, **like).statistic == pytest.approx(3 / 4)
    ev.series.loc[3, "instrument"] = "j"
    with pytest.raises(ClaimError, match="expected one instrument"):
        run("like_for_like", ev, claim, **like)
    gone = {**like, "like_last": {"record": "r9"}}
    assert run("like_for_like", ev, claim, **gone).result == "unread"


def test_direction_needs_one_test():
    ev, claim = pair()
    assert run("direction", ev, claim, **ENDS).result == "yes"
    assert run("direction", ev, claim, goes="down", **ENDS).result == "no"
    assert run("direction", pair(instrument="j")[0], claim, **ENDS).result == "unread"


@pytest.mark.parametrize(
    ("more", "result"),
    [
        ({}, "yes"),
        ({"conditions": "other/standard/1"}, "yes"),  # a better program is part of the change
        ({"conditions": "agent/unknown/1"}, "nearly"),
        ({"conditions": "agent/unknown/unknown"}, "unread"),
        ({"conditions": "agent/high/1"}, "no"),
        ({"instrument": "j"}, "no"),
    ],
)
def test_same_terms_are_task_set_grader_version_time_and_machines(more, result):
    ev, claim = pair(**more)
    assert run("same_terms", ev, claim, **ENDS).result == result
    # The keeper's word that two levels are not comparable decides.
    ev = dataclasses.replace(ev, qualitative=evidence(qualitative=[spoken("q")]).qualitative)
    assert run("same_terms", ev, claim, **ENDS, limits=["q"]).result == "no"


@pytest.mark.parametrize(
    ("found", "coverage", "other", "result"),
    [
        ("present", "partial", None, "yes"),
        ("partly", "full", None, "nearly"),
        ("absent", "full", None, "no"),
        ("opposite", "full", None, "no"),
        ("absent", "full", "present", "nearly"),
        ("absent", "partial", "present", "unread"),
        (None, None, None, "unread"),
    ],
)
def test_a_text_read_in_part_is_our_limit(found, coverage, other, result):
    rows = [statement("C99", "essay", found, coverage)] if found else []
    rows += [statement("C99", "x post", other)] if other else []
    assert run("said_by", evidence(statements=rows), text="essay").result == result


def heard(n_for, n_against, n_limits=0, **params):
    names = {
        side: [f"{side}{n}" for n in range(count)]
        for side, count in (("for", n_for), ("against", n_against), ("limits", n_limits))
    }
    rows = [spoken(name, witness=name) for side in names.values() for name in side]
    return run("judged", evidence(qualitative=rows or [spoken("x")]), **names, **params)


@pytest.mark.parametrize(
    ("n_for", "n_against", "plain", "may"),
    [
        (2, 0, "yes", "yes"),
        (3, 1, "nearly", "nearly"),
        (6, 2, "nearly", "nearly"),
        (2, 1, "open", "open"),
        (1, 3, "open", "open"),
        (0, 2, "no", "no"),
        (1, 0, "unshown", "open"),
        (0, 1, "unshown", "open"),
        (0, 0, "unshown", "open"),
    ],
)
def test_witnesses_decide_and_a_may_is_open_where_a_plain_sentence_is_unshown(
    n_for, n_against, plain, may
):
    assert heard(n_for, n_against, role="main").result == plain
    assert heard(n_for, n_against, role="main", standard="may").result == may
    assert heard(n_for, n_against, 3, role="main", standard="if").result == may


@pytest.mark.parametrize(
    ("sides", "result"),
    [((3, 0, 1), "no"), ((3, 1, 0), "no"), ((2, 0, 0), "yes"), ((1, 0, 0), "unshown"),
     ((0, 0, 0), "yes")],
)  # fmt: skip
def test_on_the_side_one_witness_that_limits_is_enough(sides, result):
    assert heard(*sides, role="side").result == result


def test_a_party_is_one_witness_however_many_rows_it_has():
    rows = [spoken("a", witness="W"), spoken("b", party="W"), spoken("c", party="V")]
    ev = evidence(qualitative=rows)
    assert run("judged", ev, role="main", **{"for": ["a", "b"]}).result == "unshown"
    outcome = run("judged", ev, role="main", **{"for": ["a", "b", "c"]})
    assert outcome.result == "yes"
    assert outcome.witnesses["for"] == {"V": ("c",), "W": ("a", "b")}
    assert outcome.words == "for: V, W; against: none"


@pytest.mark.parametrize(
    ("rows", "counts"),
    [
        ([{"access": "second-hand", "reports": 1, "seen_in": "a digest; its abstract"}], False),
        ([{"access": "second-hand", "reports": 2}], True),
        ([{"access": "second-hand"}, {"access": "second-hand", "source": "l"}], True),
        ([{"access": "second-hand"}, {"access": "copy"}], True),
    ],
)
def test_a_second_hand_row_counts_when_two_reports_agree(rows, counts):
    made = [spoken(f"q{n}", witness="W", **row) for n, row in enumerate(rows)]
    names = [row["record"] for row in made]
    found = run("judged", evidence(qualitative=made), role="main", **{"for": names})
    assert found.statistic == int(counts)


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
    # At a level between those that clear zero by the wide and by the narrow interval.
    for level in (0.9, 0.99, 0.999, 0.9999, 0.99999):
        wide, near = (
            run("trend", ev, marks={**LIMITS, "trend_level": one}, series="s", scale="log2")
            for one in (level, 1 - 2 * (1 - level))
        )
        expected = (
            "yes" if wide.values["lower"] > 0 else
            "nearly" if near.values["lower"] > 0 else "unshown"
        )  # fmt: skip
        assert wide.result == expected
        assert wide.values["fast_days"] == pytest.approx(365.25 / wide.values["upper"])


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


def of_scale(scale, value):
    return run("trend", evidence(*course([10, 20, 30, 40, value])), series="s", scale=scale)


BENT = {"series": "s", "prefer": "exponential", "over": "quadratic"}
test_a_shape_beside_a_straight_one_and_a_place_on_the_scale_are_asked_for = refused(
    (lambda: run("shape", evidence(*course(bent())), **BENT), "expected exponential and one of"),
    *((partial(of_scale, *one), "scale") for one in (("logit", 100), ("log2", 0), ("cubic", 1))),
    error=ClaimError,
)


def test_every_check_prints_its_marks_with_the_thresholds_that_run():
    marks = records.marks(load())
    assert set(marks) == set(VOCABULARY)
    assert "95%" in marks["trend"]["yes"]
    assert "90%" in marks["trend"]["nearly"]
    assert "10%" in marks["like_for_like"]["yes"]
    assert all(text and "{" not in text for row in marks.values() for text in row.values())
    halved = dataclasses.replace(load(), limits={**LIMITS, "figure_equal": 0.025})
    assert "2.5%" in records.marks(halved)["figure_matches"]["yes"]
