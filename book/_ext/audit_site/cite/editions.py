"""The edition of the book that is being built, and what of it can be cited.

The content hash is a setting of the build, so that Sphinx writes every page again when it changes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.errors import ExtensionError

from ..ledger import data
from . import edition as contents
from . import forms

#: Marks a page, in Sphinx's metadata of it, whose own text names the edition.
SHOWN = "shows_edition"


def edition(app: Any) -> forms.Edition:
    """Return the build's edition, read on first use."""
    if not hasattr(app, "audit_edition"):
        try:
            app.audit_edition = contents.edition(Path(app.srcdir))
        except ValueError as error:
            raise ExtensionError(f"the book cannot be cited: {error}") from error
    return app.audit_edition


def headings(app: Any) -> dict[str, contents.Heading]:
    """Return the book's labelled headings, read on first use."""
    if not hasattr(app, "audit_headings"):
        try:
            app.audit_headings = contents.headings(Path(app.srcdir))
        except ValueError as error:
            raise ExtensionError(f"the book cannot be cited: {error}") from error
    return app.audit_headings


def sections_of(app: Any, page: str) -> dict[str, forms.Citable]:
    """Return what can be cited on a page by its anchor: the chapter and its sections."""
    known = headings(app)
    return {
        heading.label: forms.of_heading(heading, known[heading.chapter])
        for heading in known.values()
        if heading.page == page
    }


def claims_of(app: Any, page: str) -> dict[str, forms.Citable]:
    """Return the claims whose cards belong to a page, by their anchor."""
    return {
        data.anchor_of(record): forms.of_claim(record)
        for record in data.ledger(app).records
        if data.page_of(record) == page
    }


def chapter_of(app: Any, page: str) -> forms.Citable | None:
    """Return the chapter that a page holds; None for a page without a labelled title."""
    for item in sections_of(app, page).values():
        if item.kind == "chapter":
            return item
    return None


def named(app: Any, name: str) -> forms.Citable | None:
    """Return what a claim's id or a label stands for; the book for "", None for nothing known."""
    if not name:
        return forms.whole_book(edition(app))
    for record in data.ledger(app).records:
        if record["id"] == name:
            return forms.of_claim(record)
    known = headings(app)
    return forms.of_heading(known[name], known[known[name].chapter]) if name in known else None


def page_item(app: Any, page: str) -> forms.Citable:
    """Return what a page is when it is cited: the book on its first page, else the chapter."""
    if page == app.config.master_doc:
        return forms.whole_book(edition(app))
    title = app.env.titles[page].astext()
    return chapter_of(app, page) or forms.Citable("chapter", page, title, f"{page}.html")


def keywords(app: Any) -> list[str]:
    """Return the keywords of ``CITATION.cff``."""
    return [str(word) for word in contents.read_yaml(Path(app.srcdir), "CITATION.cff")["keywords"]]


def all_items(app: Any, pages: set[str]) -> list[forms.Citable]:
    """Return the book and everything in it that can be cited, page by page, claims last."""
    items = [forms.whole_book(edition(app))]
    for page in sorted(pages):
        items.extend(sections_of(app, page).values())
    for page in sorted(pages):
        items.extend(claims_of(app, page).values())
    return items


def note_content(app: Any, config: Any) -> None:
    """Keep the content hash among the settings: pages are written again when it changes.

    A build that takes up the last one has kept its setting; see :mod:`rebuild.reuse_pages`.
    """
    if not config.audit_last_content:
        config.audit_content = contents.content_hash(Path(app.srcdir))


def setup(app: Any) -> None:
    """Register the setting."""
    app.add_config_value("audit_content", "", "html", str)
    app.connect("config-inited", note_content)
