"""The live model alone on a page, under the site's own policy, for tests and for the benchmark."""

import re
from pathlib import Path

from audit_site.finish.page import THEME
from audit_site.live import directive

from analysis import evidence

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "book" / "_static"
POLICY = re.search(r"<meta http-equiv.*", (THEME / "layout.html").read_text("utf-8"))[0]


def write_page(folder: Path) -> Path:
    """Write the live model as ``live.html`` into ``folder``; it loads the book's own scripts.

    The policy names the folder that the files come from, because a page from disk has no origin
    that ``'self'`` could stand for.
    """
    panel = directive.start_values(ROOT)
    styles = "".join(
        f'<link rel="stylesheet" href="{(STATIC / name).as_uri()}">'
        for name in ("audit.css", "page.css", directive.STYLE)
    )
    scripts = "".join(
        f'<script defer src="{(STATIC / name).as_uri()}"></script>' for name in directive.SCRIPTS
    )
    page = folder / "live.html"
    page.write_text(
        '<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8" />'
        f"{POLICY}"
        '<meta name="viewport" content="width=device-width">'
        f"<title>The live model</title>{styles}{scripts}</head>"
        f'<body><main class="bd-article">{directive.markup(panel, evidence.load().sources)}'
        '<p id="after">After the model.</p></main></body></html>',
        "utf-8",
    )
    return page
