"""The Data Package: ``data/datapackage.json`` from the schema and the files' bytes, and the sources
as BibTeX for reference managers.

``seal`` writes the package, ``stale`` tells what no longer fits. Anyone can load the data with it
in standard tools (https://datapackage.org).
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .csv_files import Problem
from .schema import TABLES, Table, document, resource_name
from .yaml_files import DOCUMENTS, read_yaml

NAME = "datapackage.json"
CURE = "python -m analysis seal"
MEDIA_TYPES = {"csv": "text/csv", "bib": "application/x-bibtex", "yml": "application/yaml"}
#: What of a table's description belongs to its Table Schema.
SCHEMA_KEYS = ("fields", "missingValues", "primaryKey", "foreignKeys")
BIBLIOGRAPHY = "sources.bib"
BIB_HEAD = """\
% Every source of the evidence, one entry an address, as sources.csv has them; written by the seal.
"""
#: Field of BibTeX to what of a source it says; in texts TeX would obey some signs.
BIB_TEXTS = {"title": "title", "organization": "publisher"}
BIB_PLAIN = {"year": "year", "url": "url", "repository": "repository"}
ESCAPES = str.maketrans({sign: f"\\{sign}" for sign in "&%$#_"} | {"~": r"\textasciitilde{}"})


def document_paths(data_dir: Path) -> list[str]:
    """The files that are no tables, relative to the data folder, in the package's order."""
    claims = sorted(f"claims/{file.name}" for file in (data_dir / "claims").glob("*.yml"))
    return [BIBLIOGRAPHY, *(f"{name}.yml" for name in DOCUMENTS), *claims]


def resource(data_dir: Path, path: str, table: Table | None = None) -> dict[str, Any]:
    """A file as a resource of the package; without size and checksum when it is missing."""
    file, suffix = data_dir / path, path.rsplit(".", 1)[1]
    own = table.descriptor if table else {}
    found = {"name": resource_name(path), "type": "table" if table else "file", "path": path}
    found |= {key: own[key] for key in ("title", "description") if table}
    found |= {"scheme": "file", "format": suffix, "mediatype": MEDIA_TYPES[suffix]}
    found["encoding"] = "utf-8"
    if file.is_file():
        raw = file.read_bytes()
        found |= {"hash": "sha256:" + hashlib.sha256(raw).hexdigest(), "bytes": len(raw)}
    if table:
        found["schema"] = {key: own[key] for key in SCHEMA_KEYS if key in own}
    return found


def descriptor(data_dir: Path) -> dict[str, Any]:
    """The whole package as it should be for the files that are there now.

    A file that is missing keeps its entry without a seal, so that validators name it.
    """
    data_dir = Path(data_dir)
    resources = [resource(data_dir, path, table) for table in TABLES for path in table.paths]
    resources += [resource(data_dir, path) for path in document_paths(data_dir)]
    vintage, _ = read_yaml(data_dir, "vintage.yml")
    version = str(vintage.get("version", "")) if isinstance(vintage, dict) else ""
    return document("package") | {"version": version, "resources": resources}


def bibliography(sources: Mapping[str, Mapping[str, Any]]) -> str:
    """The sources as a BibTeX file."""
    parts = [BIB_HEAD]
    for key, one in sources.items():
        texts = {
            name: f"{{{one[own].translate(ESCAPES)}}}"
            for name, own in BIB_TEXTS.items()
            if one[own]
        }
        texts |= {name: one[own] for name, own in BIB_PLAIN.items() if one.get(own)}
        lines = [f"  {name} = {{{text}}},\n" for name, text in texts.items()]
        parts.append(f"@{one['type']}{{{key},\n{''.join(lines)}}}\n")
    return "\n".join(parts)


def seal(data_dir: Path) -> bool:
    """Write ``datapackage.json`` for the files as they are. Returns whether it changed."""
    path = Path(data_dir) / NAME
    wanted = json.dumps(descriptor(data_dir), indent=2, ensure_ascii=False) + "\n"
    if path.is_file() and path.read_text(encoding="utf-8") == wanted:
        return False
    path.write_text(wanted, encoding="utf-8", newline="\n")
    return True


def stale(data_dir: Path) -> list[Problem]:
    """What of the recorded package no longer fits the files, each with its cure."""

    def told(file: str, expected: str, found: str) -> Problem:
        return Problem(file, 0, "", f"{expected} (cure: {CURE})", found, "stale seal")

    data_dir = Path(data_dir)
    try:
        recorded = json.loads((data_dir / NAME).read_text(encoding="utf-8"))
        sealed = {one["path"]: one for one in recorded.pop("resources")}
    except OSError:
        return [told(NAME, "the package", "no file")]
    except (ValueError, KeyError, TypeError, AttributeError):
        return [told(NAME, "a Data Package", "unreadable JSON")]
    wanted = descriptor(data_dir)
    there = {one["path"]: one for one in wanted.pop("resources")}
    names = (name for name in there | sealed if sealed.get(name) != there.get(name))
    state = {True: "others", False: "no such file"}
    found = [told(name, "the sealed bytes and schema", state[name in there]) for name in names]
    if recorded != wanted:
        found.append(told(NAME, "the present title, licence and version", "others"))
    return found
