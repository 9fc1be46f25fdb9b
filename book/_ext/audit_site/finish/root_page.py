"""The page at the site's root: the first page's title, sentence and card, and the way to it."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from ..cite import editions, head

PAGE = """\
<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="refresh" content="0; url={target}" />
    <title>{title}</title>
    {tags}
    <link rel="icon" href="_static/favicon.svg" />
    <link rel="canonical" href="{canonical}" />
  </head>
  <body>
    <p><a href="{target}">{title}</a></p>
  </body>
</html>
"""


def root_page(*, title: str, tags: str, target: str, base: str) -> str:
    """Return the root page's HTML; ``tags`` are ready, all other texts are escaped here."""
    return PAGE.format(
        title=escape(title),
        tags=tags.strip().replace("\n", "\n    "),
        target=escape(target),
        canonical=escape(f"{base}/{target}" if base else target),
    )


def write_root_page(app: Any, exception: Exception | None) -> None:
    """Write the root page with the tags of the first one."""
    if exception is not None or app.builder.format != "html":
        return
    index = app.config.master_doc
    edition = editions.edition(app)
    title = app.env.titles[index].astext()
    description = head.description_of(app.env.get_and_resolve_doctree(index, app.builder))
    tags = head.highwire(editions.page_item(app, index), edition, description)
    tags += head.preview(
        title=title,
        description=description,
        site=app.config.html_title,
        page=index,
        edition=edition,
        root="",
        kind="book",
    )
    page = root_page(title=title, tags=tags, target=f"{index}.html", base=edition.base)
    (Path(app.outdir) / "index.html").write_text(page, "utf-8")


def setup(app: Any) -> None:
    """Write the page when the others stand."""
    app.connect("build-finished", write_root_page, priority=700)
