"""The Sphinx side of the audit: what turns chapters and ledger into the published pages.

One idea a module; :func:`setup` only wires them together. The notebooks import
:mod:`audit_site.notebook` alone, so importing the package stays light: everything that needs
Sphinx is imported inside :func:`setup`.
"""

from __future__ import annotations

from typing import Any

# Each has a ``setup(app)``. Order matters where two listen to the same event: ``settings`` fixes
# the environment before anything else looks at it, ``pages`` comes after everything that adds to
# a page, ``manifest`` is last because it hashes what the others wrote.
MODULES = (
    "settings",
    "html_nodes",
    "figures.math",
    "cite.labels",
    "figures.figure",
    "figures.code",
    "numbers.origins",
    "numbers.sources",
    "ledger.card",
    "ledger.table",
    "cite.boxes",
    "cite.examples",
    "live.directive",
    "finish.page_place",
    "take_away.downloads",
    "take_away.archive",
    "finish.page_foot",
    "publish.share_card",
    "cite.head",
    "publish.feeds",
    "finish.unused_assets",
    "finish.last_pass",
    "cite.anchors",
    "finish.root_page",
    "finish.manifest",
)


def setup(app: Any) -> dict[str, bool]:
    """Connect every part of the extension to the Sphinx application."""
    from importlib import import_module

    for name in MODULES:
        import_module(f"{__name__}.{name}").setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
