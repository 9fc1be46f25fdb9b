"""The timeline model against its specification: tables, published results, inverse, steps."""

import datetime as dt
import itertools

import numpy as np
import pytest
from assumed import BOOK, RAW
from scipy.special import ndtr

from analysis import evidence, timeline
from analysis.timeline.draws import GENERATORS, PAGE, lattice, scores
from analysis.timeline.questions import attribution, inverse

# Percentages by the end of 2027 and of 2028, from an independent implementation.
TABLE = {
    "straight line": {"AC": (0, 8), "R2": (25, 82), "R3": (0, 1), "R4": (0, 0)},
    "Kokotajlo, Apr 2026": {"AC": (22, 70), "R2": (50, 85), "R3": (3, 32), "R4": (0, 4)},
    "published spread": {"AC": (18, 49), "R2": (22, 51), "R3": (1, 11), "R4": (0, 1)},
    "Kwa-like": {"AC": (3, 8), "R2": (15, 26), "R3": (1, 3), "R4": (0, 0)},
    "article's own": {"AC": (30, 60), "R2": (86, 97), "R3": (30, 60), "R4": (0, 1)},
}
MEDIAN_R3 = {
    "straight line": 2030.7,
    "Kokotajlo, Apr 2026": 2029.4,
    "published spread": 2030.9,
    "Kwa-like": 2032.8,
    "article's own": 2028.7,
}
R2_ALREADY = {
    "straight line": 0,
    "Kokotajlo, Apr 2026": 3,
    "published spread": 3,
    "Kwa-like": 5,
    "article's own": 55,
}
CELLS = [
    (name, event, year, value)
    for name, row in TABLE.items()
    for event, pair in row.items()
    for year, value in zip((2027, 2028), pair, strict=True)
]


def percent(name, event, by, **options):
    return 100 * timeline.probability(name, event, by, assumptions=BOOK, **options)


@pytest.mark.parametrize(("name", "event", "year", "value"), CELLS)
def test_table(name, event, year, value):
    assert percent(name, event, f"{year}-12-31") == pytest.approx(value, abs=0.6)


@pytest.mark.parametrize(("name", "value"), MEDIAN_R3.items())
def test_median_is_of_the_unconditional_probability(name, value):
    assert timeline.median(name, "R3", assumptions=BOOK) == pytest.approx(value, abs=0.06)


@pytest.mark.parametrize(("name", "value"), R2_ALREADY.items())
def test_already(name, value):
    found = timeline.already(name, "R2", assumptions=BOOK)
    assert 100 * found["probability"] == pytest.approx(value, abs=0.6)
    assert found["contradicted"] == (name == "article's own")


def test_r1_is_the_same_in_every_set():
    for year in (2027, 2028):
        assert len({percent(name, "R1", f"{year}-12-31") for name in BOOK.sets}) == 1


def test_r1_grid_agrees_with_independent_draws():
    event = BOOK.definition("R1")
    rng = np.random.default_rng(7)
    s, b, gap = rng.standard_normal((3, 400_000))
    wait = np.maximum(0, 48.4 - (44.7 + 3.2 * s)) / np.maximum(0.2, 4.5 + 1.5 * b) / 12
    dates = event.origin + wait + 0.5 * np.exp(0.7 * gap)
    for year in (2027.5, 2028.0, 2029.0):
        ours = timeline.probability("sceptic", "R1", year, assumptions=BOOK)
        assert ours == pytest.approx((dates < year).mean(), abs=0.003)


def test_gap_is_integrated_exactly():
    """Sampling the gap instead of integrating it gives the same within sampling error."""
    chosen, event = BOOK.set("published spread"), BOOK.definition("R3")
    z = scores(2**18)
    g = timeline.model.growth_years(chosen, event, z)
    gap = chosen.L.at(np.random.default_rng(3).standard_normal(g.size))
    sampled = 0.9 * (chosen.origin + g + gap < 2030).mean()
    assert timeline.probability(chosen, event, 2030.0, assumptions=BOOK) == pytest.approx(
        sampled, abs=0.003
    )


def test_page_draws_are_integer_arithmetic():
    assert list(GENERATORS.values()) == [1, 205, 1065, 1237, 3729, 2589]
    z = scores("page")
    assert z.shape == (6, PAGE)
    for row, generator in zip(z, GENERATORS.values(), strict=True):
        np.testing.assert_array_equal(row, lattice(generator))
        # Each column is a permutation of the same 4,096 quantiles.
        np.testing.assert_array_equal(np.sort(row), lattice(1))


def test_page_formula_written_out_gives_the_same():
    """The expressions of the page, typed again from the specification, on the same draws."""
    index = np.arange(4096)
    z0, z1, z2, z3, z4, z5 = (lattice(g) for g in (1, 205, 1065, 1237, 3729, 2589))
    assert index.size == z0.size
    r = 0.03 + 0.05 * z4 + (0.3 + 0.4 * z5) / 10
    n = np.maximum(
        0,
        np.log(6600 * np.exp(2.85 * z2) * 0.025 / (8 * np.exp(0.37 * z0))) / np.log(2)
        + 1.75 * np.exp(0.16 * z3) * np.log(0.8 / 0.2),
    )
    g = 120 / 365.25 * np.exp(0.2 * z1) * (1 - np.exp(-r * n)) / (1 - np.exp(-r))
    left = 2029 - 2026.0959 - g
    hit = [0 if t <= 0 else ndtr((np.log(t) - np.log(0.5 * 1.5)) / 0.7) for t in left]
    page = 0.9 * np.mean(hit)
    assert timeline.probability(
        "published spread", "R2", "2028-12-31", draws="page", assumptions=BOOK
    ) == pytest.approx(page, abs=1e-9)


def test_inverse_what_60_and_30_need():
    rows = inverse.inverse_table(assumptions=BOOK)
    for row, hours in zip(rows, (1170, 1130, 206, 60, 43, 106), strict=True):
        assert row["hours"] == pytest.approx(hours, rel=0.02), row
        assert 0.075 <= row["before"] <= 0.105, row


def test_inverse_solves_what_it_was_asked():
    found = timeline.required_hours("Lifland", "R2", assumptions=BOOK)
    solved = BOOK.set("Lifland").replace(H=[found.hours, found.sigma])
    assert percent(solved, "R2", "2027-12-31") == pytest.approx(30, abs=0.3)
    assert percent(solved, "R2", "2028-12-31") == pytest.approx(60, abs=0.3)


def test_required_median_is_the_contour_of_the_map():
    rows = inverse.requirement_map(
        "published spread", "R3", "2028-12-31", 0.6, [60, 120, 2000], [0.5, 0.8], assumptions=BOOK
    )
    assert [row["reliability"] for row in rows] == [0.5] * 3 + [0.8] * 3
    shorter, longer, slow = (row["hours"] for row in rows[:3])
    assert shorter > longer > slow
    chosen = BOOK.set("published spread").replace(d={"median": 60}, rho=0.5, H={"median": shorter})
    assert percent(chosen, "R3", "2028-12-31", draws="page") == pytest.approx(60, abs=0.01)
    out_of_reach = timeline.required_median("sceptic", "R3", "2026-12-31", 0.6, assumptions=BOOK)
    assert out_of_reach is None


STEPS = [60, 32, 43, 24, 55, 12, 11]


def test_steps_from_the_article_to_the_published_spread():
    found = timeline.steps("article's own", "published spread", assumptions=BOOK)
    levels = [100 * found[0].before] + [100 * step.after for step in found]
    assert levels == pytest.approx(STEPS, abs=0.6)
    assert [step.name for step in found] == [row["name"] for row in RAW["steps"]["groups"]]


def test_shapley_sums_to_the_difference_and_is_the_mean_over_orders():
    groups = attribution.groups_of(BOOK)[:4]
    options = {"groups": groups, "draws": "page", "assumptions": BOOK}
    values = timeline.shapley("article's own", "Kokotajlo", **options)
    sums = dict.fromkeys(values, 0.0)
    orders = list(itertools.permutations(groups))
    for order in orders:
        for step in timeline.steps("article's own", "Kokotajlo", **{**options, "groups": order}):
            sums[step.name] += step.after - step.before
    for name, value in values.items():
        assert value == pytest.approx(sums[name] / len(orders), abs=1e-12)


def test_other_models_come_out_near_their_published_results():
    rows = timeline.calibration_table(assumptions=BOOK)
    assert len(rows) == 9
    assert [row for row in rows if not row["within"]] == []


def test_ai_2027_reference_values():
    rows = {r["name"]: r["ours"] for r in timeline.calibration_table(assumptions=BOOK)}
    assert 100 * rows["AI 2027, with shape and feedback"] == pytest.approx(54, abs=1)
    assert 100 * rows["AI 2027, without shape and feedback"] == pytest.approx(17, abs=1)


def test_headline():
    found = timeline.headline(evidence.load())
    assert found.verdict == "not supported"
    assert (found.definition, found.by) == ("R3", "2028-12-31")
    others = [name for name in BOOK.sets if name != "article's own"]
    values = [percent(name, found.definition, found.by) for name in others]
    assert [100 * found.lo, 100 * found.hi] == pytest.approx([min(values), max(values)])
    assert list(found.values) == others
    assert found.ranges["R3"]["2028-12-31"] == (found.lo, found.hi)


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ((0.55, 0.55, 0, 0), "supported"),
        ((0.55, 0, 0, 0), "open"),
        ((0.549, 0.2, 0, 0), "not supported"),
        ((0.05, 0, 0, 0), "contradicted"),
        ((0.051, 0, 0, 0), "not supported"),
    ],
)
def test_headline_rule(values, verdict):
    assert timeline.verdict_of(dict(enumerate(values))) == verdict


def test_dates_mean_the_end_of_the_day():
    for day in ("2027-12-31", dt.date(2027, 12, 31), 2028.0):
        assert (
            timeline.probability("Kokotajlo", "R2", day, assumptions=BOOK)
            == percent("Kokotajlo", "R2", 2028.0) / 100
        )


def test_given_none_by():
    p0, p = (percent("Kokotajlo", "R3", f"{year}-12-31") / 100 for year in (2027, 2028))
    given = percent("Kokotajlo", "R3", "2028-12-31", given_none_by="2027-12-31") / 100
    assert given == pytest.approx((p - p0) / (1 - p0))
    assert percent("Kokotajlo", "R3", "2027-06-30", given_none_by="2027-12-31") == 0
    middle = timeline.median("Kokotajlo", "R3", given_none_by="2028-12-31", assumptions=BOOK)
    assert percent("Kokotajlo", "R3", middle, given_none_by="2028-12-31") == pytest.approx(
        50, abs=0.01
    )


def test_median_that_is_never_reached_is_none():
    assert timeline.median("straight line", "R4", assumptions=BOOK) is None
    assert timeline.median("sceptic", "R3", share=0.7, assumptions=BOOK) is None


def test_assumptions_file_says_what_it_computes():
    """The 80% text beside each parameter is that of its distribution."""
    for name, row in RAW["parameters"].items():
        if row["kind"] == "number":
            continue
        low, high = timeline.eighty(getattr(BOOK.base, name))
        words = row["eighty"].replace(",", "").split()
        said_low, said_high = float(words[0]), float(words[2])
        assert low == pytest.approx(said_low, rel=0.05, abs=0.015), name
        assert high == pytest.approx(said_high, rel=0.05, abs=0.015), name


def test_every_parameter_has_a_source_or_says_that_it_has_none():
    for name, row in RAW["parameters"].items():
        assert row["reason"].endswith("."), name
        assert row["sources"] or "no source" in row["reason"].lower(), name
    for row in RAW["sets"]:
        if "person" in row:
            assert row["own"], "a set named after a person prints that person's own numbers"
