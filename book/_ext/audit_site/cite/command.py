"""Command ``cite``: a ready citation of the book, a chapter, a section or a claim."""

import argparse
import difflib
import re

from analysis import evidence
from analysis.claims import ledger

from . import edition as known

CLAIM_ID = re.compile(r"[CP]\d+(-\d+)?", re.I)


def run(options: argparse.Namespace) -> int:
    """Print a ready citation of the book or of a part of it.

    A part is a claim (C23), a comparison (P22-23), or the label of a chapter or section
    (coding-reporter).
    """
    name = options.name.replace("–", "-")  # as pages print a comparison
    this, headings = known.edition(), known.headings()
    # Loading the evidence takes seconds, and only a claim needs it.
    claims = evidence.load().claims if CLAIM_ID.fullmatch(name) else []
    cited = [known.of_claim({**claim, "url": ledger.address(claim)}) for claim in claims]
    parts = [known.whole_book(this), *cited, *headings.values()]
    item = known.named(name.upper() if claims else name, parts)
    if item is None:
        near = difflib.get_close_matches(name, headings, n=3)
        hint = f" (near: {', '.join(near)})" if near else ""
        raise ValueError(
            "cite: expected a claim C01 to C71, a comparison such as P22-23 or the label of a "
            f"chapter or section; found {name!r}{hint}"
        )
    print(known.formatted(item, this, options.format))
    return 0


NAME = {"nargs": "?", "default": "", "metavar": "C23", "help": "without it the whole book"}
FORMAT = {"choices": known.FORMATS, "default": "apa", "help": "default: apa"}
COMMANDS = {"cite": (run, {"name": NAME, "--format": FORMAT})}
