"""Load the ledger once a build for all pages, and publish it as ``claims.json``."""

import json
import posixpath
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .. import common

NAME = "claims.json"
SCHEMA = "claims.schema.json"
Record = dict[str, Any]


@dataclass(frozen=True)
class Ledger:
    """The published document (claims, comparisons, groups, findings, tally, moved, rule), the
    sources that it names, the verdicts under other standards of evidence, and the thresholds."""

    document: Record
    sources: dict[str, Record] = field(default_factory=dict)
    standards: Record = field(default_factory=dict)
    thresholds: dict[str, float] = field(default_factory=dict)

    @property
    def records(self) -> list[Record]:
        """The claims in article order."""
        return self.document["claims"]

    @property
    def comparisons(self) -> list[Record]:
        """The pairs and series that the article implies, in article order."""
        return self.document["comparisons"]

    @property
    def cards(self) -> list[Record]:
        """Claims and comparisons: everything with an address of its own."""
        return [*self.records, *self.comparisons]

    @property
    def groups(self) -> dict[str, Record]:
        """The facts that several sentences state, by their names."""
        return {group["id"]: group for group in self.document["groups"]}

    def card(self, name: str) -> Record:
        """Return a claim or comparison. Raises ``KeyError`` for an unknown id."""
        return {record["id"]: record for record in self.cards}[name]

    def in_order(self) -> list[Record]:
        """Claims in article order, each comparison after the last claim that it joins."""
        ends = {record["of"][-1]: record for record in self.comparisons}
        return [one for claim in self.records for one in (claim, ends.get(claim["id"])) if one]


def anchor_of(record: Mapping[str, Any]) -> str:
    """Return the record's anchor, the last part of its permanent address."""
    return record["url"].rpartition("#")[2]


def page_of(record: Mapping[str, Any]) -> str:
    """Return the name of the page where the record's card belongs."""
    return record["url"].partition("#")[0].removesuffix(".html")


def way_to(record: Mapping[str, Any], page: str) -> str:
    """Return the relative address of a record's card, seen from a page."""
    if page_of(record) == page:
        return f"#{anchor_of(record)}"
    return posixpath.relpath(record["url"], posixpath.dirname(page) or ".")


def judged() -> Record:
    """Judge everything on the project's own evidence; return the ledger as plain data."""
    from analysis import evidence
    from analysis.claims import records, standards

    loaded = evidence.load()
    parts = records.document(loaded), dict(loaded.sources), standards.table(loaded)
    return asdict(Ledger(*parts, dict(loaded.limits)))


def read(root: Path, chosen: str) -> Ledger:
    """Return the ledger of a project, or what the JSON file ``chosen`` in it holds instead."""
    if chosen:
        return Ledger(**json.loads((root / chosen).read_text("utf-8")))
    return Ledger(**common.kept_json(root, "ledger.json", judged))


def ledger(app: Any) -> Ledger:
    """Return the build's ledger, read on first use."""
    root, chosen = Path(app.srcdir), app.config.audit_ledger_file
    fault = "the ledger cannot be judged"
    return common.once(app, "audit_ledger", lambda: read(root, chosen), fault)


def schema() -> Record:
    """Return the JSON Schema of ``claims.json`` without its address."""
    from analysis.claims import records

    return records.schema()


def write_claims(app: Any) -> None:
    """Write ``claims.json`` and its schema into the site's root."""
    loaded, out = ledger(app), Path(app.outdir)
    content = loaded.document | {"$schema": SCHEMA}
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False)
    (out / NAME).write_text(text + "\n", "utf-8")
    # The schema's vocabulary is that of the rule, and importing the rule loads the whole model.
    content = common.kept_json(Path(app.srcdir), SCHEMA, schema)
    base = app.config.html_baseurl.rstrip("/")
    content["$id"] = f"{base}/{SCHEMA}" if base else SCHEMA
    (out / SCHEMA).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
