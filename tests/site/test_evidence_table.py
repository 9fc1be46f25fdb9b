"""The rows behind judged claims, as readers see them."""

import pandas as pd
import pytest
from audit_site.tables.evidence import evidence_rows, evidence_table, written_day

from analysis import evidence

EV = evidence.load()


def test_a_row_on_both_sides_of_two_claims_says_so():
    rows = evidence_rows(EV, "C46", "C47")
    (row,) = (row for row in rows if row["record"] == "qual-035")
    assert row["side"] == "for C47; against C46"


def test_rows_for_stand_first_and_every_row_has_its_source():
    rows = evidence_rows(EV, "C48")
    sides = [row["side"].split()[0] for row in rows]
    assert sides == sorted(sides, key=["for", "against", "limits"].index)
    html = evidence_table(EV, "C48")._repr_html_()
    assert html.count('href="http') == html.count('class="row-id"') == len(rows)


def test_words_take_their_numbers_from_the_row():
    table = evidence_table(EV, "C48", words={"qual-070": "helped <b>: {value:.0f}%"})
    assert "helped &lt;b&gt;: 50%" in table._repr_html_()


def test_words_about_a_row_that_is_not_there_are_an_error():
    with pytest.raises(ValueError, match="qual-001"):
        evidence_table(EV, "C48", words={"qual-001": "x"})


def test_a_claim_without_judged_checks_is_an_error():
    with pytest.raises(ValueError, match="C44"):
        evidence_table(EV, "C44")


@pytest.mark.parametrize(
    ("precision", "text"),
    [("day", "6 September 2026"), ("month", "September 2026"), ("year", "2026")],
)
def test_a_date_is_written_as_precisely_as_it_is_known(precision, text):
    row = pd.Series({"date": pd.Timestamp("2026-09-06"), "date_precision": precision})
    assert written_day(row) == text
