"""What a citation refers to, read from the project's own files: contents, headings, edition.

The *content hash* is a short digest of everything that the published words and figures follow from:
``data/``, ``analysis/``, the chapters' sources and ``requirements.lock``. The pages' layout, the
tests and the Python that ran are no part of it, so that whoever has the same sources gets the same
hash on any machine.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from . import forms

ROOT = Path(__file__).resolve().parents[4]
#: Folders and the endings of the files in them that count; a digest covers all of them.
COUNTED = (
    ("analysis", (".py",)),
    ("book", (".md",)),
    ("data", (".bib", ".csv", ".json", ".md", ".yml")),
)
SINGLE = ("requirements.lock",)
DIGITS = 12

CELL = re.compile(r"^(`{3,}|:{3,}|~{3,})")
LABEL = re.compile(r"^\(([A-Za-z][\w-]*)\)=\s*$")
HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*$")
#: A computed number in a heading, and what else is markup and not a word of the title.
COMPUTED = re.compile(r"\{glue:[a-z]+\}`[^`]*`\s*")
ROLE = re.compile(r"\{[a-z:-]+\}`([^`<]*?)(?:\s*<[^>]*>)?`")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
SIGNS = re.compile(r"[*`]")


@dataclass(frozen=True)
class Heading:
    """A labelled heading: its permanent label, its words, and where it stands.

    ``page`` is the page's name below the site's root without ending (``book/coding``); ``chapter``
    is the label of the page's first heading, equal to ``label`` for the chapter itself.
    """

    label: str
    title: str
    page: str
    chapter: str

    @property
    def is_chapter(self) -> bool:
        return self.label == self.chapter


def counted_files(root: Path) -> list[Path]:
    """The files that the content hash covers, sorted by their path in the project."""
    found = [root / name for name in SINGLE if (root / name).is_file()]
    for folder, endings in COUNTED:
        for path in (root / folder).rglob("*"):
            folders = path.relative_to(root).parts[:-1]
            hidden = any(part.startswith((".", "_")) for part in folders)
            if path.suffix in endings and path.is_file() and not hidden:
                found.append(path)
    return sorted(found, key=lambda path: path.relative_to(root).as_posix())


def content_hash(root: Path = ROOT) -> str:
    """The first 12 hexadecimal digits of the SHA-256 over ``path``, blank, ``sha256``, newline of
    each counted file, in the order of their paths."""
    total = hashlib.sha256()
    for path in counted_files(root):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(root).as_posix()} {digest}\n".encode())
    return total.hexdigest()[:DIGITS]


def plain_title(text: str) -> str:
    """A heading's words without markup; numbers that only a run of the chapter knows are left out.

    >>> plain_title("The {glue:text}`n:d` *checks* of [METR](https://example.org)")
    'The checks of METR'
    """
    text = ROLE.sub(r"\1", COMPUTED.sub("", text))
    return " ".join(SIGNS.sub("", LINK.sub(r"\1", text)).split())


def labelled_headings(text: str, page: str) -> Iterator[Heading]:
    """The labelled headings of one chapter's MyST source, in order.

    A heading may carry several labels; the one nearest to it counts. Fences are passed over.
    """
    label, chapter, fence = "", "", ""
    for line in text.splitlines():
        if fence:
            fence = "" if line.rstrip() == fence else fence
            continue
        if opened := CELL.match(line):
            fence, label = opened[1], ""
        elif found := LABEL.match(line):
            label = found[1]
        elif found := HEADING.match(line):
            if label:
                chapter = chapter or label
                yield Heading(label, plain_title(found[2]), page, chapter)
            label = ""
        elif line.strip():
            label = ""


def headings(root: Path = ROOT) -> dict[str, Heading]:
    """Every labelled heading of the book by its label. ValueError when two share one."""
    found: dict[str, Heading] = {}
    for path in counted_files(root):
        page = path.relative_to(root).with_suffix("").as_posix()
        if path.suffix != ".md" or not page.startswith("book/"):
            continue
        for heading in labelled_headings(path.read_text("utf-8"), page):
            if heading.label in found:
                raise ValueError(
                    f"book: expected the label {heading.label!r} once, "
                    f"found it in {found[heading.label].page}.md and {page}.md"
                )
            found[heading.label] = heading
    return found


def read_yaml(root: Path, name: str) -> dict[str, Any]:
    """A YAML file at the project's root. ValueError when it is not there or holds no mapping."""
    path = root / name
    content = yaml.safe_load(path.read_text("utf-8")) if path.is_file() else None
    if not isinstance(content, dict):
        raise ValueError(f"{name}: expected a file with keys and values, found {content!r}")
    return content


def site_address(root: Path = ROOT) -> str:
    """The address under which the site is published, from ``_config.yml``; "" while it has none."""
    base = (read_yaml(root, "_config.yml").get("html") or {}).get("baseurl") or ""
    if base and not re.fullmatch(r"https?://[^\s<>\"']+", base):
        raise ValueError(f"_config.yml: html.baseurl: expected an http(s) address, found {base!r}")
    return base.rstrip("/")


def edition(root: Path = ROOT) -> forms.Edition:
    """The edition that the project's files describe. ValueError when a file lacks something."""
    return forms.edition(
        read_yaml(root, "CITATION.cff"),
        read_yaml(root, "data/vintage.yml"),
        content=content_hash(root),
        base=site_address(root),
    )
