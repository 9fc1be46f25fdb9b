"""What a search can find of a page: its sections and claims with what a reader sees, once each."""

from pathlib import Path

from audit_site.search import page
from audit_site.search.texts import parts_of
from audit_site.tables.rows import row_link

ARTICLE = (Path(__file__).parent / "searched.html").read_text("utf-8")


def test_a_page_is_taken_apart_into_sections_and_claims():
    top, deep, card = parts_of(ARTICLE)
    assert (top.heading, top.anchor, top.claim) == ("Title", "top", False)
    assert top.texts == ["First bold words, 93.9%."]
    assert (deep.heading, deep.anchor) == ("Deep", "deep")
    assert deep.texts == ["One", "Two", "a · b", "After the card."]
    assert (card.heading, card.anchor, card.claim) == ("Holds C01", "c01-first", True)
    assert card.texts == ["It says so."]
    assert parts_of("<html><body><p>x</p></body></html>") == []


def test_every_row_with_an_id_can_be_found_with_its_value():
    pages = {record: (at, text) for _, at, known in page.texts() for record, text in known}
    assert all(pages[record][0] == row_link(record).partition("#")[0] for record in pages)
    found = {record: text for record, (_, text) in pages.items()}
    assert "Claude Mythos Preview" in found["swe-0553"]
    assert "93.9%" in found["swe-0553"]
    assert all(found.values())
