"""Building the book: run the chapters, reuse what stands, put the site in place, compare."""

from typing import Any

MODULES = ("reports", "run_notebooks", "reuse_pages")


def setup(app: Any) -> dict[str, bool]:
    """Connect to Sphinx what a build does with the chapters before and after the pages."""
    from importlib import import_module

    for name in MODULES:
        import_module(f"{__name__}.{name}").setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
