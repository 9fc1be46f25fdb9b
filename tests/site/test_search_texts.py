"""What a search can find of a page: its sections and claims with what a reader sees, once each."""

from audit_site.publish import search
from audit_site.publish.search import parts_of
from audit_site.tables.rows import row_link

ARTICLE = """<html><body><p>Outside.</p><article class="bd-article"><section id="top">
<h1>Title<a class="headerlink" href="#top">#</a></h1><p>First <b>bold</b> words, 93.9%.</p>
<section id="deep"><h2>Deep</h2><ul><li>One</li><li>Two</li></ul>
<table><thead><tr><th>Head</th></tr></thead><tbody><tr><td>a</td><td>b</td></tr></tbody></table>
<article class="claim-card" id="c01-first"><h3><span>Holds</span><span>C01</span></h3>
<p>It says so.<a class="cite-open">Cite</a></p></article>
<p>After the card.</p><p>After the card.</p><svg><text>Drawn</text></svg>
<details class="audit-code"><pre>import this</pre></details><button>Press</button></section>
</section></article></body></html>"""


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
    pages = {record: (at, text) for _, at, known in search.texts() for record, text in known}
    assert all(pages[record][0] == row_link(record).partition("#")[0] for record in pages)
    found = {record: text for record, (_, text) in pages.items()}
    assert "Claude Mythos Preview" in found["swe-0553"]
    assert "93.9%" in found["swe-0553"]
    assert all(found.values())
