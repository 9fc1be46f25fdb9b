"""Hostile texts in the data, the ledger, a chart and a notebook do nothing on any kind of page."""

import csv
import io
import json
import re

import pytest
import site_project
from measure import probe
from playwright.sync_api import expect

BIDI, TURNS = "\u202eabc\u2066", re.compile("[\u202e\u2066]")
STRINGS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "[click](javascript:alert(3))",
    "**bold** `code` $\\alpha$",
    "<math><mtext><a href=javascript:alert(4)>m</a></mtext></math>",
    "'\"></p><svg onload=alert(5)>",
    "=HYPERLINK(1)",
    BIDI,
)
EVIL = " ".join(STRINGS)

CELL = f"""
```{{code-cell}} python3
from audit_site.tables.plain import plain_table

EVIL = {EVIL!r}
numbers(evil=EVIL)
plain_table(pd.DataFrame({{"a": [EVIL], "b": [EVIL]}}), {{"a": EVIL, "b": "B"}})
```

The text is {{glue:text}}`evil`.

```{{code-cell}} python3
charts.rows(
    pd.DataFrame({{"label": [EVIL, "two"], "value": [1.0, 2.5]}}),
    name="evil-bars",
    finding=EVIL,
    caption=EVIL,
    source=EVIL,
    mark="bars",
    unit="number",
)
```

"""


def hostile_ledger() -> dict:
    """Return the small ledger with hostile texts wherever a text can stand."""
    content = site_project.ledger()
    document = content["document"]
    for record in [*document["claims"], *document["comparisons"], *document["groups"]]:
        for key in ("quote", "says", "essay", "primary", "differs", "would_change", "title"):
            record[key] = EVIL
        record |= {"sentence": EVIL, "section_title": EVIL, "evidence_words": EVIL}
        record["sources"] = ["board", "evil"]
        for check in record.get("checks", []):
            check.update(title=EVIL, words=EVIL, rows=[EVIL], unit=EVIL)
            check["limits"] = [{"witness": EVIL, "rows": [EVIL]}]
        for end in record.get("ends", []):
            end.update(model=EVIL, scaffold=EVIL, printed=EVIL)
    content["sources"]["evil"] = {"title": EVIL, "url": "javascript:alert(6)", "year": EVIL}
    return content


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The built site of a small project full of hostile texts."""
    folder = site_project.make_project(
        tmp_path_factory.mktemp("hostile") / "book", ledger_content=hostile_ledger()
    )
    chapter = folder / "book" / "coding.md"
    site_project.edit(chapter, "See {ref}`fig-two-bars`", CELL + "See {ref}`fig-two-bars`")
    site_project.sound_build(folder)
    return folder / "_build" / "html"


@pytest.mark.parametrize("name", ["book/index", "book/coding", "index", "search"])
@pytest.mark.parametrize("scripts", [True, False])
def test_no_page_runs_or_obeys_a_text(name, scripts, hostile, visit):
    page = visit((hostile / f"{name}.html").as_uri(), scripts=scripts).page
    if name == "index":
        page.wait_for_url("**/book/index.html")
        page.wait_for_load_state()
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    page.wait_for_function("[...document.images].every((one) => one.complete)")
    assert page.evaluate(probe("obeyed")) == 0


def test_no_text_becomes_an_element_of_a_page(hostile):
    for path in hostile.rglob("*.html"):
        html = path.read_text("utf-8")
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert 'href="javascript' not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in (hostile / "book/coding.html").read_text()


def test_the_texts_are_shown_as_they_are_in_card_table_chart_and_prose(hostile, visit):
    page = visit((hostile / "book/coding.html").as_uri()).page
    shown = "<script>alert(1)</script>"
    for place in (".quo", ".say", ".checks", ".table-box.whole td", "[data-n=evil]"):
        assert shown in page.locator(place).first.text_content(), place
    figure = page.locator("#fig-evil-bars")
    assert shown in figure.locator(".fig-finding").text_content()
    assert shown in figure.locator("svg[role=img]").first.get_attribute("aria-label")
    assert "**bold**" in page.locator(".quo").first.text_content()
    assert page.locator(".claim-card strong", has_text="bold").count() == 0


def test_a_hostile_claim_is_inert_where_it_is_cited(hostile, visit):
    page = visit((hostile / "book/coding.html").as_uri()).page
    page.locator("[id='c02-second'] .claim-right .cite-open").click()
    box = page.locator(".cite-panel[open]")
    cited = " ".join(TURNS.sub("", EVIL).split())  # citations carry no marks of direction
    assert cited in box.locator("[data-form='apa']").text_content()
    assert json.loads(box.locator("[data-form='csl']").text_content())[0]["title"].endswith(cited)
    texts = page.locator("script[type='application/ld+json']").all_text_contents()
    # Everywhere else on a page a mark of direction leaves a sign that something was there.
    assert json.loads(texts[1])["claimReviewed"] == TURNS.sub("\ufffd", EVIL)
    assert page.locator("img[src='x']").count() == 0


def test_marks_that_turn_the_reading_direction_are_made_visible(hostile, visit):
    for name in ("book/index", "book/coding"):
        page = visit((hostile / f"{name}.html").as_uri()).page
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", page.locator("body").inner_html())
        assert "\ufffdabc\ufffd" in page.locator("article.bd-article").text_content()


def test_filters_and_search_take_a_hostile_address_as_words(hostile, visit):
    page = visit((hostile / "search.html").as_uri() + "?q=<img src=x onerror=alert(7)>").page
    expect(page.locator(".find-said")).to_contain_text("Nothing has all")
    assert page.locator("img[src=x]").count() == 0


def test_no_download_starts_a_formula(hostile):
    tables = [path.read_text("utf-8") for path in hostile.rglob("*.csv")]
    assert any("HYPERLINK" in table for table in tables)
    for table in tables:
        for row in csv.reader(io.StringIO(table)):
            assert [cell for cell in row if cell.startswith(("=", "+", "@"))] == []
