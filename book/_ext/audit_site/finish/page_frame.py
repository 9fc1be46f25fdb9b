"""Frame each page, and write the one at the site's root that leads to the first.

Above a page's title stands which book it is from, a chapter's place in it and how long it takes to
read; at each page's foot version, day and hash. The chapters are those of the contents that are no
appendix; the first page is not counted.
"""

import posixpath
import re
from pathlib import Path
from typing import Any

from docutils import nodes

from .. import common, html_nodes
from ..cite import edition, pages
from ..ledger import data, uses
from ..markup import pieces, written
from ..publish import downloads, feeds
from . import manifest

HTML = pieces("finish/frame.html")
APPENDIX = "appendix/"
#: What is not read: what stands in a closed fold or a head, the way to a citation, and tags.
UNREAD = re.compile(r'<(details|table|h3)\b.*?</\1>| · <a class="cite-open".*?</a>|<[^>]*>', re.S)
WORDS_A_MINUTE = 220
WHO = "start-how"  # where the first page says who made it
#: Where the data package is, its archive and the pages of its rows.
DATA = (
    ("All data (zip)", downloads.ARCHIVE),
    ("all rows", f"{uses.INDEX}.html"),
    ("what each version changed", f"{feeds.PAGE}.html"),
)
LINKS = (
    ("the ledger", data.NAME),
    ("citations", pages.NAME),
    ("feed of changes", feeds.FEED),
    ("checksums of all pages", manifest.NAME),
)


def chapters(root: Path) -> list[str]:
    """Return the names of the pages that are chapters, in order."""
    pages = [page for _, pages in common.contents(root) for page in pages]
    return [page for page in pages[1:] if APPENDIX not in page]


def words_of(node: nodes.Node) -> int:
    """Return how many words of a page are read: code, formulas and closed folds are not."""
    if isinstance(node, nodes.Text):
        return len(node.astext().split())
    if isinstance(node, (nodes.literal_block, nodes.math_block, nodes.comment)):
        return 0
    if isinstance(node, html_nodes.audit_markup):
        return len(UNREAD.sub(" ", node["html"]).split()) if node["read"] else 0
    if isinstance(node, html_nodes.audit_box) and node.get("tag") == "details":
        return 0
    return sum(words_of(child) for child in node.children)


def add_place(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Put the line above a page's title."""
    if doctree is None or page not in app.env.found_docs:
        return
    if page == app.config.master_doc:
        line = HTML.first_page(edition.edition_of(app).as_of, WHO)
    else:
        known = chapters(Path(app.srcdir))
        number = known.index(page) + 1 if page in known else 0
        minutes = max(1, round(words_of(doctree) / WORDS_A_MINUTE))
        home = context["pathto"](app.config.master_doc)
        line = HTML.kicker(app.config.html_title, home, number, len(known), minutes)
    context["body"] = str(line) + context["body"]


def share_contents(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Let pages that are no chapter share the contents at their side within a folder: there are
    many, and only the way to the chapters differs."""
    if doctree is None:
        known, make = common.once(app, "audit_contents", dict, "contents"), context["toctree"]
        key = posixpath.dirname(page)

        def contents(**options: Any) -> str:
            if (key, *options.items()) not in known:
                known[key, *options.items()] = make(**options)
            return known[key, *options.items()]

        context["toctree"] = contents


def add_stamp(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Hand the foot's line to the theme."""
    whole = DATA if (Path(app.srcdir) / "data" / downloads.DESCRIPTION).is_file() else ()
    links, evidence = (
        [(words, context["pathto"](name, 1)) for words, name in named] for named in (LINKS, whole)
    )
    context["theme_extra_footer"] = str(HTML.stamp(edition.edition_of(app), links, evidence))


def write_root_page(app: Any) -> None:
    """Write the root page with the tags of the first one."""
    index, this = app.config.master_doc, edition.edition_of(app)
    doctree = app.env.get_and_resolve_doctree(index, app.builder)
    tags = pages.page_tags(app, index, doctree).strip().replace("\n", "\n    ")
    target = f"{index}.html"
    full = edition.full(target, this)
    title = app.env.titles[index].astext()
    page = written("finish/root.html", title=title, tags=tags, target=target, canonical=full)
    (Path(app.outdir) / "index.html").write_text(page, "utf-8")
