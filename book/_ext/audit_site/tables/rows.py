"""Say where each row of the evidence stands on the site: ``rows/swe-bench-2.html#swe-0143``.

A page holds :data:`PER_PAGE` rows of one file in the file's order, so a row keeps its address when
others are appended. Cards, origins of numbers and tables of evidence link through
:func:`row_link`.
"""

from functools import lru_cache
from typing import Any

from markupsafe import Markup

FOLDER = "rows"
#: So many rows of the longest texts weigh less than 300 kB.
PER_PAGE = 150
#: Words for how a row was read; short ones stand in the data.
GRADES = {
    "primary": "the author's own text or file",
    "copy": "the author's text, read in a copy",
    "second-hand": "second-hand",
    "computed": "computed by us",
}


def page_of(path: str, position: int) -> str:
    """Return the page below the site's root, without ending, of a row by its file and position."""
    stem = path.removesuffix(".csv").rpartition("/")[2].replace("_", "-")
    return f"{FOLDER}/{stem}-{position // PER_PAGE + 1}"


def located(ev: Any) -> dict[str, str]:
    """Return the address below the site's root of every row with a record id, and of each source.

    A source's key and a record never meet: records begin with their file's prefix and a hyphen.
    """
    from analysis.evidence.load import RECORD_TABLES
    from analysis.evidence.schema import table

    found: dict[str, str] = {}
    for name in (*RECORD_TABLES, "article_points"):
        paths = table(name).paths
        records = list(getattr(ev, name)["record"])
        prefixes = list(dict.fromkeys(record.partition("-")[0] for record in records))
        # The series table alone has several files, one prefix each, in the order of its paths.
        files = dict(zip(prefixes, paths, strict=True)) if len(paths) > 1 else {}
        counts: dict[str, int] = {}
        for record in records:
            path = files.get(record.partition("-")[0], paths[0])
            place = counts[path] = counts.get(path, -1) + 1
            found[record] = f"{page_of(path, place)}.html#{record}"
    for place, key in enumerate(ev.sources):
        found.setdefault(key, f"{page_of('sources.csv', place)}.html#{key}")
    return found


@lru_cache(maxsize=1)
def addresses() -> dict[str, str]:
    """Return :func:`located` of the project's own evidence."""
    from analysis import evidence

    return located(evidence.load())


def row_link(record: str, up: str = "") -> str:
    """Return the address of a row or source, by way of ``up`` (``../`` from a chapter).

    Raises ``ValueError`` for a record that is not in the evidence.
    """
    known = addresses()
    if record not in known:
        raise ValueError(f"record: expected the id of an evidence row, found {record!r}")
    return up + known[record]


def row_anchor(record: str, up: str = "") -> Markup:
    """Return a row's id as an escaped link to it; the bare id where there is no such row."""
    known = addresses()
    if record not in known:
        return Markup("<code>{}</code>").format(record)
    return Markup('<a class="row-id" href="{}">{}</a>').format(up + known[record], record)
