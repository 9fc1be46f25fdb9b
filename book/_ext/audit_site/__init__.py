"""Turn chapters and ledger into the published pages: the Sphinx side of the audit.

One idea a module. Here stands what each gives to Sphinx, and in which order it is called. The
notebooks import :mod:`audit_site.notebook` and :mod:`audit_site.tables`, so importing the package
stays light: everything that needs Sphinx is imported inside :func:`setup`.
"""

from typing import Any

#: Parts with a ``setup(app)`` of their own; ``settings`` fixes the environment before all else.
MODULES = (
    "settings",
    "html_nodes",
    "figures.math",
    "figures.figure",
    "numbers.origins",
    "finish.assets",
    "cite.addresses",
)
#: What gives the nodes of a directive, and its settings.
ONE, MAYBE, TEXT = {"required_arguments": 1}, {"optional_arguments": 1}, {"has_content": True}
DIRECTIVES: dict[str, tuple[str, dict[str, Any]]] = {
    "claim": ("ledger.card:claim", ONE),
    "squares": ("ledger.overview:squares", MAYBE),
    "ledger": ("ledger.overview:ledger", {}),
    "standards-table": ("ledger.overview:standards_table", {}),
    "moved-verdicts": ("ledger.overview:moved_verdicts", {}),
    "article-says": ("chapter:article_says", TEXT),
    "answer": ("chapter:answer", TEXT),
    "statistics": ("chapter:statistics", TEXT),
    "citation": ("cite.pages:citation", MAYBE | {"option_spec": {"form": str}}),
    "rating-table": ("cite.pages:rating_table", {}),
    "live-model": ("live.directive:live_model", {}),
    "party": ("ledger.uses:party", ONE | {"final_argument_whitespace": True}),
}
ROLES = {"source": "chapter:SourceRole"}
TRANSFORMS = (
    "figures.code:ShowCells",
    "numbers.origins:ListOrigins",
    "cite.addresses:LabelsOwnSections",
)
#: Settings of the build, and what Sphinx does anew when one changes.
SETTINGS = {"audit_ledger_file": "env", "audit_content": "html"}
#: On every page.
STYLES = ("audit.css", "page.css", "parts.css", "card.css", "cite.css")
SCRIPTS = ("standards.js", "cite.js")
#: What listens to an event, in this order.
LISTENERS = {
    "config-inited": ("finish.page:use_own_frame", "cite.edition:note_content"),
    "builder-inited": (
        "figures.code:lean_listings",
        "finish.page:finish_rendered_pages",
        "publish.search:no_stock_index",
    ),
    "doctree-read": ("figures.figure:collect",),
    "env-check-consistency": ("cite.addresses:check",),
    "doctree-resolved": ("html_nodes:fill_in", "cite.pages:add_links"),
    "html-collect-pages": (
        "figures.code:pages",
        "ledger.uses:pages",
        "numbers.origins:pages",
        "publish.search:collect",
        "publish.feeds:collect",
    ),
    "html-page-context": (
        "cite.addresses:lead_on",
        "finish.assets:load_used",
        "ledger.overview:add_sprite",
        "ledger.overview:add_block",
        "finish.page:share_contents",
        "finish.page:add_place",
        "finish.page:add_stamp",
        "publish.downloads:add_line",
        "cite.pages:add_tags",
    ),
}
#: What is done in this order when all pages stand, and whether words of the text change it: if not,
#: it is taken up with the pages of the last site. ``files`` are contents by name, to be written.
#: The book is written as HTML alone.
AT_END = {
    "ledger.data:files": False,
    "ledger.overview:files": False,
    "cite.pages:files": False,
    "publish.downloads:files": True,
    "publish.share_card:files": False,
    "publish.feeds:files": True,
    "cite.addresses:files": False,
    "finish.page:root_page": True,
    "publish.search:files": True,
    "finish.assets:cut_assets": True,
}
#: It sums what all others wrote.
LAST = "finish.manifest:manifest"
# Priorities among the listeners of ``build-finished``; a builder goes over all files in between.
BEGIN, ALL_WRITTEN, SUM = 600, 985, 990


def setup(app: Any) -> dict[str, bool]:
    """Connect every part of the extension to the Sphinx application."""
    from importlib import import_module

    from .common import at_end
    from .html_nodes import directive

    def part(name: str) -> Any:
        module, _, inner = name.partition(":")
        return getattr(import_module(f"{__name__}.{module}"), inner)

    for name in MODULES:
        part(f"{name}:setup")(app)
    for name, rebuilt in SETTINGS.items():
        app.add_config_value(name, "", rebuilt, str)
    for name, (run, settings) in DIRECTIVES.items():
        app.add_directive(name, directive(part(run), **settings))
    for name, kind in ROLES.items():
        app.add_role(name, part(kind)())
    for name in TRANSFORMS:
        app.add_transform(part(name))
    for name in STYLES:
        app.add_css_file(name)
    for name in SCRIPTS:
        app.add_js_file(name, loading_method="defer")
    for event, names in LISTENERS.items():
        for name in names:
            app.connect(event, part(name))
    for priority, name in [*enumerate(AT_END, start=BEGIN), (SUM, LAST)]:
        handler = at_end(part(name), always=AT_END.get(name, True))
        app.connect("build-finished", handler, priority=priority)
    return {"parallel_read_safe": False, "parallel_write_safe": False}
