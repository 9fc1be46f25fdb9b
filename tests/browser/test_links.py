"""What programs meet on the built site: every address arrives, and what stands there is valid."""

import json
import posixpath
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree, html

ADDRESSES = "//@href | //@src | //@action | //@poster | //meta[@property='og:image']/@content"
DECIMAL = re.compile(r"(?<![\w.])\d+\.\d+")
# What HTML allows on elements that load something; the theme or a setting may write more.
ALLOWED = {
    "script": {"async", "class", "defer", "id", "integrity", "src", "type"},
    "link": {"as", "blocking", "href", "hreflang", "id", "media", "rel", "sizes", "title", "type"},
    "meta": {"charset", "content", "http-equiv", "name", "property"},
}


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, html.HtmlElement]:
    """Every page below the root as a tree, without the theme's own files."""
    found = {path.relative_to(site).as_posix(): path for path in site.rglob("*.html")}
    return {
        name: html.document_fromstring(path.read_bytes())
        for name, path in sorted(found.items())
        if not name.startswith("_")
    }


@pytest.fixture(scope="module")
def ids(pages) -> dict[str, list[str]]:
    return {name: [str(one) for one in tree.xpath("//@id")] for name, tree in pages.items()}


def lost(site: Path, ids: dict[str, list[str]], page: str, address: str) -> bool:
    """Tell whether an address on a page leads to no file of the site or to no place on a page."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return False
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
    target = path if parts.path else page
    place = unquote(parts.fragment).partition(":~:")[0]
    return not (site / target).is_file() or bool(place and place not in ids.get(target, [place]))


def test_every_address_of_every_page_arrives(site, pages, ids):
    wanted = {(page, str(one)) for page, tree in pages.items() for one in tree.xpath(ADDRESSES)}
    kinds = {page.partition("/")[0] for page, _ in wanted}
    assert {"book", "rows", "source", "index.html", "changes.html", "search.html"} <= kinds
    assert [one for one in sorted(wanted) if lost(site, ids, *one)] == []
    assert lost(site, ids, "book/coding.html", "coding.html#nowhere")
    assert lost(site, ids, "book/coding.html", "../nowhere.html")


def test_every_address_that_machines_are_given_arrives_and_a_records_at_its_verdict(
    site, pages, ids
):
    feed = etree.parse(site / "changes.xml").xpath("//@href")
    plain = re.findall(r"\]\(([^)\s]+)\)", (site / "llms.txt").read_text("utf-8"))
    cited = re.findall(r"url = \{([^}]+)\}", (site / "citations.bib").read_text("utf-8"))
    listed = json.loads((site / "anchors.json").read_text("utf-8"))
    claims = json.loads((site / "claims.json").read_text("utf-8"))
    records = {one["url"]: one["word"] for one in (*claims["claims"], *claims["comparisons"])}
    for some in (feed, plain, cited, listed, records):
        assert len(some) > 2
        assert [one for one in some if lost(site, ids, "index.html", str(one))] == []
    for address, word in records.items():
        page, anchor = address.split("#")
        (card,) = pages[page].xpath(f"//*[@id='{anchor}']")
        assert word in card.text_content(), address


def test_every_file_that_a_style_sheet_names_is_there_and_no_template_of_the_theme_is(site, ids):
    sheets = {p.relative_to(site).as_posix(): p.read_text("utf-8") for p in site.rglob("*.css")}
    named = [
        (sheet, address)
        for sheet, css in sheets.items()
        for address in re.findall(r"url\(\s*[\"']?([^)\"']+)", css)
        if not address.startswith("data:")
    ]
    assert len(named) >= 3
    assert [one for one in named if lost(site, ids, *one)] == []
    assert list((site / "_static").rglob("*.html")) == []


def test_no_number_has_digits_in_which_processors_differ(site):
    written = [p for kind in ("html", "js", "json") for p in site.rglob(f"*.{kind}")]
    long = {
        path.relative_to(site).as_posix(): number
        for path in written
        if "_static" not in path.parts
        for number in DECIMAL.findall(path.read_text("utf-8"))
        if len(number.replace(".", "").lstrip("0")) > 12
    }
    assert len(written) > 100
    assert long == {}


def test_no_id_stands_twice_and_nothing_is_loaded_by_a_word_that_html_does_not_know(pages, ids):
    twice = {page: {one for one in set(own) if own.count(one) > 1} for page, own in ids.items()}
    assert {page: own for page, own in twice.items() if own} == {}
    unknown = {
        (element.tag, name)
        for tree in pages.values()
        for element in tree.iter(*ALLOWED)
        for name in element.keys()  # noqa: SIM118 (an element is no mapping)
        if name not in ALLOWED[element.tag] and not name.startswith("data-")
    }
    assert unknown == set()


def test_words_keep_apart_and_headings_say_something_where_no_style_is_read(pages):
    pieces = "//*[self::span or self::text][not(ancestor::pre or ancestor::code or @aria-hidden)]"
    touching = {
        (page, one.get("class"), after.get("class"))
        for page, tree in pages.items()
        for one in tree.xpath(pieces)
        for after in one.xpath("following-sibling::node()[1][self::span or self::text]")
        if re.search(r"[\w.%)]\0[\w“]", f"{one.text_content()}\0{after.text_content()}")
    }
    assert touching == set()
    headings = "//*[self::h1 or self::h2 or self::h3][not(normalize-space())]"
    assert [page for page, tree in pages.items() if tree.xpath(headings)] == []


def test_moved_addresses_lead_on_from_disk(built, visit):
    root = (built / "_build" / "html").as_uri()
    lines = (built / "data" / "redirects.txt").read_text("utf-8").splitlines()[1:]
    leads = dict(line.split() for line in lines)
    leads["book/programming.html#coding-kept"] = "book/coding.html#coding-kept"
    for old, new in leads.items():
        page = visit(f"{root}/{old}").page
        page.wait_for_url(f"{root}/{new}")
        page.wait_for_load_state()
        anchor = new.partition("#")[2]
        assert not anchor or page.locator(f"[id='{anchor}']").count() == 1


@pytest.mark.parametrize(
    ("name", "kind", "files"),
    [("coding", "ClaimReview", 0), ("index", "Report", 0),
     ("appendix/data_dictionary", "Dataset", 2)],
)  # fmt: skip
def test_what_a_page_says_of_itself_is_read_and_names_files_of_the_site(
    name, kind, files, site, pages, ids
):
    page = f"book/{name}.html"
    texts = pages[page].xpath("//script[contains(@type, 'ld+json')]/text()")
    said = [json.loads(text) for text in texts]
    assert {one["@type"] for one in said} == {kind}
    offered = [one["contentUrl"] for block in said for one in block.get("distribution", [])]
    assert len(offered) == files
    assert [one for one in offered if lost(site, ids, page, one)] == []
