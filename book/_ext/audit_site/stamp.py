"""At the foot of every page: which version this is, how old the evidence, where the sums are."""

from __future__ import annotations

from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from . import ledgerdata, manifest, settings
from .notebook import long_day


def stamp(*, version: str, as_of: str, claims: str, sums: str) -> str:
    """Return the stamp as HTML; ``claims`` and ``sums`` are the addresses of the two files."""
    day = long_day(date.fromisoformat(as_of))
    return (
        f'<p class="page-stamp">Version {escape(version)}, evidence as of {escape(day)}. '
        f'For machines: <a href="{escape(claims)}">the ledger</a>, '
        f'<a href="{escape(sums)}">checksums of all pages</a>.</p>'
    )


def add_stamp(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Hand the stamp to the theme's footer."""
    vintage = settings.vintage(Path(app.srcdir))
    way = context["pathto"]
    context["theme_extra_footer"] = stamp(
        version=str(vintage.get("version", "")),
        as_of=str(vintage["as_of"]),
        claims=way(ledgerdata.NAME, 1),
        sums=way(manifest.NAME, 1),
    )


def setup(app: Any) -> None:
    """Stamp each page as it is written."""
    app.connect("html-page-context", add_stamp)
