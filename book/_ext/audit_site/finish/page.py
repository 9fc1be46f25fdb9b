"""Finish each rendered page: light, painted once, within reach of the keyboard, under its policy.

A page's head and body are gone through once each, between the theme's template and the file; where
something that the theme is known to write is missing, the build stops.

The Content-Security-Policy of a page names the site itself and nothing else. Inline scripts are
admitted by their hash, and only those that the theme is known to write: a script that came in with
the data would not be among them.
"""

import base64
import hashlib
import re
from html import escape, unescape
from pathlib import Path
from typing import Any

from lxml.html import document_fromstring
from sphinx.errors import ExtensionError

DOUBLE_VIEWPORT = re.compile(
    r'<meta name="viewport" content="width=device-width, initial-scale=1"\s*/>'
)
ICON_SCRIPT = re.compile(
    r"\s*<!-- So that users can add custom icons -->\s*"
    r'<script defer src="[^"]*_static/scripts/fontawesome\.js[^"]*"></script>'
)
# Bootstrap's widgets: the theme would use them for a button that this book does not show.
BOOTSTRAP = re.compile(
    r'\s*<(?:link rel="preload" as="script" href|script defer src)="[^"]*_static/scripts/'
    r'bootstrap\.js[^"]*"(?:\s*/>|></script>)'
)
# Those of Sphinx's search, which this book does not use; the theme leaves them out of its page.
SEARCH_SCRIPTS = re.compile(
    r'(?:\s*<script src="[^"]*(?:_static/searchtools|_static/language_data|searchindex)\.js">'
    r"</script>){3}(?=\s*\Z)"
)
#: The first page's entry in the contents, which the theme calls by the page's long title.
HOME_ENTRY = re.compile(r'(bd-sidenav__home-link">.*?<a [^>]*>)[^<]*(</a>)', re.S)
AD_SLOT = re.compile(r'<div id="ethical-ad-placement".*?</div>', re.S)


def script(name: str) -> str:
    """Return an inline script that stands beside this module, in one line."""
    return " ".join((Path(__file__).parent / name).read_text("utf-8").splitlines())


# A browser may keep nothing for a page (storage blocked, or full): then the page remembers, which
# the theme does not expect. Stands before the first of its scripts.
MODE = 'document.documentElement.dataset.mode = localStorage.getItem("mode") || "auto";'
MEMORY = script("memory.js") + " "
# The theme finds out about light or dark after the first paint; here its inline script, which runs
# before anything is painted, finds it out.
LATE = 'document.documentElement.dataset.theme = localStorage.getItem("theme") || "auto";'
EARLY = script("early.js")
# A table that is painted while its rows still arrive is laid out anew with each of them: the head
# asks the browser to wait with the first paint until the page's foot has been read.
FOOT = '<footer class="bd-footer">'
FOOT_NAMED = '<footer class="bd-footer" id="page-foot">'
# The theme's script gives the contents to the first button of this kind: one in a header that this
# book hides, so that the button which a reader sees would open nothing.
HIDDEN_BUTTON = 'class="pst-navbar-icon sidebar-toggle primary-toggle"'
# Without scripts nothing opens the contents on a narrow screen; there they stand below the page.
MAIN = '<main id="main-content" class="bd-main" role="main">'
CONTENTS = '<a class="to-contents" href="#pst-primary-sidebar">Contents of the book</a>'
TO_CONTENTS = f"<noscript>{CONTENTS}</noscript>"
WAIT = '<link rel="expect" href="#page-foot" blocking="render" />'

# Characters that turn the reading direction, as such or as a reference: no page needs them, and in
# a text from outside they could make a sentence read as another.
TURNING = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
    "|&#(?:x(?:61c|200[ef]|202[a-e]|206[6-9])|1564|820[67]|823[4-8]|829[4-7]);",
    re.I,
)
# Tables that a notebook prints may be wider than a phone. The package prints them without knowing
# about pages, so the box gets its name and its place in the tab order here.
BOX = re.compile(r'<div class="table-box whole">(?=<table><thead><tr>(?P<head>.*?)</tr>)', re.S)
HEADING = re.compile(r"<th[^>]*>(.*?)</th>", re.S)
TAG = re.compile(r"<[^>]*>")
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
# What the theme writes into a page, white space aside.
KNOWN_INLINE = (
    re.compile(r"DOCUMENTATION_OPTIONS\.pagename = '[a-z0-9_/-]+';"),
    re.compile(r"DOCUMENTATION_OPTIONS\.search_as_you_type = (true|false);"),
    re.compile(re.escape(f"{MEMORY}{MODE} {EARLY}")),
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


def in_place_of(html: str, old: str | re.Pattern[str], new: str, what: str, times: int = 1) -> str:
    """Return a text with ``old`` replaced; ExtensionError unless it stands there so many times."""
    pattern = re.compile(re.escape(old)) if isinstance(old, str) else old
    html, count = pattern.subn(lambda _: new, html)
    if count != times:
        raise ExtensionError(f"expected {what} on a page: {times}, found {count}")
    return html


def named(box: re.Match[str]) -> str:
    """Return the opening tag of a printed table's box that says what the table holds."""
    headings = [unescape(TAG.sub("", text)).strip() for text in HEADING.findall(box["head"])]
    label = "Table: " + ", ".join(text for text in headings if text)
    return f'<div class="table-box whole" tabindex="0" role="region" aria-label="{escape(label)}">'


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
        if not any(known.fullmatch(" ".join(body.split())) for known in KNOWN_INLINE):
            raise ExtensionError(f"an inline script is not one of the known ones: {body[:80]!r}")
    if refused := refused_attributes(page):
        raise ExtensionError(f"the policy would refuse {refused[0]}")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(bodies)}" />'
    return in_place_of(html, CHARSET, f"{CHARSET}\n    {meta}", "the charset declaration")


def finish(html: str) -> str:
    """Return a rendered page as it is published; see the module's text for what is done."""
    head, end, body = html.partition("</head>")
    head = in_place_of(head, ICON_SCRIPT, "", "the theme's icon script")
    stock = 0 if "pagename = 'search'" in head else 1
    head = in_place_of(head, SEARCH_SCRIPTS, "", "the search scripts", stock)
    head = in_place_of(DOUBLE_VIEWPORT.sub("", head), LATE, EARLY, "the script for light and dark")
    head = in_place_of(head, MODE, MEMORY + MODE, "the theme's script for the mode")
    body = HOME_ENTRY.sub(r"\g<1>Start here\g<2>", AD_SLOT.sub("", body), count=1)
    body = in_place_of(body, FOOT, FOOT_NAMED, "the theme's foot")
    shown = HIDDEN_BUTTON.replace(" primary-toggle", "")
    body = in_place_of(body, HIDDEN_BUTTON, shown, "the theme's hidden button")
    body = in_place_of(body, MAIN, f"{MAIN}{TO_CONTENTS}", "the theme's main part")
    body = ENDS.sub("", BOX.sub(named, curled(body)))
    html = unturned(f"{head}    {WAIT}\n  {end}{body}")
    return secure(in_place_of(html, BOOTSTRAP, "", "the theme's widgets", 2))


def finish_rendered_pages(app: Any) -> None:
    """Put :func:`finish` behind the template engine, so that every page passes through it once."""
    templates = app.builder.templates
    render = templates.render

    def render_and_finish(template: str, context: dict[str, Any]) -> str:
        html = render(template, context)
        return finish(html) if "<html" in html[:400] else html

    templates.render = render_and_finish
