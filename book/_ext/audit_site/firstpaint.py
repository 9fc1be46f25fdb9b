"""The page is painted once, in its final colours and sizes.

The theme finds out about light or dark in a script that runs after the first paint; until then the
page has neither. Here its inline script, which runs before anything is painted, finds it out.
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


def painted_once(html: str) -> str:
    """Return the page whose inline script sets the theme that will be shown."""
    html, count = LATE.subn(lambda _: EARLY, html)
    if count != 1:
        raise ExtensionError(f"expected the theme's mode script once on a page, found {count}")
    return html
