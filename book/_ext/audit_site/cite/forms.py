"""Cite the book, a chapter, a section or a claim as BibTeX, CSL-JSON, APA and plain link.

Every citation carries the version, the day up to which texts were read, the day of the build and
the content hash (:mod:`.edition`) in one text, the *edition*, because a verdict can move when
evidence arrives. No citation style has a place of its own for the first day and the hash.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from analysis.words import day_in_words

FORMATS = ("apa", "bibtex", "csl", "link")
#: Prefix of citation keys, so that they do not meet a reader's own.
KEY = "audit60"
DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def days_in_words(as_of: str, built: str) -> str:
    """Return the two ISO days of an edition in words."""
    return f"texts read up to {day_in_words(as_of)}, built {day_in_words(built)}"


@dataclass(frozen=True)
class Edition:
    """The book as it is cited. ``as_of`` (texts were read up to it), ``built`` and ``released`` are
    ISO days; ``base`` is the site's address without a final slash, or "" where none is configured:
    then addresses are relative to the site's root."""

    title: str
    author: str
    version: str
    as_of: str
    built: str
    released: str
    content: str
    base: str = ""

    @property
    def days(self) -> str:
        """Return the two days in words, as every page has them."""
        return days_in_words(self.as_of, self.built)

    @property
    def evidence(self) -> str:
        """Return the two days and the content hash in words."""
        return f"{self.days[:1].upper()}{self.days[1:]}, content {self.content}"

    @property
    def stamp(self) -> str:
        """Return version, both days and content hash in words."""
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
    """Make the edition from the parsed ``CITATION.cff`` and ``data/vintage.yml``.

    Raises ``ValueError`` when a field is missing or the two name different versions.
    """
    for name, where, given in (
        *((key, "CITATION.cff", cff) for key in ("title", "authors", "version", "date-released")),
        *((key, "data/vintage.yml", vintage) for key in ("as_of", "built", "version")),
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
        built=str(vintage["built"]),
        released=str(cff["date-released"]),
        content=content,
        base=base,
    )


def whole_book(edition: Edition) -> Citable:
    """Return the book itself; its address is the site's root page."""
    return Citable("book", "book", edition.title, "index.html")


def of_claim(record: Mapping[str, Any]) -> Citable:
    """Return a claim or comparison, from its record's id, section_title, says and url."""
    # Marks of writing direction could make a copied line read otherwise than it is.
    says = " ".join(DIRECTION.sub("", record["says"]).split()).rstrip(".")
    kind = "Comparison" if record["id"].startswith("P") else "Claim"
    title = f"{kind} {record['id']} ({record['section_title']}): {says}"
    return Citable("claim", record["id"], title, record["url"])


def of_heading(heading: Any, chapter: Any) -> Citable:
    """Return a labelled heading (:class:`audit_site.cite.edition.Heading`), given its chapter's."""
    if heading.label == chapter.label:
        return Citable("chapter", heading.label, chapter.title, f"{chapter.page}.html")
    title = f"{heading.title} ({chapter.title})"
    return Citable("section", heading.label, title, f"{heading.page}.html#{heading.label}")


def full(address: str, edition: Edition, root: str = "") -> str:
    """Return an address below the site's root as others may give it.

    Absolute where the site's address is known, else by way of ``root`` (``../../`` or nothing).
    """
    return f"{edition.base}/{address}" if edition.base else f"{root}{address}"


def key(item: Citable) -> str:
    """Return the citation key: ``audit60-c23``, ``audit60-coding-reporter``, ``audit60``."""
    return KEY if item.kind == "book" else f"{KEY}-{item.name.lower()}"


def csl(item: Citable, edition: Edition) -> dict[str, Any]:
    """Return the item as a CSL-JSON record."""
    whole = item.kind == "book"
    return {
        "id": key(item),
        "type": "book" if whole else "chapter",
        "title": item.title,
        "author": [{"literal": edition.author}],
        "issued": {"date-parts": [[int(part) for part in edition.released.split("-")]]},
        "version": edition.version,
        "genre": edition.evidence,
        "URL": full(item.address, edition),
        "language": "en-GB",
        **({} if whole else {"container-title": edition.title}),
    }


def csl_json(items: Iterable[Citable], edition: Edition) -> str:
    """Return a CSL-JSON document, as reference managers import it: a list of records."""
    return json.dumps([csl(item, edition) for item in items], indent=2, ensure_ascii=False)


def apa(item: Citable, edition: Edition) -> str:
    """Return the item as a line of an APA reference list, in plain text."""
    named = f"{edition.author.removesuffix('.')}. ({edition.released[:4]}). {item.title}"
    version, link = f"(Version {edition.version})", full(item.address, edition)
    if item.kind == "book":
        return f"{named} {version} [{edition.evidence}]. {link}"
    return f"{named} [{edition.evidence}]. In {edition.title} {version}. {link}"


def bibtex(items: Iterable[Citable], edition: Edition) -> str:
    """Return the items as BibTeX: ``@book`` for the book, ``@inbook`` for its parts.

    The edition has its own field, which styles print; biblatex knows no ``version`` of a book, and
    asks an ``@incollection`` for an editor.
    """
    from pybtex.database import BibliographyData, Entry, Person
    from pybtex.database.output.bibtex import Writer

    class Plain(Writer):
        """Addresses stay as they are: BibTeX styles read ``url`` verbatim."""

        def _write_field(self, stream: Any, type: str, value: str) -> None:
            if type == "url":
                stream.write(f",\n    {type} = {{{value}}}")
            else:
                super()._write_field(stream, type, value)

    author = f"{{{_balanced(edition.author)}}}"
    entries = {}
    for item in items:
        kind = "book" if item.kind == "book" else "inbook"
        within = {"booktitle": f"{{{_balanced(edition.title)}}}"} if kind == "inbook" else {}
        fields = {
            "title": f"{{{_balanced(item.title)}}}",
            **within,
            "publisher": author,
            "edition": edition.stamp,
            "year": edition.released[:4],
            "url": full(item.address, edition),
        }
        entries[key(item)] = Entry(kind, fields=fields, persons={"author": [Person(last=author)]})
    out = io.StringIO()
    Plain(encoding="utf-8").write_stream(BibliographyData(entries), out)
    return out.getvalue()


def _balanced(text: str) -> str:
    """Return the text without braces, which would end a BibTeX field, and without control signs."""
    return "".join(sign for sign in text if sign not in "{}\\" and sign.isprintable())


def formatted(item: Citable, edition: Edition, form: str) -> str:
    """Return the item in one of :data:`FORMATS`. Raises ``ValueError`` for another form."""
    if form not in FORMATS:
        raise ValueError(f"form: expected one of {', '.join(FORMATS)}; found {form!r}")
    if form == "apa":
        return apa(item, edition)
    if form == "link":
        return f"{full(item.address, edition)} ({edition.stamp})"
    many = csl_json if form == "csl" else bibtex
    return many([item], edition).rstrip("\n")
