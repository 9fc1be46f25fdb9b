"""The page is painted once, in its final colours and sizes.

The theme finds out about light or dark in a script that runs after the first paint; until then the
page has neither. Here its inline script, which runs before anything is painted, finds it out.

A table that is painted while its rows still arrive is laid out anew with each of them. The head
therefore asks the browser to wait with the first paint until the page's foot has been read; a page
is small, and browsers that do not know the request paint as before.
"""

from __future__ import annotations

import re

from sphinx.errors import ExtensionError

LATE = re.compile(
    r'document\.documentElement\.dataset\.theme = localStorage\.getItem\("theme"\) \|\| "auto";'
)
EARLY = (
    'document.documentElement.dataset.theme = ["light", "dark"].includes('
    'localStorage.getItem("mode")) ? localStorage.getItem("mode") : '
    'matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";'
)
FOOT = '<footer class="bd-footer">'
FOOT_NAMED = '<footer class="bd-footer" id="page-foot">'
WAIT = '<link rel="expect" href="#page-foot" blocking="render" />'


def painted_once(html: str) -> str:
    """Return the page with the shown theme set early and the first paint held until its foot."""
    html, count = LATE.subn(lambda _: EARLY, html)
    if count != 1:
        raise ExtensionError(f"expected the theme's mode script once on a page, found {count}")
    if html.count(FOOT) != 1 or html.count("</head>") != 1:
        raise ExtensionError("expected one head and the theme's foot once on a page")
    return html.replace("</head>", f"    {WAIT}\n  </head>", 1).replace(FOOT, FOOT_NAMED, 1)
