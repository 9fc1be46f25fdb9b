"""Cite the book, a chapter, a section or a claim as BibTeX, CSL-JSON, APA and plain link.

Every citation carries the version, the day up to which texts were read, the day of the build and
the content hash (:mod:`.edition`) in one text, the *edition*, because a verdict can move when
evidence arrives. No citation style has a place of its own for the first day and the hash.
"""

import codecs
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from analysis.words import day_in_words

FORMATS = ("apa", "bibtex", "csl", "link")
#: Prefix of citation keys, so that they do not meet a reader's own.
KEY = "audit60"
DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


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
    keywords: tuple[str, ...] = ()

    @property
    def days(self) -> str:
        """Return the two days in words, as every page has them."""
        return f"texts read up to {day_in_words(self.as_of)}, built {day_in_words(self.built)}"

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

    @property
    def page(self) -> str:
        """The name of the page below the site's root, without ending."""
        return self.address.partition(".html")[0]


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
    asks an ``@incollection`` for an editor. Braces keep names and titles as they are written.
    """
    return "\n".join(entry(item, edition) for item in items)


def entry(item: Citable, edition: Edition) -> str:
    """Return one item as an entry of BibTeX."""
    whole = item.kind == "book"
    author, within = f'"{{{tex(edition.author)}}}"', f'"{{{tex(edition.title)}}}"'
    fields = {
        "author": author,
        "title": f'"{{{tex(item.title)}}}"',
        **({} if whole else {"booktitle": within}),
        "publisher": author,
        "edition": f'"{tex(edition.stamp)}"',
        "year": f'"{edition.released[:4]}"',
        "url": f"{{{full(item.address, edition)}}}",  # which styles read as it stands
    }
    lines = "".join(f",\n    {name} = {value}" for name, value in fields.items())
    return f"@{'book' if whole else 'inbook'}{{{key(item)}{lines}\n}}\n"


def tex(text: str) -> str:
    """Return a text as TeX writes it, without control signs and without the braces that would end a
    field."""
    import latexcodec  # noqa: F401 (it makes the encoding known)

    plain = "".join(sign for sign in text if sign not in "{}\\" and sign.isprintable())
    return codecs.encode(plain, "ulatex+utf-8")


#: What writes one item in each form; CSL-JSON is a list of records, as reference managers take it.
WRITERS: dict[str, Callable[[Citable, Edition], str]] = {
    "apa": apa,
    "bibtex": lambda item, edition: bibtex([item], edition).rstrip("\n"),
    "csl": lambda item, edition: json.dumps([csl(item, edition)], indent=2, ensure_ascii=False),
    "link": lambda item, edition: f"{full(item.address, edition)} ({edition.stamp})",
}


def formatted(item: Citable, edition: Edition, form: str) -> str:
    """Return the item in one of :data:`FORMATS`."""
    return WRITERS[form](item, edition)
