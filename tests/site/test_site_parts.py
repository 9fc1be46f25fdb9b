"""The parts of the site's extension that need no build: policy, weights, labels, numbers, words."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from audit_site import markup, notebook
from audit_site.figures import figure, math
from audit_site.finish import assets, manifest, styles
from audit_site.finish import page as finish
from audit_site.publish import search
from audit_site.publish.search import parts_of
from audit_site.tables.rows import addresses
from sphinx.errors import ExtensionError

HERE = Path(__file__).parent


def test_every_page_has_one_policy_that_admits_the_sites_own_scripts_alone(html):
    policy = re.compile('http-equiv="Content-Security-Policy" content="([^"]*)"')
    found = [policy.findall(path.read_text("utf-8")) for path in html.rglob("*.html")]
    assert all(len(one) == 1 for one in found)
    of_scripts = {part for (one,) in found for part in one.split("; ") if part[:2] in ("de", "sc")}
    assert of_scripts == {"default-src 'none'", "script-src 'self'"}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<script>alert(1)</script>", "would refuse <script>alert"),
        ("<script type='module'>alert(1)</script>", "would refuse <script>alert"),
        ('<p onclick="alert(1)">', "would refuse <p onclick"),
        ("<p title='x'onclick=alert(1)>", "would refuse <p onclick"),
        ("<p\nOnClick\n=\nalert(1)>", "would refuse <p onclick"),
        ('<a href=" JavaScript:alert(1)">', "would refuse <a href"),
        ("<a href=javascript:alert(1)>", "would refuse <a href"),
        ("<a href='java&#115;cript:alert(1)'>", "would refuse <a href"),
        ('<a href="java\tscript:alert(1)">', "would refuse <a href"),
        ('<img src = "&#x6a;avascript:alert(1)">', "would refuse <img src"),
        ("<form/action=javascript:alert(1)>", "would refuse <form action"),
        ("<svg/onload=alert(1)>", "would refuse <svg onload"),
    ],
)
def test_the_policy_stops_a_page_with_foreign_code(body, message):
    with pytest.raises(ExtensionError, match=message):
        finish.check_policy(body)


@pytest.mark.parametrize(
    "body",
    [
        '<p title="a onclick=b &lt;script&gt;">&lt;p onclick=x&gt;</p>',
        '<p>href="javascript:x" is words</p>',
        '<a href="https://x.org/?on=1&amp;action=javascript:x">x</a>',
        '<a href="#a">x</a><img src="data:image/png;base64,x"><a href="../a.html">x</a>',
    ],
)
def test_words_that_look_like_code_are_words(body):
    finish.check_policy(body)


def test_only_icons_in_use_keep_their_rule():
    css = '.fa-cut:before,.fa-scissors:before{content:"\\f0c4"}.fa-sun:before{content:"\\f185"}p{}'
    kept = styles.cut_rules(css, {"fa-sun"})
    assert kept == '.fa-sun:before{content:"\\f185"}'
    assert assets.drawn_codes(kept + 'a{--x:"\uf105"}') == {0xF185, 0xF105}


def test_a_page_goes_through_every_step():
    table = "<table><thead><tr><th>A</th> <th>C</th></tr></thead></table>"
    html = finish.finish(f"<html><head></head><body><p>it's \u202e</p>{table}</body></html>")
    for part in ("<p>it’s \ufffd</p>", "A<th>C"):
        assert part in html


def test_a_negative_number_has_its_sign_and_ranges_and_days_keep_their_hyphens():
    assert markup.with_minus("-0.10") == "\u22120.10"
    assert markup.with_minus("by -19% (-8.7 to +5.4)") == "by \u221219% (\u22128.7 to +5.4)"
    for kept in ("25-28 per cent", "on 2026-05-04", "GPT-5.2", "well-known"):
        assert markup.with_minus(kept) == kept


def test_marks_that_turn_the_reading_direction_are_found_in_every_spelling():
    for mark in ("\u202e", "&#x202E;", "&#8238;", "\u2066", "&#8294;", "\u200f"):
        assert finish.TURNING.sub("!", f"a{mark}b") == "a!b"
    assert finish.TURNING.sub("!", "a–b … &#8211; é") == "a–b … &#8211; é"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), None, True, [1.0], {"a": 1}])
def test_what_is_no_number_is_refused_by_name(value):
    with pytest.raises(ValueError, match="'x'"):
        notebook.printable("x", value)


def test_a_name_stands_for_one_value(monkeypatch):
    monkeypatch.setattr(notebook, "_known", {"slope": 1.0})
    with pytest.raises(ValueError, match=r"'slope' already stands for 1\.0, now 2\.0"):
        notebook.numbers(slope=2.0)


@pytest.mark.parametrize("latex", [r"\nosuch{x}", "x^", r"\left( x"])
def test_formulas_become_mathml_and_broken_ones_are_refused(latex):
    assert "<msup>" in math.to_mathml("x^2")
    with pytest.raises(ValueError, match=r"."):
        math.to_mathml(latex)


def test_a_chart_that_the_package_did_not_make_is_refused():
    document = SimpleNamespace(settings=SimpleNamespace(env=SimpleNamespace(docname="book/coding")))
    with pytest.raises(ExtensionError, match=r"book/coding: expected a chart of analysis\.charts"):
        figure.figure_node(document, {"mark": "bar"})


def test_the_manifest_sums_every_file_but_itself(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "manifest.json").write_text("{}")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert manifest.sums(tmp_path) == {"a.txt": empty}
    (tmp_path / "a.txt").write_bytes(b"0123456789ab")
    assert manifest.sums(tmp_path, blank="0123456789ab") == {"a.txt": empty}
    assert manifest.sums(tmp_path) != {"a.txt": empty}
    assert manifest.site_digest({"a": "1"}) != manifest.site_digest({"a": "2"})


@pytest.mark.parametrize(
    ("html", "printed"),
    [
        ("<p>the makers' own, METR's</p>", "<p>the makers’ own, METR’s</p>"),
        ("<b>it</b>'s &#x27;x", "<b>it</b>'s &#x27;x"),
        ("<p>don&#x27;t</p>", "<p>don’t</p>"),
        ("<p title=\"a's\">5'2</p>", "<p title=\"a's\">5'2</p>"),
        ("<pre>x's <i>y's</i></pre><code>z's</code>", "<pre>x's <i>y's</i></pre><code>z's</code>"),
    ],
)
def test_apostrophes_are_printed_ones_in_text_alone(html, printed):
    assert finish.curled(html) == printed


def test_a_page_is_taken_apart_into_sections_and_claims():
    top, deep, card = parts_of((HERE / "searched.html").read_text("utf-8"))
    assert (top.heading, top.anchor, top.claim) == ("Title", "top", False)
    assert top.texts == ["First bold words, 93.9%."]
    assert (deep.heading, deep.anchor) == ("Deep", "deep")
    assert deep.texts == ["One", "Two", "a · b", "After the card."]
    assert (card.heading, card.anchor, card.claim) == ("C01: Holds so", "c01-first", True)
    assert card.texts == ["It says so."]
    assert parts_of("<html><body><p>x</p></body></html>") == []


def test_every_row_with_an_id_can_be_found_with_its_value():
    pages = {record: (at, text) for _, at, known in search.texts() for record, text in known}
    assert all(pages[record][0] == addresses()[record].partition("#")[0] for record in pages)
    found = {record: text for record, (_, text) in pages.items()}
    assert "Claude Mythos Preview" in found["swe-0553"]
    assert all(found.values())
