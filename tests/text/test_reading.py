"""Downloads, and the small things around a page's text."""

import os
import re
import tomllib
import zipfile
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import nbformat
import pandas as pd
import yaml
from audit_site import markup
from audit_site.figures import drawing
from audit_site.finish import page as finish
from audit_site.take_away import downloads
from packaging.specifiers import SpecifierSet

from analysis import charts

ROOT = Path(__file__).parents[2]


def test_a_printed_table_is_named_after_its_headings_and_reached_by_keyboard():
    table = (
        '<div class="table-box whole"><table><thead><tr><th scope="col">A &amp; b</th>'
        '<th scope="col"></th><th scope="col">C</th></tr></thead></table></div>'
    )
    html = finish.BOX.sub(finish.named, table)
    assert 'tabindex="0" role="region" aria-label="Table: A &amp; b, C"' in html
    assert finish.BOX.sub(finish.named, html) == html


def test_launch_links_open_a_notebook_that_a_known_repository_holds():
    for unknown in ("", "https://example.org/a/b", 'https://github.com/a/b"><x'):
        assert downloads.launch_links(unknown, "main", "book/coding") == []
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    pages_ = [c["file"] for part in contents["parts"] for c in part["chapters"]]
    with_code = [
        page
        for page in [contents["root"], *pages_]
        if downloads.is_notebook((ROOT / page).with_suffix(".md"))
    ]
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


def test_a_negative_number_has_its_sign_and_ranges_and_days_keep_their_hyphens():
    assert markup.with_minus("-0.10") == "\u22120.10"
    assert markup.with_minus("by -19% (-8.7 to +5.4)") == "by \u221219% (\u22128.7 to +5.4)"
    for kept in ("25-28 per cent", "on 2026-05-04", "GPT-5.2", "well-known"):
        assert markup.with_minus(kept) == kept


def test_marks_that_turn_the_reading_direction_are_found_in_every_spelling():
    for mark in ("\u202e", "&#x202E;", "&#8238;", "\u2066", "&#8294;", "\u200f"):
        assert finish.TURNING.sub("!", f"a{mark}b") == "a!b"
    assert finish.TURNING.sub("!", "a–b … &#8211; é") == "a–b … &#8211; é"


def test_names_of_rows_are_drawn_after_the_rules_that_they_cross(tmp_path):
    rows = pd.DataFrame({"label": ["one", "two"], "value": [1.0, 3.0]})
    words = {"name": "rows", "finding": "Two.", "caption": "A test.", "source": "a test"}
    rules = [{"at": 1, "label": "no change"}]
    figure = charts.rows(rows, **words, unit="times", rules=rules)
    svg = drawing.draw(figure.narrow, label="Two.", cache=tmp_path)
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    assert texts.index("one") > texts.index("no change")


def test_the_archive_holds_the_package_and_has_the_same_bytes_each_time(tmp_path):
    data, day = ROOT / "data", date(2026, 11, 22)
    names = downloads.write_archive(data, tmp_path / "one.zip", day)
    downloads.write_archive(data, tmp_path / "two.zip", day)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert {p.relative_to(data).as_posix() for p in data.rglob("*.csv")} <= set(names)
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        assert packed.namelist() == [f"audit-data/{name}" for name in names]
        assert all(packed.read(f"audit-data/{n}") == (data / n).read_bytes() for n in names)
