"""Read from the project's own files what can be cited, and in which edition.

The content hash (:func:`audit_site.inputs.content_hash`) is a setting of the build, so that Sphinx
writes every page again when it changes. Functions ending in ``_of`` take the Sphinx application;
the others need no build.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from .. import common
from ..inputs import ROOT, content_hash, is_chapter, names
from ..ledger import data
from . import forms

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


def labelled_headings(text: str, page: str) -> Iterator[forms.Citable]:
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
                yield forms.Citable("section", label, f"{title} ({chapter})", address)
            else:
                chapter = title
                yield forms.Citable("chapter", label, title, f"{page}.html")
        if line.strip():
            found = LABEL.match(line)
            label = found[1] if found else ""


def headings(root: Path = ROOT) -> dict[str, forms.Citable]:
    """Return every labelled heading of the book by its label. ValueError when two share one."""
    found: dict[str, forms.Citable] = {}
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
    base = (common.read_yaml(root, "_config.yml").get("html") or {}).get("baseurl") or ""
    if base and not re.fullmatch(r"https?://[^\s<>\"']+", base):
        raise ValueError(f"_config.yml: html.baseurl: expected an http(s) address, found {base!r}")
    return base.rstrip("/")


def edition(root: Path = ROOT) -> forms.Edition:
    """Return the edition that the project's files describe.

    Raises ``ValueError`` when a field is missing or two files name different versions.
    """
    cff, vintage = (common.read_yaml(root, name) for name in ("CITATION.cff", "data/vintage.yml"))
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
    return forms.Edition(
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


def named(
    name: str, edition: forms.Edition, parts: Iterable[forms.Citable]
) -> forms.Citable | None:
    """Return what a claim's id or a label stands for; the book for "", None for nothing known."""
    known = (part for part in parts if part.name == name)
    return next(known, None) if name else forms.whole_book(edition)


def edition_of(app: Any) -> forms.Edition:
    """Return the build's edition, read on first use."""
    return common.once(app, "audit_edition", lambda: edition(Path(app.srcdir)), FAULT)


def parts_of(app: Any) -> list[forms.Citable]:
    """Return everything in the book that can be cited, collected on first use: the labelled
    headings page by page, then the claims and comparisons whose cards belong there."""

    def collected() -> list[forms.Citable]:
        records = sorted(data.ledger(app).in_order(), key=data.page_of)
        items = [*headings(Path(app.srcdir)).values(), *map(forms.of_claim, records)]
        return [item for item in items if item.page in app.env.found_docs]

    return common.once(app, "audit_parts", collected, FAULT)


def named_of(app: Any, name: str) -> forms.Citable | None:
    """Return what a name stands for in the build, as :func:`named`."""
    return named(name, edition_of(app), parts_of(app))


def page_of(app: Any, page: str) -> forms.Citable:
    """Return what a page is when it is cited: the book on its first page, else the chapter."""
    if page == app.config.master_doc:
        return forms.whole_book(edition_of(app))
    chapters = (one for one in parts_of(app) if one.page == page and one.kind == "chapter")
    title = app.env.titles[page].astext()
    return next(chapters, None) or forms.Citable("chapter", page, title, f"{page}.html")


def note_content(app: Any, config: Any) -> None:
    """Keep the content hash among the settings: pages are written again when it changes.

    A build that takes up the last one has kept its setting.
    """
    if not common.taken_up(app):
        config.audit_content = content_hash(Path(app.srcdir))
