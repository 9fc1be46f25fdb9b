"""Make the search page and the index that its script looks through.

The index is a script, so that the search works from disk; it holds the texts themselves, and no
page but this one loads it. It is made from the finished pages: what a reader sees can be found.
Sphinx's own index, which knows words and neither numbers nor sentences, is not written.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .. import common
from ..markup import written
from .rows import rows
from .texts import parts_of

PAGE = "search"
INDEX = "search_index.js"
LOADED = re.compile(re.escape(INDEX) + r'(?:\?v=\w+)?"')
FORM = written("search/page.html")


def index(app: Any) -> dict[str, Any]:
    """Return what the search looks through: pages with their parts, and tables with their rows.

    A page is title, address and parts; a part heading, anchor, 1 for a claim, and its texts.
    """
    out, pages = Path(app.outdir), []
    for name in common.pages(app):
        found = parts_of((out / f"{name}.html").read_text("utf-8"))
        parts = [[part.heading, part.anchor, int(part.claim), part.texts] for part in found]
        pages.append([app.env.titles[name].astext(), f"{name}.html", parts])
    return {"pages": pages, "tables": rows(app)}


def write_index(app: Any) -> None:
    """Write the index, and its sum into the address by which the search page loads it."""
    text = json.dumps(index(app), ensure_ascii=False, separators=(",", ":"))
    content = f"globalThis.auditTexts = {text};\n"
    out = Path(app.outdir)
    (out / "_static" / INDEX).write_text(content, "utf-8")
    page = out / f"{PAGE}.html"
    version = hashlib.sha256(content.encode("utf-8")).hexdigest()[:8]
    # Sphinx has written the sum of the last build's index where one lay there.
    html = LOADED.sub(f'{INDEX}?v={version}"', page.read_text("utf-8"))
    page.write_text(html, "utf-8")


def collect(app: Any) -> Iterator[tuple[str, dict[str, str], str]]:
    """Give the search page to the builder, in the frame of every other page."""
    yield PAGE, {"title": "Search", "body": FORM}, "page.html"


def no_stock_index(app: Any) -> None:
    """Let Sphinx write neither its index nor its page."""
    app.builder.search = False
