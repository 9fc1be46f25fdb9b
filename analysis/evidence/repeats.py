"""Numbers that a text of the data repeats from a row: found, recorded, and checked after edits.

A claim's prose (``essay``, ``primary``, ``differs``, ``would_change``) types numbers that stand in
the rows of its checks. The seal lists each such number with its row in ``repeats.csv``; once the
row is edited, the number no longer fits and the text is named. A finding's own words are checked
against its own columns without a list.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

NAME = "repeats.csv"
FIELDS = ("place", "typed", "record", "column")
NUMBER = re.compile(r"(?<![\w.,/:@-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w/]|\.\d)")
ANY = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
PROSE = ("essay", "primary", "differs", "would_change")
COLUMNS = ("value", "value_from", "lower", "upper")
#: Whole numbers below this equal too many rows by chance.
LEAST_WHOLE = 20
CURE = "(or delete this line, if the text means something else)"


def typed_numbers(text: str) -> list[str]:
    """Return the numbers typed into a text that are no small whole numbers and no years."""
    found = NUMBER.findall(text)
    return [one for one in found if "." in one or LEAST_WHOLE <= plain(one) < 1900 or "," in one]


def plain(typed: str) -> float:
    """Return a typed number's value."""
    return float(typed.replace(",", ""))


def fits(typed: str, value: float | None) -> bool:
    """Say whether a value, rounded as finely as the typed number, is that number."""
    if value is None:
        return False
    decimals = len(typed.partition(".")[2])
    half = 0.5 * 10**-decimals
    return abs(abs(value) - plain(typed)) <= half * (1 + 1e-9)


def named_in(value: Any, known: Mapping[str, Any]) -> Iterator[str]:
    """Give every text at any depth of a claim's checks that ``known`` has as a key."""
    if isinstance(value, str):
        if value in known:
            yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from named_in(part, known)
    elif isinstance(value, list):
        for part in value:
            yield from named_in(part, known)


def rows_by(contents: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """Return the evidence rows by record, and those of each series."""
    records: dict[str, Any] = {}
    series: dict[str, list[Any]] = {}
    for content in contents.values():
        if "record" not in content.columns or "source" not in content.columns:
            continue
        for _, row in content.rows:
            records[row["record"]] = row
            if "series" in row:
                series.setdefault(row["series"], []).append(row)
    return records, series


def found_in(claims: Iterable[Mapping[str, Any]], contents: Mapping[str, Any]) -> list[dict]:
    """Return place, typed, record and column of each number that only one row of the claim has."""
    records, series = rows_by(contents)
    out = []
    for claim in claims:
        checks = claim.get("checks") or []
        rows = [records[name] for name in named_in(checks, records)]
        rows += [row for name in named_in(checks, series) for row in series[name]]
        known = {(r["record"], c): r[c] for r in rows for c in COLUMNS if r.get(c) is not None}
        for key in PROSE:
            for typed in dict.fromkeys(typed_numbers(str(claim.get(key) or ""))):
                same = [place for place, value in known.items() if fits(typed, value)]
                if len({record for record, _ in same}) == 1:
                    record, column = same[0]
                    place = f"{claim['id']}.{key}"
                    out.append(dict(zip(FIELDS, (place, typed, record, column), strict=True)))
    return out


def write(data_dir: Path, claims: Iterable[Mapping[str, Any]], contents: Mapping[str, Any]) -> None:
    """Write ``repeats.csv`` for the texts and rows as they are."""
    with (Path(data_dir) / NAME).open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, FIELDS, lineterminator="\n")
        out.writeheader()
        out.writerows(found_in(claims, contents))


def faults(
    repeats: Any, claims: Iterable[Mapping[str, Any]], contents: Mapping[str, Any]
) -> Iterator[tuple[int, str, str, str]]:
    """Texts that still say a number which their row no longer has.

    Gives line, column, expected, found.
    """
    records, _ = rows_by(contents)
    texts = {f"{c.get('id')}.{key}": str(c.get(key) or "") for c in claims for key in PROSE}
    for line, row in repeats.rows:
        place, typed, record = row["place"], row["typed"], row["record"]
        if typed not in typed_numbers(texts.get(place, "")):
            continue  # the text was changed; the next seal drops the line
        value = records.get(record, {}).get(row["column"])
        if not fits(typed, value):
            has = "none" if value is None else f"{value:g}"
            yield line, "typed", f"{has} in {place}, as {record} has it {CURE}", repr(typed)


def own_faults(row: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Numbers of a finding that its own words do not have: column, expected, found."""
    texts = f"{row['figure']} {row['finding']} {row.get('unit_detail') or ''}"
    typed = ANY.findall(re.sub(r"(?<=\d)k\b", "000", texts))
    for column in COLUMNS:
        value = row.get(column)
        if column in ("lower", "upper") and len(ANY.findall(row["figure"] or "")) < 2:
            continue  # the ends stand in their columns alone
        if value is not None and not any(fits(one, value) for one in typed):
            yield column, "a number that figure or finding has too", f"{value:g}"
