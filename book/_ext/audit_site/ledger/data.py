"""Load the ledger once a build for all pages, and publish it as ``claims.json``."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .. import common

NAME = "claims.json"
SCHEMA = "claims.schema.json"
#: What the published ledger says of its edition.
DAYS = ("as_of", "built", "published", "version")


@dataclass(frozen=True)
class Ledger:
    """Claims in article order, the sources they name, and the dates they were judged with."""

    records: list[dict[str, Any]] = field(default_factory=list)
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    vintage: dict[str, Any] = field(default_factory=dict)

    def claim(self, name: str) -> dict[str, Any]:
        """Return the record of one claim. Raises ``KeyError`` for an unknown id."""
        for record in self.records:
            if record["id"] == name:
                return record
        raise KeyError(name)


def anchor_of(record: dict[str, Any]) -> str:
    """Return the claim's anchor, the last part of its permanent address."""
    return record["url"].rpartition("#")[2]


def page_of(record: dict[str, Any]) -> str:
    """Return the name of the page where the claim's card belongs."""
    return record["url"].partition("#")[0].removesuffix(".html")


def judged() -> dict[str, Any]:
    """Judge all claims on the project's own evidence; return the ledger as plain data."""
    from analysis import evidence
    from analysis.claims import ledger

    loaded = evidence.load()
    vintage = {key: str(loaded.vintage[key]) for key in DAYS}
    return asdict(Ledger(ledger.records(loaded), dict(loaded.sources), vintage))


def read(root: Path, chosen: str) -> Ledger:
    """Return the ledger of a project, or what the JSON file ``chosen`` in it holds instead."""
    if chosen:
        return Ledger(**json.loads((root / chosen).read_text("utf-8")))
    return Ledger(**common.cached_json(root, "ledger.json", judged))


def ledger(app: Any) -> Ledger:
    """Return the build's ledger, read on first use."""
    root, chosen = Path(app.srcdir), app.config.audit_ledger_file
    fault = "the ledger cannot be judged"
    return common.once(app, "audit_ledger", lambda: read(root, chosen), fault)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of ``claims.json`` without its address."""
    from analysis.claims import schema

    return schema.schema()


def write_claims(app: Any) -> None:
    """Write ``claims.json`` and its schema into the site's root."""
    loaded, out = ledger(app), Path(app.outdir)
    content = {"$schema": SCHEMA, "vintage": loaded.vintage, "claims": loaded.records}
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False)
    (out / NAME).write_text(text + "\n", "utf-8")
    # The schema's vocabulary is that of the rule, and importing the rule loads the whole model.
    content = common.cached_json(Path(app.srcdir), SCHEMA, schema)
    base = app.config.html_baseurl.rstrip("/")
    content["$id"] = f"{base}/{SCHEMA}" if base else SCHEMA
    (out / SCHEMA).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


def setup(app: Any) -> None:
    """Let tests name a file that stands for the ledger."""
    app.add_config_value("audit_ledger_file", "", "env", str)
