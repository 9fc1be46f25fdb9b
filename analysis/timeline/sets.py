"""Named sets of assumptions and definitions of the event, read from data.

A set is data, not code: adding one to ``data/assumptions.yml`` is enough for every function,
table and command to know it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .spreads import LogNormal, Normal, Spread, number, parse_spread

KINDS = {
    "h0": "lognormal",
    "d": "lognormal",
    "H": "lognormal",
    "k": "lognormal",
    "a": "normal",
    "f": "normal",
    "L": "lognormal",
}
SHARES = ("p", "w")
OPTIONAL = ("origin",)
SET_KEYS = ("id", "name", "person", "article", "about", "follows", "sources", "values", "own")
NAMES = (*KINDS, "rho", *SHARES)


@dataclass(frozen=True)
class ParameterSet:
    """One full set of assumptions. Units: hours (h0, H), days (d), doublings (k), years (L).

    ``a`` is the log change of speed per doubling, ``f`` the further log change after ten doublings,
    ``rho`` the reliability at which ``H`` must hold, ``p`` the share of worlds in which it never
    happens, ``w`` the share of the others in which it is done and shown (times that of the
    definition), ``origin`` the decimal year for which ``h0`` stands.
    """

    name: str
    h0: Spread
    d: Spread
    H: Spread
    k: Spread
    a: Spread
    f: Spread
    rho: float
    L: LogNormal
    p: float
    w: float
    origin: float

    def replace(self, name: str | None = None, **values: Any) -> ParameterSet:
        """A copy with some values changed, written as in data (numbers, pairs or mappings).

        Raises ValueError naming the parameter if a value cannot be read or lies out of range.
        """
        return _changed(self, name or self.name, values)


@dataclass(frozen=True)
class Definition:
    """One definition of the event on the axis of task length.

    ``multiplier`` scales H, ``reliability`` is a number or None (the set's rho; never below it),
    ``gap`` scales L, ``w`` is the share of able worlds in which it is done and shown.
    """

    name: str
    event: str
    multiplier: float
    reliability: float | None
    gap: float
    w: float

    def reliability_in(self, chosen: ParameterSet) -> float:
        """The reliability required in a set. At least the set's own, so that dates keep order."""
        if self.reliability is None:
            return chosen.rho
        return max(self.reliability, chosen.rho)


@dataclass(frozen=True)
class Demonstration:
    """The event of R1, on its own scale: points of a benchmark, points a month, years."""

    name: str
    event: str
    origin: float
    target: float
    level: Normal
    pace: Normal
    pace_at_least: float
    gap: LogNormal


@dataclass(frozen=True)
class Assumptions:
    """Everything in ``data/assumptions.yml`` that the model computes with.

    ``base`` is the table of parameters, from which every set differs; ``sets`` and ``definitions``
    keep the order of the file; ``raw`` is the file itself (sources, reasons, weaknesses), for
    pages that print it.
    """

    base: ParameterSet
    sets: dict[str, ParameterSet]
    definitions: dict[str, Definition | Demonstration]
    raw: Mapping[str, Any]

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> Assumptions:
        """Parse the file. Raises one ValueError that lists every problem, one a line."""
        errors: list[str] = []
        base = _base(raw, errors)
        sets: dict[str, ParameterSet] = {}
        if base is not None:
            for row in raw.get("sets", []):
                try:
                    name = _name_of(row, sets)
                except ValueError as error:
                    errors.append(f"sets: {error}")
                    continue
                try:
                    sets[name] = _changed(base, name, _values_of(row))
                except ValueError as error:
                    errors.append(f"sets: {name}: {error}")
        definitions: dict[str, Definition | Demonstration] = {}
        for name, row in raw.get("definitions", {}).items():
            try:
                definitions[name] = _definition(name, row, raw)
            except (ValueError, KeyError) as error:
                errors.append(f"definitions: {name}: {_text(error)}")
        if errors or base is None:
            raise ValueError("\n".join(errors))
        return cls(base, sets, definitions, raw)

    def set(self, name: str | ParameterSet) -> ParameterSet:
        """The set of that name or id (case and punctuation do not matter)."""
        if isinstance(name, ParameterSet):
            return name
        ids = {row["id"]: str(row.get("name", row["id"])) for row in self.raw["sets"]}
        return self.sets[_find("set", name, self.sets, ids)]

    def definition(self, name: str | Definition | Demonstration) -> Definition | Demonstration:
        """The definition of that name (case does not matter)."""
        if isinstance(name, Definition | Demonstration):
            return name
        return self.definitions[_find("definition", name, self.definitions, {})]

    @property
    def article_set(self) -> str:
        """Name of the set solved for the article's own two numbers."""
        return next(str(row["name"]) for row in self.raw["sets"] if row.get("article"))

    @property
    def primary(self) -> str:
        """Name of the primary definition."""
        return next(name for name, row in self.raw["definitions"].items() if row.get("primary"))


def assumption_errors(raw: Mapping[str, Any]) -> list[str]:
    """Every problem of an assumptions file, one string each; empty if there is none."""
    try:
        Assumptions.from_mapping(raw)
    except ValueError as error:
        return str(error).split("\n")
    return []


def _base(raw: Mapping[str, Any], errors: list[str]) -> ParameterSet | None:
    values: dict[str, Any] = {}
    parameters = raw.get("parameters", {})
    for name in NAMES:
        try:
            value = parameters[name]["value"]
            values[name] = _read(name, value, None)
        except (ValueError, KeyError, TypeError) as error:
            errors.append(f"parameters: {name}: {_text(error)}")
    try:
        values["origin"] = _read("origin", raw["origin"]["year"], None)
    except (ValueError, KeyError, TypeError) as error:
        errors.append(f"origin: {_text(error)}")
    return None if errors else ParameterSet(name="", **values)


def _name_of(row: Any, taken: Iterable[str]) -> str:
    name = row.get("name", row.get("id")) if isinstance(row, Mapping) else None
    if not isinstance(name, str | int | float) or not _plain(name):
        raise ValueError(f"expected {{name, values}}, found {row!r}")
    if _plain(name) in {_plain(other) for other in taken}:
        raise ValueError(f"{name}: expected a name of its own, found one that stands already")
    return str(name)


def _values_of(row: Mapping[str, Any]) -> Mapping[str, Any]:
    unknown = [key for key in row if key not in SET_KEYS]
    if unknown:
        raise ValueError(f"expected keys among {', '.join(SET_KEYS)}, found {unknown[0]!r}")
    values = row.get("values") or {}
    if not isinstance(values, Mapping):
        raise ValueError(f"values: expected a mapping of parameters, found {values!r}")
    return values


def _changed(base: ParameterSet, name: str, values: Mapping[str, Any]) -> ParameterSet:
    read: dict[str, Any] = {}
    for key, value in values.items():
        if key not in NAMES and key not in OPTIONAL:
            raise ValueError(f"expected parameters among {', '.join(NAMES)}, found {key!r}")
        try:
            read[key] = _read(key, value, getattr(base, key))
        except ValueError as error:
            raise ValueError(f"{key}: {error}") from None
    return dataclasses.replace(base, name=name, **read)


def _read(name: str, value: Any, inherited: Any) -> Any:
    if name in KINDS:
        spread = parse_spread(KINDS[name], value, inherited)
        if name in ("h0", "d", "H", "k") and spread.centre <= 0:
            raise ValueError(f"expected a value above 0, found {spread.centre:g}")
        if name == "L" and not isinstance(spread, LogNormal):
            raise ValueError("expected {median, sigma}: the gap is integrated exactly")
        return spread
    amount = number(value, name)
    if name == "rho" and not 0 < amount < 1:
        raise ValueError(f"expected a reliability between 0 and 1, found {amount:g}")
    if name in SHARES and not 0 <= amount <= 1:
        raise ValueError(f"expected a share from 0 to 1, found {amount:g}")
    return amount


def _definition(name: str, row: Mapping[str, Any], raw: Mapping[str, Any]) -> Any:
    if row.get("kind") == "demonstration":
        data = raw["demonstration"]
        return Demonstration(
            name=name,
            event=row["event"],
            origin=number(data["year"], "year"),
            target=number(data["target"], "target"),
            level=parse_spread("normal", data["level"]),
            pace=parse_spread("normal", data["pace"]),
            pace_at_least=number(data["pace_at_least"], "pace_at_least"),
            gap=parse_spread("lognormal", data["gap"]),
        )
    reliability = row["reliability"]
    made = Definition(
        name=name,
        event=row["event"],
        multiplier=number(row["multiplier"], "multiplier"),
        reliability=None if reliability == "set" else _read("rho", reliability, None),
        gap=number(row["gap"], "gap"),
        w=_read("w", row["w"], None),
    )
    if made.multiplier <= 0 or made.gap < 0:
        raise ValueError("expected a multiplier above 0 and a gap of at least 0")
    return made


def _plain(name: object) -> str:
    return re.sub(r"[^a-z0-9]+", "", str(name).lower())


def _find(argument: str, name: object, known: Iterable[str], ids: Mapping[str, str]) -> str:
    names = list(known)
    by_plain = {_plain(item): item for item in names} | {_plain(i): n for i, n in ids.items()}
    plain = _plain(name)
    if isinstance(name, str) and plain:
        if plain in by_plain:
            return by_plain[plain]
        starts = {item for key, item in by_plain.items() if key.startswith(plain)}
        if len(starts) == 1:
            return starts.pop()
    raise ValueError(f"{argument}: expected one of {'; '.join(names)}, found {name!r}")


def _text(error: Exception) -> str:
    return f"expected the key {error}" if isinstance(error, KeyError) else str(error)
