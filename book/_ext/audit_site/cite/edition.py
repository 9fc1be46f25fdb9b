"""Say what can be cited and in which edition, and write it as BibTeX, CSL-JSON, APA or plain link.

Every citation carries the version, the day up to which texts were read, the day of the build and
the content hash in one text, the *edition*, because a verdict can move when evidence arrives. No
citation style has a place of its own for the first day and the hash.

All of it is read from the project's own files. The content hash
(:func:`audit_site.inputs.content_hash`) is a setting of the build, so that Sphinx writes every page
again when it changes. Functions ending in ``_of`` take the Sphinx application or a record; the
others need no build.
"""

import codecs
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.words import day_in_words

from .. import common
from ..inputs import ROOT, content_hash, is_chapter, names
from ..ledger import data

FORMATS = ("apa", "bibtex", "csl", "link")
#: Prefix of citation keys, so that they do not meet a reader's own.
KEY = "audit60"
#: Name of the whole among what can be cited, and its kind.
BOOK = "book"
DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
#: Marks a page, in Sphinx's metadata of it, whose own text names the edition.
SHOWN = "shows_edition"
FAULT = "the book cannot be cited"

#: What is no prose: the front matter, cells, directives and listings.
NO_PROSE = re.compile(
    r"\A---\n.*?^---$|"
    r"^[ \t]*(?P<fence>`{3,}|:{3,}|~{3,})[^\n]*\n.*?(?:^[ \t]*(?P=fence)[ \t]*$|\Z)",
    re.S | re.M,
)
LABEL = re.compile(r"^\(([A-Za-z][\w-]*)\)=\s*$")
HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*$")


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


def whole_book(this: Edition) -> Citable:
    """Return the book itself; its address is the site's root page."""
    return Citable(BOOK, BOOK, this.title, "index.html")


def of_claim(record: Mapping[str, Any]) -> Citable:
    """Return a claim or comparison, from its record's id, section_title, says and url."""
    # Marks of writing direction could make a copied line read otherwise than it is.
    says = " ".join(DIRECTION.sub("", record["says"]).split()).rstrip(".")
    kind = "Comparison" if record["id"].startswith("P") else "Claim"
    title = f"{kind} {record['id']} ({record['section_title']}): {says}"
    return Citable("claim", record["id"], title, record["url"])


def full(address: str, this: Edition, root: str = "") -> str:
    """Return an address below the site's root as others may give it.

    Absolute where the site's address is known, else by way of ``root`` (``../../`` or nothing).
    """
    return f"{this.base}/{address}" if this.base else f"{root}{address}"


def key(item: Citable) -> str:
    """Return the citation key: ``audit60-c23``, ``audit60-coding-reporter``, ``audit60``."""
    return KEY if item.kind == BOOK else f"{KEY}-{item.name.lower()}"


# ---- from the project's files --------------------------------------------------------------------


def labelled_headings(text: str, page: str) -> Iterator[Citable]:
    """Give the labelled headings of one chapter's MyST source, in order.

    The first is the chapter. A heading may carry several labels; the one nearest to it counts. Its
    words are taken as they stand: headings of this book have neither numbers nor markup.
    """
    label, chapter = "", ""
    for line in NO_PROSE.sub("…", text).splitlines():
        heading = HEADING.match(line)
        if heading and label:
            title = heading[2]
            if chapter:
                address = f"{page}.html#{label}"
                yield Citable("section", label, f"{title} ({chapter})", address)
            else:
                chapter = title
                yield Citable("chapter", label, title, f"{page}.html")
        if line.strip():
            found = LABEL.match(line)
            label = found[1] if found else ""


def headings(root: Path = ROOT) -> dict[str, Citable]:
    """Return every labelled heading of the book by its label. ValueError when two share one."""
    found: dict[str, Citable] = {}
    for name in names(root, is_chapter):
        for item in labelled_headings((root / name).read_text("utf-8"), name.removesuffix(".md")):
            if item.name in found:
                other = f"{found[item.name].page}.md"
                raise ValueError(
                    f"book: expected the label {item.name!r} once, found it in {other} and {name}"
                )
            found[item.name] = item
    return found


def site_address(root: Path = ROOT) -> str:
    """Return the site's published address from ``_config.yml``, "" while it has none.

    Raises ``ValueError`` for one that is no http(s) address.
    """
    base = str((common.read_yaml(root, "_config.yml").get("html") or {}).get("baseurl") or "")
    if base and not re.fullmatch(r"https?://[^\s<>\"']+", base):
        raise ValueError(f"_config.yml: html.baseurl: expected an http(s) address, found {base!r}")
    return base.rstrip("/")


def edition(root: Path = ROOT) -> Edition:
    """Return the edition that the project's files describe.

    Raises ``ValueError`` when a field is missing or two files name different versions.
    """
    cff, vintage = (common.read_yaml(root, name) for name in ("CITATION.cff", "data/vintage.yml"))
    for name, where, given in (
        *((key, "CITATION.cff", cff) for key in ("title", "authors", "version", "date-released")),
        *((key, "data/vintage.yml", vintage) for key in ("as_of", "built", "version")),
        *(("name", "CITATION.cff: authors", author) for author in cff.get("authors") or ()),
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
        content=content_hash(root),
        base=site_address(root),
        keywords=tuple(cff.get("keywords", ())),
    )


def named(name: str, parts: Iterable[Citable]) -> Citable | None:
    """Return what a claim's id or a label stands for; the book for "", None for nothing known."""
    return next((part for part in parts if part.name == (name or BOOK)), None)


def edition_of(app: Any) -> Edition:
    """Return the build's edition, read on first use."""
    return common.once(app, "audit_edition", lambda: edition(Path(app.srcdir)), FAULT)


def parts_of(app: Any) -> list[Citable]:
    """Return everything that can be cited, collected on first use: the book, its labelled headings
    page by page, then the claims and comparisons whose cards belong there."""

    def collected() -> list[Citable]:
        records = sorted(data.ledger(app).in_order(), key=data.page_of)
        items = [*headings(Path(app.srcdir)).values(), *map(of_claim, records)]
        there = [item for item in items if item.page in app.env.found_docs]
        return [whole_book(edition_of(app)), *there]

    return common.once(app, "audit_parts", collected, FAULT)


def named_of(app: Any, name: str) -> Citable | None:
    """Return what a name stands for in the build, as :func:`named`."""
    return named(name, parts_of(app))


def page_of(app: Any, page: str) -> Citable:
    """Return what a page is when it is cited: the book on its first page, else the chapter."""
    if page == app.config.master_doc:
        return whole_book(edition_of(app))
    chapters = (one for one in parts_of(app) if one.page == page and one.kind == "chapter")
    title = app.env.titles[page].astext()
    return next(chapters, None) or Citable("chapter", page, title, f"{page}.html")


def note_content(app: Any, config: Any) -> None:
    """Keep the content hash among the settings: pages are written again when it changes.

    The builder, which knows itself what to write, has set another word there.
    """
    config.audit_content = config.audit_content or content_hash(Path(app.srcdir))


# ---- as others write it --------------------------------------------------------------------------


def csl(item: Citable, this: Edition) -> dict[str, Any]:
    """Return the item as a CSL-JSON record."""
    whole = item.kind == BOOK
    return {
        "id": key(item),
        "type": "book" if whole else "chapter",
        "title": item.title,
        "author": [{"literal": this.author}],
        "issued": {"date-parts": [[int(part) for part in this.released.split("-")]]},
        "version": this.version,
        "genre": this.evidence,
        "URL": full(item.address, this),
        "language": "en-GB",
        **({} if whole else {"container-title": this.title}),
    }


def apa(item: Citable, this: Edition) -> str:
    """Return the item as a line of an APA reference list, in plain text."""
    named = f"{this.author.removesuffix('.')}. ({this.released[:4]}). {item.title}"
    version, link = f"(Version {this.version})", full(item.address, this)
    if item.kind == BOOK:
        return f"{named} {version} [{this.evidence}]. {link}"
    return f"{named} [{this.evidence}]. In {this.title} {version}. {link}"


def bibtex(items: Iterable[Citable], this: Edition) -> str:
    """Return the items as BibTeX: ``@book`` for the book, ``@inbook`` for its parts.

    The edition has its own field, which styles print; biblatex knows no ``version`` of a book, and
    asks an ``@incollection`` for an editor. Braces keep names and titles as they are written.
    """
    return "\n".join(entry(item, this) for item in items)


def entry(item: Citable, this: Edition) -> str:
    """Return one item as an entry of BibTeX."""
    whole = item.kind == BOOK
    author, within = f'"{{{tex(this.author)}}}"', f'"{{{tex(this.title)}}}"'
    fields = {
        "author": author,
        "title": f'"{{{tex(item.title)}}}"',
        **({} if whole else {"booktitle": within}),
        "publisher": author,
        "edition": f'"{tex(this.stamp)}"',
        "year": f'"{this.released[:4]}"',
        "url": f"{{{full(item.address, this)}}}",  # which styles read as it stands
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
    "bibtex": lambda item, this: bibtex([item], this).rstrip("\n"),
    "csl": lambda item, this: json.dumps([csl(item, this)], indent=2, ensure_ascii=False),
    "link": lambda item, this: f"{full(item.address, this)} ({this.stamp})",
}


def formatted(item: Citable, this: Edition, form: str) -> str:
    """Return the item in one of :data:`FORMATS`."""
    return WRITERS[form](item, this)
