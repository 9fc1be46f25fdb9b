"""The Content-Security-Policy of a page names the site itself and nothing else.

Inline scripts are admitted by their hash, and only those that the theme is known to write: a script
that came in with the data would not be among them and stops the build.
"""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

from sphinx.errors import ExtensionError

from . import no_flash

SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.S | re.I)
# What the theme writes into a page, white space aside.
KNOWN_INLINE = (
    re.compile(r"DOCUMENTATION_OPTIONS\.pagename = '[a-z0-9_/-]+';"),
    re.compile(r"DOCUMENTATION_OPTIONS\.search_as_you_type = (true|false);"),
    re.compile(
        r'document\.documentElement\.dataset\.mode = localStorage\.getItem\("mode"\) \|\| "auto"; '
        + re.escape(no_flash.EARLY)
    ),
    re.compile(
        r"// Activate the search field on page load "
        r'let searchInput = document\.querySelector\("form\.bd-search input"\); '
        r"if \(searchInput\) \{ searchInput\.focus\(\); searchInput\.select\(\); "
        r'console\.log\("\[PST\]: Set focus on search field\."\); \}'
    ),
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


def inline_scripts(html: str) -> list[str]:
    """Return the bodies of a page's inline scripts that a browser would run."""
    bodies = []
    for script in SCRIPT.finditer(html):
        attributes = script["attributes"]
        if " src=" in attributes:
            continue
        kind = re.search(r'type="([^"]*)"', attributes)
        if kind and kind[1] not in {"", "module", "text/javascript"}:
            continue
        bodies.append(script["body"])
    return bodies


class Attributes(HTMLParser):
    """Collects what a strict policy refuses in tags: event attributes and script addresses."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.refused: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            address = (value or "").strip().lower()
            if name.startswith("on") or (
                name in {"href", "src", "action"} and address.startswith("javascript:")
            ):
                self.refused.append(f"<{tag} {name}={value!r:.80}>")


def refused_attributes(html: str) -> list[str]:
    """Return the tags of a page with event attributes (``onclick``) or script addresses."""
    parser = Attributes()
    parser.feed(html)
    return parser.refused


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
    bodies = inline_scripts(html)
    for body in bodies:
        if not any(known.fullmatch(" ".join(body.split())) for known in KNOWN_INLINE):
            raise ExtensionError(f"an inline script is not one of the known ones: {body[:80]!r}")
    refused = refused_attributes(html)
    if refused:
        raise ExtensionError(f"the policy would refuse {refused[0]}")
    if html.count(CHARSET) != 1:
        raise ExtensionError("expected one charset declaration at the head of a page")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(bodies)}" />'
    return html.replace(CHARSET, f"{CHARSET}\n    {meta}", 1)
