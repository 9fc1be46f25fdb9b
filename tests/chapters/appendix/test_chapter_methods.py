"""The tables of the methods appendix, and how tables reach the page."""

import pandas as pd
import pytest
from audit_site.tables.plain import plain_table

from analysis import evidence
from analysis.chapters.appendix import methods

EV = evidence.load()


def test_the_tally_of_lines_counts_every_claim_once():
    table = methods.tally(EV)
    assert table["n"].sum() == 71
    assert len(", ".join(table["claims"]).split(", ")) == 71


def test_every_threshold_says_what_it_would_move():
    table = methods.threshold_table(EV)
    assert table["threshold"].tolist() == list(EV.thresholds)
    assert (table["halved"].str.len() > 0).all()


def test_vocabulary_and_decision_table_are_complete():
    assert len(methods.vocabulary()) == 17
    assert methods.decision_table()["line"].tolist() == [str(n) for n in range(1, 14)]


def test_text_from_data_is_escaped_and_missing_values_are_a_dash():
    frame = pd.DataFrame({"a": ["<script>alert(1)</script>"], "b": [None], "c": [-1.25]})
    html = plain_table(frame, {"a": "A & B", "b": "B", "c": ("C", "{:.1f}")})._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "A &amp; B" in html
    assert "<td>–</td>" in html
    assert "<td>−1.2</td>" in html


def test_an_unknown_column_is_named():
    with pytest.raises(ValueError, match="columns: expected some of"):
        plain_table(pd.DataFrame({"a": [1]}), {"z": "Z"})
