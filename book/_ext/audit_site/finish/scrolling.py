"""Tables that a notebook prints may be wider than a phone: their boxes are reached by keyboard.

The package prints tables without knowing about pages, so the box gets its name and its place in the
tab order here, from the headings of its own table.
"""

from __future__ import annotations

import re
from html import escape, unescape

BOX = re.compile(r'<div class="table-box whole">(?=<table><thead><tr>(?P<head>.*?)</tr>)', re.S)
HEADING = re.compile(r"<th[^>]*>(.*?)</th>", re.S)
TAG = re.compile(r"<[^>]*>")


def named(box: re.Match[str]) -> str:
    """Return the opening tag of a box that says what its table holds."""
    headings = [unescape(TAG.sub("", text)).strip() for text in HEADING.findall(box["head"])]
    label = "Table: " + ", ".join(text for text in headings if text)
    return f'<div class="table-box whole" tabindex="0" role="region" aria-label="{escape(label)}">'


def reachable(html: str) -> str:
    """Return the page with every printed table's box named and in the tab order."""
    return BOX.sub(named, html)
