"""Cards, squares, ledger table and a reader's own standards, from a small ledger unbuilt."""

import json
import re

import pytest
import site_project
from audit_site.ledger import card, data, overview
from bs4 import BeautifulSoup

from analysis.vocabulary import NOTHING_LEFT, WORDS

LINKS = {name: f"#{name.lower()}" for name in ("C01", "C02", "C03", "C04", "P01-02")}


@pytest.fixture
def loaded() -> data.Ledger:
    return data.Ledger(**site_project.ledger())


def shown(name: str, loaded: data.Ledger) -> BeautifulSoup:
    html = card.card(*loaded.finding(name), loaded, lambda one: f"Cite {one['id']}")
    return BeautifulSoup(html, "lxml")


def test_each_verdict_has_a_shape_of_its_own():
    shapes = dict(re.findall(r'<symbol id="([^"]+)"[^>]*>(.*?)</symbol>', overview.MARKS.sprite()))
    signs = [shape for name, shape in shapes.items() if name.startswith("g-")]
    assert len(signs) == len(WORDS) + 2  # a choice that leaves nothing, and a repeated fact
    assert len({re.sub(r"var\(--\w+\)", "", sign) for sign in signs}) == len(signs)
    for word in (*WORDS, NOTHING_LEFT):
        assert re.search(r'href="#([^"]+)"', overview.MARKS.mark(word))[1] in shapes
        assert re.search(r'href="#([^"]+)"', overview.MARKS.mark(word, bare=True))[1] in shapes


def test_a_card_leads_with_what_decided_and_keeps_the_order(loaded):
    page = shown("C02", loaded)
    kinds = [child.get("class", [""])[0] for child in page.article.find_all(recursive=False)]
    assert kinds == ["claim-top", "say", "yours", "quo", "checks", "claim-meta", "claim-folds"]
    assert page.select_one(".say").get_text() == "The board gives 293.9%."
    assert page.select_one(".quo a")["href"].endswith("#:~:text=reaches%20293.9%25")
    (line,) = page.select(".checks li")
    assert " ".join(line.get_text(" ").split()) == (
        "✗ The figure is its source’s? No. The source has 93.9%, equal as printed. this decided"
    )
    folds = [summary.get_text() for summary in page.select("summary")]
    assert folds == [
        *("What would change this", "In version 1", "Sources (1)", "For statisticians")
    ]
    # Rows stand under the last one alone.
    assert "row-1" in page.get_text()
    page.find("summary", string="For statisticians").parent.decompose()
    assert "row-1" not in page.get_text()


def test_the_verdict_of_version_1_is_said_with_its_reason_where_it_moved_alone(loaded):
    assert card.before(loaded.card("C01")) == ""
    assert card.history([loaded.card("C01")]) == []
    assert card.before(loaded.card("C02")) == (
        "Open. Why it moved (judged one by one): Stands in the pair."
    )
    pair = loaded.card("P01-02")
    assert card.before(pair) == "No record of its own. Stood in C02."
    assert card.before({**pair, "reason": None}) == ""


def test_witnesses_are_named_by_side(loaded):
    check = loaded.card("C01")["checks"][0]
    check["for"] = [{"witness": "A", "rows": ["x"]}, {"witness": "B"}]
    assert card.witnesses(check) == "For: A, B."
    check["limits"] = [{"witness": "C", "rows": []}, {"witness": "B"}]
    assert card.witnesses(check) == "For: A, B. Limits it: C, B."
    # The bar of a pair turns where it misleads.
    assert "var(--good)" in card.HTML.bar(0.61, "", 0.6)
    assert "var(--bad)" in card.HTML.bar(0.59, "~4", 0.6)


def test_a_comparison_shows_both_ends_like_for_like_and_what_is_left(loaded):
    page = shown("P01-02", loaded)
    assert [row.th.get_text() for row in page.select("table.ends tbody tr")] == [
        *("~2.0% in the article", "start on one test", "~93.9% in the article, end on one test")
    ]
    assert "measured by the maker itself" in page.select_one(".claim-same").get_text()
    assert page.select_one(".left b").get_text() == "97%"
    assert page.select_one(".left em").get_text().startswith("of the article’s change remains")
    assert [link["href"] for link in page.select(".claim-pair a")] == ["#c01-first", "#c02-second"]


def test_a_group_is_one_card_with_the_address_of_each_sentence(loaded):
    page = shown("G1", loaded)
    assert [item["data-id"] for item in page.select(".claim-member")] == ["C03", "C04"]
    assert len(page.select(".chk-decided")) == 1
    assert page.select_one(".claim-right").get_text() == "C03–C04 · a figure, counted once"


def test_squares_and_key_count_findings_and_a_group_is_one_wide_block(loaded):
    page = BeautifulSoup(overview.strip(loaded, LINKS, "ledger.html"), "lxml")
    found = page.select("ol.squares > li > *")
    assert [one.get("data-id") for one in found] == ["C01", "C02", "G1", "C05"]
    assert "wide" in found[2]["class"]
    assert found[2]["style"] == "--n:2"
    assert found[0].name == "a"
    assert found[3].name == "span"  # its page is not there
    counts = [int(item.b.get_text()) for item in page.select(".squares-key li:not([hidden])")]
    assert sum(counts) == len(loaded.document["findings"])
    key = page.select_one(".squares-key a")
    assert key["href"] == "ledger.html?verdict=Holds"


def test_a_distant_sentence_of_a_fact_is_an_arrow_to_the_first(loaded):
    for record in loaded.records:
        record["group"] = "G1" if record["id"] in ("C01", "C05") else ""
    last = overview.blocks(loaded.records, loaded.groups)[-1][-1]
    assert last["repeats"]["id"] == "C01"
    assert "counted once with C01" in overview.SQUARES.square(last, LINKS)


def test_a_chapter_counts_its_sentences_in_words_and_other_pages_have_no_line(loaded):
    html = overview.line(loaded, "book/coding", LINKS)
    assert "Two hold, one misleads, one is wrong" in html
    assert "2 → 93.9%" in html.replace("2.0", "2")
    assert overview.line(loaded, "book/model", LINKS) == ""


def test_the_ledger_has_a_row_a_record_the_pair_after_its_last_claim(loaded):
    page = BeautifulSoup(overview.table(loaded, LINKS, "../"), "lxml")
    rows = [row["data-id"] for row in page.select("table.ledger tbody tr")]
    assert rows == ["C01", "C02", "P01-02", "C03", "C04", "C05"]
    offered = {box["name"] for box in page.select(".chip input")}
    assert offered == {"verdict", "class", "chapter", "grade", "maker", "moved"}
    for box in page.select(".chip input"):
        fitting = page.select(f'tr[data-{box["name"]}="{box["value"]}"]')
        assert int(box.parent.b.get_text()) == len(fitting)
    assert "Late" in page.select_one('tr[data-id="P01-02"]').get_text()


def test_the_block_of_a_chapter_has_its_own_records_and_no_ids_of_rows(loaded):
    html = overview.block(loaded, ["C02", "P01-02"])
    content = json.loads(re.search(r">(.*)</script>", html, re.S)[1])
    assert content["ids"] == ["C02", "P01-02"]
    assert content["letters"]["maker|twice"] == "XC"
    assert content["why"] == {"C02": {"X": "Only its maker measured"}}
    loaded.records[1]["quote"] = "</script><script>alert(1)</script>"
    assert overview.block(loaded, ["C02"]).count("</script>") == 1


def test_the_tallies_have_a_row_a_choice_that_counts_every_finding(loaded):
    page = BeautifulSoup(overview.tallies(loaded), "lxml")
    rows = [row for row in page.select("tbody tr") if len(row.find_all("td"))]
    assert len(rows) == 24
    for row in rows:
        *counts, _ = (0 if c.get_text() == "–" else int(c.get_text()) for c in row.select("td"))
        assert sum(counts) == len(loaded.document["findings"])


def test_statistics_are_shown_for_people():
    assert card.statistic(-3.14159) == "−3.142"
    assert card.statistic(93.9, "percent") == "93.9 percent"
    assert card.statistic(12345678.0) == "12,345,678"
    assert card.statistic(None) == ""
