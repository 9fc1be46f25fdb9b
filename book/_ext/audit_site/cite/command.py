"""Command ``cite``: a ready citation of the book, a chapter, a section or a claim."""

from __future__ import annotations

import argparse
import difflib
import re
from pathlib import Path

from analysis import evidence
from analysis.claims import ledger

from . import edition as contents
from . import forms

CLAIM_ID = re.compile(r"[Cc]\d+")


def add_parser(commands) -> None:
    """Add the command to an argparse sub-parser collection."""
    cite = commands.add_parser("cite", help="a ready citation of the book or of a part of it")
    cite.add_argument(
        "name",
        nargs="?",
        default="",
        metavar="C23",
        help="a claim (C23), or the label of a chapter or section (coding-reporter); "
        "without it the whole book",
    )
    cite.add_argument("--format", choices=forms.FORMATS, default="apa", help="default: apa")
    cite.set_defaults(run=run)


def find(
    name: str, edition: forms.Edition, claims: list[dict], root: Path = contents.ROOT
) -> forms.Citable:
    """The part of the book that ``name`` stands for; ValueError when it stands for nothing."""
    if not name:
        return forms.whole_book(edition)
    for claim in claims:
        if claim["id"] == name.upper():
            return forms.of_claim({**claim, "url": ledger.address(claim)})
    known = contents.headings(root)
    if name in known:
        heading = known[name]
        return forms.of_heading(heading, known[heading.chapter])
    near = difflib.get_close_matches(name, known, n=3)
    hint = f" (near: {', '.join(near)})" if near else ""
    raise ValueError(
        "cite: expected a claim C01 to C71 or the label of a chapter or section; "
        f"found {name!r}{hint}"
    )


def run(options: argparse.Namespace) -> int:
    edition = contents.edition()
    # Loading the evidence takes seconds, and only a claim needs it.
    claims = evidence.load().claims if CLAIM_ID.fullmatch(options.name) else []
    item = find(options.name, edition, claims)
    print(forms.formatted(item, edition, options.format))
    return 0
