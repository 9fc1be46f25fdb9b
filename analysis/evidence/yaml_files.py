"""Reading the files of ``data/`` that are no tables: YAML and the bibliography."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pybtex import errors as pybtex_errors
from pybtex.database import parse_string
from pybtex.exceptions import PybtexError

from .csv_files import Problem, read_text
from .json_schema import faults

BASE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
ESCAPED = re.compile(r"\\([&%_#$])")
BRACES = str.maketrans("", "", "{}")
LINE = re.compile(r"line (\d+)")
MERGE = "tag:yaml.org,2002:merge"
#: The YAML files besides the claims; each has a JSON Schema of its name.
DOCUMENTS = (
    "thresholds",
    "assumptions",
    "corrections",
    "tripwires",
    "vintage",
    "labels",
    "article",
)
#: Limits of a document: levels of nesting, and uses of an anchored part.
DEEPEST, MOST_ALIASES = 20, 24


class StrictLoader(BASE):
    """Safe YAML without repeated keys: a second value would silently win."""


def _mapping(loader: StrictLoader, node: yaml.MappingNode) -> dict:
    def refused(reason: str) -> Exception:
        return yaml.constructor.ConstructorError(None, None, reason, key_node.start_mark)

    seen = set()
    for key_node, _ in node.value:
        if key_node.tag == MERGE:
            continue
        key = loader.construct_object(key_node, deep=True)
        if isinstance(key, (list, dict)):
            raise refused("a key that is a list or mapping")
        if key in seen:
            raise refused(f"the key {key!r} twice")
        seen.add(key)
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def too_involved(text: str) -> str:
    """Why a document is refused before it is built: depth and repeats could exhaust the memory."""
    depth = aliases = 0
    for event in yaml.parse(text, Loader=BASE):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            aliases += 1
        if depth > DEEPEST:
            return f"more than {DEEPEST} levels"
        if aliases > MOST_ALIASES:
            return f"more than {MOST_ALIASES} repeated parts"
    return ""


def read_yaml(data_dir: Path, path: str) -> tuple[Any, list[Problem]]:
    """One YAML document, or None with the reason."""
    text, problems = read_text(Path(data_dir) / path, path)
    if text is None:
        return None, problems
    line, reason = 0, ""
    try:
        reason = too_involved(text)
        # StrictLoader derives from SafeLoader: it builds no Python objects.
        content = None if reason else yaml.load(text, Loader=StrictLoader)
    except ValueError as error:  # a day that no calendar has, a number of thousands of digits
        reason = str(error)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "unreadable YAML"
        line = mark.line + 1 if mark else 0
    return (None, [Problem(path, line, "", "plain YAML", reason)]) if reason else (content, [])


def read_sources(data_dir: Path, path: str = "sources.bib") -> tuple[dict, list[Problem]]:
    """The bibliography: key to title, url, publisher, year and type, in the file's order."""
    text, problems = read_text(Path(data_dir) / path, path)
    if text is None:
        return {}, problems
    with pybtex_errors.capture() as faults:
        try:
            parsed = parse_string(text, "bibtex")
        except PybtexError as error:
            faults = [*faults, error]
            parsed = None
    for fault in faults:
        place = LINE.search(str(fault))
        line = getattr(fault, "lineno", None) or (int(place[1]) if place else 0)
        problems.append(Problem(path, line, "", "BibTeX entries", str(fault).splitlines()[0]))
    if parsed is None or faults:
        return {}, problems
    sources = {}
    for key, entry in parsed.entries.items():
        fields = {name.lower(): plain(value) for name, value in entry.fields.items()}
        if "title" not in fields:
            problems.append(Problem(path, 0, key, "a title", "none"))
        names = {"title": "title", "url": "url", "publisher": "organization", "year": "year"}
        sources[key] = {own: fields.get(name, "") for own, name in names.items()}
        sources[key]["type"] = entry.type
        # Whose repositories hold the author's own files, where the address does not say it.
        if "repository" in fields:
            sources[key]["repository"] = fields["repository"]
    return sources, problems


def plain(value: str) -> str:
    """A BibTeX value as text: without protecting braces and escapes."""
    return ESCAPED.sub(r"\1", value.replace(r"\textasciitilde{}", "~").translate(BRACES))


def read_claims(data_dir: Path) -> tuple[list[dict[str, Any]], list[Problem]]:
    """All claims of ``claims/*.yml``, ordered by id.

    A file holds a list of claims, or a mapping with ``claims``; the mapping's other keys then hold
    for each of its claims that does not say otherwise.
    """
    claims: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for file in sorted((Path(data_dir) / "claims").glob("*.yml")):
        name = f"claims/{file.name}"
        content, wrong = read_yaml(data_dir, name)
        shared: dict[str, Any] = {}
        if isinstance(content, Mapping):
            shared = {key: value for key, value in content.items() if key != "claims"}
            content = content.get("claims")
        if not isinstance(content, list) or not all(isinstance(c, Mapping) for c in content):
            problems += wrong or [Problem(name, 0, "", "a list of claims", "something else")]
            continue
        made = [{**shared, **claim} for claim in content]
        problems += faults(made, "claims", name)
        claims += made
    return sorted(claims, key=lambda claim: str(claim.get("id", ""))), problems


def read_documents(data_dir: Path) -> tuple[dict[str, Any], list[Problem]]:
    """Everything that is no table, by name, without the documents that have faults."""
    out: dict[str, Any] = {}
    problems: list[Problem] = []
    for name in DOCUMENTS:
        content, wrong = read_yaml(data_dir, f"{name}.yml")
        wrong += [] if wrong else faults(content, name, f"{name}.yml")
        problems += wrong
        if not wrong:
            out[name] = content
    out["sources"], wrong = read_sources(data_dir)
    problems += wrong
    out["claims"], wrong = read_claims(data_dir)
    return out, problems + wrong
