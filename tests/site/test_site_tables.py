"""Tables: plain ones, evidence behind claims, days to look, the dictionary, pages of rows."""

import datetime as dt
import re

import pandas as pd
import pytest
from audit_site.cite.edition import Edition
from audit_site.ledger import card, uses
from audit_site.publish import feeds
from audit_site.tables import data_dictionary as dictionary
from audit_site.tables import due, rows
from audit_site.tables.evidence import evidence_rows, evidence_table, written_day
from audit_site.tables.plain import plain_table
from refused import refused
from site_project import ROOT

from analysis import evidence
from analysis.claims import records
from analysis.evidence.schema import TABLES

EV = evidence.load()


def test_a_missing_value_is_a_dash_and_a_negative_number_has_its_sign():
    frame = pd.DataFrame({"a": ["x"], "b": [None], "c": [-1.25]})
    html = plain_table(frame, {"a": "A", "b": "B", "c": ("C", "{:.1f}")})._repr_html_()
    assert '<td data-h="B">–</td>' in html
    assert '<td data-h="C">−1.2</td>' in html


def test_a_grouped_table_names_each_group_once_and_itself_after_its_headings():
    frame = pd.DataFrame({"g": ["one", "one", "two"], "a": [1, 2, 3], "b": [4, 5, 6], "c": "x"})
    html = plain_table(frame, {"a": "A & b", "c": "", "b": "B"}, group="g")._repr_html_()
    assert 'tabindex="0" role="region" aria-label="Table: A &amp; b, B"' in html
    assert html.count('scope="rowgroup" colspan="3"') == 2
    assert html.index(">one<") < html.index(">2<") < html.index(">two<")


def test_a_row_on_both_sides_of_two_claims_says_so():
    (row,) = (row for row in evidence_rows(EV, "C46", "C47") if row["record"] == "qual-035")
    assert row["side"] == "for C47; against C46"


def test_words_take_their_numbers_from_the_row():
    table = evidence_table(EV, "C48", words={"qual-070": "helped <b>: {value:.0f}%"})
    assert "helped &lt;b&gt;: 50%" in table._repr_html_()


test_what_is_not_there_is_named = refused(
    (lambda: plain_table(pd.DataFrame({"a": [1]}), {"z": "Z"}), "columns: expected some of"),
    (lambda: evidence_table(EV, "C48", words={"qual-001": "x"}), "qual-001"),
    (lambda: evidence_table(EV, "C44"), "C44"),  # no judged check
)


@pytest.mark.parametrize(
    ("precision", "text"),
    [("day", "6 September 2026"), ("month", "September 2026"), ("year", "2026")],
)
def test_a_date_is_written_as_precisely_as_it_is_known(precision, text):
    row = pd.Series({"date": pd.Timestamp("2026-09-06"), "date_precision": precision})
    assert written_day(row) == text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("by the end of 2027, against 24 points in March 2026.", dt.date(2027, 12, 31)),
        ("at 30% or more, reported by 30 June 2027, the figure", dt.date(2027, 6, 30)),
        ("lands within a twentieth, by the middle of 2027", dt.date(2027, 6, 30)),
        ("or the end of March 2027 without one", dt.date(2027, 3, 31)),
        ("a failed date after 4 May 2028; in September 2026", dt.date(2028, 5, 4)),
        ("before the end of 2027; scored on 31 December 2028", dt.date(2027, 12, 31)),
        ("(read in November 2026)", None),
        ("a run with models of 2026 above 90%", None),
    ],
)
def test_the_day_to_look_is_the_first_one_ahead(text, day):
    assert due.due(text, dt.date(2026, 11, 22)) == day


def test_every_column_of_the_package_is_described_on_the_page():
    text = (ROOT / "book/appendix/data_dictionary.md").read_text("utf-8")
    described = {table.name: dictionary.columns(table.name) for table in TABLES}
    assert all(f'dictionary("{name}")' in text for name in described)
    assert all(table.title and table.description for table in TABLES)
    citing = [table.references for table in TABLES if "source" in table.columns]
    assert all(("source", "sources", "key") in references for references in citing)
    assert all(one["means"].str.fullmatch(r".{4,}\.").all() for one in described.values())
    everything = {column for table in described.values() for column in table["column"]}
    assert {field.name for table in TABLES for field in table.fields} <= everything


def test_the_calendar_has_each_dated_test_once_in_lines_that_programs_read(entries):
    edition = Edition("A book: of 60%", "A", "1", "2026-10-10", "2026-11-28", "", "0")
    content = feeds.calendar(entries, edition)
    assert all(len(line.encode()) <= 75 for line in content.split("\r\n"))
    whole = content.replace("\r\n ", "").split("\r\n")
    days = [line.partition(":")[2] for line in whole if line.startswith("DTSTART")]
    dated = [one["id"] for one in entries if due.due(one["would_change"], dt.date(2026, 10, 10))]
    assert [line[4:].partition("@")[0][:-9] for line in whole if line.startswith("UID:")] == dated
    assert len(days) == len(dated) > 30
    assert min(days) >= "20261101"
    assert whole.count("BEGIN:VEVENT") == whole.count("END:VEVENT") == len(dated)
    assert "\\," in content


@pytest.fixture(scope="module")
def made():
    known = records.records(EV)
    return uses.made(known, uses.uses(ROOT, known))


def test_each_address_leads_to_its_row(made):
    where = rows.addresses()
    assert len(where) == len(EV.places) + len(EV.article_points) + len(EV.sources)
    for key, address in where.items():
        page, anchor = address.split(".html#")
        assert anchor == key
        assert made[page][1].count(f'id="{key}"') == 1


def test_pages_are_light_enough_for_a_phone(made):
    assert max(len(body.encode()) for _, body in made.values()) < 300_000


def test_a_row_says_what_uses_it(made):
    page, anchor = rows.addresses()["hor-053-p50"].split(".html#")
    row = re.search(f'id="{anchor}".*?</section>', made[page][1], re.S)[0]
    for words in (">C31</a>", "time_horizons</a>", "the model: the line METR since 2023"):
        assert words in row


def test_nothing_in_a_row_becomes_markup(made):
    table = {"path": "findings.csv", "about": "", "key": ["record"], "rows": []}
    known = {"claims": {}, "pages": {}, "model": {}, "sources": {}, "where": {}, "links": {}}
    html = uses.row_html(table, 2, {"record": "a-1", "finding": "<b onload=x>"}, known)
    assert "<b" not in html


@pytest.mark.parametrize(
    ("words", "ending"),
    [
        ("state-of-the-art, 5%", "#:~:text=state%2Dof%2Dthe%2Dart%2C%205%25"),
        ("2022: ~30 … 12 hours", "#:~:text=2022%3A%20~30,12%20hours"),
    ],
)
def test_a_quotation_leads_to_its_place(words, ending):
    assert card.place_in("https://example.org/a", words) == f"https://example.org/a{ending}"


def test_everything_from_a_party_is_found_with_what_rests_on_it():
    found = uses.overview(EV, ["METR"], uses.uses(ROOT, records.records(EV)))
    assert "C31" in found["claims"]
    theirs = EV.qualitative[EV.qualitative["party"] == "METR"]
    assert set(theirs["record"]) <= {record for record, *_ in found["said"]}
    assert "METR 1.1, 50%" in [name for name, *_ in found["series"]]


@pytest.mark.parametrize(
    ("names", "text", "theirs"),
    [
        (["Meta"], "Metaculus Q5121 community", False),
        (["Meta"], "Meta and others", True),
        (["OpenAI"], "Polymarket: OpenAI announces AGI", False),
        (["S. Kapoor"], "S. Kapoor", True),
        (["S. Kapoor"], "SxKapoor", False),
    ],
)
def test_a_party_is_known_by_whole_names_before_a_colon(names, text, theirs):
    assert uses.is_named(names, text) is theirs
