"""Every row has an address of its own, and its page says what uses it."""

import re
from pathlib import Path

import pytest
from audit_site import common
from audit_site.tables import party, row_pages, rows

from analysis import evidence
from analysis.claims import records

ROOT = Path(__file__).parents[2]
HEAVIEST = 300_000
EV = evidence.load()


@pytest.fixture(scope="module")
def made():
    known = records.records(EV)
    return row_pages.made(known, row_pages.uses(ROOT, known))


def test_each_address_leads_to_its_row(made):
    where = rows.located(EV)
    assert len(where) == len(EV.places) + len(EV.article_points) + len(EV.sources)
    for key, address in where.items():
        page, anchor = address.split(".html#")
        assert anchor == key
        assert made[page][1].count(f'id="{key}"') == 1


def test_pages_are_light_enough_for_a_phone(made):
    assert max(len(body.encode()) for _, body in made.values()) < HEAVIEST


def test_a_row_says_what_uses_it(made):
    page, anchor = rows.row_link("hor-053-p50").split(".html#")
    row = re.search(f'id="{anchor}".*?</section>', made[page][1], re.S)[0]
    assert ">C31</a>" in row
    assert "time_horizons</a>" in row
    assert "the model: the line METR since 2023" in row
    assert "292.994594" in row
    assert re.search(r"data/series/time_horizons\.csv, line \d+", row)


def test_nothing_in_a_row_becomes_markup(made):
    table = {"path": "findings.csv", "title": "", "about": "", "key": ["record"], "rows": []}
    known = {"claims": {}, "pages": {}, "model": {}, "sources": {}, "where": {}, "links": {}}
    html = row_pages.row_html(table, 2, {"record": "a-1", "finding": "<b onload=x>"}, known)
    assert "<b" not in html


def test_an_unknown_row_has_no_link():
    with pytest.raises(ValueError, match="expected the id of an evidence row"):
        rows.row_link("swe-9999")
    assert rows.row_anchor("swe-9999") == "<code>swe-9999</code>"
    assert rows.row_anchor("swe-0001", "../").startswith('<a class="row-id" href="../rows/')


def test_a_quotation_leads_to_its_place():
    address = "https://example.org/a"
    assert common.place_in(address, "") == address
    to = common.place_in(address, "co-founder Jack Clark, the answer")
    assert to.endswith("#:~:text=co%2Dfounder%20Jack%20Clark%2C%20the%20answer")
    assert common.place_in(address, "one two … three").endswith("text=one%20two,three")


def test_everything_from_a_party_is_found_with_what_rests_on_it():
    found = party.overview(EV, ["METR"], row_pages.uses(ROOT, records.records(EV)))
    assert "C31" in found["claims"]
    assert "book/time_horizons" in found["pages"]
    assert "metr_th_1_1_p50" in [name for name, *_ in found["series"]]
    theirs = EV.qualitative[EV.qualitative["party"] == "METR"]
    assert set(theirs["record"]) <= {record for record, *_ in found["said"]}


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
    assert party.is_named(names, text) is theirs
