"""``python -m audit_site.sbom``: what the environment consists of, as a CycloneDX document.

Names, versions and hashes come from ``requirements.lock``, licences from the installed packages.
``--licences`` prints a list to read instead.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from . import settings

PIN = re.compile(r"^([A-Za-z0-9][^=]*)==")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
CLASSIFIER = "License :: OSI Approved :: "


def pins(text: str) -> list[tuple[Requirement, list[str]]]:
    """Return each package of a lock with the hashes of its files, in the lock's order."""
    found: list[tuple[Requirement, list[str]]] = []
    for line in text.splitlines():
        if PIN.match(line):
            found.append((Requirement(line.rstrip("\\ ")), []))
        elif found:
            found[-1][1].extend(HASH.findall(line))
    return found


def licence(name: str) -> str:
    """Return a package's licence as its own metadata give it; "unknown" or "not installed"."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return "not installed"
    expression = told.get("License-Expression")
    if expression:
        return expression
    classified = [c.removeprefix(CLASSIFIER) for c in told.get_all("Classifier") or []
                  if c.startswith(CLASSIFIER)]  # fmt: skip
    if classified:
        return " and ".join(classified)
    written = (told.get("License") or "").strip().splitlines()
    return written[0][:80] if written else "unknown"


def component(wanted: Requirement, hashes: list[str]) -> dict[str, Any]:
    """Return one package as a CycloneDX component."""
    name = canonicalize_name(wanted.name)
    number = next(iter(wanted.specifier)).version
    purl = f"pkg:pypi/{name}@{number}"
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": number,
        "purl": purl,
        "licenses": [{"license": {"name": licence(name)}}],
        "hashes": [{"alg": "SHA-256", "content": content} for content in sorted(hashes)],
    }
    if wanted.marker is not None:
        found["properties"] = [{"name": "python:marker", "value": str(wanted.marker)}]
    return found


def document(root: Path) -> dict[str, Any]:
    """Return the bill of materials of the project's lock; the same lock gives the same bytes."""
    vintage = settings.vintage(root)
    lock = (root / "requirements.lock").read_text("utf-8")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": f"{vintage['as_of']}T00:00:00Z",
            "component": {
                "type": "application",
                "bom-ref": "audit-60-by-2028",
                "name": "audit-60-by-2028",
                "version": str(vintage["version"]),
            },
        },
        "components": [component(*pin) for pin in pins(lock)],
    }


def listing(components: list[dict[str, Any]]) -> str:
    """Return a table of package, version and licence, then how often each licence occurs."""
    rows = [(c["name"], c["version"], c["licenses"][0]["license"]["name"]) for c in components]
    lines = [f"{name:<32} {number:<14} {words}" for name, number, words in rows]
    tally = Counter(words for _, _, words in rows)
    lines += ["", *(f"{count:>4}  {words}" for words, count in tally.most_common())]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Command line: write ``_build/sbom.cdx.json`` for the project in the current folder."""
    parser = argparse.ArgumentParser(prog="python -m audit_site.sbom", description=__doc__)
    parser.add_argument("--licences", action="store_true", help="print a list instead")
    options = parser.parse_args(arguments)
    made = document(Path.cwd())
    if options.licences:
        print(listing(made["components"]))
        return 0
    path = Path("_build") / "sbom.cdx.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(made, indent=1, sort_keys=True) + "\n", "utf-8")
    print(f"{path.as_posix()}: {len(made['components'])} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
