"""Frame and finish each page: light, within reach of the keyboard, under its policy.

Above a page's title stands which book it is from, a chapter's place in it and how long it takes to
read; at each page's foot version, day and hash. The chapters are those of the contents that are no
appendix; the first page is not counted. One page more, at the site's root, leads to the first.

What the theme writes otherwise than this book needs is said in ``theme/layout.html``, in place of
the theme's own; what stands inside a page is gone through here, between the template and the file.

The Content-Security-Policy of a page names the site itself and nothing else. It admits no script
that stands in a page: one that came in with the data would not run, and stops the build.
"""

import os
import posixpath
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from lxml.html import document_fromstring
from sphinx.errors import ExtensionError

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

# Characters that turn the reading direction, as such or as a reference: no page needs them, and in
# a text from outside they could make a sentence read as another.
TURNING = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
    "|&#(?:x(?:61c|200[ef]|202[a-e]|206[6-9])|1564|820[67]|823[4-8]|829[4-7]);",
    re.I,
)
# The end of a cell or a row that the next one says: a tenth of a page of figures.
ENDS = re.compile(r"</t[dh]>\s*(?=<t[dh][ >]|</tr>)|</tr>\s*(?=<tr[ >]|</t(?:body|head)>)")

# An apostrophe as typewriters and data files have it, outside of code and of tags.
APOSTROPHE = re.compile(
    r"<(pre|code|script|style|textarea)\b.*?</\1>|<[^>]*>|"
    r"'(?<=[\w”)]')(?!\d)|&#x27;(?<=[\w”)]&#x27;)(?!\d)",
    re.S,
)

#: Types of scripts that a browser runs.
RUN = {"", "module", "text/javascript"}
THEME = Path(__file__).parent / "theme"


def curled(html: str) -> str:
    """Return a page with printed apostrophes where its text has straight ones."""
    return APOSTROPHE.sub(lambda found: found[0] if found[0][0] == "<" else "’", html)


def unturned(html: str) -> str:
    """Return a text with a sign in place of each that turns the reading direction."""
    return TURNING.sub("\ufffd", html)


def check_policy(html: str) -> None:
    """Raise ``ExtensionError`` for what the policy of a page refuses: a script in the page itself,
    an event attribute such as ``onclick`` and a script address."""
    for one in document_fromstring(html).iter("*"):
        refused = []
        if one.tag == "script" and one.get("src") is None and one.get("type", "") in RUN:
            refused.append(f">{one.text}")
        for name, value in one.items():
            # Browsers read an address without the white space in it.
            address = re.sub(r"[\x00-\x20]", "", value).lower()
            leads = name in {"href", "src", "action"} and address.startswith("javascript:")
            if name.startswith("on") or leads:
                refused.append(f" {name}={value!r}>")
        if refused:
            raise ExtensionError(f"the policy would refuse <{one.tag}{refused[0]:.80}")


def finish(html: str) -> str:
    """Return a rendered page as it is published; see the module's text for what is done."""
    top, end, body = html.partition("</head>")
    body = ENDS.sub("", curled(body))
    page = unturned(f"{top}{end}{body}")
    check_policy(page)
    return page


def use_own_frame(app: Any, config: Any) -> None:
    """Let Sphinx find the book's frame before the theme's."""
    config.templates_path.insert(0, os.path.relpath(THEME, app.confdir))


def finish_rendered_pages(app: Any) -> None:
    """Put :func:`finish` behind the template engine, so that every page passes through it once."""
    templates = app.builder.templates
    render = templates.render

    def render_and_finish(template: str, context: dict[str, Any]) -> str:
        html = render(template, context)
        return finish(html) if "<html" in html[:400] else html

    templates.render = render_and_finish


def words_of(node: nodes.Node) -> int:
    """Return how many words of a page are read: code, formulas and closed folds are not."""
    if isinstance(node, nodes.Text):
        return len(node.astext().split())
    if isinstance(node, (nodes.literal_block, nodes.math_block, nodes.comment)):
        return 0
    if isinstance(node, html_nodes.audit_markup):
        return len(UNREAD.sub(" ", node["html"]).split()) if node["read"] else 0
    if isinstance(node, nodes.raw):  # what a cell shows
        return len(UNREAD.sub(" ", node.astext()).split())
    if isinstance(node, html_nodes.audit_box) and node.get("tag") == "details":
        return 0
    return sum(words_of(child) for child in node.children)


def add_place(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Put the line above a page's title."""
    if doctree is None:
        return
    if page == app.config.master_doc:
        line = HTML.first_page(edition.edition_of(app).as_of, WHO)
    else:
        known = [one for one in common.pages(app)[1:] if APPENDIX not in one]
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


def root_page(app: Any) -> dict[str, str]:
    """Return the root page with the tags of the first one."""
    index, this = app.config.master_doc, edition.edition_of(app)
    doctree = app.env.get_and_resolve_doctree(index, app.builder)
    tags = pages.page_tags(app, index, doctree).strip().replace("\n", "\n    ")
    title, target = app.env.titles[index].astext(), f"{index}.html"
    full = edition.full(target, this)
    page = written("finish/root.html", title=title, tags=tags, target=target, canonical=full)
    return {"index.html": page}
