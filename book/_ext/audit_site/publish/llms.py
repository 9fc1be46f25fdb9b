"""Write ``llms.txt``: what the site is and says, in plain text for whoever reads by machine.

Its form is that of llmstxt.org: a title, a summary, lists of links. Everything in it is from the
published claims document and the edition.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .. import common
from ..cite import edition as editions
from ..cite import forms
from ..cite.head import description_of
from ..ledger import data
from ..markup import written
from ..take_away import downloads

NAME = "llms.txt"
FILES = {
    data.NAME: "every sentence with its checks, rows and verdict; its schema is beside it",
    downloads.ARCHIVE: "all data with their sources, a Data Package",
    "citations.bib": "everything that can be cited, as BibTeX",
    "changes.xml": "what each version changed, as a feed",
}


def text(
    ledger: data.Ledger, edition: forms.Edition, *, summary: str, pages: Mapping[str, str]
) -> str:
    """Return the file; ``pages`` are titles by address, ``summary`` the answer in a sentence."""
    return written(
        "publish/llms.txt",
        edition=edition,
        summary=summary,
        article=ledger.sources[data.ARTICLE],
        tally=ledger.document["tally"]["line"],
        sentences=ledger.records,
        comparisons=ledger.comparisons,
        pages=pages,
        files=FILES,
        citation=forms.apa(forms.whole_book(edition), edition),
        full=forms.full,
    )


def write(app: Any) -> None:
    """Write the file into the site's root."""
    ledger, first = data.ledger(app), app.config.master_doc
    pages = {f"{page}.html": app.env.titles[page].astext() for page in common.pages(app)}
    summary = description_of(app.env.get_doctree(first))
    content = text(ledger, editions.edition_of(app), summary=summary, pages=pages)
    (Path(app.outdir) / NAME).write_text(content, "utf-8")
