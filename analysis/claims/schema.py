"""The JSON Schema (2020-12) of ``claims.json``: ``data/schema/published_claims.json`` filled in.

The file holds the shape; the words that a claim or check may use are those of the rule.
"""

from __future__ import annotations

from typing import Any

from ..evidence.schema import document
from ..vocabulary import KINDS, RESULTS, ROLES, WORDS
from .checks import VOCABULARY

NAME = "claims.schema.json"


def schema(base: str = "") -> dict[str, Any]:
    """The schema; ``base`` is the site's address where one is known."""
    content = document("published_claims")
    content["$id"] = f"{base}/{NAME}" if base else NAME
    claim, check = (content["$defs"][name] for name in ("claim", "check"))
    checks = sorted(VOCABULARY)
    for part, words in (
        (check, {"name": checks, "role": sorted(ROLES), "result": sorted(RESULTS)}),
        (claim, {"kind": sorted(KINDS), "decided_by": [None, *checks]}),
        (claim, {"verdict": list(WORDS), "verdict_word": list(WORDS.values())}),
        (claim, {"verdict_at_publication": list(WORDS)}),
    ):
        for name, allowed in words.items():
            part["properties"][name]["enum"] = allowed
    # A verdict and its word belong together.
    claim["oneOf"] = [
        {"properties": {"verdict": {"const": verdict}, "verdict_word": {"const": word}}}
        for verdict, word in WORDS.items()
    ]
    return content
