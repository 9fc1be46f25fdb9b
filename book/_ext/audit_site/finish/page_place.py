"""Where a chapter stands in the book: a quiet line above its title.

The chapters are those of the contents that are no appendix; the first page is not counted.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from print_edition import pages as printing

APPENDIX = "appendix/"


def chapters(root: Path, contents: str = "_toc.yml") -> list[str]:
    """Return the names of the pages that are chapters, in order."""
    pages = [page for _, pages in printing.contents(root, contents) for page in pages]
    return [page for page in pages[1:] if APPENDIX not in page]


def line(number: int, total: int) -> str:
    """Return the line for one chapter as HTML; the bar is for the eye only."""
    return (
        f'<p class="chapter-place">Chapter {number} of {total}'
        f'<svg class="chapter-bar" viewBox="0 0 {total} 1" preserveAspectRatio="none" '
        'aria-hidden="true">'
        f'<path d="M0 0h{total}v1H0z" fill="var(--line)"/>'
        f'<path d="M0 0h{number}v1H0z" fill="var(--soft)"/></svg></p>\n'
    )


def add_line(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Put the line above a chapter's title."""
    if doctree is None:
        return
    toc = Path(app.config.external_toc_path)
    known = chapters(Path(app.srcdir), str(toc))
    if page in known:
        context["body"] = line(known.index(page) + 1, len(known)) + context["body"]


def setup(app: Any) -> None:
    """Add the line as pages are written."""
    app.connect("html-page-context", add_line)
