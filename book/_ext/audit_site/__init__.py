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
    "execution",
    "ahead",
    "blocks",
    "mathml",
    "labels",
    "figures",
    "codefold",
    "origins",
    "sources",
    "claims",
    "ledgerpage",
    "cite",
    "cite_examples",
    "livemodel",
    "place",
    "downloads",
    "datazip",
    "stamp",
    "cards",
    "headtags",
    "feeds",
    "weights",
    "pages",
    "anchors",
    "rootpage",
    "again",
    "manifest",
    "sidecar",
)


def setup(app: Any) -> dict[str, bool]:
    """Connect every part of the extension to the Sphinx application."""
    from importlib import import_module

    for name in MODULES:
        import_module(f"{__name__}.{name}").setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
