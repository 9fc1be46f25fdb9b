"""The JSON Schema (2020-12) of ``claims.json``, with the vocabulary that the ledger uses."""

from __future__ import annotations

from typing import Any

from ..vocabulary import KINDS, RESULTS, ROLES, WORDS
from .checks import VOCABULARY

NAME = "claims.schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
DAY = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
TEXT = {"type": "string"}
WORDS_ONLY = {"type": "string", "minLength": 1}


def listing(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def closed(properties: dict[str, Any], *, optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """An object with these properties and no others; all are required but the optional ones."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def check() -> dict[str, Any]:
    return closed(
        {
            "name": {"enum": sorted(VOCABULARY)},
            "role": {"enum": sorted(ROLES)},
            "result": {"enum": sorted(RESULTS)},
            "statistic": {
                "type": ["number", "string", "null"],
                "description": "what was compared; null where nothing could be",
            },
            "threshold": {"type": ["number", "string", "null"]},
            "unit": {"type": ["string", "null"]},
            "rows": listing(WORDS_ONLY) | {"description": "record ids of the rows used, in data/"},
            "sentence": TEXT,
            "sources": listing(WORDS_ONLY) | {"description": "keys of data/sources.bib"},
        }
    )


def claim() -> dict[str, Any]:
    return closed(
        {
            "id": {"type": "string", "pattern": r"^C\d{2}$"},
            "slug": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
            "url": {
                "type": "string",
                "pattern": r"^book/[a-z_/]+\.html#c\d{2}-[a-z0-9-]+$",
                "description": "permanent address, relative to the site's root",
            },
            "section": WORDS_ONLY,
            "section_title": WORDS_ONLY,
            "kind": {"enum": sorted(KINDS)},
            "says": WORDS_ONLY | {"description": "what the article says, in the audit's words"},
            "figures": listing({"type": "object", "required": ["value", "unit"]}),
            "essay": TEXT | {"description": "what the essay behind the article says"},
            "primary": TEXT | {"description": "what the primary source says"},
            "differs": TEXT,
            "would_change": TEXT | {"description": "what would change the verdict"},
            "sources": listing(WORDS_ONLY),
            "checks": listing({"$ref": "#/$defs/check"}),
            "verdict": {"enum": list(WORDS)},
            "verdict_word": {"enum": list(WORDS.values())},
            "verdict_at_publication": {
                "enum": list(WORDS),
                "description": "on the evidence of the essay's day; only where it differs",
            },
            "decided_by": {"enum": [None, *sorted(VOCABULARY)]},
            "table_line": {"type": "integer", "minimum": 0, "maximum": 13},
            "judged": {"type": "boolean"},
            "sentence": WORDS_ONLY,
            "strength": WORDS_ONLY,
        },
        optional=("verdict_at_publication",),
    ) | {
        # A verdict and its word belong together.
        "oneOf": [
            {"properties": {"verdict": {"const": verdict}, "verdict_word": {"const": word}}}
            for verdict, word in WORDS.items()
        ]
    }


def schema(base: str = "") -> dict[str, Any]:
    """The schema; ``base`` is the site's address where one is known."""
    return {
        "$schema": DIALECT,
        "$id": f"{base}/{NAME}" if base else NAME,
        "title": "Ledger of the 60% by 2028 audit",
        **closed(
            {
                "$schema": TEXT,
                "vintage": closed({"as_of": DAY, "published": DAY, "version": WORDS_ONLY}),
                "claims": listing({"$ref": "#/$defs/claim"}),
            }
        ),
        "$defs": {"claim": claim(), "check": check()},
    }
