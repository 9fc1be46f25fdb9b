"""The filters above the ledger and the ledger as a spreadsheet.

The form is ordinary HTML: ``ledger.js`` reads it, hides the rows that do not fit, says how many are
left, and keeps the choice in the page's address, so that a filtered view can be sent to somebody.
A browser without scripts does not show the form.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import Any
from urllib.parse import urlencode

from ..figures import figure
from . import badge, card, data

CSV = "_data/ledger.csv"
COLUMNS = (
    "claim",
    "section",
    "kind",
    "says",
    "verdict",
    "verdict_word",
    "verdict_at_publication",
    "evidence",
    "decided_by",
    "sentence",
    "url",
)


def address(page: str, **chosen: str) -> str:
    """Return the address of a filtered ledger: ``page#verdict=misleading``."""
    return f"{page}#{urlencode(chosen)}"


def counted(records: list[dict[str, Any]], field: str, words: dict[str, str]) -> list[tuple]:
    """Return (value, word, count) of a field's values: known words first, in their order."""
    tally = Counter(record[field] for record in records)
    known = [value for value in words if tally[value]]
    return [(v, words.get(v, v), tally[v]) for v in [*known, *sorted(set(tally) - set(words))]]


def choice(name: str, title: str, every: str, options: list[tuple]) -> str:
    """Return a labelled list to choose one value from."""
    items = "".join(
        f'<option value="{escape(value)}">{escape(word[:1].upper() + word[1:])} ({count})</option>'
        for value, word, count in options
    )
    return (
        f'<label class="ledger-choice"><span>{escape(title)}</span><select name="{name}">'
        f'<option value="">{escape(every)}</option>{items}</select></label>'
    )


def form(records: list[dict[str, Any]], *, up: str) -> str:
    """Return the filters as escaped HTML; ``up`` is the way to the site's root."""
    boxes = "".join(
        f'<label class="ledger-verdict {badge.css_class(value)}">'
        f'<input type="checkbox" name="verdict" value="{escape(value)}" />'
        f"{badge.icon(value)}<span>{escape(word)}</span> "
        f'<span class="ledger-number">{count}</span></label>'
        for value, word, count in counted(records, "verdict", badge.WORDS)
    )
    kinds = choice("kind", "Kind", "Every kind", counted(records, "kind", card.KINDS))
    strengths = choice(
        "strength", "Evidence", "Any evidence", counted(records, "strength", card.STRENGTHS)
    )
    return (
        '<form class="ledger-filters" aria-label="Filter the claims">'
        f"<fieldset><legend>Verdict</legend>{boxes}</fieldset>"
        f'<div class="ledger-line">{kinds}{strengths}'
        '<label class="ledger-choice ledger-words"><span>Words</span>'
        '<input type="search" name="q" autocomplete="off" spellcheck="false" /></label>'
        '<button type="reset">Show all</button></div></form>\n'
        f'<p class="ledger-below"><span class="ledger-status" role="status">{len(records)} claims'
        f'</span> <span class="ledger-downloads">Download: <a href="{up}{CSV}" download>CSV</a>, '
        f'<a href="{up}{data.NAME}" download>JSON</a></span></p>\n'
    )


def csv_of(records: list[dict[str, Any]]) -> str:
    """Return the ledger as CSV, one row a claim; nothing in it can act as a formula."""
    rows = [
        [
            record["id"],
            record["section_title"],
            record["kind"],
            record["says"],
            record["verdict"],
            record["verdict_word"],
            record.get("verdict_at_publication") or record["verdict"],
            record["strength"],
            record.get("decided_by") or "",
            record["sentence"],
            record["url"],
        ]
        for record in records
    ]
    return figure.csv_text(list(COLUMNS), rows)
