"""Where only words of the text changed, the last build is taken up again.

Such a change touches its own page and what is written at the end of every build. The pages that the
change cannot reach are taken over from the last site, with one difference: the content hash at
their foot is the new one. Everything that another page could show (headings, labels, code, links,
roles, directives, front matter) counts as more than words, and then all pages are made anew.
"""

import hashlib
import json
import re
import shutil
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from audit_site import ALL_WRITTEN
from audit_site.cite import edition
from audit_site.common import LAST_STATIC, contents, write_whole
from audit_site.finish import manifest
from audit_site.inputs import Sources, caches_home, digest, is_below, is_chapter, packages_digest

NOTE = "built.json"
DOCTREES = "doctrees"
#: What Sphinx copies anew; what lies there already would get another address in the pages.
STATIC = "_static"
#: What the site does not show.
NOT_SHOWN = ("tests", "docs")
#: Files that may carry the content hash. The others are pictures, fonts and archives.
TEXTS = {".bib", ".html", ".js", ".json", ".md", ".txt", ".xml"}
#: Roles and attributes, links and notes, wherever they stand in prose.
TOKEN = re.compile(
    r"\{[^}\n]*\}(?:`[^`]*`)?|\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\]|:[^\n]*)?|<[a-z/!][^>]*>", re.I
)
#: Lines that are not words: headings, labels, comments, tables, breaks between blocks.
STRUCTURE = re.compile(r"\+\+\+|[\s>*+\-.)\d]*(?:[#%|]|\([A-Za-z][\w-]*\)=)")
UNDERLINE = re.compile(r"(=+|-+)\s*$")


@dataclass(frozen=True)
class Note:
    """What the last build was made of: all that is shown, all but the words of chapters, content
    hash and site."""

    sources: str
    frame: str
    content: str
    site: str


def shape_of_prose(text: str) -> list[str]:
    """Return what another page could show of a piece of prose: labels, headings, roles, links."""
    lines = [line for line in text.splitlines() if line.strip()]
    found = [token[0] for token in TOKEN.finditer(text)]
    for line, following in pairwise([*lines, ""]):
        if edition.LABEL.match(line):
            found.append(f"{line} {'' if STRUCTURE.match(following) else 'a text'}")
        elif STRUCTURE.match(line) or UNDERLINE.match(following):
            found.append(line)
    return found


def shape(text: str) -> str:
    """Return the digest of all of a chapter but the plain words of its paragraphs."""
    kept, at = [], 0
    for piece in edition.NO_PROSE.finditer(text):
        kept += [*shape_of_prose(text[at : piece.start()]), piece[0]]
        at = piece.end()
    kept += shape_of_prose(text[at:])
    return hashlib.sha256("\n".join(kept).encode()).hexdigest()


def note_of(sources: Sources) -> Note:
    """Return the note about a project as it is before a site is built from it: what is changed
    while a build runs is not in its pages."""
    chapters = [name for name in sources.sums if is_chapter(name)]
    shapes = {name: shape((sources.root / name).read_text("utf-8")) for name in chapters}

    def shown(name: str) -> bool:
        return not is_below(name, *NOT_SHOWN)

    packages = packages_digest()
    frame = sources.digest(lambda one: shown(one) and one not in shapes, digest(shapes, packages))
    return Note(sources.digest(shown, packages), frame, sources.content, "")


def read_note(root: Path, site: Path) -> Note | None:
    """Return the note about the site, or None where there is none or the site is another."""
    try:
        last = Note(**json.loads((caches_home(root) / NOTE).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    whole = site.is_dir() and last.site == manifest.site_digest(manifest.sums(site))
    return last if whole else None


def take_up(root: Path, site: Path, staging: Path, last: Note | None, now: Note) -> Note | None:
    """Lay the last site and its doctrees into ``staging`` if only words have changed since.

    ``last`` is the note about the site as it stands, ``now`` that about the project. Return the
    former, or None if the pages must all be made anew.
    """
    home = caches_home(root)
    if last is None or last.frame != now.frame or not (home / DOCTREES).is_dir():
        return None
    shutil.copytree(site, staging / "html", ignore=shutil.ignore_patterns(STATIC))
    shutil.copytree(site / STATIC, staging / "html" / LAST_STATIC)
    shutil.copytree(home / DOCTREES, staging / ".doctrees")
    return last


def keep(root: Path, site: Path, staging: Path, now: Note) -> None:
    """Keep the doctrees of a build that is in place, and what it was made of, for the next one.

    ``now`` is the note from before the build.
    """
    home = caches_home(root)
    (home / NOTE).unlink(missing_ok=True)
    shutil.rmtree(home / DOCTREES, ignore_errors=True)
    (staging / ".doctrees").rename(home / DOCTREES)
    note = replace(now, site=manifest.site_digest(manifest.sums(site)))
    write_whole(home / NOTE, json.dumps(asdict(note)) + "\n")


def is_behind(root: Path, site: Path) -> bool:
    """Say whether the first page carries another content hash than data, text and package have."""
    first = site / f"{contents(root)[0][1][0]}.html"
    mark = f"<code>{edition.content_hash(root)}</code>"
    return not first.is_file() or mark not in first.read_text("utf-8")


def pages_to_read(
    app: Any, env: Any, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the pages whose own text names the edition."""
    if not app.config.audit_last_content:
        return []
    return [page for page in sorted(env.found_docs) if edition.SHOWN in env.metadata[page]]


def write_new_hash(app: Any, exception: Exception | None) -> None:
    """Give the pages that were taken over the content hash of this build."""
    last = app.config.audit_last_content
    if exception is not None or not last:
        return
    old, new = last.encode(), edition.content_hash(Path(app.srcdir)).encode()
    for path in Path(app.outdir).rglob("*"):
        if path.suffix in TEXTS and path.is_file():
            before = path.read_bytes()
            if old in before:
                path.write_bytes(before.replace(old, new))


def setup(app: Any) -> None:
    """Renew the hash when everything stands, before the manifest counts it."""
    app.add_config_value("audit_last_content", "", "", str)
    app.connect("env-get-outdated", pages_to_read)
    app.connect("build-finished", write_new_hash, priority=ALL_WRITTEN)
