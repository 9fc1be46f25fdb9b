"""The tables of the methods appendix, and how tables reach the page."""

from analysis import evidence
from analysis.chapters.appendix import methods

EV = evidence.load()


def test_the_tally_of_lines_counts_every_claim_once():
    listed = ", ".join(methods.tally(EV)["claims"]).split(", ")
    assert sorted(listed) == [claim["id"] for claim in EV.claims]


def test_every_threshold_says_what_it_would_move():
    table = methods.threshold_table(EV)
    assert table["threshold"].tolist() == list(EV.thresholds)
    assert (table["halved"].str.len() > 0).all()


def test_vocabulary_and_decision_table_are_complete():
    assert len(methods.vocabulary()) == 17
    assert methods.decision_table()["line"].tolist() == [str(n) for n in range(1, 14)]
