"""Lead on from addresses that have moved: ``data/redirects.txt``, one "old new" a line.

Addresses are as in ``data/anchors.txt``. A page that moved leaves a small page behind that leads to
the new one, with the same anchor where it has it. An anchor that moved leaves a line that shows
itself only to who asks for it, and a script that goes on at once.
"""

import json
import posixpath
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.errors import ExtensionError

from .. import common, html_nodes
from ..markup import pieces, written

HTML = pieces("publish/publish.html")
RECORD = "data/redirects.txt"
SCRIPT = "moved.js"
# As the record of anchors has them: a page below the root, and maybe a place on it.
ADDRESS = re.compile(r"(?!/)(?:(?!\.\.)[^:#])+\.html(?:#.*)?")


def read(path: Path) -> dict[str, str]:
    """Return the new address of each old one; a file that does not exist lists none.

    Raises ``ExtensionError`` for a line that is not two addresses and for an address listed twice.
    """
    found: dict[str, str] = {}
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    for number, line in enumerate(lines, 1):
        words = line.split()
        if not words or line.startswith("#"):
            continue
        if len(words) != 2 or not all(map(ADDRESS.fullmatch, words)):
            raise ExtensionError(
                f"{RECORD}:{number}: expected two addresses such as book/a.html#b, found {line!r}"
            )
        if words[0] in found:
            raise ExtensionError(f"{RECORD}:{number}: {words[0]} is redirected twice")
        found[words[0]] = words[1]
    return found


def problems(moves: dict[str, str], present: set[str]) -> list[str]:
    """Return what is wrong with the redirects of a site that has the addresses ``present``."""
    still = [f"{old} is still there, so it cannot be redirected" for old in moves if old in present]
    lost = {old: new for old, new in moves.items() if new not in present}
    return still + [f"{old} leads to {new}, which is not there" for old, new in lost.items()]


def covered(address: str, moves: dict[str, str], present: set[str]) -> bool:
    """Tell whether a gone address still leads somewhere: by a line of its own or with its page."""
    page, sign, anchor = address.partition("#")
    return address in moves or (
        page in moves and sign == "#" and f"{moves[page]}#{anchor}" in present
    )


def way(page: str, target: str) -> str:
    """Return the relative way from a page to an address."""
    path, sign, anchor = target.partition("#")
    return posixpath.relpath(path, posixpath.dirname(page) or ".") + sign + anchor


def moved_from(page: str, moves: dict[str, str]) -> dict[str, str]:
    """Return the ways from a page to where its moved anchors now stand."""
    return {
        old.partition("#")[2]: way(page, new)
        for old, new in sorted(moves.items())
        if old.startswith(f"{page}#")
    }


def keep_lines(app: Any, doctree: nodes.document, docname: str) -> None:
    """Leave a line on a page for each anchor that moved from it."""
    for anchor, target in moved_from(f"{docname}.html", app.audit_moves).items():
        doctree.append(html_nodes.ready(HTML.moved_anchor(anchor, target)))


def add_script(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Load the script where an anchor has moved, and nowhere else."""
    moves = moved_from(f"{page}.html", app.audit_moves) if doctree is not None else {}
    if moves:
        app.add_js_file(SCRIPT, **{"data-moves": json.dumps(moves)})


def write_pages(app: Any) -> None:
    """Write the pages that stay at the addresses of moved ones."""
    moves = app.audit_moves
    for old, new in moves.items():
        if "#" not in old:
            page = written(
                "publish/moved.html",
                target=way(old, new),
                words=new,
                script=f"{common.up_to_root(old)}_static/{SCRIPT}",
                moves=json.dumps(moved_from(old, moves)),
            )
            common.write_whole(Path(app.outdir) / old, page)


def setup(app: Any) -> None:
    """Read the redirects before anything else asks for them."""
    app.audit_moves = read(Path(app.srcdir) / RECORD)
