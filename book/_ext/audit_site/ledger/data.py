"""Load the ledger once a build for all pages, and publish it as ``claims.json``."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .. import common

NAME = "claims.json"
#: The key of the article in ``data/sources.csv``.
ARTICLE = "article"
BRIEF = {" seconds": " s", " minutes": " min", " hours": " h", " per cent": "%"}
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

    def finding(self, name: str) -> tuple[Record, list[Record]]:
        """Return a finding and its sentences, itself alone where it is none of several sentences.

        Raises ``KeyError`` for an unknown id.
        """
        finding = self.groups.get(name) or self.card(name)
        return finding, [self.card(one) for one in finding.get("members", [name])]

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
    return common.way(page, record["url"])


def span(members: Sequence[Record]) -> str:
    """Return the ids of neighbours: ``C13`` or ``C13-C17`` with a dash."""
    first, last = members[0]["id"], members[-1]["id"]
    return first if first == last else f"{first}–{last}"


def pair_label(record: Record) -> str:
    """Return both ends of a comparison as the article prints them, in short: ``2 → 93.9%``."""
    ends = [[short(end["printed"]) for end in record["ends"] if end["claim"] == name]
            for name in record["of"]]  # fmt: skip
    for unit in ("%", "x", "×"):
        if all(end.endswith(unit) for side in ends for end in side):
            ends[0] = [end.removesuffix(unit) for end in ends[0]]
    first, last = ("–".join(side) for side in ends)
    levels = any(check["name"] == "same_terms" for check in record["checks"])
    return f"{first} against {last}" if levels else f"{first} → {last}"


def short(printed: str) -> str:
    """Return a printed figure without its "about" and with short units."""
    for long, brief in BRIEF.items():
        printed = printed.replace(long, brief)
    return printed.strip().lstrip("~≈").strip()


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


def files(app: Any) -> dict[str, str]:
    """Return ``claims.json`` and its schema."""
    from analysis.claims.records import SCHEMA
    from analysis.evidence import schema

    base, content = app.config.html_baseurl.rstrip("/"), ledger(app).document
    own = schema.document("published_claims") | {"$id": f"{base}/{SCHEMA}" if base else SCHEMA}
    return {
        NAME: json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n",
        SCHEMA: json.dumps(own, indent=1, ensure_ascii=False) + "\n",
    }
