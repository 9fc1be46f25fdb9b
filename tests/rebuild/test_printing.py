"""The print edition: addresses inside it, numbered references, page numbers that are true."""

import re
import shutil
from pathlib import Path

import pytest
from audit_site.cite.edition import Edition
from print_edition import pages as printing
from print_edition import pdf
from pypdf import PdfReader

PRINTED = Path(__file__).parent / "printed"
FACTS = Edition("T", "A", "1", "2026-05-01", "2026-05-02", "2026-05-02", "0")
LONG = range(24, 36)


def write(project, pages):
    """Write the pages' bodies and a table of contents that names them."""
    site = project / "_build" / "html"
    for name, body in pages.items():
        page = f'<html><body><article class="bd-article">{body}</article></body></html>'
        (site / f"book/{name}.html").write_text(page, "utf-8")
    more = "".join(f"      - file: book/{name}\n" for name in pages if name != "one_thing")
    with (project / "_toc.yml").open("a", encoding="utf-8") as contents:
        contents.write(more)
    return site, project / "_build" / "pdf" / "book.pdf"


def made(folder):
    """A small site with what its printing reads beside it."""
    shutil.copytree(PRINTED, folder, dirs_exist_ok=True)
    (folder / "_build").mkdir()
    (folder / "html").rename(folder / "_build" / "html")
    return folder


@pytest.fixture
def project(tmp_path):
    return made(tmp_path)


def test_the_document_has_links_inside_references_at_its_end_and_nothing_of_a_screen(project):
    sources = {"https://example.org/a": {"title": "The <study>", "publisher": "P", "year": "2020"}}
    site = project / "_build" / "html"
    html = printing.document(project, site, numbers={}, sources=sources, facts=FACTS)
    # Every inner link leads to an id that stands once.
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    inner = re.findall(r'href="#([^"]+)"', html)
    assert "one-thing--deep" in inner
    assert set(inner) <= set(ids)
    assert "url(#one-thing--c1)" in html
    assert '<clipPath id="one-thing--c1">' in html
    assert 'viewBox="0 0 10 10"' in html
    # Links to the outside become one numbered reference each.
    references = html.partition('class="references"')[2]
    assert references.count("<li") == 2
    assert "The &lt;study&gt; (P, 2020)." in references
    assert "another. " in references  # the words of the link where the title is not known
    assert len(re.findall(r'href="#ref-1"', html)) == 2
    # What needs a screen is left out, and what was said is open.
    for absent in ("claims.json", "import this", "tools</div>", "headerlink"):
        assert absent not in html
    assert '<details open="">' in html
    assert "It rises &lt;now&gt;." in html.partition('id="figures"')[2]

    pages = ["book/index", "book/appendix/full_ledger"]
    address = "appendix/full_ledger.html#verdict=open"  # with a choice, which is no place
    assert printing.target_of("book/index", address, pages) == "#page--full-ledger"
    assert printing.target_of("book/index", "elsewhere.html", pages) is None


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """One book printed for all tests: a wide table, cards, chapters of 24 to 35 lines."""
    project = made(tmp_path_factory.mktemp("print"))
    cells = "".join(f"<td>unbreakable{n}</td>" for n in range(16))
    card = (
        '<article class="claim-card"><h3 class="claim-head">C01</h3><p>Begins.</p>'
        + "".join("<p>What it says.</p>" for _ in range(20))
        + '<details><summary>Sources</summary><ul class="claim-sources"><li>Ends.</li></ul>'
        "</details></article>"
    )
    table = f"<p>Plain words.</p><div class='table-box'><table><tr>{cells}</tr></table></div>"
    pages = {"wide": table, "cards": f"<p>Text.</p>{card}{card}{card}"}
    pages |= {f"long_{n}": "<p>A line of its own.</p>" * n + "<p>Last.</p>" for n in LONG}
    bodies = {n: f'<section id="{n}"><h1>{n.title()}</h1>{b}</section>' for n, b in pages.items()}
    site, target = write(project, bodies)
    count = pdf.make(project, site, target)
    reader = PdfReader(target)
    assert len(reader.pages) == count
    return reader


@pytest.fixture(scope="module")
def texts(book):
    return [page.extract_text() for page in book.pages]


def test_the_pdf_has_true_page_numbers_bookmarks_and_nothing_of_the_clock(book, texts):
    contents = next(text for text in texts if text.startswith("Contents"))
    for title in ("One thing", "References", "Figures"):
        number = int(re.search(rf"{title}\s+(\d+)", contents)[1])
        assert title in texts[number - 1].splitlines()[0]
        assert re.search(rf"\b{number}$", texts[number - 1].strip())
    bookmarks = [one.title for one in book.outline if not isinstance(one, list)]
    assert {"Does it hold?", "One thing", "References"} <= set(bookmarks)
    assert book.metadata.title == "A title"
    dates = {value for name, value in book.metadata.items() if name.endswith("Date")}
    assert dates == {"D:20261128000000Z"}
    assert {one.original_bytes for one in book.trailer["/ID"]} == {b"9.9 2026-11-28  "}


def test_a_table_wider_than_the_column_makes_nothing_but_itself_smaller(book):
    size = {}

    def seen(text, cm, tm, font, points):
        size.update(dict.fromkeys(text.split(), round(abs(points * tm[0] * cm[0]), 1)))

    for page in book.pages:
        page.extract_text(visitor_text=seen)
    assert size["words."] == 10.5
    assert any("unbreak" in word for word in size)


def test_no_page_holds_a_chapters_last_line_alone(texts):
    last = [text for text in texts if "Last." in text]
    assert len(last) == len(LONG)
    assert any("Long" not in text for text in last), "no chapter reaches a second page"
    assert [text for text in last if "own." not in text] == []


def test_a_card_and_its_sources_stand_on_one_page(texts):
    assert sum(text.count("Begins.") for text in texts) == 3
    assert all(text.count("Begins.") == text.count("Ends.") for text in texts)


def test_what_is_wider_than_the_column_whatever_is_done_is_named(project):
    wide = '<section id="one"><h1>One</h1><div style="width: 900px">Wide</div></section>'
    with pytest.raises(ValueError, match="wider than the print edition's column: page--one-thing"):
        pdf.make(project, *write(project, {"one_thing": wide}))


def test_without_a_site_or_a_chromium_it_says_what_to_do(tmp_path, monkeypatch):
    with pytest.raises(ValueError, match="make book"):
        pdf.make(tmp_path, tmp_path / "_build" / "html", tmp_path / "x.pdf")
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    with pytest.raises(ValueError, match="CHROMIUM="):
        pdf.chromium()
