"""The Data Package: ``data/datapackage.json`` from the schema and the files' bytes.

``seal`` writes it, ``stale`` tells what no longer fits. Anyone can load the data with it in
standard tools (https://datapackage.org).
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from .csv_files import Problem
from .fields import Field, Table
from .schema import SERIES, TABLES
from .yaml_files import read_yaml

NAME = "datapackage.json"
CURE = "python -m analysis seal"
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
DESCRIPTION = (
    "Evidence behind the executable audit of the argument that AI systems will build their own "
    "successors by the end of 2028: benchmark readings, findings on their validity, forecasts, "
    "published fits, task tallies and sources. The licence covers this compilation; the figures "
    "are facts reported by the sources named in each row."
)
#: Files that are no tables; a folder stands for its YAML files.
DOCUMENTS = (
    "sources.bib",
    "thresholds.yml",
    "assumptions.yml",
    "corrections.yml",
    "tripwires.yml",
    "vintage.yml",
    "claims",
)


def resource_name(path: str) -> str:
    """The resource's name in the package: the path without its ending."""
    stem = path.rsplit(".", 1)[0] if path.endswith(".csv") else path.replace(".", "-")
    return stem.replace("/", "-").replace("_", "-")


def field_descriptor(field: Field) -> dict[str, Any]:
    """A Table Schema field."""
    constraints: dict[str, Any] = {}
    if field.required:
        constraints["required"] = True
    if field.enum:
        constraints["enum"] = list(field.enum)
    if field.pattern:
        constraints["pattern"] = field.pattern
    for name in ("minimum", "maximum"):
        bound = getattr(field, name)
        if bound is not None:
            constraints[name] = int(bound) if field.type == "integer" else float(bound)
    out: dict[str, Any] = {"name": field.name, "type": field.type}
    if field.type == "boolean":
        out |= {"trueValues": ["true"], "falseValues": ["false"]}
    if constraints:
        out["constraints"] = constraints
    return out | {"description": field.description}


def schema_descriptor(table: Table) -> dict[str, Any]:
    """The Table Schema of a table with its keys."""
    by_name = {t.name: t for t in TABLES}
    foreign = []
    for column, other, other_column in table.references:
        target = by_name[other]
        # Series stand in several files; the only references to them go to METR's horizons.
        path = "series/time_horizons.csv" if target is SERIES else target.paths[0]
        foreign.append(
            {
                "fields": [column],
                "reference": {"resource": resource_name(path), "fields": [other_column]},
            }
        )
    out: dict[str, Any] = {
        "fields": [field_descriptor(field) for field in table.fields],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    return out | ({"foreignKeys": foreign} if foreign else {})


def seal_of(path: Path) -> dict[str, Any]:
    """Size and checksum of a file."""
    raw = path.read_bytes()
    return {"hash": "sha256:" + hashlib.sha256(raw).hexdigest(), "bytes": len(raw)}


def document_paths(data_dir: Path) -> list[str]:
    out = []
    for name in DOCUMENTS:
        if (data_dir / name).is_dir():
            out += sorted(f"{name}/{file.name}" for file in (data_dir / name).glob("*.yml"))
        else:
            out.append(name)
    return out


def descriptor(data_dir: Path) -> dict[str, Any]:
    """The whole package as it should be for the files that are there now.

    A file that is missing keeps its entry without a seal, so that validators name it.
    """
    data_dir = Path(data_dir)
    resources = []
    for table in TABLES:
        for path in table.paths:
            file = data_dir / path
            resources.append(
                {
                    "name": resource_name(path),
                    "type": "table",
                    "path": path,
                    "title": table.title,
                    "description": table.description,
                    "scheme": "file",
                    "format": "csv",
                    "mediatype": "text/csv",
                    "encoding": "utf-8",
                    **(seal_of(file) if file.is_file() else {}),
                    "schema": schema_descriptor(table),
                }
            )
    for path in document_paths(data_dir):
        file = data_dir / path
        kind = "application/x-bibtex" if path.endswith(".bib") else "application/yaml"
        resources.append(
            {
                "name": resource_name(path),
                "type": "file",
                "path": path,
                "scheme": "file",
                "format": path.rsplit(".", 1)[1],
                "mediatype": kind,
                "encoding": "utf-8",
                **(seal_of(file) if file.is_file() else {}),
            }
        )
    vintage, _ = read_yaml(data_dir, "vintage.yml")
    version = str(vintage.get("version", "")) if isinstance(vintage, dict) else ""
    return {
        "name": "audit-60-by-2028-evidence",
        "title": "Evidence of the 60% by 2028 audit",
        "description": DESCRIPTION,
        "version": version,
        "licenses": [LICENCE],
        "resources": resources,
    }


def text_of(package: dict[str, Any]) -> str:
    """The package as the bytes of ``datapackage.json``."""
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def seal(data_dir: Path) -> bool:
    """Write ``datapackage.json`` for the files as they are. Returns whether it changed."""
    path = Path(data_dir) / NAME
    wanted = text_of(descriptor(data_dir))
    if path.is_file() and path.read_text(encoding="utf-8") == wanted:
        return False
    path.write_text(wanted, encoding="utf-8", newline="\n")
    return True


def stale(data_dir: Path) -> list[Problem]:
    """What of the recorded package no longer fits the files, each with its cure."""
    data_dir = Path(data_dir)
    path = data_dir / NAME
    cure = f"(cure: {CURE})"
    try:
        recorded = json.loads(path.read_text(encoding="utf-8"))
        by_path = {r["path"]: r for r in recorded["resources"]}
    except OSError:
        return [Problem(NAME, 0, "", f"the package {cure}", "no file", "stale seal")]
    except (ValueError, KeyError, TypeError):
        return [Problem(NAME, 0, "", f"a Data Package {cure}", "unreadable JSON", "stale seal")]
    wanted = descriptor(data_dir)
    found = []
    for resource in wanted["resources"]:
        name = resource["path"]
        have = by_path.pop(name, None)
        if have is None:
            found.append(Problem(NAME, 0, name, f"this resource {cure}", "none", "stale seal"))
        elif have.get("hash") != resource.get("hash"):
            found.append(
                Problem(
                    name,
                    0,
                    "",
                    f"the sealed bytes {str(have.get('hash'))[:19]}… {cure}",
                    f"{str(resource.get('hash'))[:19]}…",
                    "stale seal",
                )
            )
        elif have != resource:
            found.append(
                Problem(NAME, 0, name, f"the present schema {cure}", "another one", "stale seal")
            )
    found += [
        Problem(NAME, 0, name, f"no such resource {cure}", "one", "stale seal") for name in by_path
    ]
    rest = {key: value for key, value in wanted.items() if key != "resources"}
    if {key: value for key, value in recorded.items() if key != "resources"} != rest:
        found.append(
            Problem(
                NAME,
                0,
                "",
                f"the present title, licence and version {cure}",
                "others",
                "stale seal",
            )
        )
    return found
