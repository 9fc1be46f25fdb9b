"""Quotations are checked word by word against the fingerprints of their text."""

import pytest

from analysis.evidence import load, quotations

ARTICLE = load().article


@pytest.mark.parametrize(
    ("words", "stands"),
    [
        ("performance is improving rapidly and consistently", True),
        ("estimates a 60% probability that recursive self-improvement … by the end of 2028", True),
        ("“99% perspiration” work", True),
        ("AI systems achieve ~25–28% improvement", True),
        ("performance is improving rapidly and surely", False),
        ("consistently and rapidly improving", False),
        ("estimates a 61% probability", False),
        ("performance", False),
        ("", False),
    ],
)
def test_the_articles_words_are_found_and_others_are_not(words, stands):
    assert quotations.stands_in(words, ARTICLE) is stands


def test_faults_name_the_claim():
    claims = [
        {"id": "C01", "quote": "benchmark effectively solved"},
        {"id": "C02", "quote": "solved effectively benchmark"},
        {"id": "C03", "quote": " ".join(["progress is visible at every scale"] * 3)},
    ]
    places = [place for place, *_ in quotations.article_faults(claims, ARTICLE)]
    assert places == ["[C02].quote", "[C03].quote", "[C03].quote"]


def test_quotations_of_more_than_half_of_the_article_are_refused():
    claims = [{"id": f"C{n}", "quote": f"word{n} " * 12} for n in range(40)]
    found = list(quotations.article_faults(claims, ARTICLE))
    assert found[-1][0] == "[all].quote"
