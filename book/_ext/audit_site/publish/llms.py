"""Write ``llms.txt``: what the site is and says, in plain text for whoever reads by machine.

Its form is that of llmstxt.org: a title, a summary, lists of links. Everything in it is from the
published claims document and the edition.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.vocabulary import WORDS

from .. import common
from ..cite import edition as editions
from ..cite import forms
from ..cite.head import ARTICLE, description_of
from ..ledger import data
from ..take_away import downloads

NAME = "llms.txt"
OTHERS = (
    (data.NAME, "every sentence with its checks, rows and verdict; its schema is beside it"),
    (downloads.ARCHIVE, "all data with their sources, a Data Package"),
    ("citations.bib", "everything that can be cited, as BibTeX"),
    ("changes.xml", "what each version changed, as a feed"),
)


def verdict(record: Mapping[str, Any], edition: forms.Edition) -> str:
    """Return a claim or comparison in one line: id, address, verdict, what it judges, why."""
    word = record["word"] + (f" ({record['caveat_word']})" if record["caveat_word"] else "")
    link = f"[{record['id']}]({forms.full(record['url'], edition)})"
    return " ".join(f"- {link}: {word}. {record['says']} Verdict: {record['sentence']}".split())


def text(
    ledger: data.Ledger, edition: forms.Edition, *, summary: str, pages: Mapping[str, str]
) -> str:
    """Return the file; ``pages`` are titles by address, ``summary`` the answer in a sentence."""
    article = ledger.sources[ARTICLE]
    link = f"[{article['title']}]({article['url']})"
    lists = {
        "What a verdict says": [f"- {word}: {meaning}." for word, meaning in WORDS.items()],
        "The sentences": [verdict(record, edition) for record in ledger.records],
        "The comparisons that they imply": [verdict(r, edition) for r in ledger.comparisons],
        "Pages": [f"- [{title}]({forms.full(page, edition)})" for page, title in pages.items()],
        "Files": [f"- [{name}]({forms.full(name, edition)}): {said}" for name, said in OTHERS],
        "How to quote": [
            "- Give a verdict with its id, its sentence and its address: the word alone says less.",
            "- A verdict is on a sentence, by a rule that is printed; it is on no person.",
            "- A verdict can move: name the version and the day, as in this citation of the whole.",
            f"- {forms.apa(forms.whole_book(edition), edition)}",
            "- Cite the sources themselves for their findings; each row of the data names its own.",
        ],
    }
    head = (
        f"# {edition.title}\n\n> {summary}\n\nThis site checks the article {link}, sentence by "
        f"sentence, from public evidence. {edition.stamp}. Text and data: CC BY 4.0; code: MIT."
    )
    parts = ("\n".join([f"## {title}\n", *lines]) for title, lines in lists.items() if lines)
    return "\n\n".join([head, ledger.document["tally"]["line"], *parts]) + "\n"


def write(app: Any) -> None:
    """Write the file into the site's root; a ledger without its article has none."""
    ledger, first = data.ledger(app), app.config.master_doc
    if ARTICLE not in ledger.sources:
        return
    toc = common.contents(Path(app.srcdir), app.config.external_toc_path)
    pages = {f"{p}.html": app.env.titles[p].astext() for _, part in toc for p in part}
    summary = description_of(app.env.get_doctree(first))
    content = text(ledger, editions.edition_of(app), summary=summary, pages=pages)
    (Path(app.outdir) / NAME).write_text(content, "utf-8")
