"""The JSON Schema (2020-12) of ``claims.json``: ``data/schema/published_claims.json`` filled in.

The file holds the shape; the words that a record or check may use are those of the rule.
"""

from __future__ import annotations

from typing import Any

from ..evidence.schema import document
from ..vocabulary import CAVEATS, CLASSES, GRADES, MARKS, REASONS, RESULTS, ROLES, WORDS
from .checks import VOCABULARY
from .ledger import PAIR
from .records import SCHEMA as NAME
from .tally import AGAINST, BESIDE, TOWARDS


def schema(base: str = "") -> dict[str, Any]:
    """The schema; ``base`` is the site's address where one is known."""
    content = document("published_claims")
    content["$id"] = f"{base}/{NAME}" if base else NAME
    caveats, words = ["", *CAVEATS], list(WORDS)
    allowed = {
        "word": words,
        "version_1": ["", *words],
        "caveat": caveats,
        "class": [name for name in CLASSES if name != PAIR],
        "grade": ["", *GRADES],
        "check_name": sorted(VOCABULARY),
        "role": sorted(ROLES),
        "result": sorted(RESULTS),
        "mark": sorted(MARKS.values()),
        "reason_kind": ["", *REASONS],
        "direction": [TOWARDS, AGAINST, BESIDE],
    }
    for name, values in allowed.items():
        content["$defs"][name]["enum"] = values
    return content
