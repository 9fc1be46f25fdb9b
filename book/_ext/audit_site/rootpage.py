"""The page at the site's root: a title and description for previews, and the way to the index."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes

TARGET = "book/index.html"
PAGE = """\
<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="refresh" content="0; url={target}" />
    <title>{title}</title>
    <meta name="description" content="{description}" />
    <meta property="og:type" content="article" />
    <meta property="og:title" content="{title}" />
    <meta property="og:description" content="{description}" />
    <meta property="og:site_name" content="{site}" />
    <link rel="icon" href="_static/favicon.svg" />
    <link rel="canonical" href="{canonical}" />
  </head>
  <body>
    <p><a href="{target}">{title}</a></p>
  </body>
</html>
"""


def description_of(doctree: nodes.document) -> str:
    """Return the page's first paragraph as one line of at most 300 characters."""
    for node in doctree.findall(nodes.paragraph):
        line = " ".join(node.astext().split())
        if line:
            return line if len(line) <= 300 else line[:299].rsplit(" ", 1)[0] + "…"
    return ""


def root_page(*, title: str, description: str, site: str, base: str) -> str:
    """Return the root page's HTML; all texts are escaped here."""
    return PAGE.format(
        title=escape(title),
        description=escape(description),
        site=escape(site),
        target=TARGET,
        canonical=escape(f"{base.rstrip('/')}/{TARGET}" if base else TARGET),
    )


def write_root_page(app: Any, exception: Exception | None) -> None:
    """Write the root page from the index's own title and first paragraph."""
    if exception is not None or app.builder.format != "html":
        return
    index = app.config.master_doc
    page = root_page(
        title=app.env.titles[index].astext(),
        description=description_of(app.env.get_doctree(index)),
        site=app.config.html_title,
        base=app.config.html_baseurl,
    )
    (Path(app.outdir) / "index.html").write_text(page, "utf-8")


def setup(app: Any) -> None:
    """Write the page when the others stand."""
    app.connect("build-finished", write_root_page, priority=700)
