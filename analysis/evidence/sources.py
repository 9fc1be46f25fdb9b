"""The sources: each row of ``sources.csv`` by its key, and all as BibTeX for reference managers."""

from collections.abc import Mapping
from typing import Any

from .csv_files import Content

NAME = "sources.bib"
HEAD = """\
% Every source of the evidence, one entry an address, as sources.csv has them; written by the seal.
"""
#: Field of BibTeX to what of a source it says; in texts TeX would obey some signs.
FIELDS = {"title": "title", "organization": "publisher"}
PLAIN = {"year": "year", "url": "url", "repository": "repository"}
ESCAPES = str.maketrans({sign: f"\\{sign}" for sign in "&%$#_"} | {"~": r"\textasciitilde{}"})


def by_key(content: Content) -> dict[str, dict[str, str]]:
    """Return key to title, url, publisher, year and type, and repository where there is one."""
    found = {}
    for _, row in content.rows:
        entry = {"title": row["title"], "url": row["url"], "publisher": row["organization"]}
        entry |= {"year": str(row["year"] or ""), "type": row["type"]}
        found[row["key"]] = entry | ({"repository": row["repository"]} if row["repository"] else {})
    return found


def bibliography(sources: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the sources as a BibTeX file."""
    parts = [HEAD]
    for key, one in sources.items():
        texts = {
            name: f"{{{one[own].translate(ESCAPES)}}}" for name, own in FIELDS.items() if one[own]
        }
        texts |= {name: one[own] for name, own in PLAIN.items() if one.get(own)}
        lines = [f"  {name} = {{{text}}},\n" for name, text in texts.items()]
        parts.append(f"@{one['type']}{{{key},\n{''.join(lines)}}}\n")
    return "\n".join(parts)
