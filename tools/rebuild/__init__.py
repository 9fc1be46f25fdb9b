"""Building the book: run the chapters, reuse what stands, put the site in place, compare."""

from typing import Any


def setup(app: Any) -> dict[str, bool]:
    """Connect to Sphinx what a build does with the chapters before and after the pages."""
    from . import reports, reuse_pages, run_notebooks

    for part in (reports, run_notebooks, reuse_pages):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
