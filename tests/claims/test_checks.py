"""Every check of the vocabulary: passes, fails, and stays undecided, on rows made for it."""

import pytest
from evidence_stub import evidence, spoken

from analysis import evidence as real
from analysis.claims import ledger
from analysis.claims.checks import VOCABULARY, ClaimError

LIMITS = ledger.thresholds(real.load())


def run(name, ev, claim=None, **params):
    claim = {"id": "C99", "checks": [], **(claim or {})}
    return VOCABULARY[name].function(ev, claim, params, LIMITS)


def figure(value, unit="percent", printed=None, **more):
    return {"figures": [{"value": value, "unit": unit, "printed": printed or f"{value}%", **more}]}


@pytest.mark.parametrize(
    ("printed", "value", "about", "source", "result"),
    [
        ("93.9%", 93.9, False, 93.9, "pass"),
        ("93.9%", 93.9, False, 93.94, "pass"),  # equal at the printed precision
        ("93.9%", 93.9, False, 93.96, "fail"),
        ("~2%", 2, True, 1.96, "pass"),
        ("~2%", 2, True, 2.6, "fail"),
        ("~20%", 20, True, 20.9, "pass"),  # within 5%
        ("~20%", 20, True, 21.1, "fail"),
    ],
)
def test_a_figure_matches_at_its_printed_precision_or_if_about_within_five_per_cent(
    printed, value, about, source, result
):
    ev = evidence({"value": source})
    claim = figure(value, printed=printed, about=about)
    assert run("figure_matches", ev, claim, series="s").result == result


def test_about_also_accepts_the_published_interval_and_units_are_converted():
    ev = evidence({"value": 0.6, "unit": "minutes", "lower": 0.26, "upper": 1.1})
    about = figure(30, "seconds", "~30 s", about=True)
    exact = figure(30, "seconds", "30 s")
    assert run("figure_matches", ev, about, series="s").result == "pass"
    assert run("figure_matches", ev, exact, series="s").result == "fail"


def test_a_figure_without_a_row_is_missing_and_an_ambiguous_one_is_an_error():
    ev = evidence({"value": 1}, {"value": 2})
    assert run("figure_matches", ev, figure(1), series="s", where={"value": 3}).result == "missing"
    with pytest.raises(ClaimError, match="expected one row, found 2"):
        run("figure_matches", ev, figure(1), series="s")


@pytest.mark.parametrize(("upper", "result"), [(39.9, "pass"), (40.1, "imprecise")])
def test_an_interval_wider_than_a_factor_four_is_imprecise_never_a_failure(upper, result):
    ev = evidence({"lower": 10, "upper": upper})
    assert run("interval_width", ev, series="s").result == result


def test_labels_are_compared_with_the_row_its_instrument_and_its_year():
    ev = evidence({"date": "2025-06-01", "instrument": "i"})
    assert run("label_matches", ev, series="s", says={"year": 2025, "model": "m"}).result == "pass"
    assert run("label_matches", ev, series="s", says={"reliability": ">= 0.8"}).result == "fail"
    assert run("label_matches", ev, series="s", says={"task_set": "set A"}).result == "pass"
    with pytest.raises(ClaimError, match="says: expected a field"):
        run("label_matches", ev, series="s", says={"colour": "red"})


def two_claims(**second):
    checks = [{"figure_matches": {"role": "core", "series": "a"}}]
    other = {"id": "C01", "checks": checks}
    claim = {"id": "C02", "checks": [{"figure_matches": {"role": "core", "series": "b"}}]}
    return evidence({"series": "a"}, {"series": "b", **second}, claims=[other]), claim


@pytest.mark.parametrize(("instrument", "result"), [("i", "pass"), ("j", "fail")])
def test_same_instrument_compares_task_set_grader_and_version(instrument, result):
    ev, claim = two_claims(instrument=instrument)
    outcome = run("same_instrument", ev, claim, **{"as": "C01"})
    assert outcome.result == result
    assert set(outcome.rows) == {"r1", "r2"}


@pytest.mark.parametrize(
    ("conditions", "result"),
    [
        ("agent/standard/1", "pass"),
        ("retrieval/standard/1", "fail"),
        ("agent/unknown/1", "missing"),
        ("retrieval/unknown/1", "fail"),
    ],
)
def test_same_conditions_needs_all_three_and_does_not_guess(conditions, result):
    ev, claim = two_claims(conditions=conditions)
    assert run("same_conditions", ev, claim, **{"as": "C01"}).result == result


@pytest.mark.parametrize(
    ("value", "se", "result"), [(47.5, None, "pass"), (46.5, None, "fail"), (45, 3, "pass")]
)
def test_replication_is_within_three_points_or_two_standard_errors(value, se, result):
    ev = evidence(
        {"value": 50, "reporter": "vendor"}, {"value": value, "reporter": "independent", "se": se}
    )
    claim = {"checks": [{"figure_matches": {"series": "s", "where": {"reporter": "vendor"}}}]}
    assert run("replicated", ev, claim).result == result


def test_no_independent_report_is_missing_not_a_failure():
    ev = evidence({"value": 50, "reporter": "vendor"})
    claim = {"checks": [{"figure_matches": {"series": "s"}}]}
    assert run("replicated", ev, claim).result == "missing"


def test_a_correction_or_a_remeasurement_beyond_the_tolerance_ends_validity():
    claim = {
        **figure(21.5, printed="~21.5%", about=True),
        "checks": [{"figure_matches": {"series": "s", "where": {"value": 21.48}}}],
    }
    rows = ({"value": 21.48}, {"value": 30, "series": "later"})
    fixed = [{"where": "r1", "corrected": 19.26}]
    assert run("still_valid", evidence(*rows), claim).result == "pass"
    assert run("still_valid", evidence(*rows, corrections=fixed), claim).result == "fail"
    small = [{"where": "r0, r1", "corrected": 21.3}]
    assert run("still_valid", evidence(*rows, corrections=small), claim).result == "pass"
    outcome = run("still_valid", evidence(*rows), claim, revised={"series": "later"})
    assert outcome.result == "fail"
    assert outcome.statistic == pytest.approx(100 * (30 / 21.5 - 1))


def dated(values, **more):
    return [
        {"date": f"202{n // 4}-{1 + 3 * (n % 4):02d}-01", "value": v, **more}
        for n, v in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("values", "result"),
    [
        ([1, 2.1, 3.9, 8.2, 15.8], "pass"),
        ([16, 7.9, 4.1, 2, 1.1], "fail"),
        ([3, 1, 4, 1, 5], "imprecise"),
        ([1, 2, 4], "imprecise"),
    ],
)
def test_a_trend_passes_when_the_interval_of_its_slope_clears_zero(values, result):
    ev = evidence(*dated(values))
    assert run("trend_positive", ev, series="s", scale="log2").result == result


def test_fractions_are_read_as_fractions_on_the_logit_scale():
    shares = [10, 20, 35, 50, 66]
    parts = [share / 100 for share in shares]
    percent, fraction = (
        run("trend_positive", evidence(*dated(values, unit=unit)), series="s", scale="logit")
        for values, unit in ((shares, "percent"), (parts, "fraction"))
    )
    assert fraction.values["slope"] == pytest.approx(percent.values["slope"])


@pytest.mark.parametrize(
    ("scale", "bad", "expected"),
    [
        ("logit", 0.0, "percentages strictly between 0 and 100, which have log-odds, found 0 at 2"),
        ("logit", 100.0, "percentages strictly between 0 and 100, which have log-odds, found 100"),
        ("logit", 101.0, "percentages strictly between 0 and 100, which have log-odds, found 101"),
        ("log2", 0.0, "finite positive numbers, found 0.0 at 2"),
        ("log2", -3.0, "finite positive numbers, found -3.0 at 2"),
        ("linear", float("inf"), "finite numbers, found inf at 2"),
    ],
)
@pytest.mark.filterwarnings("error")
def test_values_without_a_place_on_the_scale_are_named(scale, bad, expected):
    # A careful reader wants neither a silent infinity nor a score nudged by a made-up amount.
    ev = evidence(*dated([10, 20, bad, 50, 60]))
    with pytest.raises(ClaimError, match=f"values: expected {expected}"):
        run("trend_positive", ev, series="s", scale=scale)


def test_records_keep_only_values_that_beat_all_earlier_ones():
    ev = evidence(*dated([1, 2, 1.5, 4, 3, 8, 16]))
    outcome = run("trend_positive", ev, series="s", scale="log2", records=True)
    assert outcome.rows == ("r1", "r2", "r4", "r6", "r7")


def test_a_bend_is_preferred_to_a_line_when_it_is_there_and_needs_points_enough():
    bent = [2 ** (0.1 * n) for n in range(10)] + [2 ** (1 + 0.9 * n) for n in range(10)]
    noisy = [v * (1.03 if n % 2 else 0.97) for n, v in enumerate(bent)]
    shapes = {"prefer": "kinked", "over": "exponential"}
    assert run("shape_preferred", evidence(*dated(noisy)), series="s", **shapes).result == "pass"
    swapped = {"prefer": "exponential", "over": "kinked"}
    assert run("shape_preferred", evidence(*dated(noisy)), series="s", **swapped).result == "fail"
    few = evidence(*dated(noisy[:7]))
    assert run("shape_preferred", few, series="s", **shapes).result == "imprecise"


@pytest.mark.parametrize(
    ("power", "n", "result"), [(0.03, 12, "pass"), (-0.03, 12, "fail"), (0.03, 5, "imprecise")]
)
def test_acceleration_is_tested_in_logs_with_at_least_six_points(power, n, result):
    values = [2 ** (0.5 * t + power * t * t) * (1.01 if t % 2 else 0.99) for t in range(n)]
    assert run("accelerating", evidence(*dated(values)), series="s").result == result


def test_a_gap_narrows_on_one_version_only():
    reference = {"series": "ref", "where": {"human_baseline": True}}
    rows = [*dated([10, 14, 19, 25, 31]), {"series": "ref", "value": 50, "human_baseline": True}]
    assert run("gap_narrowing", evidence(*rows), series="s", reference=reference).result == "pass"
    widening = [*dated([31, 25, 19, 14, 10]), rows[-1]]
    outcome = run("gap_narrowing", evidence(*widening), series="s", reference=reference)
    assert outcome.result == "fail"
    mixed = [*rows[:-1], {**rows[-1], "instrument": "j"}]
    with pytest.raises(ClaimError, match="expected one instrument"):
        run("gap_narrowing", evidence(*mixed), series="s", reference=reference)


def test_consistent_needs_slopes_that_agree_not_only_slopes_that_rise():
    def members(*rates):
        rows = []
        for k, rate in enumerate(rates):
            wobble = [0.05, -0.04, 0.02, -0.03, 0.04, -0.02]
            logits = [-1 + rate * n / 4 + wobble[n] for n in range(6)]
            values = [100 / (1 + 2.718281828**-z) for z in logits]
            rows += dated(values, series=f"s{k}")
        chosen = [{"series": f"s{k}"} for k in range(len(rates))]
        return run("consistent", evidence(*rows), members=chosen)

    assert members(2.0, 2.1, 1.9, 2.05).result == "pass"
    assert members(0.2, 6.0, 0.3, 4.0).result in ("imprecise", "fail")


@pytest.mark.parametrize(
    ("found", "coverage", "result"),
    [
        ("present", "partial", "pass"),
        ("partly", "full", "imprecise"),
        ("opposite", "partial", "fail"),
        ("absent", "full", "fail"),
        ("absent", "partial", "missing"),
    ],
)
def test_absence_counts_only_in_a_text_read_in_full(found, coverage, result):
    row = {**spoken("w"), "claim": "C99", "text": "essay", "found": found, "coverage": coverage}
    assert run("said_by", evidence(statements=[row])).result == result


def test_a_text_that_was_never_looked_at_is_an_error_of_the_claim():
    with pytest.raises(ClaimError, match=r"statements\.csv"):
        run("said_by", evidence(), text="oxford")


def test_arithmetic_is_compared_at_the_printed_precision():
    name = "accuracy_after_500_generations"
    for printed, result in ((60.6, "pass"), (60.5, "fail")):
        found = run("arithmetic_holds", evidence(), quantity=name, printed=printed, decimals=1)
        assert found.result == result
    with pytest.raises(ClaimError, match="quantity: expected one of"):
        run("arithmetic_holds", evidence(), quantity="luck", printed=1, decimals=0)


@pytest.mark.parametrize(
    ("rows", "result"),
    [
        ({"for": [("a", "P", "copy"), ("b", "Q", "second-hand")]}, "pass"),
        ({"for": [("a", "P", "copy"), ("b", "P", "copy")]}, "missing"),  # one party
        ({"for": [("a", "P", "second-hand"), ("b", "Q", "second-hand")]}, "missing"),
        ({"for": [("a", "P", "primary")]}, "missing"),
        ({"against": [("a", "P", "second-hand"), ("b", "P", "copy")]}, "fail"),
        ({"for": [("a", "P", "copy")], "against": [("b", "Q", "copy")]}, "conflicting"),
        ({}, "missing"),
    ],
)
def test_judged_needs_two_parties_and_one_primary_row(rows, result):
    table = [spoken(r, party=p, access=a) for side in rows.values() for r, p, a in side]
    params = {side: [r for r, *_ in entries] for side, entries in rows.items()}
    assert run("judged", evidence(qualitative=table), **params).result == result


@pytest.mark.parametrize(("by", "result"), [("2028-12-31", "too_early"), ("2026-01-01", "fail")])
def test_a_forecast_is_too_early_until_its_date_has_passed(by, result):
    assert run("resolved", evidence(), by=by).result == result


def test_a_forecast_that_came_true_is_resolved_before_its_date():
    ev = evidence({"date": "2026-09-06"})
    assert run("resolved", ev, by="2026-09-30", record="r1").result == "pass"
    assert run("resolved", ev, by="2026-08-30", record="r1").result == "fail"


def test_every_check_says_when_it_passes_and_which_roles_it_may_play():
    for name, check in VOCABULARY.items():
        assert len(check.rule) > 30, name
        assert set(check.roles) <= {"gate", "core", "meaning", "context"}, name
