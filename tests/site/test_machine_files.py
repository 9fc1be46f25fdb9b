"""What machines read: JSON-LD, the ledger's schema, tags, share pictures, feed, changelog, CFF."""

import copy
import datetime as dt
import io
import json
import re
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import pytest
import yaml
from audit_site.cite import edition as contents
from audit_site.cite import pages
from audit_site.common import light_colours
from audit_site.figures import picture
from audit_site.ledger import data
from audit_site.publish import feeds, share_card
from PIL import Image
from site_project import ROOT

from analysis import evidence
from analysis.evidence import schema
from analysis.vocabulary import WORDS

CFF = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
BARE = contents.edition()
ARTICLE = evidence.load().sources[data.ARTICLE]
PUBLISHED = contents.Edition(**{**vars(BARE), "base": "https://audit.example/site"})
THINGS = yaml.safe_load((Path(__file__).parent / "linked_data.yml").read_text("utf-8"))


def is_a(kind: str, content: object, kinds: dict = THINGS) -> None:
    schema = {"$defs": kinds, "$ref": f"#/$defs/{kind}"}
    jsonschema.Draft202012Validator(schema).validate(content)


def test_every_claim_and_comparison_that_is_no_definition_has_a_valid_review(entries):
    records = [one for one in entries if one["word"] != "Definition"]
    reviews = [pages.claim_review(r, PUBLISHED, ARTICLE) for r in records]
    bare = pages.claim_review(records[0], BARE, ARTICLE | {"publisher": ""}, root="../")
    assert "author" not in bare["itemReviewed"]
    assert bare["url"] == "../" + records[0]["url"]
    assert "url" not in bare["author"]
    for record, review in zip(records, reviews, strict=True):
        is_a("ClaimReview", review)
        assert review["reviewRating"]["alternateName"] == record["word"]
        assert review["author"]["name"] == CFF["authors"][0]["name"]
        assert review["itemReviewed"]["appearance"]["url"] == ARTICLE["url"]


def test_ratings_rise_with_truth_and_are_silent_where_nothing_is_known():
    rated = {word: pages.rating(word).get("ratingValue") for word in pages.RATINGS}
    assert set(WORDS) - set(rated) == {"Definition"}
    known = [value for value in rated.values() if value is not None]
    assert known == sorted(known, reverse=True)
    assert known[0] == pages.BEST
    assert known[-1] == pages.WORST
    assert rated["Not shown"] is rated["Open"] is rated["Not checked"] is None


def test_the_data_are_a_valid_data_set():
    package = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))
    described = pages.dataset(package, PUBLISHED, "book/appendix/data_dictionary")
    is_a("Dataset", described)
    assert described["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert described["identifier"] == BARE.content
    days = evidence.load().series["date"]
    assert described["temporalCoverage"] == f"{days.min().date()}/{BARE.as_of}"


def test_the_book_is_a_valid_report_about_the_article():
    described = pages.report(PUBLISHED, "D" * 50, ARTICLE)
    is_a("Report", described)
    assert (described["name"], described["keywords"]) == (CFF["title"], CFF["keywords"])
    assert described["about"]["url"] == described["citation"] == ARTICLE["url"]


def test_the_ledger_meets_its_published_schema(document):
    jsonschema.validate(document, schema.document("published_claims"))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda c: c.pop("word"),
        lambda c: c.update(word="supported"),
        lambda c: c.update(caveat="x"),
        lambda c: c.update(word="Holds", caveat="test"),
        lambda c: c.update(extra=1),
        lambda c: c.update(url="javascript:alert(1)"),
        lambda c: c.update(id="23"),
        lambda c: c["checks"][0].update(result="perhaps"),
        lambda c: c["checks"][0].pop("rows"),
    ],
)
def test_the_schema_refuses_what_the_ledger_never_holds(document, spoil):
    claim, kinds = document["claims"][22], schema.document("published_claims")["$defs"]
    is_a("claim", claim, kinds)
    spoil(claim := copy.deepcopy(claim))
    with pytest.raises(jsonschema.ValidationError):
        is_a("claim", claim, kinds)


def tags_of(html: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)" />', html))


def test_a_chapter_is_a_section_of_a_book_to_a_reference_manager():
    """The names are those that Zotero's translator for embedded metadata maps to its fields."""
    page = {
        "address": "book/coding.html",
        "card": ("c.png", 2, 1),
        "title": "T",
        "description": "D",
        "site": "S",
    }
    item = contents.Citable("chapter", "coding", "Coding", "book/coding.html")
    tags = tags_of(pages.HTML.page(item, PUBLISHED, **page))
    assert tags["citation_inbook_title"] == PUBLISHED.title
    # Zotero splits an author at the last space unless a comma ends the surname.
    assert tags["citation_author"] == "The audit&#x27;s maintainers,"
    assert tags["citation_publication_date"] == PUBLISHED.released.replace("-", "/")
    # These would turn a chapter into another kind of thing.
    assert not {"citation_journal_title", "citation_conference_title"} & set(tags)
    book = tags_of(pages.HTML.page(contents.whole_book(PUBLISHED), PUBLISHED, **page))
    assert "citation_inbook_title" not in book
    assert "citation_public_url" not in tags_of(pages.HTML.page(item, BARE, **page))


LIGHT = light_colours(ROOT)


def card(title: str) -> str:
    words = ["Holds", "Misleads", "Misleads"]
    return share_card.drawing(site="S", title=title, foot="F", words=words, colours=LIGHT)


def test_a_card_is_a_small_picture_with_the_same_bytes_each_time(tmp_path):
    one = picture.png(card("Coding & <more>"), tmp_path / "one")
    assert one == picture.png(card("Coding & <more>"), tmp_path / "two")
    assert Image.open(io.BytesIO(one)).size == (share_card.WIDTH, share_card.HEIGHT)
    assert len(one) < 25_000
    assert one != picture.png(card("Another"), tmp_path / "one")


def test_a_card_counts_verdicts_in_words_and_has_the_sites_own_marks_and_colours():
    drawn = card("T")
    assert re.findall(r'<use href="#v-([^"]+)" x', drawn) == ["holds", "misleads", "misleads"]
    assert "1 Holds · 2 Misleads" in drawn
    assert "var(" not in drawn


@pytest.mark.parametrize(
    "title", ["A", "Mammoth worms " * 4, "word " * 12, "word " * 40, "incomprehensibilities " * 7]
)
def test_titles_fit_on_the_card(title, tmp_path):
    drawn = Image.open(io.BytesIO(picture.png(card(title), tmp_path))).convert("L")
    for beside in ((1170, 0, 1200, 630), (72, 370, 1200, 415)):  # the margin, above the marks
        assert len(set(drawn.crop(beside).get_flattened_data())) == 1


ATOM = "{http://www.w3.org/2005/Atom}"
LOG = (Path(__file__).parent / "changelog.md").read_text("utf-8")


def test_the_changelog_is_read_newest_first_with_what_is_not_released_yet():
    told = feeds.changes(LOG)
    assert [(c.version, c.as_of, c.built) for c in told] == [
        ("", "", ""),
        ("0.2.0", "2027-01-31", "2027-02-01"),
        ("0.1.0", "2026-10-08", "2026-11-22"),
    ]
    assert told[1].html.startswith("<p>C23 moved from Misleads\nto Holds &lt;b&gt;.</p>")
    bare = feeds.changes(LOG.replace("- not yet", ""))
    assert [c.version for c in bare] == ["0.2.0", "0.1.0"]
    page = feeds.HTML.changes("changes", "Changes", told)
    places = ["changes", "unreleased", "v0-2-0", "v0-1-0"]
    assert re.findall(r'<section id="([^"]+)">', page) == places
    assert "<p>Texts read up to 31 January 2027, built 1 February 2027.</p>" in page
    assert "<li>two &amp; three</li>" in page
    assert "<b>" not in page


@pytest.mark.parametrize(
    ("log", "message"),
    [
        ("## 1.0\n", "expected '## 1.2.3"),
        ("## 0.1.0\n", "expected '## 1.2.3"),
        ("## 0.1.0 (texts read up to 2026-01-01, built 2026-01-02)\n" * 2, "each version once"),
        (LOG.replace("## 0.2.0", "## 0.0.2"), "newest first"),
        (LOG + "\n## Unreleased\n\nlate\n", "what is unreleased first"),
    ],
)
def test_a_changelog_out_of_form_is_refused(log, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        feeds.changes(log)


@pytest.mark.parametrize("edition", [BARE, PUBLISHED])
def test_the_feed_is_an_atom_feed_with_lasting_ids(edition):
    tree = ET.fromstring(feeds.feed(feeds.changes(LOG), edition))
    assert tree.find(f"{ATOM}author/{ATOM}name").text == edition.author
    entries = tree.findall(f"{ATOM}entry")
    assert len(entries) == 3
    for one in (tree, *entries):
        title, name, updated = (one.findall(f"{ATOM}{tag}") for tag in ("title", "id", "updated"))
        assert len(title) == len(name) == len(updated) == 1
        assert title[0].text
        assert re.fullmatch("urn:uuid:[0-9a-f-]{36}", name[0].text)
        dt.datetime.fromisoformat(updated[0].text)
    ids = [one.find(f"{ATOM}id").text for one in (tree, *entries)]
    # Moving the site does not make old entries new.
    assert ids[0] == feeds.permanent_id("feed")
    assert len(set(ids)) == 4
    # What is released keeps the id that it had before anything came after it.
    assert ids[2] == feeds.permanent_id("version 0.2.0")
    texts = [one.find(f"{ATOM}content") for one in entries]
    assert [text.text for text in texts] == [change.html for change in feeds.changes(LOG)]
    links = [link.get("href") for link in tree.iter(f"{ATOM}link")]
    assert all(one.startswith("https://audit.example/site/") == bool(edition.base) for one in links)


def test_the_plain_text_has_every_verdict_with_its_id_address_and_sentence(document):
    ledger = data.Ledger(document, {data.ARTICLE: ARTICLE})
    text = feeds.llms(ledger, PUBLISHED, summary="S", pages={"book/a.html": "A page"})
    lines = text.splitlines()
    assert lines[:3] == [f"# {PUBLISHED.title}", "", "> S"]
    for record in ledger.cards:
        start = f"- [{record['id']}](https://audit.example/site/{record['url']}): {record['word']}"
        (line,) = (line for line in lines if line.startswith(start))
        assert f" Why: {' '.join(record['sentence'].split())}" in line  # the verdict is the word
    said = (ARTICLE["url"], PUBLISHED.stamp, "CC BY 4.0", "MIT", document["tally"]["line"])
    assert all(one in text for one in said)
    assert all(f"- {word}: " in text for word in WORDS)
    assert "## The sentences, in our words" in lines  # and no quotation of the article


def test_every_file_names_the_same_version_and_the_changelog_explains_it():
    vintage = yaml.safe_load((ROOT / "data" / "vintage.yml").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    told = feeds.changes((ROOT / "CHANGELOG.md").read_text("utf-8"))
    entries = [change for change in told if change.version]
    assert project["version"] == CFF["version"] == vintage["version"] == entries[0].version
    assert entries[0].as_of <= str(vintage["as_of"])
    assert entries[0].built <= str(vintage["built"])
    assert all("verdict" in change.text.lower() for change in entries), "which verdicts moved?"


def test_the_citation_file_names_entities_and_both_licences():
    """Every key that it has is one of the Citation File Format 1.2.0."""
    required = {"cff-version", "message", "title", "authors"}
    assert set(CFF) == required | {"type", "version", "date-released", "license", "keywords"}
    assert (CFF["cff-version"], CFF["type"]) == ("1.2.0", "software")
    assert [set(author) for author in CFF["authors"]] == [{"name"}]  # nobody is invented
    assert isinstance(CFF["date-released"], dt.date)
    assert len(CFF["keywords"]) == len(set(CFF["keywords"])) > 0
    assert CFF["license"] == ["MIT", "CC-BY-4.0"]  # of the code, and of the data and texts
