"""Command ``cite``: a ready citation of the book, a chapter, a section or a claim."""

import argparse
import difflib
import re

from analysis import evidence
from analysis.claims import ledger

from . import edition as contents
from . import forms

CLAIM_ID = re.compile(r"[Cc]\d+")


def run(options: argparse.Namespace) -> int:
    """Print a ready citation of the book or of a part of it.

    A part is a claim (C23), or the label of a chapter or section (coding-reporter).
    """
    name, edition, known = options.name, contents.edition(), contents.headings()
    # Loading the evidence takes seconds, and only a claim needs it.
    claims = evidence.load().claims if CLAIM_ID.fullmatch(name) else []
    records = [{**claim, "url": ledger.address(claim)} for claim in claims]
    item = contents.named(name.upper() if claims else name, edition, records, known)
    if item is None:
        near = difflib.get_close_matches(name, known, n=3)
        hint = f" (near: {', '.join(near)})" if near else ""
        raise ValueError(
            "cite: expected a claim C01 to C71 or the label of a chapter or section; "
            f"found {name!r}{hint}"
        )
    print(forms.formatted(item, edition, options.format))
    return 0


NAME = {"nargs": "?", "default": "", "metavar": "C23", "help": "without it the whole book"}
FORMAT = {"choices": forms.FORMATS, "default": "apa", "help": "default: apa"}
COMMANDS = {"cite": (run, {"name": NAME, "--format": FORMAT})}
