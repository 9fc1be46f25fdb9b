"""Reading the files of ``data/`` that are no tables: YAML.

A YAML document is held against its JSON Schema of ``data/schema`` by the ``jsonschema`` library,
with two differences that YAML makes: a bare day is of no JSON type but of the format "day", and
numbers must be finite. Each fault is told in one line.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend

from . import schema
from .csv_files import Problem, near_to, ours, read_text, short

BASE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MERGE = "tag:yaml.org,2002:merge"
#: The YAML files besides the claims; each has a JSON Schema of its name.
DOCUMENTS = (
    *("thresholds", "assumptions", "corrections", "tripwires"),
    *("vintage", "labels", "article"),
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
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        aliases += isinstance(event, yaml.AliasEvent)
        if depth > DEEPEST:
            return f"more than {DEEPEST} levels"
        if aliases > MOST_ALIASES:
            return f"more than {MOST_ALIASES} repeated parts"
    return ""


def read_ours(data_dir: Path, path: str) -> tuple[str | None, list[Problem]]:
    """The text of a file of our own, or None with the line that has other signs than it may."""
    text, problems = read_text(Path(data_dir) / path, path)
    for number, line in enumerate((text or "").split("\n"), start=1):
        try:
            ours(line)
        except ValueError as error:
            return None, [Problem(path, number, "", str(error), short(line))]
    return text, problems


def read_yaml(data_dir: Path, path: str) -> tuple[Any, list[Problem]]:
    """One YAML document, or None with the reason."""
    text, problems = read_ours(data_dir, path)
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


def read_claims(data_dir: Path) -> tuple[list[dict[str, Any]], list[Problem]]:
    """All claims of ``claims/*.yml``, ordered by id.

    A file is a mapping with ``claims``; its other keys hold for each of its claims that does not
    say otherwise.
    """
    claims: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for file in sorted((Path(data_dir) / "claims").glob("*.yml")):
        name = f"claims/{file.name}"
        content, wrong = read_yaml(data_dir, name)
        listed = content.get("claims") if isinstance(content, Mapping) else None
        if not isinstance(listed, list) or not all(isinstance(one, Mapping) for one in listed):
            problems += wrong or [Problem(name, 0, "claims", "a list of claims", "something else")]
            continue
        shared = {key: value for key, value in content.items() if key != "claims"}
        made = [{**shared, **claim} for claim in listed]
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
    out["claims"], wrong = read_claims(data_dir)
    return out, problems + wrong


#: What is asked for where a schema has no ``expected`` of its own.
TYPES = {"array": "a list", "object": "a mapping"}
FORMATS = FormatChecker(formats=())
FORMATS.checks("day")(lambda one: isinstance(one, dt.date) and not isinstance(one, dt.datetime))
FORMATS.checks("quoted day", raises=ValueError)(
    lambda one: isinstance(one, str) and bool(dt.date.fromisoformat(one))
)


def is_number(_: Any, value: Any) -> bool:
    """Whether a value is a finite number (a truth value is none)."""
    return type(value) in (int, float) and abs(value) < 1e300


NUMBERS = Draft202012Validator.TYPE_CHECKER.redefine("number", is_number)
Validator = extend(Draft202012Validator, type_checker=NUMBERS)


@lru_cache
def validator(name: str) -> Any:
    """The validator of a document of ``data/schema`` by its name."""
    content = schema.document(name)
    parts = schema.document("kinds")["$defs"] | content.pop("$defs", {})
    return Validator(inlined(content, parts), format_checker=FORMATS)


def inlined(content: Any, parts: Mapping[str, Any]) -> Any:
    """A schema with every reference replaced by its part: three times as fast to check with."""
    if isinstance(content, list):
        return [inlined(one, parts) for one in content]
    if not isinstance(content, dict):
        return content
    if "$ref" in content:
        return inlined(parts[content["$ref"].rsplit("/", 1)[1]], parts)
    return {key: inlined(value, parts) for key, value in content.items()}


def faults(document: Any, name: str, file: str) -> list[Problem]:
    """Every fault of a parsed document against the schema ``name``, in the schema's order."""
    try:
        errors = list(validator(name).iter_errors(document))
    except ValueError:  # the library quotes what it found, and some numbers cannot be quoted
        return [Problem(file, 0, "", "numbers below 1e300", "a huge number")]
    found = (Problem(file, 0, *fault) for error in errors for fault in lines(error, document))
    return list(dict.fromkeys(found))


def lines(error: ValidationError, document: Any) -> Iterator[tuple[str, str, str]]:
    """An error of the library in the house's form: place, expected, found; one line a key."""
    place = place_of(error.absolute_path, document)
    if error.validator == "required":
        for key in error.validator_value:
            if key not in error.instance:
                yield f"{place}.{key}".lstrip("."), "this key", "none"
    elif error.validator == "additionalProperties":
        known = error.schema["properties"]
        for key in error.instance:
            if key not in known:
                near = near_to(str(key), known)
                yield f"{place}.{key}".lstrip("."), f"a known key{near}", "an unknown key"
    else:
        value = error.validator_value
        expected = error.schema.get("expected", TYPES.get(str(value), f"{error.validator} {value}"))
        if error.validator == "enum":
            expected = "one of " + ", ".join(map(str, value))
        yield place, expected, shown(error.instance)


def place_of(path: Iterable[Any], document: Any) -> str:
    """Where an error stands: keys after dots, entries of lists in brackets by id or name."""
    place = ""
    for step in path:
        inside, document = document, document[step]
        if isinstance(inside, list):
            names = document if isinstance(document, Mapping) else {}
            name = names.get("id", names.get("name"))
            place += f"[{name[:40] if isinstance(name, str) and name else step}]"
        else:
            place += f".{step}"
    return place.lstrip(".")


def shown(value: Any) -> str:
    """A value for an error message, however large or deep it is."""
    if isinstance(value, (Mapping, list, tuple)):
        return f"a {'mapping' if isinstance(value, Mapping) else 'list'} of {len(value)}"
    return short(value) if not isinstance(value, int) or abs(value) < 10**60 else "a huge number"
