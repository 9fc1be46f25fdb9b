"""Frame and finish each page: light, within reach of the keyboard, under its policy.

Above a page's title stands which book it is from, a chapter's place in it and how long it takes to
read; at each page's foot version, day and hash. The chapters are those of the contents that are no
appendix; the first page is not counted. One page more, at the site's root, leads to the first.

What the theme writes otherwise than this book needs is said in ``theme/layout.html``, in place of
the theme's own; what stands inside a page is gone through here, between the template and the file.

The Content-Security-Policy of a page names the site itself and nothing else. Inline scripts are
admitted by their hash, and only those that the theme is known to write: a script that came in with
the data would not be among them.
"""

import base64
import hashlib
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
# What the theme writes into a page, white space aside.
KNOWN_INLINE = (
    re.compile(r"DOCUMENTATION_OPTIONS\.pagename = '[a-z0-9_/-]+';"),
    re.compile(r"DOCUMENTATION_OPTIONS\.search_as_you_type = (true|false);"),
    re.compile(re.escape(" ".join((THEME / "before_paint.js").read_text("utf-8").split()))),
)
SELF_ONLY = (
    "default-src 'none'",
    "script-src 'self'{hashes}",
    # Legends, charts and the theme carry style attributes; styles cannot run code.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
)
CHARSET = '<meta charset="utf-8" />'


def curled(html: str) -> str:
    """Return a page with printed apostrophes where its text has straight ones."""
    return APOSTROPHE.sub(lambda found: found[0] if found[0][0] == "<" else "’", html)


def unturned(html: str) -> str:
    """Return a text with a sign in place of each that turns the reading direction."""
    return TURNING.sub("\ufffd", html)


def refused_attributes(page: Any) -> list[str]:
    """Return the tags of a parsed page that a strict policy refuses: event attributes (``onclick``)
    and script addresses."""
    refused = []
    for element in page.iter("*"):
        for name, value in element.items():
            # Browsers read an address without the white space in it.
            address = re.sub(r"[\x00-\x20]", "", value).lower()
            leads = name in {"href", "src", "action"} and address.startswith("javascript:")
            if name.startswith("on") or leads:
                refused.append(f"<{element.tag} {name}={value!r:.80}>")
    return refused


def is_known_inline(body: str) -> bool:
    """Say whether an inline script is one that the theme is known to write."""
    return any(known.fullmatch(" ".join(body.split())) for known in KNOWN_INLINE)


def script_hash(body: str) -> str:
    """Return the policy's name for an inline script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(body.encode("utf-8")).digest()).decode()


def policy(bodies: list[str]) -> str:
    """Return the policy that admits the given inline scripts and the site's own files."""
    hashes = "".join(f" '{h}'" for h in sorted({script_hash(body) for body in bodies}))
    return "; ".join(SELF_ONLY).format(hashes=hashes)


def secure(html: str) -> str:
    """Write the policy into a page's head.

    Raises ``ExtensionError`` for an inline script that the theme is not known to write and for an
    event attribute such as ``onclick`` or a script address, which no strict policy allows.
    """
    page = document_fromstring(html)
    inline = (one for one in page.iter("script") if one.get("src") is None)
    bodies = [one.text or "" for one in inline if one.get("type", "") in RUN]
    for body in bodies:
        if not is_known_inline(body):
            raise ExtensionError(f"an inline script is not one of the known ones: {body[:80]!r}")
    if refused := refused_attributes(page):
        raise ExtensionError(f"the policy would refuse {refused[0]}")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(bodies)}" />'
    if html.count(CHARSET) != 1:
        raise ExtensionError(f"expected one {CHARSET} on a page, found {html.count(CHARSET)}")
    return html.replace(CHARSET, f"{CHARSET}\n    {meta}")


def finish(html: str) -> str:
    """Return a rendered page as it is published; see the module's text for what is done."""
    top, end, body = html.partition("</head>")
    body = ENDS.sub("", curled(body))
    return secure(unturned(f"{top}{end}{body}"))


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
