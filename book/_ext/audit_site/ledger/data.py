"""The ledger as the pages use it, loaded once a build, and published as ``claims.json``."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rebuild import execution
from sphinx.errors import ExtensionError

NAME = "claims.json"
SCHEMA = "claims.schema.json"


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


def read_ledger(cache: Path) -> Ledger:
    """Judge all claims on the project's own evidence, or take the judgement from ``cache``.

    ``cache`` is a file named after the digest of package and data, so it cannot be stale.
    """
    if cache.is_file():
        return read_file(cache)
    from analysis import evidence
    from analysis.claims import ledger

    loaded = evidence.load()
    vintage = {key: str(value) for key, value in loaded.vintage.items()}
    judged = Ledger(ledger.records(loaded), dict(loaded.sources), vintage)
    cache.parent.mkdir(parents=True, exist_ok=True)
    part = cache.with_suffix(f".{os.getpid()}.part")
    content = {"records": judged.records, "sources": judged.sources, "vintage": vintage}
    part.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    part.replace(cache)
    return judged


def read_file(path: Path) -> Ledger:
    """Read a ledger from a JSON file of ``records``, ``sources`` and ``vintage``."""
    content = json.loads(path.read_text("utf-8"))
    return Ledger(content["records"], content.get("sources", {}), content.get("vintage", {}))


def ledger(app: Any) -> Ledger:
    """Return the build's ledger, read on first use."""
    if not hasattr(app, "audit_ledger"):
        chosen = app.config.audit_ledger_file
        cache = execution.cache_folder(Path(app.srcdir)) / "ledger.json"
        try:
            app.audit_ledger = (
                read_file(Path(app.srcdir) / chosen) if chosen else read_ledger(cache)
            )
        except ValueError as error:
            raise ExtensionError(f"the ledger cannot be judged: {error}") from error
    return app.audit_ledger


def public(loaded: Ledger) -> dict[str, Any]:
    """Return what ``claims.json`` publishes: its schema's name, the dates and every record."""
    return {"$schema": SCHEMA, "vintage": loaded.vintage, "claims": loaded.records}


def write_claims(app: Any, exception: Exception | None) -> None:
    """Write ``claims.json`` into the site's root."""
    if exception is not None or app.builder.format != "html":
        return
    content = json.dumps(public(ledger(app)), indent=1, sort_keys=True, ensure_ascii=False)
    (Path(app.outdir) / NAME).write_text(content + "\n", "utf-8")
    (Path(app.outdir) / SCHEMA).write_text(schema_text(app), "utf-8")


def schema_text(app: Any) -> str:
    """Return the JSON Schema of ``claims.json``, made once for a state of package and data.

    Its vocabulary is that of the rule, and importing the rule loads the whole model.
    """
    cache = execution.cache_folder(Path(app.srcdir)) / SCHEMA
    if cache.is_file():
        content = json.loads(cache.read_text("utf-8"))
    else:
        from analysis.claims import schema

        content = schema.schema()
        cache.parent.mkdir(parents=True, exist_ok=True)
        part = cache.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps(content), "utf-8")
        part.replace(cache)
    base = app.config.html_baseurl.rstrip("/")
    content["$id"] = f"{base}/{SCHEMA}" if base else SCHEMA
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def setup(app: Any) -> None:
    """Publish the ledger; tests may name a file that stands for it."""
    app.add_config_value("audit_ledger_file", "", "env", str)
    app.connect("build-finished", write_claims, priority=700)
