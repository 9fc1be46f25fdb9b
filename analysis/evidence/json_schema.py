"""YAML documents against their JSON Schema of ``data/schema``, each fault told in one line.

The schemas are read by the ``jsonschema`` library with two differences that YAML makes: a bare day
counts as a string of format "date", which no other string is, and numbers must be finite.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
from collections.abc import Iterable, Iterator, Mapping
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


FORMATS.checks("date")(lambda value: not isinstance(value, str))
FORMATS.checks("quoted date", raises=ValueError)(
    lambda value: isinstance(value, str) and bool(dt.date.fromisoformat(value))
)


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
        value = error.validator_value
        words = "one of " + ", ".join(map(str, value)) if error.validator == "enum" else ""
        words = words or TYPES.get(str(value), f"{error.validator} {value}")
        yield place, error.schema.get("expected", words), shown(error.instance)


def near_to(word: str, known: Any) -> str:
    """A hint in brackets at the likeliest meant of the known words; empty when none is near."""
    near = difflib.get_close_matches(word, sorted(map(str, known)), n=1)
    return f" (near: {near[0]})" if near else ""


def place_of(path: Iterable[Any], document: Any) -> str:
    """Where an error stands: keys after dots, entries of lists in brackets by name or id."""
    place = ""
    for step in path:
        inside, document = document, document[step]
        if isinstance(inside, list):
            names = document if isinstance(document, Mapping) else {}
            name = names.get("name", names.get("id"))
            place += f"[{name[:40] if isinstance(name, str) and name else step}]"
        else:
            place += f".{step}"
    return place.lstrip(".")


def shown(value: Any) -> str:
    """A value for an error message, however large or deep it is."""
    if isinstance(value, Mapping):
        return f"a mapping of {len(value)}"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    text = repr(value) if not isinstance(value, int) or abs(value) < 10**60 else "a huge number"
    return text if len(text) <= 60 else text[:57] + "..."
