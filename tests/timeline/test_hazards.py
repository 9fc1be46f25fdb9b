"""Hazards of the article's two numbers, and what a miss would say."""

import math

import pytest
from assumed import BOOK
from hypothesis import given
from hypothesis import strategies as st

from analysis.timeline.questions import hazards

SHARES = st.floats(0, 0.99)


def test_the_article_read_both_ways():
    both = hazards.article_periods("2026-05-04", assumptions=BOOK)
    (first, second), (early, late) = both["nothing in 2026"], both["from publication"]
    assert (round(first.hazard, 2), round(second.hazard, 2)) == (0.36, 0.56)
    assert (round(early.hazard, 2), round(late.hazard, 2)) == (0.21, 0.56)
    assert round(second.given_none, 2) == 0.43
    assert (first.start, first.end, second.end) == (2027.0, 2028.0, 2029.0)
    assert early.start == pytest.approx(2026 + 124 / 365)


def test_the_same_chance_in_both_years():
    assert hazards.yearly_chance(0.6, 2) == pytest.approx(1 - math.sqrt(0.4))
    assert round(hazards.yearly_chance(0.6, 2), 2) == 0.37


@given(SHARES, SHARES, SHARES)
def test_hazards_add_up_over_adjoining_periods(a, b, c):
    a, b, c = sorted((a, b, c))
    whole = hazards.hazard(a, c, 2)
    assert whole == pytest.approx((hazards.hazard(a, b, 1) + hazards.hazard(b, c, 1)) / 2)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [((0.5, 0.4, 1), "by_earlier"), ((0, 1, 1), "by_later"), ((0, 0.5, 0), "years")],
)
def test_bad_hazards(arguments, word):
    with pytest.raises(ValueError, match=r"expected .* found") as caught:
        hazards.hazard(*arguments)
    assert word in str(caught.value)


def test_dates_that_fall_are_refused():
    with pytest.raises(ValueError, match="expected"):
        hazards.periods([("2028-12-31", 0.3), ("2027-12-31", 0.6)], "2026-12-31")


@given(SHARES, SHARES)
def test_a_miss_is_bayes_rule(prior, able):
    """d / (1 - P) equals the rule written out, with P = (1 - d) times P if able."""
    by = (1 - prior) * able
    written_out = prior / (prior + (1 - prior) * (1 - able))
    assert hazards.defect_given_none(prior, by) == pytest.approx(written_out)
    odds = prior / (1 - prior) * hazards.miss_factor(able)
    assert hazards.defect_given_none(prior, by) == pytest.approx(odds / (1 + odds))


def test_a_miss_under_the_articles_own_number():
    assert hazards.defect_given_none(0.4, 0.6) == 1
    assert hazards.defect_given_none(0.1, 0.6) == pytest.approx(0.25)
    with pytest.raises(ValueError, match="prior"):
        hazards.defect_given_none(0.5, 0.6)
    with pytest.raises(ValueError, match="by_if_able"):
        hazards.miss_factor(1)


def test_table_of_misses():
    rows = hazards.non_occurrence((0.1, 0.4), assumptions=BOOK)
    assert len(rows) == 2 * len(BOOK.sets)
    for row in rows:
        assert row["prior"] <= row["defect"] <= 1
        assert row["defect"] + row["other"] == pytest.approx(1)
        assert row["defect"] == pytest.approx(row["prior"] / (1 - row["probability"]))
    factors = {row["set"]: row["factor"] for row in rows}
    # A miss by 2028 is never strong evidence of a defect, not even on the article's own set.
    assert max(factors, key=factors.get) == "article's own"
    assert factors["article's own"] == pytest.approx(1 / 0.4, rel=0.02)
