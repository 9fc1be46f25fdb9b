"""Finish each page: in the book's own frame, light, within reach of the keyboard, under its policy.

What the theme writes otherwise than this book needs is said in ``theme/layout.html``, in place of
the theme's own; what stands inside a page is gone through here, between the template and the file.

The Content-Security-Policy of a page names the site itself and nothing else. Inline scripts are
admitted by their hash, and only those that the theme is known to write: a script that came in with
the data would not be among them.
"""

import base64
import hashlib
import os
import re
from html import escape, unescape
from pathlib import Path
from typing import Any

from lxml.html import document_fromstring
from sphinx.errors import ExtensionError

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
    if html.count(CHARSET) != 1:
        raise ExtensionError(f"expected one {CHARSET} on a page, found {html.count(CHARSET)}")
    return html.replace(CHARSET, f"{CHARSET}\n    {meta}")


def finish(html: str) -> str:
    """Return a rendered page as it is published; see the module's text for what is done."""
    head, end, body = html.partition("</head>")
    body = ENDS.sub("", BOX.sub(named, curled(body)))
    return secure(unturned(f"{head}{end}{body}"))


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
