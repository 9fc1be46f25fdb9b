"""Make addresses last: labels own their sections, none that was published is gone, and what had to
move leads on.

``(coding-scaffold)=`` above a heading gives ``#coding-scaffold`` to the section, to the sign beside
the heading and to the contents list, however the heading is reworded later.

``data/anchors.txt`` lists every page and anchor that was ever published, one a line; explicit
labels, claims and figures count, wordings of headings do not. ``make anchors`` adds
the new ones of the last build. What has to move gets a line "old new" in ``data/redirects.txt``: a
page that moved leaves a small page behind that leads to the new one, with the same anchor where it
has it; an anchor that moved leaves a line that shows itself only to who asks for it, and a script
that goes on at once.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.transforms import SphinxTransform

from analysis import terminal

from .. import common
from ..markup import pieces, written

HTML = pieces("cite/cite.html")
RECORD, MOVES = "data/anchors.txt", "data/redirects.txt"
SITE_LIST = "anchors.json"
SCRIPT = "moved.js"
BUILT_IN = {"genindex", "modindex", "py-modindex", "search"}
# As the record of anchors has them: a page below the root, and maybe a place on it.
ADDRESS = re.compile(r"(?!/)(?:(?!\.\.)[^:#])+\.html(?:#.*)?")


class LabelsOwnSections(SphinxTransform):
    """Give each explicitly labelled section its label as its only id, while pages are read.

    It runs after docutils has attached labels to sections and before Sphinx collects the
    contents, so that every list and link sees the final id.
    """

    default_priority = 700

    def apply(self, **_: Any) -> None:
        document = self.document
        for section in document.findall(nodes.section):
            # The last label before the heading comes last; the first one written leads.
            labels = [n for n in section["names"] if document.nametypes.get(n)]
            if not labels:
                continue
            wanted = {label: nodes.make_id(label) for label in labels}
            for identity in wanted.values():
                holder = document.ids.get(identity, section)
                if holder is not section and isinstance(holder, nodes.section):
                    page = self.env.docname
                    raise ExtensionError(f"{page}: two sections claim the anchor #{identity}")
                document.ids[identity] = section
            old = set(section["ids"]).difference(wanted.values())
            section["ids"] = list(dict.fromkeys(wanted.values()))
            gone = {name: section["ids"][0] for name, i in document.nameids.items() if i in old}
            document.nameids.update(gone | wanted)


# ---- what is promised ----------------------------------------------------------------------------


def site_anchors(env: Any) -> list[str]:
    """Return the addresses that the site promises: pages, and explicit labels on them, sorted."""
    addresses = {f"{page}.html" for page in env.found_docs}
    standard = env.get_domain("std")
    for label, (page, anchor) in standard.anonlabels.items():
        if label not in BUILT_IN and page in env.found_docs and anchor:
            addresses.add(f"{page}.html#{anchor}")
    return sorted(addresses)


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """Give the numbered lines of a list that are neither empty nor a remark; no file lists none."""
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            yield number, line.strip()


def check(app: Any, env: Any) -> None:
    """Stop the build when a published address is gone and does not lead anywhere."""
    present = set(site_anchors(env))
    if faults := problems(app.audit_moves, present):
        raise ExtensionError(f"{MOVES}: " + "\n  ".join(faults))
    listed = {address for _, address in lines_of(Path(app.srcdir) / RECORD)}
    gone = sorted(listed - present)
    missing = [one for one in gone if not covered(one, app.audit_moves, present)]
    if missing:
        shown = "\n  ".join(missing[:10])
        more = f"\n  and {len(missing) - 10} more" if len(missing) > 10 else ""
        raise ExtensionError(
            f"{len(missing)} published address(es) would disappear (listed in {RECORD}):\n  {shown}"
            f"{more}\nGive each its old label back, or add a line 'old new' to {MOVES}."
        )


# ---- what has moved ------------------------------------------------------------------------------


def moved(path: Path) -> dict[str, str]:
    """Return the new address of each old one.

    Raises ``ExtensionError`` for a line that is not two addresses and for an address listed twice.
    """
    found: dict[str, str] = {}
    for number, line in lines_of(path):
        words = line.split()
        if len(words) != 2 or not all(map(ADDRESS.fullmatch, words)):
            raise ExtensionError(
                f"{MOVES}:{number}: expected two addresses such as book/a.html#b, found {line!r}"
            )
        if words[0] in found:
            raise ExtensionError(f"{MOVES}:{number}: {words[0]} is redirected twice")
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


def moved_from(page: str, moves: dict[str, str]) -> dict[str, str]:
    """Return the ways from a page to where its moved anchors now stand."""
    return {
        old.partition("#")[2]: common.way(page, new)
        for old, new in sorted(moves.items())
        if old.startswith(f"{page}#")
    }


def lead_on(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Leave a line on a page for each anchor that moved from it, and the script that goes on."""
    moves = moved_from(f"{page}.html", app.audit_moves) if doctree is not None else {}
    for anchor, target in moves.items():
        context["body"] += str(HTML.moved_anchor(anchor, target))
    if moves:
        app.add_js_file(SCRIPT, **{"data-moves": json.dumps(moves)})


def files(app: Any) -> dict[str, str]:
    """Return the site's addresses, for readers' tools and for the record, and the pages that stay
    at the addresses of moved ones."""
    moves = app.audit_moves
    found = {SITE_LIST: json.dumps(site_anchors(app.env), indent=0) + "\n"}
    for old, new in moves.items():
        if "#" not in old:
            found[old] = written(
                "cite/moved.html",
                target=common.way(old, new),
                words=new,
                script=f"{common.up_to_root(old)}_static/{SCRIPT}",
                moves=json.dumps(moved_from(old, moves)),
            )
    return found


def setup(app: Any) -> None:
    """Read the redirects before anything else asks for them."""
    app.audit_moves = moved(Path(app.srcdir) / MOVES)


def main() -> int:
    """Command line: add the new addresses of the site built in the current folder to the record."""
    root = Path.cwd()
    built = set(json.loads((root / "_build" / "html" / SITE_LIST).read_text("utf-8")))
    known = {address for _, address in lines_of(root / RECORD)}
    head = "# Every address ever published, one a line. Lines are added, never removed.\n"
    (root / RECORD).write_text(head + "\n".join(sorted(known | built)) + "\n", "utf-8")
    print(f"{len(built - known)} new address(es) listed in {RECORD}")
    return 0


if __name__ == "__main__":
    sys.exit(terminal.run(main))
