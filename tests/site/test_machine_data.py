"""What machines read: JSON-LD, the schema of claims.json."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from audit_site.cite import edition as contents
from audit_site.cite import forms, head, linked_data

from analysis import evidence
from analysis.claims import records as ledger
from analysis.vocabulary import WORDS

ROOT = Path(__file__).parents[2]
CFF = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
BARE = contents.edition()
PUBLISHED = forms.Edition(**{**vars(BARE), "base": "https://audit.example/site"})

THINGS = yaml.safe_load((Path(__file__).parent / "linked_data.yml").read_text("utf-8"))


def is_a(kind: str, content: object) -> None:
    jsonschema.validate(content, {"$defs": THINGS, "$ref": f"#/$defs/{kind}"})


@pytest.fixture(scope="module")
def published() -> dict:
    return ledger.document(evidence.load())


@pytest.fixture(scope="module")
def article() -> dict:
    return evidence.load().sources[head.ARTICLE]


# ---- claims and data in schema.org's words -------------------------------------------------------


def test_every_claim_and_comparison_that_is_no_definition_has_a_valid_review(published, article):
    records = [*published["claims"], *published["comparisons"]]
    reviews = [linked_data.claim_review(r, PUBLISHED, article=article) for r in records]
    bare = linked_data.claim_review(records[0], BARE, root="../")
    assert bare["url"] == "../" + records[0]["url"]
    assert "url" not in bare["author"]
    for record, review in zip(records, reviews, strict=True):
        if record["word"] == "Definition":
            assert review is None
            continue
        is_a("ClaimReview", review)
        assert review["reviewRating"]["alternateName"] == record["word"]
        assert review["author"]["name"] == CFF["authors"][0]["name"]
        assert review["itemReviewed"]["appearance"]["url"] == article["url"]


def test_ratings_rise_with_truth_and_are_silent_where_nothing_is_known():
    rated = {word: linked_data.rating(word).get("ratingValue") for word in linked_data.RATINGS}
    assert set(WORDS) - set(rated) == {"Definition"}
    known = [value for value in rated.values() if value is not None]
    assert known == sorted(known, reverse=True)
    assert known[0] == linked_data.BEST
    assert known[-1] == linked_data.WORST
    assert rated["Not shown"] is rated["Open"] is rated["Not checked"] is None
    with pytest.raises(ValueError, match=r"expected one of Holds, .*found 'Definition'"):
        linked_data.rating("Definition")


def test_the_data_are_a_valid_data_set():
    package = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))
    described = linked_data.dataset(
        package,
        PUBLISHED,
        page="book/appendix/data_dictionary.html",
        files=[("claims.json", "application/json")],
        days=(head.first_day(ROOT), BARE.as_of),
        keywords=CFF["keywords"],
    )
    is_a("Dataset", described)
    assert described["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert described["identifier"] == BARE.content
    days = evidence.load().series["date"]
    assert described["temporalCoverage"] == f"{days.min().date()}/{BARE.as_of}"


def test_the_book_is_a_valid_report_about_the_article(article):
    described = linked_data.report(
        PUBLISHED, description="D" * 50, article=article, keywords=CFF["keywords"]
    )
    is_a("Report", described)
    assert described["name"] == CFF["title"]
    assert described["about"]["url"] == described["citation"] == article["url"]


def test_nothing_in_the_data_ends_a_block_of_json_ld():
    block = linked_data.block({"name": "</script><script>alert(1)</script><!--"})
    assert block.count("<script") == block.count("</script>") == 1
    assert "<!--" not in block


# ---- the ledger's schema -------------------------------------------------------------------------


def test_the_ledger_meets_its_published_schema(published):
    jsonschema.validate(published, ledger.schema("https://audit.example"))


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
def test_the_schema_refuses_what_the_ledger_never_holds(published, spoil):
    wrong = copy.deepcopy(published)
    spoil(wrong["claims"][22])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, ledger.schema())
