"""Make addresses last: labels own their sections, and none that was published may be gone.

``(coding-scaffold)=`` above a heading gives ``#coding-scaffold`` to the section, to the sign beside
the heading and to the contents list, however the heading is reworded later.

``data/anchors.txt`` lists every page and anchor that was ever published, one a line; explicit
labels, claims and figures count, wordings of headings do not. ``make anchors`` adds
the new ones of the last build. What has to move gets a line in ``data/redirects.txt``
(:mod:`audit_site.publish.redirects`).
"""

import json
import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.transforms import SphinxTransform

from analysis import terminal

from ..publish import redirects

RECORD = "data/anchors.txt"
SITE_LIST = "anchors.json"
BUILT_IN = {"genindex", "modindex", "py-modindex", "search"}


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


def site_anchors(env: Any) -> list[str]:
    """Return the addresses that the site promises: pages, and explicit labels on them, sorted."""
    addresses = {f"{page}.html" for page in env.found_docs}
    standard = env.get_domain("std")
    for label, (page, anchor) in standard.anonlabels.items():
        if label not in BUILT_IN and page in env.found_docs and anchor:
            addresses.add(f"{page}.html#{anchor}")
    return sorted(addresses)


def read_record(path: Path) -> list[str]:
    """Return the listed addresses; a file that does not exist lists none."""
    if not path.is_file():
        return []
    lines = path.read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def check(app: Any, env: Any) -> None:
    """Stop the build when a published address is gone and does not lead anywhere."""
    present = set(site_anchors(env))
    if faults := redirects.problems(app.audit_moves, present):
        raise ExtensionError(f"{redirects.RECORD}: " + "\n  ".join(faults))
    gone = sorted(set(read_record(Path(app.srcdir) / RECORD)) - present)
    missing = [one for one in gone if not redirects.covered(one, app.audit_moves, present)]
    if missing:
        shown = "\n  ".join(missing[:10])
        more = f"\n  and {len(missing) - 10} more" if len(missing) > 10 else ""
        raise ExtensionError(
            f"{len(missing)} published address(es) would disappear (listed in {RECORD}):\n  {shown}"
            f"{more}\nGive each its old label back, or add a line 'old new' to {redirects.RECORD}."
        )


def write_list(app: Any) -> None:
    """Write the site's addresses beside its pages, for readers' tools and for the record."""
    content = json.dumps(site_anchors(app.env), indent=0)
    (Path(app.outdir) / SITE_LIST).write_text(content + "\n", "utf-8")


def main() -> int:
    """Command line: add the new addresses of the site built in the current folder to the record."""
    root = Path.cwd()
    built = set(json.loads((root / "_build" / "html" / SITE_LIST).read_text("utf-8")))
    known = set(read_record(root / RECORD))
    head = "# Every address ever published, one a line. Lines are added, never removed.\n"
    (root / RECORD).write_text(head + "\n".join(sorted(known | built)) + "\n", "utf-8")
    print(f"{len(built - known)} new address(es) listed in {RECORD}")
    return 0


if __name__ == "__main__":
    sys.exit(terminal.run(main))
