"""A small site as it is published under an address, and addresses that have moved since."""

import io
import json
import os
import re
import tomllib
import xml.etree.ElementTree as ET
import zipfile
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
from audit_site import common
from audit_site.cite import addresses
from audit_site.publish import downloads
from packaging.specifiers import SpecifierSet
from pybtex.database import parse_file
from site_project import ADDRESS, REPOSITORY, ROOT
from sphinx.errors import ExtensionError


def test_pages_name_themselves_and_their_cards_in_full(html: Path, page: str):
    assert f'property="og:image" content="{ADDRESS}/_cards/book-coding.png"' in page
    assert f'name="citation_public_url" content="{ADDRESS}/book/coding.html"' in page
    assert page.count('rel="canonical"') == 1
    assert f'rel="canonical" href="{ADDRESS}/book/coding.html"' in page
    assert (html / "_cards" / "book-coding.png").is_file()
    schema = json.loads((html / "claims.schema.json").read_text("utf-8"))
    assert schema["$id"] == f"{ADDRESS}/claims.schema.json"
    # The reader's own address is not filled in where the right one is known.
    assert '"relative":false' in page


def test_a_chapter_says_its_place_and_how_long_it_takes(html: Path):
    for name, place in (("coding", "1 of 3 · 2 min"), ("one", "2 of 3 · 1 min")):
        page = (html / "book" / f"{name}.html").read_text("utf-8")
        assert f"</a> · chapter {place}</p>" in page


def test_the_root_page_has_the_first_pages_title_and_card(html: Path):
    pattern = r'<meta (?:name|property)="((?:og|citation_|description)[^"]*)" content="([^"]*)"'
    root = dict(re.findall(pattern, (html / "index.html").read_text("utf-8")))
    first = dict(re.findall(pattern, (html / "book" / "index.html").read_text("utf-8")))
    assert root == first
    assert root["og:title"] == "Does it hold?"
    assert root["og:image"] == f"{ADDRESS}/_cards/book-index.png"


def test_launch_links_appear_once_the_settings_name_a_repository(page: str):
    found = re.findall(r'href="(https://(?:mybinder|colab)[^"]*)"', page)
    assert found == [
        address for _, address in downloads.launch_links(REPOSITORY, "main", "book/coding")
    ]


def test_sitemap_and_robots_exist_once_there_is_an_address(html: Path):
    tree = ET.parse(html / "sitemap.xml")
    found = {loc.text for loc in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    own = {path.relative_to(html).as_posix() for path in html.rglob("*.html")}
    assert {"book/index.html", "book/coding.html", "changes.html"} < own
    # All but the way in, the search, what has moved, and the theme's own files.
    out = {"index.html", "search.html", "book/programming.html"}
    pages = {page for page in own - out if not page.startswith("_")}
    assert found == {f"{ADDRESS}/{page}" for page in pages}
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in (html / "robots.txt").read_text("utf-8")


def test_every_heading_and_card_has_its_citation(html: Path, page: str):
    first = (html / "book" / "index.html").read_text("utf-8")
    cites = r'aria-label="Cite (?:this )?([^":]+)'
    assert re.findall(cites, first) == ["book", "section", "section"]
    claims = [f"claim {name}" for name in ("C01", "C02", "P01-02", "C03", "C04")]
    assert re.findall(cites, page) == ["chapter", "section", *claims]
    entries = parse_file(str(html / "citations.bib"), "bibtex").entries
    places = dict.fromkeys(("one", "two"), ("",)) | {
        "index": ("", "#start-squares", "#start-ledger"),
        "coding": ("", "#coding-kept", "#c01-first", "#c02-second", "#p01-02-pair", "#c03-third",
                   "#c04-fourth"),
    }  # fmt: skip
    cited = {f"{ADDRESS}/book/{page}.html{place}" for page in places for place in places[page]}
    assert {e.fields["url"] for e in entries.values()} == cited | {f"{ADDRESS}/index.html"}


def test_a_moved_page_leads_on_without_scripts(html: Path):
    left = (html / "book" / "programming.html").read_text("utf-8")
    assert '<meta http-equiv="refresh" content="1; url=coding.html" />' in left
    assert '<a href="coding.html">book/coding.html</a>' in left
    assert "noindex" in left


def test_launch_links_open_a_notebook_that_a_known_repository_holds():
    for unknown in ("", "https://example.org/a/b", 'https://github.com/a/b"><x'):
        assert downloads.launch_links(unknown, "main", "book/coding") == []
    pages = [page for _, listed in common.contents(ROOT) for page in listed]
    with_code = [page for page in pages if downloads.is_notebook(ROOT / f"{page}.md")]
    assert len(with_code) > 20
    for page in with_code:
        links = downloads.launch_links("https://github.com/a/b.git", "x/y", page)
        binder, colab = (urlsplit(to) for _, to in links)
        assert (binder.scheme, binder.netloc) == ("https", "mybinder.org")
        assert binder.path == "/v2/gh/a/b/x%2Fy"
        (target,) = parse_qs(binder.query)["urlpath"]
        assert (colab.scheme, colab.netloc) == ("https", "colab.research.google.com")
        file = colab.path.removeprefix("/github/a/b/blob/x/y/")
        assert target == f"lab/tree/{file}"
        assert nbformat.read(ROOT / file, as_version=4).cells


def test_binder_makes_the_locked_environment():
    folder = ROOT / ".binder"
    lock = folder / (folder / "requirements.txt").read_text("utf-8").removeprefix("-r ").strip()
    assert lock.resolve() == ROOT / "requirements.lock"
    assert os.access(folder / "postBuild", os.X_OK)
    python = (folder / "runtime.txt").read_text("utf-8").strip().removeprefix("python-")
    supported = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert python in SpecifierSet(supported["requires-python"])


def test_the_archive_holds_the_package_and_has_the_same_bytes_each_time():
    data, day = ROOT / "data", date(2026, 11, 22)
    content = downloads.archive(data, day)
    assert content == downloads.archive(data, day)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = [name.removeprefix("audit-data/") for name in packed.namelist()]
        assert all(packed.read(f"audit-data/{n}") == (data / n).read_bytes() for n in names)
    assert {p.relative_to(data).as_posix() for p in data.rglob("*.csv")} <= set(names)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("book/a.html", "expected two addresses"),
        ("book/a.html book/b.html book/c.html", "expected two addresses"),
        ("book/a.html https://x.org/b.html", "expected two addresses"),
        ("/book/a.html book/b.html", "expected two addresses"),
        ("../a.html book/b.html", "expected two addresses"),
        ("a.html b.html\na.html c.html", "a.html is redirected twice"),
    ],
)
def test_a_line_that_is_no_redirect_is_refused(tmp_path: Path, line: str, message: str):
    path = tmp_path / "redirects.txt"
    path.write_text(f"# remark\n\n{line}\n")
    with pytest.raises(ExtensionError, match=message):
        addresses.moved(path)


def test_a_redirect_leaves_from_nowhere_arrives_somewhere_and_takes_along_what_is_there():
    present, moves = {"a.html", "a.html#one"}, {"b.html": "a.html"}
    assert addresses.problems(moves, present) == []
    assert "still there" in addresses.problems({"a.html#one": "a.html"}, present)[0]
    assert "c.html, which is not there" in addresses.problems({"b.html": "c.html"}, present)[0]
    assert addresses.covered("b.html#one", moves, present)
    assert not addresses.covered("b.html#two", moves, present)
    assert not addresses.covered("c.html", moves, present)
