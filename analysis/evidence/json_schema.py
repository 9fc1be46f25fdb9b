"""YAML documents against their JSON Schema of ``data/schema``, each fault told in one line.

The schemas are read by the ``jsonschema`` library with two differences that YAML makes: a bare day
counts as a string of format "date", which no other string is, and numbers must be finite.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend

from . import schema
from .csv_files import Problem

FORMATS = FormatChecker(formats=())
#: What is asked for where a schema has no ``expected`` of its own.
TYPES = {"array": "a list", "object": "a mapping"}


def is_number(value: Any) -> bool:
    """Whether a value is a finite number (a truth value is none)."""
    return (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and abs(value) < 1e300
        and math.isfinite(value)
    )


def is_day(value: Any) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


@FORMATS.checks("date")
def no_other_text(value: Any) -> bool:
    return not isinstance(value, str)


@FORMATS.checks("quoted date", raises=ValueError)
def parses_as_day(value: Any) -> bool:
    return isinstance(value, str) and bool(dt.date.fromisoformat(value))


def pattern(_: Any, wanted: str, value: Any, __: Any) -> Iterator[ValidationError]:
    """The keyword ``pattern``, which no day meets: a text was meant."""
    if is_day(value) or (isinstance(value, str) and not re.search(wanted, value)):
        yield ValidationError("another text")


Validator = extend(
    Draft202012Validator,
    {"pattern": pattern},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine_many(
        {
            "number": lambda _, value: is_number(value),
            "string": lambda _, value: isinstance(value, str) or is_day(value),
        }
    ),
)


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
        yield place, expected(error), shown(error.instance)


def expected(error: ValidationError) -> str:
    """What the schema asks for: its own words, else the type or the list of words."""
    own = error.schema.get("expected")
    if own or error.validator not in ("enum", "type"):
        return own or f"{error.validator} {error.validator_value}"
    if error.validator == "enum":
        return "one of " + ", ".join(map(str, error.validator_value))
    return TYPES.get(error.validator_value, f"a {error.validator_value}")


def near_to(word: str, known: Any) -> str:
    """A hint in brackets at the likeliest meant of the known words; empty when none is near."""
    near = difflib.get_close_matches(word, sorted(map(str, known)), n=1)
    return f" (near: {near[0]})" if near else ""


def place_of(path: Any, document: Any) -> str:
    """Where an error stands: keys after dots, entries of lists in brackets by name or id."""
    place = ""
    for step in path:
        if isinstance(step, int) and isinstance(document, list):
            place += f"[{label(document[step], step)}]"
        else:
            place += f".{step}"
        document = document[step]
    return place.lstrip(".")


def label(item: Any, number: int) -> str:
    """What an entry of a list is called in a place: its name or id, else its number."""
    if isinstance(item, Mapping):
        name = item.get("name", item.get("id"))
        if isinstance(name, str) and name:
            return name[:40]
    return str(number)


def shown(value: Any) -> str:
    """A value for an error message, however large or deep it is."""
    if isinstance(value, Mapping):
        return f"a mapping of {len(value)}"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    text = repr(value) if not isinstance(value, int) or abs(value) < 10**60 else "a huge number"
    return text if len(text) <= 60 else text[:57] + "..."
