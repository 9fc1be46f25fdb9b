"""The ledger's filters and its download, made from records."""

from __future__ import annotations

import csv
import io
import re

import site_project
from audit_site import claims, ledgerfilters, ledgerpage, scrolling, verdicts


def test_every_value_that_a_claim_can_have_is_offered_once_with_its_count():
    records = site_project.ledger()["records"]
    html = ledgerfilters.form(records, up="../")
    assert re.findall(r'name="verdict" value="([^"]*)"', html) == [
        "supported",
        "misleading",
        "open",
    ]
    kinds = re.search(r'<select name="kind">(.*?)</select>', html)[1]
    assert "A figure (3)" in kinds
    assert 'href="../claims.json" download' in html


def test_a_value_that_no_table_of_words_knows_is_still_offered():
    records = [{"kind": "novel"}, {"kind": "forecast"}]
    assert ledgerfilters.counted(records, "kind", claims.KINDS) == [
        ("forecast", claims.KINDS["forecast"], 1),
        ("novel", "novel", 1),
    ]


def test_the_legend_leads_to_the_filtered_ledger_where_there_is_one():
    records = site_project.ledger()["records"]
    html = ledgerpage.legend(records, "appendix/full_ledger.html")
    assert 'href="appendix/full_ledger.html#verdict=misleading"' in html
    assert "<a" not in ledgerpage.legend(records, "")


def test_the_download_has_a_row_a_claim_and_no_formula():
    records = site_project.ledger()["records"]
    records[0]["says"] = '=HYPERLINK("x")'
    rows = list(csv.DictReader(io.StringIO(ledgerfilters.csv_of(records))))
    assert [row["claim"] for row in rows] == ["C01", "C02", "C03"]
    assert rows[0]["says"].startswith("'=")
    assert rows[1]["verdict_at_publication"] == "open"
    assert rows[2]["verdict_at_publication"] == "open"
    assert all(row["verdict"] in verdicts.WORDS for row in rows)


def test_a_printed_table_is_named_after_its_headings_and_reached_by_keyboard():
    table = (
        '<div class="table-box whole"><table><thead><tr><th scope="col">A &amp; b</th>'
        '<th scope="col"></th><th scope="col">C</th></tr></thead></table></div>'
    )
    html = scrolling.reachable(table)
    assert 'tabindex="0" role="region" aria-label="Table: A &amp; b, C"' in html
    assert scrolling.reachable(html) == html
