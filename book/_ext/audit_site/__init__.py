"""Turn chapters and ledger into the published pages: the Sphinx side of the audit.

One idea a module; :func:`setup` only wires them together. The notebooks import
:mod:`audit_site.notebook` and :mod:`audit_site.tables`, so importing the package stays light:
everything that needs Sphinx is imported inside :func:`setup`.
"""

from __future__ import annotations

from typing import Any

# Each has a ``setup(app)``. Order matters where two listen to the same event: ``settings`` fixes
# the environment before anything else looks at it, ``page`` comes after everything that adds to a
# page.
MODULES = (
    "settings",
    "html_nodes",
    "figures.math",
    "figures.figure",
    "figures.code",
    "figures.source_pages",
    "numbers.origins",
    "ledger.data",
    "ledger.badge",
    "ledger.card",
    "ledger.squares",
    "ledger.table",
    "ledger.standards",
    "chapter",
    "tables.row_pages",
    "cite.boxes",
    "live.directive",
    "finish.page_frame",
    "take_away.downloads",
    "cite.head",
    "finish.assets",
    "finish.page",
    "search.page",
    "publish.changelog",
    "cite.anchors",
)
#: What is done in this order when all pages stand, each only for a whole HTML site.
AT_END = (
    "ledger.data:write_claims",
    "ledger.table:write_table",
    "cite.boxes:write_bibliography",
    "take_away.downloads:write",
    "publish.share_card:write_cards",
    "publish.feeds:write_feeds",
    "publish.llms:write",
    "tables.due:write",
    "publish.redirects:write_pages",
    "cite.anchors:write_list",
    "finish.page_frame:write_root_page",
    "search.page:write_index",
    "finish.assets:cut_assets",
)
#: It sums what all others wrote.
LAST = "finish.manifest:write_manifest"
# Priorities among the listeners of ``build-finished``. A builder may connect in between: at
# ``ALL_WRITTEN`` to go over the files of the site, at ``ALL_SUMMED`` once nothing changes any more.
BEGIN, ALL_WRITTEN, SUM, ALL_SUMMED = 600, 985, 990, 995


def setup(app: Any) -> dict[str, bool]:
    """Connect every part of the extension to the Sphinx application."""
    from importlib import import_module

    from .common import at_end

    for name in MODULES:
        import_module(f"{__name__}.{name}").setup(app)
    for priority, name in [*enumerate(AT_END, start=BEGIN), (SUM, LAST)]:
        module, _, function = name.partition(":")
        handler = getattr(import_module(f"{__name__}.{module}"), function)
        app.connect("build-finished", at_end(handler), priority=priority)
    return {"parallel_read_safe": False, "parallel_write_safe": False}
